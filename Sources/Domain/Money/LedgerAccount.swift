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
        /// Money received from natives who live elsewhere (con em xa quê).
        case peopleAway = "people_away"
        /// Money received from other persons (nhà hảo tâm).
        case individuals
        case companies
        /// Money received from registered organisations that are no state agencies.
        case organisations
        /// State support (ngân sách hỗ trợ), by the budget that it comes from; that of a registered agency has no level.
        case stateCentral = "state_central"
        case stateProvince = "state_province"
        case stateDistrict = "state_district"
        case stateCommune = "state_commune"
        case stateAgencies = "state_agencies"
        /// Money spent.
        case expenses
        /// Money refunded to donors.
        case refunds
        /// Money transferred to a successor fund, or received from a predecessor.
        case transfer = "handover"
        /// What a fund held when its books were opened here.
        case opening
        /// Interest of the bank, which belongs to the fund.
        case interest
        /// Fees of the bank.
        case fees
        /// Money of another fund of the same owner, or for one.
        case fundTransfer = "fund_transfer"
        /// Cash that was counted above or below the books.
        case surplus
        case shortage
        /// A wrong voucher of a closed month, reversed in a later one.
        case correction
        /// What the fund owes: bills and personal advances. Less than zero it never is.
        case payables
        /// Cash that collectors have not handed over yet. Never negative.
        case inHand = "in_hand"
        /// Money collected for others, and handed over to them.
        case passThrough = "pass_through"
    }

    /// What an account is for: totals show groups of sources apart.
    package enum Group: Hashable, Sendable {
        /// Cash, in the safe and in the hands of collectors, and bank.
        case money
        case households
        case sponsors
        /// State support is not a contribution of the people.
        case state
        case expenses
        case refunds
        case transfers
        /// What neither the people nor the state gave, and nobody spent: openings, interest, fees, differences, and money of
        /// others.
        case others
        /// What the fund owes.
        case debts
    }

    package let fund: Fund.ID
    package let kind: Kind

    package init(fund: Fund.ID, kind: Kind) {
        self.fund = fund
        self.kind = kind
    }
}

extension LedgerAccount.Kind {
    package var group: LedgerAccount.Group {
        switch self {
        case .cash, .bank, .inHand: .money
        case .households: .households
        case .peopleAway, .individuals, .companies, .organisations: .sponsors
        case .stateCentral, .stateProvince, .stateDistrict, .stateCommune, .stateAgencies: .state
        case .expenses: .expenses
        case .refunds: .refunds
        case .transfer, .fundTransfer: .transfers
        case .opening, .interest, .fees, .surplus, .shortage, .correction, .passThrough: .others
        case .payables: .debts
        }
    }

    /// True for cash and bank, and cash in the hands of collectors.
    package var isMoneyAccount: Bool { group == .money }

    /// True for what the fund owes, and money of others.
    package var isLiability: Bool { self == .payables || self == .passThrough }

    /// True for cash, bank and debts: one of them is on a side of every posting.
    package var isMoneyOrDebt: Bool { isMoneyAccount || self == .payables }
}

extension Contribution {
    /// The account that the receipt debits: cash or bank, cash in a collector's hand, or the debt that the creditor gave.
    package var debitedAccount: LedgerAccount.Kind {
        if settles != nil { return .payables }
        return collector == nil ? method.account : .inHand
    }

    /// The posting of the receipt, from the donor's source account into cash or bank.
    package var posting: Posting {
        Posting(
            fund: fund, debit: debitedAccount,
            credit: passesThrough ? .passThrough : donor.account(of: source), amount: amount, on: receivedOn)
    }
}

extension Contribution {
    /// The posting of the voiding: on the same day, or of the correction on the day of the reversal; nil while valid.
    package var voidingPosting: Posting? {
        guard let voiding else { return nil }
        guard let day = voiding.reversedOn else { return posting.reversal }
        return posting.corrections(on: day).first
    }
}

extension Expenditure {
    /// The posting of the voiding: on the same day, or of the correction on the day of the reversal; nil unless voided.
    ///
    /// What was repaid by it is owed again, and money of others is theirs: neither corrects an expense.
    package var voidingPosting: Posting? {
        guard state == .voided, let posting else { return nil }
        guard let day = reversedOn else { return posting.reversal }
        return posting.corrections(on: day).first
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
    /// The account that a receipt of this donor credits; `source` says whether an organisation is a state agency.
    fileprivate func account(of source: Contribution.Source) -> LedgerAccount.Kind {
        switch self {
        case .household: .households
        case .organisation: source == .state ? .stateAgencies : .organisations
        case .sponsor(let sponsor): sponsor.account
        }
    }
}

extension Contribution.Sponsor {
    fileprivate var account: LedgerAccount.Kind {
        switch (kind, level) {
        case (.personAway, _): .peopleAway
        case (.person, _), (.couple, _), (.group, _): .individuals
        case (.company, _): .companies
        case (.state, .central): .stateCentral
        case (.state, .province): .stateProvince
        case (.state, .district): .stateDistrict
        case (.state, .commune): .stateCommune
        case (.state, nil): .stateAgencies
        }
    }
}
