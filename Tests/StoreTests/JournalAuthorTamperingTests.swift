import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Columns of the journal that say who acted, when and on whose books, changed by somebody who makes all hashes anew.
///
/// Without the payload and the tokens nothing but a checkpoint kept elsewhere would show it.
@Suite struct JournalAuthorTamperingTests {
    private let books: SampleBooks
    private let token: AccessToken.ID
    private let position: Int64

    /// Books with a receipt whose clerk used a token.
    init() throws {
        books = try SampleBooks()
        let (village, office) = (books.village, books.office)
        let assignment = RoleAssignment(role: .clerk, scope: .hamlet(village.hamlet.id))
        let (own, _) = try office.write { tx in
            let own = try tx.issueToken(
                for: village.clerk, assignment: assignment, hash: [UInt8](repeating: 8, count: 32),
                daysCount: 30)
            let other = try tx.issueToken(
                for: village.accountant, assignment: assignment, hash: [UInt8](repeating: 9, count: 32),
                daysCount: 30)
            return (own, other)
        }
        token = own.id
        let actor = Actor(using: own)
        position = try office.store.writer.write(actor: actor) { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            return try tx.logSize()
        }
    }

    private func discrepancies(after change: String) throws -> [Discrepancy] {
        try RawFile(books.office.path).tamper("UPDATE journal SET \(change) WHERE position = \(position)")
        try books.forgeRowHashes()
        return try books.discrepancies()
    }

    @Test func `a row by a token of its user is right`() throws {
        #expect(try discrepancies(after: "actor = actor") == [])
    }

    @Test(arguments: ["token = token + 1", "token = 99", "assigned_by = 1", "token = NULL, assigned_by = 1"])
    func `a token of somebody else, and another administrator, are found`(_ change: String) throws {
        #expect(try discrepancies(after: change) == [.tokenDiffers(position: position)])
    }

    @Test func `another actor is found by the payload, with a token of their own too`() throws {
        let accountant = books.village.accountant.id.number
        #expect(
            try discrepancies(after: "actor = \(accountant)") == [
                .tokenDiffers(position: position), .actorDiffers(position: position),
            ])
        #expect(try discrepancies(after: "token = token + 1") == [.actorDiffers(position: position)])
    }

    @Test func `another time and another owner are found by the payload`() throws {
        #expect(
            try discrepancies(after: "recorded_ms = recorded_ms + 1") == [
                .journalTimeDiffers(position: position)
            ])
        #expect(
            try discrepancies(after: "recorded_ms = recorded_ms - 1, owner = 'h2'") == [
                .journalOwnerDiffers(position: position)
            ])
        #expect(try discrepancies(after: "owner = 'o1'") == [.journalOwnerDiffers(position: position)])
    }

    @Test func `whoever is made to have paid, closed, confirmed or appraised is found`() throws {
        for event in [
            ("expenditure.changed", "\"state\":\"paid\""), ("expenditure.changed", "\"state\":\"voided\""),
            ("accounting_period.changed", "\"state\":\"closed\""),
            ("cash_count.changed", "\"state\":\"confirmed\""),
            ("bank_reconciliation.changed", "\"state\":\"confirmed\""),
            ("appraisal.recorded", "\"appraiser\":"),
        ] {
            let isSpending = event.0.hasPrefix("expenditure")
            let office = isSpending ? try SpendingSample().office : try SampleBooks().office
            let raw = try RawFile(office.path)
            let found = try raw.connection.first(
                "SELECT max(position) FROM journal WHERE kind = ?1 AND instr(CAST(payload AS TEXT), ?2) > 0",
                event.0, event.1
            ) { row in row.optionalInteger(0) }
            let position = try #require(found ?? nil, "\(event)")
            try raw.tamper("UPDATE journal SET actor = 99 WHERE position = \(position)")
            let discrepancies = try office.discrepancies()
            #expect(discrepancies.contains(.actorDiffers(position: position)), "\(event)")
        }
    }
}
