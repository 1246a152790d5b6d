/// A parameter (tham số): a value set by law or by the office, not by the software.
///
/// A threshold, a deadline, a form text.
///
/// In force from a date on, in a unit's subtree or everywhere. Never changed: a later parameter replaces it.
///
/// - Source: DOMAIN §2, §8; each row names its own source, or says "unverified".
package struct Parameter: Entity, Hashable {
    package typealias ID = Identifier<Parameter>

    package static let kind = EntityKind.parameter

    /// The format of a key's values.
    package enum Format: Hashable, Sendable {
        /// A threshold such as `>=2/3` or `>1/2`; see `Threshold`.
        case threshold
        /// A whole number from 1 to 1200.
        case integer
        /// A single line of text.
        case singleLine
        /// `required` or `free`.
        case rule
        /// A list of terms separated by semicolons.
        case termList
        /// A list of forms of deciding; see `Decision.Form`.
        case forms
        /// A list of types of hamlets.
        case hamletTypes
        /// Lines with places, how numbers are written, a list of signers, a budget code; see `VoucherForm`.
        case voucherHeading
        case voucherNumber
        case voucherSigners
        case budgetCode
        /// A number and its issuing text, or `none`; see `PaperForm`.
        case paperForm
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
        case boardsThreshold = "threshold.boards"
        case otherThreshold = "threshold.other"
        /// The share of a commune's hamlets that must agree to a matter of the whole commune.
        case communeThreshold = "threshold.commune"
        /// The share of households that must be represented at a meeting on a by-law.
        case byLawQuorum = "quorum.by_law"
        /// The forms in which households decide on what they contribute.
        case contributionForms = "forms.contributions"
        case byLawForms = "forms.by_law"
        case electionForms = "forms.election"
        case boardsForms = "forms.boards"
        case otherForms = "forms.other"
        /// The share of households that must have chosen to vote online.
        case onlineShare = "online.share"
        /// The types of new hamlets of a rural commune (xã).
        case ruralHamletTypes = "hamlet.types_commune"
        /// The types of new hamlets of a ward (phường).
        case urbanHamletTypes = "hamlet.types_ward"
        case initiativeMonths = "initiative.months"
        /// The share of households whose consent makes a citizen's proposal an initiative.
        case initiativeShare = "initiative.share"
        /// Working days within which a decision must reach the commune and the Front.
        case sendingDays = "decision.send_working_days"
        /// Working days within which the commune or the Front must recognise what needs it.
        case recognitionDays = "recognition.working_days"
        /// Days before a meeting on which it must be announced.
        case noticeDays = "notice.days"
        /// Days before the yearly assembly on which it must be announced.
        case assemblyNoticeDays = "assembly.notice_days"
        /// Days for which opinions on a draft are collected.
        case opinionDays = "opinion.days"
        /// Days within which a recommendation of a supervision board must be answered.
        case recommendationDays = "recommendation.days"
        /// The number of households from which a hamlet meets by cluster.
        case clusterHouseholds = "cluster.households"
        case headTermYears = "head.term_years"
        /// Working days within which a person's request about their data must be answered.
        case dataRequestDays = "data_request.working_days"
        case stateTitle = "form.state_title"
        case motto = "form.motto"
        case communeOrgan = "organ.commune"
        case frontOrgan = "organ.front"
        case occupationGroups = "profile.occupations"
        case tiers = "household.tiers"
        case organisationTypes = "organisation.types"
        /// Whether a fund may collect money from households only under a decision of the residents.
        case collectionDecision = "collection.decision"
        /// Consecutive days for which a publication is announced over the loudspeakers.
        case loudspeakerDays = "publication.loudspeaker_days"
        /// Consecutive days for which a publication stays on the notice board.
        case boardDays = "publication.board_days"
        /// Working days within which a publication must start.
        case publicationStartDays = "publication.start_working_days"
        /// Days within which a question must be answered.
        case answerDays = "answer.days"
        case complexAnswerDays = "answer.complex_days"
        /// The number of the form of receipts, such as "C40-BB".
        case receiptForm = "voucher.receipt_form"
        case paymentForm = "voucher.payment_form"
        /// By which circular the forms were issued.
        case voucherIssuingText = "voucher.issuing_text"
        case voucherHeading = "voucher.heading"
        case voucherNumber = "voucher.number"
        case receiptSigners = "voucher.receipt_signers"
        case paymentSigners = "voucher.payment_signers"
        /// Mã QHNS, or `none`.
        case budgetCode = "voucher.budget_code"
        /// The number of the form of each printed book or minutes, and by which circular it was issued.
        case cashBookForm = "paper.cash_book"
        case bankBookForm = "paper.bank_book"
        case fundLedgerForm = "paper.fund_ledger"
        case voucherRegisterForm = "paper.voucher_register"
        case statementForm = "paper.statement"
        case cashCountForm = "paper.cash_count"
        case openingBalanceForm = "paper.opening_balance"
        case handOverSlipForm = "paper.hand_over_slip"
        case bookHandoverForm = "paper.book_handover"
        case payableForm = "paper.payable"
        /// Who signs books, statements, the minutes of counts, and what is handed over or owed.
        case bookSigners = "paper.book_signers"
        case statementSigners = "paper.statement_signers"
        case countSigners = "paper.count_signers"
        case handOverSlipSigners = "paper.hand_over_slip_signers"
        case bookHandoverSigners = "paper.book_handover_signers"
        case payableSigners = "paper.payable_signers"

        package var format: Format {
            switch self {
            case .policyThreshold, .ratesThreshold, .exemptionsThreshold, .estimateThreshold,
                .spendingPlanThreshold, .byLawThreshold, .electionThreshold, .labourPriceThreshold,
                .landPriceThreshold, .materialPriceThreshold, .boardsThreshold, .otherThreshold,
                .communeThreshold, .byLawQuorum, .initiativeShare, .onlineShare:
                .threshold
            case .contributionForms, .byLawForms, .electionForms, .boardsForms, .otherForms: .forms
            case .ruralHamletTypes, .urbanHamletTypes: .hamletTypes
            case .initiativeMonths, .loudspeakerDays, .boardDays, .publicationStartDays, .answerDays,
                .complexAnswerDays, .sendingDays, .recognitionDays, .noticeDays, .assemblyNoticeDays,
                .opinionDays, .recommendationDays, .clusterHouseholds, .headTermYears, .dataRequestDays:
                .integer
            case .stateTitle, .motto, .communeOrgan, .frontOrgan, .receiptForm, .paymentForm,
                .voucherIssuingText:
                .singleLine
            case .voucherHeading: .voucherHeading
            case .voucherNumber: .voucherNumber
            case .receiptSigners, .paymentSigners, .bookSigners, .statementSigners, .countSigners,
                .handOverSlipSigners, .bookHandoverSigners, .payableSigners:
                .voucherSigners
            case .cashBookForm, .bankBookForm, .fundLedgerForm, .voucherRegisterForm, .statementForm,
                .cashCountForm, .openingBalanceForm, .handOverSlipForm, .bookHandoverForm, .payableForm:
                .paperForm
            case .budgetCode: .budgetCode
            case .occupationGroups, .tiers, .organisationTypes: .termList
            case .collectionDecision: .rule
            }
        }
    }

    /// How a value that the law sets may differ below the province.
    package enum LegalBound: Hashable, Sendable {
        /// Only a larger share of the households.
        case largerShare
        /// Only a smaller share of the households.
        case smallerShare
        /// Only more days.
        case more
        /// Only fewer days or months.
        case fewer
        /// Only `required` where the law leaves it free.
        case required
        /// Only forms of deciding that are open anyway.
        case fewerForms
    }

    package let id: ID
    package let key: Key
    /// The unit in whose subtree the value applies, or nil when it applies everywhere.
    package let unit: AdministrativeUnit.Code?
    package let validFrom: LocalDate
    package let value: String
    /// The legal source of the value, or "unverified".
    package let source: String

    package static let valueMax = 500
    /// The value of a `rule` that applies.
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

    /// Checks that the value has the format of its key.
    ///
    /// - Throws: `.parameterValueInvalid`.
    package func check() throws(Refusal) {
        let isReadable =
            switch key.format {
            case .threshold: Threshold(value) != nil
            case .integer: Int64(value).map { Parameter.counts.contains($0) && String($0) == value } ?? false
            case .singleLine: !value.isEmpty
            case .rule: value == Parameter.required || value == "free"
            case .termList: !Parameter.terms(in: value).isEmpty
            case .forms: Decision.Form.forms(in: value) != nil
            case .hamletTypes: Hamlet.Kind.kinds(in: value) != nil
            case .voucherHeading: VoucherForm.heading(in: value) != nil
            case .voucherNumber: VoucherForm.numbering(in: value) != nil
            case .voucherSigners: VoucherForm.signers(in: value) != nil
            case .budgetCode: VoucherForm.isBudgetCode(value)
            case .paperForm: PaperForm.isForm(value)
            }
        guard isReadable else { throw .parameterValueInvalid(key.format) }
    }

    /// The terms of a value in format `termList`, in order, or an empty list when one is empty or repeated.
    package static func terms(in value: String) -> [String] {
        let terms = value.split(separator: ";", omittingEmptySubsequences: false)
            .map { term in
                var term = term
                while term.first == " " { term.removeFirst() }
                while term.last == " " { term.removeLast() }
                return String(term)
            }
        return terms.contains("") || Set(terms).count != terms.count ? [] : terms
    }
}
