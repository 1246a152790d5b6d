extension Model {
    /// The model with a new form, before it is registered.
    ///
    /// - Parameters:
    ///   - form: the new form.
    ///   - sources: the chain of replication: the model that `form` replicates, that model's own source, and so on.
    /// - Returns: the model in its current state.
    /// - Throws: `.invalidTransition`, `.finalState`; `.replicationCycle` when the model would replicate itself.
    package func edited(_ form: RegistrationForm, sources: [ID]) throws(Refusal) -> Model {
        try check(.edit)
        guard form.replicatedFrom != id, !sources.contains(id) else {
            throw .replicationCycle(at: .replicatedFrom)
        }
        return changed(to: state) { $0.form = form }
    }

    /// The model registered on `day` under criteria `set`, or under the set in force at the first appraisal when nil.
    package func registered(on day: LocalDate, for set: CriteriaSet.ID?) throws(Refusal) -> Model {
        try check(.register)
        return changed(to: .registered) { model in
            model.registeredOn = day
            model.criteriaSet = set
            model.remarks = nil
        }
    }

    /// The model admitted to appraisal by `appraisers`.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`; `.duty(.appraiserRepeated)`; `.ownModel` when one of them recorded it.
    package func accepted(appraisedBy appraisers: [User.ID]) throws(Refusal) -> Model {
        try check(.accept)
        try check(appraisers)
        return changed(to: .accepted) { $0.appraisers = appraisers }
    }

    /// The model with other appraisers, while none of them has given scores; afterwards, only with others in the
    /// place of those who can no longer give any.
    ///
    /// A model accepted before appraisers were named gets them as long as one is missing; who has given scores is among
    /// them.
    ///
    /// - Parameters:
    ///   - appraisers: all of them, in any order.
    ///   - appraisals: the scores given so far.
    ///   - unavailable: the named ones who have given no scores and have no role for it any more.
    /// - Returns: the model in its present state.
    /// - Throws: as `accepted`; `.duty(.appraisersFixed)` after an appraisal.
    package func naming(
        _ appraisers: [User.ID], after appraisals: [Appraisal], unavailable: [User.ID] = []
    ) throws(Refusal) -> Model {
        if !unavailable.isEmpty, !appraisals.isEmpty, state == .accepted || state == .appraised {
            try check(appraisers)
            let replaced = try replacing(unavailable, toName: appraisers)
            return changed(to: state) { $0.appraisers = replaced }
        }
        guard state != .appraised else { throw .duty(.appraisersFixed) }
        try check(.nameAppraisers)
        let areAllNamed = appraisals.allSatisfy { appraisers.contains($0.appraiser) }
        guard appraisals.isEmpty || (self.appraisers.isEmpty && areAllNamed) else {
            throw .duty(.appraisersFixed)
        }
        try check(appraisers)
        return changed(to: .accepted) { $0.appraisers = appraisers }
    }

    /// The named appraisers, with the new ones among `appraisers` in the places of those of `unavailable` who are left
    /// out.
    private func replacing(
        _ unavailable: [User.ID], toName appraisers: [User.ID]
    ) throws(Refusal) -> [User.ID] {
        let left = self.appraisers.filter { !appraisers.contains($0) }
        var added = appraisers.filter { !self.appraisers.contains($0) }
        guard !left.isEmpty, left.count == added.count, left.allSatisfy(unavailable.contains) else {
            throw .duty(.appraisersFixed)
        }
        added.reverse()
        return self.appraisers.map { left.contains($0) ? added.removeLast() : $0 }
    }

    package func returned(with remarks: String) throws(Refusal) -> Model {
        try check(.returnToOwner)
        return changed(to: .returned) { $0.remarks = remarks }
    }

    /// The model with one more appraisal under `set`.
    ///
    /// The second appraisal moves it to `appraised`. Later ones count too.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`, `.alreadyAppraised`; `.ownModel` for the person who recorded it,
    ///   whatever their token; `.appraiserInOwnerUnit` when `scope` is the owner's own place, which for an organisation
    ///   is `unit`; `.duty` when no appraisers are named, or the person is not one of them.
    package func appraised(
        by person: User.ID, from scope: RoleAssignment.Scope, after others: [Appraisal],
        for set: CriteriaSet.ID
    ) throws(Refusal) -> Model {
        try check(.appraise)
        guard !isOwnPlace(scope) else { throw .appraiserInOwnerUnit }
        guard person != recordedBy else { throw .ownModel }
        guard !others.contains(where: { $0.appraiser == person }) else { throw .alreadyAppraised }
        guard !appraisers.isEmpty else {
            throw .duty(state == .appraised ? .appraisersFixed : .appraisersMissing)
        }
        guard appraisers.contains(person) else {
            throw .duty(others.isEmpty ? .notAppraiser : .appraisersFixed)
        }
        let isEnough = others.count + 1 >= Appraisal.requiredCount
        return changed(to: isEnough ? .appraised : .accepted) { $0.criteriaSet = set }
    }

    /// The model recognised by `person`.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`, `.appraisalMissing`; `.ownAppraisal` when `person` appraised it;
    ///   `.duty(.appraisersPending)` until all named appraisers have given their scores;
    ///   `.scoreBelowPass`; `.districtEnded` for district level after the last day of the districts.
    package func recognised(
        _ recognition: Recognition, by person: User.ID, on appraisals: [Appraisal], set: CriteriaSet
    ) throws(Refusal) -> Model {
        try check(.recognise)
        try check(person, apartFrom: appraisals, for: .recognise)
        let missing = Set(appraisers).subtracting(appraisals.map(\.appraiser))
        guard missing.isEmpty else { throw .duty(.appraisersPending(count: missing.count)) }
        guard let mean = set.mean(of: appraisals) else {
            throw .appraisalMissing(step: Step.recognise.rawValue, from: state.rawValue)
        }
        guard mean.reaches(set.passMark) else { throw .scoreBelowPass(mean: mean, pass: set.passMark) }
        if recognition.level == .district, recognition.decidedOn > AdministrativeUnit.lastDistrictDay {
            throw .districtEnded(at: .level)
        }
        return changed(to: .recognised) { $0.decision = Decision(.recognised(recognition), by: person) }
    }

    /// The model declined by `person`, for `reason`.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`, `.appraisalMissing`; `.ownAppraisal` when `person` appraised it.
    package func declined(
        for reason: String, by person: User.ID, on appraisals: [Appraisal]
    ) throws(Refusal) -> Model {
        try check(.decline)
        try check(person, apartFrom: appraisals, for: .decline)
        return changed(to: .declined) { $0.decision = Decision(.declined(reason: reason), by: person) }
    }

    /// Checks that `step` is allowed in the current state.
    ///
    /// - Throws: `.finalState` after the final decision; `.appraisalMissing` when a decision lacks appraisals; otherwise
    ///   `.invalidTransition`.
    package func check(_ step: Step) throws(Refusal) {
        switch (state, step) {
        case (.draft, .edit), (.draft, .register), (.returned, .edit), (.returned, .register),
            (.registered, .accept), (.registered, .returnToOwner),
            (.accepted, .nameAppraisers), (.accepted, .appraise), (.appraised, .appraise),
            (.appraised, .recognise), (.appraised, .decline):
            return
        case (.draft, .recognise), (.draft, .decline), (.registered, .recognise), (.registered, .decline),
            (.returned, .recognise), (.returned, .decline), (.accepted, .recognise), (.accepted, .decline):
            throw .appraisalMissing(step: step.rawValue, from: state.rawValue)
        case (.draft, .accept), (.draft, .returnToOwner), (.draft, .appraise),
            (.registered, .edit), (.registered, .register), (.registered, .appraise),
            (.returned, .accept), (.returned, .returnToOwner), (.returned, .appraise),
            (.accepted, .edit), (.accepted, .register), (.accepted, .accept), (.accepted, .returnToOwner),
            (.appraised, .edit), (.appraised, .register), (.appraised, .accept), (.appraised, .returnToOwner),
            (.draft, .nameAppraisers), (.registered, .nameAppraisers), (.returned, .nameAppraisers),
            (.appraised, .nameAppraisers):
            throw .invalidTransition(.model, step: step.rawValue, from: state.rawValue)
        case (.recognised, _), (.declined, _):
            throw .finalState(.model, state: state.rawValue)
        }
    }

    /// The model transferred to `hamlet`, the successor of its owner.
    package func moved(to hamlet: Hamlet.ID) -> Model { changed(to: state) { $0.owner = .hamlet(hamlet) } }

    private func check(
        _ person: User.ID, apartFrom appraisals: [Appraisal], for step: Step
    ) throws(Refusal) {
        guard appraisals.contains(where: { $0.appraiser == person }) else { return }
        throw .ownAppraisal(step: step.rawValue)
    }

    /// Checks the persons who are to appraise.
    private func check(_ appraisers: [User.ID]) throws(Refusal) {
        var seen: Set<User.ID> = []
        for (index, person) in appraisers.enumerated() {
            guard seen.insert(person).inserted else {
                throw .duty(.appraiserRepeated(at: Field.appraisers[index]))
            }
            guard person != recordedBy else { throw .ownModel }
        }
    }

    /// True when nobody with a role at `scope` appraises the model, because it is the owner's.
    package func isOwnPlace(_ scope: RoleAssignment.Scope) -> Bool {
        switch owner {
        case .hamlet(let hamlet): scope == .hamlet(hamlet)
        case .organisation: scope == .unit(unit)
        }
    }

    private func changed(to state: State, _ change: (inout Model) -> Void) -> Model {
        var changed = self
        change(&changed)
        changed.state = state
        changed.version += 1
        return changed
    }
}
