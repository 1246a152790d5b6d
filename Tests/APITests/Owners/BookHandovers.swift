import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension EndpointSample {
    static let bookHandovers: [String: EndpointSample] = [
        "POST /v1/book-handovers": .init(
            "/v1/book-handovers",
            """
            {"organisation":5,"successor_organisation":4,"decision_number":"4/QĐ","decided_on":"2026-11-01",
            "effective_on":"2026-11-20"}
            """, about: .commune, pointer: "/successor_organisation"),
        "GET /v1/book-handovers/{id}": .init("/v1/book-handovers/1", about: .commune),
        "GET /v1/public/book-handovers": .init("/v1/public/book-handovers?organisation=4", about: .nothing),
        "GET /v1/book-handovers": .init("/v1/book-handovers?organisation=4", about: .commune),
    ]

    /// Organisations 3, 4 and 5 of the commune: 4 took over the books of 3; 5 has a fund.
    static func addBookHandover(to office: Office) throws {
        try office.write { tx in
            for name in ["Chi hội 1", "Chi hội 2", "Chi hội 3"] {
                let union = Organisation(
                    id: try tx.newID(), name: name, kind: .womensUnion, unit: "16702", version: 1)
                try tx.save(union)
                guard name != "Chi hội 2" else { continue }
                try tx.save(
                    Fund(id: try tx.newID(), owner: .organisation(union.id), name: "Phế liệu", version: 1))
            }
            let owner = FundOwner.organisation(Identifier(3))
            let funds = try tx.funds(of: owner, after: nil, limit: 9)
            let day = try #require(LocalDate("2026-11-20"))
            _ = try tx.handOver(
                funds, of: owner, to: .organisation(Identifier(4)),
                as: BookHandoverPlan(of: funds, names: [], to: []),
                Reorganisation.Order(number: "3/QĐ", decidedOn: day, effectiveOn: day), by: Identifier(1))
        }
    }
}
