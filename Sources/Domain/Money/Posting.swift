/// A movement of money between two accounts, balanced by construction.
package struct Posting: Hashable, Sendable {
    package enum Direction: Hashable, Sendable {
        /// Into cash or bank.
        case inflow
        case outflow
    }

    package let fund: Fund.ID
    /// The money account: cash or bank.
    package let moneyAccount: LedgerAccount.Kind
    /// The contra account: the source of the money, or what it is spent on.
    package let contraAccount: LedgerAccount.Kind
    /// The item of the estimate that the money is spent on; empty for incoming money.
    package let item: String
    package let direction: Direction
    /// Positive.
    package let amount: Dong
    package let on: LocalDate
    /// True for the reversal made by a voided voucher.
    package let isReversal: Bool

    package init(
        fund: Fund.ID, moneyAccount: LedgerAccount.Kind, contraAccount: LedgerAccount.Kind, item: String = "",
        direction: Direction, amount: Dong, on: LocalDate, isReversal: Bool = false
    ) {
        precondition(amount > .zero, "a posting moves something")
        precondition(moneyAccount.isMoneyAccount && !contraAccount.isMoneyAccount, "money stands on one side")
        self.fund = fund
        self.moneyAccount = moneyAccount
        self.contraAccount = contraAccount
        self.item = item
        self.direction = direction
        self.amount = amount
        self.on = on
        self.isReversal = isReversal
    }

    /// The reversing posting, dated the same day: the books are as if the voucher had never existed.
    package var reversal: Posting {
        Posting(
            fund: fund, moneyAccount: moneyAccount, contraAccount: contraAccount, item: item,
            direction: direction, amount: amount, on: on,
            isReversal: !isReversal)
    }

    package var debit: LedgerAccount {
        LedgerAccount(fund: fund, kind: increasesMoneyAccount ? moneyAccount : contraAccount)
    }
    package var credit: LedgerAccount {
        LedgerAccount(fund: fund, kind: increasesMoneyAccount ? contraAccount : moneyAccount)
    }

    /// True when the posting increases the money account.
    package var increasesMoneyAccount: Bool {
        switch direction {
        case .inflow: !isReversal
        case .outflow: isReversal
        }
    }
}
