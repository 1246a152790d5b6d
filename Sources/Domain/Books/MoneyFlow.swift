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
        // Who makes a gift of what a fund owes gives, and what is owed was spent.
        case (.money, .households), (.debts, .households): self = .fromHouseholds
        case (.money, .sponsors), (.debts, .sponsors): self = .fromSponsors
        case (.money, .state): self = .fromState
        case (.expenses, .money), (.expenses, .debts): self = .spent
        case (.refunds, .money): self = .refunded
        case (_, _): return nil
        }
    }
}
