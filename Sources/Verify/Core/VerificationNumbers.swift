import Domain
import SQLite
import Store

extension Verifier {
    /// The lowest and highest number of a pass, or 0 for both when it has no rows.
    ///
    /// Rows with numbers outside that range are covered by the first and last part.
    func numbers(of pass: VerificationPart.Pass) throws -> (first: Int64, last: Int64) {
        switch pass {
        case .journal:
            try numbers(
                connection.first(
                    "SELECT (SELECT min(position) FROM journal), (SELECT max(position) FROM journal)"
                ) {
                    row in (row.optionalInteger(0), row.optionalInteger(1))
                })
        case .postings:
            try numbers(
                connection.first(
                    "SELECT (SELECT min(position) FROM posting), (SELECT max(position) FROM posting)"
                ) { row in (row.optionalInteger(0), row.optionalInteger(1)) })
        case .rows(let entity), .previous(let entity): try numbers(of: entity)
        case .books: try numbers(of: .hamlet)
        case .otherBooks: (0, 0)
        }
    }

    private func numbers(of entity: EntityKind) throws -> (first: Int64, last: Int64) {
        try numbers(
            connection.first(entity.table.bounds) { row in (row.optionalInteger(0), row.optionalInteger(1)) })
    }

    private func numbers(_ found: (first: Int64?, last: Int64?)?) -> (first: Int64, last: Int64) {
        (found?.first ?? 0, found?.last ?? 0)
    }
}

extension Connection {
    /// An estimate of the rows to verify, from the highest ids, because counting would read every page.
    func expectedRowsCount() throws -> Int64 {
        var count =
            try first(
                """
                SELECT (SELECT coalesce(max(position), 0) FROM journal)
                    + (SELECT coalesce(max(id), 0) FROM contribution)
                """
            ) { row in row.integer(0) } ?? 0
        for entity in EntityKind.allCases {
            count += try first(entity.table.lastID) { row in row.integer(0) } ?? 0
        }
        return count
    }
}
