/// A contribution of money to a fund, documented by a receipt voucher.
package struct Contribution: VersionedEntity, Hashable {
    package typealias ID = Identifier<Contribution>

    package static let kind = EntityKind.contribution

    /// The payment method.
    ///
    /// It determines the account that holds the money.
    package enum Method: String, CaseIterable, Sendable {
        case cash
        case bank
    }

    package enum State: String, CaseIterable, Sendable {
        case valid
        /// The receipt was wrong: its number is kept and its postings are reversed.
        case voided
    }

    /// Who gave the money.
    ///
    /// The books keep the name of an anonymous donor. The public sees "Nhà hảo tâm".
    package enum Donor: Hashable, Sendable {
        case household(Household.ID)
        case organisation(Organisation.ID)
        case sponsor(Sponsor)
    }

    /// Where the money comes from: totals and statements show each source apart.
    ///
    /// State support is not a contribution of the people.
    ///
    /// - Source: DOMAIN §4, §5 (public table B).
    package enum Source: String, CaseIterable, Sendable {
        case households
        case sponsors
        case state
    }

    /// A donor who is neither a household of the hamlet nor a registered organisation.
    package struct Sponsor: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            /// A native of the hamlet who lives elsewhere.
            case personAway = "person_away"
            case person
            /// Husband and wife as one donor.
            case couple
            /// Several persons, or a collective that is no registered organisation (tập thể), as one donor.
            case group
            case company
            /// A state agency that is not a registered organisation.
            case state
        }

        /// The budget that the money of a state agency comes from.
        package enum Level: String, CaseIterable, Sendable {
            case central
            case province
            /// Until 2025-06-30.
            case district
            case commune
        }

        package let name: String
        package let kind: Kind
        /// Set when the kind is `state`.
        package let level: Level?

        package init(name: String, kind: Kind, level: Level? = nil) {
            precondition(
                (kind == .state) == (level != nil), "state support has a level, other gifts have none")
            self.name = name
            self.kind = kind
            self.level = level
        }
    }

    package let id: ID
    /// Whose books it is in.
    package let owner: FundOwner
    package let fund: Fund.ID
    package let donor: Donor
    /// The donor's name on that day, if the receipt names another person as the payer.
    package let donorName: String?
    /// How a household is named that gives as a couple or a group, if the office said so; it stays the one giver.
    ///
    /// The public sees it instead of the head's name.
    package let donorNames: String?
    package let source: Source
    package let isAnonymous: Bool
    package let pledge: Pledge.ID?
    package let method: Method
    /// The bank's reference of the incoming transfer, used only once; nil for cash.
    package let bankReference: String?
    package let receivedOn: LocalDate
    package let voucher: Voucher
    /// What came in another currency; its amount at its rate is the amount in đồng.
    package let foreign: ForeignMoney?
    /// Set when the receipt was made from a row of a table that had one.
    package let importKey: ImportKey?
    /// The voided receipt that this one replaces; its voucher was issued later than the money came.
    package let replaces: ID?
    /// The debt that the donor gave, so that no money moved; nil for any other receipt.
    package let settles: Payable.ID?
    /// Who received the cash and has to hand it over; nil when it went into the fund's cash at once.
    package let collector: User.ID?
    /// True for money that the fund collects for others.
    package let passesThrough: Bool
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package private(set) var voiding: Voiding?
    package let refunds: Refunds
    package private(set) var version: Int64

    /// The refunds of a receipt, which are expenditures.
    package struct Refunds: Hashable, Sendable {
        /// What was paid back.
        package let paid: Dong
        /// The number of steps taken on its refunds, which changes whenever one of them does.
        package let stepsCount: Int64

        package static let none = Refunds(paid: .zero, stepsCount: 0)

        package init(paid: Dong, stepsCount: Int64) {
            self.paid = paid
            self.stepsCount = stepsCount
        }
    }

    /// Why, by whom and when the receipt was voided.
    package struct Voiding: Hashable, Sendable {
        package let reason: String
        package let by: User.ID
        package let at: Instant
        /// The receipt that was issued in its place.
        package let replacedBy: ID?
        /// The day of the correction, when the month of the receipt was closed.
        package let reversedOn: LocalDate?

        package init(
            reason: String, by: User.ID, at: Instant, replacedBy: ID? = nil, reversedOn: LocalDate? = nil
        ) {
            self.reason = reason
            self.by = by
            self.at = at
            self.replacedBy = replacedBy
            self.reversedOn = reversedOn
        }
    }

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, donor: Donor, donorName: String? = nil,
        donorNames: String? = nil, source: Source? = nil,
        isAnonymous: Bool, pledge: Pledge.ID?, method: Method, bankReference: String?, receivedOn: LocalDate,
        voucher: Voucher, foreign: ForeignMoney? = nil, importKey: ImportKey? = nil, replaces: ID? = nil,
        settles: Payable.ID? = nil, collector: User.ID? = nil, passesThrough: Bool = false,
        recordedBy: User.ID, recordedAt: Instant, voiding: Voiding? = nil, refunds: Refunds = .none,
        version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.donor = donor
        self.donorName = donorName
        self.donorNames = donorNames
        self.source = source ?? donor.source(isStateAgency: false)
        self.isAnonymous = isAnonymous
        self.pledge = pledge
        self.method = method
        self.bankReference = bankReference
        self.receivedOn = receivedOn
        self.voucher = voucher
        self.foreign = foreign
        self.importKey = importKey
        self.replaces = replaces
        self.settles = settles
        self.collector = collector
        self.passesThrough = passesThrough
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.voiding = voiding
        self.refunds = refunds
        self.version = version
    }

    package var amount: Dong { voucher.amount }
    /// What is left of it after refunds.
    package var kept: Dong { amount.less(refunds.paid) }
    /// The version of the receipt together with its refunds.
    package var versionWithRefunds: Int64 { version.addingClamped(refunds.stepsCount) }
    package var state: State { voiding == nil ? .valid : .voided }

    /// The contribution with its receipt voided by `person`, for `reason`, at `moment`, and perhaps replaced by another.
    ///
    /// - Throws: `.invalidTransition` when it is already voided; `.ownVoucher` when `person` recorded it, or has its
    ///   cash in hand; `PayableRefusal.giftOfDebt` when a gift of a debt would be replaced: only its gift issues
    ///   another one.
    package func voided(
        by person: User.ID, for reason: String, at moment: Instant, replacedBy replacement: ID? = nil,
        reversedOn day: LocalDate? = nil
    ) throws(Refusal) -> Contribution {
        switch state {
        case .voided: throw .invalidTransition(.contribution, step: "void", from: state.rawValue)
        case .valid:
            guard replacement == nil || settles == nil else { throw .payable(.giftOfDebt) }
            guard person != recordedBy, person != collector else { throw .ownVoucher }
            var voided = self
            voided.voiding = Voiding(
                reason: reason, by: person, at: moment, replacedBy: replacement, reversedOn: day)
            voided.version += 1
            return voided
        }
    }
}

extension Contribution.Donor {
    /// The source of the donor's money.
    ///
    /// `isStateAgency` says whether the organisation that gave it is one.
    package func source(isStateAgency: Bool) -> Contribution.Source {
        switch self {
        case .household: .households
        case .organisation: isStateAgency ? .state : .sponsors
        case .sponsor(let sponsor): sponsor.kind == .state ? .state : .sponsors
        }
    }

    /// The name shown to the public for an anonymous donor.
    ///
    /// - Source: DOMAIN §10.
    package static let anonymousName = "Nhà hảo tâm"
}
