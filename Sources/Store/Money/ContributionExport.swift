package import Domain
import SQLite

extension Contribution {
    fileprivate static let valid = Query(
        """
        SELECT \(table.columns)
        FROM contribution
        WHERE voided_ms IS NULL AND (?1 IS NULL OR contribution.hamlet = ?1) AND (?2 IS NULL OR source = ?2)
        ORDER BY contribution.hamlet, received_on, contribution.id
        """)
}

extension Reading where Self: ~Copyable {
    /// Calls `body` with every receipt that is not voided, by hamlet and date: as an import numbers them.
    ///
    /// - Parameters:
    ///   - hamlet: the hamlet; nil for all.
    ///   - source: where the money comes from; nil for all.
    ///   - body: called for each.
    /// - Throws: `SQLiteError`, or any error of `body`.
    package borrowing func forEachContribution(
        of hamlet: Hamlet.ID?, from source: Contribution.Source?, body: (Contribution) throws -> Void
    ) throws {
        try connection.forEach(Contribution.valid, hamlet, source?.rawValue) { row in
            try body(try Contribution.read(row, in: self))
        }
    }
}
