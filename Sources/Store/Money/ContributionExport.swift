package import Domain
import SQLite

extension Contribution {
    fileprivate static let valid = Query(
        """
        SELECT \(table.columns)
        FROM contribution
        WHERE voided_ms IS NULL AND settles IS NULL AND passes_through = 0 AND (?1 IS NULL OR contribution.owner = ?1) AND (?2 IS NULL OR source = ?2)
        ORDER BY contribution.owner, received_on, contribution.id
        """)
}

extension Reading where Self: ~Copyable {
    /// Calls `body` with every receipt of money of the owner that is not voided, by owner and date: as an import numbers them.
    ///
    /// - Parameters:
    ///   - owner: whose books; nil for all.
    ///   - source: where the money comes from; nil for all.
    ///   - body: called for each.
    /// - Throws: `SQLiteError`, or any error of `body`.
    package borrowing func forEachContribution(
        of owner: FundOwner?, from source: Contribution.Source?, body: (Contribution) throws -> Void
    ) throws {
        try connection.forEach(Contribution.valid, owner, source?.rawValue) { row in
            try body(try Contribution.read(row, in: self))
        }
    }
}
