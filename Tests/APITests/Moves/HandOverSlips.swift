import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    /// A receipt of cash for fund 1 that `collector` received, by default the head.
    func collect(
        _ dong: Int64, from household: Int64, collector: Int64 = 1, on day: String? = nil
    ) throws -> Response {
        let on = day.map { #","received_on":"\#($0)""# } ?? ""
        // Whoever collects has a role where the fund is.
        _ = try secret(of: .head)
        return try contribute(
            """
            {"fund":1,"household":\(household),"method":"cash","amount":\(dong),"collector":\(collector)\(on)}
            """)
    }

    /// Records that the head hands over `dong` of fund 1.
    func handOver(
        _ dong: Int64, receipts: (first: Int64, last: Int64) = (2, 3), on day: String? = nil,
        as bearer: Bearer = .clerk
    ) throws -> Response {
        let on = day.map { #","on":"\#($0)""# } ?? ""
        return try post(
            "/v1/hand-over-slips",
            """
            {"fund":1,"collector":1,"amount":\(dong),"first_receipt":\(receipts.first),\
            "last_receipt":\(receipts.last)\(on)}
            """, as: bearer, key: newKey())
    }

    /// Performs `step` of a slip, by default as the treasurer.
    func take(_ step: String, ofSlip id: Int64, as bearer: Bearer = .treasurer) throws -> Response {
        try post("/v1/hand-over-slips/\(id)/\(step)", as: bearer, key: newKey(), ifMatch: "*")
    }
}

extension EndpointSample {
    static let handOverSlips: [String: EndpointSample] = [
        "POST /v1/hand-over-slips": .init(
            "/v1/hand-over-slips",
            #"{"fund":7,"collector":2,"amount":1000,"first_receipt":5,"last_receipt":5}"#, about: .commune,
            pointer: "/fund"),
        "GET /v1/hand-over-slips": .init("/v1/hand-over-slips?commune=16702", about: .commune),
        "GET /v1/hand-over-slips/{id}": .init("/v1/hand-over-slips/1", about: .commune),
        "POST /v1/hand-over-slips/{id}/confirm": .init("/v1/hand-over-slips/1/confirm", about: .commune),
        "POST /v1/hand-over-slips/{id}/void": .init(
            "/v1/hand-over-slips/1/void", #"{"reason":"Sai"}"#, about: .commune),
        "POST /v1/hand-over-slips/{id}/reverse": .init(
            "/v1/hand-over-slips/2/reverse", #"{"reason":"Sai"}"#, about: .commune),
        "GET /v1/collectors": .init("/v1/collectors?commune=16702", about: .commune),
    ]

    /// Cash of the commune's fund 7, which the clerk collected; the hamlet's head recorded the slips.
    ///
    /// Receipt 4 of August 2025, with slip 2, which the auditor confirmed, so that every role that may reverse it
    /// does. Its month is closed, with payable 3. Receipt 5 of today, with slip 1, and receipt 6 in the safe.
    static func addHandOverSlips(to office: Office) throws {
        let gift = #""fund":7,"sponsor_name":"Anh Xa","method":"cash","amount":5000"#
        for more in [#","collector":2,"received_on":"2025-08-10""#, #","collector":2"#, ""] {
            let receipt = try office.contribute("{\(gift)\(more)}")
            try #require(receipt.status == 201, "\(receipt.bodyText)")
        }
        let people = (
            head: try office.user(of: .head), clerk: try office.user(of: .clerk),
            auditor: try office.user(of: .auditor)
        )
        let closed = try #require(LocalDate("2025-08-15"))
        try office.write { tx in
            let fund = try tx.existing(Fund.ID(7))
            for (receipt, amount, day) in [(5, 2000, tx.today), (4, 5000, closed)]
                as [(Int64, Int64, LocalDate)]
            {
                let slip = HandOverSlip(
                    id: try tx.newID(), owner: fund.owner, fund: fund.id, collector: people.clerk, on: day,
                    amount: Dong(amount),
                    receipts: HandOverSlip.Receipts(first: Identifier(receipt), last: Identifier(receipt)),
                    recordedBy: people.head, recordedAt: tx.now)
                try tx.record(slip)
                guard day == closed else { continue }
                try tx.save(try slip.taking(.confirm, by: people.auditor), replacing: slip)
            }
            try tx.record(
                FundTransfer(
                    id: try tx.newID(), owner: fund.owner, fund: fund.id, from: .cash, to: .bank,
                    amount: Dong(5000), on: closed, recordedBy: people.head, recordedAt: tx.now))
        }
        try office.close("2025-08", of: #""commune":"16702""#)
    }
}
