import Domain
import Store

struct NewHouseholdInput: Input {
    let hamlet: Hamlet.ID
    let code: String
    let headName: String
    let personsCount: Int64
    let address: String?
    let workersCount: Int64?
    let tier: String?
    /// Nil means since before the records.
    let validFrom: LocalDate?

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("hamlet")
        code = decoder.text("code", upTo: 20)
        headName = decoder.donorName("head_name", upTo: 100)
        personsCount = decoder.integer("persons", in: 1...Household.personsCountMax)
        address = decoder.optionalText("address", upTo: 200)
        workersCount = decoder.optionalInteger("workers", in: 0...Household.personsCountMax)
        tier = decoder.optionalText("tier", upTo: 50)
        validFrom = decoder.optionalDate("valid_from")
    }

    var target: Target? { Target(hamlet, named: .hamlet) }
}

/// A merge patch: null clears the address, the workers or the tier.
///
/// - Source: RFC 7396.
struct HouseholdCorrection: Input {
    let id: Household.ID
    let change: HouseholdChange
    let validFrom: LocalDate?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        var change = decoder.householdChange()
        change.code = decoder.optionalText("code", upTo: 20)
        self.change = change
        validFrom = decoder.optionalDate("valid_from")
        decoder.requireNonNull("code", "head_name", "persons", "valid_from")
    }

    var target: Target? { Target(id) }
}

/// Absent members keep their value.
struct HouseholdChangeInput: Input {
    let id: Household.ID
    let day: LocalDate?
    let change: HouseholdChange

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        day = decoder.date("on")
        change = decoder.householdChange()
        if change == HouseholdChange(), day != nil {
            decoder.addError(
                "on", .memberMissing, Sentence(vi: "chưa ghi gì thay đổi", en: "nothing would change"))
        }
    }

    var target: Target? { Target(id) }
}

struct HouseholdMoveInput: Input {
    let id: Household.ID
    let day: LocalDate?
    /// Nil means that it moves out of the records.
    let hamlet: Hamlet.ID?
    /// Its code in the new hamlet; nil means its present code.
    let code: String?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        day = decoder.date("on")
        hamlet = decoder.optionalID("hamlet")
        code = decoder.optionalText("code", upTo: 20)
    }

    var target: Target? { Target(id) }
}

struct HouseholdSplitInput: Input {
    let id: Household.ID
    let day: LocalDate?
    /// The code of the new household.
    let code: String
    let headName: String
    let personsCount: Int64
    let address: String?
    let workersCount: Int64?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        day = decoder.date("on")
        code = decoder.text("code", upTo: 20)
        headName = decoder.donorName("head_name", upTo: 100)
        personsCount = decoder.integer("persons", in: 1...Household.personsCountMax)
        address = decoder.optionalText("address", upTo: 200)
        workersCount = decoder.optionalInteger("workers", in: 0...Household.personsCountMax)
    }

    var target: Target? { Target(id) }
}

struct HouseholdMergeInput: Input {
    let id: Household.ID
    let day: LocalDate?
    let into: Household.ID

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        day = decoder.date("on")
        into = decoder.id("into")
    }

    var target: Target? { Target(id) }
}

struct HouseholdDayInput: Input {
    let id: Household.ID
    let day: LocalDate?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        day = decoder.date("on")
    }

    var target: Target? { Target(id) }
}

struct HouseholdListInput: Input {
    /// Where the households live.
    enum Place: Hashable, Sendable {
        case hamlet(Hamlet.ID)
        case commune(AdministrativeUnit.Code)
    }

    let place: Place
    let search: NameSearch
    /// Nil means today.
    let day: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        let commune = decoder.optionalText("commune", upTo: 5, in: .query)
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet", in: .query)
        place = commune.map { .commune($0) } ?? .hamlet(hamlet ?? Identifier(1))
        if !decoder.isFiltered(by: "hamlet"), !decoder.isFiltered(by: "commune") {
            decoder.addError(
                "hamlet", .parameterInvalid,
                Sentence(vi: "cần hamlet hoặc commune", en: "hamlet or commune is required"),
                in: .query)
        }
        for name in ["hamlet", "as_of"] where commune != nil && decoder.isFiltered(by: name) {
            decoder.addError(
                name, .parameterInvalid,
                Sentence(vi: "không dùng cùng commune", en: "cannot be combined with commune"), in: .query)
        }
        search = NameSearch(decoder.optionalText("q", upTo: 100, in: .query))
        day = decoder.optionalDate("as_of", in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? {
        switch place {
        case .hamlet(let hamlet): Target(hamlet)
        case .commune(let commune): Target(unit: commune)
        }
    }

    var filter: String {
        let name =
            switch place {
            case .hamlet(let hamlet): "\(hamlet.number)"
            case .commune(let commune): "commune \(commune)"
            }
        return "households|\(name)|\(search.filter)|\(day?.text ?? "")"
    }

    func contains(_ household: Household) -> Bool {
        switch place {
        case .hamlet(let hamlet): household.hamlet == hamlet
        case .commune: true
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The households that `input` asks for, after `cursor`.
    borrowing func households(
        in input: HouseholdListInput, after cursor: HouseholdCursor?, limit: Int
    ) throws -> [Household] {
        let search = input.search.key
        switch (input.place, input.day) {
        case (.hamlet(let hamlet), let day?):
            return try households(of: hamlet, on: day, search: search, after: cursor, limit: limit)
        case (.hamlet(let hamlet), nil):
            return try households(of: hamlet, search: search, after: cursor, limit: limit)
        case (.commune(let commune), _):
            return try households(of: commune, search: search, after: cursor, limit: limit)
        }
    }
}

extension RequestDecoder {
    /// All members except the code.
    fileprivate mutating func householdChange() -> HouseholdChange {
        HouseholdChange(
            headName: optionalDonorName("head_name", upTo: 100),
            personsCount: optionalInteger("persons", in: 1...Household.personsCountMax),
            address: textChange("address", upTo: 200).asOptional,
            workersCount: integerChange("workers", in: 0...Household.personsCountMax).asOptional,
            tier: textChange("tier", upTo: 50).asOptional)
    }
}

extension Change {
    /// Nil for an unchanged member, `.some(nil)` for a cleared one.
    var asOptional: Value?? {
        switch self {
        case .unchanged: nil
        case .set(let value): .some(value)
        case .cleared: .some(nil)
        }
    }
}
