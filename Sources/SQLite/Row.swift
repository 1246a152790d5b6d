import CSQLite

/// The current row of a running statement.
///
/// Lent to a closure, gone after it.
///
/// Columns count from 0. A column that holds another type than the one asked for, or NULL where that may not be, is noted
/// and a stand-in is returned; once the closure is done `Connection` throws instead of handing on what it made. So a
/// damaged file fails the one response that reads it, and never the process. Columns that may be NULL have the
/// `optional…` form.
package struct Row: ~Copyable {
    private let handle: OpaquePointer
    private let statement: Statement

    @usableFromInline
    init(_ statement: Statement) {
        handle = statement.handle
        self.statement = statement
    }

    /// Notes that the row is not as it should be, unless `condition` holds.
    ///
    /// - Parameters:
    ///   - condition: what every build keeps when it writes the row.
    ///   - reason: what is wrong, for the log and for verification.
    package func require(_ condition: Bool, _ reason: @autoclosure () -> String) {
        if !condition { statement.noteRowFailure(reason()) }
    }

    /// Throws what was noted so far, for whoever must not go on with stand-ins.
    package func check() throws(SQLiteError) { try statement.checkRow() }

    package func integer(_ column: Int32) -> Int64 {
        require(sqlite3_column_type(handle, column) == SQLITE_INTEGER, "column \(column) is no integer")
        return sqlite3_column_int64(handle, column)
    }

    package func boolean(_ column: Int32) -> Bool { integer(column) != 0 }

    package func text(_ column: Int32) -> String {
        guard let text = optionalText(column) else {
            require(false, "column \(column) is NULL")
            return ""
        }
        return text
    }

    package func bytes(_ column: Int32) -> [UInt8] {
        require(!isNull(column), "column \(column) is NULL")
        // SQLite gives no address for no bytes.
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    package func optionalInteger(_ column: Int32) -> Int64? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return sqlite3_column_int64(handle, column)
        case SQLITE_NULL: return nil
        default:
            require(false, "column \(column) is no integer")
            return nil
        }
    }

    package func optionalText(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// Whether `column` holds the text that `utf8` is, without making a String of it.
    package func holds(_ utf8: [UInt8], in column: Int32) -> Bool {
        guard let text = sqlite3_column_text(handle, column) else { return false }
        let count = Int(sqlite3_column_bytes(handle, column))
        return utf8.elementsEqual(UnsafeBufferPointer(start: text, count: count))
    }

    package func optionalBytes(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : bytes(column)
    }

    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}
