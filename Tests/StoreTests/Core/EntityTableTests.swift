import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

/// The entity table against the schema: neither may have what the other does not know.
@Suite struct EntityTableTests {
    /// Tables that are no entity's: what sums and keeps order.
    private static let others: Set<String> = [
        "migration", "journal", "idempotency_key", "posting", "ledger_sum", "voucher_series", "unit_month",
        "owner_year", "fund_year",
        "unit_month_state",
        "pledge_year", "household_year", "hamlet_population", "hamlet_model", "unit_model", "hamlet_version",
        "household_version", "organisation_version", "tag_key", "log_tile", "log_checkpoint",
        "log_cosignature", "log_key",
        "fund_owner",
    ]

    private static func tables() throws -> Set<String> {
        let store = try TestStore()
        return try withExtendedLifetime(store) {
            let names = try RawFile(store.path).connection
                .all(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                ) { row in row.text(0) }
            return Set(names)
        }
    }

    @Test func `every entity and every part has a table`() throws {
        let tables = try Self.tables()
        for kind in EntityKind.allCases {
            let name = kind.table.name.text
            #expect(
                tables.contains(name), "add a migration that creates the table \(name) of \(kind.rawValue)")
            for part in kind.table.parts {
                #expect(
                    tables.contains(part.name.text),
                    "add a migration that creates the table \(part.name.text)")
            }
        }
    }

    @Test func `every table is declared`() throws {
        let declared = EntityKind.allCases.flatMap { kind in
            [kind.table.name.text] + kind.table.parts.map(\.name.text)
        }
        for table in try Self.tables().subtracting(declared).subtracting(Self.others).sorted() {
            Issue.record("declare \(table) in an EntityTable or as a part of one, or add it to others here")
        }
    }

    @Test func `no two entities share a table`() {
        let names = EntityKind.allCases.map(\.table.name.text)
        for name in Set(names) where names.count(where: { $0 == name }) > 1 {
            Issue.record("\(name) is the table of two entities: give each its own")
        }
    }

    /// Dated records of a hamlet, or in its books, that do not stand in the way of ending it earlier.
    private static let undated: Set<EntityKind> = [
        // Vouchers and households are looked for by themselves: see `laterRecords(of:from:)`.
        .contribution, .expenditure, .household, .hamlet,
        // An account, and what the bank told and stated of it, go on in the successor.
        .bankAccount, .bankCredit, .bankReconciliation,
        // What was posted in a month stands in the way by itself, and a closed month takes no hand-over.
        .accountingPeriod,
        // It is of a commune or an organisation, never of a hamlet.
        .bookHandover,
    ]

    @Test(arguments: EntityKind.allCases)
    func `a dated record of a hamlet stands in the way of ending it earlier`(_ kind: EntityKind) throws {
        let store = try TestStore()
        let names = try withExtendedLifetime(store) {
            try RawFile(store.path).connection
                .all("SELECT name FROM pragma_table_info(?1)", kind.table.name.text) { row in row.text(0) }
        }
        let isOfHamlet = names.contains("hamlet") || names.contains("owner")
        let isDated = names.contains { $0.hasSuffix("_on") || ["month", "valid_from", "as_of"].contains($0) }
        guard isOfHamlet, isDated else { return }
        #expect((kind.table.recordsFrom != nil) != Self.undated.contains(kind))
    }

    @Test(arguments: EntityKind.allCases) func `a kind is the kind of its stored type`(_ kind: EntityKind) {
        #expect(kind.storedType.kind == kind, "EntityKind.storedType names another entity's type")
        #expect(kind.table.eventNames.allSatisfy { $0.hasPrefix(kind.rawValue + ".") })
    }

    @Test(arguments: EntityKind.allCases) func `every statement of an entity compiles`(
        _ kind: EntityKind
    ) throws {
        let store = try TestStore()
        try store.read { tx in
            let table = kind.table
            _ = try tx.connection.first(table.byID, 0) { _ in true }
            _ = try tx.connection.first(table.scope, 0) { _ in true }
            _ = try tx.connection.first(table.bounds) { _ in true }
            _ = try tx.connection.first(table.verification, 0, 0) { _ in true }
            #expect(try tx.connection.first(table.lastID) { row in row.integer(0) } == 0)
        }
    }
}
