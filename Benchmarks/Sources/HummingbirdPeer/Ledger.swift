import GRDB

/// The peer's database: WAL, `synchronous=FULL`, one writer, a pool of readers.
struct Ledger: Sendable {
    let pool: DatabasePool

    init(path: String) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16384; PRAGMA mmap_size = 1073741824")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        // After the pool is open, because opening it sets NORMAL.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    }

    /// The durability settings read back from the writer's connection.
    func durability() throws -> String {
        try pool.writeWithoutTransaction { db in
            let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "?"
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
            return "journal_mode=\(journal) synchronous=\(synchronous)"
        }
    }

    func createTables() throws {
        try pool.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE hamlet (
                        id           INTEGER PRIMARY KEY,
                        commune      TEXT NOT NULL,
                        commune_name TEXT NOT NULL,
                        name         TEXT NOT NULL,
                        type         TEXT NOT NULL,
                        valid_from   TEXT NOT NULL,
                        households   INTEGER NOT NULL,
                        persons      INTEGER NOT NULL,
                        cash_dong    INTEGER NOT NULL DEFAULT 0,
                        bank_dong    INTEGER NOT NULL DEFAULT 0
                    ) STRICT;

                    CREATE TABLE hamlet_year (
                        hamlet              INTEGER NOT NULL,
                        year                INTEGER NOT NULL,
                        received_dong       INTEGER NOT NULL,
                        contributions_count INTEGER NOT NULL,
                        households_count    INTEGER NOT NULL,
                        PRIMARY KEY (hamlet, year)
                    ) STRICT, WITHOUT ROWID;

                    CREATE TABLE contribution (
                        id          INTEGER PRIMARY KEY,
                        hamlet      INTEGER NOT NULL,
                        fund        INTEGER NOT NULL,
                        household   INTEGER NOT NULL,
                        number      TEXT NOT NULL,
                        book        TEXT NOT NULL,
                        name        TEXT NOT NULL,
                        method      TEXT NOT NULL,
                        amount_dong INTEGER NOT NULL,
                        received_on TEXT NOT NULL,
                        state       TEXT NOT NULL
                    ) STRICT;

                    CREATE INDEX contribution_hamlet ON contribution (hamlet, id);
                    """)
        }
    }
}

extension Ledger {
    /// One summary; nil for an unknown hamlet.
    func summary(of hamlet: Int64) async throws -> SummaryResponse? {
        try await pool.read { db in
            let one = try db.cachedStatement(
                sql: """
                    SELECT id, commune, commune_name, name, type, valid_from, households, persons, cash_dong, bank_dong
                    FROM hamlet WHERE id = ?
                    """)
            guard let row = try Row.fetchOne(one, arguments: [hamlet]) else { return nil }
            let years = try db.cachedStatement(
                sql: """
                    SELECT year, received_dong, contributions_count, households_count
                    FROM hamlet_year WHERE hamlet = ? ORDER BY year DESC
                    """)
            return SummaryResponse(row: row, years: try YearResponse.fetchAll(years, arguments: [hamlet]))
        }
    }

    /// The newest contributions of a hamlet, up to `limit` and one more.
    func contributions(of hamlet: Int64, limit: Int) async throws -> [ContributionResponse] {
        try await pool.read { db in
            let list = try db.cachedStatement(
                sql: """
                    SELECT id, number, book, name, fund, method, amount_dong, received_on, state
                    FROM contribution WHERE hamlet = ? ORDER BY id DESC LIMIT ?
                    """)
            return try ContributionResponse.fetchAll(list, arguments: [hamlet, limit + 1])
        }
    }

    /// Stores a contribution: one plain INSERT in its own transaction.
    func record(_ request: ContributionRequest, on day: String) async throws -> Int64 {
        try await pool.write { db in
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO contribution (
                        hamlet, fund, household, number, book, name, method, amount_dong, received_on, state)
                    VALUES (?, ?, ?, 'PT-2026-0000', '1', 'Nguyễn Văn An', ?, ?, ?, 'valid')
                    """)
            try insert.execute(
                arguments: [
                    request.fund, request.fund, request.household, request.method, request.amount, day,
                ])
            return db.lastInsertedRowID
        }
    }
}
