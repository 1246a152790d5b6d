import API
import Domain
import HTTP
import Store
import TestSupport
import Testing
import Verify

/// A wrong payment voucher is voided and issued again in one step.
@Suite struct ExpenditureReplacementTests {
    private func replace(
        _ id: Int64, _ body: String, in office: Office, as bearer: Bearer = .approver, key: String? = nil,
        ifMatch: String? = "*"
    ) throws -> Response {
        try office.post(
            "/v1/expenditures/\(id)/replace", body, as: bearer, key: key ?? office.newKey(), ifMatch: ifMatch)
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.store.file.verification(discrepanciesMax: 10).discrepancies == [])
    }

    private func held(_ office: Office) throws -> [Int64?] {
        let shown = try office.get("/v1/funds/1")
        return [shown.integer("/balances/cash"), shown.integer("/balances/bank")]
    }

    @Test func `the new voucher has today's number and the day on which the money went`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent(120_000)
        office.clock.advance(days: 2)
        let before = try office.get("/v1/hamlets/1/statement?from=2026-11-23&to=2026-11-23")
        let body = #"{"reason":"Sai số tiền","amount":150000,"payee":"Cửa hàng Bình Minh"}"#
        let new = try replace(id, body, in: office)
        #expect(new.status == 201, "\(new.bodyText)")
        #expect(new.integer("/id") == 2 && new.integer("/replaces") == 1)
        #expect(new.field("Location") == "/v1/expenditures/2" && new.taggedVersion == 2)
        #expect(new.text("/voucher/number") == "PC-2026-0002")
        #expect(new.text("/voucher/issued_on") == "2026-11-25" && new.text("/paid_on") == "2026-11-23")
        #expect(new.text("/voucher/party_name") == "Cửa hàng Bình Minh")
        #expect(new.integer("/amount") == 150_000 && new.text("/item") == "Vật liệu")
        #expect(new.text("/state") == "paid" && new.text("/approved_on") == "2026-11-25")
        let people = ["requested", "checked", "approved", "paid"].map { new.integer("/\($0)_by") }
        #expect(people == [1, 3, 5, 4])
        let old = try office.get("/v1/expenditures/1")
        #expect(old.text("/state") == "voided" && old.integer("/replaced_by") == 2)
        #expect(old.text("/reason") == "Sai số tiền" && old.integer("/voided_by") == 5)
        let after = try office.get("/v1/hamlets/1/statement?from=2026-11-23&to=2026-11-23")
        #expect(before.integer("/closing/cash") == 380_000 && after.integer("/closing/cash") == 350_000)
        let booked = try office.take("book", 2)
        #expect(booked.text("/state") == "booked")
        try expectSound(office)
    }

    @Test func `both vouchers name each other on paper, in the register and for everyone`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.spent(120_000)
        let new = try replace(1, #"{"reason":"Sai số tiền","amount":100000}"#, in: office)
        try #require(new.status == 201, "\(new.bodyText)")
        try office.setForVouchers()
        let page = try office.get("/v1/expenditures/1/voucher")
        #expect(page.bodyText.contains("Lý do: Sai số tiền. Thay bằng phiếu PC-2026-0002"))
        let shown = try office.get("/v1/public/receipts/C-1-KS", as: nil)
        #expect(shown.text("/state") == "voided" && shown.text("/replaced_by") == new.text("/voucher/code"))
        let code = try #require(new.text("/voucher/code"))
        let other = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(other.text("/state") == "valid" && other.text("/replaces") == "C-1-KS")
        let register = try office.get("/v1/hamlets/1/vouchers?year=2026&kind=payment")
        #expect(register.status == 200 && register.bodyText.contains("PC-2026-0002"))
        let list = try office.get("/v1/public/hamlets/1/expenditures", as: nil)
        #expect(list.items().map { $0.text("/paid_on") } == ["2026-11-23", "2026-11-23"], "\(list.bodyText)")
    }

    @Test func `only the difference must be there, on each day since`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent(450_000)
        #expect(try held(office) == [50_000, 0])
        let tooMuch = try replace(id, #"{"reason":"Sai số tiền","amount":500001}"#, in: office)
        #expect(Refused(tooMuch) == Refused(409, "balance-too-low"))
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "paid")
        #expect(try replace(id, #"{"reason":"Sai số tiền","amount":500000}"#, in: office).status == 201)
        #expect(try held(office) == [0, 0])
        let byBank = try replace(2, #"{"reason":"Sai nguồn","method":"bank"}"#, in: office)
        #expect(Refused(byBank) == Refused(409, "balance-too-low"))
        try expectSound(office)
    }

    @Test func `a refund stays within its receipt, and the receipt follows`() throws {
        let office = try Office.village()
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":300000}"#
        try #require(try office.contribute(gift).status == 201)
        try #require(try office.refund(1, 100_000).status == 201)
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, 1).status == 200) }
        let tooMuch = try replace(1, #"{"reason":"Sai số tiền","amount":300001}"#, in: office)
        #expect(Refused(tooMuch) == Refused(409, "refund-too-large"))
        let new = try replace(1, #"{"reason":"Sai số tiền","amount":300000}"#, in: office)
        #expect(new.status == 201 && new.integer("/refund_of") == 1, "\(new.bodyText)")
        let receipt = try office.get("/v1/contributions/1")
        #expect(receipt.integer("/refunded") == 300_000)
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/participating_households") == 0, "\(summary.bodyText)")
        try expectSound(office)
    }

    @Test func `who requested or paid it does not replace it, and nobody without the role`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent(1000)
        let body = #"{"reason":"x","amount":900}"#
        for bearer in [Bearer.clerk, .head, .accountant, .treasurer] {
            #expect(Refused(try replace(id, body, in: office, as: bearer)) == Refused(403, "role-missing"))
        }
        for (person, code) in [(Role.treasurer, "own-voucher"), (.hamletHead, "own-request")] {
            let secret = try office.secondRole(.approver, of: person)
            let own = try office.take("replace", id, body, secret: secret)
            #expect(Refused(own) == Refused(409, code), "\(own.bodyText)")
        }
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "paid")
    }

    @Test func `what is refused changes nothing`() throws {
        let office = try Office.villageWithBooks()
        let body = #"{"reason":"x","amount":900}"#
        let asked = try office.approved(1000)
        #expect(Refused(try replace(asked, body, in: office)) == Refused(409, "invalid-transition"))
        let id = try office.spent(1000)
        #expect(Refused(try replace(id, #"{"reason":"x"}"#, in: office)) == Refused(422, "no-change"))
        let same = try replace(id, #"{"reason":"x","amount":1000,"item":"Vật liệu"}"#, in: office)
        #expect(Refused(same) == Refused(422, "no-change"))
        #expect(try replace(id, #"{"amount":900}"#, in: office).errors == ["/reason member-missing"])
        #expect(try replace(id, #"{"reason":"x","amount":0}"#, in: office).status == 422)
        #expect(try replace(id, #"{"reason":"x","payee":"12"}"#, in: office).status == 422)
        let noBook = try replace(id, #"{"reason":"x","amount":900,"book":"Q7"}"#, in: office)
        #expect(Refused(noBook) == Refused(422, "book-not-registered"))
        let support = try replace(
            id, #"{"reason":"x","item":"Hỗ trợ hộ Nguyễn Văn An"}"#, in: office)
        #expect(support.errors == ["/item private-data"], "\(support.bodyText)")
        #expect(
            Refused(try replace(id, body, in: office, ifMatch: nil)) == Refused(428, "version-missing"))
        #expect(
            Refused(try replace(id, body, in: office, ifMatch: #""r9""#)) == Refused(412, "version-mismatch"))
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "paid")
        #expect(try office.get("/v1/expenditures/\(id + 1)").status == 404)
        #expect(try replace(id, body, in: office).status == 201)
        #expect(Refused(try replace(id, body, in: office)) == Refused(409, "invalid-transition"))
        try expectSound(office)
    }

    @Test func `a repeated request has one effect`() throws {
        let office = try Office.villageWithBooks()
        let (id, key) = (try office.spent(1000), office.newKey())
        let first = try replace(id, #"{"reason":"x","amount":1}"#, in: office, key: key)
        let second = try replace(id, #"{"reason":"x","amount":1}"#, in: office, key: key)
        #expect(second.status == 201 && second.body == first.body)
        #expect(second.field("Idempotency-Replayed") == "true")
        #expect(try office.get("/v1/expenditures/3").status == 404)
    }

    @Test func `a payment of a closed month is reversed, not replaced`() throws {
        let office = try Office.village()
        let closed = try office.addClosedMonth()
        let refused = try replace(closed.expenditure, #"{"reason":"x","amount":900}"#, in: office)
        #expect(Refused(refused) == Refused(409, "period-closed"))
        #expect(refused.text("/detail")?.contains("reverse") == true, "\(refused.bodyText)")
        let done = try office.take("reverse", closed.expenditure, #"{"reason":"Chi nhầm quỹ"}"#)
        #expect(done.status == 200 && done.text("/reversed_on") == "2026-11-23", "\(done.bodyText)")
        let entries = try office.get("/v1/hamlets/1/ledger-entries?from=2026-11-23&to=2026-11-23")
        #expect(
            entries.items().map { $0.text("/reason") }
                == ["Điều chỉnh PC-2025-0001 của tháng đã khóa: Chi nhầm quỹ"], "\(entries.bodyText)")
        try expectSound(office)
    }

    @Test func `the replacement of last year's voucher has a number of this year`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.spent(1000)
        office.clock.advance(days: 60)
        let new = try replace(1, #"{"reason":"x","amount":900}"#, in: office)
        #expect(new.text("/voucher/number") == "PC-2027-0001", "\(new.bodyText)")
        let register = try office.get("/v1/hamlets/1/vouchers?year=2027&kind=payment")
        #expect(register.bodyText.contains("PC-2027-0001"))
        let book = try office.get("/v1/hamlets/1/cash-book?from=2026-11-23&to=2026-11-23")
        #expect(book.bodyText.contains("PC-2027-0001"), "\(book.bodyText)")
        let journal = try office.get("/v1/hamlets/1/ledger-entries?from=2026-11-23&to=2026-11-23")
        #expect(journal.bodyText.contains("PC-2027-0001"), "\(journal.bodyText)")
        try expectSound(office)
    }
}
