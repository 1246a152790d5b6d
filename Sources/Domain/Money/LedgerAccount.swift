/// One account of a fund's books.
///
/// A debit raises what the fund holds or spends, a credit says where it came from.
package struct LedgerAccount: Hashable, Sendable {
    package typealias ID = Identifier<LedgerAccount>

    package enum Kind: String, CaseIterable, Sendable {
        /// Money in the safe. Never below zero.
        case cash
        /// Money in the bank. Never below zero.
        case bank
        /// Where households' money comes from.
        case households
        /// Where organisations', sponsors' and other donors' money comes from.
        case sponsors
        /// What money is spent on.
        case expenses
        /// Money given back to donors.
        case refunds
        /// Money that goes to the fund that takes over, or came from the one before.
        case handover

        /// True for accounts that hold money.
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

/// One movement of money between two accounts: balanced by construction.
package struct Posting: Hashable, Sendable {
    package enum Direction: Hashable, Sendable {
        /// Into the safe or the bank.
        case into
        case outOf
    }

    package let fund: Fund.ID
    /// The account that holds the money: cash or bank.
    package let money: LedgerAccount.Kind
    /// Where the money comes from, or what it is spent on.
    package let other: LedgerAccount.Kind
    /// What it is spent on, in the words of the estimate; empty for money that comes in.
    package let item: String
    package let direction: Direction
    /// More than zero.
    package let amount: Dong
    package let on: LocalDate
    /// True for the movement back that a voided voucher makes.
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

    /// The movement back, on the same day: a voided voucher leaves the books as if it had never been.
    package var reversed: Posting {
        Posting(
            fund: fund, money: money, other: other, item: item, direction: direction, amount: amount, on: on,
            isReversal: !isReversal)
    }

    package var debit: LedgerAccount { LedgerAccount(fund: fund, kind: bringsMoney ? money : other) }
    package var credit: LedgerAccount { LedgerAccount(fund: fund, kind: bringsMoney ? other : money) }

    /// True when the account that holds the money has more of it afterwards.
    package var bringsMoney: Bool {
        switch direction {
        case .into: !isReversal
        case .outOf: isReversal
        }
    }
}

extension Contribution {
    /// What the receipt moves: from the donor's source into the safe or the bank.
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
