import Crypto
import Domain
import JSON
import Store

extension RowImport {
    /// The official list of units, with all validities of a code and parents before children.
    package static let units = RowImport(UnitRowInput.self) { input, _, tx in
        try input.record(in: tx) ? .recorded(nil) : .alreadyRecorded(as: nil)
    }

    package static let hamlets = RowImport(NewHamletInput.self) { input, _, tx in
        if let hamlet = try tx.openHamlet(named: input.name, in: input.commune),
            hamlet.kind == input.kind, hamlet.validity.from == input.validFrom
        {
            return .alreadyRecorded(
                as: Sentence(vi: "thôn xóm \(hamlet.id.number)", en: "hamlet \(hamlet.id.number)"))
        }
        _ = try tx.record(input)
        return .recorded(nil)
    }

    package static let households = RowImport(NewHouseholdInput.self) { input, caller, tx in
        // The same code with other content is refused: it is another household, or a change.
        if let household = try tx.openHousehold(coded: input.code, of: input.hamlet) {
            let differing = try tx.members(of: input, differingFrom: household)
            guard differing.isEmpty else { throw Problem(standing: household, differing) }
            let (code, id) = (household.code, household.id.number)
            return .alreadyRecorded(
                as: Sentence(vi: "hộ \(code) (số \(id))", en: "household \(code) (id \(id))"))
        }
        _ = try recordHousehold(input, by: caller, in: tx)
        return .recorded(nil)
    }

    package static let funds = RowImport(ImportedFundInput.self) { input, _, tx in
        _ = try tx.openHamlet(input.hamlet, named: .hamlet)
        if let fund = try tx.fund(named: input.name, of: .hamlet(input.hamlet)) {
            return .alreadyRecorded(as: Sentence(vi: "quỹ \(fund.id.number)", en: "fund \(fund.id.number)"))
        }
        _ = try tx.recordFund(named: input.name, of: .hamlet(input.hamlet))
        return .recorded(nil)
    }

    /// The successor units of a unit that ended.
    package static let successions = RowImport(NewUnitSuccessionInput.self) { input, _, tx in
        let (predecessor, successor) = try tx.versions(of: input)
        if try tx.isSuccession(from: predecessor.id, to: successor.id) { return .alreadyRecorded(as: nil) }
        _ = try tx.record(input)
        return .recorded(nil)
    }

    /// A row without a unit applies everywhere.
    package static let parameters = RowImport(NewParameterInput.self) { input, _, tx in
        if let unit = input.unit, try tx.unitHistory(unit).isEmpty {
            throw Refusal.unknownReference(.unit, at: .unit)
        }
        if try tx.isKnown(input) { return .alreadyRecorded(as: nil) }
        _ = try tx.record(input)
        return .recorded(nil)
    }
}

extension NewHamletInput: ImportedRow {}

extension NewHouseholdInput: ImportedRow {
    static var references: [RowReference] { [.hamlet] }
    static var dayColumn: String? { "valid_from" }
}

/// A fund of a hamlet: a table has thousands of them, while communes and organisations have a few, which are opened one
/// by one.
struct ImportedFundInput: ImportedRow {
    let hamlet: Hamlet.ID
    let name: String

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("hamlet")
        name = decoder.publicName("name", upTo: 200)
    }

    var target: Target? { Target(hamlet, named: .hamlet) }

    static var references: [RowReference] { [.hamlet] }
}

extension NewUnitSuccessionInput: ImportedRow {
    func authorise(_ caller: Caller, in tx: borrowing WriteTransaction) throws {
        _ = try tx.authorise(caller, to: target)
        try tx.checkPredecessor(of: self, for: caller)
    }
}

extension NewParameterInput: ImportedRow {
    /// Parameters without a unit are imported on the server, because no role over HTTP covers all units.
    func authorise(_ caller: Caller, in tx: borrowing WriteTransaction) throws {
        guard unit != nil else { throw Refusal.unitRequired(at: .unit) }
        _ = try tx.authorise(caller, to: target)
    }
}

extension Caller {
    /// The administrator of the server, on behalf of `user` when given; may write everywhere.
    static func administrator(_ user: User.ID?) -> Caller {
        Caller(Actor(user ?? Identifier(0)), assignment: RoleAssignment(role: .admin, scope: .unit("")))
    }

    /// True for the administrator of the server.
    var isServer: Bool { assignment.scope == .unit("") }
}

/// One row of the official list of units.
private struct UnitRowInput: ImportedRow {
    let code: String
    let level: AdministrativeUnit.Level
    let parent: String?
    let name: String
    let from: LocalDate?
    let to: LocalDate?

    init(from decoder: inout RequestDecoder) {
        code = decoder.text("code", upTo: 5)
        level = decoder.choice("level", of: AdministrativeUnit.Level.self)
        parent = decoder.optionalText("parent_code", upTo: 5)
        name = decoder.publicName("name", upTo: 100)
        from = decoder.optionalPlannedDate("valid_from")
        to = decoder.optionalPlannedDate("valid_to")
        if code.utf8.count == 1 { decoder.addError("code", .textInvalid, .range(from: "2", to: "5")) }
    }

    var target: Target? { nil }

    /// A unit is recorded by an administrator of the unit above it, a new state of a province by its own.
    func authorise(_ caller: Caller, in tx: borrowing WriteTransaction) throws {
        let day = from ?? to ?? tx.today
        let units = try parent.map { try tx.unitPath($0, on: day) ?? [] } ?? [code]
        guard caller.canSee(Place(units: units, hamlet: nil)) else {
            throw Problem(errors: [
                FieldError(
                    parent == nil ? "/code" : "/parent_code", .referenceUnknown,
                    Sentence(
                        vi: "không có đơn vị này trong nơi bạn phụ trách",
                        en: "there is no such unit in your scope"))
            ])
        }
    }

    func record(in tx: borrowing WriteTransaction) throws -> Bool {
        guard let validity = Validity(from: from, to: to) else {
            throw Refusal.dateOutOfRange(at: .validTo, from: from, to: nil)
        }
        guard (level == .province) == (parent == nil) else {
            throw Problem(errors: [
                FieldError(
                    "/parent_code", .referenceUnknown,
                    Sentence(
                        vi: "tỉnh không có cấp trên, cấp khác thì phải có",
                        en: "a province has no parent; all other units have one"))
            ])
        }
        return try tx.record(code: code, level: level, parent: parent, name: name, validity: validity)
            == .recorded
    }
}

extension Problem {
    /// The problem of an invalid row.
    ///
    /// - Throws: `error` itself when the row is not its cause, such as a full disk or a damaged file.
    init(importing error: any Error) throws {
        switch error {
        case UnitError.parentUnknown(let code):
            self.init(errors: [
                FieldError(
                    "/parent_code", .referenceUnknown,
                    Sentence(
                        vi: "không có đơn vị \(code) vào lúc đó",
                        en: "unit \(code) did not exist at that time"))
            ])
        case UnitError.versionOverlaps(let version):
            self.init(errors: [
                FieldError(
                    "/code", .alreadyExists,
                    Sentence(
                        vi: "trùng thời gian với \(version.name)",
                        en: "overlaps with the validity of \(version.name)"))
            ])
        case UnitError.districtEnded:
            self.init(errors: [
                FieldError(
                    "/valid_to", .dateOutOfRange, .dates(from: nil, to: AdministrativeUnit.lastDistrictDay))
            ])
        case is Refusal, is Problem: self.init(error)
        default: throw error
        }
    }

    /// One line for each error, for a terminal.
    package func lines(in language: Language) -> [String] {
        guard !errors.isEmpty else {
            return [[code.title[language], detail?[language]].compactMap { $0 }.joined(separator: ": ")]
        }
        return errors.map { error in
            switch error.place {
            case .pointer(let pointer): "\(pointer.dropFirst()): \(error.detail[language])"
            case .parameter(let name): "\(name): \(error.detail[language])"
            }
        }
    }
}
