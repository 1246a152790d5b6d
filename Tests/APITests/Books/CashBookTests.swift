import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Books of random requests against the rows of `posting`, added up in the simplest way.
@Suite struct CashBookTests {
    private static let seeds: [UInt64] = [1, 2, 3]

    private func periods(_ books: RandomBooks) -> [(LocalDate, LocalDate)] {
        let start = LocalDate("2026-11-23") ?? .firstDay
        let middle = LocalDate("2026-12-09") ?? .firstDay
        return [(start, books.today), (middle, books.today), (start, middle), (books.today, books.today)]
    }

    @Test(arguments: seeds) func `the postings are those of the accepted requests`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        let ofRequests = try books.posted().filter { $0.debit != "handover" && $0.credit != "handover" }
        func text(
            _ hamlet: String, _ fund: Int64, _ on: LocalDate, _ debit: String, _ credit: String,
            _ amount: Int64
        ) -> String { "\(hamlet) \(fund) \(on.text) \(debit) \(credit) \(amount)" }
        let stored = ofRequests.map { text($0.owner, $0.fund, $0.on, $0.debit, $0.credit, $0.amount) }
        let expected = books.moves.map {
            text("h\($0.hamlet)", $0.fund, $0.on, $0.debit, $0.credit, $0.amount)
        }
        #expect(stored.sorted() == expected.sorted())
        #expect(books.moves.contains { $0.amount < 0 && $0.debit == "expenses" })
        #expect(books.moves.contains { $0.amount < 0 && $0.debit == "cash" && $0.credit != "refunds" })
        #expect(books.moves.contains { $0.debit == "refunds" })
    }

    @Test(arguments: seeds)
    func `each line of a cash book leads to the next balance, and none is missing`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        let posted = try books.posted()
        var linesCount = 0
        for (hamlet, funds) in [(1, [1, 2]), (2, [3]), (4, [])] as [(Int64, [Int64])] {
            for account in ["cash", "bank"] {
                for fund in [nil] + funds.map({ Int64?.some($0) }) {
                    for (from, to) in periods(books) {
                        let rows = posted.filter {
                            $0.owner == "h\(hamlet)" && (fund ?? $0.fund) == $0.fund
                                && ($0.debit == account || $0.credit == account)
                        }
                        linesCount += try compare(
                            rows, hamlet, account, from, to, fund.map { "&fund=\($0)" } ?? "", in: books)
                    }
                }
            }
        }
        #expect(linesCount > 100)
    }

    /// Returns the number of lines.
    private func compare(
        _ rows: [PostedRow], _ hamlet: Int64, _ account: String, _ from: LocalDate, _ to: LocalDate,
        _ filter: String, in books: RandomBooks
    ) throws -> Int {
        let target =
            "/v1/hamlets/\(hamlet)/cash-book?from=\(from.text)&to=\(to.text)&account=\(account)\(filter)"
        let shown = try books.office.get(target)
        try #require(shown.status == 200, "\(target) \(shown.bodyText)")
        var balance = rows.filter { $0.on < from }.reduce(0) { $0 + $1.change(of: account) }
        #expect(shown.integer("/opening") == balance)
        let expected = rows.filter { $0.on >= from && $0.on <= to }
            .sorted {
                ($0.on, $0.credit == account ? 1 : 0, $0.position, $0.line) < (
                    $1.on, $1.credit == account ? 1 : 0, $1.position, $1.line
                )
            }
        let lines = shown.items().filter { $0.text("/section") == "line" }
        #expect(lines.count == expected.count)
        for (line, row) in zip(lines, expected) {
            balance += row.change(of: account)
            #expect(line.integer("/balance") == balance && line.text("/posted_on") == row.on.text)
            #expect(line.integer("/received") == (row.debit == account ? row.amount : 0))
            #expect(line.integer("/spent") == (row.credit == account ? row.amount : 0))
            #expect(line.text("/kind") == (row.debit == account ? row.credit : row.debit))
            #expect(line.integer("/position") == row.position && line.integer("/fund") == row.fund)
            let isTransfer = row.debit == "handover" || row.credit == "handover"
            #expect((line.text("/number") == nil) == isTransfer)
            #expect(line.text("/reason")?.hasPrefix("Hủy ") == (row.amount < 0))
        }
        #expect(shown.integer("/closing") == balance)
        #expect(
            shown.integer("/received") == expected.filter { $0.debit == account }.reduce(0) { $0 + $1.amount }
        )
        #expect(
            shown.integer("/spent") == expected.filter { $0.credit == account }.reduce(0) { $0 + $1.amount })
        return lines.count
    }

    @Test(arguments: seeds) func `the journal of money has every posting in order`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        for hamlet in [1, 2, 4] as [Int64] {
            let target = "/v1/hamlets/\(hamlet)/ledger-entries?from=2026-01-01&to=\(books.today.text)"
            let shown = try books.office.get(target).items()
            let rows = try books.posted().filter { $0.owner == "h\(hamlet)" }
            #expect(shown.compactMap { $0.integer("/position") } == rows.map(\.position))
            #expect(shown.compactMap { $0.integer("/line") } == rows.map(\.line))
            #expect(shown.compactMap { $0.text("/debit") } == rows.map(\.debit))
            #expect(shown.compactMap { $0.text("/credit") } == rows.map(\.credit))
            #expect(shown.compactMap { $0.integer("/amount") } == rows.map(\.amount))
        }
        let ofHamlet = try books.office
            .get(
                "/v1/hamlets/1/ledger-entries?from=2026-01-01&to=\(books.today.text)"
            )
            .items()
        let numbers = Set(books.moves.filter { $0.hamlet == 1 }.map(\.number))
        #expect(Set(ofHamlet.compactMap { $0.text("/number") }) == numbers)
    }

    @Test func `a voided receipt stays in the book of its day and is taken back below`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 2)
        try #require(try office.void(1).status == 200)
        let shown = try office.get("/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-30")
        let lines = shown.items().filter { $0.text("/section") == "line" }
        #expect(lines.map { $0.text("/posted_on") } == ["2026-11-23", "2026-11-23"])
        #expect(lines.map { $0.integer("/received") } == [500_000, -500_000])
        #expect(lines.last?.text("/reason") == "Hủy PT-2026-0001: Sai số tiền")
        #expect(lines.last?.text("/party_name") == "Nguyễn Văn An")
        #expect(
            shown.items().compactMap { $0.text("/section") } == [
                "opening", "line", "line", "total", "closing",
            ])
        #expect(shown.integer("/closing") == 0)
    }

    @Test func `a fund of another hamlet has no book here, and a hamlet out of sight has none`() throws {
        let office = try Office.villageWithBooks()
        let target = "/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-30"
        #expect(Refused(try office.get(target + "&fund=3")) == Refused(404, "not-found"))
        #expect(
            Refused(try office.get(target, as: Bearer(.clerk, at: .xom10))) == Refused(404, "not-found"))
        #expect(try office.get(target + "&account=handover").status == 400)
    }

    @Test func `a book whose sums differ from its postings is given to nobody`() throws {
        let office = try Office.villageWithBooks()
        let raw = try RawFile(office.base.path)
        try raw.run("UPDATE ledger_sum SET amount = amount + 1 WHERE owner = 'h1'")
        let shown = try office.get("/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-30")
        #expect(shown.status == 500)
    }
}
