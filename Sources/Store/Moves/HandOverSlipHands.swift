package import Domain
import SQLite

/// What collectors have in hand: the receipts in cash that name them, less the slips that were confirmed.
extension HandOverSlip {
    /// What each collector received and handed over for each fund until a day, less what was reversed by then.
    fileprivate static let balances = Query(
        """
        SELECT collector, user_account.name, fund,
            CAST(sum(CASE WHEN is_slip = 0 THEN amount ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN is_slip = 1 THEN 0 - amount ELSE 0 END) AS BIGINT)
        FROM (\(moves)) AS moved JOIN user_account ON user_account.id = moved.collector
        WHERE moved.owner = ?1 AND (?2 IS NULL OR moved.fund = ?2) AND (?3 IS NULL OR moved.day <= ?3)
        GROUP BY collector, user_account.name, fund
        ORDER BY collector, fund
        """)

    /// The lowest balance of a collector's hand for a fund at the end of a day or of any later one, and the first such day.
    fileprivate static let lowest = Query(
        """
        WITH held AS (
            SELECT day, CAST(sum(sum(amount)) OVER (ORDER BY day) AS BIGINT) AS balance
            FROM (\(moves)) AS moved
            WHERE moved.owner = ?1 AND moved.fund = ?2 AND moved.collector = ?3
            GROUP BY day
        ), \(LedgerSum.balancesSince)
        SELECT balance, day FROM since ORDER BY balance, day LIMIT 1
        """)

    /// What collectors had in hand at the end of a day, less what they have handed over since.
    ///
    /// Since then count the slips of later days, with their reversals, and reversals of receipts of the day or before:
    /// not those of later receipts, nor cash that came back from an earlier slip.
    fileprivate static let notHandedOver = Query(
        """
        SELECT collector, user_account.name, fund.name, CAST(sum(
            CASE WHEN day <= ?2 OR (is_slip = 1) = (origin > ?2) THEN amount ELSE 0 END) AS BIGINT)
        FROM (\(moves)) AS moved JOIN user_account ON user_account.id = moved.collector
            JOIN fund ON fund.id = moved.fund
        WHERE moved.owner = ?1
        GROUP BY collector, user_account.name, moved.fund, fund.name
        HAVING sum(CASE WHEN day <= ?2 OR (is_slip = 1) = (origin > ?2) THEN amount ELSE 0 END) > 0
        ORDER BY collector, moved.fund
        LIMIT 20
        """)
}

extension Reading where Self: ~Copyable {
    /// What each collector received and handed over for each fund of `owner`, or for one, until the end of `day`, less
    /// what was reversed by then.
    package borrowing func collectorBalances(
        of owner: FundOwner, fund: Fund.ID?, until day: LocalDate?
    ) throws -> [CollectorBalance] {
        try connection.all(HandOverSlip.balances, owner, fund, day) { row in
            CollectorBalance(
                collector: row.id(0), name: row.text(1), fund: row.id(2), received: row.dong(3),
                handedOver: row.dong(4))
        }
    }

    /// The collectors who had cash in hand at the end of `day` and have not handed it over since: they keep a month open.
    borrowing func handBlockers(until day: LocalDate, of owner: FundOwner) throws -> [BooksRefusal.Blocker] {
        try connection.all(HandOverSlip.notHandedOver, owner, day) { row in
            .cashInHand(row.id(0), name: row.text(1), fundName: row.text(2), amount: row.dong(3))
        }
    }
}

extension WriteTransaction {
    /// Checks that the collector has never less than nothing in hand, from `day` on.
    ///
    /// - Throws: `CollectorRefusal.tooLittleInHand`.
    package borrowing func checkHand(
        of collector: User.ID, for fund: Fund.ID, of owner: FundOwner, from day: LocalDate,
        less amount: Dong = .zero
    ) throws {
        let lowest = try connection.first(HandOverSlip.lowest, owner, fund, collector, day) { row in
            (balance: row.dong(0), day: row.date(1))
        }
        guard let lowest, lowest.balance < amount else { return }
        throw Refusal.collector(
            .tooLittleInHand(collector, on: lowest.day, inHand: max(.zero, lowest.balance)))
    }
}
