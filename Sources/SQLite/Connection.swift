import CSQLite

/// An open database connection.
///
/// Only this type, `Statement` and `Row` call `sqlite3_*`.
///
/// Not Sendable: it is used from one thread at a time, guarded by its owner (a loop's queue, or a `Mutex`).
/// SQLite is therefore opened without its own mutexes.
package final class Connection {
    let handle: OpaquePointer
    /// How long a statement waits for a lock held by another connection.
    let busyMilliseconds: Int
    /// Prepared statements by the address of their text: a `StaticString` never moves.
    private var statements: [UnsafeRawPointer: Statement] = [:]
    /// Prepared statements by the identity of their query, which they retain.
    private var queries: [ObjectIdentifier: Statement] = [:]
    /// Pages in the write-ahead log after this connection's last commit.
    ///
    /// Freed in `deinit`.
    let walPages: UnsafeMutablePointer<Int32>

    /// Whether SQLite accepted our process-wide settings, which it does unless it is already initialised.
    ///
    /// The statement journal, which records what a savepoint changes, is kept in memory: with SQLite's
    /// default of 64 KiB a batch of contributions wrote twice as many pages to a temporary file as to the
    /// log. Any other threshold over 131,071 bytes fails in 3.40 with "disk full". Long statements must
    /// therefore not run in a savepoint: see `Writer`.
    /// - Source: https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigstmtjrnlspill
    private static let isConfigured = danvan_sqlite_configure() == SQLITE_OK

    /// The library's version, such as `3.40.1`.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Opens the file at `path`.
    ///
    /// - Parameters:
    ///   - path: a file path; URIs are not interpreted.
    ///   - mode: what the connection may do.
    ///   - busyMilliseconds: how long to wait for a lock held by another connection; 0 means not at all.
    /// - Throws: `SQLiteError` when the file cannot be opened. The schema is read only with the first
    ///   statement.
    package init(path: String, mode: Mode, busyMilliseconds: Int) throws(SQLiteError) {
        _ = Connection.isConfigured
        var opened: OpaquePointer?
        let flags = mode.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(mode.name(of: path), &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, operation: "open \(path)")
        }
        handle = opened
        self.busyMilliseconds = busyMilliseconds
        // Allocated only now: `deinit` does not run after the throw above.
        walPages = .allocate(capacity: 1)
        walPages.initialize(to: 0)
        _ = sqlite3_busy_timeout(handle, Int32(clamping: busyMilliseconds))
        _ = danvan_sqlite_defensive(handle)
        trackWALPages()
    }

    deinit {
        statements.removeAll()
        queries.removeAll()
        sqlite3_close_v2(handle)
        walPages.deallocate()
    }

    /// Whether writes are refused because the file or its file system allows none.
    package var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Runs a script of several statements without parameters, such as a migration or a pragma.
    package func execute(script: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteError(handle, operation: String(script.prefix(200)))
        }
    }

    /// Runs `sql` to completion and ignores its rows.
    @inlinable
    package func run(_ sql: StaticString, _ values: any Bindable...) throws(SQLiteError) {
        try run(prepared(sql, values))
    }

    /// The first row of `sql`, or nil when there is none.
    ///
    /// A write with RETURNING is complete when this returns; outside a transaction it is committed.
    @inlinable
    package func first<Value>(
        _ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        try first(prepared(sql, values), read: read)
    }

    /// All rows of `sql`, in order.
    @inlinable
    package func all<Value>(
        _ sql: StaticString, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(prepared(sql, values), read: read)
    }

    /// Calls `body` with every row, one at a time: for results that do not fit in memory.
    ///
    /// `body` may run other statements of this connection, but not `sql` itself, which stops the process.
    @inlinable
    package func forEach(
        _ sql: StaticString, _ values: any Bindable..., body: (borrowing Row) throws -> Void
    ) throws {
        try forEach(prepared(sql, values), body: body)
    }

    /// Runs `sql` to completion and ignores its rows.
    @inlinable
    package func run(_ sql: Query, _ values: any Bindable...) throws(SQLiteError) {
        try run(prepared(sql, values))
    }

    /// Runs `sql` to its end, with its values in one array.
    package func run(_ sql: Query, with values: [any Bindable]) throws(SQLiteError) {
        try run(prepared(sql, values))
    }

    /// The first row of `sql`, or nil when there is none.
    ///
    /// A write with RETURNING is complete when this returns; outside a transaction it is committed.
    @inlinable
    package func first<Value>(
        _ sql: Query, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> Value? {
        try first(prepared(sql, values), read: read)
    }

    /// All rows of `sql`, in order.
    @inlinable
    package func all<Value>(
        _ sql: Query, _ values: any Bindable..., read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(prepared(sql, values), read: read)
    }

    /// Calls `body` with every row, one at a time: for results that do not fit in memory.
    ///
    /// `body` may run other statements of this connection, but not `sql` itself, which stops the process.
    @inlinable
    package func forEach(
        _ sql: Query, _ values: any Bindable..., body: (borrowing Row) throws -> Void
    ) throws {
        try forEach(prepared(sql, values), body: body)
    }

    /// Like `all`, with the values in an array.
    package func all<Value>(
        _ sql: Query, with values: [any Bindable], read: (borrowing Row) throws -> Value
    ) throws -> [Value] {
        try all(prepared(sql, values), read: read)
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
        try statement.finish()
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
    func forEach(
        _ statement: Statement, body: (borrowing Row) throws -> Void
    ) throws {
        defer { statement.reset() }
        while try statement.step() {
            try body(Row(statement))
            try statement.checkRow()
        }
    }

    /// Calls `body` with every row of `sql`, and `onUnreadable` with each row that cannot be read and its error.
    ///
    /// For verification, which continues where all other callers stop.
    package func forEachReadable(
        _ sql: Query, _ values: any Bindable..., body: (borrowing Row) throws -> Void,
        onUnreadable: (borrowing Row, SQLiteError) -> Void
    ) throws {
        let statement = try prepared(sql, values)
        defer { statement.reset() }
        while try statement.step() {
            do {
                try body(Row(statement))
                try statement.checkRow()
            } catch let error as SQLiteError where error.isInvalidRow {
                onUnreadable(Row(statement), error)
                // Values that `onUnreadable` reads from a damaged row may be damaged as well.
                statement.clearRowError()
            }
        }
    }

    /// The number of rows changed by the last INSERT, UPDATE or DELETE.
    package var changeCount: Int { Int(sqlite3_changes64(handle)) }

    /// The number of rows changed by INSERT, UPDATE and DELETE since the connection was opened.
    ///
    /// Includes changes by foreign keys and triggers; it does not change while nothing is written.
    package var totalChangeCount: Int64 { sqlite3_total_changes64(handle) }

    package var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open.
    ///
    /// Some failures (disk full) end a transaction by themselves.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Pages in the write-ahead log after this connection's last commit.
    package var walPageCount: Int { Int(walPages.pointee) }

    @usableFromInline
    func prepared(_ sql: StaticString, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
        try prepared(try statement(sql), values)
    }

    @usableFromInline
    func prepared(_ sql: Query, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
        try prepared(try statement(sql), values)
    }

    private func prepared(_ statement: Statement, _ values: [any Bindable]) throws(SQLiteError) -> Statement {
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
        if let cached = statements[address] { return cached }
        let statement = try Statement(.literal(sql), database: handle)
        statements[address] = statement
        return statement
    }

    private func statement(_ sql: Query) throws(SQLiteError) -> Statement {
        let address = ObjectIdentifier(sql)
        if let cached = queries[address] { return cached }
        precondition(queries.count < Connection.queriesMax, "made at each call, not once: \(sql)")
        let statement = try Statement(.query(sql), database: handle)
        queries[address] = statement
        return statement
    }

    /// Several times the number of queries that exist.
    private static let queriesMax = 2000
}

extension SQLiteError {
    init(_ database: OpaquePointer, operation: String) {
        self.init(
            code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)),
            operation: operation)
    }
}
