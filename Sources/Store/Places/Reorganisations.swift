package import Domain
package import JSON
package import SQLite

extension Reorganisation: StoredEntity {
    package static let table = EntityTable(
        .reorganisation, "reorganisation",
        [
            "id", "reorganisation.kind", "effective_on", "decision_number", "decided_on", "households",
            "persons",
            "pledges", "expenditures", "models", "role_assignments", "recorded_by", "recorded_ms",
        ], actions: [.recorded],
        // Where its first hamlet is: those of a transfer have one commune afterwards.
        scopeSource: .selected(
            by: Query(
                """
                SELECT hamlet.id, hamlet.commune, 1, hamlet.valid_to
                FROM reorganisation_hamlet JOIN hamlet ON hamlet.id = predecessor
                WHERE reorganisation = ?1
                ORDER BY number
                LIMIT 1
                """)), isVersioned: false
    )
    .with(part: "reorganisation_hamlet", of: "reorganisation")
    .with(part: "reorganisation_fund", of: "reorganisation")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Reorganisation {
        var moved = Moved()
        moved.households = row.integer(5)
        moved.persons = row.integer(6)
        moved.pledges = row.integer(7)
        moved.expenditures = row.integer(8)
        moved.models = row.integer(9)
        moved.roleAssignments = row.integer(10)
        return Reorganisation(
            id: row.id(0), kind: row.choice(1),
            order: Order(number: row.text(3), decidedOn: row.date(4), effectiveOn: row.date(2)),
            steps: try tx.steps(of: row.id(0)), fundTransfers: try tx.fundTransfers(of: row.id(0)),
            moved: moved,
            recordedBy: row.id(11), recordedAt: row.instant(12))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("kind", kind.rawValue)
        json.member("effective_on", order.effectiveOn.text)
        json.member("decision_number", order.number)
        json.member("decided_on", order.decidedOn.text)
        json.name("hamlets")
        json.beginArray()
        for step in steps {
            json.beginObject()
            json.member("predecessor", step.predecessor.number)
            json.member("successor", step.successor.number)
            json.endObject()
        }
        json.endArray()
        json.name("funds")
        json.beginArray()
        for transfer in fundTransfers {
            json.beginObject()
            json.member("from", transfer.from.number)
            json.member("to", transfer.to.number)
            json.member("cash", transfer.cash.amount)
            json.member("bank", transfer.bank.amount)
            json.endObject()
        }
        json.endArray()
        json.member("households", moved.households)
        json.member("persons", moved.persons)
        json.member("pledges", moved.pledges)
        json.member("expenditures", moved.expenditures)
        json.member("models", moved.models)
        json.member("role_assignments", moved.roleAssignments)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
    }

    fileprivate static let ofHamlet = Query(
        """
        SELECT \(table.columns)
        FROM reorganisation
        WHERE id < ?2 AND id IN (
            SELECT reorganisation FROM reorganisation_hamlet WHERE predecessor = ?1
            UNION SELECT reorganisation FROM reorganisation_hamlet WHERE successor = ?1)
        ORDER BY id DESC
        LIMIT ?3
        """)
}

extension Reading where Self: ~Copyable {
    /// The reorganisations that `hamlet` had a part in, latest first, before `cursor`.
    package borrowing func reorganisations(
        of hamlet: Hamlet.ID, before cursor: Reorganisation.ID?, limit: Int
    ) throws -> [Reorganisation] {
        try all(Reorganisation.ofHamlet, hamlet, cursor?.number ?? Int64.max, limit)
    }

    fileprivate borrowing func steps(of reorganisation: Reorganisation.ID) throws -> [Reorganisation.Step] {
        try connection.all(
            """
            SELECT predecessor, successor
            FROM reorganisation_hamlet
            WHERE reorganisation = ?1
            ORDER BY number
            """, reorganisation
        ) { row in Reorganisation.Step(predecessor: row.id(0), successor: row.id(1)) }
    }

    fileprivate borrowing func fundTransfers(
        of reorganisation: Reorganisation.ID
    ) throws -> [Reorganisation.FundTransfer] {
        try connection.all(
            """
            SELECT from_fund, to_fund, cash_dong, bank_dong
            FROM reorganisation_fund
            WHERE reorganisation = ?1
            ORDER BY number
            """, reorganisation
        ) { row in
            Reorganisation.FundTransfer(from: row.id(0), to: row.id(1), cash: row.dong(2), bank: row.dong(3))
        }
    }
}

extension WriteTransaction {
    /// Records a new reorganisation and posts what it hands over.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func save(_ reorganisation: Reorganisation) throws {
        let position = try journal(.recorded, reorganisation, owner: nil)
        for step in reorganisation.steps {
            effects.published.owners.formUnion([.hamlet(step.predecessor), .hamlet(step.successor)])
        }
        try insert(reorganisation, position: position)
        for (index, step) in reorganisation.steps.enumerated() {
            try connection.run(
                """
                INSERT INTO reorganisation_hamlet (reorganisation, number, predecessor, successor)
                VALUES (?1, ?2, ?3, ?4)
                """, reorganisation.id, index + 1, step.predecessor, step.successor)
        }
        var line: Int64 = 0
        for (index, transfer) in reorganisation.fundTransfers.enumerated() {
            try connection.run(
                """
                INSERT INTO reorganisation_fund (reorganisation, number, from_fund, to_fund, cash_dong, bank_dong)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, reorganisation.id, index + 1, transfer.from, transfer.to, transfer.cash, transfer.bank)
            line = try post(
                transfer, on: reorganisation.order.effectiveOn, position: position, after: line)
        }
    }

    /// Posts `transfer`.
    ///
    /// - Returns: the number of the last posting.
    /// - Throws: `BooksRefusal.periodClosed` when the books of either fund are closed on `day`.
    borrowing func post(
        _ transfer: Reorganisation.FundTransfer, on day: LocalDate, position: Int64, after line: Int64
    ) throws -> Int64 {
        let (from, to) = (try existing(transfer.from), try existing(transfer.to))
        var line = line
        for (outflow, inflow) in transfer.postings(on: day) {
            try post(outflow, of: from.owner, position: position, line: line + 1, named: .effectiveOn)
            try post(inflow, of: to.owner, position: position, line: line + 2, named: .effectiveOn)
            line += 2
        }
        return line
    }

    private borrowing func insert(_ reorganisation: Reorganisation, position: Int64) throws {
        let (order, moved) = (reorganisation.order, reorganisation.moved)
        try connection.run(
            """
            INSERT INTO reorganisation (id, kind, effective_on, decision_number, decided_on, households, persons,
                pledges, expenditures, models, role_assignments, recorded_by, recorded_ms, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, reorganisation.id, reorganisation.kind.rawValue, order.effectiveOn, order.number,
            order.decidedOn,
            moved.households, moved.persons, moved.pledges, moved.expenditures, moved.models,
            moved.roleAssignments,
            reorganisation.recordedBy, reorganisation.recordedAt, position)
    }
}
