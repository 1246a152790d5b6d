import Domain
import SQLite

/// Runs `body` and maps a violated UNIQUE constraint on `columns` to a domain refusal.
///
/// - Parameters:
///   - refusal: the error to throw instead.
///   - columns: the columns as SQLite names them, such as `fund.owner, fund.name`.
///   - body: writes the row.
/// - Throws: `refusal`, or any other error of `body`.
func mappingConstraint(_ refusal: Refusal, on columns: StaticString, _ body: () throws -> Void) throws {
    try refusing(on: columns, body) { refusal }
}

/// Runs `body` and maps a violated UNIQUE constraint on `columns` to a domain refusal that is looked up only then.
///
/// - Parameters:
///   - columns: the columns as SQLite names them, such as `fund.owner, fund.name`.
///   - body: writes the row.
///   - refusal: the error to throw instead.
/// - Throws: the result of `refusal`, or any other error of `body` or `refusal`.
func refusing(
    on columns: StaticString, _ body: () throws -> Void, with refusal: () throws -> Refusal
) throws {
    do {
        try body()
    } catch let error as SQLiteError
        where error.kind == .constraint && error.constraintName == columns.description
    {
        throw try refusal()
    }
}
