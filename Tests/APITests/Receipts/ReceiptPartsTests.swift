import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct ForeignMoneyEndpointTests {
    private static func gift(_ amount: Int64, _ members: String) -> String {
        #"{"fund":1,"sponsor_name":"Chị Hà, An Bằng","method":"cash","amount":\#(amount)\#(members)}"#
    }

    private static let dollars =
        #","foreign_currency":"USD","foreign_amount":"100.00","foreign_rate":"25345.5""#

    @Test func `foreign money is kept digit by digit beside the đồng, and printed with its rate`() throws {
        let office = try Office.villageWithVouchers()
        let gift = try office.contribute(Self.gift(2_534_550, Self.dollars))
        try #require(gift.status == 201, "\(gift.bodyText)")
        #expect(gift.text("/foreign_currency") == "USD" && gift.text("/foreign_amount") == "100.00")
        #expect(gift.text("/foreign_rate") == "25345.5" && gift.integer("/amount") == 2_534_550)
        let page = try office.get("/v1/contributions/2/voucher").bodyText
        #expect(
            page.contains("+ Tỷ giá ngoại tệ: 100,00 USD × 25.345,5 + Số tiền quy đổi: 2.534.550 ₫"),
            "\(page)")
        #expect(try office.get("/v1/hamlets/1/contributions").items()[0].text("/foreign_amount") == "100.00")
        let plain = try office.get("/v1/contributions/1")
        #expect(plain.json.at("/foreign_currency") == .null)
        try office.expectSound()
        for (column, value, other) in [
            ("foreign_amount", "100.00", "100.0"), ("foreign_rate", "25345.5", "25345.50"),
            ("foreign_currency", "USD", "EUR"),
        ] {
            try office.expectFound("UPDATE contribution SET \(column) = '\(other)' WHERE id = 2")
            try RawFile(office.base.path)
                .tamper("UPDATE contribution SET \(column) = '\(value)' WHERE id = 2")
            try office.expectSound()
        }
    }

    @Test func `an amount that is not the foreign one at its rate is refused with the right one`() throws {
        let office = try Office.village()
        for wrong in [2_534_549, 2_534_551, 1] as [Int64] {
            let refused = try office.contribute(Self.gift(wrong, Self.dollars))
            #expect(refused.status == 422 && refused.errors == ["/amount foreign-amount-mismatch"])
            #expect(refused.text("/errors/0/detail") == "100,00 USD × 25.345,5 = 2.534.550 ₫")
        }
        #expect(
            try office.contribute(Self.gift(2_534_550, Self.dollars)).text("/voucher/number")
                == "PT-2026-0001")
    }

    @Test(arguments: [
        (#","foreign_currency":"USD""#, ["/foreign_amount member-missing", "/foreign_rate member-missing"]),
        (
            #","foreign_currency":"usd","foreign_amount":"1","foreign_rate":"5""#,
            ["/foreign_currency text-invalid"]
        ),
        (
            #","foreign_currency":"VND","foreign_amount":"5","foreign_rate":"1""#,
            ["/foreign_currency text-invalid"]
        ),
        (
            #","foreign_currency":"USD","foreign_amount":"1,5","foreign_rate":"5""#,
            ["/foreign_amount amount-not-exact"]
        ),
        (
            #","foreign_currency":"USD","foreign_amount":1,"foreign_rate":"5""#,
            ["/foreign_amount type-mismatch"]
        ),
        (
            #","foreign_currency":"USD","foreign_amount":"1","foreign_rate":"0""#,
            ["/foreign_rate amount-not-exact"]
        ),
        (
            #","foreign_currency":"USD","foreign_amount":"1","foreign_rate":"1.1234567""#,
            ["/foreign_rate amount-not-exact"]
        ),
    ])
    func `what is no exact foreign money is named`(_ members: String, _ errors: [String]) throws {
        let refused = try Office.village().contribute(Self.gift(5, members))
        #expect(refused.status == 422 && refused.errors == errors, "\(refused.bodyText)")
    }

    @Test func `each line of a receipt has its own, and a replacement keeps it while the amount stays`()
        throws
    {
        let office = try Office.villageWithVouchers()
        let receipt = try office.issue(
            """
            {"sponsor_name":"Chị Hà","method":"cash","lines":[
            {"fund":1,"amount":2534550,"foreign_currency":"USD","foreign_amount":"100.00","foreign_rate":"25345.5"},
            {"fund":2,"amount":273000,"foreign_currency":"EUR","foreign_amount":"10","foreign_rate":"27300"}]}
            """)
        try #require(receipt.status == 201, "\(receipt.bodyText)")
        #expect(receipt.items("/lines").map { $0.text("/foreign_currency") } == ["USD", "EUR"])
        let page = try office.get("/v1/contributions/3/voucher").bodyText
        #expect(page.contains("100,00 USD × 25.345,5; 10 EUR × 27.300 + Số tiền quy đổi: 2.807.550 ₫"))
        let same = try office.take("replace", onReceipt: 2, #","payer_name":"Bà Tư""#)
        #expect(same.items("/lines").map { $0.text("/foreign_currency") } == ["USD", "EUR"])
        let single = try office.contribute(Self.gift(2_534_550, Self.dollars))
        let id = try #require(single.integer("/id"))
        let wrong = try office.replace(id, #""amount":5,\#(Self.dollars.dropFirst())"#)
        #expect(wrong.errors == ["/amount foreign-amount-mismatch"], "\(wrong.bodyText)")
        let rate = try office.replace(
            id, #""foreign_currency":"USD","foreign_amount":"100.00","foreign_rate":"25000""#)
        #expect(rate.errors == ["/amount foreign-amount-mismatch"], "\(rate.bodyText)")
        let dong = try office.replace(id, #""amount":5"#)
        #expect(dong.status == 201 && dong.json.at("/foreign_currency") == .null, "\(dong.bodyText)")
        try office.expectSound()
    }

    @Test func `a table has it in columns of its own`() throws {
        let office = try Office.village()
        let columns =
            "fund,sponsor_name,method,amount,received_on,foreign_currency,foreign_amount,foreign_rate\n"
        let wrong = try office.post(
            "/v1/imports/contributions", columns + "1,Chị Hà,cash,5,2026-11-20,USD,100.00,25345.5\n",
            key: office.newKey())
        #expect(wrong.bodyText.contains("foreign-amount-mismatch"), "\(wrong.bodyText)")
        let done = try office.post(
            "/v1/imports/contributions", columns + "1,Chị Hà,cash,2534550,2026-11-20,USD,100.00,25345.5\n",
            key: office.newKey())
        #expect(done.status == 200 || done.status == 201, "\(done.bodyText)")
        #expect(try office.get("/v1/contributions/1").text("/foreign_rate") == "25345.5")
        try office.expectSound()
    }
}

@Suite struct AttachmentTests {
    @Test(arguments: [0, 1, 999] as [Int64])
    func `the original documents of a receipt and of a payment are counted and printed`(_ count: Int64) throws
    {
        let office = try Office.villageWithVouchers()
        let gift = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":5,"attachments":\#(count)}"#)
        #expect(gift.integer("/voucher/attachments") == count, "\(gift.bodyText)")
        let text = "Kèm theo: \(count) chứng từ gốc"
        #expect(try office.get("/v1/contributions/2/voucher").bodyText.contains(text))
        let approved = try office.approved()
        let paid = try office.take("pay", approved, #"{"attachments":\#(count)}"#)
        #expect(paid.status == 200 && paid.integer("/voucher/attachments") == count, "\(paid.bodyText)")
        #expect(try office.get("/v1/expenditures/\(approved)/voucher").bodyText.contains(text))
        try office.expectSound()
        try office.expectFound("UPDATE contribution SET attachments = 7 WHERE id = 2")
        try RawFile(office.base.path)
            .tamper("UPDATE contribution SET attachments = \(count) WHERE id = 2")
        try office.expectFound("UPDATE expenditure SET attachments = 7 WHERE id = \(approved)")
    }

    @Test func `what nobody said stays for writing by hand, and a replacement keeps the count`() throws {
        let office = try Office.villageWithVouchers()
        #expect(try office.get("/v1/contributions/1").json.at("/voucher/attachments") == .null)
        #expect(
            try office.get("/v1/contributions/1/voucher").bodyText.contains("Kèm theo: .....................")
        )
        let receipt = try office.issueTwoLines(#","attachments":3"#)
        #expect(receipt.integer("/attachments") == 3)
        #expect(try office.get("/v1/contributions/3").integer("/voucher/attachments") == 3)
        let new = try office.take("replace", onReceipt: 2, #","payer_name":"Bà Tư""#)
        #expect(new.integer("/attachments") == 3, "\(new.bodyText)")
        let other = try office.take("replace", onReceipt: 4, #","attachments":4"#, as: .accountant)
        #expect(other.integer("/attachments") == 4, "\(other.bodyText)")
        try office.expectSound()
    }

    @Test(arguments: ["-1", "1000", "1.5", #""2""#])
    func `a count is 0 to 999`(_ count: String) throws {
        let office = try Office.villageWithBooks()
        let body = #"{"fund":1,"household":1,"method":"cash","amount":5,"attachments":\#(count)}"#
        #expect(try office.contribute(body).errors.map { $0.hasPrefix("/attachments ") } == [true])
        let approved = try office.approved()
        let paid = try office.take("pay", approved, #"{"attachments":\#(count)}"#)
        #expect(paid.errors.map { $0.hasPrefix("/attachments ") } == [true])
    }
}

@Suite struct DonorNamesTests {
    private static let couple = "Ông Nguyễn Văn An và bà Vì Thị Xuân"

    private static func gift(_ more: String = "") -> String {
        #"{"fund":1,"household":1,"method":"cash","amount":5000,"donor_names":"\#(couple)"\#(more)}"#
    }

    @Test func `a couple is one donor: named by all, counted as the household`() throws {
        let office = try Office.villageWithVouchers()
        let gift = try office.contribute(Self.gift())
        #expect(gift.status == 201 && gift.text("/voucher/party_name") == Self.couple, "\(gift.bodyText)")
        #expect(gift.text("/donor_names") == Self.couple && gift.integer("/household") == 1)
        #expect(gift.text("/source") == "households" && gift.json.at("/donor_name") == .null)
        let shown = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
        #expect(shown[0].text("/name") == Self.couple && shown[0].text("/donor") == "household")
        #expect(try office.get("/v1/contributions/2/voucher").bodyText.contains(Self.couple))
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/participating_households") == 1)
        let carried = try office.contribute(Self.gift(#","payer_name":"Cháu Tí""#))
        #expect(
            carried.text("/voucher/party_name") == "Cháu Tí" && carried.text("/donor_name") == Self.couple)
        let hidden = try office.contribute(Self.gift(#","anonymous":true"#))
        let names = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
            .map { $0.text("/name") }
        #expect(names == ["Nhà hảo tâm", Self.couple, Self.couple, "Nguyễn Văn An"], "\(hidden.bodyText)")
        try office.expectSound()
    }

    @Test func `a replacement keeps the names while the household stays`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(Self.gift())
        let same = try office.replace(2, #""amount":6000"#)
        #expect(same.text("/donor_names") == Self.couple && same.text("/voucher/party_name") == Self.couple)
        let other = try office.replace(3, #""household":2"#, as: .accountant)
        #expect(other.text("/voucher/party_name") == "Trần Thị Bình", "\(other.bodyText)")
        #expect(other.json.at("/donor_names") == .null)
        let receipt = try office.issueTwoLines(#","donor_names":"\#(Self.couple)""#)
        #expect(receipt.text("/party_name") == Self.couple)
        let id = try #require(receipt.integer("/id"))
        let wrong = try office.take(
            "replace", onReceipt: id, #","sponsor_name":"Nhóm hộ bản Mết","donor_names":"A và B""#)
        #expect(wrong.errors == ["/donor_names donor-ambiguous"])
        let group = try office.take("replace", onReceipt: id, #","sponsor_name":"Nhóm hộ bản Mết""#)
        #expect(group.status == 201 && group.json.at("/donor_names") == .null, "\(group.bodyText)")
        try office.expectSound()
    }

    @Test func `only a household has other names, and none that look like a number of a person`() throws {
        let office = try Office.village()
        let sponsor =
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":5,"donor_names":"A và B"}"#
        #expect(try office.contribute(sponsor).errors == ["/donor_names donor-ambiguous"])
        let body = #"{"fund":1,"household":1,"method":"cash","amount":5,"donor_names":"An 0912345678"}"#
        #expect(try office.contribute(body).errors == ["/donor_names private-data"])
    }
}

extension Office {
    /// Fails unless verification finds what `script` changes in the file.
    fileprivate func expectFound(_ script: String) throws {
        try RawFile(base.path).tamper(script)
        let found = try base.read { tx in try tx.verification().discrepancies }
        #expect(!found.isEmpty, "\(script)")
    }

    fileprivate func replace(
        _ id: Int64, _ members: String, as bearer: Bearer = .treasurer
    ) throws -> Response {
        try post(
            "/v1/contributions/\(id)/replace", #"{"reason":"Sai",\#(members)}"#, as: bearer, key: newKey(),
            ifMatch: "*")
    }
}
