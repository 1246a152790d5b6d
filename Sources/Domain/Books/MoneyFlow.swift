/// What a report shows a movement as: received from a source, spent, or refunded.
package enum MoneyFlow: Hashable, Sendable {
    case fromHouseholds
    case fromSponsors
    case fromState
    case spent
    case refunded

    /// Nil for all other movements, which are in the balances only.
    package init?(_ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind) {
        switch (debit.group, credit.group) {
        case (.money, .households): self = .fromHouseholds
        case (.money, .sponsors): self = .fromSponsors
        case (.money, .state): self = .fromState
        case (.expenses, .money): self = .spent
        case (.refunds, .money): self = .refunded
        case (_, _): return nil
        }
    }
}
