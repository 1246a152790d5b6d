package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func succession(_ id: UnitSuccession.ID) throws -> UnitSuccession? {
        try connection.first(
            """
            SELECT id, predecessor, successor, decision_number, decided_on
            FROM unit_succession
            WHERE id = ?1
            """, id, read: readUnitSuccession)
    }

    /// What `unit` took over from, or what took over from it, in the order in which it was recorded.
    package borrowing func successions(
        _ side: UnitSuccessionSide, _ unit: AdministrativeUnit.ID
    ) throws -> [(succession: UnitSuccession, other: AdministrativeUnit)] {
        try connection.all(
            """
            SELECT unit_succession.id, predecessor, successor, decision_number, decided_on,
                unit.id, code, level, parent_code, name, valid_from, valid_to
            FROM unit_succession JOIN unit ON unit.id = CASE WHEN ?2 THEN successor ELSE predecessor END
            WHERE CASE WHEN ?2 THEN predecessor ELSE successor END = ?1
            ORDER BY unit_succession.id
            """, unit, side == .after
        ) { row in (readUnitSuccession(row), readUnit(row, from: 5)) }
    }
}

/// On which side of a unit the others stand.
package enum UnitSuccessionSide: Hashable, Sendable {
    /// Its predecessors.
    case before
    /// Its successors.
    case after
}

extension WriteTransaction {
    package borrowing func newUnitSuccessionID() throws -> UnitSuccession.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM unit_succession") { row in
                row.integer(0)
            }
                ?? 1)
    }

    /// Records a new succession.
    ///
    /// - Throws: `Refusal.taken` when it is recorded already.
    package borrowing func save(_ succession: UnitSuccession) throws {
        let position = try journal(.unitSuccessionRecorded, subject: succession.id.number, hamlet: nil) {
            succession.write(to: &$0)
        }
        try refusing(
            .alreadyExists(.unitSuccession, pointer: "/successor"),
            on: "unit_succession.predecessor, unit_succession.successor"
        ) { () throws(SQLiteError) in
            try connection.run(
                """
                INSERT INTO unit_succession (id, predecessor, successor, decision_number, decided_on, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, succession.id, succession.predecessor, succession.successor, succession.decisionNumber,
                succession.decidedOn, position)
        }
    }
}

func readUnitSuccession(_ row: borrowing Row) -> UnitSuccession {
    UnitSuccession(
        id: row.id(0), predecessor: row.id(1), successor: row.id(2), decisionNumber: row.optionalText(3),
        decidedOn: row.optionalDate(4))
}
