package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The yearly totals of `hamlet`, latest first.
    ///
    /// Years without any activity are absent.
    package borrowing func years(of hamlet: Hamlet.ID) throws -> [YearSummary] {
        try years(of: [hamlet])
    }

    /// The yearly totals of `hamlets` together, latest first.
    ///
    /// - Throws: `Refusal.amountTooLarge` when a total exceeds `Dong.documentMax`.
    package borrowing func years(of hamlets: [Hamlet.ID]) throws -> [YearSummary] {
        try years(of: hamlets.map { FundOwner.hamlet($0) })
    }

    /// The yearly totals of `owners` together, latest first; only hamlets have pledges.
    ///
    /// A household that gave in two of them counts as one participant, and a transferred pledge counts once.
    ///
    /// - Throws: `Refusal.amountTooLarge` when a total exceeds `Dong.documentMax`.
    package borrowing func years(of owners: [FundOwner]) throws -> [YearSummary] {
        var years: [Int: YearSums] = [:]
        for (kind, list) in idsByKind(of: owners) {
            try connection.forEach(sumsOfYears, kind, list) { row in
                let (debit, credit): (LedgerAccount.Kind, LedgerAccount.Kind) = (row.choice(1), row.choice(2))
                var sums = years[Int(row.integer(0))] ?? YearSums()
                // A year in which money was only taken over has no activity.
                guard try sums.add(row.sum(3), vouchers: row.integer(4), debit, credit) else { return }
                years[Int(row.integer(0))] = sums
            }
            // What hamlets count as they go, the receipts of others tell.
            guard kind != "h" else { continue }
            try connection.forEach(participantsOfOthers, kind, list) { row in
                years[Int(row.integer(0)), default: YearSums()].householdsCount = row.integer(1)
            }
        }
        let list = jsonArray(of: owners.compactMap(\.hamlet))
        try connection.forEach(participants, list) { row in
            years[Int(row.integer(0)), default: YearSums()].householdsCount = row.integer(1)
        }
        try connection.forEach(pledged, list) { row in
            var sums = years[Int(row.integer(0))] ?? YearSums()
            sums.pledged = try row.sum(1).added(to: sums.pledged)
            sums.pledgesCount = sums.pledgesCount.addingClamped(row.integer(2))
            years[Int(row.integer(0))] = sums
        }
        return try years.sorted { $0.key > $1.key }.map { year, sums in try sums.summary(of: year) }
    }
}

/// The totals of a year while they are added up.
private struct YearSums {
    private var bySource: [LedgerAccount.Group: Dong] = [:]
    private var contributionsCount: Int64 = 0
    private var spent = Dong.zero
    private var refunded = Dong.zero
    private var expendituresCount: Int64 = 0
    var householdsCount: Int64 = 0
    var pledged = Dong.zero
    var pledgesCount: Int64 = 0

    /// Adds the sum over a pair of accounts.
    ///
    /// - Returns: false when it is neither received nor paid.
    mutating func add(
        _ amount: Dong, vouchers: Int64, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind
    ) throws(Refusal) -> Bool {
        switch (debit.group, credit.group) {
        case (.money, .households), (.money, .sponsors), (.money, .state), (.debts, .households),
            (.debts, .sponsors):
            bySource[credit.group] = try (bySource[credit.group] ?? .zero).added(to: amount)
            contributionsCount = contributionsCount.addingClamped(vouchers)
        case (.expenses, .money), (.expenses, .debts):
            spent = try spent.added(to: amount)
            expendituresCount = expendituresCount.addingClamped(vouchers)
        case (.refunds, .money):
            refunded = try refunded.added(to: amount)
            expendituresCount = expendituresCount.addingClamped(vouchers)
        case (_, _): return false
        }
        return true
    }

    func summary(of year: Int) throws(Refusal) -> YearSummary {
        let summary = YearSummary(
            year: year, pledged: pledged, pledgesCount: pledgesCount,
            receivedFromHouseholds: bySource[.households] ?? .zero,
            receivedFromSponsors: bySource[.sponsors] ?? .zero,
            receivedFromState: bySource[.state] ?? .zero,
            contributionsCount: contributionsCount, householdsCount: householdsCount, spent: spent,
            refunded: refunded, expendituresCount: expendituresCount)
        guard summary.received <= Dong.documentMax else { throw .amountTooLarge }
        return summary
    }
}

/// The numbers of the owners of each kind, as a JSON array for `json_each`; the kind is the letter of their texts.
private func idsByKind(of owners: [FundOwner]) -> [(kind: String, ids: String)] {
    Dictionary(grouping: owners.map(\.text)) { $0.prefix(1) }.sorted { $0.key < $1.key }
        .map { kind, texts in
            (String(kind), "[" + texts.map { $0.dropFirst() }.joined(separator: ",") + "]")
        }
}

private let sumsOfYears = Query(
    """
    SELECT day / 10000, debit, credit, CAST(sum(amount) AS BIGINT), CAST(sum(vouchers) AS BIGINT)
    FROM ledger_sum
    WHERE owner IN (SELECT CAST(?1 AS TEXT) || value FROM json_each(?2)) AND unit = 'dong'
    GROUP BY owner, 1, 2, 3
    """)

/// Households whose receipts, less what was refunded, are valid.
private let participantsOfOthers = Query(
    """
    SELECT received_on / 10000, count(DISTINCT household)
    FROM contribution
    WHERE owner IN (SELECT CAST(?1 AS TEXT) || value FROM json_each(?2)) AND household IS NOT NULL
        AND (voided_ms IS NULL OR reversed_on IS NOT NULL) AND amount_dong > refunded_dong
    GROUP BY 1
    """)

private let participants = Query(
    """
    SELECT year, count(DISTINCT household)
    FROM household_year
    WHERE hamlet IN (SELECT value FROM json_each(?1))
    GROUP BY year
    """)

/// Pledges by hamlet and year; one that was transferred among the hamlets counts once, for which a line takes it off.
private let pledged = Query(
    """
    WITH RECURSIVE own (id) AS (SELECT value FROM json_each(?1)), line (id, year, part) AS (
        SELECT id, pledged_on / 10000, transferred_from
        FROM pledge
        WHERE hamlet IN (SELECT id FROM own) AND transferred_from IS NOT NULL
            AND (state IN ('confirmed', 'partly', 'fulfilled')
                OR (state IN ('waived', 'transferred') AND received_dong > 0))
        UNION ALL
        SELECT line.id, year, transferred_from
        FROM line JOIN pledge ON pledge.id = line.part
        WHERE transferred_from IS NOT NULL
    ), again (year, count) AS (
        SELECT year, count(DISTINCT line.id)
        FROM line JOIN pledge ON pledge.id = line.part
        WHERE received_dong > 0 AND hamlet IN (SELECT id FROM own)
        GROUP BY year
    )
    SELECT year, pledged_dong, pledges_count
    FROM pledge_year
    WHERE hamlet IN (SELECT id FROM own)
    UNION ALL
    SELECT year, 0, 0 - count
    FROM again
    """)
