/// A pledge (đăng ký đóng góp): a household's promise to contribute to a fund.
///
/// A pledge is a promise, not a debt.
///
/// - Source: Decree 24/1999, voluntary contributions; DOMAIN §4. There is no interest and no penalty.
package struct Pledge: VersionedEntity, Hashable {
    package typealias ID = Identifier<Pledge>

    package static let kind = EntityKind.pledge

    package enum State: String, CaseIterable, Sendable {
        case proposed
        case confirmed
        /// Part of the amount was received.
        case partiallyReceived = "partly"
        /// The full amount or more was received.
        case fulfilled
        /// The residents waived the outstanding amount.
        case waived
        case cancelled
        /// The outstanding amount is now a pledge to the successor fund.
        case transferred
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case waive
        case cancel
    }

    package let id: ID
    package let fund: Fund.ID
    package let household: Household.ID
    package let amount: Dong
    package let pledgedOn: LocalDate
    package private(set) var received: Dong
    package private(set) var state: State
    /// The pledge whose outstanding amount this one continues.
    package let transferredFrom: ID?
    package private(set) var version: Int64

    package init(
        id: ID, fund: Fund.ID, household: Household.ID, amount: Dong, pledgedOn: LocalDate,
        received: Dong = .zero, state: State = .proposed, transferredFrom: ID? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.fund = fund
        self.household = household
        self.amount = amount
        self.pledgedOn = pledgedOn
        self.received = received
        self.state = state
        self.transferredFrom = transferredFrom
        self.version = version
    }

    /// The pledge after `step`.
    ///
    /// A pledge with receipts cannot be cancelled, only waived: money that was given stays given.
    ///
    /// - Throws: `.invalidTransition` when the step is not allowed in the current state.
    package func taking(_ step: Step) throws(Refusal) -> Pledge {
        switch (state, step) {
        case (.proposed, .confirm): moved(to: .confirmed, received: received)
        case (.confirmed, .waive), (.partiallyReceived, .waive): moved(to: .waived, received: received)
        case (.proposed, .cancel), (.confirmed, .cancel): moved(to: .cancelled, received: received)
        case (.proposed, .waive),
            (.confirmed, .confirm),
            (.partiallyReceived, .confirm), (.partiallyReceived, .cancel),
            (.fulfilled, _), (.waived, _), (.cancelled, _), (.transferred, _):
            throw .invalidTransition(.pledge, step: step.rawValue, from: state.rawValue)
        }
    }

    /// The pledge after receiving `money`.
    ///
    /// Anything above the pledged amount is a gift, and counts as received.
    ///
    /// - Throws: `.invalidTransition` unless the pledge is confirmed, partly received or fulfilled; `.amountTooLarge`
    ///   on overflow.
    package func receiving(_ money: Dong) throws(Refusal) -> Pledge {
        switch state {
        case .confirmed, .partiallyReceived, .fulfilled:
            guard let total = received.adding(money) else { throw .amountTooLarge }
            return moved(to: total < amount ? .partiallyReceived : .fulfilled, received: total)
        case .proposed, .waived, .cancelled, .transferred:
            throw .invalidTransition(.pledge, step: "receive", from: state.rawValue)
        }
    }

    /// The pledge after a receipt of `money` was voided or refunded, as if it had never been received.
    ///
    /// In a damaged file more may be reversed than was received: then nothing is left.
    ///
    /// - Parameters:
    ///   - money: what was given back.
    ///   - isClosed: true when the pledge's hamlet has ended, so that nobody can fulfil it any more.
    /// - Returns: the pledge, which is open again unless its hamlet has ended.
    package func reversing(_ money: Dong, isClosed: Bool = false) -> Pledge {
        let remaining = max(received.less(money), .zero)
        switch state {
        case .waived, .cancelled, .transferred: return moved(to: state, received: remaining)
        case .proposed, .confirmed, .partiallyReceived, .fulfilled:
            if isClosed { return moved(to: .waived, received: remaining) }
            if remaining == .zero { return moved(to: .confirmed, received: remaining) }
            return moved(to: remaining < amount ? .partiallyReceived : .fulfilled, received: remaining)
        }
    }

    /// The pledge after a refund of `money` was voided, so that it counts as received again.
    ///
    /// - Throws: `.amountTooLarge` on overflow.
    package func restoring(_ money: Dong) throws(Refusal) -> Pledge {
        let total = try received.added(to: money)
        switch state {
        case .waived, .cancelled, .transferred: return moved(to: state, received: total)
        case .proposed, .confirmed, .partiallyReceived, .fulfilled:
            return moved(to: total < amount ? .partiallyReceived : .fulfilled, received: total)
        }
    }

    /// The pledge transferred to `fund` on `day`, and the new pledge there for the outstanding amount.
    ///
    /// - Throws: `.invalidTransition` unless the pledge is open.
    package func transferred(
        to fund: Fund.ID, as id: ID, on day: LocalDate
    ) throws(Refusal) -> (old: Pledge, new: Pledge) {
        switch state {
        case .proposed, .confirmed, .partiallyReceived:
            let remaining = Pledge(
                id: id, fund: fund, household: household, amount: amount.less(received),
                pledgedOn: day, state: state == .proposed ? .proposed : .confirmed, transferredFrom: self.id)
            return (moved(to: .transferred, received: received), remaining)
        case .fulfilled, .waived, .cancelled, .transferred:
            throw .invalidTransition(.pledge, step: "transfer", from: state.rawValue)
        }
    }

    /// The amount that counts towards the total pledged.
    ///
    /// Zero before confirmation; once waived or transferred, only what was received.
    package var countedAmount: Dong {
        switch state {
        case .proposed, .cancelled: .zero
        case .confirmed, .partiallyReceived, .fulfilled: amount
        case .waived, .transferred: min(received, amount)
        }
    }

    private func moved(to state: State, received: Dong) -> Pledge {
        var moved = self
        moved.state = state
        moved.received = received
        moved.version += 1
        return moved
    }
}
