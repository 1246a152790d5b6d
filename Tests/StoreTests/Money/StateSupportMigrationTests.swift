import Domain
import Foundation
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// Money of registered state agencies that was counted as sponsors' moves to its own source, in every table.
@Suite struct StateSupportMigrationTests {
    /// The tables as they were before the migration: no source, and state support with the sponsors.
    private static let before = """
        DROP VIEW voucher;
        CREATE VIEW voucher AS SELECT 1 AS one;
        CREATE TABLE old_contribution AS
        SELECT hamlet, id, commune, fund, household, organisation, sponsor_name, sponsor_kind, is_anonymous, pledge, method,
            bank_reference, received_on, amount_dong, book, number, party_name, recorded_by, recorded_ms, void_reason,
            voided_by, voided_ms, version, position, party_address, voucher_reason, donor_name, refunded_dong, refund_steps
        FROM contribution;
        DROP TABLE contribution;
        ALTER TABLE old_contribution RENAME TO contribution;
        UPDATE posting
        SET debit_account = coalesce((
                SELECT sponsors.id FROM ledger_account AS sponsors JOIN ledger_account AS state USING (hamlet, fund)
                WHERE state.id = debit_account AND state.kind = 'state' AND sponsors.kind = 'sponsors'), debit_account),
            credit_account = coalesce((
                SELECT sponsors.id FROM ledger_account AS sponsors JOIN ledger_account AS state USING (hamlet, fund)
                WHERE state.id = credit_account AND state.kind = 'state' AND sponsors.kind = 'sponsors'), credit_account);
        UPDATE ledger_account
        SET credited_dong = ledger_account.credited_dong + state.credited_dong,
            debited_dong = ledger_account.debited_dong + state.debited_dong
        FROM (SELECT * FROM ledger_account WHERE kind = 'state') AS state
        WHERE ledger_account.kind = 'sponsors' AND ledger_account.fund = state.fund;
        DELETE FROM ledger_account WHERE kind = 'state';
        INSERT INTO fund_day
        SELECT hamlet, fund, money, day, 'sponsors', item, in_dong, out_dong FROM fund_day WHERE other = 'state'
        ON CONFLICT (hamlet, fund, money, day, other, item) DO UPDATE SET in_dong = fund_day.in_dong + excluded.in_dong;
        DELETE FROM fund_day WHERE other = 'state';
        UPDATE hamlet_year SET received_sponsors_dong = received_sponsors_dong + received_state_dong;
        ALTER TABLE hamlet_year DROP COLUMN received_state_dong;
        CREATE TRIGGER posting_kept_as_written BEFORE UPDATE ON posting BEGIN SELECT 1; END;
        """

    /// What migrations after it added to receipts.
    private static let after = """
        ALTER TABLE contribution ADD COLUMN names_book INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contribution ADD COLUMN bank_key TEXT;
        ALTER TABLE contribution ADD COLUMN import_key TEXT;
        ALTER TABLE contribution ADD COLUMN import_key_folded TEXT;
        ALTER TABLE contribution ADD COLUMN voucher_position INTEGER;
        UPDATE contribution SET voucher_position = (
            SELECT min(position) FROM journal
            WHERE kind = 'contribution.recorded' AND subject = contribution.id
        );
        """

    /// The rows of a table of totals, one text each.
    private static func totals(_ raw: RawFile, _ table: String) throws -> [String] {
        let columns = try raw.connection.all("SELECT name FROM pragma_table_info(?1) ORDER BY name", table) {
            row in row.text(0)
        }
        // By names: the migration adds its column behind the others.
        let values = columns.filter { $0 != "id" }.joined(separator: " || ' ' || ")
        try raw.run(
            "DROP TABLE IF EXISTS temp.total; CREATE TEMP TABLE total AS SELECT \(values) AS row FROM \(table)"
        )
        return try raw.connection.all("SELECT row FROM temp.total ORDER BY row") { row in row.text(0) }
    }

    /// Accounts by their kinds, because a migration gives them other ids.
    private static func postings(_ raw: RawFile) throws -> [String] {
        try raw.connection.all(
            """
            SELECT posting.position || ' ' || debited.kind || ' ' || credited.kind || ' ' || amount_dong || ' '
                || posted_on
            FROM posting JOIN ledger_account AS debited ON debited.id = debit_account
                JOIN ledger_account AS credited ON credited.id = credit_account
            ORDER BY posting.id
            """
        ) { row in row.text(0) }
    }

    @Test func `sums of all tables are recomputed`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            let agency = Organisation(
                id: try tx.newID(), name: "UBND phường", kind: .stateAgency, unit: Village.commune, version: 1
            )
            try tx.save(agency)
            let donor = Contribution.Donor.organisation(agency.id)
            _ = try tx.receive(1, from: .sponsor, in: village, on: .daysAgo(400))
            for (dong, daysAgo) in [(20, 400), (300, 9), (4000, 5)] as [(Int64, Int)] {
                _ = try tx.receive(dong, from: donor, in: village, on: .daysAgo(daysAgo), source: .state)
            }
            let wrong = try tx.receive(
                50_000, from: donor, in: village, method: .bank, on: .daysAgo(5), source: .state)
            _ = try tx.receive(600_000, from: .sponsor, in: village, on: .daysAgo(5))
            _ = try tx.voidReceipt(of: wrong, in: village)
        }
        #expect(try office.discrepancies() == [])
        let years = try office.read { tx in try tx.years(of: village.hamlet.id) }
        #expect(years.map(\.receivedFromState) == [Dong(4300), Dong(20)])
        #expect(years.map(\.receivedFromSponsors) == [Dong(600_000), Dong(1)])
        let earlier = try EarlierLedger(of: office)
        let raw = try RawFile(earlier.path)
        let tables = ["ledger_account", "fund_day", "hamlet_year"]
        let (totals, postings) = (try tables.map { try Self.totals(raw, $0) }, try Self.postings(raw))
        #expect(try raw.integer("SELECT max(received_state_dong) FROM hamlet_year") == 4300)
        #expect(try raw.integer("SELECT max(received_sponsors_dong) FROM hamlet_year") == 600_000)
        try raw.tamper(Self.before, putsTriggersBack: false)
        #expect(try raw.integer("SELECT max(received_sponsors_dong) FROM hamlet_year") == 604_300)
        #expect(try raw.integer("SELECT count(*) FROM ledger_account WHERE kind = 'state'") == 0)
        try raw.run(
            String(contentsOfFile: Repository.migrations + "/0044_state_support.sql", encoding: .utf8))
        #expect(try tables.map { try Self.totals(raw, $0) } == totals)
        #expect(try Self.postings(raw) == postings)
        #expect(
            try raw.integer("SELECT count(*) FROM contribution WHERE source = 'state' AND organisation = 2")
                == 4)
        try raw.run(Self.after)
        // So that the new ledger is the one that today's receipts have.
        try raw.run(
            String(contentsOfFile: Repository.migrations + "/\(EarlierLedger.migrationName)", encoding: .utf8)
        )
        for table in ["posting", "ledger_sum", "pledge_year"] {
            #expect(try earlier.differencesCount(in: table) == 0, "\(table)")
        }
    }

    @Test func `a state agency's money that is counted as a sponsor's is found, and the other way round`()
        throws
    {
        let office = try TestStore()
        let village = try Village(in: office)
        let union = village.organisation.id
        try office.write { tx in
            _ = try tx.receive(1, from: .organisation(union), in: village, source: .state)
        }
        #expect(try office.discrepancies() == [.columnDiffers(.contribution, id: 1, column: "source")])
    }
}
