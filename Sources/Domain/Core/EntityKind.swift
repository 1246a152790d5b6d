/// The kinds of entities.
///
/// Every table about entities is an exhaustive switch over this enum.
///
/// The raw value names the entity in the journal, as in `pledge.recorded`.
package enum EntityKind: String, CaseIterable, Sendable {
    case unit
    case hamlet
    case household
    case organisation
    case fund
    case pledge
    case contribution
    case expenditure
    case user
    case token
    case model
    case appraisal
    case criteriaSet = "criteria_set"
    case communityEvent = "community_event"
    case parameter
    case decision
    case consultation
    case profile
    case unitSuccession = "unit_succession"
    case reorganisation
    case voucherBook = "voucher_book"
    case cashCount = "cash_count"
    case accountingPeriod = "accounting_period"
    case voucherPrint = "voucher_print"
    case openingBalance = "opening_balance"
    case fundTransfer = "fund_transfer"
    case bankEntry = "bank_entry"
    case bankAccount = "bank_account"
    case bankCredit = "bank_credit"
    case bankReconciliation = "bank_reconciliation"
    case bookHandover = "book_handover"
    case payable
    case payableGift = "payable_gift"
    case handOverSlip = "hand_over_slip"
}

extension EntityKind {
    /// True when public responses about one hamlet may show an entity of another, or of none: a name, a successor, a
    /// threshold, the origin of a model.
    package var isShownElsewhere: Bool {
        switch self {
        case .unit, .unitSuccession, .hamlet, .reorganisation, .organisation, .parameter, .model,
            .criteriaSet, .decision, .bookHandover:
            true
        case .fund, .contribution, .expenditure, .communityEvent, .consultation, .profile, .household,
            .pledge, .appraisal, .user, .token, .voucherBook, .cashCount, .accountingPeriod,
            .voucherPrint, .openingBalance, .fundTransfer, .bankEntry, .bankAccount, .bankCredit,
            .bankReconciliation, .payable, .payableGift,
            .handOverSlip:
            false
        }
    }
}

extension EntityKind {
    /// True when public responses may show an entity of this kind at once.
    ///
    /// What they do not show changes no public tag, so that nobody counts private acts by asking again. Households are
    /// seen as of the end of a month only, and donors by the name that their receipt has; a book by the receipts in it;
    /// a pledge by what was received. Openings, transfers, interest, fees, debts and slips are lines of the public statement;
    /// a gift of a debt is seen by its receipt. An organisation is seen once it keeps books or has a model.
    package var isShownPublicly: Bool {
        switch self {
        case .unit, .unitSuccession, .hamlet, .reorganisation, .organisation, .fund, .contribution,
            .expenditure, .parameter, .model, .criteriaSet, .decision, .consultation, .profile,
            .communityEvent, .cashCount, .accountingPeriod, .openingBalance, .fundTransfer, .bankEntry,
            .bookHandover, .payable, .handOverSlip:
            true
        case .household, .pledge, .appraisal, .user, .token, .voucherBook, .voucherPrint, .bankAccount,
            .bankCredit, .bankReconciliation, .payableGift:
            false
        }
    }
}

extension EntityKind {
    /// True when each change by day leaves a previous version, so that a lookup takes a day.
    package var keepsVersions: Bool { self == .hamlet || self == .household || self == .organisation }
}

/// Something with its own id, a row, and a history in the journal.
package protocol Entity: Sendable {
    static var kind: EntityKind { get }

    var id: Identifier<Self> { get }
}

/// An entity whose row changes.
///
/// Each change increments the version and names the version it replaces.
package protocol VersionedEntity: Entity {
    /// 1 for a new entity.
    var version: Int64 { get }
}
