import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A village with receipts 1, of one line, 2, of three lines for the funds 1, 2 and 3, and 3, of one line.
struct LineSample {
    let office: TestStore
    let village: Village

    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        self.village = village
        try office.write(by: village.clerk.id) { tx in
            for name in ["Quỹ khuyến học", "Quỹ vì người nghèo"] {
                try tx.save(
                    Fund(id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: name, version: 1))
            }
            _ = try tx.receive(1000, from: .sponsor, in: village)
            try tx.receiveLines(3, in: village)
            _ = try tx.receive(2000, from: .sponsor, in: village)
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

extension WriteTransaction {
    /// Records a receipt of household 1 with `count` lines, for the funds 1, 2 and so on.
    fileprivate borrowing func receiveLines(_ count: Int64, in village: Village) throws {
        let owner = FundOwner.hamlet(village.hamlet.id)
        var sums = ContributionSums(owner: owner)
        let day = LocalDate.sample
        let series = Voucher.Series(owner: owner, kind: .receipt, year: day.year, book: "01")
        for number in 1...count {
            let line = Voucher.Line(number, of: count)
            let voucher = Voucher(
                series: series, number: try nextNumber(in: series, on: day, after: sums, for: line),
                line: line, issuedOn: day, amount: Dong(number * 100), partyName: "Nguyễn Văn An",
                partyAddress: village.hamlet.name, reason: "Góp quỹ \(number)")
            let contribution = Contribution(
                id: try newID(), owner: owner, fund: Identifier(number),
                donor: .household(village.households[0].id), isAnonymous: false, pledge: nil, method: .bank,
                bankReference: "FT9", receivedOn: day, voucher: voucher, recordedBy: village.clerk.id,
                recordedAt: now)
            try record(contribution, in: village.hamlet.commune, adding: &sums)
        }
        try save(sums)
    }
}

@Suite struct ReceiptLineTests {
    private static let series = Voucher.Series(
        owner: .hamlet(Identifier(1)), kind: .receipt, year: 2026, book: "01")

    @Test func `lines take one number, and are found from each of them by their ids`() throws {
        let books = try LineSample()
        let office = books.office
        #expect(try office.discrepancies() == [])
        for id in 2...4 as ClosedRange<Int64> {
            let receipt = try office.read { tx in try tx.existingReceipt(Identifier(id)) }
            #expect(receipt.lines.map(\.id.number) == [2, 3, 4] && receipt.amount == Dong(600))
            #expect(receipt.lines.allSatisfy { $0.voucher.number == 2 })
        }
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT max(last_number) FROM voucher_series") == 3)
        #expect(try raw.integer("SELECT count(*) FROM voucher") == 3)
        #expect(try raw.integer("SELECT amount_dong FROM voucher WHERE number = 2") == 600)
        let plan = try raw.connection.all(
            """
            EXPLAIN QUERY PLAN SELECT id FROM contribution WHERE contribution.owner = 'h1' AND contribution.id BETWEEN 2 AND 4
            ORDER BY contribution.id
            """
        ) { row in row.text(3) }
        #expect(plan.contains { $0.contains("contribution_owner (owner=? AND id>? AND id<?)") }, "\(plan)")
    }

    @Test(arguments: [
        "amount_dong = 99", "party_name = 'Khác'", "voucher_line = 1, bank_reference = NULL",
        "voucher_lines = 2",
        "voucher_lines = 12", "number = 3", "book = '02'", "household = 2", "method = 'cash'",
        "bank_reference = 'FT8'", "bank_key = 'ft8'", "is_anonymous = 1", "fund = 1",
        "received_on = 20261122",
        "void_reason = 'Sai', voided_by = 2, voided_ms = 1", "names_book = 1", "recorded_by = 2",
    ])
    func `a change of one line is found`(_ change: String) throws {
        for id in [2, 3, 4] {
            let found = try LineSample()
                .discrepancies(
                    after: "UPDATE contribution SET \(change) WHERE id = \(id)")
            // The fund of the first line is 1.
            #expect(found.isEmpty == (change == "fund = 1" && id == 2), "\(id)")
        }
    }

    @Test(arguments: [2, 3, 4])
    func `a dropped line is found, even when its entry is dropped with it`(_ id: Int) throws {
        let found = try LineSample()
            .discrepancies(
                after: """
                    DELETE FROM posting WHERE position = (SELECT position FROM contribution WHERE id = \(id));
                    DELETE FROM journal WHERE position = (SELECT position FROM contribution WHERE id = \(id));
                    DELETE FROM contribution WHERE id = \(id)
                    """)
        let expected: Discrepancy =
            id == 2 ? .numberMissing(Self.series, number: 2) : .receiptLinesDiffer(Self.series, number: 2)
        #expect(found.contains(expected), "\(found)")
    }

    @Test(arguments: [
        // No line before, another number, donor or day, a fund twice, and a line too many.
        ("voucher_line = 3, voucher_lines = 3", "follow each other"),
        ("voucher_line = 2, number = 5", "follow each other"),
        ("voucher_line = 2, household = 2", "follow each other"),
        ("voucher_line = 2, received_on = 20261122", "follow each other"),
        ("voucher_line = 2, voucher_lines = 1", "follow each other"),
        ("voucher_line = 2, fund = 1", "one line for a fund"), ("voucher_lines = 13", "CHECK"),
        ("voucher_line = 0", "CHECK"),
    ])
    func `the schema takes no line that continues no voucher`(_ change: String, _ reason: String) throws {
        // Its folder goes with it.
        let sample = try LineSample()
        defer { withExtendedLifetime(sample) {} }
        let raw = try RawFile(sample.office.path)
        let columns = try raw.connection
            .all("SELECT name FROM pragma_table_info('contribution')") { row in row.text(0) }
            .joined(separator: ", ")
        let insert = "INSERT INTO contribution (\(columns)) SELECT \(columns) FROM line"
        try raw.run(
            """
            CREATE TEMP TABLE line AS SELECT * FROM contribution WHERE id = 2;
            UPDATE line SET id = 6, number = 4, bank_reference = 'FT10', bank_key = 'ft10', voucher_lines = 2;
            \(insert);
            UPDATE line SET id = 7, fund = 2;
            UPDATE line SET \(change)
            """)
        do {
            try raw.run(insert)
            Issue.record("it was taken")
        } catch let error as SQLiteError {
            #expect(error.message.contains(reason), "\(error.message)")
        }
    }

    @Test func `a line of a voucher never changes`() throws {
        let office = try LineSample().office
        for column in ["voucher_line", "voucher_lines"] {
            #expect(throws: (any Error).self) {
                try RawFile(office.path).run("UPDATE contribution SET \(column) = 1 WHERE id = 3")
            }
        }
    }

    @Test func `a print is of the first line`() throws {
        let books = try LineSample()
        let (office, village) = (books.office, books.village)
        // A job that holds the office could be the last to do so, and close the store on the store's own queue.
        func print(_ id: Int64) throws {
            _ = try office.write { tx in
                try tx.save(
                    VoucherPrint(
                        id: try tx.newID(), owner: .hamlet(village.hamlet.id),
                        subject: .receipt(Identifier(id)), number: 1,
                        recording: tx.recording(by: village.clerk.id)), replacing: nil)
            }
        }
        #expect(throws: (any Error).self) { try print(3) }
        try print(2)
        withExtendedLifetime(books) {}
    }
}
