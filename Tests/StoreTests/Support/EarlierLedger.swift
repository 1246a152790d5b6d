import Domain
import SQLite
import Store
import TestSupport
import Testing

/// A file as it was before the migration that made the ledger again, with the rows of a file of today.
///
/// Accounts, postings and their totals are written as the service wrote them then.
struct EarlierLedger {
    static let migrationName = "0056_ledger.sql"
    private static let fileName = "earlier.db"

    private let folder: TemporaryFolder
    private let now: TestStore
    var path: String { folder.path(of: EarlierLedger.fileName) }

    /// Copies `office`, which stays as it is.
    init(of office: TestStore) throws {
        folder = try TemporaryFolder()
        now = office
        let migrations = Array(Migration.all.prefix { $0.name != EarlierLedger.migrationName })
        try #require(migrations.count < Migration.all.count)
        try Store(path: path, migrations: migrations, clock: { TestStore.start }).close()
        let raw = try RawFile(path)
        try raw.run("ATTACH '\(office.path)' AS today")
        try raw.tamper(EarlierLedger.copies(raw) + EarlierLedger.ledger)
        try raw.run("DETACH today")
    }

    /// Upgraded to the newest version by the service.
    func upgraded() throws -> Store {
        try Store(path: path, older: .isUpgraded { _ in }, clock: { TestStore.start })
    }

    /// The number of rows of `table` that the upgraded file and the one of today do not share.
    func differencesCount(in table: String) throws -> Int64 {
        let raw = try RawFile(path)
        try raw.run(
            """
            ATTACH '\(now.path)' AS today;
            CREATE TEMP TABLE difference AS
            SELECT * FROM (SELECT * FROM main.\(table) EXCEPT SELECT * FROM today.\(table))
            UNION ALL
            SELECT * FROM (SELECT * FROM today.\(table) EXCEPT SELECT * FROM main.\(table));
            """)
        return try raw.integer("SELECT count(*) FROM temp.difference") ?? -1
    }

    /// Statements that copy the columns that both versions have, of every table that both have but the ledger's.
    private static func copies(_ raw: RawFile) throws -> String {
        let tables = try raw.connection.all(
            """
            SELECT name FROM main.sqlite_schema
            WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('migration', 'posting')
                AND name IN (SELECT name FROM today.sqlite_schema WHERE type = 'table')
            """
        ) { row in row.text(0) }
        return
            try tables.map { table in
                let columns = try raw.connection.all(
                    """
                    SELECT name FROM pragma_table_info(?1, 'main')
                    INTERSECT SELECT name FROM pragma_table_info(?1, 'today')
                    """, table
                ) { row in row.text(0) }
                let names = columns.joined(separator: ", ")
                // Then only hamlets had books.
                let isOfOwner = try raw.connection.first(
                    """
                    SELECT count(*)
                    FROM pragma_table_info(?1, 'main') AS earlier, pragma_table_info(?1, 'today') AS now
                    WHERE earlier.name = 'hamlet' AND now.name = 'owner'
                    """, table
                ) { row in row.integer(0) }
                let (list, values) =
                    isOfOwner == 1
                    ? (names + ", hamlet", names + ", CAST(substr(owner, 2) AS INTEGER)") : (names, names)
                return """
                    DELETE FROM main.\(table);
                    INSERT INTO main.\(table) (\(list)) SELECT \(values) FROM today.\(table);

                    """
            }
            .joined()
    }

    /// A posting was from account to account of its fund, a reversal the other way; sponsors had one account, and state
    /// support had one.
    private static let ledger = """
        CREATE TEMP TABLE moved AS
        SELECT position, line, CAST(substr(owner, 2) AS INTEGER) AS hamlet, fund, item, amount, posted_on,
            \(account("debit")) AS debit, \(account("credit")) AS credit
        FROM today.posting;

        CREATE TEMP TABLE sided AS
        SELECT position, line, hamlet, fund, posted_on, abs(amount) AS amount,
            CASE WHEN amount < 0 THEN credit ELSE debit END AS debit,
            CASE WHEN amount < 0 THEN debit ELSE credit END AS credit
        FROM temp.moved;

        INSERT INTO ledger_account (hamlet, fund, kind, debited_dong, credited_dong)
        SELECT hamlet, fund, kind, sum(debited), sum(credited)
        FROM (
            SELECT hamlet, fund, debit AS kind, amount AS debited, 0 AS credited FROM temp.sided
            UNION ALL
            SELECT hamlet, fund, credit, 0, amount FROM temp.sided
        )
        GROUP BY hamlet, fund, kind;

        INSERT INTO main.posting (debit_account, credit_account, amount_dong, posted_on, position)
        SELECT debited.id, credited.id, amount, posted_on, position
        FROM temp.sided
            JOIN ledger_account AS debited
                ON debited.hamlet = sided.hamlet AND debited.fund = sided.fund AND debited.kind = debit
            JOIN ledger_account AS credited
                ON credited.hamlet = sided.hamlet AND credited.fund = sided.fund AND credited.kind = credit
        ORDER BY position, line;

        INSERT INTO fund_day (hamlet, fund, money, day, other, item, in_dong, out_dong)
        SELECT hamlet, fund, CASE WHEN debit IN ('cash', 'bank') THEN debit ELSE credit END, posted_on,
            CASE WHEN debit IN ('cash', 'bank') THEN credit ELSE debit END, item,
            sum(CASE WHEN debit IN ('cash', 'bank') THEN amount ELSE 0 END),
            sum(CASE WHEN debit IN ('cash', 'bank') THEN 0 ELSE amount END)
        FROM temp.moved
        GROUP BY 1, 2, 3, 4, 5, 6;

        INSERT INTO hamlet_year (hamlet, year, received_households_dong, received_sponsors_dong, received_state_dong,
            contributions_count, spent_dong, refunded_dong, expenditures_count)
        SELECT hamlet, posted_on / 10000, sum(CASE credit WHEN 'households' THEN amount ELSE 0 END),
            sum(CASE credit WHEN 'sponsors' THEN amount ELSE 0 END), sum(CASE credit WHEN 'state' THEN amount ELSE 0 END),
            sum(CASE WHEN credit IN ('households', 'sponsors', 'state') THEN sign(amount) ELSE 0 END),
            sum(CASE debit WHEN 'expenses' THEN amount ELSE 0 END), sum(CASE debit WHEN 'refunds' THEN amount ELSE 0 END),
            sum(CASE WHEN debit IN ('expenses', 'refunds') THEN sign(amount) ELSE 0 END)
        FROM temp.moved
        GROUP BY 1, 2;

        INSERT INTO hamlet_year (hamlet, year, pledged_dong, pledges_count)
        SELECT hamlet, year, pledged_dong, pledges_count FROM today.pledge_year WHERE true
        ON CONFLICT (hamlet, year) DO UPDATE
        SET pledged_dong = excluded.pledged_dong, pledges_count = excluded.pledges_count;

        UPDATE hamlet_year
        SET households_count = (
            SELECT count(*) FROM household_year
            WHERE household_year.hamlet = hamlet_year.hamlet AND household_year.year = hamlet_year.year
        );
        """

    private static func account(_ column: String) -> String {
        """
        CASE WHEN \(column) IN ('people_away', 'individuals', 'companies', 'organisations') THEN 'sponsors'
            WHEN \(column) LIKE 'state!_%' ESCAPE '!' THEN 'state' ELSE \(column) END
        """
    }
}
