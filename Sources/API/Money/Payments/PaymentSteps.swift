import Domain
import Store

/// Steps of payments, each taken on all lines.
extension WriteTransaction {
    /// Records the request in `input`, which is the line `line` of its payment.
    ///
    /// The lines are recorded one after the other.
    borrowing func request(
        _ input: NewExpenditureInput, as line: Voucher.Line = .only, by caller: Caller
    ) throws -> Expenditure {
        let (fund, keeper) = try openFund(input.fund)
        try checkSupport(of: input.item, for: input.purpose, in: keeper)
        let expenditure = Expenditure(
            id: try newID(), owner: fund.owner, fund: fund.id, payee: input.payee,
            purpose: input.purpose, note: input.note, item: input.item, amount: input.amount,
            method: input.method, refundOf: nil, passesThrough: fund.passThrough != nil, line: line,
            requestedAt: now, actors: Expenditure.StepActors(requestedBy: caller.user))
        try request(expenditure, in: keeper.unit)
        return expenditure
    }

    borrowing func take(
        _ step: Expenditure.Step, on old: Payment, by caller: Caller, because reason: String? = nil
    ) throws -> Payment {
        let taken = try old.taking(step, by: caller.user, on: today, because: reason)
        try save(taken, replacing: old)
        return taken
    }

    /// Pays all lines with one voucher.
    borrowing func pay(
        _ approved: Payment, as input: PaymentInput, by caller: Caller
    ) throws -> Payment {
        let first = approved.first
        guard let keeper = try keeper(of: first.owner) else { throw Refusal.notFound(.expenditure) }
        let paid = try approved.taking(.pay, by: caller.user, on: today)
        let day = try effectiveDate(
            input.paidOn, named: .paidOn, by: keeper,
            settles: approved.lines.allSatisfy(\.mustBePaidBeforeHandover))
        let receipt = try first.refundOf.flatMap { try find($0) }
        let from = max(first.payableFrom, receipt?.receivedOn ?? first.payableFrom)
        if day < from { throw Refusal.dateOutOfRange(at: .paidOn, from: from, to: today) }
        let voucher = try nextVoucher(
            of: approved, on: day, to: input.payeeAddress ?? receipt?.voucher.partyAddress ?? "",
            with: input.attachments, in: input.book, byDefault: input.defaultBook)
        let issued = paid.with(voucher)
        try save(issued, replacing: approved)
        return issued
    }

    /// Voids a payment of a closed month: the corrections are posted today.
    borrowing func reverse(_ old: Payment, because reason: String, by caller: Caller) throws -> Payment {
        let voided = try old.taking(.void, by: caller.user, on: today, because: reason)
        if let paidOn = old.first.paidOn { try checkClosed(paidOn, of: old.first.owner) }
        let reversed = voided.reversed(on: today)
        try save(reversed, replacing: old)
        return reversed
    }

    /// The voucher of a payment, with the next number of its book.
    borrowing func nextVoucher(
        of payment: Payment, on day: LocalDate, to address: String, with attachments: Int64?,
        in book: String?, byDefault defaultBook: String
    ) throws -> Voucher {
        let first = payment.first
        let book = try voucherBooks(of: first.owner, byDefault: defaultBook).use(book)
        let series = Voucher.Series(owner: first.owner, kind: .payment, year: day.year, book: book.name)
        return Voucher(
            series: series, number: try nextNumber(in: series, on: day), line: first.line,
            namesBook: book.isNamed, issuedOn: day, amount: payment.amount, partyName: first.payee,
            partyAddress: address, reason: first.purpose, attachments: attachments)
    }

    /// The payment that the expenditure `id` is alone.
    ///
    /// - Throws: `VoucherRefusal.severalLines` for one of several lines, because `step` is taken on the whole.
    borrowing func onlyLine(_ id: Expenditure.ID, before step: String) throws -> Payment {
        let expenditure = try existing(id)
        try expenditure.checkWhole(before: step)
        return Payment(whole: [expenditure])
    }
}

extension Expenditure {
    /// Checks that it is the only line of its payment, because `step` is taken on a whole payment.
    func checkWhole(before step: String) throws(Refusal) {
        guard line == .only else {
            throw .voucher(.severalLines(.payment(payment), step: step))
        }
    }
}
