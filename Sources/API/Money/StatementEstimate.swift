import Domain
import Store
import Text

/// The estimate beside a statement: what was decided to be raised and spent, and what was since.
///
/// A fund is compared with the decision under which it collects on the last day: with the estimate that is in force
/// then, perhaps of a decision that amended it, and with what the fund received and spent from the day of the decision
/// on, before the period too. A decision that authorises several funds is compared with all of them in the statement.
struct StatementEstimate: Sendable {
    /// A source, or the item of an expense.
    struct Line: Sendable {
        let kind: LedgerAccount.Kind
        let name: String
        var plan: StatementPlan

        fileprivate func isAbout(_ kind: LedgerAccount.Kind, _ item: String) -> Bool {
            // A source is one line, whatever the receipts say.
            self.kind == kind && (kind != .expenses || name.nameKey == item.nameKey)
        }
    }

    /// The decisions whose estimates are in it.
    private(set) var decisions: [Decision.ID] = []
    private var lines: [Line] = []

    /// `found` with what was planned and carried out, and the planned lines without any movement in the period.
    func lines(_ found: [StatementLine], isExpense: Bool) -> [StatementLine] {
        var rest = lines.filter { ($0.kind == .expenses) == isExpense }
        let planned = found.map { line in
            guard let index = rest.firstIndex(where: { $0.isAbout(line.kind, line.item) }) else {
                return line
            }
            return line.with(rest.remove(at: index).plan)
        }
        return planned
            + rest.map { line in
                StatementLine(
                    kind: line.kind, item: isExpense ? line.name : "", amounts: StatementAmounts(),
                    plan: line.plan)
            }
    }

    func total(isExpense: Bool) -> StatementPlan {
        lines.filter { ($0.kind == .expenses) == isExpense }
            .reduce(StatementPlan()) { sum, line in sum.adding(line.plan) }
    }

    private mutating func add(_ plan: StatementPlan, _ kind: LedgerAccount.Kind, _ name: String) {
        if let index = lines.firstIndex(where: { $0.isAbout(kind, name) }) {
            lines[index].plan = lines[index].plan.adding(plan)
        } else {
            lines.append(Line(kind: kind, name: name, plan: plan))
        }
    }

    fileprivate mutating func add(_ decision: Decision) throws(Refusal) {
        guard !decisions.contains(decision.id) else { return }
        decisions.append(decision.id)
        for item in decision.draft.estimate {
            guard let kind = LedgerAccount.Kind(rawValue: item.kind.rawValue) else { continue }
            add(StatementPlan(estimate: item.amount), kind, item.name ?? "")
        }
        try check()
    }

    fileprivate mutating func add(_ movements: [FundMovement]) throws(Refusal) {
        for movement in movements where movement.contraAccount.isPlanned {
            let isExpense = movement.contraAccount == .expenses
            let amount = isExpense ? movement.outflow : movement.inflow
            guard amount > .zero else { continue }
            add(StatementPlan(carriedOut: amount), movement.contraAccount, movement.item)
        }
        try check()
    }

    /// Refuses sums above `Dong.documentMax`, so that no total is clamped.
    private func check() throws(Refusal) {
        _ = try lines.sum { line -> Dong in line.plan.estimate }
        _ = try lines.sum { line -> Dong in line.plan.carriedOut }
    }
}

/// What was decided and what was carried out, in đồng.
struct StatementPlan: Hashable, Sendable {
    var estimate = Dong.zero
    var carriedOut = Dong.zero

    /// More than was decided; below 0 less.
    var difference: Dong { carriedOut.less(estimate) }

    /// Both together, clamped: what is too large was refused.
    func adding(_ other: StatementPlan) -> StatementPlan {
        StatementPlan(
            estimate: Dong(estimate.amount.addingClamped(other.estimate.amount)),
            carriedOut: Dong(carriedOut.amount.addingClamped(other.carriedOut.amount)))
    }
}

extension StatementPlan? {
    /// Nothing where there is no estimate.
    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.estimate, self?.estimate))
        fields.publish(Disclosure.money(.carriedOut, self?.carriedOut))
        fields.publish(Disclosure.money(.estimateDifference, self?.difference))
    }
}

/// What was planned and carried out on one side of a statement.
struct StatementPlanView: PublicView {
    let plan: StatementPlan?

    static var sample: StatementPlanView { StatementPlanView(plan: StatementPlan()) }

    func write(to fields: inout some PublicFieldWriter) { plan.write(to: &fields) }
}

extension StatementEstimate: PublicView {
    static var sample: StatementEstimate { StatementEstimate() }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.decisions, decisions))
        fields.publish("received", StatementPlanView(plan: total(isExpense: false)))
        fields.publish("spent", StatementPlanView(plan: total(isExpense: true)))
    }
}

extension Reading where Self: ~Copyable {
    /// The estimates of the funds of `owners`, or of one fund, on `day`; nil when none is in force.
    borrowing func estimate(
        of owners: [FundOwner], fund: Fund.ID?, on day: LocalDate
    ) throws -> StatementEstimate? {
        var estimate = StatementEstimate()
        for owner in owners {
            for one in try funds(of: owner, after: nil, limit: Int.max) where fund == nil || one.id == fund {
                guard let root = try decision(authorising: one, on: day) else { continue }
                let line = try decisionLine(from: root.id)
                let inForce = try line.filter { decision in
                    try decision.hasEstimate(on: day) { id in
                        try (line.first { $0.id == id } ?? find(id))?.proceedings?.heldOn
                    }
                }
                guard !inForce.isEmpty, let from = root.authorisedCollectionFrom else { continue }
                for decision in inForce { try estimate.add(decision) }
                try estimate.add(movements(of: owner, fund: one.id, from: from, to: day))
            }
        }
        return estimate.decisions.isEmpty ? nil : estimate
    }

    /// The decision under which the fund collected on `day`, before others amended it.
    private borrowing func decision(authorising fund: Fund, on day: LocalDate) throws -> Decision? {
        guard let current = fund.decision else { return nil }
        for id in [current] + fund.earlierDecisions.reversed() {
            let decision = try existing(id)
            if let from = decision.authorisedCollectionFrom, from <= day { return decision }
        }
        return nil
    }
}
