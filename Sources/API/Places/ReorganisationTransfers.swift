import Domain
import Store

/// Hamlets that become one, or several: what was is closed, and everything that lives on goes along.

func mergeHamlets(
    _ input: MergerInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    var old: [Hamlet] = []
    for (index, part) in input.parts.enumerated() {
        let field = Field.hamlets[index].member(.hamlet)
        guard !old.contains(where: { $0.id == part.hamlet }) else {
            throw Refusal.alreadyExists(.hamlet, at: field)
        }
        old.append(try tx.affectedHamlet(part.hamlet, in: input.commune, named: field))
    }
    let names = try tx.fundNames(input.fundNames, of: old)
    for hamlet in old { try tx.closeForGood(hamlet, on: order.effectiveOn) }
    let new = try tx.found(input.name, input.kind, in: input.commune, on: order.effectiveOn)
    var done: (handOvers: [Reorganisation.HandOver], moved: Reorganisation.Moved) = (
        [], Reorganisation.Moved()
    )
    for (hamlet, part) in zip(old, input.parts) {
        var transfer = HamletTransfer(predecessor: hamlet.id, successors: [new.id], day: order.effectiveOn)
        transfer.codePrefix = part.codePrefix
        transfer.fundNames = names
        let (handOvers, moved) = try tx.transferAll(transfer)
        done.handOvers += handOvers
        done.moved += moved
    }
    return try tx.record(
        .merge, order, old.map { Reorganisation.Step(predecessor: $0.id, successor: new.id) },
        handOvers: done.handOvers, moved: done.moved, by: caller)
}

func splitHamlet(
    _ input: SplitInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ReorganisationView {
    let order = try input.order.order(in: tx)
    let old = try tx.affectedHamlet(input.hamlet, in: input.commune, named: .hamlet)
    // The one that names no households takes the rest, and stands first in the takeover.
    let rests = input.parts.indices.filter { input.parts[$0].households.isEmpty }
    guard rests.count == 1, let rest = rests.first else { throw Refusal.remainderAmbiguous(at: .into) }
    try tx.check(input, of: old)
    try tx.closeForGood(old, on: order.effectiveOn)
    var new: [Hamlet] = []
    for (index, part) in input.parts.enumerated() {
        do {
            new.append(try tx.found(part.name, part.kind, in: old.commune, on: order.effectiveOn))
        } catch Refusal.alreadyExists(let entity, _) {
            throw Refusal.alreadyExists(entity, at: Field.into[index].member(.name))
        }
    }
    let places = [rest] + input.parts.indices.filter { $0 != rest }
    var transfer = HamletTransfer(
        predecessor: old.id, successors: places.map { new[$0].id }, day: order.effectiveOn)
    for (place, index) in places.enumerated() {
        let part = input.parts[index]
        for household in part.households { transfer.households[household] = place }
        for expenditure in part.expenditures { transfer.expenditures[expenditure] = place }
        for model in part.models { transfer.models[model] = place }
        for duty in part.duties { transfer.tokens[duty] = place }
        if place > 0 { transfer.shares[place] = part.shares }
    }
    let (handOvers, moved) = try tx.transferAll(transfer)
    return try tx.record(
        .split, order, new.map { Reorganisation.Step(predecessor: old.id, successor: $0.id) },
        handOvers: handOvers, moved: moved, by: caller)
}

extension Reorganisation.Moved {
    fileprivate static func += (left: inout Self, right: Self) {
        left.households += right.households
        left.persons += right.persons
        left.pledges += right.pledges
        left.expenditures += right.expenditures
        left.models += right.models
        left.roleAssignments += right.roleAssignments
    }
}

extension WriteTransaction {
    /// Closes `hamlet` on the day before `day`, after which nothing may have been written.
    fileprivate borrowing func closeForGood(_ hamlet: Hamlet, on day: LocalDate) throws {
        let closed = try hamlet.closed(on: day)
        let later = try written(in: hamlet.id, from: day)
        guard later.isEmpty else { throw Refusal.recordsAfterEffectiveDate(later) }
        try close(closed, replacing: hamlet)
    }

    fileprivate borrowing func found(
        _ name: String, _ kind: Hamlet.Kind, in commune: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Hamlet {
        let hamlet = Hamlet(
            id: try newID(), commune: commune, name: name, kind: kind, validity: Validity(from: day),
            version: 1)
        try save(hamlet)
        return hamlet
    }
}

extension Reading where Self: ~Copyable {
    /// What the funds of `hamlets` are called afterwards, when not as before.
    fileprivate borrowing func fundNames(
        _ named: [(fund: Fund.ID, name: String)], of hamlets: [Hamlet]
    ) throws -> [Fund.ID: String] {
        var names: [Fund.ID: String] = [:]
        for (index, line) in named.enumerated() {
            guard let fund = try find(line.fund), hamlets.contains(where: { $0.id == fund.hamlet }),
                names.updateValue(line.name, forKey: fund.id) == nil
            else { throw Refusal.unknownReference(.fund, at: Field.funds[index].member(.fund)) }
        }
        return names
    }

    /// What a split names is the hamlet's, and named once.
    fileprivate borrowing func check(_ input: SplitInput, of hamlet: Hamlet) throws {
        var seen: Set<ResourceRef> = []
        func check<Value: Entity>(_ id: Identifier<Value>, at field: Field, _ isOwn: Bool) throws {
            guard isOwn, seen.insert(ResourceRef(id)).inserted else {
                throw Refusal.unknownReference(Value.kind, at: field)
            }
        }
        for (place, part) in input.parts.enumerated() {
            for (index, id) in part.households.enumerated() {
                let household = try find(id)
                try check(
                    id, at: Field.into[place].member(.households)[index],
                    household?.hamlet == hamlet.id && household?.end == nil)
            }
            for (index, id) in part.expenditures.enumerated() {
                let expenditure = try find(id)
                try check(
                    id, at: Field.into[place].member(.expenditures)[index],
                    expenditure?.hamlet == hamlet.id && expenditure?.isWaiting == true)
            }
            for (index, id) in part.models.enumerated() {
                let model = try find(id)
                try check(
                    id, at: Field.into[place].member(.models)[index],
                    model?.owner.hamlet == hamlet.id && model?.decision == nil)
            }
            for (index, id) in part.duties.enumerated() {
                try check(
                    id, at: Field.into[place].member(.roleAssignments)[index],
                    try find(id)?.assignment.scope == .hamlet(hamlet.id))
            }
            var funds: Set<Fund.ID> = []
            for (index, share) in part.shares.enumerated() {
                guard try find(share.fund)?.hamlet == hamlet.id, funds.insert(share.fund).inserted else {
                    throw Refusal.unknownReference(
                        .fund, at: Field.into[place].member(.funds)[index].member(.fund))
                }
            }
        }
    }
}
