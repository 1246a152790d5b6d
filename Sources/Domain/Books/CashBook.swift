/// The book of cash or of the bank account over a period (sổ quỹ tiền mặt, sổ tiền gửi): an opening balance, one line for
/// each posting, and the closing balance.
///
/// - Source: forms S07-X and S08-X of accounting in communes; DOMAIN §5.
package struct CashBook: Hashable, Sendable {
    /// A posting, with the balance after it.
    package struct Line: Hashable, Sendable {
        package let entry: LedgerEntry
        /// Negative for a voided receipt.
        package let received: Dong
        /// Negative for a voided payment.
        package let spent: Dong
        package let balance: Dong

        /// The other account of the posting (tài khoản đối ứng).
        package let contra: LedgerAccount.Kind
    }

    /// More lines make no printed book that anybody reads; a shorter period has fewer.
    ///
    /// Tables have no such limit.
    package static let linesMax = 50_000

    package let account: LedgerAccount.Kind
    package let opening: Dong
    package let lines: [Line]
    package let received: Dong
    package let spent: Dong

    /// The book of `entries`, which are in the order of their days and positions.
    ///
    /// Within a day what comes in stands before what goes out, so that the balance is negative after no line that
    /// stands: no day ends below zero.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package init(
        of account: LedgerAccount.Kind, opening: Dong, entries: [LedgerEntry]
    ) throws(Refusal) {
        var lines: [Line] = []
        lines.reserveCapacity(entries.count)
        var turnover = Turnover(of: account, opening: opening)
        var start = entries.startIndex
        while start < entries.endIndex {
            let end = entries[start...].firstIndex { $0.on != entries[start].on } ?? entries.endIndex
            for isOutflow in [false, true] {
                for entry in entries[start..<end] where (entry.credit == account) == isOutflow {
                    lines.append(try turnover.line(of: entry))
                }
            }
            start = end
        }
        self.account = account
        self.opening = opening
        self.lines = lines
        received = turnover.received
        spent = turnover.spent
    }

    /// What came in and went out so far, while one line after another is written.
    package struct Turnover: Hashable, Sendable {
        private let account: LedgerAccount.Kind
        package private(set) var received = Dong.zero
        package private(set) var spent = Dong.zero
        package private(set) var balance: Dong

        package init(of account: LedgerAccount.Kind, opening: Dong) {
            self.account = account
            balance = opening
        }

        /// The next line of the book.
        ///
        /// - Throws: `Refusal.amountTooLarge`.
        package mutating func line(of entry: LedgerEntry) throws(Refusal) -> Line {
            let (inflow, outflow) = (entry.inflow(into: account), entry.outflow(from: account))
            balance = try balance.added(to: inflow).less(outflow)
            received = try received.added(to: inflow)
            spent = try spent.added(to: outflow)
            return Line(
                entry: entry, received: inflow, spent: outflow, balance: balance,
                contra: entry.credit == account ? entry.debit : entry.credit)
        }
    }

    /// The book of an account without any movement.
    package init(of account: LedgerAccount.Kind) {
        self.account = account
        (opening, received, spent) = (.zero, .zero, .zero)
        lines = []
    }

    package var closing: Dong { lines.last?.balance ?? opening }
}
