import CSQLite

/// The current row of a running statement, valid only inside the closure it is passed to.
///
/// Columns count from 0. When a column has another type than the one requested, or an unexpected NULL, the
/// failure is recorded and a default value is returned; when the closure returns, `Connection` throws instead
/// of returning its result. So a damaged file fails only the response that reads it, never the process. Use
/// the `optional…` methods for columns that may be NULL.
package struct Row: ~Copyable {
    private let handle: OpaquePointer
    private let statement: Statement

    @usableFromInline
    init(_ statement: Statement) {
        handle = statement.handle
        self.statement = statement
    }

    /// Records that the row is invalid, unless `condition` holds.
    ///
    /// - Parameters:
    ///   - condition: an invariant that every build maintains when it writes the row.
    ///   - reason: what is wrong, for the log and for verification.
    package func validate(_ condition: Bool, _ reason: @autoclosure () -> String) {
        if !condition { statement.recordRowError(reason()) }
    }

    /// Throws the failure recorded so far, for callers that must not continue with default values.
    package func check() throws(SQLiteError) { try statement.checkRow() }

    /// The largest integer that a row may hold, 2^53−1; the smallest is its negation.
    ///
    /// Only totals are larger, which `total(_:)` reads; so the sum of any two integers never overflows, and JSON
    /// parsers preserve them exactly.
    package static let integerMax: Int64 = 9_007_199_254_740_991

    package func integer(_ column: Int32) -> Int64 { bounded(total(column), in: column) }

    private func bounded(_ value: Int64, in column: Int32) -> Int64 {
        guard value.magnitude > UInt64(Row.integerMax) else { return value }
        validate(false, "column \(column) holds an integer above 2^53−1")
        return 0
    }

    /// A sum that may exceed `integerMax`, such as that of several hamlets: any 64 bits.
    package func total(_ column: Int32) -> Int64 {
        // One look at the column for both its type and its value. SQLite allows reading such a value only where one thread
        // uses the connection, as here (https://www.sqlite.org/c3ref/value.html).
        let value = sqlite3_column_value(handle, column)
        validate(sqlite3_value_type(value) == SQLITE_INTEGER, "column \(column) is no integer")
        return sqlite3_value_int64(value)
    }

    package func boolean(_ column: Int32) -> Bool { integer(column) != 0 }

    package func text(_ column: Int32) -> String {
        guard let text = optionalText(column) else {
            validate(false, "column \(column) is NULL")
            return ""
        }
        return text
    }

    package func bytes(_ column: Int32) -> [UInt8] {
        validate(!isNull(column), "column \(column) is NULL")
        // SQLite returns a null pointer for an empty BLOB.
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    package func optionalInteger(_ column: Int32) -> Int64? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return bounded(sqlite3_column_int64(handle, column), in: column)
        case SQLITE_NULL: return nil
        default:
            validate(false, "column \(column) is no integer")
            return nil
        }
    }

    package func optionalText(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// Whether the text in `column` equals `utf8`; does not create a String.
    package func textEquals(_ utf8: [UInt8], in column: Int32) -> Bool {
        guard let text = sqlite3_column_text(handle, column) else { return false }
        let count = Int(sqlite3_column_bytes(handle, column))
        return utf8.elementsEqual(UnsafeBufferPointer(start: text, count: count))
    }

    /// The letter and the number of a text such as `h12`; nil for another one, also one with zeros before the number.
    ///
    /// Does not create a String.
    package func letterAndNumber(_ column: Int32) -> (letter: UInt8, number: Int64)? {
        guard let text = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        // No number of 18 digits overflows.
        guard (2...19).contains(count), text[1] != UInt8(ascii: "0") || count == 2 else { return nil }
        var number: Int64 = 0
        for index in 1..<count {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else { return nil }
            number = number * 10 + Int64(text[index] & 0x0F)
        }
        return (text[0], number)
    }

    package func optionalBytes(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : bytes(column)
    }

    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
}
