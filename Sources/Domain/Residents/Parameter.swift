/// A value that the law or the office sets, not the software (tham số): a threshold, a deadline, a name on a form.
///
/// In force from a day on, in a unit's subtree or everywhere. Never changed: a later one follows it.
///
/// - Source: DOMAIN §2, §8; each row names its own source, or says "unverified".
package struct Parameter: Entity, Hashable {
    package typealias ID = Identifier<Parameter>

    package static let kind = EntityKind.parameter

    /// What the values of a key look like.
    package enum Format: Hashable, Sendable {
        /// `>=2/3`, `>1/2`: see `Threshold`.
        case threshold
        /// A whole number from 1 to 1200.
        case count
        /// One line.
        case line
        /// `required` or `free`.
        case rule
        /// Words, each on its own, separated by semicolons.
        case words
    }

    package enum Key: String, CaseIterable, Sendable {
        case policyThreshold = "threshold.policy"
        case ratesThreshold = "threshold.rates"
        case exemptionsThreshold = "threshold.exemptions"
        case estimateThreshold = "threshold.estimate"
        case spendingPlanThreshold = "threshold.spending_plan"
        case byLawThreshold = "threshold.by_law"
        case electionThreshold = "threshold.election"
        case labourPriceThreshold = "threshold.labour_price"
        case landPriceThreshold = "threshold.land_price"
        case materialPriceThreshold = "threshold.material_price"
        case initiativeMonths = "initiative.months"
        case stateTitle = "form.state_title"
        case motto = "form.motto"
        case communeOrgan = "organ.commune"
        case frontOrgan = "organ.front"
        case occupationGroups = "profile.occupations"
        case tiers = "household.tiers"
        case organisationTypes = "organisation.types"
        /// Whether households are asked for money only by a decision of their own.
        case collectionDecision = "collection.decision"
        /// Days in a row on which what is published is read out over the loudspeakers.
        case loudspeakerDays = "publication.loudspeaker_days"
        /// Days in a row on which what is published hangs on the board.
        case boardDays = "publication.board_days"
        /// Working days after which what is to be published is.
        case publicationStartDays = "publication.start_working_days"
        /// Days in which a question is answered.
        case answerDays = "answer.days"
        case complexAnswerDays = "answer.complex_days"

        package var format: Format {
            switch self {
            case .policyThreshold, .ratesThreshold, .exemptionsThreshold, .estimateThreshold,
                .spendingPlanThreshold, .byLawThreshold, .electionThreshold, .labourPriceThreshold,
                .landPriceThreshold, .materialPriceThreshold:
                .threshold
            case .initiativeMonths, .loudspeakerDays, .boardDays, .publicationStartDays, .answerDays,
                .complexAnswerDays:
                .count
            case .stateTitle, .motto, .communeOrgan, .frontOrgan: .line
            case .occupationGroups, .tiers, .organisationTypes: .words
            case .collectionDecision: .rule
            }
        }
    }

    package let id: ID
    package let key: Key
    /// The unit for whose subtree it holds; nil everywhere.
    package let unit: AdministrativeUnit.Code?
    package let validFrom: LocalDate
    package let value: String
    /// The article of law that says so, or "unverified".
    package let source: String

    package static let valueMax = 500
    /// The value of a rule that holds.
    package static let required = "required"
    package static let counts: ClosedRange<Int64> = 1...1200

    package init(
        id: ID, key: Key, unit: AdministrativeUnit.Code?, validFrom: LocalDate, value: String, source: String
    ) {
        self.id = id
        self.key = key
        self.unit = unit
        self.validFrom = validFrom
        self.value = value
        self.source = source
    }

    /// Stops a value that nobody could read.
    ///
    /// - Throws: `.parameterUnreadable`.
    package func check() throws(Refusal) {
        let isReadable =
            switch key.format {
            case .threshold: Threshold(value) != nil
            case .count: Int64(value).map { Parameter.counts.contains($0) && String($0) == value } ?? false
            case .line: !value.isEmpty
            case .rule: value == Parameter.required || value == "free"
            case .words: !Parameter.words(in: value).isEmpty
            }
        guard isReadable else { throw .parameterValueInvalid(key.format) }
    }

    /// The words of a value of the form `words`, in their order; none when one is empty or stands twice.
    package static func words(in value: String) -> [String] {
        let words = value.split(separator: ";", omittingEmptySubsequences: false)
            .map { word in
                var word = word
                while word.first == " " { word.removeFirst() }
                while word.last == " " { word.removeLast() }
                return String(word)
            }
        return words.contains("") || Set(words).count != words.count ? [] : words
    }
}
