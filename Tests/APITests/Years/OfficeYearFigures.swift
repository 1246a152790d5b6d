import API
import Domain
import Foundation
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// Every figure that the service shows of the year, against sums over the list of entries.
extension OfficeYear {
    private typealias Entry = YearBooks.Entry

    mutating func compareAll() throws {
        comparePostings(try office.postedRows())
        for owner in owners + ended {
            let (from, to) = (day(of: owners[0]), today)
            for first in [try #require(LocalDate("2026-01-01")), from] {
                try compareStatement(of: owner, from: first, to: to)
                try compareCashBook(of: owner, from: first, to: to)
            }
            try compareClosedMonths(of: owner)
            try compareLists(of: owner)
            try compareText(of: owner)
            let register = try office.get("/v1/vouchers?\(owner.query)&year=2026")
            #expect(
                register.json.at("/continuity/complete")?.boolean() == true,
                "\(owner.text): \(register.bodyText)")
        }
        try compareReports()
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// The rows of `posting`, and nothing else, are the entries.
    private func comparePostings(_ rows: [PostedRow]) {
        func sums(_ entries: [Entry]) -> [String: Int64] {
            Dictionary(
                entries.map { ("\($0.owner) \($0.fund) \($0.day.text) \($0.debit) \($0.credit)", $0.amount) },
                uniquingKeysWith: +)
        }
        let posted = rows.map {
            Entry(
                owner: $0.owner, fund: $0.fund, day: $0.on, debit: $0.debit, credit: $0.credit,
                amount: $0.amount)
        }
        let (shown, expected) = (sums(posted), sums(books.entries))
        #expect(shown == expected, "\(Set(shown.keys).symmetricDifference(expected.keys))")
        #expect(posted.count == books.entries.count)
    }

    private func entries(of owner: Owner) -> [Entry] { books.entries.filter { $0.owner == owner.text } }

    private func held(_ entries: [Entry], _ account: String) -> Int64 {
        entries.reduce(0) { $0 + $1.change(of: account) }
    }

    private func compareStatement(of owner: Owner, from: LocalDate, to: LocalDate) throws {
        for fund in [nil] + owner.funds.map(Optional.init) {
            let query = "\(owner.query)&from=\(from.text)&to=\(to.text)" + (fund.map { "&fund=\($0)" } ?? "")
            let shown = try office.get("/v1/statement?" + query)
            let all = entries(of: owner).filter { (fund == nil || $0.fund == fund) && $0.day <= to }
            let during = all.filter {
                $0.day >= from
                    && !(YearBooks.heldAccounts.contains($0.debit)
                        && YearBooks.heldAccounts.contains($0.credit))
            }
            for account in YearBooks.moneyAccounts {
                let before = all.filter { $0.day < from }
                #expect(shown.integer("/opening/" + account) == held(before, account), "\(query)")
                #expect(shown.integer("/closing/" + account) == held(all, account), "\(query)")
                let received = during.filter { $0.debit == account }
                let spent = during.filter { $0.credit == account }
                #expect(
                    shown.integer("/received_total/" + account) == received.reduce(0) { $0 + $1.amount },
                    "\(query)")
                #expect(
                    shown.integer("/spent_total/" + account) == spent.reduce(0) { $0 + $1.amount }, "\(query)"
                )
                expectLines(shown.items("/received"), account, received, \.credit, query)
                expectLines(shown.items("/spent"), account, spent, \.debit, query)
            }
            try compareDebts(shown, all, during, from: from, query)
            let seen = try office.get("/v1/public/statement?" + query, as: nil)
            #expect(seen.json == shown.json, "\(query)")
        }
    }

    /// The columns and tables of a statement about cash in hand and debts.
    private func compareDebts(
        _ shown: Response, _ all: [Entry], _ during: [Entry], from: LocalDate, _ query: String
    ) throws {
        let before = all.filter { $0.day < from }
        #expect(shown.integer("/in_hand/before") == held(before, "in_hand"), "\(query)")
        #expect(shown.integer("/in_hand/after") == held(all, "in_hand"), "\(query)")
        let (owedBefore, owed) = (0 - held(before, "payables"), 0 - held(all, "payables"))
        #expect(shown.integer("/debts/before") == owedBefore, "\(query)")
        #expect(shown.integer("/debts/after") == owed, "\(query)")
        let figures = ["incurred", "repaid", "given", "corrected"].map { shown.integer("/debts/" + $0) ?? 0 }
        #expect(owedBefore + figures[0] - figures[1] - figures[2] - figures[3] == owed, "\(query)")
        for (column, account) in [("in_hand", "in_hand"), ("owed", "payables")] {
            let other = during.filter {
                account == "in_hand"
                    || !YearBooks.heldAccounts.contains($0.debit)
                        && !YearBooks.heldAccounts.contains($0.credit)
            }
            expectLines(
                shown.items("/received"), column, other.filter { $0.debit == account }, \.credit, query)
            expectLines(shown.items("/spent"), column, other.filter { $0.credit == account }, \.debit, query)
        }
    }

    /// What is owed and in hand by the lists of debts and collectors, those for everyone included.
    private func compareLists(of owner: Owner) throws {
        for debt in owner.debts {
            let shown = try office.get("/v1/payables/\(debt.id)")
            #expect(shown.integer("/outstanding") == debt.outstanding, "\(owner.text) \(debt.id)")
        }
        let monthEnd = try #require(LocalDate(year: today.year, month: today.month, day: 1)?.previous)
        let seen = try office.get("/v1/public/payables?\(owner.query)&limit=500", as: nil).items()
        #expect(seen.allSatisfy { $0.text("/as_of") == monthEnd.text })
        #expect(
            seen.reduce(0) { $0 + ($1.integer("/outstanding") ?? 0) }
                == 0 - books.held("payables", by: owner.text, at: monthEnd), "\(owner.text)")
        let hands = try office.get("/v1/collectors?\(owner.query)").items()
        #expect(
            hands.reduce(0) { $0 + ($1.integer("/in_hand") ?? 0) }
                == books.held("in_hand", by: owner.text, at: today), "\(owner.text)")
    }

    private func expectLines(
        _ lines: [JSONValue], _ account: String, _ entries: [Entry], _ kind: KeyPath<Entry, String>,
        _ query: String
    ) {
        func nonZero(_ pairs: [(String, Int64)]) -> [String: Int64] {
            Dictionary(pairs, uniquingKeysWith: +).filter { $0.value != 0 }
        }
        let shown = nonZero(lines.map { ($0.text("/kind") ?? "", $0.integer("/" + account) ?? 0) })
        #expect(shown == nonZero(entries.map { ($0[keyPath: kind], $0.amount) }), "\(query)")
    }

    private func compareCashBook(of owner: Owner, from: LocalDate, to: LocalDate) throws {
        for account in YearBooks.moneyAccounts {
            let query = "\(owner.query)&from=\(from.text)&to=\(to.text)&account=\(account)"
            let shown = try office.get("/v1/cash-book?" + query)
            let all = entries(of: owner).filter { $0.day <= to }
            let opening = held(all.filter { $0.day < from }, account)
            #expect(shown.integer("/opening") == opening, "\(query)")
            #expect(shown.integer("/closing") == held(all, account), "\(query)")
            let (received, spent) = (shown.integer("/received") ?? 0, shown.integer("/spent") ?? 0)
            #expect(opening + received - spent == held(all, account), "\(query)")
        }
    }

    private func compareClosedMonths(of owner: Owner) throws {
        for (month, figures) in owner.closed {
            let statement = try office.get(
                "/v1/public/statement?\(owner.query)&from=2026-01-01&to=\(month.lastDay.text)", as: nil)
            let shown = [statement.integer("/closing/cash"), statement.integer("/closing/bank")]
            #expect(shown == figures, "\(owner.text) \(month.text)")
        }
    }

    /// The text for Beancount has each entry, and the balances of each month's end.
    ///
    /// `scripts/check-beancount` has the program itself check the texts in the folder that `DANVAN_BOOKS_FOLDER` names.
    private func compareText(of owner: Owner) throws {
        let text = try office.get("/v1/ledger/beancount?" + owner.query).bodyText
        if let folder = ProcessInfo.processInfo.environment["DANVAN_BOOKS_FOLDER"] {
            let file = "\(folder)/\(seed)-\(owner.text)-\(today.text).beancount"
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count { $0.contains(" * ") } == entries(of: owner).count, "\(owner.text)")
        for line in lines where line.contains(" balance Assets:Fund") {
            let words = line.split(separator: " ")
            let (day, account) = (try #require(LocalDate(String(words[0]))), words[2].split(separator: ":"))
            let fund = try #require(Int64(account[1].dropFirst("Fund".count)))
            let before = entries(of: owner).filter { $0.fund == fund && $0.day < day }
            #expect(Int64(words[3]) == held(before, account[2].lowercased()), "\(owner.text) \(line)")
        }
    }
}

extension Office {
    /// Every row of `posting`.
    func postedRows() throws -> [PostedRow] {
        try read { tx in
            try tx.connection.all(
                "SELECT position, line, owner, fund, debit, credit, amount, posted_on FROM posting"
            ) { row in
                PostedRow(
                    position: row.integer(0), line: row.integer(1), owner: row.text(2), fund: row.integer(3),
                    debit: row.text(4), credit: row.text(5), amount: row.integer(6), on: row.date(7))
            }
        }
    }
}
