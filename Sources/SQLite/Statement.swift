import CSQLite

/// A prepared statement of one connection, finalised when it is released.
///
/// Not Sendable: it is used on the same thread as its connection.
package final class Statement: CustomStringConvertible {
    let handle: OpaquePointer
    private let database: OpaquePointer
    private let source: Source
    /// The failure of the current row: see `Row`.
    private var rowError: String?

    /// The origin of a statement's text; retains the query, whose address identifies the statement.
    enum Source: CustomStringConvertible {
        case literal(StaticString)
        case query(Query)

        var description: String {
            switch self {
            case .literal(let text): text.description
            case .query(let query): query.description
            }
        }
    }

    /// Compiles `source` for repeated use.
    ///
    /// - Source: https://www.sqlite.org/c3ref/prepare.html, `SQLITE_PREPARE_PERSISTENT`.
    init(_ source: Source, database: OpaquePointer) throws(SQLiteError) {
        var prepared: OpaquePointer?
        var sql = source.description
        let code = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                var rest: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    database, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
                    &prepared,
                    &rest)
                // After an error, `rest` points to where SQLite stopped parsing.
                let isComplete = code != SQLITE_OK || isBlank(text, from: rest)
                precondition(isComplete, "more than one statement: \(source)")
                return code
            }
        }
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteError(database, operation: source.description)
        }
        self.handle = prepared
        self.database = database
        self.source = source
    }

    deinit { sqlite3_finalize(handle) }

    package var description: String { source.description }

    /// Binds `values` to ?1, ?2, … in order.
    ///
    /// A wrong number of values is our bug and stops the process at the first call, so tests find it.
    func bind(_ values: [any Bindable]) throws(SQLiteError) {
        precondition(
            Int(sqlite3_bind_parameter_count(handle)) == values.count,
            "\(values.count) values for: \(source)")
        var index: Int32 = 1
        for value in values {
            try value.bind(to: self, at: index)
            index += 1
        }
    }

    /// Whether the statement is between its first `step` and its end or `reset`.
    var isRunning: Bool { sqlite3_stmt_busy(handle) != 0 }

    /// Advances to the next row; false when there is none.
    @usableFromInline
    func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(database, operation: source.description)
        }
    }

    /// Records that the current row has values that no build writes.
    func recordRowError(_ reason: String) { rowError = rowError ?? reason }

    func clearRowError() { rowError = nil }

    /// Throws the recorded failure of the current row and clears it, so that the next row can be read.
    @usableFromInline
    func checkRow() throws(SQLiteError) {
        guard let reason = rowError else { return }
        rowError = nil
        throw SQLiteError(invalidRow: reason, operation: source.description)
    }

    /// Prepares the statement for its next use and releases its read lock and bound values.
    @usableFromInline
    func reset() {
        // The result code only repeats an error that `step` or `finish` has already thrown.
        rowError = nil
        _ = sqlite3_reset(handle)
        _ = sqlite3_clear_bindings(handle)
    }

    /// Ends a statement before all its rows were read.
    ///
    /// Outside a transaction, this commits a write.
    ///
    /// - Throws: whatever prevented the commit: a deferred foreign key, a lock, a full disk.
    /// - Source: https://www.sqlite.org/c3ref/reset.html
    @usableFromInline
    func finish() throws(SQLiteError) { try check(sqlite3_reset(handle)) }

    func bind(integer: Int64, at index: Int32) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, index, integer))
    }

    func bind(text: String, at index: Int32) throws(SQLiteError) {
        var text = text
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { utf8 in
                sqlite3_bind_text64(
                    handle, index, utf8.baseAddress ?? Statement.emptyText, UInt64(utf8.count),
                    danvan_sqlite_transient(), UInt8(SQLITE_UTF8))
            }
        }
        try check(code)
    }

    func bind(bytes: [UInt8], at index: Int32) throws(SQLiteError) {
        let code = bytes.withUnsafeBufferPointer { bytes in
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : sqlite3_bind_blob64(
                    handle, index, bytes.baseAddress, UInt64(bytes.count), danvan_sqlite_transient())
        }
        try check(code)
    }

    func bindNull(at index: Int32) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, index))
    }

    /// The address for an empty string: a null pointer would bind NULL.
    private static var emptyText: UnsafePointer<CChar> {
        let empty: StaticString = ""
        return UnsafeRawPointer(empty.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(database, operation: source.description) }
    }
}

/// Whether only white space is left in `text` from `rest` on.
private func isBlank(_ text: UnsafeBufferPointer<CChar>, from rest: UnsafePointer<CChar>?) -> Bool {
    guard let start = text.baseAddress, let rest else { return true }
    return text[(rest - start)...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
}
