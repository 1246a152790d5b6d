import Domain
import Store

func acceptModel(
    _ input: AppraisersInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    try old.check(.accept)
    try tx.check(appraisers: input.appraisers)
    let model = try old.accepted(appraisedBy: input.appraisers)
    try tx.check(input.appraisers, canAppraise: model)
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

func nameAppraisers(
    _ input: AppraisersInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ModelView {
    let old = try tx.existing(input.id)
    try tx.check(appraisers: input.appraisers)
    let appraisals = try tx.appraisals(of: old.id)
    let model = try old.naming(
        input.appraisers, after: appraisals, unavailable: try tx.unavailableAppraisers(of: old))
    // Who stays among them was checked before, or has given scores.
    let known = appraisals.isEmpty ? [] : old.appraisers + appraisals.map(\.appraiser)
    try tx.check(input.appraisers, except: known, canAppraise: model)
    try tx.save(model, replacing: old)
    return try tx.view(of: model)
}

/// Who may appraise a model, and who of the named appraisers no longer can.
extension Reading where Self: ~Copyable {
    /// Checks that no appraiser must be replaced before the model is decided on.
    ///
    /// - Throws: `.duty(.appraisersUnavailable)`.
    borrowing func checkAppraisersRemain(of model: Model) throws {
        let names = try unavailableAppraisers(of: model).compactMap { try find($0)?.name }
        if !names.isEmpty { throw Refusal.duty(.appraisersUnavailable(model.id, names)) }
    }

    /// The named appraisers who have given no scores and have no role for it any more, while the model is appraised.
    fileprivate borrowing func unavailableAppraisers(of model: Model) throws -> [User.ID] {
        guard model.state == .accepted || model.state == .appraised else { return [] }
        let done = try appraisals(of: model.id).map(\.appraiser)
        return try model.appraisers.filter { try !done.contains($0) && !canAppraise($0, model) }
    }

    /// Checks that the users exist.
    ///
    /// - Throws: `Refusal.unknownReference`.
    fileprivate borrowing func check(appraisers: [User.ID]) throws {
        for (index, person) in appraisers.enumerated() {
            guard try find(person) != nil else {
                throw Refusal.unknownReference(.user, at: Field.appraisers[index])
            }
        }
    }

    /// Checks that each of `appraisers` has the role in a place that may appraise the model.
    ///
    /// - Throws: `.duty(.appraiserWithoutRole)`.
    fileprivate borrowing func check(
        _ appraisers: [User.ID], except known: [User.ID] = [], canAppraise model: Model
    ) throws {
        for (index, person) in appraisers.enumerated() where !known.contains(person) {
            guard try canAppraise(person, model) else {
                throw Refusal.duty(.appraiserWithoutRole(at: Field.appraisers[index]))
            }
        }
    }

    /// True when the user has the role of appraiser, or a code for it, over the model's place and not in the owner's
    /// own.
    private borrowing func canAppraise(_ user: User.ID, _ model: Model) throws -> Bool {
        guard let place = try resourceScope(of: ResourceRef(model.id))?.place else { return false }
        for token in try currentTokens(of: user) where token.assignment.role == .appraiser {
            let scope = token.assignment.scope
            guard scope.covers(place), !model.isOwnPlace(scope) else { continue }
            if try endedUnit(of: token) == nil { return true }
        }
        return false
    }
}
