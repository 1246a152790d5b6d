import Domain
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store
@testable import Verify

extension VerificationSplit {
    /// Every id is a part of its own, so that everything happens at a boundary.
    static let finest = VerificationSplit(partsMax: 1000, numbersMin: 1)
}

extension Discrepancy {
    /// Found only by comparing the file with the migrations: some scripts drop an index to write what it forbids.
    fileprivate var isAboutSchema: Bool {
        switch self {
        case .schemaObjectMissing, .schemaObjectChanged, .schemaObjectUnknown: true
        default: false
        }
    }
}

extension TestStore {
    /// The discrepancies found on one thread in whole tables.
    ///
    /// Fails unless two threads find the same in parts of one row.
    func discrepancies() throws -> [Discrepancy] {
        let discrepancies = try read { tx in
            try tx.verification(discrepanciesMax: 1000, split: VerificationSplit(partsMax: 1)).discrepancies
        }
        let inParts = try store.verification(discrepanciesMax: 1000, split: .finest).discrepancies
            .filter { !$0.isAboutSchema }
        #expect(inParts == discrepancies)
        return discrepancies
    }
}

/// A village with one of everything in its books, by fixed ids so that tampering can refer to them.
///
/// Contribution 1: of a household, cash, on pledge 1. 2: of a sponsor, bank. 3: of a household, voided. Receipts 1–3.
/// Decision 1: passed by secret ballot and sent. 2: a draft of the commune, which amends nothing. Parameter 1.
/// A checkpoint of the first two entries is signed and cosigned.
/// Model 1: of the hamlet, appraised by two people, recognised. 2: the union's copy of it, declined.
struct SampleBooks {
    let office: TestStore
    let village: Village
    let series: Voucher.Series

    /// A copy of the books.
    ///
    /// When reorganised, two more hamlets were merged into a third, which was then renamed.
    init(isReorganised: Bool = false) throws {
        let original = try (isReorganised ? SampleBooks.reorganised : SampleBooks.plain).get()
        office = try TestStore(copyOf: original.office.path)
        village = original.village
        series = original.series
    }

    /// Reorganised books whose postings are in the sums by unit and month.
    static func folded() throws -> SampleBooks {
        let books = try SampleBooks(isReorganised: true)
        _ = try books.office.write { tx in try tx.connection.foldUnitMonths() }
        return books
    }

    /// Books without what files could not hold before the ledger was made again (migration 0056).
    static func beforeLedger() throws -> SampleBooks {
        try SampleBooks(filling: TestStore(), isReorganised: false, hasLaterEntities: false)
    }

    /// Filled once and copied by each test.
    private static let plain = Result { try SampleBooks(filling: TestStore(), isReorganised: false) }
    private static let reorganised = Result { try SampleBooks(filling: TestStore(), isReorganised: true) }

    /// Fills `office` and closes it.
    private init(filling office: TestStore, isReorganised: Bool, hasLaterEntities: Bool = true) throws {
        self.office = office
        let village = try Village(in: office)
        self.village = village
        series = Voucher.Series(owner: .hamlet(village.hamlet.id), kind: .receipt, year: 2026, book: "01")
        let wrong = try office.write(by: village.clerk.id) { tx in
            let household = village.households[0]
            let pledge = try tx.take(
                .confirm, on: tx.pledge(500_000, by: household, in: village), in: village)
            _ = try tx.receive(100_000, from: .household(household.id), in: village, pledge: pledge)
            _ = try tx.receive(200_000, from: .sponsor, in: village, method: .bank, reference: "FT2")
            return try tx.receive(300_000, from: .household(village.households[1].id), in: village)
        }
        _ = try office.write(by: village.accountant.id) { tx in try tx.voidReceipt(of: wrong, in: village) }
        try office.write(by: village.clerk.id) { tx in
            try tx.addModels(of: village)
            // Estimates came after all tables that earlier migrations recreate.
            try tx.addDecisions(of: village, estimate: hasLaterEntities ? Decision.samplePlan : [])
        }
        // Who recorded the decisions changes no household count of their day.
        try office.write(by: village.accountant.id) { tx in try tx.addHouseholdHistory(of: village) }
        try office.write(by: village.clerk.id) { tx in
            try tx.addCommunityEvents(of: village)
            try tx.addVoucherBooks(of: village)
        }
        if hasLaterEntities { try SampleBooks.addLaterEntities(of: village, to: office) }
        try office.write(by: village.clerk.id) { tx in
            let assignment = RoleAssignment(role: .clerk, scope: .hamlet(village.hamlet.id))
            _ = try tx.issueToken(
                for: village.clerk, assignment: assignment, hash: [UInt8](repeating: 7, count: 32),
                daysCount: 30)
            try tx.addEnrolments(by: village.clerk)
            if isReorganised {
                try tx.addReorganisations(by: village.clerk)
                try tx.addOrganisationHistory(of: village)
            }
            try tx.addCosignedCheckpoint(of: 2)
        }
        office.store.close()
    }

    private static func addLaterEntities(of village: Village, to office: TestStore) throws {
        try office.write(by: village.clerk.id) { tx in
            try tx.addVoucherPrints(of: village)
            try tx.addBank(of: village)
        }
        try office.write { tx in try tx.addBankNotice(of: village) }
        try office.write(by: village.accountant.id) { tx in try tx.addPeriods(of: village) }
    }

    /// All discrepancies after running `script` on the file.
    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try discrepancies()
    }

    func discrepancies() throws -> [Discrepancy] { try office.discrepancies() }

    /// The position of the last journal row about `id` with the event `event`.
    func position(of event: JournalEvent, id: Int64 = 1) throws -> Int64 {
        let raw = try RawFile(office.path)
        let position = try raw.connection.first(
            "SELECT max(position) FROM journal WHERE kind = ?1 AND subject = ?2", event.name, id
        ) { row in row.optionalInteger(0) }
        return (position ?? nil) ?? 0
    }

    /// As `TestStore.forgeRowHashes`.
    func forgeRowHashes(hiding hidden: Set<Int64> = []) throws { try office.forgeRowHashes(hiding: hidden) }
}

extension TestStore {
    /// Recomputes the public members and the leaf of every journal row, like a forger who knows the format.
    ///
    /// - Parameter hidden: positions of rows that get no public members.
    /// - Throws: `SQLiteError`.
    func forgeRowHashes(hiding hidden: Set<Int64> = []) throws {
        let raw = try RawFile(path)
        let tables = Dictionary(uniqueKeysWithValues: JournalEvent.all.map { ($0.name, $0.kind.table) })
        var entry = JournalEntry()
        let rows = try raw.connection.all(
            """
            SELECT position, recorded_ms, actor, kind, subject, payload, token, assigned_by, owner, nonce,
                request
            FROM journal
            """
        ) { row in
            let actor = row.optionalID(2)
                .map { Actor($0, token: row.optionalID(6), assignedBy: row.optionalID(7)) }
            let columns = JournalEntry.Row(
                position: row.integer(0), recordedAt: row.instant(1), author: actor, event: row.text(3),
                subject: row.integer(4), owner: row.optionalText(8),
                request: row.optionalBytes(10))
            let payload = row.bytes(5)
            let members =
                hidden.contains(columns.position)
                ? nil : tables[columns.event]?.publicMembers.selected(from: payload)
            entry.write(columns, nonce: row.bytes(9), payload: payload, publicMembers: members)
            return (position: columns.position, members: members, leaf: entry.leaf.bytes)
        }
        try raw.withoutTriggers {
            for row in rows {
                try raw.connection.run(
                    "UPDATE journal SET public_members = ?2, leaf = ?3 WHERE position = ?1", row.position,
                    row.members, row.leaf)
            }
        }
    }
}
