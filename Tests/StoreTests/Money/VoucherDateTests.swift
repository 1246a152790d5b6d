import Domain
import Foundation
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// Dates of a voucher series never fall, and nothing is paid before it is approved: in the service and in the schema.
@Suite struct VoucherDateTests {
    private let office: TestStore
    private let village: Village
    private let officers: Officers

    init() throws {
        office = try TestStore()
        village = try Village(in: office)
        officers = try Officers(of: village, in: office)
    }

    /// Receipts 1 to 4 of book "01", on rising days.
    private func receiveFour() throws {
        let village = village
        try office.write { tx in
            for daysAgo in [9, 7, 7, 2] {
                _ = try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(daysAgo))
            }
        }
    }

    private var series: Voucher.Series {
        Voucher.Series(owner: .hamlet(village.hamlet.id), kind: .receipt, year: 2026, book: "01")
    }

    private func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    @Test func `a receipt before the last one of its series is refused, in a job and between jobs`() throws {
        let village = village
        let last = Refusal.voucher(.dateBeforeSeries(series, last: Voucher.Last(number: 1, on: .daysAgo(5))))
        #expect(throws: last) {
            try office.write { tx in
                _ = try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(5))
                _ = try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(6))
            }
        }
        _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(5)) }
        #expect(throws: last) {
            try office.write { tx in _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(6)) }
        }
        // The same day, another book and another year.
        try office.write { tx in
            _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(5))
            _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(6), book: "02")
            _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(400))
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a payment before the last one of its series is refused`() throws {
        let (village, officers) = (village, officers)
        _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(9)) }
        _ = try office.write { tx in try tx.spend(1, by: officers, in: village, on: .daysAgo(3)) }
        let payments = Voucher.Series(
            owner: .hamlet(village.hamlet.id), kind: .payment, year: 2026, book: "01")
        #expect(
            throws: Refusal.voucher(
                .dateBeforeSeries(payments, last: Voucher.Last(number: 1, on: .daysAgo(3))))
        ) {
            try office.write { tx in _ = try tx.spend(1, by: officers, in: village, on: .daysAgo(4)) }
        }
    }

    @Test(arguments: [
        ("UPDATE voucher_series SET last_number = 5, last_on = last_on - 1", "dates of vouchers never fall"),
        ("UPDATE voucher_series SET last_number = 5, ordered_from = 2", "numbers follow each other"),
        (
            """
            INSERT INTO contribution (owner, id, commune, fund, sponsor_name, sponsor_kind, source, is_anonymous, method,
                received_on, amount_dong, book, number, party_name, recorded_by, recorded_ms, version, position)
            SELECT owner, 9, commune, fund, sponsor_name, sponsor_kind, source, is_anonymous, method, 20261101,
                amount_dong, book, 5, party_name, recorded_by, recorded_ms, version, position
            FROM contribution WHERE id = 4
            """, "dates of vouchers never fall"
        ),
    ])
    func `the schema refuses a date that falls`(_ sql: String, message: String) throws {
        try receiveFour()
        let error = #expect(throws: (any Error).self) { try RawFile(office.path).run(sql) }
        #expect("\(String(describing: error))".contains(message))
    }

    @Test func `verification finds a date that falls, and a wrong date of the series`() throws {
        try receiveFour()
        #expect(try office.discrepancies() == [])
        let fallen = try discrepancies(
            after: "UPDATE contribution SET received_on = 20261101 WHERE id = 3")
        #expect(fallen.contains(.dateFalls(series, number: 3)))
        let undone = "UPDATE contribution SET received_on = 20261116 WHERE id = 3;"
        #expect(
            try discrepancies(after: undone + "UPDATE voucher_series SET last_on = 20261122")
                == [.lastDateDiffers(series, stored: 20_261_122, computed: 20_261_121)])
        #expect(
            try discrepancies(after: "UPDATE voucher_series SET last_on = 20261121, ordered_from = 3")
                == [.orderBeginsEarlier(series, stored: 3, computed: 1)])
    }

    @Test func `a series from before the rule stays as it was and is in order from then on`() throws {
        try receiveFour()
        let village = village
        let raw = try RawFile(office.path)
        // Number 2 is of an earlier day than number 1, in every table and in the journal's payload.
        try raw.tamper(
            """
            ALTER TABLE voucher_series DROP COLUMN last_on;
            ALTER TABLE voucher_series RENAME TO old_series;
            DROP VIEW voucher;
            ALTER TABLE contribution RENAME COLUMN owner TO hamlet;
            ALTER TABLE expenditure RENAME COLUMN owner TO hamlet;
            CREATE VIEW voucher AS
            SELECT hamlet, 'receipt' AS kind, received_on / 10000 AS year, book, number, received_on AS issued_on
            FROM contribution;
            CREATE TABLE voucher_series AS SELECT owner AS hamlet, kind, year, book, last_number FROM old_series;
            CREATE UNIQUE INDEX voucher_series_key ON voucher_series (hamlet, kind, year, book);
            ALTER TABLE expenditure DROP COLUMN approved_on;
            UPDATE contribution SET received_on = 20261101 WHERE id = 2;
            CREATE TRIGGER voucher_series_begins_at_one AFTER INSERT ON voucher_series BEGIN SELECT 1; END;
            CREATE TRIGGER voucher_series_goes_on BEFORE UPDATE ON voucher_series BEGIN SELECT 1; END;
            CREATE TRIGGER contribution_takes_next_number AFTER INSERT ON contribution BEGIN SELECT 1; END;
            CREATE TRIGGER expenditure_takes_next_number AFTER UPDATE ON expenditure BEGIN SELECT 1; END;
            """, putsTriggersBack: false)
        try raw.run(
            String(contentsOfFile: Repository.migrations + "/0043_voucher_dates.sql", encoding: .utf8))
        // Named as today's service has it.
        for table in ["contribution", "expenditure", "voucher_series"] {
            try raw.run("ALTER TABLE \(table) RENAME COLUMN hamlet TO owner")
        }
        #expect(try raw.integer("SELECT ordered_from FROM voucher_series") == 2)
        #expect(try raw.integer("SELECT last_on FROM voucher_series") == 20_261_121)
        #expect(throws: Refusal.self) {
            try office.write { tx in _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(3)) }
        }
        _ = try office.write { tx in try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(2)) }
        #expect(try raw.integer("SELECT last_number FROM voucher_series") == 5)
        let numbers = try office.discrepancies().filter { "\($0)".contains("date") }
        #expect(numbers == [])
    }

    @Test func `the schema refuses a payment before its approval, and another day of approval`() throws {
        let (village, officers) = (village, officers)
        try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(9))
            let asked = try tx.request(10, in: village)
            let checked = try tx.take(.check, on: asked, by: officers, in: village, paidOn: .daysAgo(5))
            _ = try tx.take(.approve, on: checked, by: officers, in: village, paidOn: .daysAgo(5))
        }
        let raw = try RawFile(office.path)
        func pay(on day: Int) throws {
            try raw.run(
                """
                UPDATE expenditure SET state = 'paid', paid_by = 4, paid_on = \(day), book = '01', number = 1,
                    party_address = '', voucher_reason = ''
                """)
        }
        #expect(throws: SQLiteError.self) { try pay(on: 20_261_117) }
        for day in ["20261101", "20261120", "NULL"] {
            #expect(throws: SQLiteError.self) { try raw.run("UPDATE expenditure SET approved_on = \(day)") }
        }
        try pay(on: 20_261_118)
    }

    @Test func `verification finds a payment before its approval`() throws {
        let (village, officers) = (village, officers)
        let paid = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village, on: .daysAgo(9))
            return try tx.spend(10, by: officers, in: village, on: .daysAgo(5))
        }
        #expect(paid.approvedOn == .daysAgo(5))
        let found = try discrepancies(after: "UPDATE expenditure SET approved_on = 20261119")
        #expect(found.contains(.rowUnreadable(.expenditure, id: 1)))
    }
}
