import Domain
import Foundation
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A text that looks the same in other bytes is another text for SQLite: a sum, series or key that has it is not found.
@Suite struct TextTamperingTests {
    /// With its accents apart.
    private static let item = "Vật liệu".decomposedStringWithCanonicalMapping

    @Test func `an item in other bytes is found in sums and postings`() throws {
        let ledger = try SpendingSample()
        let sums = try ledger.discrepancies(
            after:
                "UPDATE ledger_sum SET item = '\(Self.item)' WHERE item = 'Vật liệu' AND debit = 'expenses'")
        #expect(
            sums.contains {
                if case .totalDiffers(.ledgerSum, let stored?, nil) = $0 { stored > 0 } else { false }
            }, "\(sums)")
        let other = try SpendingSample()
        let found = try other.discrepancies(
            after:
                "UPDATE posting SET item = '\(Self.item)' WHERE position = \(try other.position(of: 1, .paid))"
        )
        #expect(found == [.postingDiffers(position: try other.position(of: 1, .paid), line: 1)])
    }

    @Test func `a book in other bytes is found in its series`() throws {
        let ledger = try SampleBooks()
        let village = ledger.village
        _ = try ledger.office.write(by: village.clerk.id) { tx in
            try tx.receive(1000, from: .sponsor, in: village, book: "Đỏ")
        }
        #expect(try ledger.discrepancies() == [])
        let book = "Đỏ".decomposedStringWithCanonicalMapping
        let found = try ledger.discrepancies(
            after: "UPDATE voucher_series SET book = '\(book)' WHERE book = 'Đỏ'")
        let series = Voucher.Series(owner: ledger.series.owner, kind: .receipt, year: 2026, book: "Đỏ")
        #expect(found.contains(.lastNumberDiffers(series, stored: nil, computed: 1)), "\(found)")
    }
}
