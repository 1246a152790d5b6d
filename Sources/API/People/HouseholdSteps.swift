import Domain
import Store

/// A version of a household with its last day.
struct HouseholdStateView: Output {
    let state: Household
    let hamletName: String
    let validTo: LocalDate?

    func write(to fields: inout some FieldWriter) {
        fields.member("valid_from", state.validFrom)
        fields.member("valid_to", validTo)
        fields.member("hamlet", state.hamlet)
        fields.member("hamlet_name", hamletName)
        writeHouseholdFacts(state, showsTier: true, to: &fields)
        fields.count("version", state.version)
    }
}

struct HouseholdHistoryView: Output {
    let household: HouseholdView
    /// Latest first; the first is the current version.
    let states: [HouseholdStateView]

    func write(to fields: inout some FieldWriter) {
        fields.object("household", household)
        fields.list("states", states)
    }
}

func showHouseholdHistory(
    _ input: PathInput<Household>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HouseholdHistoryView {
    let household = try tx.existing(input.id)
    var states = [try tx.view(of: household, validTo: household.end?.lastDay)]
    for previous in try tx.previousVersions(of: household.id).reversed() {
        states.append(try tx.view(of: previous.state, validTo: previous.validTo))
    }
    return HouseholdHistoryView(household: HouseholdView(household, for: caller), states: states)
}

func changeHousehold(
    _ input: HouseholdChangeInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    let day = try tx.effectiveDate(input.day, named: .changeDate, in: hamlet)
    try tx.check(tier: input.change.tier ?? nil, in: hamlet, on: day)
    let household = try old.changed(input.change, on: day)
    try tx.change(household, from: old)
    return HouseholdView(household, for: caller)
}

/// Open pledges belong to the old hamlet, so they must be received, waived or cancelled first.
func moveHousehold(
    _ input: HouseholdMoveInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    let day = try tx.effectiveDate(input.day, named: .changeDate, in: hamlet)
    guard let target = input.hamlet else { return try end(old, .movedAway, on: day, by: caller, in: tx) }
    guard target != hamlet.id,
        let scope = try tx.resourceScope(of: ResourceRef(target)), caller.canSee(scope.place)
    else { throw Refusal.unknownReference(.hamlet, at: .hamlet) }
    let other = try tx.openHamlet(target, named: .hamlet)
    _ = try tx.effectiveDate(day, named: .changeDate, in: other)
    try tx.checkPledges(of: old, validTo: day)
    let household = try old.moved(to: other.id, as: input.code ?? old.code, on: day)
    try tx.change(household, from: old)
    return HouseholdView(household, for: caller)
}

func splitHousehold(
    _ input: HouseholdSplitInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    let day = try tx.effectiveDate(input.day, named: .changeDate, in: hamlet)
    let rest = try old.split(persons: input.personsCount, workersCount: input.workersCount, on: day)
    try tx.change(rest, from: old)
    let household = Household(
        id: try tx.newID(), hamlet: hamlet.id, code: input.code, headName: input.headName,
        personsCount: input.personsCount, address: input.address, workersCount: input.workersCount,
        validFrom: day, origin: old.id, version: 1)
    try household.check()
    try tx.save(household, replacing: nil)
    return HouseholdView(household, for: caller)
}

func mergeHousehold(
    _ input: HouseholdMergeInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    let day = try tx.effectiveDate(input.day, named: .changeDate, in: hamlet)
    guard input.into != old.id, let other = try tx.find(input.into) else {
        throw Refusal.unknownReference(.household, at: .into)
    }
    guard other.hamlet == hamlet.id else {
        throw try tx.refusal(.householdElsewhere(at: .into), about: other.id, named: .into, for: caller)
    }
    try tx.change(try other.merged(with: old, on: day), from: other)
    return try end(old, .merged(into: other.id), on: day, by: caller, in: tx)
}

func dissolveHousehold(
    _ input: HouseholdDayInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    let day = try tx.effectiveDate(input.day, named: .changeDate, in: hamlet)
    return try end(old, .dissolved, on: day, by: caller, in: tx)
}

private func end(
    _ old: Household, _ ending: Household.Ending, on day: LocalDate, by caller: Caller,
    in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let household = try old.ended(ending, on: day)
    try tx.checkPledges(of: old, validTo: day)
    try tx.save(household, replacing: old)
    return HouseholdView(household, for: caller)
}

extension Reading where Self: ~Copyable {
    /// A household that leaves must have no open pledge, and no receipt dated on or after `day`.
    fileprivate borrowing func checkPledges(of household: Household, validTo day: LocalDate) throws {
        let count = try openPledgesCount(of: household.id, in: household.hamlet)
        guard count == 0 else { throw Refusal.openPledges(count: count) }
        let later = try receipts(of: household.id, in: household.hamlet, from: day)
        guard later.isEmpty else {
            throw Refusal.recordsAfterEffectiveDate(
                Refusal.LaterRecords(at: .changeDate, vouchers: later))
        }
    }

    fileprivate borrowing func view(of state: Household, validTo: LocalDate?) throws -> HouseholdStateView {
        var name = ""
        if let found = try find(state.hamlet) { name = try version(of: found, on: validTo ?? today).name }
        return HouseholdStateView(state: state, hamletName: name, validTo: validTo)
    }
}

extension HouseholdStateView {
    static var sample: HouseholdStateView {
        HouseholdStateView(state: HouseholdView.sample.household, hamletName: "Xóm 9", validTo: nil)
    }
}

extension HouseholdHistoryView {
    static var sample: HouseholdHistoryView {
        HouseholdHistoryView(household: .sample, states: [.sample])
    }
}
