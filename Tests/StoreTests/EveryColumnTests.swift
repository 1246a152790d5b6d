import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A column of the schema, by name.
private struct Column: Hashable {
    let table: String
    let name: String
    let type: String

    /// An SQL expression for a different value.
    var otherValue: String {
        switch type {
        case "INTEGER": "coalesce(\(name), 0) + 1"
        case "TEXT": "coalesce(\(name), '') || 'x'"
        default: "zeroblob(32)"
        }
    }

    /// A condition that selects one row of the table: the last one, where rows have ids.
    var oneRow: String {
        switch table {
        case "contribution": "id = (SELECT max(id) FROM contribution)"
        case "household_year": "household = (SELECT max(household) FROM household_year)"
        case "household_version": "household = 6 AND version = 2"
        case "hamlet_version": "hamlet = 4"
        case "organisation_version": "organisation = 1"
        case "reorganisation_hamlet", "reorganisation_fund": "reorganisation = 1 AND number = 2"
        case "posting": "line = (SELECT max(line) FROM posting)"
        case "ledger_sum": "owner = 'h1' AND debit = 'bank'"
        case "fund_owner": "owner = 'h4'"
        case "pledge_year": "hamlet = (SELECT max(hamlet) FROM pledge_year)"
        case "voucher_series": "owner = (SELECT max(owner) FROM voucher_series)"
        case "expenditure": "id = (SELECT max(id) FROM expenditure)"
        case "criterion": "number = 3"
        case "decision_item": "decision = 3 AND number = 1"
        case "decision_estimate": "decision = 3 AND number = 2"
        case "decision_person": "decision = 3 AND duty = 'board' AND number = 3"
        case "decision_recording": "decision = 3 AND recording = 1 AND number = 1"
        case "model_appraiser": "model = 2 AND number = 2"
        case "fund_decision": "fund = 1 AND number = 1"
        case "profile_occupation": "profile = 1"
        case "community_event_output": "event = 2 AND number = 2"
        case "appraisal_score": "appraisal = 4 AND number = 3"
        case "cash_count_notes": "cash_count = 2 AND number = 2"
        case "unit_month": "month = 202611"
        case "owner_year": "owner = 'h1'"
        case "fund_year":
            "(fund, year) = (SELECT fund, year FROM fund_year ORDER BY fund DESC, year DESC LIMIT 1)"
        case "unit_model", "hamlet_model": "models_count > 0"
        case "log_key": "kind = 'log'"
        case "log_cosignature": "size = 2"
        default: "rowid = (SELECT max(rowid) FROM \(table))"
        }
    }
}

@Suite struct EveryColumnTests {
    /// Columns that verification cannot cover, because nothing else in the file implies them.
    ///
    /// The documentation of `StoreFile.verification` lists the same.
    private static let uncovered: Set<String> = [
        "access_token.last_used_ms",
        // Times that nobody signed.
        "log_checkpoint.signed_ms", "log_key.added_ms", "log_cosignature.received_ms",
    ]

    private static func columns(of office: TestStore) throws -> [Column] {
        try RawFile(office.path).connection
            .all(
                """
                SELECT tables.name, columns.name, columns.type
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND tables.name NOT IN (
                        'migration', 'idempotency_key', 'tag_key',
                        -- See StoredResponseTamperingTests; the other needs 256 rows: see LogTamperingTests.
                        'log_tile')
                    -- See ExpenditureTamperingTests, MoneyMoveTests, BookHandoverTests, PayableTests,
                    -- HandOverSlipTests.
                    AND tables.name NOT IN ('expenditure', 'opening_balance', 'fund_transfer', 'bank_entry',
                        'book_handover', 'book_handover_fund', 'payable', 'payable_gift', 'hand_over_slip')
                ORDER BY 1, 2
                """
            ) { row in Column(table: row.text(0), name: row.text(1), type: row.text(2)) }
    }

    @Test func `a changed value in any column of any table is found`() throws {
        let columns = try Self.columns(of: SampleBooks(isReorganised: true).office)
        #expect(columns.count > 100)
        for column in columns {
            let discrepancies = try SampleBooks.folded()
                .discrepancies(
                    after:
                        "UPDATE \(column.table) SET \(column.name) = \(column.otherValue) WHERE \(column.oneRow)"
                )
            let isCovered = !Self.uncovered.contains("\(column.table).\(column.name)")
            #expect(!discrepancies.isEmpty == isCovered, "\(column.table).\(column.name)")
        }
    }

    @Test func `a deleted row of any table is found`() throws {
        var tables = try Set(Self.columns(of: SampleBooks().office).map(\.table))
        // Whether a witness has cosigned is known to the witness alone.
        tables.remove("log_cosignature")
        for table in tables.sorted() {
            let row = Column(table: table, name: "", type: "").oneRow
            let discrepancies = try SampleBooks.folded()
                .discrepancies(after: "DELETE FROM \(table) WHERE \(row)")
            #expect(!discrepancies.isEmpty, "\(table)")
        }
    }

    @Test func `a duplicated row is found in every table that allows one`() throws {
        for table in ["hamlet", "household", "organisation", "fund", "pledge", "user_account"] {
            let ledger = try SampleBooks()
            let names = try Self.columns(of: ledger.office).filter { $0.table == table && $0.name != "id" }
                .map(\.name)
            try RawFile(ledger.office.path)
                .run(
                    """
                    DROP INDEX IF EXISTS hamlet_open_name;
                    DROP INDEX IF EXISTS household_code;
                    DROP INDEX IF EXISTS organisation_name;
                    DROP INDEX IF EXISTS fund_name;
                    """)
            let values = names.map { $0 == "name" && table == "user_account" ? "'Hoa'" : $0 }
            let discrepancies = try ledger.discrepancies(
                after: """
                    INSERT INTO \(table) (id, \(names.joined(separator: ", ")))
                    SELECT 99, \(values.joined(separator: ", ")) FROM \(table) WHERE id = 1
                    """)
            #expect(!discrepancies.isEmpty, "\(table)")
        }
    }

    @Test func `verification during writes reads a single commit`() throws {
        let ledger = try SampleBooks()
        let found = try ledger.office.read { tx in
            let before = try tx.verification()
            _ = try ledger.office.write { write in
                try write.receive(1000, from: .sponsor, in: ledger.village)
            }
            let after = try tx.verification()
            #expect(before.lastPosition == after.lastPosition)
            return after
        }
        #expect(found.discrepancies == [])
    }
}
