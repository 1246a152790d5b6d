import Domain
import Store

/// What collecting from households relies on, read once for all receipts of a table.
struct CollectionChecks {
    fileprivate typealias Dated = (decision: Decision, from: LocalDate)

    fileprivate struct FundDecision: Hashable {
        let fund: Fund.ID
        let decision: Decision.ID
    }

    fileprivate struct DecisionHamlet: Hashable {
        let decision: Decision.ID
        let hamlet: Hamlet.ID
    }

    fileprivate var decisions: [Fund.ID: [Dated]] = [:]
    /// The hamlets whose households were counted, and of which a hamlet is one or a successor.
    fileprivate var counted: [DecisionHamlet: Set<Hamlet.ID>] = [:]
    /// Whether the first receipt of the fund under the decision is refused.
    fileprivate var firstReceipts: [FundDecision: Refusal?] = [:]

    init() {}
}

extension Reading where Self: ~Copyable {
    /// Checks that a decision of the residents, in force on `day`, allows collecting from the household, where the law
    /// or the commune requires it.
    ///
    /// - Parameters:
    ///   - household: the household that pays or pledges.
    ///   - fund: the fund that collects.
    ///   - hamlet: the hamlet of the household, and of the fund if a hamlet keeps it.
    ///   - day: the effective date.
    ///   - field: the input field that contains the date.
    ///   - checks: what was read before in the same transaction.
    /// - Throws: `Refusal.decisionMissing`; `.dateOutOfRange` for a date before the first decision;
    ///   `.duty(.householdsChanged)` until the first receipt under the decision.
    borrowing func checkCollection(
        from household: Household.ID, by fund: Fund, of hamlet: Hamlet, on day: LocalDate,
        named field: Field, keeping checks: inout CollectionChecks
    ) throws {
        guard try needsDecision(in: hamlet.commune, on: day) else { return }
        let decisions = try collectionDecisions(of: fund, keeping: &checks)
        guard let first = decisions.map(\.from).min() else { throw Refusal.decisionMissing(fund: fund.id) }
        guard let (decision, from) = decisions.last(where: { $0.from <= day }) else {
            throw Refusal.dateOutOfRange(at: field, from: first, to: today)
        }
        let counted: Set<Hamlet.ID>
        let key = CollectionChecks.DecisionHamlet(decision: decision.id, hamlet: hamlet.id)
        if let known = checks.counted[key] {
            counted = known
        } else {
            counted = try hamlets(of: decision, before: hamlet.id)
            checks.counted[key] = counted
        }
        // A decision made before a merger binds the households of its own hamlets, not those that joined later.
        if !counted.contains(hamlet.id),
            try !counted.contains(where: { try hasLeft($0, since: from, household) })
        {
            throw Refusal.decisionMissing(fund: fund.id)
        }
        try checkFirstReceipt(of: fund, under: decision, from: from, keeping: &checks)
    }

    /// The first receipt compares the households again; the later ones rely on it.
    private borrowing func checkFirstReceipt(
        of fund: Fund, under decision: Decision, from: LocalDate, keeping checks: inout CollectionChecks
    ) throws {
        let key = CollectionChecks.FundDecision(fund: fund.id, decision: decision.id)
        if let known = checks.firstReceipts[key] {
            if let known { throw known }
            return
        }
        var refusal: Refusal?
        if try !hasReceipts(of: fund, since: from) {
            do { try checkHouseholds(of: decision) } catch let error as Refusal { refusal = error }
        }
        checks.firstReceipts[key] = .some(refusal)
        if let refusal { throw refusal }
    }

    /// Whether `decision` is of residents to whom `keeper` may refer: of its own hamlet or one before it, or of any
    /// hamlet or commune of its unit.
    borrowing func binds(_ decision: Decision, _ keeper: BookKeeper) throws -> Bool {
        if let hamlet = keeper.hamlet { return try hamlets(of: decision, before: hamlet.id) != [] }
        let commune: AdministrativeUnit.Code? =
            switch decision.scope {
            case .hamlet(let id): try find(id)?.commune
            case .commune(let commune): commune
            }
        guard let commune else { return false }
        return try unitPath(commune, on: today)?.contains(keeper.unit) == true
    }

    /// The hamlets whose households were counted on the decision's day, and of which `hamlet` is one or a successor;
    /// only itself when it is one.
    ///
    /// A decision binds nobody else: neither a hamlet that was founded later, nor one that joined the commune.
    borrowing func hamlets(of decision: Decision, before hamlet: Hamlet.ID) throws -> Set<Hamlet.ID> {
        let counted: Set<Hamlet.ID> =
            switch decision.scope {
            case .hamlet(let id): [id]
            case .commune(let commune):
                Set(try hamlets(of: commune, on: decision.proceedings?.heldOn ?? today))
            }
        var (found, seen): (Set<Hamlet.ID>, Set<Hamlet.ID>) = ([], [])
        var waiting = [hamlet]
        while let one = waiting.popLast() {
            guard seen.insert(one).inserted else { continue }
            if counted.contains(one) {
                found.insert(one)
            } else {
                waiting += try predecessors(of: one).map(\.id)
            }
        }
        return found
    }

    /// The decisions that have authorised the fund, with their successors, each with the day from which it allowed
    /// collecting; a later one counts from its own day on.
    private borrowing func collectionDecisions(
        of fund: Fund, keeping checks: inout CollectionChecks
    ) throws -> [CollectionChecks.Dated] {
        if let known = checks.decisions[fund.id] { return known }
        guard let current = fund.decision else { return [] }
        var found: [CollectionChecks.Dated] = []
        for id in fund.earlierDecisions + [current] {
            for decision in try decisionLine(from: id) {
                if let from = decision.authorisedCollectionFrom { found.append((decision, from)) }
            }
        }
        checks.decisions[fund.id] = found
        return found
    }
}
