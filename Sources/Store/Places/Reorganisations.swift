package import Domain
import JSON
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func reorganisation(_ id: Reorganisation.ID) throws -> Reorganisation? {
        let (steps, handOvers) = (try steps(of: id), try handOvers(of: id))
        return try connection.first(
            """
            SELECT id, kind, effective_on, decision_number, decided_on, households, persons, pledges, expenditures,
                models, role_assignments, recorded_by, recorded_ms
            FROM reorganisation
            WHERE id = ?1
            """, id
        ) { row in readReorganisation(row, steps, handOvers) }
    }

    /// The arrangements that `hamlet` had a part in, latest first, before `cursor`.
    package borrowing func reorganisations(
        of hamlet: Hamlet.ID, before cursor: Reorganisation.ID?, limit: Int
    ) throws -> [Reorganisation] {
        try connection.all(
            """
            SELECT id, kind, effective_on, decision_number, decided_on, households, persons, pledges, expenditures,
                models, role_assignments, recorded_by, recorded_ms
            FROM reorganisation
            WHERE id < ?2 AND id IN (
                SELECT reorganisation FROM reorganisation_hamlet WHERE predecessor = ?1
                UNION SELECT reorganisation FROM reorganisation_hamlet WHERE successor = ?1)
            ORDER BY id DESC
            LIMIT ?3
            """, hamlet, cursor?.number ?? Int64.max, limit
        ) { row in
            readReorganisation(row, try steps(of: row.id(0)), try handOvers(of: row.id(0)))
        }
    }

    borrowing func steps(of reorganisation: Reorganisation.ID) throws -> [Reorganisation.Step] {
        try connection.all(
            "SELECT predecessor, successor FROM reorganisation_hamlet WHERE reorganisation = ?1 ORDER BY number",
            reorganisation
        ) { row in Reorganisation.Step(predecessor: row.id(0), successor: row.id(1)) }
    }

    borrowing func handOvers(of reorganisation: Reorganisation.ID) throws -> [Reorganisation.HandOver] {
        try connection.all(
            """
            SELECT from_fund, to_fund, cash_dong, bank_dong
            FROM reorganisation_fund
            WHERE reorganisation = ?1
            ORDER BY number
            """, reorganisation
        ) { row in
            Reorganisation.HandOver(from: row.id(0), to: row.id(1), cash: row.dong(2), bank: row.dong(3))
        }
    }

    /// The open funds that took over from `fund`, directly or through others; the fund itself while it is open.
    package borrowing func openFunds(after fund: Fund.ID) throws -> [Fund] {
        try connection.all(
            """
            WITH RECURSIVE line (id) AS (
                SELECT ?1
                UNION
                SELECT to_fund FROM reorganisation_fund JOIN line ON from_fund = line.id
            )
            SELECT fund.id, hamlet, fund.name, fund.decision, fund.version
            FROM line JOIN fund ON fund.id = line.id JOIN hamlet ON hamlet.id = fund.hamlet
            WHERE valid_to IS NULL
            ORDER BY fund.id
            """, fund, read: readFund)
    }
}

extension WriteTransaction {
    package borrowing func newReorganisationID() throws -> Reorganisation.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM reorganisation") { row in
                row.integer(0)
            }
                ?? 1)
    }

    /// Records a new arrangement and posts what it hands over.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func save(_ reorganisation: Reorganisation) throws {
        let position = try journal(.reorganisationRecorded, subject: reorganisation.id.number, hamlet: nil) {
            reorganisation.write(to: &$0)
        }
        for step in reorganisation.steps { effects.hamlets.formUnion([step.predecessor, step.successor]) }
        try insert(reorganisation, position: position)
        for (index, step) in reorganisation.steps.enumerated() {
            try connection.run(
                """
                INSERT INTO reorganisation_hamlet (reorganisation, number, predecessor, successor)
                VALUES (?1, ?2, ?3, ?4)
                """, reorganisation.id, index + 1, step.predecessor, step.successor)
        }
        for (index, handOver) in reorganisation.handOvers.enumerated() {
            try connection.run(
                """
                INSERT INTO reorganisation_fund (reorganisation, number, from_fund, to_fund, cash_dong, bank_dong)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, reorganisation.id, index + 1, handOver.from, handOver.to, handOver.cash, handOver.bank)
            try post(handOver, on: reorganisation.order.effectiveOn, position: position)
        }
    }

    private borrowing func post(
        _ handOver: Reorganisation.HandOver, on day: LocalDate, position: Int64
    ) throws {
        guard let from = try fund(handOver.from), let to = try fund(handOver.to) else {
            preconditionFailure("funds that are handed over are there")
        }
        for (out, into) in handOver.postings(on: day) {
            try post(out, in: from.hamlet, position: position)
            try post(into, in: to.hamlet, position: position)
        }
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

extension Reorganisation {
    func write(to json: inout JSONWriter) {
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
        for handOver in handOvers {
            json.beginObject()
            json.member("from", handOver.from.number)
            json.member("to", handOver.to.number)
            json.member("cash", handOver.cash.amount)
            json.member("bank", handOver.bank.amount)
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
}

func readReorganisation(
    _ row: borrowing Row, _ steps: [Reorganisation.Step], _ handOvers: [Reorganisation.HandOver]
) -> Reorganisation {
    var moved = Reorganisation.Moved()
    moved.households = row.integer(5)
    moved.persons = row.integer(6)
    moved.pledges = row.integer(7)
    moved.expenditures = row.integer(8)
    moved.models = row.integer(9)
    moved.roleAssignments = row.integer(10)
    return Reorganisation(
        id: row.id(0), kind: row.choice(1),
        order: Reorganisation.Order(
            number: row.text(3), decidedOn: row.date(4), effectiveOn: row.date(2)),
        steps: steps, handOvers: handOvers, moved: moved, recordedBy: row.id(11), recordedAt: row.instant(12))
}
