package import Domain
import SQLite

/// The administrative boundaries that a report is based on.
///
/// - Source: DOMAIN §3, "by the unit of that time" and "by today's unit".
package enum Boundaries: String, CaseIterable, Sendable {
    /// The boundaries at the time of each record.
    case historical
    /// Today's boundaries: the records of a merged hamlet count towards its successor.
    case current
}

extension Reading where Self: ~Copyable {
    /// The combined cash and bank balances of `owners`.
    package borrowing func balances(of owners: [FundOwner]) throws -> Balances {
        try Balances(sumOf: owners.map { try balances(of: $0) })
    }

    /// `owner`, and those whose books it has whole today: of a hamlet the hamlets that went into it, of a commune or an
    /// organisation those that handed their books over to it.
    package borrowing func booksByCurrentBoundaries(of owner: FundOwner) throws -> [FundOwner] {
        if let hamlet = owner.hamlet { return try absorbedPredecessors(of: hamlet).map { .hamlet($0) } }
        return try predecessorsByHandover(of: owner)
    }

    /// The movements of `owner` and of those whose books it has today, as if they had always been one.
    ///
    /// Transfers among them cancel out.
    package borrowing func movementsByCurrentBoundaries(
        of owner: FundOwner, from: LocalDate, to: LocalDate
    ) throws -> [FundMovement] {
        var sums: [MovementKey: (inflow: Dong, outflow: Dong)] = [:]
        for one in try booksByCurrentBoundaries(of: owner) {
            for movement in try movements(of: one, fund: nil, from: from, to: to) {
                let line = MovementKey(
                    moneyAccount: movement.moneyAccount, contraAccount: movement.contraAccount,
                    item: movement.item)
                var sum = sums[line] ?? (.zero, .zero)
                sum.inflow = try sum.inflow.added(to: movement.inflow)
                // Every transfer out of a predecessor has a matching transfer into one of the line.
                if movement.contraAccount == .transfer, one != owner {
                    sum.inflow = sum.inflow.less(movement.outflow)
                } else {
                    sum.outflow = try sum.outflow.added(to: movement.outflow)
                }
                sums[line] = sum
            }
        }
        return sums.filter { $0.value.inflow != .zero || $0.value.outflow != .zero }
            .map { line, sum in
                FundMovement(
                    moneyAccount: line.moneyAccount, contraAccount: line.contraAccount, item: line.item,
                    inflow: sum.inflow, outflow: sum.outflow)
            }
            .sorted {
                ($0.contraAccount.rawValue, $0.item, $0.moneyAccount.rawValue) < (
                    $1.contraAccount.rawValue, $1.item, $1.moneyAccount.rawValue
                )
            }
    }

    /// The model counts of `hamlets` together.
    package borrowing func modelCounts(of hamlets: [Hamlet.ID]) throws -> [HamletModelCount] {
        try connection.all(
            """
            SELECT state, kind, CAST(sum(models_count) AS BIGINT)
            FROM hamlet_model
            WHERE hamlet IN (SELECT value FROM json_each(?1)) AND models_count > 0
            GROUP BY state, kind
            """, jsonArray(of: hamlets)
        ) { row in HamletModelCount(state: row.choice(0), kind: row.choice(1), count: row.integer(2)) }
    }

    /// The models registered from `from` to `to`, inclusive, whose owner lies below the unit `code` today.
    ///
    /// A merged hamlet lies where its successor does; a split hamlet lies where it last was. A unit that ended is
    /// replaced by its successor when there is exactly one.
    package borrowing func modelCountsByCurrentBoundaries(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate?
    ) throws -> [ModelCount] {
        // Only closed hamlets have successors to look up; of the others the commune is enough.
        let rows = try connection.all(
            """
            SELECT CASE WHEN hamlet.valid_to IS NOT NULL THEN hamlet.id END,
                coalesce(hamlet.commune, organisation.unit, ''), area, model.kind, state, level, count(*)
            FROM model LEFT JOIN hamlet ON hamlet.id = model.hamlet
                LEFT JOIN organisation ON organisation.id = model.organisation
            WHERE registered_on BETWEEN coalesce(?1, 0) AND coalesce(?2, 99991231)
            GROUP BY 1, 2, 3, 4, 5, 6
            """, from, to
        ) { row in
            (
                closed: row.optionalID(0) as Hamlet.ID?, unit: row.text(1),
                count: ModelCount(
                    area: row.choice(2), kind: row.choice(3), state: row.choice(4),
                    level: row.optionalText(5).flatMap(Model.Level.init), count: row.integer(6))
            )
        }
        var areBelow: [String: Bool] = [:]
        var communes: [Hamlet.ID: String] = [:]
        var found: [ModelCount] = []
        for row in rows {
            var unit = row.unit
            if let closed = row.closed {
                let commune = try communes[closed] ?? find(currentSuccessor(of: closed))?.commune ?? ""
                communes[closed] = commune
                unit = commune
            }
            let isBelow =
                try areBelow[unit] ?? (unitPath(currentCode(of: unit), on: today)?.contains(code) == true)
            areBelow[unit] = isBelow
            if isBelow { found.append(row.count) }
        }
        return found
    }

    /// The code of `unit`'s current successor; its own while it exists, or when it has several successors.
    borrowing func currentCode(of unit: AdministrativeUnit.Code) throws -> AdministrativeUnit.Code {
        var unit = unit
        // Every succession leads forward in time, so this terminates.
        while let last = try unitHistory(unit).last, let end = last.validity.to, end < today {
            let next = try successions(.successors, last.id)
            guard next.count == 1, let only = next.first else { break }
            unit = only.code
        }
        return unit
    }
}

/// `hamlets` as a JSON array, for `json_each`.
func jsonArray(of hamlets: [Hamlet.ID]) -> String {
    "[" + hamlets.map { String($0.number) }.joined(separator: ",") + "]"
}

/// The key by which movements are grouped.
private struct MovementKey: Hashable {
    let moneyAccount: LedgerAccount.Kind
    let contraAccount: LedgerAccount.Kind
    let item: String
}
