import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension OfficeYear {
    mutating func transfer(at index: Int) throws {
        let owner = owners[index]
        let (day, amount, isDeposit) = (day(of: owner), number(1...30) * 10_000, number(0...1) == 0)
        let (from, to) = isDeposit ? ("cash", "bank") : ("bank", "cash")
        let moved = YearBooks.Entry(
            owner: owner.text, fund: owner.funds[0], day: day, debit: to, credit: from, amount: amount)
        let response = try office.transfer(
            #""fund":\#(moved.fund),"from":"\#(from)","to":"\#(to)","amount":\#(amount),"on":"\#(day.text)""#)
        try add(response, "fund-transfers", moved, to: index)
    }

    mutating func enter(at index: Int) throws {
        let owner = owners[index]
        let (day, amount, isInterest) = (day(of: owner), number(1...9) * 1000, number(0...1) == 0)
        let entered = YearBooks.Entry(
            owner: owner.text, fund: owner.funds[0], day: day, debit: isInterest ? "bank" : "fees",
            credit: isInterest ? "interest" : "bank", amount: amount)
        let response = try office.enter(
            """
            "fund":\(entered.fund),"kind":"\(isInterest ? "interest" : "fee")","amount":\(amount),"on":"\(day.text)"
            """)
        try add(response, "bank-entries", entered, to: index)
    }

    private mutating func add(
        _ response: Response, _ path: String, _ entry: YearBooks.Entry, to index: Int
    ) throws {
        let isAllowed = !owners[index].isClosed(entry.day) && books.bears([entry])
        guard settle(response, isAllowed, [entry]) else { return }
        owners[index].moves.append(Move(path: path, id: try #require(response.integer("/id")), entry: entry))
    }

    mutating func voidMove(at index: Int) throws {
        let owner = owners[index]
        guard let place = owner.moves.indices.randomElement(using: &random) else { return }
        let move = owner.moves[place]
        let response = try office.voidMove(move.path, move.id)
        let isAllowed = !owner.isClosed(move.entry.day) && books.bears([move.entry.reversed])
        if settle(response, isAllowed, [move.entry.reversed]) { owners[index].moves.remove(at: place) }
    }

    /// Two persons count the cash of the owner's first fund, or of `fund`.
    mutating func count(
        at index: Int, fund: Int64? = nil, on day: LocalDate, difference: Int64, posts: Bool
    ) throws {
        let owner = owners[index]
        let fund = fund ?? owner.funds[0]
        let book = books.held("cash", by: owner.text, fund: fund, at: day)
        let counted = max(0, book + difference)
        let recorded = try office.recordCount(
            counted, fund: fund, on: day.text, posts: posts, by: "[2,4]", as: .clerk)
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        #expect(recorded.integer("/book") == book, "\(recorded.bodyText)")
        let posted = YearBooks.Entry(
            owner: owner.text, fund: fund, day: day, debit: counted > book ? "cash" : "shortage",
            credit: counted > book ? "surplus" : "cash", amount: abs(counted - book))
        let entries = posts && counted != book ? [posted] : []
        let confirmed = try office.take("confirm", ofCount: id, as: .treasurer)
        if !settle(confirmed, books.bears(entries), entries) {
            try #require(try office.take("withdraw", ofCount: id, as: .treasurer).status == 200)
        }
    }

    /// Closes the next month of the owner, if it has ended.
    mutating func close(at index: Int) throws {
        let owner = owners[index]
        let next = owner.closed.keys.max()?.lastDay.next ?? owner.first
        let month = Month(of: next)
        guard month.lastDay < today else { return }
        try settleAll(at: index, isEnd: false)
        for id in owner.unbooked { try #require(try office.take("book", id).status == 200) }
        owners[index].unbooked = []
        for fund in owner.funds where books.held("cash", by: owner.text, fund: fund, at: month.lastDay) > 0 {
            try count(at: index, fund: fund, on: month.lastDay, difference: 0, posts: false)
        }
        try reconcile(month, of: owner)
        if owner.periods[month] == nil {
            let recorded = try office.recordMonth(month.text, of: owner.member)
            let id: Int64 = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
            owners[index].periods[month] = id
        }
        let id = try #require(owners[index].periods[month])
        let submitted = try office.take("submit", ofMonth: id)
        try #require(submitted.status == 200, "\(month.text) \(owner.text): \(submitted.bodyText)")
        let closed = try office.take("close", ofMonth: id)
        try #require(closed.status == 200, "\(month.text) \(owner.text): \(closed.bodyText)")
        let held = YearBooks.moneyAccounts.map { books.held($0, by: owner.text, at: month.lastDay) }
        #expect([closed.integer("/cash"), closed.integer("/bank")] == held, "\(month.text) \(owner.text)")
        owners[index].closed[month] = held
        closingsCount += 1
    }

    private func reconcile(_ month: Month, of owner: Owner) throws {
        let recorded = try office.post(
            "/v1/bank-reconciliations", #"{\#(owner.member),"month":"\#(month.text)","balances":[]}"#,
            as: .accountant, key: office.newKey())
        let id = try #require(recorded.integer("/id"), "\(recorded.bodyText)")
        #expect(recorded.integer("/book") == books.held("bank", by: owner.text, at: month.lastDay))
        let confirmed = try office.post(
            "/v1/bank-reconciliations/\(id)/confirm", as: .treasurer, key: office.newKey(), ifMatch: "*")
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
    }

    /// Opens the last closed month again, or finds that no other one can be.
    mutating func reopen(at index: Int) throws {
        let owner = owners[index]
        guard let last = owner.closed.keys.max(), let month = owner.closed.keys.randomElement(using: &random),
            let id = owner.periods[month]
        else { return }
        guard settle(try office.take("reopen", ofMonth: id), month == last, []) else { return }
        owners[index].closed[month] = nil
        reopeningsCount += 1
    }

    /// Merges hamlets 1 and 2, whose funds go on with what they hold.
    mutating func merge() throws {
        for index in owners.indices where ["h1", "h2"].contains(owners[index].text) {
            try settleAll(at: index, isEnd: true)
        }
        let parts = owners.filter { ["h1", "h2"].contains($0.text) }
        for id in parts.flatMap(\.unbooked) { try #require(try office.take("book", id).status == 200) }
        office.clock.advance(days: 1)
        let names = try parts.flatMap(\.funds)
            .map { fund in (fund, try #require(try office.get("/v1/funds/\(fund)").text("/name"))) }
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: today.text)
        try #require(merged.status == 201, "\(merged.bodyText)")
        let funds = try office.get("/v1/funds?hamlet=4").items()
        var handedOver: [YearBooks.Entry] = []
        for owner in parts {
            for (fund, name) in names where owner.funds.contains(fund) {
                let new = try #require(funds.first { $0.text("/name") == name }?.integer("/id"))
                for account in YearBooks.moneyAccounts {
                    let held = books.held(account, by: owner.text, fund: fund, at: today)
                    guard held > 0 else { continue }
                    handedOver += [
                        YearBooks.Entry(
                            owner: owner.text, fund: fund, day: today, debit: "handover", credit: account,
                            amount: held),
                        YearBooks.Entry(
                            owner: "h4", fund: new, day: today, debit: account, credit: "handover",
                            amount: held),
                    ]
                }
            }
        }
        books.add(handedOver)
        ended = parts
        owners.removeAll { ["h1", "h2"].contains($0.text) }
        owners.append(
            Owner(
                text: "h4", member: #""hamlet":4"#, query: "hamlet=4",
                funds: funds.compactMap { $0.integer("/id") },
                households: [1, 2, 3, 4, 5], first: today, lastReceipt: today))
    }
}
