/// Cash that a collector hands over to the treasurer (biên bản giao nộp tiền).
///
/// A hamlet's head or a front collector receives money against receipts that name them. It is cash in their hand until the
/// treasurer has counted it: one person records the slip, the treasurer confirms it.
///
/// - Source: DOMAIN §5: collector's cash in hand until handed over; Law on accounting 88/2015/QH13, Art. 16 to 18, on
///   vouchers that two persons sign.
package struct HandOverSlip: VersionedEntity, Hashable {
    package typealias ID = Identifier<HandOverSlip>

    package static let kind = EntityKind.handOverSlip

    package enum State: String, CaseIterable, Sendable {
        /// Recorded, but not received.
        case recorded
        /// The treasurer has received the cash.
        case confirmed
        /// It was wrong: nothing of it counts any more.
        case voided
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case void
    }

    /// The receipts whose money is handed over, the first and the last one.
    package struct Receipts: Hashable, Sendable {
        package let first: Contribution.ID
        package let last: Contribution.ID

        package init(first: Contribution.ID, last: Contribution.ID) {
            self.first = first
            self.last = last
        }
    }

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    /// Who received the money.
    package let collector: User.ID
    package let on: LocalDate
    package let amount: Dong
    package let receipts: Receipts
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package private(set) var state: State
    /// The treasurer; nil until it is confirmed, and it stays when a confirmed one is voided.
    package private(set) var confirmedBy: User.ID?
    package private(set) var voiding: Contribution.Voiding?
    package private(set) var version: Int64

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, collector: User.ID, on day: LocalDate, amount: Dong,
        receipts: Receipts, recordedBy: User.ID, recordedAt: Instant, state: State = .recorded,
        confirmedBy: User.ID? = nil, voiding: Contribution.Voiding? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.collector = collector
        on = day
        self.amount = amount
        self.receipts = receipts
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.state = state
        self.confirmedBy = confirmedBy
        self.voiding = voiding
        self.version = version
    }

    /// The slip after `step` by `person`; a voided one has the reason of `with(_:)`.
    ///
    /// - Throws: `.invalidTransition` when the step is not allowed in the current state; `.duty(.ownRecord)` when
    ///   `person` recorded it; `CollectorRefusal.ownCash` when the collector confirms it, or when the treasurer who
    ///   received the cash voids it: only the collector could say where the cash is then.
    package func taking(_ step: Step, by person: User.ID) throws(Refusal) -> HandOverSlip {
        let next: State
        switch (state, step) {
        case (.recorded, .confirm): next = .confirmed
        case (.recorded, .void), (.confirmed, .void): next = .voided
        case (.confirmed, .confirm), (.voided, .confirm), (.voided, .void):
            throw .invalidTransition(.handOverSlip, step: step.rawValue, from: state.rawValue)
        }
        guard person != recordedBy else { throw .duty(.ownRecord(.handOverSlip, step: step.rawValue)) }
        guard step == .confirm ? person != collector : person != confirmedBy else {
            throw .collector(.ownCash(step: step.rawValue))
        }
        var taken = self
        taken.state = next
        if step == .confirm { taken.confirmedBy = person }
        taken.version += 1
        return taken
    }

    /// The voided slip with the reason.
    package func with(_ voiding: Contribution.Voiding) -> HandOverSlip {
        precondition(state == .voided, "only what is voided has such a reason")
        var voided = self
        voided.voiding = voiding
        return voided
    }

    /// The confirmed slip of a closed month, taken back on the day of `voiding`: the month keeps its figures.
    ///
    /// - Throws: those of `taking(_:by:)`; `.invalidTransition` unless it is confirmed.
    package func reversed(_ voiding: Contribution.Voiding) throws(Refusal) -> HandOverSlip {
        precondition(voiding.reversedOn != nil, "a correction has its day")
        guard state == .confirmed else {
            throw .invalidTransition(.handOverSlip, step: "reverse", from: state.rawValue)
        }
        return try taking(.void, by: voiding.by).with(voiding)
    }
}

extension HandOverSlip: MoneyMove {
    package var postings: [Posting] {
        [Posting(fund: fund, debit: .cash, credit: .inHand, amount: amount, on: on)]
    }
}
