import Domain
import SQLite

/// Runs `body`, and turns SQLite's refusal of a row with the same `columns` as another into the domain's.
///
/// - Parameters:
///   - refusal: what the caller is told.
///   - columns: as SQLite names them: `fund.hamlet, fund.name`.
///   - body: writes the row.
/// - Throws: `refusal`, or what `body` throws.
func refusing(_ refusal: Refusal, on columns: StaticString, _ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as SQLiteError
        where error.kind == .constraint && error.constrained == columns.description
    {
        throw refusal
    }
}
