/// What moves money of funds without a voucher of its own: an opening balance, a transfer, interest or a fee.
package protocol MoneyMove: VersionedEntity {
    /// Whose books it is in.
    var owner: FundOwner { get }
    /// The day of its postings.
    var on: LocalDate { get }
    /// The postings in the order of their lines, from 1; those of a voided move are reversed in the same order.
    var postings: [Posting] { get }
    /// Nil while it stands.
    var voiding: Contribution.Voiding? { get }
    /// The postings of the voiding, in the order of their lines: the reversals on the day of the move, or the
    /// corrections on the day of the reversal; none while it stands.
    var voidingPostings: [Posting] { get }
}

extension MoneyMove {
    package var voidingPostings: [Posting] {
        guard let voiding else { return [] }
        guard let day = voiding.reversedOn else { return postings.map(\.reversal) }
        return postings.flatMap { $0.corrections(on: day) }
    }
}

/// A move that is posted when it is recorded and may be voided afterwards by another person.
package protocol VoidableMove: MoneyMove {
    var recordedBy: User.ID { get }
    var voiding: Contribution.Voiding? { get set }
    var version: Int64 { get set }
}

extension VoidableMove {
    package var state: FundTransfer.State { voiding == nil ? .valid : .voided }

    /// The move after it was voided by `person`, for `reason`, at `moment`; `day` is that of the correction when its month
    /// is closed.
    ///
    /// - Throws: `.invalidTransition` when it already is; `.duty(.ownRecord)` when `person` recorded it.
    package func voided(
        by person: User.ID, for reason: String, at moment: Instant, reversedOn day: LocalDate? = nil
    ) throws(Refusal) -> Self {
        switch state {
        case .voided: throw .invalidTransition(Self.kind, step: "void", from: state.rawValue)
        case .valid:
            guard person != recordedBy else { throw .duty(.ownRecord(Self.kind, step: "void")) }
            var voided = self
            voided.voiding = Contribution.Voiding(
                reason: reason, by: person, at: moment, reversedOn: day)
            voided.version += 1
            return voided
        }
    }
}
