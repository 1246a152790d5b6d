import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// What the banks stated at a month's end against the book, by two persons, before the month is closed.
@Suite struct BankReconciliationEndpointTests {
    /// 2026-12-01: account 1 of hamlet 1, and 4000 in the bank of fund 2 by receipt 1.
    private func december() throws -> Office {
        let office = try Office.village()
        try office.registerBankAccount()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try office.contribute(gift).integer("/id") == 1)
        return office
    }

    private func missing(_ office: Office, _ period: Int64) throws -> [String] {
        try office.get("/v1/periods/\(period)").items("/missing").compactMap { $0.text("/en") }
    }

    @Test func `a balance that agrees is recorded by one person and confirmed by another`() throws {
        let office = try december()
        office.clock.advance(days: 8)
        let recorded = try office.recordReconciliation("2026-11", [(1, 4000)])
        #expect(recorded.status == 201 && recorded.field("Location") == "/v1/bank-reconciliations/1")
        #expect(recorded.integer("/stated") == 4000 && recorded.integer("/book") == 4000)
        #expect(recorded.integer("/difference") == 0 && recorded.integer("/unexplained") == 0)
        #expect(recorded.text("/state") == "recorded" && recorded.items("/credits") == [])
        let own = try office.take("confirm", ofReconciliation: 1, as: .accountant)
        #expect(Refused(own) == Refused(409, "same-person"))
        let confirmed = try office.take("confirm", ofReconciliation: 1)
        #expect(confirmed.status == 200 && confirmed.text("/state") == "confirmed")
        #expect(confirmed.integer("/confirmed_by") != recorded.integer("/recorded_by"))
        for step in ["confirm", "withdraw"] {
            let refused = try office.take(step, ofReconciliation: 1)
            #expect(Refused(refused) == Refused(409, "invalid-transition"))
        }
        let list = try office.get("/v1/bank-reconciliations?hamlet=1", as: .accountant)
        #expect(list.ids == [1] && list.text("/data/0/month") == "2026-11")
        #expect(try office.get("/v1/bank-reconciliations?hamlet=2", as: .accountant).ids == [])
        let query = "/v1/bank-reconciliations?hamlet=1&state=recorded"
        #expect(try office.get(query, as: .accountant).ids == [])
        #expect(try office.isClean)
    }

    @Test func `credits without receipts by the month's end explain the difference, and the rest stays open`()
        throws
    {
        let office = try december()
        for (amount, reference) in [(5000, "FT1"), (700, "FT2"), (90, "FT3")] as [(Int64, String)] {
            try #require(try office.credit(amount, reference).status == 200)
        }
        let ignored = try office.post(
            "/v1/bank-credits/3/ignore", #"{"reason":"Lãi tiền gửi"}"#, as: .accountant, ifMatch: "*")
        try #require(ignored.status == 200)
        // A part of the first is receipted in November.
        try #require(
            try office.receipt(1, #"{"fund":2,"sponsor_name":"Anh Xa","amount":2000}"#).status == 200)
        office.clock.advance(days: 8)
        // The second in December: in November the bank has it, and the book has not.
        try #require(try office.receipt(2, #"{"fund":2,"sponsor_name":"Anh Xa","amount":700}"#).status == 200)
        let recorded = try office.recordReconciliation("2026-11", [(1, 9790)])
        #expect(recorded.integer("/book") == 6000 && recorded.integer("/difference") == 3790)
        let credits = recorded.items("/credits")
        #expect(credits.map { $0.integer("/credit") } == [1, 2])
        #expect(credits.map { $0.integer("/amount") } == [3000, 700])
        #expect(recorded.integer("/explained") == 3700 && recorded.integer("/unexplained") == 90)
        // What stays open does not stand in the way.
        #expect(try office.take("confirm", ofReconciliation: 1).status == 200)
        #expect(try office.isClean)
    }

    @Test func `what changed since it was recorded is not confirmed`() throws {
        let office = try december()
        try #require(try office.credit(5000, "FT1").status == 200)
        office.clock.advance(days: 8)
        try #require(try office.recordReconciliation("2026-11").integer("/id") == 1)
        let late =
            #"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":10,"received_on":"2026-11-30"}"#
        try #require(try office.contribute(late).status == 201)
        let changed = try office.take("confirm", ofReconciliation: 1)
        #expect(Refused(changed) == Refused(409, "book-changed"))
        #expect(changed.text("/detail")?.contains("4.010 ₫") == true, "\(changed.bodyText)")
        #expect(try office.take("withdraw", ofReconciliation: 1).text("/state") == "withdrawn")
        try #require(try office.recordReconciliation("2026-11").integer("/id") == 2)
        let ignored = try office.post(
            "/v1/bank-credits/1/ignore", #"{"reason":"Lãi tiền gửi"}"#, as: .accountant, ifMatch: "*")
        try #require(ignored.status == 200)
        #expect(Refused(try office.take("confirm", ofReconciliation: 2)) == Refused(409, "book-changed"))
        try #require(try office.recordReconciliation("2026-11").integer("/id") == 3)
        #expect(try office.take("confirm", ofReconciliation: 3).status == 200)
        #expect(try office.isClean)
    }

    @Test func `each account that was held at the month's end has one balance, and no other has`() throws {
        let office = try december()
        office.clock.advance(days: 8)
        try office.registerBankAccount(Office.bankAccount(bank: "970436", number: "0071", from: "2026-11-30"))
        try office.registerBankAccount(Office.bankAccount(#""hamlet":2"#, number: "1903"))
        let none = try office.recordReconciliation("2026-11", [])
        #expect(none.errors == ["/balances member-missing", "/balances member-missing"])
        let other = try office.recordReconciliation("2026-11", [(1, 5), (2, 6), (3, 7), (1, 5)])
        #expect(
            Set(other.errors) == [
                "/balances/2/account reference-unknown", "/balances/3/account member-repeated",
            ])
        let both = try office.recordReconciliation("2026-11", [(2, 1), (1, 3999)])
        #expect(both.integer("/difference") == 0 && both.integer("/balances/0/account") == 1)
        // The second one was opened on the last day of November.
        let earlier = try office.recordReconciliation("2026-10", [(1, 0)])
        #expect(earlier.status == 201 && earlier.integer("/book") == 0)
        let negative = try office.recordReconciliation("2026-10", [(1, -1)])
        #expect(negative.status == 422)
    }

    @Test func `a month that has not ended, or is closed, is not reconciled`() throws {
        let office = try december()
        let early = try office.recordReconciliation("2026-11", [(1, 0)])
        #expect(early.errors == ["/month date-out-of-range"])
        office.clock.advance(days: 8)
        try #require(try office.recordReconciliation("2026-11").integer("/id") == 1)
        try office.close("2026-11")
        let late = try office.recordReconciliation("2026-11")
        #expect(late.errors == ["/month period-closed"])
        #expect(Refused(try office.take("confirm", ofReconciliation: 1)) == Refused(409, "period-closed"))
        #expect(try office.take("withdraw", ofReconciliation: 1).status == 200)
        #expect(try office.isClean)
    }

    @Test
    func `a month with a bank account is closed once it is reconciled, and again after its book changed`()
        throws
    {
        let office = try december()
        office.clock.advance(days: 8)
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        #expect(
            try missing(office, 1) == [
                "the bank balance at the end of 2026-11 is not reconciled; accountant or treasurer records it "
                    + "(POST /v1/bank-reconciliations), a second person confirms it"
            ])
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        // One that is only recorded, or of another month, is not enough.
        try #require(try office.recordReconciliation("2026-11").integer("/id") == 1)
        try office.reconciled("2026-10")
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        try #require(try office.take("confirm", ofReconciliation: 1).status == 200)
        #expect(try missing(office, 1) == [])
        let late =
            #"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":10,"received_on":"2026-11-30"}"#
        try #require(try office.contribute(late).status == 201)
        #expect(
            try missing(office, 1) == [
                "the bank book of 2026-11 differs from reconciliation 1 and has 4.010 ₫; reconcile again "
                    + "(POST /v1/bank-reconciliations)"
            ])
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        try office.reconciled("2026-11")
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        #expect(try office.isClean)
    }

    @Test(arguments: [
        (#""hamlet":2"#, "hamlet=2"), (#""commune":"16702""#, "commune=16702"),
        (#""organisation":1"#, "organisation=1"),
    ])
    func `it holds for every owner with an account, whose book is empty`(
        _ owner: String, _ query: String
    ) throws {
        let office = try Office.village()
        try office.registerBankAccount(Office.bankAccount(owner, number: "1903", from: "2026-10-05"))
        // Before it had one, there is nothing to reconcile.
        let september = try #require(try office.recordMonth("2026-09", of: owner).integer("/id"))
        #expect(try missing(office, september) == [])
        let october = try #require(try office.recordMonth("2026-10", of: owner).integer("/id"))
        #expect(try missing(office, october).count == 1)
        #expect(Refused(try office.take("submit", ofMonth: october)) == Refused(409, "period-not-ready"))
        let id = try office.reconciled("2026-10", of: owner, [(1, 500)])
        let shown = try office.get("/v1/bank-reconciliations/\(id)", as: .accountant)
        #expect(shown.integer("/book") == 0 && shown.integer("/unexplained") == 500)
        #expect(try office.get("/v1/bank-reconciliations?" + query, as: .treasurer).ids == [id])
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: october).status == 200) }
        #expect(try office.isClean)
    }

    @Test
    func `an account that was closed within the month needs one too, and money without an account does`()
        throws
    {
        let office = try Office.village()
        try office.registerBankAccount(Office.bankAccount(from: "2026-10-05"))
        let close = #"{"on":"2026-11-20","balance":0}"#
        let closed = try office.post("/v1/bank-accounts/1/close", close, as: .accountant, ifMatch: "*")
        try #require(closed.status == 200)
        office.clock.advance(days: 8)
        let november = try #require(try office.recordMonth("2026-11").integer("/id"))
        #expect(try missing(office, november).count == 1)
        // Nothing is held at its end, so no balance is stated.
        try office.reconciled("2026-11", [])
        #expect(try missing(office, november) == [])
        let other = try Office.village()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try other.contribute(gift).status == 201)
        other.clock.advance(days: 8)
        let month = try #require(try other.recordMonth("2026-11").integer("/id"))
        #expect(try missing(other, month).count == 1)
        try other.reconciled("2026-11", [])
        #expect(try missing(other, month) == [])
    }

    @Test func `who does not see credits does not see their amounts here`() throws {
        let office = try december()
        office.clock.advance(days: 8)
        try office.reconciled("2026-11")
        for bearer in [Bearer.clerk, .auditor] {
            for target in ["/v1/bank-reconciliations/1", "/v1/bank-reconciliations?hamlet=1"] {
                #expect(Refused(try office.get(target, as: bearer)) == Refused(403, "role-missing"))
            }
        }
        let elsewhere = Bearer(.accountant, at: .otherCommune)
        let hidden = try office.get("/v1/bank-reconciliations/1", as: elsewhere)
        #expect(Refused(hidden) == Refused(404, "not-found"))
        let key = office.newKey()
        let first = try office.recordReconciliation("2026-11", [(1, 5)], key: key)
        let again = try office.recordReconciliation("2026-11", [(1, 5)], key: key)
        #expect(first.status == 201 && again.body == first.body)
    }
}

/// Random credits, receipts and voids of an account against a list of them: where the bank stated all that came and
/// nothing went out, what nothing explains is what the office ignored.
@Suite struct BankReconciliationPropertyTests {
    private struct Credit {
        let day: LocalDate
        let amount: Int64
        var isIgnored = false
        var receipts: [(id: Int64, day: LocalDate, amount: Int64)] = []
    }

    private static let ends = ["2026-09-30", "2026-10-31"]

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `differences are what the list says`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let office = try Office.village()
        try office.registerBankAccount()
        var credits: [Credit] = []
        for step in 0..<40 {
            let index = credits.isEmpty ? nil : Int.random(in: 0..<credits.count, using: &random)
            switch (Int.random(in: 0..<6, using: &random), index) {
            case (0...1, _), (_, nil): credits.append(try record(step, in: office, &random))
            case (2...3, let index?): try receipt(index, of: &credits, in: office, &random)
            case (4, let index?): try void(index, of: &credits, in: office)
            case (_, let index?): try ignore(index, of: &credits, in: office)
            }
            if step % 8 == 7 { try compare(office, credits) }
        }
        #expect(try office.isClean)
    }

    private func record(
        _ step: Int, in office: Office, _ random: inout SeededGenerator
    ) throws -> Credit {
        let day = try #require(
            LocalDate(
                year: 2026, month: Int.random(in: 9...11, using: &random),
                day: Int.random(in: 1...20, using: &random)))
        let amount = Int64.random(in: 1...50, using: &random) * 1000
        let response = try office.post(
            "/v1/bank-credits",
            #"{"account":1,"amount":\#(amount),"booked_on":"\#(day.text)","reference":"FT\#(step)","memo":"Ung ho"}"#,
            as: .accountant)
        try #require(response.status == 200, "\(response.bodyText)")
        return Credit(day: day, amount: amount)
    }

    private func receipt(
        _ index: Int, of credits: inout [Credit], in office: Office, _ random: inout SeededGenerator
    ) throws {
        let credit = credits[index]
        var left = credit.amount
        for receipt in credit.receipts { left -= receipt.amount }
        guard left > 0, !credit.isIgnored else { return }
        let amount = Bool.random(using: &random) ? left : (left + 1) / 2
        // A book of its own for each receipt: the dates of a book never fall.
        let day = Bool.random(using: &random) ? credit.day : try #require(LocalDate("2026-11-23"))
        let name = "B\(index)X\(credit.receipts.count)Y\(Int.random(in: 0..<1_000_000, using: &random))"
        try office.registerBook(name)
        let response = try office.post(
            "/v1/bank-credits/\(index + 1)/receipts",
            """
            {"lines":[{"fund":1,"sponsor_name":"Anh Xa","amount":\(amount)}],"received_on":"\(day.text)",
            "book":"\(name)"}
            """, as: .accountant, key: office.newKey(), ifMatch: "*")
        try #require(response.status == 200, "\(response.bodyText)")
        let id = try #require(response.items("/receipts").last?.integer("/contribution"))
        credits[index].receipts.append((id, day, amount))
    }

    private func void(_ index: Int, of credits: inout [Credit], in office: Office) throws {
        guard let receipt = credits[index].receipts.popLast() else { return }
        try #require(try office.void(receipt.id).status == 200)
    }

    private func ignore(_ index: Int, of credits: inout [Credit], in office: Office) throws {
        guard credits[index].receipts.isEmpty, !credits[index].isIgnored else { return }
        let response = try office.post(
            "/v1/bank-credits/\(index + 1)/ignore", #"{"reason":"Lãi tiền gửi"}"#, as: .accountant,
            ifMatch: "*")
        try #require(response.status == 200, "\(response.bodyText)")
        credits[index].isIgnored = true
    }

    private func compare(_ office: Office, _ credits: [Credit]) throws {
        for end in Self.ends {
            let day = try #require(LocalDate(end))
            let came = credits.filter { $0.day <= day }
            var (stated, ignored): (Int64, Int64) = (0, 0)
            for credit in came {
                stated += credit.amount
                if credit.isIgnored { ignored += credit.amount }
            }
            var booked: Int64 = 0
            for credit in credits {
                for receipt in credit.receipts where receipt.day <= day { booked += receipt.amount }
            }
            let response = try office.recordReconciliation(String(end.prefix(7)), [(1, stated)])
            try #require(response.status == 201, "\(response.bodyText)")
            #expect(response.integer("/book") == booked && response.integer("/difference") == stated - booked)
            #expect(response.integer("/unexplained") == ignored, "\(response.bodyText)")
            let id = try #require(response.integer("/id"))
            #expect(try office.take("confirm", ofReconciliation: id).status == 200)
        }
    }
}
