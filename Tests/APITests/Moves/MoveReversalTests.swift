import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// What moved money in a closed month is corrected in the open one.
@Suite struct MoveReversalTests {
    private static let month = "/v1/hamlets/1/statement?from=2026-10-01&to=2026-10-31"
    private static let today = "/v1/hamlets/1/statement?from=2026-11-23&to=2026-11-23"

    /// October closed: opening balance 1 of 3000 in the bank, interest 1 of 1000, a fee 2 of 200.
    private func office() throws -> Office {
        let office = try Office.village()
        try #require(try office.open(1, cash: 0, bank: 3000, on: "2026-10-01").status == 201)
        try #require(try office.confirmOpening(1).status == 200)
        for members in [#""kind":"interest","amount":1000"#, #""kind":"fee","amount":200"#] {
            let entered = try office.enter(#""fund":1,\#(members),"on":"2026-10-20","reference":"LAI 10""#)
            try #require(entered.status == 201, "\(entered.bodyText)")
        }
        try office.close("2026-10")
        return office
    }

    private func bank(_ office: Office) throws -> Int64? {
        try office.get("/v1/funds/1").integer("/balances/bank")
    }

    @Test func `interest and a fee of a closed month are corrected today, and the month stays`() throws {
        let office = try office()
        let before = try office.get(Self.month).body
        let refused = try office.voidMove("bank-entries", 1)
        #expect(Refused(refused) == Refused(409, "period-closed"))
        #expect(refused.text("/detail")?.contains("reverse") == true)
        #expect(
            Refused(try office.reverseMove("bank-entries", 1, as: .accountant))
                == Refused(409, "same-person"))
        let interest = try office.reverseMove("bank-entries", 1)
        #expect(interest.status == 200 && interest.text("/state") == "voided", "\(interest.bodyText)")
        #expect(interest.text("/reversed_on") == "2026-11-23" && interest.text("/on") == "2026-10-20")
        #expect(try bank(office) == 2800)
        #expect(try office.reverseMove("bank-entries", 2).status == 200)
        #expect(try bank(office) == 3000)
        #expect(try office.get(Self.month).body == before)
        let today = try office.get(Self.today)
        #expect(today.text("/spent/0/kind") == "correction" && today.integer("/spent/0/bank") == 1000)
        #expect(today.text("/received/0/kind") == "correction" && today.integer("/received/0/bank") == 200)
        // The correction points back at what it corrects.
        let entries = try office.get("/v1/hamlets/1/ledger-entries?from=2026-11-23&to=2026-11-23")
        let reasons = entries.items().compactMap { $0.text("/reason") }
        #expect(reasons == [1, 2].map { "Điều chỉnh khoản lãi hoặc phí ngân hàng \($0) của tháng đã khóa" })
        // The right interest is entered with the reference of the wrong one.
        let right = try office.enter(#""fund":1,"kind":"interest","amount":900,"reference":"LAI 10""#)
        #expect(right.status == 201, "\(right.bodyText)")
        #expect(
            Refused(try office.reverseMove("bank-entries", 1)) == Refused(409, "invalid-transition"))
        #expect(try office.isClean)
    }

    @Test func `spent interest is not corrected until the money is there`() throws {
        let office = try office()
        _ = try office.spent(3000, method: "bank")
        #expect(Refused(try office.reverseMove("bank-entries", 1)) == Refused(409, "balance-too-low"))
        _ = try office.enter(#""fund":1,"kind":"interest","amount":200"#)
        #expect(try office.reverseMove("bank-entries", 1).status == 200)
        #expect(try bank(office) == 0)
        #expect(try office.isClean)
    }

    @Test func `a transfer of a closed month goes back through the corrections`() throws {
        let office = try Office.village()
        _ = try office.enter(#""fund":1,"kind":"interest","amount":5000,"on":"2026-10-20""#)
        for (from, to) in [("bank", "cash"), ("cash", "bank")] {
            let moved = try office.transfer(
                #""fund":1,"from":"\#(from)","to":"\#(to)","amount":2000,"on":"2026-10-21""#)
            try #require(moved.status == 201, "\(moved.bodyText)")
        }
        try office.close("2026-10")
        let before = try office.get(Self.month).body
        let reversed = try office.reverseMove("fund-transfers", 2)
        #expect(reversed.status == 200 && reversed.text("/reversed_on") == "2026-11-23")
        let today = try office.get(Self.today)
        #expect(today.integer("/received/0/cash") == 2000 && today.text("/received/0/kind") == "correction")
        #expect(today.integer("/spent/0/bank") == 2000 && today.text("/spent/0/kind") == "correction")
        #expect(today.integer("/closing/cash") == 2000 && today.integer("/closing/bank") == 3000)
        #expect(try office.get(Self.month).body == before)
        #expect(
            Refused(try office.voidMove("fund-transfers", 2)) == Refused(409, "invalid-transition"))
        #expect(try office.isClean)
    }

    @Test func `an opening balance of a closed month is corrected to what there was`() throws {
        let office = try office()
        let before = try office.get(Self.month).body
        #expect(Refused(try office.voidMove("opening-balances", 1)) == Refused(409, "period-closed"))
        let same = try office.reverseMove("opening-balances", 1, #","cash":0,"bank":3000"#)
        #expect(Refused(same) == Refused(422, "no-change"))
        let incomplete = try office.reverseMove("opening-balances", 1, #","cash":0"#)
        #expect(incomplete.errors == ["/bank member-missing"])
        let right = try office.reverseMove("opening-balances", 1, #","cash":0,"bank":3000000"#)
        try #require(right.status == 200, "\(right.bodyText)")
        #expect(right.text("/state") == "voided" && right.integer("/corrected_bank") == 3_000_000)
        #expect(right.integer("/bank") == 3000 && right.text("/reversed_on") == "2026-11-23")
        #expect(try bank(office) == 3_000_800)
        #expect(try office.get(Self.month).body == before)
        let today = try office.get(Self.today)
        #expect(today.integer("/received/0/bank") == 2_997_000)
        // A fund keeps its one opening balance.
        #expect(Refused(try office.open(1, cash: 1, on: "2026-09-01")) == Refused(409, "period-closed"))
        let again = try office.reverseMove("opening-balances", 1, #","cash":1,"bank":1"#)
        #expect(Refused(again) == Refused(409, "invalid-transition"))
        #expect(try office.isClean)
    }

    @Test func `too much was said to be there, and only the difference must be`() throws {
        let office = try office()
        _ = try office.spent(3000, method: "bank")
        let tooLow = try office.reverseMove("opening-balances", 1, #","cash":0,"bank":2199"#)
        #expect(Refused(tooLow) == Refused(409, "balance-too-low"))
        let right = try office.reverseMove("opening-balances", 1, #","cash":5,"bank":2200"#)
        #expect(right.status == 200, "\(right.bodyText)")
        let fund = try office.get("/v1/funds/1")
        #expect(fund.integer("/balances/bank") == 0 && fund.integer("/balances/cash") == 5)
        try office.setForVouchers()
        try office.setForPapers()
        let page = try office.get("/v1/opening-balances/1", fields: [("Accept", "text/html")])
        #expect(page.bodyText.contains("ĐÃ ĐIỀU CHỈNH ngày 23/11/2026"), "\(page.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `what is of an open month is voided, not corrected`() throws {
        let office = try Office.village()
        _ = try office.open(1, bank: 3000)
        #expect(
            Refused(try office.reverseMove("opening-balances", 1, #","cash":0,"bank":1"#))
                == Refused(409, "invalid-transition"))
        _ = try office.confirmOpening(1)
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000"#)
        _ = try office.transfer(#""fund":1,"from":"bank","to":"cash","amount":10"#)
        for (list, members) in [
            ("bank-entries", ""), ("fund-transfers", ""), ("opening-balances", #","cash":0,"bank":1"#),
        ] {
            let refused = try office.reverseMove(list, 1, members)
            #expect(Refused(refused) == Refused(409, "period-open"), "\(list) \(refused.bodyText)")
        }
        #expect(try office.isClean)
    }

    @Test func `a correction after the day of a merger blocks it, as every record does`() throws {
        let office = try office()
        #expect(try office.reverseMove("bank-entries", 1).status == 200)
        office.clock.advance(days: 2)
        let blocked = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23")
        #expect(Refused(blocked) == Refused(409, "records-after-effective-date"), "\(blocked.bodyText)")
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        #expect(try office.isClean)
    }

    @Test func `so does the reversal of a receipt`() throws {
        let office = try Office.village()
        let closed = try office.addClosedMonth()
        let gift =
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"bank","amount":1000,"received_on":"2026-11-01"}"#
        try #require(try office.contribute(gift).status == 201)
        let path = "/v1/contributions/\(closed.contribution)/reverse"
        let done = try office.post(
            path, #"{"reason":"Tiền không có"}"#, as: .treasurer, key: office.newKey(), ifMatch: "*")
        try #require(done.status == 200, "\(done.bodyText)")
        office.clock.advance(days: 2)
        let blocked = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23")
        #expect(Refused(blocked) == Refused(409, "records-after-effective-date"), "\(blocked.bodyText)")
        #expect(try office.isClean)
    }
}
