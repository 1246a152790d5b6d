import Foundation
import GRDB

/// All that a contribution is in the product, as a team would store it with GRDB: one transaction for each.
///
/// Left out to the peer's advantage: the tree of hashes, hashes of tokens and of repeated bodies, duties of two persons,
/// closed months and scopes.
extension Ledger {
    /// Adds the tables, with the funds and households of the loaded data.
    ///
    /// - Parameter token: the clerk's.
    /// - Throws: `DatabaseError`.
    func prepareRecording(by token: String) throws {
        try pool.write { db in
            guard try !db.tableExists("journal") else { return }
            try db.execute(sql: recordingTables)
            try db.execute(
                sql: "INSERT INTO access_token (token, user_account) VALUES (?, 1)", arguments: [token])
            try db.execute(
                sql: """
                    INSERT INTO fund (id, hamlet, name) SELECT id, id, 'Đường xóm' FROM hamlet;
                    INSERT INTO household (id, hamlet, name)
                    SELECT household, min(hamlet), min(name) FROM contribution GROUP BY household;
                    """)
        }
    }

    /// Records a contribution; a repeated key gets the first one.
    ///
    /// - Returns: nil for an unknown token, fund or household.
    func recordWhole(
        _ request: ContributionRequest, body: String, token: String, key: String, on day: String
    ) async throws -> WholeResponse? {
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        return try await pool.write { db in
            guard let caller = try user(of: token, in: db) else { return nil }
            if let first = try repeated(key, body: body, of: caller, in: db) { return first }
            guard let place = try place(of: request, in: db) else { return nil }
            let number = try nextNumber(of: place.hamlet, on: day, in: db)
            let position = try lastPosition(in: db) + 1
            let id = try insert(
                request, number: number, place: place, by: caller, at: now, position, on: day, in: db)
            let whole = WholeResponse(id: id, request: request, place: place, number: number, day: day)
            try post(request, of: place.hamlet, position, on: day, in: db)
            try journal(whole, by: caller, at: now, position, in: db)
            try db.cachedStatement(
                sql: "INSERT INTO idempotency_key (user_account, key, body, position) VALUES (?, ?, ?, ?)"
            )
            .execute(arguments: [caller, key, body, position])
            return whole
        }
    }

    private func user(of token: String, in db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT user_account FROM access_token WHERE token = ? AND revoked_ms IS NULL"),
            arguments: [token])
    }

    private func repeated(
        _ key: String, body: String, of caller: Int64, in db: Database
    ) throws -> WholeResponse? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT journal.payload FROM idempotency_key
                JOIN journal ON journal.position = idempotency_key.position
                WHERE idempotency_key.user_account = ? AND idempotency_key.key = ? AND idempotency_key.body = ?
                """)
        guard let payload = try Data.fetchOne(statement, arguments: [caller, key, body]) else { return nil }
        return try JSONDecoder().decode(WholeResponse.self, from: payload)
    }

    /// The hamlet of the fund, which must be that of the household, with the names for the voucher.
    private func place(of request: ContributionRequest, in db: Database) throws -> Place? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT hamlet.id, household.name, hamlet.name, hamlet.commune_name, fund.name
                FROM fund JOIN hamlet ON hamlet.id = fund.hamlet
                JOIN household ON household.hamlet = hamlet.id
                WHERE fund.id = ? AND household.id = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [request.fund, request.household]) else {
            return nil
        }
        return Place(
            hamlet: row[0], party: row[1], address: "\(row[2] as String), \(row[3] as String)",
            reason: "Đóng góp quỹ \(row[4] as String)")
    }

    private func nextNumber(of hamlet: Int64, on day: String, in db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO voucher_series (hamlet, kind, year, book, last_number, last_on)
                VALUES (?, 'receipt', ?, '1', 1, ?)
                ON CONFLICT (hamlet, kind, year, book) DO UPDATE
                SET last_number = last_number + 1, last_on = max(last_on, excluded.last_on)
                RETURNING last_number
                """)
        return try Int64.fetchOne(statement, arguments: [hamlet, Int64(day.prefix(4)), day]) ?? 0
    }

    private func lastPosition(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(position) FROM journal")) ?? 0
    }

    private func insert(
        _ request: ContributionRequest, number: Int64, place: Place, by caller: Int64, at now: Int64,
        _ position: Int64, on day: String, in db: Database
    ) throws -> Int64 {
        try db.cachedStatement(
            sql: """
                INSERT INTO receipt (hamlet, fund, household, source, method, received_on, amount_dong, book, number,
                    party_name, party_address, reason, recorded_by, recorded_ms, version, position)
                VALUES (?, ?, ?, 'households', ?, ?, ?, '1', ?, ?, ?, ?, ?, ?, 1, ?)
                """
        )
        .execute(
            arguments: [
                place.hamlet, request.fund, request.household, request.method, day, request.amount, number,
                place.party,
                place.address, place.reason, caller, now, position,
            ])
        return db.lastInsertedRowID
    }

    private func post(
        _ request: ContributionRequest, of hamlet: Int64, _ position: Int64, on day: String, in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO posting (position, line, hamlet, fund, debit, credit, amount, posted_on)
                VALUES (?, 1, ?, ?, ?, 'households', ?, ?)
                """
        )
        .execute(arguments: [position, hamlet, request.fund, request.method, request.amount, day])
        try db.cachedStatement(
            sql: """
                INSERT INTO ledger_sum (hamlet, fund, day, debit, credit, amount, vouchers)
                VALUES (?, ?, ?, ?, 'households', ?, 1)
                ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, vouchers = vouchers + 1
                """
        )
        .execute(arguments: [hamlet, request.fund, day, request.method, request.amount])
        try db.cachedStatement(
            sql: """
                INSERT INTO household_year (household, year, contributions_count) VALUES (?, ?, 1)
                ON CONFLICT DO UPDATE SET contributions_count = contributions_count + 1
                """
        )
        .execute(arguments: [request.household, Int64(day.prefix(4))])
    }

    private func journal(
        _ whole: WholeResponse, by caller: Int64, at now: Int64, _ position: Int64, in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload)
                VALUES (?, ?, ?, 'contribution.recorded', ?, ?)
                """
        )
        .execute(arguments: [position, now, caller, whole.id, try JSONEncoder().encode(whole)])
    }
}

/// Where a contribution belongs, and the words of its voucher.
struct Place {
    let hamlet: Int64
    let party: String
    let address: String
    let reason: String
}

private let recordingTables = """
    CREATE TABLE access_token (token TEXT PRIMARY KEY, user_account INTEGER NOT NULL, revoked_ms INTEGER) STRICT, WITHOUT ROWID;
    CREATE TABLE fund (id INTEGER PRIMARY KEY, hamlet INTEGER NOT NULL REFERENCES hamlet (id), name TEXT NOT NULL) STRICT;
    CREATE TABLE household (
        id INTEGER PRIMARY KEY, hamlet INTEGER NOT NULL REFERENCES hamlet (id), name TEXT NOT NULL) STRICT;
    CREATE TABLE receipt (
        id INTEGER PRIMARY KEY, hamlet INTEGER NOT NULL REFERENCES hamlet (id),
        fund INTEGER NOT NULL REFERENCES fund (id), household INTEGER NOT NULL REFERENCES household (id),
        source TEXT NOT NULL, method TEXT NOT NULL CHECK (method IN ('cash', 'bank')), received_on TEXT NOT NULL,
        amount_dong INTEGER NOT NULL CHECK (amount_dong > 0), book TEXT NOT NULL, number INTEGER NOT NULL,
        party_name TEXT NOT NULL, party_address TEXT NOT NULL, reason TEXT NOT NULL, recorded_by INTEGER NOT NULL,
        recorded_ms INTEGER NOT NULL, void_reason TEXT, voided_by INTEGER, voided_ms INTEGER,
        version INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
    CREATE INDEX receipt_hamlet ON receipt (hamlet, id);
    CREATE TABLE voucher_series (
        hamlet INTEGER NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, book TEXT NOT NULL,
        last_number INTEGER NOT NULL, last_on TEXT NOT NULL, PRIMARY KEY (hamlet, kind, year, book)) STRICT, WITHOUT ROWID;
    CREATE TABLE posting (
        position INTEGER NOT NULL, line INTEGER NOT NULL, hamlet INTEGER NOT NULL, fund INTEGER NOT NULL,
        debit TEXT NOT NULL, credit TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount <> 0), posted_on TEXT NOT NULL,
        PRIMARY KEY (position, line)) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger_sum (
        hamlet INTEGER NOT NULL, fund INTEGER NOT NULL, day TEXT NOT NULL, debit TEXT NOT NULL, credit TEXT NOT NULL,
        amount INTEGER NOT NULL, vouchers INTEGER NOT NULL, PRIMARY KEY (hamlet, fund, day, debit, credit)) STRICT, WITHOUT ROWID;
    CREATE TABLE household_year (
        household INTEGER NOT NULL, year INTEGER NOT NULL, contributions_count INTEGER NOT NULL,
        PRIMARY KEY (household, year)) STRICT, WITHOUT ROWID;
    CREATE TABLE journal (
        position INTEGER PRIMARY KEY, recorded_ms INTEGER NOT NULL, actor INTEGER, kind TEXT NOT NULL,
        subject INTEGER NOT NULL, payload BLOB NOT NULL) STRICT;
    CREATE TABLE idempotency_key (
        user_account INTEGER NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (user_account, key)) STRICT, WITHOUT ROWID;
    """
