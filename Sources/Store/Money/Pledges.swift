package import Domain
import SQLite

/// Which pledges of a hamlet a list shows.
///
/// Nil is any.
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
    package borrowing func pledge(_ id: Pledge.ID) throws -> Pledge? {
        try connection.first(
            """
            SELECT id, fund, household, amount_dong, pledged_on, received_dong, state, transferred_from, version
            FROM pledge
            WHERE id = ?1
            """, id, read: readPledge)
    }

    /// The pledges of `hamlet`, newest first, before `cursor`.
    package borrowing func pledges(
        of hamlet: Hamlet.ID, matching filter: PledgeFilter, before cursor: Pledge.ID?, limit: Int
    ) throws -> [Pledge] {
        try connection.all(
            """
            SELECT id, fund, household, amount_dong, pledged_on, received_dong, state, transferred_from, version
            FROM pledge
            WHERE hamlet = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR household = ?4)
                AND (?5 IS NULL OR state = ?5)
            ORDER BY id DESC
            LIMIT ?6
            """, hamlet, cursor?.number ?? Int64.max, filter.fund, filter.household, filter.state?.rawValue,
            limit,
            read: readPledge)
    }
}

extension WriteTransaction {
    package borrowing func newPledgeID() throws -> Pledge.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM pledge") { row in row.integer(0) } ?? 1
        )
    }

    /// Stores `pledge` of `hamlet` in place of `old`, or as a new one, and carries the sums of its year.
    ///
    /// - Throws: `Refusal.taken` when the household has an open pledge to the fund; `.staleVersion`.
    package borrowing func save(_ pledge: Pledge, replacing old: Pledge?, in hamlet: Hamlet.ID) throws {
        let event: Event = old == nil ? .pledgeRecorded : .pledgeChanged
        let position = try journal(event, subject: pledge.id.number, hamlet: hamlet) { pledge.write(to: &$0) }
        if let old {
            try update(pledge, position: position)
            if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
        } else {
            // What goes over may meet another promise to a fund that became one with its own.
            if pledge.transferredFrom == nil, try hasOpenPledge(pledge.household, to: pledge.fund) {
                throw Refusal.alreadyExists(.pledge, pointer: "/household")
            }
            try insert(pledge, in: hamlet, position: position)
        }
        try addToYear(
            of: pledge.pledgedOn, in: hamlet,
            pledged: pledge.counted.amount - (old?.counted.amount ?? 0),
            pledgesCount: pledge.counts - (old?.counts ?? 0))
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

    private borrowing func update(_ pledge: Pledge, position: Int64) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE pledge
            SET received_dong = ?2, state = ?3, version = ?4, position = ?5
            WHERE id = ?1 AND version = ?4 - 1
            """, pledge.id, pledge.received, pledge.state.rawValue, pledge.version, position)
    }
}

extension Pledge {
    /// 1 when the pledge is in the sum of its year, else 0.
    var counts: Int64 { counted > .zero ? 1 : 0 }
}

func readPledge(_ row: borrowing Row) -> Pledge {
    Pledge(
        id: row.id(0), fund: row.id(1), household: row.id(2), amount: row.dong(3), pledgedOn: row.date(4),
        received: row.dong(5), state: row.choice(6), transferredFrom: row.optionalID(7),
        version: row.integer(8)
    )
}
