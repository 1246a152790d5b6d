import Text

/// What a credit may be for, with the reasons for it.
package struct BankSuggestion: Hashable, Sendable {
    package static let countMax = 5

    /// A household that may have paid, with its pledge when it has an open one.
    package struct Candidate: Hashable, Sendable {
        package let household: Household.ID
        package let headName: String
        package let fund: Fund.ID?
        package let pledge: Pledge.ID?
        package let outstanding: Dong?

        package init(
            household: Household.ID, headName: String, fund: Fund.ID? = nil, pledge: Pledge.ID? = nil,
            outstanding: Dong? = nil
        ) {
            self.household = household
            self.headName = headName
            self.fund = fund
            self.pledge = pledge
            self.outstanding = outstanding
        }
    }

    /// Best first: what is worth more stands before all that is worth less.
    package enum Reason: String, CaseIterable, Sendable {
        /// The memo has its payment code.
        case code
        /// The payer has the name of the head.
        case name
        /// The amount is what is outstanding.
        case amount
        /// The memo has the name of the head.
        case memo

        fileprivate var worth: Int {
            switch self {
            case .code: 8
            case .name: 4
            case .amount: 2
            case .memo: 1
            }
        }
    }

    package let candidate: Candidate
    package let reasons: [Reason]

    package init(candidate: Candidate, reasons: [Reason]) {
        self.candidate = candidate
        self.reasons = reasons
    }

    private var worth: Int64 { reasons.sum { Int64($0.worth) } }

    /// The candidates with a reason, best first, at most `countMax`.
    ///
    /// Names are compared without accents, because banks send none.
    package static func best(for credit: BankCredit, among candidates: [Candidate]) -> [BankSuggestion] {
        let payer = credit.facts.payerName?.similarNameKey
        let memo = credit.facts.memo.similarNameKey
        let found = candidates.compactMap { candidate -> BankSuggestion? in
            let name = candidate.headName.similarNameKey
            var reasons: [Reason] = []
            if let pledge = candidate.pledge, credit.code?.payable == .pledge(pledge) {
                reasons.append(.code)
            }
            if let fund = candidate.fund, credit.code?.payable == .fund(fund),
                payer == name || memo.contains(name)
            {
                reasons.append(.code)
            }
            if !name.isEmpty, payer == name { reasons.append(.name) }
            if candidate.outstanding == credit.left { reasons.append(.amount) }
            if !name.isEmpty, payer != name, memo.contains(name) { reasons.append(.memo) }
            return reasons.isEmpty ? nil : BankSuggestion(candidate: candidate, reasons: reasons)
        }
        let sorted = found.sorted {
            ($1.worth, $0.candidate.household.number, $0.candidate.pledge?.number ?? 0)
                < ($0.worth, $1.candidate.household.number, $1.candidate.pledge?.number ?? 0)
        }
        return Array(sorted.prefix(countMax))
    }
}
