import Domain
import SQLite

/// The statements that write the whole row of an entity: its columns in the order of the table, then the position.
///
/// For tables whose columns are all stored and in which rows are corrected as a whole; others have statements of their
/// own.
struct RowStatements: Sendable {
    fileprivate let insert: Query
    fileprivate let update: Query

    init(_ table: EntityTable) {
        let (name, columns) = (table.name, table.columns.adding("position"))
        let version = columns.parameter(of: "version")
        insert = Query("INSERT INTO \(name) (\(columns)) VALUES (\(columns.parameters))")
        update = Query(
            "UPDATE \(name) SET \(columns.assignments) WHERE id = ?1 AND version = \(version) - 1")
    }
}

extension WriteTransaction {
    /// Writes the row of `new` in place of `old`, or as a new row.
    ///
    /// - Parameters:
    ///   - new: the entity, with the version after that of `old`.
    ///   - old: nil for a new row.
    ///   - statements: those of its table.
    ///   - values: the value of each column, then the position.
    /// - Throws: `Refusal.versionMismatch`; `SQLiteError` for a violated constraint.
    borrowing func write<Value: StoredEntity & VersionedEntity>(
        _ new: Value, replacing old: Value?, by statements: RowStatements, _ values: any Bindable...
    ) throws {
        guard old != nil else { return try connection.run(statements.insert, with: values) }
        try update(to: new) { try connection.run(statements.update, with: values) }
    }
}
