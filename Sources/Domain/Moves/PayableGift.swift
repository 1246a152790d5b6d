/// A creditor's gift of what a fund owes them, all or a part (tặng lại khoản nợ).
///
/// One person records it with the paper that the creditor has signed; another one confirms it, which issues a receipt
/// that moves no cash.
package struct PayableGift: RecordedEntity, Hashable {
    package typealias ID = Identifier<PayableGift>

    package static let kind = EntityKind.payableGift

    package enum State: String, CaseIterable, Sendable {
        case recorded
        /// The receipt was issued.
        case confirmed
        /// It was wrong, or the creditor changed their mind, before it was confirmed.
        case withdrawn
    }

    package enum Step: String, CaseIterable, Sendable {
        case confirm
        case withdraw
    }

    package static let consentLengthMax = 300

    package let id: ID
    package let owner: FundOwner
    package let payable: Payable.ID
    package let amount: Dong
    /// The paper by which the creditor consents, with its date.
    package let consent: String
    /// True when the receipt shows no name to the public.
    package let isAnonymous: Bool
    package private(set) var state: State
    package private(set) var confirmedBy: User.ID?
    /// The receipt.
    package private(set) var contribution: Contribution.ID?
    package private(set) var recording: Recording

    package init(
        id: ID, owner: FundOwner, payable: Payable.ID, amount: Dong, consent: String, isAnonymous: Bool,
        state: State = .recorded, confirmedBy: User.ID? = nil, contribution: Contribution.ID? = nil,
        recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.payable = payable
        self.amount = amount
        self.consent = consent
        self.isAnonymous = isAnonymous
        self.state = state
        self.confirmedBy = confirmedBy
        self.contribution = contribution
        self.recording = recording
    }

    /// The gift after `step` by `person`; a confirmed one names the receipt, `contribution`.
    ///
    /// - Throws: `.invalidTransition`; `.duty(.ownRecord)` when the recorder confirms it.
    package func taking(
        _ step: Step, by person: User.ID, issuing contribution: Contribution.ID? = nil
    ) throws(Refusal) -> PayableGift {
        var next = self
        switch (state, step) {
        case (.recorded, .confirm):
            guard person != recording.by else {
                throw .duty(.ownRecord(.payableGift, step: step.rawValue))
            }
            next.state = .confirmed
            next.confirmedBy = person
            next.contribution = contribution
        case (.recorded, .withdraw): next.state = .withdrawn
        case (.confirmed, .confirm), (.confirmed, .withdraw), (.withdrawn, .confirm), (.withdrawn, .withdraw):
            throw .invalidTransition(.payableGift, step: step.rawValue, from: state.rawValue)
        }
        next.recording = recording.corrected
        return next
    }
}
