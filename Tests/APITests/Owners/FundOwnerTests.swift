import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Communes and organisations keep funds as hamlets do: the article's women's union with its scrap fund, and state
/// support that comes to a commune.
@Suite struct FundOwnerTests {
    private static let owners = [OtherOwner.commune, .union]

    private func give(
        _ amount: Int64, to fund: Int64, in office: Office,
        by donor: String = #""sponsor_name":"Bán phế liệu""#,
        method: String = "cash"
    ) throws -> Response {
        try office.contribute(
            #"{"fund":\#(fund),\#(donor),"method":"\#(method)","amount":\#(amount)}"#)
    }

    private func spend(_ amount: Int64, of fund: Int64, in office: Office) throws -> Int64 {
        let body =
            #"{"fund":\#(fund),"payee":"Cửa hàng","purpose":"Mua quà","item":"Quà","amount":\#(amount),"method":"cash"}"#
        let asked = try office.post("/v1/expenditures", body, as: .clerk, key: office.newKey())
        let id = try #require(asked.integer("/id"), "\(asked.bodyText)")
        for step in ["check", "approve", "pay", "book"] {
            let taken = try office.take(step, id)
            try #require(taken.status == 200, "\(step): \(taken.bodyText)")
        }
        return id
    }

    @Test(arguments: owners) func `an owner has funds, receipts, payments and books of its own`(
        _ owner: OtherOwner
    )
        throws
    {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        let receipt = try give(13_000_000, to: fund, in: office)
        try #require(receipt.status == 201, "\(receipt.bodyText)")
        // Its numbers begin at 1 beside those of the hamlet.
        #expect(receipt.text("/voucher/number") == "PT-2026-0001")
        #expect(receipt.json.at("/hamlet") == .null)
        let payment = try spend(3_000_000, of: fund, in: office)
        #expect(try office.get("/v1/expenditures/\(payment)").text("/voucher/number") == "PC-2026-0001")
        let id = try #require(receipt.integer("/id"))
        #expect(try office.get("/v1/contributions?" + owner.query).ids == [id])
        #expect(try office.get("/v1/expenditures?" + owner.query).ids == [payment])
        #expect(try office.get("/v1/funds?" + owner.query).ids == [fund])
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
        let period = "&from=2026-01-01&to=2026-12-31"
        for path in ["/v1/statement?", "/v1/public/statement?"] {
            let statement = try office.get(path + owner.query + period)
            #expect(statement.integer("/received_total/cash") == 13_000_000)
            #expect(statement.integer("/closing/cash") == 10_000_000)
            #expect(statement.json.at("/hamlet") == .null)
        }
        let book = try office.get("/v1/cash-book?" + owner.query + period)
        #expect(book.integer("/closing") == 10_000_000 && book.items().count == 5)
        #expect(try office.get("/v1/ledger-entries?" + owner.query + period).items().count == 2)
        #expect(try office.get("/v1/vouchers?year=2026&" + owner.query).items().count == 2)
        #expect(try office.get("/v1/ledger/beancount?" + owner.query).bodyText.contains("-3000000 VND"))
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: owners) func `everyone sees the accounts of every owner`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        try #require(try give(500_000, to: fund, in: office).status == 201)
        _ = try spend(100_000, of: fund, in: office)
        #expect(
            try office.get("/v1/public/funds?" + owner.query, as: nil).items()
                .map { $0.integer("/balances/cash") } == [400_000])
        #expect(
            try office.get("/v1/public/contributions?" + owner.query, as: nil).items()
                .map { $0.integer("/amount") } == [500_000])
        let paid = try office.get("/v1/public/expenditures?" + owner.query, as: nil).items()
        #expect(paid.map { $0.integer("/amount") } == [100_000])
        // A new receipt is seen at once: the tag is that of all changes.
        let tag = try #require(try office.get("/v1/public/funds?" + owner.query, as: nil).field("ETag"))
        try #require(try give(1, to: fund, in: office).status == 201)
        let again = try office.get(
            "/v1/public/funds?" + owner.query, as: nil, fields: [("If-None-Match", tag)])
        #expect(again.status == 200)
    }

    @Test(arguments: owners) func `an owner's vouchers are printed with its name`(_ owner: OtherOwner) throws
    {
        let office = try Office.villageWithVouchers()
        let fund = try office.openFund("Phế liệu", of: owner)
        let receipt = try #require(try give(500_000, to: fund, in: office).integer("/id"))
        let page = try office.get("/v1/contributions/\(receipt)/voucher")
        #expect(page.status == 200 && page.bodyText.contains(owner.name), "\(page.bodyText)")
        // A commune is named once, as its own superior it would be named twice.
        #expect(page.bodyText.ranges(of: "PHƯỜNG VINH PHÚ").count == (owner.query == "commune=16702" ? 1 : 2))
        let print = try office.post(
            "/v1/contributions/\(receipt)/prints", as: .clerk, key: office.newKey())
        #expect(print.status == 201, "\(print.bodyText)")
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: owners) func `a receipt of an owner is voided, replaced and refunded`(
        _ owner: OtherOwner
    ) throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        let first = try #require(try give(500_000, to: fund, in: office).integer("/id"))
        #expect(try office.void(first).status == 200)
        let second = try #require(
            try give(300_000, to: fund, in: office, by: #""household":1"#).integer("/id"))
        let replaced = try office.post(
            "/v1/contributions/\(second)/replace", #"{"reason":"sai số tiền","amount":200000}"#,
            as: .treasurer,
            key: office.newKey(), ifMatch: "*")
        try #require(replaced.status == 201, "\(replaced.bodyText)")
        #expect(replaced.text("/voucher/number") == "PT-2026-0003")
        let refund = try office.refund(try #require(replaced.integer("/id")), 50_000, as: .clerk)
        #expect(refund.status == 201, "\(refund.bodyText)")
        for step in ["check", "approve", "pay"] {
            let taken = try office.take(step, try #require(refund.integer("/id")))
            #expect(taken.status == 200, "\(taken.bodyText)")
        }
        #expect(
            try office.get("/v1/public/funds?" + owner.query, as: nil).items()[0].integer("/balances/cash")
                == 150_000)
        // Households take part in what their hamlet collects.
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/participating_households") == 1)
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: owners) func `an owner closes its month like a hamlet`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        try #require(try give(500_000, to: fund, in: office).status == 201)
        office.clock.advance(days: 10)
        _ = try office.secret(of: .treasurer)
        let count = try office.post(
            "/v1/cash-counts",
            #"{"fund":\#(fund),"denominations":{"500000":1},"counted_by":[2,4]}"#, as: .clerk,
            key: office.newKey())
        try #require(count.status == 201, "\(count.bodyText)")
        let confirmed = try office.post(
            "/v1/cash-counts/\(try #require(count.integer("/id")))/confirm", as: .treasurer,
            key: office.newKey(), ifMatch: "*")
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
        let month = try office.post("/v1/periods", "{\(owner.member),\"month\":\"2026-11\"}", as: .accountant)
        try #require(month.status == 201, "\(month.bodyText)")
        for step in ["submit", "close"] {
            let taken = try office.take(step, ofMonth: try #require(month.integer("/id")))
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        let late = try office.contribute(
            #"{"fund":\#(fund),"sponsor_name":"Bán phế liệu","method":"cash","amount":5,"received_on":"2026-11-30"}"#
        )
        #expect(late.status == 409 && late.text("/code") == "period-closed", "\(late.bodyText)")
        #expect(try office.get("/v1/public/periods?" + owner.query, as: nil).items().count == 1)
        #expect(try office.get("/v1/public/cash-counts?" + owner.query, as: nil).items().count == 1)
        #expect(try office.discrepancies() == [])
    }

    @Test func `state support to the commune stays apart from the people's money`() throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Vốn hỗ trợ đường", of: .commune)
        let donor = #""sponsor_name":"UBND tỉnh","sponsor_kind":"state","sponsor_level":"province""#
        try #require(try give(900_000_000, to: fund, in: office, by: donor, method: "bank").status == 201)
        let people = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Xa","method":"bank","amount":650000000}"#)
        try #require(people.status == 201)
        let year = "&from=2026-01-01&to=2026-12-31"
        let commune = try office.get("/v1/public/statement?commune=16702" + year, as: nil)
        #expect(commune.items("/received").map { $0.text("/kind") } == ["state_province"])
        #expect(commune.integer("/received_total/bank") == 900_000_000)
        let hamlet = try office.get("/v1/public/statement?hamlet=1" + year, as: nil)
        #expect(hamlet.integer("/received_total/bank") == 650_000_000)
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: owners) func `only officers above the hamlets answer for it`(_ owner: OtherOwner) throws
    {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        let gift = #"{"fund":\#(fund),"sponsor_name":"Anh Xa","method":"cash","amount":5}"#
        for bearer in [Bearer.head, Bearer(.clerk, at: .xom9), Bearer(.clerk, at: .otherCommune)] {
            let refused = try office.contribute(gift, as: bearer)
            #expect([403, 422].contains(refused.status), "\(refused.bodyText)")
            let list = try office.get("/v1/contributions?" + owner.query, as: bearer)
            #expect([403, 404].contains(list.status), "\(list.bodyText)")
            let opened = try office.post(
                "/v1/funds", "{\(owner.member),\"name\":\"Khác\"}", as: Bearer(.accountant, at: bearer.scope))
            #expect([403, 422].contains(opened.status), "\(opened.bodyText)")
        }
        #expect(try office.contribute(gift, as: Bearer(.clerk, at: .province)).status == 201)
    }

    @Test(arguments: owners) func `households below give, others do not, and none pledges`(
        _ owner: OtherOwner
    ) throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        #expect(try give(5, to: fund, in: office, by: #""household":5"#).status == 201)
        let other = try give(5, to: fund, in: office, by: #""household":6"#)
        #expect(other.status == 422 && other.text("/errors/0/pointer") == "/household", "\(other.bodyText)")
        let pledge = try office.post("/v1/pledges", #"{"fund":\#(fund),"household":1,"amount":5}"#)
        #expect(pledge.status == 422 && pledge.text("/errors/0/pointer") == "/fund", "\(pledge.bodyText)")
    }

    @Test(arguments: [
        (#"{"name":"Q"}"#, "/hamlet"), (#"{"name":"Q","hamlet":1,"commune":"16702"}"#, "/hamlet"),
        (#"{"name":"Q","commune":"40"}"#, "/commune"), (#"{"name":"Q","commune":"99999"}"#, "/commune"),
        (#"{"name":"Q","organisation":99}"#, "/organisation"),
    ]) func `a fund has one owner, which exists`(_ body: String, _ pointer: String) throws {
        let office = try Office.villageWithBooks()
        let refused = try office.post("/v1/funds", body, as: Bearer(.accountant, at: .province))
        #expect(refused.status == 422 && refused.text("/errors/0/pointer") == pointer, "\(refused.bodyText)")
    }

    @Test func `funds of different owners may have one name`() throws {
        let office = try Office.villageWithBooks()
        for owner in Self.owners { _ = try office.openFund("Đường xóm 9", of: owner) }
        let again = try office.post(
            "/v1/funds", #"{"commune":"16702","name":"đường  XÓM 9"}"#, as: .accountant)
        #expect(again.status == 409, "\(again.bodyText)")
    }

    @Test(arguments: owners) func `an owner registers its books of vouchers`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithBooks()
        let fund = try office.openFund("Phế liệu", of: owner)
        let book = try office.post("/v1/voucher-books", "{\(owner.member),\"name\":\"Q2\"}", as: .accountant)
        try #require(book.status == 201, "\(book.bodyText)")
        let receipt = try office.contribute(
            #"{"fund":\#(fund),"sponsor_name":"Anh Xa","method":"cash","amount":5,"book":"Q2"}"#)
        #expect(receipt.text("/voucher/number") == "PT-2026-Q2-0001", "\(receipt.bodyText)")
        #expect(try office.get("/v1/voucher-books?" + owner.query).items().count == 2)
        // The hamlet has no such book.
        let elsewhere = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":5,"book":"Q2"}"#)
        #expect(elsewhere.text("/code") == "book-not-registered", "\(elsewhere.bodyText)")
        #expect(try office.discrepancies() == [])
    }
}

extension Office {
    fileprivate func discrepancies() throws -> [Discrepancy] {
        try read { tx in try tx.verification().discrepancies }
    }
}
