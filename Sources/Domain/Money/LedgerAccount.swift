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
        /// Money received from state agencies.
        case state
        /// Money spent.
        case expenses
        /// Money refunded to donors.
        case refunds
        /// Money transferred to a successor fund, or received from a predecessor.
        case transfer = "handover"

        /// True for cash and bank.
        package var isMoneyAccount: Bool {
            switch self {
            case .cash, .bank: true
            case .households, .sponsors, .state, .expenses, .refunds, .transfer: false
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

extension Contribution {
    /// The posting of the receipt, from the donor's source account into cash or bank.
    package var posting: Posting {
        Posting(
            fund: fund, moneyAccount: method.account, contraAccount: source.account, direction: .inflow,
            amount: amount,
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

extension Contribution.Source {
    package var account: LedgerAccount.Kind {
        switch self {
        case .households: .households
        case .sponsors: .sponsors
        case .state: .state
        }
    }
}
