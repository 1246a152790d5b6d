import API
import HTTP
import TestSupport
import Testing

extension Office {
    /// `villageWithBooks` with 300 000 đ of fund 2 in cash beside 500 000 đ of fund 1.
    static func villageWithTwoFunds() throws -> Office {
        let office = try villageWithBooks()
        let gift = try office.contribute(#"{"fund":2,"household":2,"method":"cash","amount":300000}"#)
        try #require(gift.status == 201, "\(gift.bodyText)")
        return office
    }

    /// Requests a payment to `payee` of `lines`, the objects of a JSON array.
    func requestPayment(
        _ lines: String, as bearer: Bearer = .head, key: String? = nil
    ) throws -> Response {
        let body = #"{"payee":"Cửa hàng vật liệu","method":"cash","lines":[\#(lines)]}"#
        return try post("/v1/payments", body, as: bearer, key: key ?? newKey())
    }

    static let twoLines = """
        {"fund":1,"item":"Vật liệu","purpose":"Mua xi măng","amount":120000,"note":"Nợ cũ của bà Tư"},
        {"fund":2,"item":"Nhân công","purpose":"Công thợ","amount":80000}
        """

    /// A payment of fund 1 (120 000 đ) and fund 2 (80 000 đ) after `steps`, in a `villageWithTwoFunds`.
    @discardableResult
    func payTwoLines(_ steps: [String] = ["check", "approve", "pay"]) throws -> Response {
        var response = try requestPayment(Office.twoLines)
        try #require(response.status == 201, "\(response.bodyText)")
        let id = try #require(response.integer("/id"))
        for step in steps {
            response = try take(step, id, of: "payments")
            try #require(response.status == 200, "\(step): \(response.bodyText)")
        }
        return response
    }

    /// What the funds 1 and 2 have in cash.
    func cash() throws -> [Int64?] {
        try [1, 2].map { try get("/v1/funds/\($0)").integer("/balances/cash") }
    }
}

extension EndpointSample {
    static let payments: [String: EndpointSample] = [
        "POST /v1/payments": .init(
            "/v1/payments",
            """
            {"payee":"Cửa hàng","method":"bank","lines":[{"fund":1,"purpose":"Mua xi măng","amount":1000},
            {"fund":2,"purpose":"Mua cát","amount":500}]}
            """, pointer: "/lines/0/fund"),
        "GET /v1/payments/{id}": .init("/v1/payments/1"),
        "POST /v1/payments/{id}/check": .init("/v1/payments/1/check"),
        "POST /v1/payments/{id}/approve": .init("/v1/payments/2/approve"),
        "POST /v1/payments/{id}/pay": .init("/v1/payments/3/pay"),
        "POST /v1/payments/{id}/book": .init("/v1/payments/4/book"),
        "POST /v1/payments/{id}/reject": .init("/v1/payments/1/reject", #"{"reason":"Sai mục"}"#),
        "POST /v1/payments/{id}/withdraw": .init(
            "/v1/payments/1/withdraw", #"{"reason":"Đã có nguồn khác"}"#),
        "POST /v1/payments/{id}/cancel": .init("/v1/payments/3/cancel", #"{"reason":"Không mua nữa"}"#),
        "POST /v1/payments/{id}/void": .init("/v1/payments/4/void", #"{"reason":"Sai số tiền"}"#),
        "POST /v1/payments/{id}/reverse": .init("/v1/payments/5/reverse", #"{"reason":"Sai số tiền"}"#),
        "POST /v1/payments/{id}/replace": .init(
            "/v1/payments/4/replace",
            #"{"reason":"Sai số tiền","lines":[{"fund":1,"purpose":"Mua xi măng","amount":900}]}"#),
    ]
}
