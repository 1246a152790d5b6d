package import Domain
package import JSON
package import SQLite

extension UnitSuccession: StoredEntity {
    package static let table = EntityTable(
        .unitSuccession, "unit_succession",
        ["unit_succession.id", "predecessor", "successor", "decision_number", "decided_on"],
        actions: [.recorded], scopeSource: .everywhere, isVersioned: false)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> UnitSuccession {
        UnitSuccession(
            id: row.id(0), predecessor: row.id(1), successor: row.id(2), decisionNumber: row.optionalText(3),
            decidedOn: row.optionalDate(4))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("predecessor", predecessor.number)
        json.member("successor", successor.number)
        json.member("decision_number", decisionNumber)
        json.member("decided_on", decidedOn?.text)
    }

    fileprivate static let neighbours = Query(
        """
        SELECT \(AdministrativeUnit.table.columns)
        FROM unit_succession JOIN unit ON unit.id = CASE WHEN ?2 = 1 THEN successor ELSE predecessor END
        WHERE CASE WHEN ?2 = 1 THEN predecessor ELSE successor END = ?1
        ORDER BY unit_succession.id
        """)
}

/// The direction in which to follow successions.
package enum SuccessionDirection: Hashable, Sendable {
    /// Towards predecessors.
    case predecessors
    /// Towards successors.
    case successors
}

extension Reading where Self: ~Copyable {
    /// The direct predecessors or successors of `unit`, in the order in which they were recorded.
    package borrowing func successions(
        _ direction: SuccessionDirection, _ unit: AdministrativeUnit.ID
    ) throws -> [AdministrativeUnit] {
        try all(UnitSuccession.neighbours, unit, direction == .successors)
    }

    /// True when `successor` is recorded as a successor of `predecessor`.
    package borrowing func isSuccession(
        from predecessor: AdministrativeUnit.ID, to successor: AdministrativeUnit.ID
    ) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM unit_succession WHERE predecessor = ?1 AND successor = ?2", predecessor, successor
        ) { _ in true } ?? false
    }
}

extension WriteTransaction {
    /// Records a new succession.
    ///
    /// - Throws: `Refusal.alreadyExists` when it is already recorded.
    package borrowing func save(_ succession: UnitSuccession) throws {
        let position = try journal(.recorded, succession, owner: nil)
        try mappingConstraint(
            .alreadyExists(.unitSuccession, at: .successor),
            on: "unit_succession.predecessor, unit_succession.successor"
        ) {
            try connection.run(
                """
                INSERT INTO unit_succession (id, predecessor, successor, decision_number, decided_on, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, succession.id, succession.predecessor, succession.successor, succession.decisionNumber,
                succession.decidedOn, position)
        }
    }
}
