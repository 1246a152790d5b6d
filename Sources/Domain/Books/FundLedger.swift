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

    /// The sum of postings of a month between the same accounts for the same item.
    package struct Sum: Hashable, Sendable {
        /// 1 to 12; 0 for all earlier years.
        package let month: Int
        package let debit: LedgerAccount.Kind
        package let credit: LedgerAccount.Kind
        package let item: String
        package let amount: Dong

        package init(
            month: Int, debit: LedgerAccount.Kind, credit: LedgerAccount.Kind, item: String, amount: Dong
        ) {
            self.month = month
            self.debit = debit
            self.credit = credit
            self.item = item
            self.amount = amount
        }

        /// True for cash that a collector handed over: it was the fund's before.
        fileprivate var staysCash: Bool { debit == .cash && credit == .inHand }
    }

    /// A source or an item of a month.
    package struct Line: Hashable, Sendable {
        /// The other account of the postings.
        package let contra: LedgerAccount.Kind
        package let item: String
        package fileprivate(set) var turnover = Turnover()
    }

    package struct Month: Hashable, Sendable {
        package let number: Int
        package let lines: [Line]
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
                    number: number, lines: try FundLedger.lines(of: ofMonth), turnover: turnover,
                    closing: closing, sinceNewYear: sinceNewYear))
        }
    }

    /// The ledger of a year in which nothing has begun.
    package init(of year: Int) {
        self.year = year
        opening = .zero
    }

    /// One line for each source or item, what comes in first, in the order of the accounts and of the items' bytes.
    private static func lines(of sums: [Sum]) throws(Refusal) -> [Line] {
        var lines: [Line] = []
        for isInflow in [true, false] {
            let ofSide = sums.filter { isInflow ? $0.debit.isMoneyAccount : $0.credit.isMoneyAccount }
            for contra in LedgerAccount.Kind.allCases {
                let ofAccount = ofSide.filter { (isInflow ? $0.credit : $0.debit) == contra }
                for item in Set(ofAccount.map(\.item)).sorted() {
                    var line = Line(contra: contra, item: item)
                    for sum in ofAccount where sum.item == item {
                        if isInflow {
                            try line.turnover.received.add(sum.amount, in: sum.debit)
                        } else {
                            try line.turnover.spent.add(sum.amount, in: sum.credit)
                        }
                    }
                    lines.append(line)
                }
            }
        }
        return lines
    }
}

extension FundLedger.Turnover {
    fileprivate func balance(after opening: FundLedger.Pair) -> FundLedger.Pair {
        FundLedger.Pair(
            cash: Dong(opening.cash.amount.addingClamped(received.cash.less(spent.cash).amount)),
            bank: Dong(opening.bank.amount.addingClamped(received.bank.less(spent.bank).amount)))
    }
}
