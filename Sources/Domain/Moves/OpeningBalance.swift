/// What a fund held when its hamlet left its paper books (số dư ban đầu).
///
/// The accountant records what two people counted; it is posted once another person has confirmed it. It is older than
/// every voucher of its fund.
///
/// - Source: Law on accounting 88/2015/QH13, Art. 24, on opening accounting books, and Art. 40, on stocktaking.
package struct OpeningBalance: VersionedEntity, Hashable {
    package typealias ID = Identifier<OpeningBalance>

    package static let kind = EntityKind.openingBalance

    package enum State: String, CaseIterable, Sendable {
        /// Counted and recorded, but not posted.
        case recorded
        case confirmed
        /// It was wrong: nothing of it counts any more.
        case voided
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case void
    }

    package static let basisLengthMax = 300
    package static let counterNameLengthMax = 100

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    /// The day at whose end the fund held the money.
    package let on: LocalDate
    package let cash: Dong
    package let bank: Dong
    /// The minutes of the count, the paper book or the bank's statement.
    package let basis: String
    /// The two people who counted.
    package let countedBy: [String]
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package private(set) var state: State
    /// Nil until it is confirmed; it stays when a confirmed one is voided.
    package private(set) var confirmedBy: User.ID?
    package private(set) var voiding: Contribution.Voiding?
    /// What the fund had really held: set when the correction of a closed month is posted instead of a voiding.
    package private(set) var corrected: Held?
    package private(set) var version: Int64

    /// An amount in cash and in the bank.
    package struct Held: Hashable, Sendable {
        package let cash: Dong
        package let bank: Dong

        package init(cash: Dong, bank: Dong) {
            self.cash = cash
            self.bank = bank
        }
    }

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, on day: LocalDate, cash: Dong, bank: Dong, basis: String,
        countedBy: [String], recordedBy: User.ID, recordedAt: Instant, state: State = .recorded,
        confirmedBy: User.ID? = nil, voiding: Contribution.Voiding? = nil, corrected: Held? = nil,
        version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        on = day
        self.cash = cash
        self.bank = bank
        self.basis = basis
        self.countedBy = countedBy
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.state = state
        self.confirmedBy = confirmedBy
        self.voiding = voiding
        self.corrected = corrected
        self.version = version
    }

    /// The opening balance after `step` by `person`; a voided one has the reason of `with(_:)`.
    ///
    /// - Throws: `.invalidTransition` when the step is not allowed in the current state; `.duty(.ownRecord)` when
    ///   `person` recorded it.
    package func taking(_ step: Step, by person: User.ID) throws(Refusal) -> OpeningBalance {
        let next: State
        switch (state, step) {
        case (.recorded, .confirm): next = .confirmed
        case (.recorded, .void), (.confirmed, .void): next = .voided
        case (.confirmed, .confirm), (.voided, .confirm), (.voided, .void):
            throw .invalidTransition(.openingBalance, step: step.rawValue, from: state.rawValue)
        }
        guard person != recordedBy else { throw .duty(.ownRecord(.openingBalance, step: step.rawValue)) }
        var taken = self
        taken.state = next
        if step == .confirm { taken.confirmedBy = person }
        taken.version += 1
        return taken
    }

    /// The voided opening balance with the reason.
    package func with(_ voiding: Contribution.Voiding) -> OpeningBalance {
        precondition(state == .voided, "only what is voided has such a reason")
        var voided = self
        voided.voiding = voiding
        return voided
    }

    /// The confirmed opening balance of a closed month, corrected to what the fund had really held.
    ///
    /// The months keep their figures; the difference is posted on the day of `voiding`.
    ///
    /// - Throws: `.invalidTransition` unless it is confirmed; `.noChange`; `.duty(.ownRecord)` for who recorded it.
    package func reversed(_ voiding: Contribution.Voiding, to held: Held) throws(Refusal) -> OpeningBalance {
        precondition(voiding.reversedOn != nil, "a correction has its day")
        guard state == .confirmed else {
            throw .invalidTransition(.openingBalance, step: "reverse", from: state.rawValue)
        }
        guard held != Held(cash: cash, bank: bank) else { throw .noChange(at: .cash) }
        var reversed = try taking(.void, by: voiding.by).with(voiding)
        reversed.corrected = held
        return reversed
    }
}

extension OpeningBalance: MoneyMove {
    package var postings: [Posting] {
        [(LedgerAccount.Kind.cash, cash), (.bank, bank)]
            .filter { $0.1 > .zero }
            .map { Posting(fund: fund, debit: $0.0, credit: .opening, amount: $0.1, on: on) }
    }

    package var voidingPostings: [Posting] {
        guard let corrected, let day = voiding?.reversedOn else {
            return voiding == nil ? [] : postings.map(\.reversal)
        }
        return [(LedgerAccount.Kind.cash, cash, corrected.cash), (.bank, bank, corrected.bank)]
            .compactMap { account, recorded, right in
                if recorded > right {
                    Posting(
                        fund: fund, debit: .correction, credit: account, amount: recorded.less(right), on: day
                    )
                } else if right > recorded {
                    Posting(
                        fund: fund, debit: account, credit: .correction, amount: right.less(recorded), on: day
                    )
                } else {
                    nil
                }
            }
    }
}
