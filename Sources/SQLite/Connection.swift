import CSQLite

/// One open database.
///
/// The only caller of `sqlite3_*`, with its `Statement` and `Row`.
///
/// Not Sendable: one thread at a time, guarded by whoever holds it (a loop's queue, or a `Mutex`). SQLite is
/// opened without its own mutexes for that reason.
package final class Connection {
    package enum Mode: Hashable, Sendable {
        /// Reads and writes, makes the file when it is missing.
        case readWrite
        /// Reads only: SQLite itself refuses a write.
        case readOnly
    }

    private let handle: OpaquePointer
    /// Statements by the address of their text: a `StaticString` never moves.
    private var statements: [UnsafeRawPointer: Statement] = [:]
    /// Statements by the query that they were made of, which they keep.
    private var queries: [ObjectIdentifier: Statement] = [:]
    /// Pages in the write-ahead log after the last commit of this connection.
    ///
    /// Freed in `deinit`.
    private let logPages: UnsafeMutablePointer<Int32>

    /// True when SQLite took our settings for the whole process, as it does unless it is running already.
    ///
    /// What a savepoint changes is kept in memory: with SQLite's 64 KiB a batch of contributions wrote twice as many
    /// pages to a temporary file as to the log. Any other bound over 131,071 bytes fails in 3.40 with "disk full". So
    /// what is long must not run in a savepoint: see `Writer`.
    /// - Source: https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigstmtjrnlspill
    private static let isConfigured = danvan_sqlite_configure() == SQLITE_OK

    /// The library's version, such as `3.40.1`.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Opens the file at `path`.
    ///
    /// - Parameters:
    ///   - path: a file; no URI, no `:memory:` sharing.
    ///   - mode: what the connection may do.
    ///   - busyMilliseconds: how long a lock of somebody else is waited for; 0 not at all.
    /// - Throws: `SQLiteError` when the file cannot be opened; the schema is read with the first statement.
    package init(path: String, mode: Mode, busyMilliseconds: Int) throws(SQLiteError) {
        _ = Connection.isConfigured
        var opened: OpaquePointer?
        let access =
            switch mode {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, doing: "open \(path)")
        }
        handle = opened
        // Only now: `deinit` does not run after a throw above.
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
        _ = sqlite3_busy_timeout(handle, Int32(clamping: busyMilliseconds))
        _ = danvan_sqlite_defensive(handle)
        countLogPages()
    }

    deinit {
        statements.removeAll()
        queries.removeAll()
        sqlite3_close_v2(handle)
        logPages.deallocate()
    }

    /// Runs a script of several statements without parameters: a migration, a pragma.
    package func execute(script: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteError(handle, doing: String(script.prefix(200)))
        }
    }

    /// Runs `sql` to its end.
    ///
    /// Rows that it gives are passed over.
    @inlinable
    package func run(_ sql: StaticString, _ values: any Bindable...) throws(SQLiteError) {
        try run(ready(sql, values))
    }

    /// The first row of `sql`, or nil when there is none.
    ///
    /// A write with RETURNING happens whole, and was kept when this returns.
    @inlinable
    package func first<Value>(
        _ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        try first(ready(sql, values), read: read)
    }

    /// Every row of `sql`, in its order.
    @inlinable
    package func all<Value>(
        _ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(ready(sql, values), read: read)
    }

    /// Calls `visit` with every row, holding one at a time: for results that do not fit in memory.
    ///
    /// `visit` may run other statements of this connection, but not `sql` itself, which stops the process.
    @inlinable
    package func each(
        _ sql: StaticString, _ values: any Bindable..., visit: (borrowing Row) throws -> Void
    ) throws {
        try each(ready(sql, values), visit: visit)
    }

    /// Runs `sql` to its end.
    ///
    /// Rows that it gives are passed over.
    @inlinable
    package func run(_ sql: Query, _ values: any Bindable...) throws(SQLiteError) {
        try run(ready(sql, values))
    }

    /// The first row of `sql`, or nil when there is none.
    ///
    /// A write with RETURNING happens whole, and was kept when this returns.
    @inlinable
    package func first<Value>(
        _ sql: Query, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        try first(ready(sql, values), read: read)
    }

    /// Every row of `sql`, in its order.
    @inlinable
    package func all<Value>(
        _ sql: Query, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(ready(sql, values), read: read)
    }

    /// Calls `visit` with every row, holding one at a time: for results that do not fit in memory.
    ///
    /// `visit` may run other statements of this connection, but not `sql` itself, which stops the process.
    @inlinable
    package func each(
        _ sql: Query, _ values: any Bindable..., visit: (borrowing Row) throws -> Void
    ) throws {
        try each(ready(sql, values), visit: visit)
    }

    /// As `all`, for callers that have the values in an array.
    package func all<Value>(
        _ sql: Query, with values: [any Bindable], read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(ready(sql, values), read: read)
    }

    @usableFromInline
    func run(_ statement: Statement) throws(SQLiteError) {
        defer { statement.reset() }
        while try statement.step() {}
    }

    @inlinable
    func first<Value>(
        _ statement: Statement, read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let value = try read(Row(statement))
        try statement.checkRow()
        try statement.end()
        return value
    }

    @inlinable
    func all<Value>(
        _ statement: Statement, read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        defer { statement.reset() }
        var found: [Value] = []
        while try statement.step() {
            found.append(try read(Row(statement)))
            try statement.checkRow()
        }
        return found
    }

    @inlinable
    func each(
        _ statement: Statement, visit: (borrowing Row) throws -> Void
    ) throws {
        defer { statement.reset() }
        while try statement.step() {
            try visit(Row(statement))
            try statement.checkRow()
        }
    }

    /// Calls `visit` with every row of `sql`, and `skipped` with what is wrong with each that cannot be read.
    ///
    /// For verification, which goes on where everybody else stops.
    package func eachReadable(
        _ sql: Query, _ values: any Bindable..., visit: (borrowing Row) throws -> Void,
        skipped: (borrowing Row, SQLiteError) -> Void
    ) throws {
        let statement = try ready(sql, values)
        defer { statement.reset() }
        while try statement.step() {
            do {
                try visit(Row(statement))
                try statement.checkRow()
            } catch let error as SQLiteError where error.isUnreadableRow {
                skipped(Row(statement), error)
                // What `skipped` reads of a damaged row may be damaged as well.
                statement.forgetRowFailure()
            }
        }
    }

    /// The rows that the last INSERT, UPDATE or DELETE touched.
    package var changesCount: Int { Int(sqlite3_changes64(handle)) }

    /// All rows that INSERT, UPDATE and DELETE touched since the connection was opened, by foreign keys and triggers
    /// too: it stands still while nothing is written.
    package var changesTotal: Int64 { sqlite3_total_changes64(handle) }

    package var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// True between BEGIN and COMMIT or ROLLBACK.
    ///
    /// Some failures (disk full) end a transaction by themselves.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Pages in the write-ahead log after the last commit of this connection.
    package var logPagesCount: Int { Int(logPages.pointee) }

    package enum Checkpoint: Sendable {
        /// Moves what no reader needs, and waits for nobody.
        case passive
        /// Waits for readers up to the busy time, so that the log starts again at its beginning.
        case restart
        /// As `restart`, and makes the log's file empty.
        case truncate
    }

    /// Moves the log's pages into the database file.
    ///
    /// - Returns: false when a reader kept it from finishing, which is no failure: the next one goes on.
    /// - Throws: `SQLiteError` for anything but busy.
    /// - Source: https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
    @discardableResult
    package func checkpoint(_ checkpoint: Checkpoint) throws(SQLiteError) -> Bool {
        let mode =
            switch checkpoint {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        var inLog: Int32 = 0
        var moved: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &inLog, &moved)
        if code & 0xFF == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw SQLiteError(handle, doing: "checkpoint") }
        return inLog == moved
    }

    /// Keeps the size of the log at hand, and so takes the place of SQLite's automatic checkpoint: who writes
    /// decides when to pay for one.
    ///
    /// - Source: https://www.sqlite.org/c3ref/wal_hook.html, which replaces `wal_autocheckpoint`.
    private func countLogPages() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logPages)
    }

    @usableFromInline
    func ready(_ sql: StaticString, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
        try ready(try statement(sql), values)
    }

    @usableFromInline
    func ready(_ sql: Query, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
        try ready(try statement(sql), values)
    }

    private func ready(_ statement: Statement, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
        precondition(!statement.isRunning, "inside its own visit: \(statement)")
        do throws(SQLiteError) {
            try statement.bind(values)
        } catch {
            statement.reset()
            throw error
        }
        return statement
    }

    private func statement(_ sql: StaticString) throws(SQLiteError) -> Statement {
        let address = UnsafeRawPointer(sql.utf8Start)
        if let known = statements[address] { return known }
        let statement = try Statement(.literal(sql), database: handle)
        statements[address] = statement
        return statement
    }

    private func statement(_ sql: Query) throws(SQLiteError) -> Statement {
        let address = ObjectIdentifier(sql)
        if let known = queries[address] { return known }
        precondition(queries.count < Connection.queriesMax, "made at each call, not once: \(sql)")
        let statement = try Statement(.query(sql), database: handle)
        queries[address] = statement
        return statement
    }

    /// Several times as many as there are.
    private static let queriesMax = 2000
}

extension SQLiteError {
    init(_ database: OpaquePointer, doing: String) {
        self.init(
            code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)),
            doing: doing)
    }
}
