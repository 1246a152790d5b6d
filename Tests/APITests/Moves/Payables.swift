import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Office {
    /// Owes the approved expenditure `id`, by default to a worker who paid with his own money.
    func owe(
        _ id: Int64, _ members: String = #""kind":"advance","creditor_name":"Thợ Hòa""#,
        on day: String? = nil, as bearer: Bearer = .accountant, ifMatch: String? = "*"
    ) throws -> Response {
        let on = day.map { #","on":"\#($0)""# } ?? ""
        return try post(
            "/v1/expenditures/\(id)/owe", #"{\#(members),"document":"Giấy ứng tiền số 1"\#(on)}"#, as: bearer,
            key: newKey(), ifMatch: ifMatch)
    }

    /// The id of what fund 1 owes for a new expenditure of `dong`.
    func owed(
        _ dong: Int64, _ members: String = #""kind":"advance","creditor_name":"Thợ Hòa""#,
        on day: String? = nil, fund: Int64 = 1
    ) throws -> Int64 {
        let response = try owe(try approved(dong, fund: fund), members, on: day)
        try #require(response.status == 201, "\(response.bodyText)")
        return try #require(response.integer("/id"))
    }

    func repay(
        _ payable: Int64, _ dong: Int64, method: String = "cash", as bearer: Bearer = .head
    ) throws -> Response {
        try post(
            "/v1/payables/\(payable)/repayments", #"{"amount":\#(dong),"method":"\#(method)"}"#, as: bearer,
            key: newKey())
    }

    /// The id of a repayment that was paid.
    func repaid(_ payable: Int64, _ dong: Int64, method: String = "cash") throws -> Int64 {
        let id = try #require(try repay(payable, dong, method: method).integer("/id"))
        for step in ["check", "approve", "pay"] {
            let taken = try take(step, id)
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        return id
    }

    func give(
        _ payable: Int64, _ dong: Int64, _ more: String = "", as bearer: Bearer = .head
    ) throws -> Response {
        try post(
            "/v1/payables/\(payable)/gifts",
            #"{"amount":\#(dong),"consent":"Giấy tặng ngày 23/11/2026"\#(more)}"#,
            as: bearer, key: newKey())
    }

    /// Performs `step` of a gift, by default as the approver.
    func take(_ step: String, ofGift id: Int64, as bearer: Bearer = .approver) throws -> Response {
        try post("/v1/payable-gifts/\(id)/\(step)", as: bearer, key: newKey(), ifMatch: "*")
    }

    /// What is left of a payable, and what became of it: outstanding, repaid, given and pending.
    func settlement(of payable: Int64) throws -> [Int64?] {
        let shown = try get("/v1/payables/\(payable)")
        return ["outstanding", "repaid", "given", "pending"].map { shown.integer("/" + $0) }
    }
}

extension EndpointSample {
    static let payables: [String: EndpointSample] = [
        "POST /v1/expenditures/{id}/owe": .init(
            "/v1/expenditures/3/owe", #"{"kind":"bill","creditor_name":"Cửa hàng","document":"Hóa đơn 7"}"#),
        "GET /v1/payables": .init("/v1/payables?commune=16702", about: .commune),
        "GET /v1/public/payables": .init("/v1/public/payables?commune=16702", about: .nothing),
        "GET /v1/public/hamlets/{id}/payables": .init("/v1/public/hamlets/1/payables", about: .nothing),
        "GET /v1/payables/{id}": .init("/v1/payables/1", about: .commune),
        "POST /v1/payables/{id}/void": .init("/v1/payables/1/void", #"{"reason":"Sai"}"#, about: .commune),
        "POST /v1/payables/{id}/reverse": .init(
            "/v1/payables/3/reverse", #"{"reason":"Sai"}"#, about: .commune),
        "POST /v1/payables/{id}/repayments": .init(
            "/v1/payables/1/repayments", #"{"amount":1000,"method":"cash"}"#, about: .commune),
        "POST /v1/payables/{id}/gifts": .init(
            "/v1/payables/1/gifts", #"{"amount":1000,"consent":"Giấy tặng"}"#, about: .commune),
        "GET /v1/payable-gifts": .init("/v1/payable-gifts?commune=16702", about: .commune),
        "GET /v1/payable-gifts/{id}": .init("/v1/payable-gifts/1", about: .commune),
        "POST /v1/payable-gifts/{id}/confirm": .init("/v1/payable-gifts/1/confirm", about: .commune),
        "POST /v1/payable-gifts/{id}/withdraw": .init("/v1/payable-gifts/1/withdraw", about: .commune),
    ]

    /// What a new fund of the commune owes, so that hamlet 1 may be merged.
    ///
    /// Payable 1 of 5000, payable 2 with gift 1 of 4000, and payable 3 of August 2025, whose month is to be closed. All
    /// are recorded by the hamlet's head, so that every role that may void or confirm them does.
    static func addPayables(to office: Office) throws {
        let people = (
            head: try office.user(of: .head), accountant: try office.user(of: .accountant),
            approver: try office.user(of: .approver)
        )
        try office.write { tx in
            let commune = try #require(try tx.unit("16702", on: tx.today))
            let fund = Fund(
                id: try tx.newID(), owner: .commune(commune.id), name: "Quỹ đền ơn đáp nghĩa", version: 1)
            try tx.save(fund)
            for day in [tx.today, tx.today, try #require(LocalDate("2025-08-15"))] {
                var expenditure = Expenditure(
                    id: try tx.newID(), owner: fund.owner, fund: fund.id, payee: "Thợ Hòa",
                    purpose: "Sửa nhà", item: "Nhân công", amount: Dong(5000), method: .cash, refundOf: nil,
                    requestedAt: tx.now, actors: Expenditure.StepActors(requestedBy: people.head))
                try tx.request(expenditure, in: "16702")
                for (step, person) in [
                    (.check, people.accountant), (.approve, people.approver), (.owe, people.accountant),
                ] as [(Expenditure.Step, User.ID)] {
                    var next = try expenditure.taking(step, by: person, on: tx.today)
                    if step == .owe { next = next.with(reason: "Ghi nợ") }
                    try tx.save(next, replacing: expenditure)
                    expenditure = next
                }
                try tx.record(
                    Payable(
                        id: try tx.newID(), owner: fund.owner, fund: fund.id, expenditure: expenditure.id,
                        kind: .bill, creditor: Payable.Creditor(.person, name: "Thợ Hòa", address: ""),
                        amount: expenditure.amount, purpose: expenditure.purpose, item: expenditure.item,
                        on: day, document: "Hóa đơn", recordedBy: people.head, recordedAt: tx.now))
            }
            try tx.save(
                PayableGift(
                    id: try tx.newID(), owner: fund.owner, payable: Identifier(2), amount: Dong(4000),
                    consent: "Giấy tặng", isAnonymous: false, recording: tx.recording(by: people.head)),
                replacing: nil)
        }
    }
}
