import Domain
import Store

struct NewUnitSuccessionInput: Input {
    let predecessor: String
    let endedOn: LocalDate
    let successor: String
    let decisionNumber: String?
    let decidedOn: LocalDate?

    init(from decoder: inout RequestDecoder) {
        predecessor = decoder.text("predecessor", upTo: 5)
        endedOn = decoder.plannedDate("ended_on")
        successor = decoder.text("successor", upTo: 5)
        decisionNumber = decoder.optionalText("decision_number", upTo: 100)
        decidedOn = decoder.optionalDate("decided_on")
    }

    /// The administrator of the successor records the succession.
    var target: Target? { Target(unit: successor, named: .successor) }
}

struct UnitSuccessionView: Resource {
    let succession: UnitSuccession
    let predecessor: AdministrativeUnit
    let successor: AdministrativeUnit

    var location: String { "/v1/units/\(predecessor.code)" }
    /// A succession never changes.
    var version: Int64 { 1 }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", succession.id)
        fields.object("predecessor", UnitView(value: predecessor))
        fields.object("successor", UnitView(value: successor))
        fields.member("decision_number", succession.decisionNumber)
        fields.member("decided_on", succession.decidedOn)
    }
}

func recordUnitSuccession(
    _ input: NewUnitSuccessionInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> UnitSuccessionView {
    try tx.checkPredecessor(of: input, for: caller)
    return try tx.record(input)
}

extension WriteTransaction {
    borrowing func record(_ input: NewUnitSuccessionInput) throws -> UnitSuccessionView {
        let (predecessor, successor) = try versions(of: input)
        if let decidedOn = input.decidedOn, decidedOn > today {
            throw Refusal.dateOutOfRange(at: .decidedOn, from: nil, to: today)
        }
        let succession = UnitSuccession(
            id: try newID(), predecessor: predecessor.id, successor: successor.id,
            decisionNumber: input.decisionNumber, decidedOn: input.decidedOn)
        try save(succession)
        return UnitSuccessionView(succession: succession, predecessor: predecessor, successor: successor)
    }
}

extension Reading where Self: ~Copyable {
    /// An administrator of the successor alone must not record the fate of a unit outside their scope.
    ///
    /// - Throws: `Refusal.unknownReference`.
    borrowing func checkPredecessor(of input: NewUnitSuccessionInput, for caller: Caller) throws {
        guard let path = try unitPath(input.predecessor, on: input.endedOn),
            !caller.canSee(Place(units: path, hamlet: nil))
        else { return }
        throw Refusal.unknownReference(.unit, at: .predecessor)
    }

    /// The version of the predecessor that ended on the given day, and the version of the successor on the next day.
    borrowing func versions(
        of input: NewUnitSuccessionInput
    ) throws -> (predecessor: AdministrativeUnit, successor: AdministrativeUnit) {
        let endedOn = input.endedOn
        let versions = try unitHistory(input.predecessor)
        guard let predecessor = versions.first(where: { $0.validity.to == endedOn }) else {
            if versions.isEmpty { throw Refusal.unknownReference(.unit, at: .predecessor) }
            throw Refusal.notEndedOnDate(at: .endedOn, lastDays: versions.compactMap(\.validity.to))
        }
        guard let day = endedOn.next, let successor = try unit(input.successor, on: day) else {
            throw Refusal.notPresentOnDate(at: .successor, day: endedOn.next ?? endedOn)
        }
        // When districts ended, their communes moved to the province; no commune succeeded a district.
        guard predecessor.level == successor.level else {
            throw Refusal.unknownReference(.unit, at: .successor)
        }
        return (predecessor, successor)
    }
}

extension UnitSuccessionView {
    static var sample: UnitSuccessionView {
        UnitSuccessionView(
            succession: UnitSuccession(
                id: Identifier(1), predecessor: Identifier(1), successor: Identifier(2), decisionNumber: nil,
                decidedOn: nil), predecessor: .sample, successor: .sample)
    }
}
