import Domain
import Testing

@Suite struct CashBookTests {
    private let day = LocalDate("2026-11-23") ?? .firstDay

    private func entry(
        _ position: Int64, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind, _ amount: Int64,
        on day: LocalDate? = nil
    ) -> LedgerEntry {
        LedgerEntry(
            position: position, line: 1, on: day ?? self.day, fund: Identifier(1), debit: debit,
            credit: credit, item: "", amount: Dong(amount), origin: .other(event: "x", subject: 1),
            document: nil)
    }

    @Test func `what comes in on a day stands before what goes out, so that no line falls below zero`() throws
    {
        let book = try CashBook(
            of: .cash, opening: Dong(10),
            entries: [
                entry(1, .expenses, .cash, 30), entry(2, .cash, .households, 25), entry(3, .bank, .cash, 5),
                entry(4, .cash, .households, -1, on: day.next),
            ])
        #expect(book.lines.map(\.entry.position) == [2, 1, 3, 4])
        #expect(book.lines.map(\.balance.amount) == [35, 5, 0, -1])
        #expect(book.lines.map(\.contra) == [.households, .expenses, .bank, .households])
        #expect(book.received == Dong(24) && book.spent == Dong(35) && book.closing == Dong(-1))
    }

    @Test func `a book without lines closes as it opens`() throws {
        #expect(try CashBook(of: .bank, opening: Dong(7), entries: []).closing == Dong(7))
    }

    @Test func `sums that leave the exact range are refused`() {
        #expect(throws: Refusal.amountTooLarge) {
            try CashBook(
                of: .cash, opening: .documentMax, entries: [entry(1, .cash, .households, 1)])
        }
    }
}
