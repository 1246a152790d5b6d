package import Domain
import JSON
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func arrangement(_ id: Arrangement.ID) throws -> Arrangement? {
        let (steps, handOvers) = (try steps(of: id), try handOvers(of: id))
        return try connection.first(
            """
            SELECT id, kind, effective_on, decision_number, decided_on, households, persons, pledges, expenditures,
                models, tokens, recorded_by, recorded_ms
            FROM arrangement
            WHERE id = ?1
            """, id
        ) { row in readArrangement(row, steps, handOvers) }
    }

    /// The arrangements that `hamlet` had a part in, latest first, before `cursor`.
    package borrowing func arrangements(
        of hamlet: Hamlet.ID, before cursor: Arrangement.ID?, limit: Int
    ) throws -> [Arrangement] {
        try connection.all(
            """
            SELECT id, kind, effective_on, decision_number, decided_on, households, persons, pledges, expenditures,
                models, tokens, recorded_by, recorded_ms
            FROM arrangement
            WHERE id < ?2 AND id IN (
                SELECT arrangement FROM arrangement_hamlet WHERE predecessor = ?1
                UNION SELECT arrangement FROM arrangement_hamlet WHERE successor = ?1)
            ORDER BY id DESC
            LIMIT ?3
            """, hamlet, cursor?.number ?? Int64.max, limit
        ) { row in
            readArrangement(row, try steps(of: row.id(0)), try handOvers(of: row.id(0)))
        }
    }

    borrowing func steps(of arrangement: Arrangement.ID) throws -> [Arrangement.Step] {
        try connection.all(
            "SELECT predecessor, successor FROM arrangement_hamlet WHERE arrangement = ?1 ORDER BY number",
            arrangement
        ) { row in Arrangement.Step(predecessor: row.id(0), successor: row.id(1)) }
    }

    borrowing func handOvers(of arrangement: Arrangement.ID) throws -> [Arrangement.HandOver] {
        try connection.all(
            """
            SELECT from_fund, to_fund, cash_dong, bank_dong
            FROM arrangement_fund
            WHERE arrangement = ?1
            ORDER BY number
            """, arrangement
        ) { row in
            Arrangement.HandOver(from: row.id(0), to: row.id(1), cash: row.dong(2), bank: row.dong(3))
        }
    }

    /// The open funds that took over from `fund`, directly or through others; the fund itself while it is open.
    package borrowing func openFunds(after fund: Fund.ID) throws -> [Fund] {
        try connection.all(
            """
            WITH RECURSIVE line (id) AS (
                SELECT ?1
                UNION
                SELECT to_fund FROM arrangement_fund JOIN line ON from_fund = line.id
            )
            SELECT fund.id, hamlet, fund.name, fund.decision, fund.version
            FROM line JOIN fund ON fund.id = line.id JOIN hamlet ON hamlet.id = fund.hamlet
            WHERE valid_to IS NULL
            ORDER BY fund.id
            """, fund, read: readFund)
    }
}

extension WriteTransaction {
    package borrowing func newArrangementID() throws -> Arrangement.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM arrangement") { row in row.integer(0) }
                ?? 1)
    }

    /// Records a new arrangement and posts what it hands over.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func save(_ arrangement: Arrangement) throws {
        let position = try journal(.arrangementRecorded, subject: arrangement.id.number, hamlet: nil) {
            arrangement.write(to: &$0)
        }
        for step in arrangement.steps { effects.hamlets.formUnion([step.predecessor, step.successor]) }
        try insert(arrangement, position: position)
        for (index, step) in arrangement.steps.enumerated() {
            try connection.run(
                """
                INSERT INTO arrangement_hamlet (arrangement, number, predecessor, successor)
                VALUES (?1, ?2, ?3, ?4)
                """, arrangement.id, index + 1, step.predecessor, step.successor)
        }
        for (index, handOver) in arrangement.handOvers.enumerated() {
            try connection.run(
                """
                INSERT INTO arrangement_fund (arrangement, number, from_fund, to_fund, cash_dong, bank_dong)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, arrangement.id, index + 1, handOver.from, handOver.to, handOver.cash, handOver.bank)
            try post(handOver, on: arrangement.order.effectiveOn, position: position)
        }
    }

    private borrowing func post(
        _ handOver: Arrangement.HandOver, on day: LocalDate, position: Int64
    ) throws {
        guard let from = try fund(handOver.from), let to = try fund(handOver.to) else {
            preconditionFailure("funds that are handed over are there")
        }
        for (out, into) in handOver.postings(on: day) {
            try post(out, in: from.hamlet, position: position)
            try post(into, in: to.hamlet, position: position)
        }
    }

    private borrowing func insert(_ arrangement: Arrangement, position: Int64) throws {
        let (order, moved) = (arrangement.order, arrangement.moved)
        try connection.run(
            """
            INSERT INTO arrangement (id, kind, effective_on, decision_number, decided_on, households, persons,
                pledges, expenditures, models, tokens, recorded_by, recorded_ms, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, arrangement.id, arrangement.kind.rawValue, order.effectiveOn, order.number, order.decidedOn,
            moved.households, moved.persons, moved.pledges, moved.expenditures, moved.models, moved.tokens,
            arrangement.recordedBy, arrangement.recordedAt, position)
    }
}

extension Arrangement {
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
        json.member("tokens", moved.tokens)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
    }
}

func readArrangement(
    _ row: borrowing Row, _ steps: [Arrangement.Step], _ handOvers: [Arrangement.HandOver]
) -> Arrangement {
    var moved = Arrangement.Moved()
    moved.households = row.integer(5)
    moved.persons = row.integer(6)
    moved.pledges = row.integer(7)
    moved.expenditures = row.integer(8)
    moved.models = row.integer(9)
    moved.tokens = row.integer(10)
    return Arrangement(
        id: row.id(0), kind: row.word(1),
        order: Arrangement.Order(
            number: row.text(3), decidedOn: row.date(4), effectiveOn: row.date(2)),
        steps: steps, handOvers: handOvers, moved: moved, recordedBy: row.id(11), recordedAt: row.instant(12))
}
