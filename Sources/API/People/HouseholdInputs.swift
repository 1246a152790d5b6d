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
    let hamlet: Hamlet.ID
    let search: NameSearch
    /// Nil means today.
    let day: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("hamlet", in: .query)
        search = NameSearch(decoder.optionalText("q", upTo: 100, in: .query))
        day = decoder.optionalDate("as_of", in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var filter: String { "households|\(hamlet.number)|\(search.filter)|\(day?.text ?? "")" }
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
    fileprivate var asOptional: Value?? {
        switch self {
        case .unchanged: nil
        case .set(let value): .some(value)
        case .cleared: .some(nil)
        }
    }
}
