import Domain
import HTTP
import JSON
import Testing

@testable import API

extension Office {
    /// A valid body for an account.
    static func bankAccount(
        _ owner: String = #""hamlet":1"#, bank: String = "970405", number: String = "3600 205 123456",
        from day: String = "2026-01-01"
    ) -> String {
        """
        {\(owner),"bank":"\(bank)","bank_name":"Agribank","number":"\(number)","valid_from":"\(day)",
        "holder_name":"UBND phường Vinh Phú","holder_kind":"finance_office","basis":"Quyết định 12/QĐ-UBND"}
        """
    }

    /// Registers account 1 of hamlet 1, as above.
    func registerBankAccount(_ body: String = Office.bankAccount()) throws {
        let response = try post("/v1/bank-accounts", body, as: .accountant)
        try #require(response.status == 201, "\(response.bodyText)")
    }

    /// Sends a credit of account 1.
    func credit(
        _ amount: Int64, _ reference: String, memo: String = "Ung ho", payer: String? = nil,
        account: Int64 = 1, as bearer: Bearer = .accountant
    ) throws -> Response {
        let name = payer.map { #","payer_name":"\#($0)""# } ?? ""
        return try post(
            "/v1/bank-credits",
            """
            {"account":\(account),"amount":\(amount),"booked_on":"2026-11-23","reference":"\(reference)",
            "memo":"\(memo)"\(name)}
            """, as: bearer)
    }

    /// Issues receipts on a credit; `lines` are JSON objects.
    func receipt(
        _ credit: Int64, _ lines: String..., as bearer: Bearer = .accountant, ifMatch: String = "*"
    ) throws -> Response {
        try post(
            "/v1/bank-credits/\(credit)/receipts", #"{"lines":[\#(lines.joined(separator: ","))]}"#,
            as: bearer,
            key: newKey(), ifMatch: ifMatch)
    }

    /// Imports a statement of an account.
    func importStatement(
        _ lines: [String], account: Int64 = 1, as bearer: Bearer = .accountant, isDryRun: Bool = false
    ) throws -> Response {
        try post(
            "/v1/imports/bank-statements?account=\(account)" + (isDryRun ? "&dry_run=true" : ""),
            lines.joined(separator: "\n") + "\n", as: bearer)
    }

    /// Accounts 1 of hamlet 1 and 2 of hamlet 2; credits 1, 2, which is ignored, and 3, which pays fund 1 by its code.
    ///
    /// Reconciliations: 1 and 2, of the closed months; 3 and 4, of September and October; 5, which is only recorded.
    func addBankForSamples() throws {
        try registerBankAccount()
        try registerBankAccount(Office.bankAccount(#""hamlet":2"#, number: "3600205999999"))
        let code = PaymentCode(.fund(Identifier(1))).text
        for (reference, memo) in [("FT1", "Ung ho"), ("FT2", "Lai tien gui"), ("FT3", "\(code) ung ho")] {
            try #require(try credit(500_000, reference, memo: memo, payer: "NGUYEN VAN AN").status == 200)
        }
        let ignored = try post(
            "/v1/bank-credits/2/ignore", #"{"reason":"Lãi tiền gửi"}"#, as: .accountant, ifMatch: "*")
        try #require(ignored.status == 200, "\(ignored.bodyText)")
        for month in ["2026-09", "2026-10"] { try reconciled(month) }
        // One by a person whom no sample sends: see `someRole`.
        let recorded = try recordReconciliation("2026-10", as: .treasurer)
        try #require(recorded.integer("/id") == 5, "\(recorded.bodyText)")
    }
}

extension EndpointSample {
    static let bank: [String: EndpointSample] = [
        "POST /v1/bank-accounts": .init(
            "/v1/bank-accounts", Office.bankAccount(number: "0071000123456"), pointer: "/hamlet"),
        "GET /v1/bank-accounts": .init("/v1/bank-accounts?hamlet=1"),
        "GET /v1/bank-accounts/{id}": .init("/v1/bank-accounts/1"),
        "POST /v1/bank-accounts/{id}/close": .init(
            "/v1/bank-accounts/1/close", #"{"on":"2026-11-23","balance":1500000}"#),
        "POST /v1/bank-accounts/{id}/holders": .init(
            "/v1/bank-accounts/1/holders",
            """
            {"on":"2026-11-23","balance":1500000,"holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head",
            "basis":"Biên bản bàn giao"}
            """),
        "POST /v1/bank-credits": .init(
            "/v1/bank-credits",
            #"{"account":1,"amount":300000,"booked_on":"2026-11-23","reference":"FT9","memo":"Ung ho"}"#,
            pointer: "/account"),
        "GET /v1/bank-credits": .init("/v1/bank-credits?hamlet=1"),
        "GET /v1/bank-credits/{id}": .init("/v1/bank-credits/1"),
        "GET /v1/bank-credits/{id}/suggestions": .init("/v1/bank-credits/1/suggestions"),
        "POST /v1/bank-credits/{id}/ignore": .init(
            "/v1/bank-credits/1/ignore", #"{"reason":"Chuyển nội bộ"}"#),
        "POST /v1/bank-credits/{id}/restore": .init("/v1/bank-credits/2/restore"),
        "POST /v1/bank-credits/{id}/receipts": .init(
            "/v1/bank-credits/1/receipts", #"{"lines":[{"fund":1,"household":2,"amount":200000}]}"#),
        "POST /v1/imports/bank-statements": .init(
            "/v1/imports/bank-statements?account=1",
            "Ngày,Số CT,Ghi nợ,Ghi có,Nội dung\n23/11/2026,FT20,,200000,Ung ho\n"),
        "POST /v1/bank-reconciliations": .init(
            "/v1/bank-reconciliations",
            #"{"hamlet":1,"month":"2026-10","balances":[{"account":1,"balance":699000}]}"#, pointer: "/hamlet"
        ),
        "GET /v1/bank-reconciliations": .init("/v1/bank-reconciliations?hamlet=1"),
        "GET /v1/bank-reconciliations/{id}": .init("/v1/bank-reconciliations/5"),
        "POST /v1/bank-reconciliations/{id}/confirm": .init("/v1/bank-reconciliations/5/confirm"),
        "POST /v1/bank-reconciliations/{id}/withdraw": .init("/v1/bank-reconciliations/5/withdraw"),
        "GET /v1/pledges/{id}/payment-code": .init("/v1/pledges/1/payment-code"),
        "GET /v1/funds/{id}/payment-code": .init("/v1/funds/1/payment-code"),
        "GET /v1/pledges/{id}/vietqr": .init("/v1/pledges/1/vietqr"),
        "GET /v1/funds/{id}/vietqr": .init("/v1/funds/1/vietqr"),
        "GET /v1/public/funds/{id}/vietqr": .init("/v1/public/funds/1/vietqr", about: .nothing),
    ]
}

/// A notice as SePay sends it.
struct SePayNotice {
    static let secret = "khoa-chung-cua-van-phong"

    var id: Int64 = 92_704
    var number = "3600205123456"
    var type = "in"
    var amount: Int64 = 277_000
    var reference = "MBVCB.3278907687"
    var content = "ung ho quy duong"

    var body: String {
        """
        {"id":\(id),"gateway":"Agribank","transactionDate":"2026-11-23 14:02:37","accountNumber":"\(number)",
        "code":null,"content":"\(content)","transferType":"\(type)","transferAmount":\(amount),
        "accumulated":19077000,"subAccount":null,"referenceCode":"\(reference)","description":"","new":[1]}
        """
    }

    /// The header fields of a signed notice.
    func fields(at now: Instant, secret: String = SePayNotice.secret) throws -> [(String, String)] {
        let seconds = String(now.milliseconds / 1000)
        let webhook = try #require(BankWebhook(secret: Array(secret.utf8)))
        let signature = webhook.signature(of: Array(body.utf8), at: seconds)
        return [("X-SePay-Timestamp", seconds), ("X-SePay-Signature", signature)]
    }
}
