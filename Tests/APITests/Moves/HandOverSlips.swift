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
            #"{"fund":7,"collector":2,"amount":1000,"first_receipt":4,"last_receipt":4}"#, about: .commune,
            pointer: "/fund"),
        "GET /v1/hand-over-slips": .init("/v1/hand-over-slips?commune=16702", about: .commune),
        "GET /v1/hand-over-slips/{id}": .init("/v1/hand-over-slips/1", about: .commune),
        "POST /v1/hand-over-slips/{id}/confirm": .init("/v1/hand-over-slips/1/confirm", about: .commune),
        "POST /v1/hand-over-slips/{id}/void": .init(
            "/v1/hand-over-slips/1/void", #"{"reason":"Sai"}"#, about: .commune),
        "GET /v1/collectors": .init("/v1/collectors?commune=16702", about: .commune),
    ]

    /// Receipt 4 of 5000 for the commune's fund 7 in the hand of the clerk; the hamlet's head recorded slip 1 of it.
    static func addHandOverSlips(to office: Office) throws {
        let gift = try office.contribute(
            #"{"fund":7,"sponsor_name":"Anh Xa","method":"cash","amount":5000,"collector":2}"#)
        try #require(gift.integer("/id") == 4, "\(gift.bodyText)")
        let (head, clerk) = (try office.user(of: .head), try office.user(of: .clerk))
        try office.write { tx in
            let fund = try tx.existing(Fund.ID(7))
            try tx.record(
                HandOverSlip(
                    id: try tx.newID(), owner: fund.owner, fund: fund.id, collector: clerk, on: tx.today,
                    amount: Dong(2000),
                    receipts: HandOverSlip.Receipts(first: Identifier(4), last: Identifier(4)),
                    recordedBy: head, recordedAt: tx.now))
        }
    }
}
