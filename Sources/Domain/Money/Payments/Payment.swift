/// A payment (khoản chi) with all its lines: what one bill asks for several items, purposes or funds of one owner.
///
/// Each line is an expenditure with a fund, an amount, an item, a purpose, a note and a posting of its own. Payee,
/// method, duties, days and the payment voucher are those of all lines, whose ids follow each other. Every step is
/// taken on all lines together. Mostly there is one line.
package struct Payment: Hashable, Sendable {
    /// What a printed voucher takes on a few sheets.
    package static let linesMax = 30

    /// 1 to `linesMax`, by their numbers.
    package let lines: [Expenditure]

    /// Nil when these are not all lines of one payment, in order.
    package init?(_ lines: [Expenditure]) {
        guard let first = lines.first, first.line.isFirst, lines.last?.line.isLast == true,
            lines.count <= Payment.linesMax,
            zip(lines, lines.dropFirst()).allSatisfy({ $0.isFollowed(by: $1) })
        else { return nil }
        self.lines = lines
    }

    /// The payment that was just made of these lines.
    package init(whole lines: [Expenditure]) {
        guard let payment = Payment(lines) else {
            preconditionFailure("lines that were made one after the other are one payment")
        }
        self = payment
    }

    /// Line 1, whose id and code are those of the payment.
    package var first: Expenditure {
        guard let first = lines.first else { preconditionFailure("a payment has a line") }
        return first
    }

    package var id: Expenditure.ID { first.id }

    /// The sum of its lines, each of which is at most `Dong.documentMax`.
    package var amount: Dong {
        Dong(lines.sum(of: { (line: Expenditure) -> Int64 in line.amount.amount }))
    }

    /// The voucher as it is printed, with the amount of all lines and the reason of the first; nil before it is paid.
    package var voucher: Voucher? {
        first.voucher.map { voucher in voucher.saying(voucher.reason, on: voucher.line, for: amount) }
    }

    /// The payment after `step` by `person`, which is taken on each line.
    ///
    /// - Throws: those of `Expenditure.taking`.
    package func taking(
        _ step: Expenditure.Step, by person: User.ID, on day: LocalDate, because reason: String? = nil
    ) throws(Refusal) -> Payment {
        var taken: [Expenditure] = []
        for line in lines {
            let line = try line.taking(step, by: person, on: day)
            taken.append(reason.map { line.with(reason: $0) } ?? line)
        }
        return Payment(whole: taken)
    }

    /// The paid payment with `voucher`, of which each line has its amount and its purpose.
    package func with(_ voucher: Voucher, paidOn day: LocalDate? = nil) -> Payment {
        Payment(
            whole: lines.map { line in
                line.with(voucher.saying(line.purpose, on: line.line, for: line.amount), paidOn: day)
            })
    }

    /// The voided payment whose correction is posted on `day`.
    package func reversed(on day: LocalDate) -> Payment {
        Payment(whole: lines.map { $0.reversed(on: day) })
    }
}

extension Expenditure {
    /// The id of line 1 of its payment.
    package var payment: ID { ID(id.number &- line.number &+ 1) }

    /// Whether `next` is the next line of the same payment, so that all but fund, amount, item, purpose and note is the
    /// same.
    package func isFollowed(by next: Expenditure) -> Bool {
        next.id.number == id.number &+ 1 && next.line == Voucher.Line(line.number &+ 1, of: line.count)
            && next.owner == owner && next.payee == payee && next.method == method
            && !next.settlesAnother && !settlesAnother && next.version == version && hasSameSteps(as: next)
            && isFollowed(by: next.voucher)
    }

    /// True for a refund or a repayment, which is of one receipt or debt.
    package var settlesAnother: Bool { refundOf != nil || repays != nil }

    private func hasSameSteps(as other: Expenditure) -> Bool {
        other.requestedAt == requestedAt && other.state == state && other.actors == actors
            && other.approvedOn == approvedOn && other.paidOn == paidOn && other.replaces == replaces
            && other.replacedBy == replacedBy && other.reason == reason && other.reversedOn == reversedOn
    }

    private func isFollowed(by next: Voucher?) -> Bool {
        guard let voucher, let next else { return voucher == nil && next == nil }
        return next.continues(voucher)
    }
}
