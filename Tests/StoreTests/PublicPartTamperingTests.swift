import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// What entries say in public, hidden by somebody who makes all hashes anew.
@Suite struct PublicPartTamperingTests {
    /// The positions of rows of a kind that show something, in order.
    private func shown(_ kind: String, in books: SampleBooks) throws -> [Int64] {
        try RawFile(books.office.path).connection
            .all(
                "SELECT position FROM journal WHERE substr(kind, 1, ?2) = ?1 AND public_members IS NOT NULL ORDER BY 1",
                kind + ".", Int64(kind.utf8.count + 1)
            ) { row in row.integer(0) }
    }

    @Test func `a receipt that shows nothing is found`() throws {
        let books = try SampleBooks()
        let receipt = try #require(try shown("contribution", in: books).first)
        try books.forgeRowHashes(hiding: [receipt])
        #expect(try books.discrepancies() == [.publicPartDiffers(position: receipt)])
    }

    /// Entries from before decisions were public show nothing, and are right.
    @Test(arguments: ["decision", "fund"])
    func `of what became public later, entries show nothing until one does`(
        _ kind: String
    ) throws {
        let books = try SampleBooks(isReorganised: true)
        let positions = try shown(kind, in: books)
        try #require(positions.count > 1)
        for count in [1, positions.count] {
            try books.forgeRowHashes(hiding: Set(positions.prefix(count)))
            #expect(try books.discrepancies() == [])
        }
        let last = try #require(positions.last)
        try books.forgeRowHashes(hiding: [last])
        #expect(try books.discrepancies() == [.publicPartDiffers(position: last)])
    }

    /// Once only the months of hamlets were public; those of hamlets say nothing about which list was in force.
    @Test func `a month of an organisation shows nothing until one does`() throws {
        let books = try SampleBooks()
        let (village, clerk) = (books.village, books.village.clerk.id)
        let owner = FundOwner.organisation(village.organisation.id)
        let months = try ["2026-08", "2026-09"].map { try #require(AccountingPeriod.Month(text: $0)) }
        try books.office.write(by: clerk) { tx in
            try tx.keepBooks(of: owner)
            for month in months {
                let period = AccountingPeriod(
                    id: try tx.newID(), owner: owner, month: month, recording: tx.recording(by: clerk))
                try tx.save(period, after: nil)
            }
        }
        #expect(try books.discrepancies() == [])
        let positions = try shown("accounting_period", in: books).suffix(2)
        let (first, last) = (try #require(positions.first), try #require(positions.last))
        for hidden in [[first], [first, last]] {
            try books.forgeRowHashes(hiding: Set(hidden))
            #expect(try books.discrepancies() == [])
        }
        try books.forgeRowHashes(hiding: [last])
        #expect(try books.discrepancies() == [.publicPartDiffers(position: last)])
    }
}
