/// The ledger of a fund over a year by months (sổ quỹ, mẫu S07-X): what came in by source and went out by item, the
/// turnover of each month, the balance at its end, and the turnover from the beginning of the year.
package struct FundLedger: Hashable, Sendable {
    /// An amount of cash and one in the bank.
    package struct Pair: Hashable, Sendable {
        package fileprivate(set) var cash: Dong
        package fileprivate(set) var bank: Dong

        package init(cash: Dong, bank: Dong) {
            self.cash = cash
            self.bank = bank
        }

        package static let zero = Pair(cash: .zero, bank: .zero)

        fileprivate mutating func add(_ amount: Dong, in account: LedgerAccount.Kind) throws(Refusal) {
            // Cash in the hands of collectors is the fund's.
            if account != .bank {
                cash = try cash.added(to: amount)
            } else {
                bank = try bank.added(to: amount)
            }
        }
    }

    /// What came in and what went out.
    package struct Turnover: Hashable, Sendable {
        package fileprivate(set) var received = Pair.zero
        package fileprivate(set) var spent = Pair.zero

        fileprivate mutating func add(_ sum: Sum) throws(Refusal) {
            if sum.debit.isMoneyAccount { try received.add(sum.amount, in: sum.debit) }
            if sum.credit.isMoneyAccount { try spent.add(sum.amount, in: sum.credit) }
        }
    }

    /// The sum of postings of a month between the same accounts.
    package struct Sum: Hashable, Sendable {
        /// 1 to 12; 0 for all earlier years.
        package let month: Int
        package let debit: LedgerAccount.Kind
        package let credit: LedgerAccount.Kind
        package let amount: Dong

        package init(month: Int, debit: LedgerAccount.Kind, credit: LedgerAccount.Kind, amount: Dong) {
            self.month = month
            self.debit = debit
            self.credit = credit
            self.amount = amount
        }

        /// True for cash that a collector handed over: it was the fund's before.
        fileprivate var staysCash: Bool { debit == .cash && credit == .inHand }
    }

    /// What came in from one source in a month, or went out to one account.
    ///
    /// It has a line for each item, which are read one by one.
    package struct Group: Hashable, Sendable {
        package let month: Int
        package let isInflow: Bool
        /// The other account of the postings.
        package let contra: LedgerAccount.Kind

        fileprivate func has(_ sum: Sum) -> Bool {
            isInflow
                ? sum.debit.isMoneyAccount && sum.credit == contra
                : sum.credit.isMoneyAccount && sum.debit == contra
        }
    }

    /// A source or an item of a month.
    package struct Line: Hashable, Sendable {
        package let contra: LedgerAccount.Kind
        package let item: String
        package let turnover: Turnover

        package init(of group: Group, item: String, cash: Dong, bank: Dong) {
            contra = group.contra
            self.item = item
            let moved = Pair(cash: cash, bank: bank)
            turnover = group.isInflow ? Turnover(received: moved) : Turnover(spent: moved)
        }
    }

    package struct Month: Hashable, Sendable {
        package let number: Int
        /// What comes in first, in the order of the accounts.
        package let groups: [Group]
        package let turnover: Turnover
        package let closing: Pair
        package let sinceNewYear: Turnover
    }

    package let year: Int
    package let opening: Pair
    package private(set) var months: [Month] = []

    /// The ledger of `sums`.
    ///
    /// - Parameters:
    ///   - year: the year.
    ///   - lastMonth: the last month that has begun; 0 for a year that has not.
    ///   - sums: those of all days up to its end.
    /// - Throws: `Refusal.amountTooLarge`.
    package init(of year: Int, through lastMonth: Int, sums: [Sum]) throws(Refusal) {
        self.year = year
        let sums = sums.filter { !$0.staysCash }
        var before = Turnover()
        for sum in sums where sum.month == 0 { try before.add(sum) }
        opening = before.balance(after: .zero)
        var closing = opening
        var sinceNewYear = Turnover()
        for number in 1..<max(1, lastMonth + 1) {
            var turnover = Turnover()
            let ofMonth = sums.filter { $0.month == number }
            for sum in ofMonth {
                try turnover.add(sum)
                try sinceNewYear.add(sum)
            }
            closing = turnover.balance(after: closing)
            months.append(
                Month(
                    number: number, groups: FundLedger.groups(of: ofMonth, in: number), turnover: turnover,
                    closing: closing, sinceNewYear: sinceNewYear))
        }
    }

    /// The ledger of a year in which nothing has begun.
    package init(of year: Int) {
        self.year = year
        opening = .zero
    }

    private static func groups(of sums: [Sum], in month: Int) -> [Group] {
        [true, false]
            .flatMap { isInflow in
                LedgerAccount.Kind.allCases
                    .map { Group(month: month, isInflow: isInflow, contra: $0) }
                    .filter { group in sums.contains { group.has($0) } }
            }
    }
}

extension FundLedger.Turnover {
    fileprivate func balance(after opening: FundLedger.Pair) -> FundLedger.Pair {
        FundLedger.Pair(
            cash: Dong(opening.cash.amount.addingClamped(received.cash.less(spent.cash).amount)),
            bank: Dong(opening.bank.amount.addingClamped(received.bank.less(spent.bank).amount)))
    }
}
