/// A value that fills one numbered parameter (`?1`) of a statement.
///
/// Typed identifiers, amounts and dates conform where they meet the store.
package protocol Bindable {
    /// Binds itself as parameter `index`, counted from 1.
    ///
    /// - Throws: `SQLiteError` when the index does not exist or the value is too big.
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

/// Stored as BLOB, also when empty.
extension [UInt8]: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try statement.bind(bytes: self, at: index)
    }
}

/// `nil` is NULL.
extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        switch self {
        case .some(let value): try value.bind(to: statement, at: index)
        case .none: try statement.bindNull(at: index)
        }
    }
}
