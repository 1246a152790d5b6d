/// One account in a fund's ledger.
///
/// A debit increases money held or spent, a credit increases a source of money.
package struct LedgerAccount: Hashable, Sendable {
    package typealias ID = Identifier<LedgerAccount>

    package enum Kind: String, CaseIterable, Sendable {
        /// Cash in the safe. Never negative.
        case cash
        /// Money in the bank. Never negative.
        case bank
        /// Money received from households.
        case households
        /// Money received from organisations, sponsors and other donors.
        case sponsors
        /// Money spent.
        case expenses
        /// Money refunded to donors.
        case refunds
        /// Money transferred to a successor fund, or received from a predecessor.
        case handover

        /// True for cash and bank.
        package var holdsMoney: Bool {
            switch self {
            case .cash, .bank: true
            case .households, .sponsors, .expenses, .refunds, .handover: false
            }
        }
    }

    package let fund: Fund.ID
    package let kind: Kind

    package init(fund: Fund.ID, kind: Kind) {
        self.fund = fund
        self.kind = kind
    }
}

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

extension Contribution {
    /// The posting of the receipt, from the donor's source account into cash or bank.
    package var posting: Posting {
        Posting(
            fund: fund, money: method.account, other: donor.account, direction: .into, amount: amount,
            on: receivedOn)
    }
}

extension Contribution.Method {
    package var account: LedgerAccount.Kind {
        switch self {
        case .cash: .cash
        case .bank: .bank
        }
    }
}

extension Contribution.Donor {
    package var account: LedgerAccount.Kind {
        switch self {
        case .household: .households
        case .organisation, .sponsor: .sponsors
        }
    }
}
