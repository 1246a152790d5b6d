import Domain
import Testing

@Suite struct ReceiptTests {
    private static let series = Voucher.Series(
        owner: .hamlet(Identifier(1)), kind: .receipt, year: 2026, book: "1")

    /// Line `number` of `count` of the receipt 7, whose first line is the contribution 20.
    private static func line(
        _ number: Int64, of count: Int64, id: Int64? = nil, fund: Int64? = nil, voucher: Int64 = 7,
        party: String = "Nguyễn Văn An", donor: Int64 = 3, method: Contribution.Method = .cash,
        isAnonymous: Bool = false
    ) -> Contribution {
        Contribution(
            id: Identifier(id ?? 19 + number), owner: .hamlet(Identifier(1)),
            fund: Identifier(fund ?? number), donor: .household(Identifier(donor)),
            isAnonymous: isAnonymous, pledge: nil, method: method, bankReference: nil, receivedOn: .firstDay,
            voucher: Voucher(
                series: series, number: voucher, line: Voucher.Line(number, of: count), issuedOn: .firstDay,
                amount: Dong(number * 1000), partyName: party, partyAddress: "", reason: "Quỹ \(number)"),
            recordedBy: Identifier(1), recordedAt: Instant(milliseconds: 0))
    }

    @Test func `lines in order are a receipt, with the id of the first and the sum of all`() throws {
        let receipt = try #require(Receipt((1...3).map { Self.line($0, of: 3) }))
        #expect(receipt.id.number == 20 && receipt.amount == Dong(6000))
        #expect(receipt.voucher.amount == Dong(6000) && receipt.voucher.printedNumber == "PT-2026-0007")
        #expect(receipt.lines.allSatisfy { $0.receipt == receipt.id })
        #expect(Receipt([Self.line(1, of: 1)]) != nil)
    }

    @Test func `a missing line, one too many and lines that say different things are no receipt`() {
        let first = Self.line(1, of: 2)
        let wrong: [[Contribution]] = [
            [], [first], [Self.line(2, of: 2)], [Self.line(2, of: 2), first],
            [first, Self.line(2, of: 2), Self.line(3, of: 2)], [first, Self.line(2, of: 3)],
            [first, Self.line(2, of: 2, id: 22)], [first, Self.line(2, of: 2, fund: 1)],
            [first, Self.line(2, of: 2, voucher: 8)], [first, Self.line(2, of: 2, party: "Bà Tư")],
            [first, Self.line(2, of: 2, donor: 4)], [first, Self.line(2, of: 2, method: .bank)],
            [first, Self.line(2, of: 2, isAnonymous: true)],
            [Self.line(1, of: 3), Self.line(2, of: 3), Self.line(3, of: 3, fund: 1)],
        ]
        for lines in wrong { #expect(Receipt(lines) == nil) }
        #expect(Receipt([first, Self.line(2, of: 2)]) != nil)
    }
}
