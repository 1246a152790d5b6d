import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Codes that ask for a transfer: for the account in use, with the payment code, and never for what cannot be paid.
@Suite struct VietQREndpointTests {
    private static let pledgeCode = PaymentCode(.pledge(Identifier(1))).text
    private static let fundCode = PaymentCode(.fund(Identifier(1))).text
    private static let svg = [("Accept", "image/svg+xml")]

    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        return office
    }

    private func payload(_ amount: Int64?, _ memo: String, account: String = "3600205123456") throws -> String
    {
        let request = VietQR(
            bank: "970405", account: account, amount: amount.map { Dong($0) }, memo: VietQR.Memo(memo))
        return try #require(request).payload
    }

    @Test func `a pledge asks for what is outstanding, with its payment code`() throws {
        let office = try office()
        let response = try office.get("/v1/pledges/1/vietqr")
        #expect(response.status == 200, "\(response.bodyText)")
        // 500,000 of 2,000,000 were received.
        #expect(response.integer("/amount") == 1_500_000 && response.text("/code") == Self.pledgeCode)
        #expect(
            response.text("/memo") == Self.pledgeCode && response.text("/account_number") == "3600205123456")
        #expect(response.integer("/fund") == 1 && response.integer("/account") == 1)
        #expect(try response.text("/payload") == payload(1_500_000, Self.pledgeCode))
        let code = try office.get("/v1/pledges/1/payment-code")
        #expect(code.text("/code") == response.text("/code"))
        #expect(code.integer("/outstanding") == response.integer("/amount"))
    }

    @Test func `a fund asks for no amount unless it is given one, and takes a note after its code`() throws {
        let office = try office()
        let open = try office.get("/v1/funds/1/vietqr")
        #expect(open.json.at("/amount") == .null)
        #expect(try open.text("/payload") == payload(nil, Self.fundCode))
        let given = try office.get("/v1/funds/1/vietqr?amount=250000&memo=%C4%90%C3%B3ng%20g%C3%B3p")
        #expect(given.integer("/amount") == 250_000 && given.text("/memo") == Self.fundCode + " DONG GOP")
        #expect(try given.text("/payload") == payload(250_000, Self.fundCode + " DONG GOP"))
        #expect(PaymentCode.found(in: given.text("/memo") ?? "") == [PaymentCode(.fund(Identifier(1)))])
    }

    @Test func `the credit of a transfer that a code asked for is matched by itself`() throws {
        let office = try office()
        let asked = try office.get("/v1/pledges/1/vietqr?memo=nop%20cho%20con")
        let memo = try #require(asked.text("/memo")).lowercased()
        let credit = try office.credit(1_500_000, "FT1", memo: "MBVCB.1 \(memo) CT tu 0071")
        #expect(credit.status == 200, "\(credit.bodyText)")
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).text("/state") == "matched")
    }

    @Test(arguments: ["/v1/pledges/1/vietqr", "/v1/funds/1/vietqr", "/v1/public/funds/1/vietqr"])
    func `the picture is a document that loads nothing, and has a tag of its own`(_ target: String) throws {
        let office = try office()
        let isPublic = target.hasPrefix("/v1/public/")
        let data = try office.get(target, as: isPublic ? nil : .clerk)
        let picture = try office.get(target, as: isPublic ? nil : .clerk, fields: Self.svg)
        #expect(picture.status == 200 && picture.field("Content-Type") == "image/svg+xml")
        #expect(picture.field("Content-Security-Policy") == "default-src 'none'; sandbox")
        #expect(picture.bodyText.hasPrefix("<svg ") && picture.bodyText.hasSuffix("</svg>"))
        #expect(picture.bodyText.contains("<title>Mã VietQR"))
        #expect(data.field("Vary")?.contains("Accept") == true && picture.field("Vary") == data.field("Vary"))
        #expect(data.field("ETag") != picture.field("ETag"))
        let tag = try #require(picture.field("ETag"))
        let again = try office.get(
            target, as: isPublic ? nil : .clerk, fields: Self.svg + [("If-None-Match", tag)])
        #expect(again.status == 304)
        #expect(try office.get(target, as: isPublic ? nil : .clerk, accepting: "text/html").status == 406)
    }

    @Test func `without an account in use nothing is asked for, and the refusal says who registers one`()
        throws
    {
        let office = try Office.villageWithBooks()
        for target in ["/v1/pledges/1/vietqr", "/v1/funds/1/vietqr"] {
            let refused = try office.get(target)
            #expect(Refused(refused) == Refused(409, "bank-account-missing"))
            #expect(refused.text("/detail")?.contains("kế toán") == true)
        }
        // That of another hamlet is none of the fund's.
        try office.registerBankAccount(Office.bankAccount(#""hamlet":2"#, number: "1903"))
        #expect(Refused(try office.get("/v1/funds/1/vietqr")) == Refused(409, "bank-account-missing"))
        try office.registerBankAccount()
        #expect(try office.get("/v1/funds/1/vietqr").status == 200)
        let close = #"{"on":"2026-11-23","balance":0}"#
        _ = try office.post("/v1/bank-accounts/2/close", close, as: .accountant, ifMatch: "*")
        #expect(Refused(try office.get("/v1/funds/1/vietqr")) == Refused(409, "bank-account-missing"))
        #expect(Refused(try office.get("/v1/public/funds/1/vietqr", as: nil)) == Refused(404, "not-found"))
    }

    @Test func `of several accounts the newest is used, or the one that is chosen`() throws {
        let office = try office()
        try office.registerBankAccount(Office.bankAccount(bank: "970436", number: "0071 000 123"))
        try office.registerBankAccount(Office.bankAccount(#""hamlet":2"#, number: "1903"))
        #expect(try office.get("/v1/funds/1/vietqr").text("/account_number") == "0071000123")
        #expect(try office.get("/v1/funds/1/vietqr?account=1").text("/account_number") == "3600205123456")
        for account in [3, 9] {
            let refused = try office.get("/v1/funds/1/vietqr?account=\(account)")
            #expect((400...404).contains(refused.status), "\(refused.bodyText)")
        }
        let holder =
            #"{"balance":0,"holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head","basis":"Biên bản"}"#
        _ = try office.post("/v1/bank-accounts/1/holders", holder, as: .accountant, ifMatch: "*")
        #expect(Refused(try office.get("/v1/funds/1/vietqr?account=1")) == Refused(400, "parameter-invalid"))
    }

    @Test(arguments: [
        "amount=0", "amount=-1", "amount=1.5", "amount=10000000000000", "memo=12345678901234567890",
        "memo=" + fundCode + pledgeCode, "memo=" + pledgeCode, "account=0",
    ])
    func `an amount or note that a transfer cannot carry is refused, and never cut`(_ query: String) throws {
        let refused = try office().get("/v1/funds/1/vietqr?" + query)
        #expect(Refused(refused) == Refused(400, "parameter-invalid"))
    }

    @Test(arguments: ["12345678901234567890", "360Đ0205123456"])
    func `a number that a code cannot name is refused with that reason`(_ number: String) throws {
        let office = try Office.villageWithBooks()
        let registered = try office.post(
            "/v1/bank-accounts", Office.bankAccount(number: number), as: .accountant)
        try #require(registered.status == 201, "\(registered.bodyText)")
        #expect(Refused(try office.get("/v1/funds/1/vietqr")) == Refused(409, "account-not-transferable"))
    }

    @Test func `what cannot be received on a pledge is not asked for`() throws {
        let office = try office()
        let more = try office.post("/v1/pledges", #"{"fund":1,"household":3,"amount":300000}"#)
        try #require(more.integer("/id") == 2)
        #expect(Refused(try office.get("/v1/pledges/2/vietqr")) == Refused(409, "invalid-transition"))
        try #require(try office.confirm(2).status == 200)
        #expect(try office.get("/v1/pledges/2/vietqr").integer("/amount") == 300_000)
        _ = try office.contribute(#"{"fund":1,"household":3,"pledge":2,"method":"cash","amount":300000}"#)
        // What is given beyond it is a gift, of whatever amount.
        #expect(try office.get("/v1/pledges/2/vietqr").json.at("/amount") == .null)
        #expect(try office.get("/v1/pledges/2/vietqr?amount=5").integer("/amount") == 5)
    }

    @Test
    func `the public sees the account of an office, not of a person, and writes no words into the memo`()
        throws
    {
        let office = try office()
        let shown = try office.get("/v1/public/funds/1/vietqr?amount=50000", as: nil)
        #expect(shown.status == 200 && shown.text("/account_number") == "3600205123456", "\(shown.bodyText)")
        #expect(shown.text("/memo") == Self.fundCode)
        #expect(try shown.text("/payload") == payload(50_000, Self.fundCode))
        let words = try office.get("/v1/public/funds/1/vietqr?memo=abc", as: nil)
        #expect(Refused(words) == Refused(400, "parameter-unknown"))
        let holder =
            #"{"balance":0,"holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head","basis":"Biên bản"}"#
        let handed = try office.post("/v1/bank-accounts/1/holders", holder, as: .accountant, ifMatch: "*")
        try #require(handed.status == 201, "\(handed.bodyText)")
        let hidden = try office.get("/v1/public/funds/1/vietqr", as: nil)
        #expect(Refused(hidden) == Refused(404, "not-found"))
        #expect(try office.get("/v1/funds/1/vietqr").text("/holder_name") == "Nguyễn Văn An")
        #expect(Refused(try office.get("/v1/public/funds/99/vietqr", as: nil)) == Refused(404, "not-found"))
    }
}
