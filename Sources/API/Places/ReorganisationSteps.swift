import Domain
import Store

func mergeHamlets(
    _ input: MergerInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    try tx.check(input.kind, in: input.commune, from: order.effectiveOn)
    var parts: [ReorganisationPlan.MergerPart] = []
    for (index, part) in input.parts.enumerated() {
        let field = Field.hamlets[index].member(.hamlet)
        guard !parts.contains(where: { $0.holdings.hamlet.id == part.hamlet }) else {
            throw Refusal.alreadyExists(.hamlet, at: field)
        }
        let hamlet = try tx.affectedHamlet(part.hamlet, in: input.commune, named: field)
        parts.append(
            ReorganisationPlan.MergerPart(
                holdings: try tx.holdings(of: hamlet, from: order.effectiveOn), codePrefix: part.codePrefix))
    }
    let plan = try ReorganisationPlan(
        merging: parts, into: input.name, input.kind, fundNames: input.fundNames, keeping: input.tokens,
        in: input.commune, on: order.effectiveOn)
    return try tx.execute(plan, as: .merge, order, of: parts.map(\.holdings.hamlet), by: caller)
}

func splitHamlet(
    _ input: SplitInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    let hamlet = try tx.affectedHamlet(input.hamlet, in: input.commune, named: .hamlet)
    for (index, part) in input.parts.enumerated() {
        try tx.check(
            part.kind, in: input.commune, from: order.effectiveOn,
            named: Field.into[index].member(.type))
    }
    let plan = try ReorganisationPlan(
        splitting: try tx.holdings(of: hamlet, from: order.effectiveOn), into: input.parts,
        on: order.effectiveOn)
    return try tx.execute(plan, as: .split, order, of: [hamlet], by: caller)
}

extension WriteTransaction {
    /// Executes `plan` and records it.
    fileprivate borrowing func execute(
        _ plan: ReorganisationPlan, as kind: Reorganisation.Kind, _ order: Reorganisation.Order,
        of predecessors: [Hamlet], by caller: Caller
    ) throws -> ReorganisationView {
        let (hamlets, fundTransfers) = try execute(plan)
        let steps = predecessors.flatMap { old in
            hamlets.map { Reorganisation.Step(predecessor: old.id, successor: $0.id) }
        }
        return try record(kind, order, steps, fundTransfers: fundTransfers, moved: plan.moved, by: caller)
    }
}
