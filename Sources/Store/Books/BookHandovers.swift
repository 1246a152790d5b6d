package import Domain
package import JSON
package import SQLite

extension BookHandover: StoredEntity {
    package static let table = EntityTable(
        .bookHandover, "book_handover",
        [
            "id", "owner", "successor", "effective_on", "decision_number", "decided_on", "expenditures",
            "recorded_by", "recorded_ms",
        ], actions: [.recorded], scopeSource: .owner, isVersioned: false,
        rules: [hasOwnFunds, isEmptied],
        // As `PublicBookHandoverView`. Entries from before show nothing.
        publicMembers: PublicMembers(
            [
                .init("id"), .init("commune_owner"), .init("organisation_owner"), .init("successor"),
                .init("effective_on"), .init("decision_number"), .init("decided_on"),
                .init(listOf: "funds", "from", "to", "cash", "bank"),
            ], earlier: [.none])
    )
    .with(part: "book_handover_fund", of: "handover")

    /// The funds are those of the two.
    private static let hasOwnFunds = EntityTable.Rule(
        "successor",
        """
        NOT EXISTS (
            SELECT 1
            FROM book_handover_fund JOIN fund AS source ON source.id = from_fund
                JOIN fund AS target ON target.id = to_fund
            WHERE handover = book_handover.id
                AND (source.owner <> book_handover.owner OR target.owner <> book_handover.successor))
        """)

    /// Nothing is left in the old books.
    private static let isEmptied = EntityTable.Rule(
        "owner",
        """
        NOT EXISTS (
            SELECT 1
            FROM ledger_sum
            WHERE ledger_sum.owner = book_handover.owner AND unit = 'dong'
            GROUP BY fund
            HAVING sum(CASE WHEN debit = 'cash' THEN amount WHEN credit = 'cash' THEN 0 - amount ELSE 0 END) <> 0
                OR sum(CASE WHEN debit = 'bank' THEN amount WHEN credit = 'bank' THEN 0 - amount ELSE 0 END) <> 0)
        """)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> BookHandover {
        let (owner, successor) = (row.owner(1), row.owner(2))
        row.validate(owner != successor, "nobody succeeds themselves")
        return BookHandover(
            id: row.id(0), owner: owner, successor: owner == successor ? .hamlet(Identifier(0)) : successor,
            order: Reorganisation.Order(
                number: row.text(4), decidedOn: row.date(5), effectiveOn: row.date(3)),
            fundTransfers: try tx.fundTransfers(of: row.id(0)), expendituresCount: row.integer(6),
            recordedBy: row.id(7), recordedAt: row.instant(8))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("successor", successor.text)
        json.member("effective_on", order.effectiveOn.text)
        json.member("decision_number", order.number)
        json.member("decided_on", order.decidedOn.text)
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
        json.member("expenditures", expendituresCount)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM book_handover
        WHERE (owner = ?1 OR successor = ?1) AND id < ?2
        ORDER BY id DESC
        LIMIT ?3
        """)

    fileprivate static let closing = Query("SELECT \(table.columns) FROM book_handover WHERE owner = ?1")
}

extension Reading where Self: ~Copyable {
    /// The hand-overs from and to `owner`, latest first, before `cursor`.
    package borrowing func bookHandovers(
        of owner: FundOwner, before cursor: BookHandover.ID?, limit: Int
    ) throws -> [BookHandover] {
        try all(BookHandover.ofOwner, owner, cursor?.number ?? Int64.max, limit)
    }

    /// The hand-over by which the books of `owner` ended; nil while they are open.
    ///
    /// Those of a hamlet end with the hamlet.
    package borrowing func bookHandover(closing owner: FundOwner) throws -> BookHandover? {
        guard owner.hamlet == nil else { return nil }
        return try first(BookHandover.closing, owner)
    }

    /// Who has the books of `owner` now: itself, or the last one of those that took them over.
    package borrowing func lastOwner(ofBooksOf owner: FundOwner) throws -> FundOwner {
        var owner = owner
        // Closed books take nothing over, so there are no circles.
        while let handover = try bookHandover(closing: owner) { owner = handover.successor }
        return owner
    }

    /// `owner`, and all that took over its books, directly or indirectly.
    package borrowing func handoverLine(of owner: FundOwner) throws -> [FundOwner] {
        guard owner.hamlet == nil else { return [owner] }
        return try connection.all(
            """
            WITH RECURSIVE line (owner) AS (
                SELECT CAST(?1 AS TEXT)
                UNION
                SELECT successor FROM book_handover JOIN line ON line.owner = book_handover.owner
            )
            SELECT owner FROM line ORDER BY owner
            """, owner
        ) { row in row.owner(0) }
    }

    /// `owner`, and all that handed their books over to it, directly or indirectly.
    borrowing func predecessorsByHandover(of owner: FundOwner) throws -> [FundOwner] {
        try connection.all(
            """
            WITH RECURSIVE line (owner) AS (
                SELECT CAST(?1 AS TEXT)
                UNION
                SELECT book_handover.owner FROM book_handover JOIN line ON line.owner = book_handover.successor
            )
            SELECT owner FROM line ORDER BY owner
            """, owner
        ) { row in row.owner(0) }
    }

    fileprivate borrowing func fundTransfers(
        of handover: BookHandover.ID
    ) throws -> [Reorganisation.FundTransfer] {
        try connection.all(
            """
            SELECT from_fund, to_fund, cash_dong, bank_dong
            FROM book_handover_fund
            WHERE handover = ?1
            ORDER BY number
            """, handover
        ) { row in
            Reorganisation.FundTransfer(from: row.id(0), to: row.id(1), cash: row.dong(2), bank: row.dong(3))
        }
    }
}

extension WriteTransaction {
    /// Hands the funds of `owner` over to `successor`, as `plan` says, with the expenditures that are not paid yet.
    ///
    /// - Throws: `Refusal.nameTaken` for a name that only looks like that of a fund of the successor;
    ///   `BooksRefusal.periodClosed` when the books of either are closed on the day; `.amountTooLarge`.
    package borrowing func handOver(
        _ funds: [Fund], of owner: FundOwner, to successor: FundOwner, as plan: BookHandoverPlan,
        _ order: Reorganisation.Order, by person: User.ID
    ) throws -> BookHandover {
        try keepBooks(of: successor)
        var opened: [Fund.ID] = []
        for name in plan.newNames {
            let fund = Fund(id: try newID(), owner: successor, name: name, version: 1)
            try save(fund)
            opened.append(fund.id)
        }
        var transfers: [Reorganisation.FundTransfer] = []
        var targets: [Fund.ID: Fund.ID] = [:]
        for (fund, target) in zip(funds, plan.targets) {
            let to =
                switch target {
                case .existing(let id): id
                case .new(let index): opened[index]
                }
            let held = try balances(of: fund)
            targets[fund.id] = to
            transfers.append(
                Reorganisation.FundTransfer(from: fund.id, to: to, cash: held.cash, bank: held.bank))
        }
        var count: Int64 = 0
        for expenditure in try unpaidExpenditures(of: owner) {
            guard let to = targets[expenditure.fund] else { continue }
            try move(expenditure.moved(to: to, of: successor), from: owner)
            count += 1
        }
        let handover = BookHandover(
            id: try newID(), owner: owner, successor: successor, order: order, fundTransfers: transfers,
            expendituresCount: count, recordedBy: person, recordedAt: now)
        try save(handover)
        return handover
    }

    /// Records the hand-over, and posts what it hands over.
    private borrowing func save(_ handover: BookHandover) throws {
        let (order, position) = (handover.order, try journal(.recorded, handover, owner: nil))
        effects.published.owners.formUnion([handover.owner, handover.successor])
        try connection.run(
            """
            INSERT INTO book_handover (id, owner, successor, effective_on, decision_number, decided_on, expenditures,
                recorded_by, recorded_ms, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """, handover.id, handover.owner, handover.successor, order.effectiveOn, order.number,
            order.decidedOn, handover.expendituresCount, handover.recordedBy, handover.recordedAt, position)
        var line: Int64 = 0
        for (index, transfer) in handover.fundTransfers.enumerated() {
            try connection.run(
                """
                INSERT INTO book_handover_fund (handover, number, from_fund, to_fund, cash_dong, bank_dong)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, handover.id, index + 1, transfer.from, transfer.to, transfer.cash, transfer.bank)
            line = try post(transfer, on: order.effectiveOn, position: position, after: line)
        }
    }
}
