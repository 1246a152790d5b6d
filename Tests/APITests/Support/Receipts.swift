import API
import HTTP
import Store
import TestSupport
import Testing
import Verify

extension Office {
    /// Posts `body` to `/v1/receipts` with a new key.
    func issue(_ body: String, as bearer: Bearer = .clerk, key: String? = nil) throws -> Response {
        try post("/v1/receipts", body, as: bearer, key: key ?? newKey())
    }

    /// A receipt of household 1 for funds 1 (200 000 đ, on pledge 1) and 2 (300 000 đ) in cash, in a
    /// `villageWithBooks`: contributions 2 and 3, number 2.
    func issueTwoLines(_ more: String = "") throws -> Response {
        let response = try issue(
            """
            {"household":1,"method":"cash","lines":[{"fund":1,"amount":200000,"pledge":1},
            {"fund":2,"amount":300000,"reason":"Đóng góp Quỹ khuyến học"}]\(more)}
            """)
        try #require(response.status == 201, "\(response.bodyText)")
        return response
    }

    /// Takes `step` on the receipt with the line `id`.
    func take(
        _ step: String, onReceipt id: Int64, _ members: String = "", as bearer: Bearer = .treasurer,
        ifMatch: String? = "*"
    ) throws -> Response {
        try post(
            "/v1/receipts/\(id)/\(step)", #"{"reason":"Sai số tiền"\#(members)}"#, as: bearer, key: newKey(),
            ifMatch: ifMatch)
    }

    /// Fails unless verification finds nothing.
    func expectSound() throws {
        #expect(try base.read { tx in try tx.verification().discrepancies } == [])
    }
}

extension EndpointSample {
    static let receipts: [String: EndpointSample] = [
        "POST /v1/receipts": .init(
            "/v1/receipts",
            #"{"household":2,"method":"cash","lines":[{"fund":1,"amount":1000},{"fund":2,"amount":500}]}"#,
            pointer: "/lines/0/fund"),
        "GET /v1/receipts/{id}": .init("/v1/receipts/1"),
        "POST /v1/receipts/{id}/void": .init("/v1/receipts/1/void", #"{"reason":"Sai tên"}"#),
        "POST /v1/receipts/{id}/reverse": .init("/v1/receipts/3/reverse", #"{"reason":"Sai số tiền"}"#),
        "POST /v1/receipts/{id}/replace": .init(
            "/v1/receipts/1/replace",
            #"{"reason":"Sai quỹ","lines":[{"fund":1,"amount":300000},{"fund":2,"amount":200000}]}"#),
    ]
}
