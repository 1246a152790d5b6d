/// The numbers that are public: the table of the policy, one row for each figure.
///
/// A number without a row cannot be written to a public response.
package enum PublicFigure: CaseIterable, Sendable {
    case cash, bank, received, receivedFromHouseholds, receivedFromSponsors, receivedFromState, spent
    case counted, bookCash, countDifference
    case inHand, owed, owedBefore, owedIncurred, owedRepaid, owedGiven, owedCorrected, owedAfter, outstanding
    case plannedReceipts, plannedExpenses, estimate, carriedOut, estimateDifference
    case refunded, amount, voucherLine, contributions, expenditures, fundVersion
    case hamletHouseholds, participatingHouseholds
    case profileHouseholds, profilePersons, occupationPersons, area, culturalHouseArea, culturalHouseSeats
    case decisionHouseholds, represented, notRepresented, choseOnline, recountedHouseholds
    case votesFor, votesAgainst, votesOther, votesNeeded, recordings, itemNumber
    case eligible, invited, participated, agreed, disagreed, invalid
    case shareNumerator, shareDenominator, sharePercent, places
    case events, eventHouseholds, eventPersons, eventQuantity, suppressed
    case registered, collective, individual, accepted, appraised, recognised
    case year
    case logPosition, logIndex, logSize, logFrom, logTo
}

extension PublicFigure {
    private struct Row {
        let name: StaticString
        let granularity: Granularity
        let cellRule: CellRule
        let source: StaticString

        init(_ name: StaticString, _ granularity: Granularity, _ cellRule: CellRule, _ source: StaticString) {
            self.name = name
            self.granularity = granularity
            self.cellRule = cellRule
            self.source = source
        }
    }

    /// The name of the member.
    package var name: StaticString { row.name }
    package var granularity: Granularity { row.granularity }
    package var cellRule: CellRule { row.cellRule }
    /// The article by which the figure is public.
    package var source: StaticString { row.source }

    /// True for a live figure without a cell rule.
    var isOpen: Bool { row.cellRule == .open && row.granularity == .live }

    private static let money: StaticString = "10/2022/QH15, Điều 11(5)"
    private static let population: StaticString = "91/2025/QH15"
    private static let decision: StaticString = "10/2022/QH15, Điều 23(2)"
    private static let opinion: StaticString = "10/2022/QH15, Điều 11"
    private static let emulation: StaticString = "06/2022/QH15"

    private var row: Row {
        typealias Figure = PublicFigure
        return switch self {
        case .cash: Row("cash", .live, .open, Figure.money)
        case .bank: Row("bank", .live, .open, Figure.money)
        case .inHand: Row("in_hand", .live, .open, Figure.money)
        case .owed: Row("owed", .live, .open, Figure.money)
        case .owedBefore: Row("before", .live, .open, Figure.money)
        case .owedIncurred: Row("incurred", .live, .open, Figure.money)
        case .owedRepaid: Row("repaid", .live, .open, Figure.money)
        case .owedGiven: Row("given", .live, .open, Figure.money)
        case .owedCorrected: Row("corrected", .live, .open, Figure.money)
        case .owedAfter: Row("after", .live, .open, Figure.money)
        case .outstanding: Row("outstanding", .live, .open, Figure.money)
        case .counted: Row("counted", .live, .open, Figure.money)
        case .bookCash: Row("book", .live, .open, Figure.money)
        case .countDifference: Row("difference", .live, .open, Figure.money)
        case .plannedReceipts: Row("planned_receipts", .live, .open, Figure.money)
        case .plannedExpenses: Row("planned_expenses", .live, .open, Figure.money)
        case .estimate: Row("estimate", .live, .open, Figure.money)
        case .carriedOut: Row("carried_out", .live, .open, Figure.money)
        case .estimateDifference: Row("difference", .live, .open, Figure.money)
        case .received: Row("received", .live, .open, Figure.money)
        case .receivedFromHouseholds: Row("received_from_households", .live, .open, Figure.money)
        case .receivedFromSponsors: Row("received_from_sponsors", .live, .open, Figure.money)
        case .receivedFromState: Row("received_from_state", .live, .open, Figure.money)
        case .spent: Row("spent", .live, .open, Figure.money)
        case .refunded: Row("refunded", .live, .open, Figure.money)
        case .amount: Row("amount", .live, .open, Figure.money)
        // The place of a line on its receipt.
        case .voucherLine: Row("line", .live, .open, Figure.money)
        case .contributions: Row("contributions", .live, .open, Figure.money)
        case .expenditures: Row("expenditures", .live, .open, Figure.money)
        case .fundVersion: Row("version", .live, .open, Figure.money)
        case .hamletHouseholds: Row("households", .monthEnd, .households, Figure.population)
        case .participatingHouseholds:
            Row("participating_households", .yearEnd, .households, Figure.money)
        case .profileHouseholds: Row("households", .monthEnd, .households, Figure.population)
        case .profilePersons: Row("persons", .monthEnd, .households, Figure.population)
        case .occupationPersons: Row("persons", .monthEnd, .groups, Figure.population)
        case .area: Row("area_m2", .live, .open, Figure.opinion)
        case .culturalHouseArea: Row("cultural_house_m2", .live, .open, Figure.opinion)
        case .culturalHouseSeats: Row("cultural_house_seats", .live, .open, Figure.opinion)
        case .decisionHouseholds: Row("households", .live, .votes, Figure.decision)
        case .represented: Row("represented", .live, .votes, Figure.decision)
        case .notRepresented: Row("not_represented", .live, .votes, Figure.decision)
        case .choseOnline: Row("chose_online", .live, .votes, Figure.decision)
        case .recountedHouseholds: Row("recounted_households", .live, .votes, Figure.decision)
        case .votesFor: Row("for", .live, .votes, Figure.decision)
        case .votesAgainst: Row("against", .live, .votes, Figure.decision)
        case .votesOther: Row("other", .live, .votes, Figure.decision)
        case .votesNeeded: Row("needed", .live, .votes, Figure.decision)
        case .recordings: Row("recordings", .live, .open, Figure.decision)
        case .itemNumber: Row("number", .live, .open, Figure.decision)
        case .eligible: Row("eligible", .live, .voters, Figure.opinion)
        case .invited: Row("invited", .live, .voters, Figure.opinion)
        case .participated: Row("participated", .live, .voters, Figure.opinion)
        case .agreed: Row("agreed", .live, .voters, Figure.opinion)
        case .disagreed: Row("disagreed", .live, .voters, Figure.opinion)
        case .invalid: Row("invalid", .live, .voters, Figure.opinion)
        case .shareNumerator: Row("numerator", .live, .voters, Figure.opinion)
        case .shareDenominator: Row("denominator", .live, .voters, Figure.opinion)
        case .sharePercent: Row("percent", .live, .voters, Figure.opinion)
        case .places: Row("places", .live, .voters, Figure.opinion)
        case .events: Row("events", .live, .events, Figure.emulation)
        case .eventHouseholds: Row("households", .live, .events, Figure.emulation)
        case .eventPersons: Row("persons", .live, .events, Figure.emulation)
        case .eventQuantity: Row("quantity", .live, .events, Figure.emulation)
        case .suppressed: Row("suppressed", .live, .open, Figure.opinion)
        case .registered: Row("registered", .live, .models, Figure.emulation)
        case .collective: Row("collective", .live, .models, Figure.emulation)
        case .individual: Row("individual", .live, .models, Figure.emulation)
        case .accepted: Row("accepted", .live, .models, Figure.emulation)
        case .appraised: Row("appraised", .live, .models, Figure.emulation)
        case .recognised: Row("recognised", .live, .models, Figure.emulation)
        case .year: Row("year", .live, .open, Figure.money)
        // Numbers of entries, not of what they say.
        case .logPosition: Row("position", .live, .open, Figure.money)
        case .logIndex: Row("index", .live, .open, Figure.money)
        case .logSize: Row("size", .live, .open, Figure.money)
        case .logFrom: Row("from", .live, .open, Figure.money)
        case .logTo: Row("to", .live, .open, Figure.money)
        }
    }
}
