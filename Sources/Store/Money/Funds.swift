package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func fund(_ id: Fund.ID) throws -> Fund? {
        try connection.first(
            "SELECT id, hamlet, name, decision, version FROM fund WHERE id = ?1", id, read: readFund)
    }

    /// The funds of `hamlet`, by number, after `cursor`.
    package borrowing func funds(of hamlet: Hamlet.ID, after cursor: Fund.ID?, limit: Int) throws -> [Fund] {
        try connection.all(
            """
            SELECT id, hamlet, name, decision, version
            FROM fund
            WHERE hamlet = ?1 AND id > ?2
            ORDER BY id
            LIMIT ?3
            """, hamlet, cursor?.number ?? 0, limit, read: readFund)
    }
}

extension WriteTransaction {
    package borrowing func newFundID() throws -> Fund.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM fund") { row in row.integer(0) } ?? 1)
    }

    /// Records a new fund.
    ///
    /// - Throws: `Refusal.taken` when another fund of the hamlet has the name.
    package borrowing func save(_ fund: Fund) throws {
        let position = try journal(.fundRecorded, subject: fund.id.number, hamlet: fund.hamlet) {
            fund.write(to: &$0)
        }
        try refusing(.alreadyExists(.fund, pointer: "/name"), on: "fund.hamlet, fund.name") {
            () throws(SQLiteError) in
            try connection.run(
                """
                INSERT INTO fund (id, hamlet, name, decision, version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, fund.id, fund.hamlet, fund.name, fund.decision, fund.version, position)
        }
    }

    /// Stores the decision by which `fund` collects, in place of what `old` had.
    ///
    /// - Throws: `Refusal.staleVersion`.
    package borrowing func save(_ fund: Fund, replacing old: Fund) throws {
        let position = try journal(.fundChanged, subject: fund.id.number, hamlet: fund.hamlet) {
            fund.write(to: &$0)
        }
        try connection.run(
            "UPDATE fund SET decision = ?2, version = ?3, position = ?4 WHERE id = ?1 AND version = ?3 - 1",
            fund.id, fund.decision, fund.version, position)
        if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
    }
}

func readFund(_ row: borrowing Row) -> Fund {
    Fund(
        id: row.id(0), hamlet: row.id(1), name: row.text(2), decision: row.optionalID(3),
        version: row.integer(4))
}
