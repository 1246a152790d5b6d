/// A movement of money between two accounts, balanced by construction.
package struct Posting: Hashable, Sendable {
    package enum Direction: Hashable, Sendable {
        /// Into cash or bank.
        case into
        case outOf
    }

    package let fund: Fund.ID
    /// The money account: cash or bank.
    package let money: LedgerAccount.Kind
    /// The contra account: the source of the money, or what it is spent on.
    package let other: LedgerAccount.Kind
    /// The item of the estimate that the money is spent on; empty for incoming money.
    package let item: String
    package let direction: Direction
    /// Positive.
    package let amount: Dong
    package let on: LocalDate
    /// True for the reversal made by a voided voucher.
    package let isReversal: Bool

    package init(
        fund: Fund.ID, money: LedgerAccount.Kind, other: LedgerAccount.Kind, item: String = "",
        direction: Direction, amount: Dong, on: LocalDate, isReversal: Bool = false
    ) {
        precondition(amount > .zero, "a posting moves something")
        precondition(money.holdsMoney && !other.holdsMoney, "money stands on one side")
        self.fund = fund
        self.money = money
        self.other = other
        self.item = item
        self.direction = direction
        self.amount = amount
        self.on = on
        self.isReversal = isReversal
    }

    /// The reversing posting, dated the same day: the books are as if the voucher had never existed.
    package var reversed: Posting {
        Posting(
            fund: fund, money: money, other: other, item: item, direction: direction, amount: amount, on: on,
            isReversal: !isReversal)
    }

    package var debit: LedgerAccount { LedgerAccount(fund: fund, kind: bringsMoney ? money : other) }
    package var credit: LedgerAccount { LedgerAccount(fund: fund, kind: bringsMoney ? other : money) }

    /// True when the posting increases the money account.
    package var bringsMoney: Bool {
        switch direction {
        case .into: !isReversal
        case .outOf: isReversal
        }
    }
}
