import CSQLite

/// A prepared statement of one connection.
///
/// Freed with it.
///
/// Not Sendable: it lives on whatever thread its connection lives on.
package final class Statement: CustomStringConvertible {
    let handle: OpaquePointer
    private let database: OpaquePointer
    private let source: Source
    /// What was wrong with the row that is being read: see `Row`.
    private var rowFailure: String?

    /// Where a statement's text comes from; keeps a query, by whose address the statement is known.
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

    /// Compiles `source` to be run many times.
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
                // After an error the rest begins where SQLite stopped reading.
                let isWhole = code != SQLITE_OK || isBlank(text, from: rest)
                precondition(isWhole, "more than one statement: \(source)")
                return code
            }
        }
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteError(database, doing: source.description)
        }
        self.handle = prepared
        self.database = database
        self.source = source
    }

    deinit { sqlite3_finalize(handle) }

    package var description: String { source.description }

    /// Binds `values` to ?1, ?2, … in order.
    ///
    /// A count that is not the statement's own is our mistake and stops the process in tests, at the first call.
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

    /// True between its first `step` and its end or `reset`.
    var isRunning: Bool { sqlite3_stmt_busy(handle) != 0 }

    /// True when a row is there, false at the end.
    @usableFromInline
    func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(database, doing: source.description)
        }
    }

    /// Notes that the row being read holds what no build writes.
    func noteRowFailure(_ reason: String) { rowFailure = rowFailure ?? reason }

    func forgetRowFailure() { rowFailure = nil }

    /// - Throws: `SQLiteError` when the last row could not be read; then the next one can.
    @usableFromInline
    func checkRow() throws(SQLiteError) {
        guard let reason = rowFailure else { return }
        rowFailure = nil
        throw SQLiteError(unreadable: reason, doing: source.description)
    }

    /// Makes the statement ready for its next use and lets go of what it held: the read lock, the bound text.
    @usableFromInline
    func reset() {
        // The code repeats an error that `step` or `end` threw.
        rowFailure = nil
        _ = sqlite3_reset(handle)
        _ = sqlite3_clear_bindings(handle)
    }

    /// Ends a statement whose rows were not all read.
    ///
    /// Outside a transaction a write commits here.
    ///
    /// - Throws: what kept the commit from happening: a deferred foreign key, a lock, a full disk.
    /// - Source: https://www.sqlite.org/c3ref/reset.html
    @usableFromInline
    func end() throws(SQLiteError) { try check(sqlite3_reset(handle)) }

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

    /// What an empty string points at: a null pointer would bind NULL.
    private static var emptyText: UnsafePointer<CChar> {
        let empty: StaticString = ""
        return UnsafeRawPointer(empty.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(database, doing: source.description) }
    }
}

/// True when only spaces and line ends are left of `text` from `rest` on.
private func isBlank(_ text: UnsafeBufferPointer<CChar>, from rest: UnsafePointer<CChar>?) -> Bool {
    guard let start = text.baseAddress, let rest else { return true }
    return text[(rest - start)...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
}
