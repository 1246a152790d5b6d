import CSQLite

/// The current row of a running statement.
///
/// Lent to a closure, gone after it.
///
/// Columns count from 0. A NULL where a value is asked for is a mistake in the SQL beside it and stops the
/// process; columns that may be NULL have the `optional…` form.
package struct Row: ~Copyable {
    private let handle: OpaquePointer

    @usableFromInline
    init(_ statement: Statement) { handle = statement.handle }

    package func integer(_ column: Int32) -> Int64 {
        precondition(sqlite3_column_type(handle, column) == SQLITE_INTEGER, "column \(column) is no integer")
        return sqlite3_column_int64(handle, column)
    }

    package func boolean(_ column: Int32) -> Bool { integer(column) != 0 }

    package func text(_ column: Int32) -> String {
        guard let text = optionalText(column) else { preconditionFailure("column \(column) is NULL") }
        return text
    }

    package func bytes(_ column: Int32) -> [UInt8] {
        precondition(!isNull(column), "column \(column) is NULL")
        // SQLite gives no address for no bytes.
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    package func optionalInteger(_ column: Int32) -> Int64? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return sqlite3_column_int64(handle, column)
        case SQLITE_NULL: return nil
        default: preconditionFailure("column \(column) is no integer")
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
