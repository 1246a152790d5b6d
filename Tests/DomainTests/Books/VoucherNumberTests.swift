import Domain
import Testing

@Suite struct VoucherNumberTests {
    @Test(arguments: [Voucher.Kind.receipt, .payment], [1, 42, 9999, 10_000, 123_456] as [Int64])
    func `what is printed is read`(_ kind: Voucher.Kind, _ number: Int64) throws {
        for book in ["1", "Q2", "Đội", "12a"] {
            let series = Voucher.Series(owner: .hamlet(Identifier(1)), kind: kind, year: 2026, book: book)
            let plain = try #require(VoucherNumber(typed: series.printed(number)))
            #expect(plain.kind == kind && plain.year == 2026 && plain.number == number && plain.book == nil)
            let named = try #require(VoucherNumber(typed: series.printed(number, namingBook: true)))
            #expect(named.kind == kind && named.year == 2026 && named.number == number)
            #expect(named.book.map { VoucherBook.key(of: $0) } == VoucherBook.key(of: book))
        }
    }

    @Test(arguments: [
        "", "PT", "PT-", "2026", "PT-2026", "PT-2026-", "PT-2026-x", "PX-2026-1", "PT-0/2026", "PT/2026",
    ])
    func `anything else is no number`(_ text: String) {
        #expect(VoucherNumber(typed: text) == nil)
    }
}
