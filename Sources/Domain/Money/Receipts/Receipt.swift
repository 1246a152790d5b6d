/// A receipt voucher (phiếu thu) with all its lines: what one visit gives to one or several funds of one owner.
///
/// Each line is a contribution with a fund, an amount, a pledge, a reason and a posting of its own. Number, day, donor,
/// payer, method, book and bank reference are those of all lines, whose ids follow each other.
package struct Receipt: Hashable, Sendable {
    package static let linesMax = 12

    /// 1 to `linesMax`, by their numbers.
    package let lines: [Contribution]

    /// Nil when these are not all lines of one receipt, in order.
    package init?(_ lines: [Contribution]) {
        guard let first = lines.first, first.voucher.line.isFirst, lines.last?.voucher.line.isLast == true,
            zip(lines, lines.dropFirst()).allSatisfy({ $0.isFollowed(by: $1) }),
            Set(lines.map(\.fund)).count == lines.count
        else { return nil }
        self.lines = lines
    }

    /// Line 1, whose id and code are those of the receipt.
    package var first: Contribution {
        guard let first = lines.first else { preconditionFailure("a receipt has a line") }
        return first
    }

    package var id: Contribution.ID { first.id }

    /// The sum of its lines, each of which is at most `Dong.documentMax`.
    package var amount: Dong { Dong(lines.sum(of: { (line: Contribution) -> Int64 in line.amount.amount })) }

    /// What was paid back of its lines.
    package var refunded: Dong {
        Dong(lines.sum(of: { (line: Contribution) -> Int64 in line.refunds.paid.amount }))
    }

    /// The voucher as it is printed, with the amount of all lines and the reason of the first.
    package var voucher: Voucher {
        first.voucher.saying(first.voucher.reason, on: first.voucher.line, for: amount)
    }
}

extension Contribution {
    /// The id of line 1 of its receipt.
    package var receipt: ID { ID(id.number &- voucher.line.number &+ 1) }

    /// Whether `next` is the next line of the same receipt, so that all but fund, amount, pledge and reason is the same.
    package func isFollowed(by next: Contribution) -> Bool {
        next.id.number == id.number &+ 1 && next.voucher.continues(voucher) && next.owner == owner
            && next.donor == donor && next.donorName == donorName && next.donorNames == donorNames
            && next.source == source && next.isAnonymous == isAnonymous && next.method == method
            && next.collector == collector
            && next.bankReference == bankReference && next.receivedOn == receivedOn
            && next.replaces == replaces && next.recordedBy == recordedBy && next.recordedAt == recordedAt
            && next.voiding == voiding
    }
}

extension Voucher {
    /// The same voucher with the reason and amount of `line`, or of all lines.
    func saying(_ reason: String, on line: Line, for amount: Dong) -> Voucher {
        Voucher(
            series: series, number: number, line: line, namesBook: namesBook, issuedOn: issuedOn,
            amount: amount, partyName: partyName, partyAddress: partyAddress, reason: reason,
            attachments: attachments)
    }

    /// Whether it is the next line of the same voucher as `previous`.
    func continues(_ previous: Voucher) -> Bool {
        line == Line(previous.line.number &+ 1, of: previous.line.count) && series == previous.series
            && number == previous.number && namesBook == previous.namesBook && issuedOn == previous.issuedOn
            && partyName == previous.partyName && partyAddress == previous.partyAddress
            && attachments == previous.attachments
    }
}
