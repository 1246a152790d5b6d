import Domain
import Store

func recordVotes(
    _ input: VoteRecordInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existing(input.id)
    try old.check(.recordVotes)
    let heldOn = input.heldOn
    guard heldOn <= tx.today else {
        throw Refusal.dateOutOfRange(at: .heldOn, from: nil, to: tx.today)
    }
    try tx.check(old.scope, on: heldOn, named: .heldOn)
    // Whoever lowered the number that the votes are counted against does not record them.
    if try tx.hasLowered(old.scope, on: heldOn, by: caller.user) {
        throw Refusal.duty(.ownHouseholds(on: heldOn))
    }
    let proceedings = input.proceedings(
        ofHouseholds: try tx.householdsCount(in: old.scope, on: heldOn), by: caller.user)
    try tx.checkForm(of: old, proceedings)
    let decision = try old.voted(
        proceedings, consentMonths: try tx.consentMonths(for: old, on: heldOn))
    try tx.save(decision, replacing: old)
    return DecisionView(value: decision)
}

func concludeDecision(
    _ input: DecisionStepInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existing(input.id)
    try old.check(.conclude)
    try old.checkConcluder(caller.user)
    try tx.checkHouseholds(of: old)
    let heldOn = old.proceedings?.heldOn ?? tx.today
    let commune = try tx.commune(of: old.scope)
    var thresholds: [Threshold] = []
    for item in old.draft.items {
        thresholds.append(try tx.threshold(of: item.matter, in: commune, on: heldOn))
    }
    let needsQuorum =
        old.proceedings?.votingMode == .meeting && old.draft.items.contains { $0.matter == .byLaw }
    let decision = try old.concluded(
        by: thresholds,
        quorum: needsQuorum ? try tx.threshold(.byLawQuorum, in: commune, on: heldOn) : nil)
    try tx.save(decision, replacing: old)
    if decision.isPassed, let amended = decision.draft.amends {
        for before in try tx.decisionsInForce(since: amended) {
            guard let after = try before.superseded(by: decision) else { continue }
            try tx.save(after, replacing: before)
        }
    }
    return DecisionView(value: decision)
}

func recountDecision(
    _ input: DecisionStepInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existing(input.id)
    try old.check(.recount)
    let heldOn = old.proceedings?.heldOn ?? tx.today
    let decision = try old.recounted(
        try tx.householdsCount(in: old.scope, on: heldOn), by: caller.user)
    try tx.save(decision, replacing: old)
    return DecisionView(value: decision)
}

func sendDecision(
    _ input: SendingInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> DecisionView {
    let old = try tx.existing(input.id)
    try old.check(.send)
    for (day, field) in [(input.toCommuneOn, Field.sentToCommuneOn), (input.toFrontOn, .sentToFrontOn)]
    where day > tx.today {
        throw Refusal.dateOutOfRange(at: field, from: nil, to: tx.today)
    }
    let decision = try old.sent(Decision.Sending(toCommuneOn: input.toCommuneOn, toFrontOn: input.toFrontOn))
    try tx.save(decision, replacing: old)
    return DecisionView(value: decision)
}

extension Reading where Self: ~Copyable {
    /// Checks that the households of the day of the vote are as many as the decision counted.
    ///
    /// - Throws: `Refusal.duty(.householdsChanged)`.
    borrowing func checkHouseholds(of decision: Decision) throws {
        guard let heldOn = decision.proceedings?.heldOn else { return }
        try decision.checkHouseholds(try householdsCount(in: decision.scope, on: heldOn))
    }

    /// Checks that the form in which the households decided is open for every item on that day.
    ///
    /// - Throws: `Refusal.duty`; `.unknownReference` for an earlier meeting that is not one of the same households;
    ///   `.parameterMissing`.
    fileprivate borrowing func checkForm(of decision: Decision, _ proceedings: Decision.Proceedings) throws {
        let (commune, day) = (try commune(of: decision.scope), proceedings.heldOn)
        let meeting = try proceedings.earlierMeeting.map { try earlierMeeting($0, of: decision) }
        var open: [Decision.OpenForms] = []
        for item in decision.draft.items {
            let key = item.matter.forms
            guard let forms = Decision.Form.forms(in: try value(of: key, in: commune, on: day)) else {
                throw Refusal.parameterMissing(key)
            }
            var lacked = false
            if let meeting, let metOn = meeting.proceedings?.heldOn {
                var needed = [try threshold(of: item.matter, in: commune, on: metOn)]
                if item.matter == .byLaw {
                    needed.append(try threshold(.byLawQuorum, in: commune, on: metOn))
                }
                lacked = meeting.lackedHouseholds(
                    for: item.matter, before: day, in: decision.scope, needed: needed)
            }
            open.append(Decision.OpenForms(forms, meetingLackedHouseholds: lacked))
        }
        try decision.checkForm(of: proceedings, open: open)
        guard proceedings.votingMode == .online else { return }
        let share = try threshold(.onlineShare, in: commune, on: day)
        let chosen = proceedings.choseOnlineCount ?? 0
        guard share.isReached(by: chosen, of: proceedings.householdsCount) else {
            throw Refusal.duty(
                .onlineNotChosen(chosen: chosen, needed: share.minimum(of: proceedings.householdsCount)))
        }
    }

    private borrowing func earlierMeeting(_ id: Decision.ID, of decision: Decision) throws -> Decision {
        guard id != decision.id, let meeting = try find(id), meeting.scope == decision.scope else {
            throw Refusal.unknownReference(.decision, at: .earlierMeeting)
        }
        return meeting
    }

    /// The threshold set for `key` in force on `day` in the unit `code`.
    ///
    /// - Throws: `Refusal.parameterMissing` when no value is set, or the value is not a threshold.
    fileprivate borrowing func threshold(
        _ key: Parameter.Key, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Threshold {
        guard let threshold = Threshold(try value(of: key, in: code, on: day)) else {
            throw Refusal.parameterMissing(key)
        }
        return threshold
    }

    /// Those of `id` and the decisions that replaced its items of which an item is in force.
    fileprivate borrowing func decisionsInForce(since id: Decision.ID) throws -> [Decision] {
        try decisionLine(from: id).filter { $0.outcomes.indices.contains(where: $0.isInForce) }
    }

    /// The number of months for which consents to an initiative are valid; read only when `decision` has an
    /// initiative.
    fileprivate borrowing func consentMonths(for decision: Decision, on day: LocalDate) throws -> Int64 {
        guard decision.draft.initiative != nil else { return Parameter.counts.lowerBound }
        return try self.count(of: .initiativeMonths, in: try commune(of: decision.scope), on: day)
    }
}
