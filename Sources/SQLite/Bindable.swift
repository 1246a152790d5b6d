/// A value that can be bound to a numbered parameter (`?1`) of a statement.
///
/// Typed identifiers, amounts and dates conform to it in the Store layer.
package protocol Bindable {
    /// Binds itself as parameter `index`, counted from 1.
    ///
    /// - Throws: `SQLiteError` when there is no such parameter or the value is too big.
    func bind(to statement: Statement, at index: Int32) throws(SQLiteError)
}

extension Int64: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(integer: self, at: index)
    }
}

extension Int: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(integer: Int64(self), at: index)
    }
}

/// Stored as 0 or 1.
extension Bool: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(integer: self ? 1 : 0, at: index)
    }
}

extension String: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(text: self, at: index)
    }
}

/// Stored as BLOB, even when empty.
extension [UInt8]: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(bytes: self, at: index)
    }
}

/// `nil` is stored as NULL.
extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        switch self {
        case .some(let value): try value.bind(to: statement, at: index)
        case .none: try statement.bindNull(at: index)
        }
    }
}
