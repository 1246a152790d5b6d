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

        /// True for accounts that hold money.
        package var holdsMoney: Bool {
            switch self {
            case .cash, .bank: true
            case .households, .sponsors: false
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
    package let debit: LedgerAccount
    package let credit: LedgerAccount
    /// More than zero.
    package let amount: Dong
    package let on: LocalDate

    package init(debit: LedgerAccount, credit: LedgerAccount, amount: Dong, on: LocalDate) {
        precondition(amount > .zero, "a posting moves something")
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.on = on
    }

    /// The movement back, on the same day: a voided voucher leaves the books as if it had never been.
    package var reversed: Posting { Posting(debit: credit, credit: debit, amount: amount, on: on) }
}

extension Contribution {
    /// What the receipt moves: from the donor's source into the safe or the bank.
    package var posting: Posting {
        Posting(
            debit: LedgerAccount(fund: fund, kind: method.account),
            credit: LedgerAccount(fund: fund, kind: donor.account), amount: amount, on: receivedOn)
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
