package import Domain
package import JSON
package import SQLite

extension Pledge: StoredEntity {
    package static let table = EntityTable(
        .pledge, "pledge",
        [
            "pledge.id", "pledge.fund", "household", "amount_dong", "pledged_on", "received_dong", "state",
            "transferred_from", "pledge.version",
        ], actions: [.recorded, .changed], scopeSource: .hamlet, isVersioned: true,
        // The journal payload does not name the hamlet; the fund's row does.
        rules: [
            EntityTable.Rule(
                "hamlet",
                "EXISTS (SELECT 1 FROM fund WHERE fund.id = pledge.fund AND fund.owner = 'h' || pledge.hamlet)"
            )
        ], dating: EntityTable.Dating("pledged_on", where: "state <> 'cancelled'"))

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Pledge {
        Pledge(
            id: row.id(0), fund: row.id(1), household: row.id(2), amount: row.dong(3), pledgedOn: row.date(4),
            received: row.dong(5), state: row.choice(6), transferredFrom: row.optionalID(7),
            version: row.integer(8))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("fund", fund.number)
        json.member("household", household.number)
        json.member("amount", amount.amount)
        json.member("received", received.amount)
        json.member("pledged_on", pledgedOn.text)
        json.member("state", state.rawValue)
        if let transferredFrom { json.member("transferred_from", transferredFrom.number) }
        json.member("version", version)
    }

    /// 1 when the pledge counts towards the total of its year, otherwise 0.
    package var countedPledges: Int64 { countedAmount > .zero ? 1 : 0 }

    fileprivate static let ofHamlet = Query(
        """
        SELECT \(table.columns)
        FROM pledge
        WHERE hamlet = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR household = ?4)
            AND (?5 IS NULL OR state = ?5)
        ORDER BY id DESC
        LIMIT ?6
        """)

    fileprivate static let importableOfHamlet = Query(
        """
        SELECT \(table.columns)
        FROM pledge
        WHERE hamlet = ?1 AND state <> 'cancelled' AND transferred_from IS NULL
        ORDER BY id
        """)

    fileprivate static let openOfHamlet = Query(
        """
        SELECT \(table.columns)
        FROM pledge
        WHERE hamlet = ?1 AND state IN ('proposed', 'confirmed', 'partly')
        ORDER BY id
        """)
}

/// A filter for a hamlet's pledges.
///
/// Nil matches anything.
package struct PledgeFilter: Hashable, Sendable {
    package var fund: Fund.ID?
    package var household: Household.ID?
    package var state: Pledge.State?

    package init(fund: Fund.ID? = nil, household: Household.ID? = nil, state: Pledge.State? = nil) {
        self.fund = fund
        self.household = household
        self.state = state
    }
}

extension Reading where Self: ~Copyable {
    /// The pledges of `hamlet`, newest first, before `cursor`.
    package borrowing func pledges(
        of hamlet: Hamlet.ID, matching filter: PledgeFilter, before cursor: Pledge.ID?, limit: Int
    ) throws -> [Pledge] {
        try all(
            Pledge.ofHamlet, hamlet, cursor?.number ?? Int64.max, filter.fund, filter.household,
            filter.state?.rawValue, limit)
    }

    /// The pledges of `hamlet` for which rows of a table may stand, oldest first: neither cancelled nor transferred.
    package borrowing func pledgesForImport(of hamlet: Hamlet.ID) throws -> [Pledge] {
        try all(Pledge.importableOfHamlet, hamlet)
    }

    /// The open pledges of `hamlet`, oldest first.
    borrowing func openPledges(of hamlet: Hamlet.ID) throws -> [Pledge] {
        try all(Pledge.openOfHamlet, hamlet)
    }

    /// The number of open pledges of `household`.
    package borrowing func openPledgesCount(of household: Household.ID, in hamlet: Hamlet.ID) throws -> Int64
    {
        try connection.first(
            """
            SELECT count(*)
            FROM pledge
            WHERE household = ?1 AND hamlet = ?2 AND state IN ('proposed', 'confirmed', 'partly')
            """, household, hamlet
        ) { row in row.integer(0) } ?? 0
    }
}

extension WriteTransaction {
    /// Stores `pledge` of `hamlet` as a change of `old`, or as a new pledge, and updates the totals of its year.
    ///
    /// - Throws: `Refusal.alreadyExists` when the household has an open pledge to the fund; `.versionMismatch`.
    package borrowing func save(_ pledge: Pledge, replacing old: Pledge?, in hamlet: Hamlet.ID) throws {
        let position = try journal(old == nil ? .recorded : .changed, pledge, owner: .hamlet(hamlet))
        if old == nil {
            // A transferred pledge may coexist with another one, when two funds were merged.
            if pledge.transferredFrom == nil, try hasOpenPledge(pledge.household, to: pledge.fund) {
                throw Refusal.alreadyExists(.pledge, at: .household)
            }
            try insert(pledge, in: hamlet, position: position)
        } else {
            try update(pledge, position: position)
        }
        try addToPledged(
            pledge.countedAmount.less(old?.countedAmount ?? .zero).amount,
            count: pledge.countedPledges - (old?.countedPledges ?? 0), of: pledge.pledgedOn, in: hamlet)
    }

    private borrowing func hasOpenPledge(_ household: Household.ID, to fund: Fund.ID) throws -> Bool {
        try connection.first(
            """
            SELECT 1
            FROM pledge
            WHERE fund = ?1 AND household = ?2 AND state IN ('proposed', 'confirmed', 'partly')
            """, fund, household
        ) { _ in true } ?? false
    }

    private borrowing func insert(
        _ pledge: Pledge, in hamlet: Hamlet.ID, position: Int64
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO pledge (id, hamlet, fund, household, amount_dong, received_dong, pledged_on, state,
                transferred_from, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, pledge.id, hamlet, pledge.fund, pledge.household, pledge.amount, pledge.received,
            pledge.pledgedOn, pledge.state.rawValue, pledge.transferredFrom, pledge.version, position)
    }

    private borrowing func update(_ pledge: Pledge, position: Int64) throws {
        try update(to: pledge) {
            try connection.run(
                """
                UPDATE pledge
                SET received_dong = ?2, state = ?3, version = ?4, position = ?5
                WHERE id = ?1 AND version = ?4 - 1
                """, pledge.id, pledge.received, pledge.state.rawValue, pledge.version, position)
        }
    }
}
