package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// What funds of `owner` owed or had owed at the end of `day`, newest first, before `cursor`.
    ///
    /// What was voided before its month was closed never was. What was reversed later stood until then.
    package borrowing func payableStandings(
        of owner: FundOwner, at day: LocalDate, before cursor: Payable.ID?, limit: Int
    ) throws -> [PayableStanding] {
        try connection.all(standingsOfOwner, owner, cursor?.number ?? Int64.max, day, limit) { row in
            PayableStanding(
                id: row.id(0), fund: row.id(1), on: row.date(2), item: row.text(3),
                amount: row.positiveDong(4), repaid: row.dong(5), given: row.dong(6),
                isCorrected: row.boolean(7))
        }
    }
}

private let standingsOfOwner = Query(
    """
    SELECT id, fund, owed_on, item, amount_dong,
        (SELECT CAST(coalesce(sum(expenditure.amount_dong), 0) AS BIGINT) FROM expenditure
            WHERE repays = payable.id AND paid_on <= ?3
                AND (expenditure.state = 'paid' OR expenditure.state = 'booked'
                    OR (expenditure.state = 'voided' AND expenditure.reversed_on > ?3))),
        (SELECT CAST(coalesce(sum(contribution.amount_dong), 0) AS BIGINT) FROM contribution
            WHERE settles = payable.id AND received_on <= ?3
                AND (voided_ms IS NULL OR contribution.reversed_on > ?3)),
        CASE WHEN reversed_on <= ?3 THEN 1 ELSE 0 END
    FROM payable
    WHERE owner = ?1 AND id < ?2 AND owed_on <= ?3 AND (void_reason IS NULL OR reversed_on IS NOT NULL)
    ORDER BY id DESC
    LIMIT ?4
    """)
