import Dispatch
import Domain
import Foundation
import Glibc
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct OpeningTests {
    @Test func `only one process can open a file for writing`() throws {
        let office = try TestStore()
        #expect(throws: OpeningError.inUse(path: office.path)) {
            try Store(path: office.path, migrations: TestStore.migrations) { TestStore.start }
        }
    }

    /// Regression: a refused lock once closed its descriptor twice, the second time one that belonged to another
    /// file.
    @Test func `a refused second store leaves other files open`() throws {
        let office = try TestStore()
        let path = office.path
        let refused = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            for _ in 0..<2000 { _ = try? LockFile(beside: path) }
            refused.signal()
        }
        var closedByOthersCount = 0
        repeat {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            if close(descriptor) != 0 { closedByOthersCount += 1 }
        } while refused.wait(timeout: .now()) == .timedOut
        #expect(closedByOthersCount == 0)
    }

    @Test func `a lock is released with its holder`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "d.db")
        var lock: LockFile? = try LockFile(beside: path)
        #expect(throws: OpeningError.inUse(path: path)) { try LockFile(beside: path) }
        #expect(lock != nil)
        lock = nil
        lock = try LockFile(beside: path)
    }

    @Test func `a missing folder is named in the error`() {
        let error = #expect(throws: OpeningError.self) {
            try Store(path: "/nowhere/at/all/d.db", migrations: TestStore.migrations) { TestStore.start }
        }
        #expect(error == .cannotOpen(path: "/nowhere/at/all/d.db-lock", reason: "No such file or directory"))
    }

    @Test func `a file that is not a database is named in the error`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([UInt8](repeating: 65, count: 8192), to: "d.db")
        let error = #expect(throws: OpeningError.self) {
            try Store(path: path, migrations: TestStore.migrations) { TestStore.start }
        }
        #expect({ if case .cannotOpen(path, _) = error { true } else { false } }())
    }

    @Test func `the writer syncs every commit, so acknowledged writes survive power loss`() throws {
        let office = try TestStore()
        let settings = try office.write { tx in
            [
                try tx.connection.first("PRAGMA journal_mode") { row in row.text(0) } ?? "",
                "\(try tx.connection.first("PRAGMA synchronous") { row in row.integer(0) } ?? -1)",
                "\(try tx.connection.first("PRAGMA foreign_keys") { row in row.integer(0) } ?? -1)",
            ]
        }
        #expect(settings == ["wal", "2", "1"])
    }

    @Test func `the SQLite version is available`() {
        #expect(Store.sqliteVersion.hasPrefix("3."))
    }

    @Test(arguments: [
        (Int32(5), "busy"), (6, "busy"), (13, "full"), (19, "failed"), (1811, "failed"), (8, "failed"),
        (10, "failed"),
    ])
    func `SQLite errors map to busy, full or failed`(_ code: Int32, kind: String) {
        let error = StoreError(SQLiteError(code: code, message: "", operation: ""))
        let reported =
            switch error {
            case .busy: "busy"
            case .full: "full"
            case .clockBehind: "clock"
            case .failed: "failed"
            }
        #expect(reported == kind)
    }
}

@Suite struct MigrationTests {
    /// A folder of migrations, and a path for a file next to it.
    private final class Folder {
        private let folder: TemporaryFolder
        let migrations: String
        let path: String

        init() throws {
            folder = try TemporaryFolder()
            migrations = folder.path(of: "migrations")
            path = folder.path(of: "d.db")
            try FileManager.default.createDirectory(atPath: migrations, withIntermediateDirectories: false)
        }

        func put(_ name: String, _ sql: String) throws {
            try Data(sql.utf8).write(to: URL(filePath: migrations + "/" + name))
        }

        func open() throws -> Store { try Store(path: path, migrations: migrations) { TestStore.start } }
    }

    private static let journal =
        "CREATE TABLE journal (position INTEGER PRIMARY KEY, recorded_ms INTEGER) STRICT;"

    private func folder() throws -> Folder {
        let folder = try Folder()
        try folder.put("0001_journal.sql", Self.journal)
        try folder.put("0002_units.sql", "CREATE TABLE unit (id INTEGER PRIMARY KEY) STRICT;")
        return folder
    }

    @Test func `the project's migrations create a new file, and each is recorded once`() throws {
        let office = try TestStore()
        let count = try FileManager.default.contentsOfDirectory(atPath: TestStore.migrations).count
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM migration") == Int64(count))
        #expect(try raw.integer("SELECT max(number) FROM migration") == Int64(count))
        #expect(try raw.integer("SELECT min(applied_ms) FROM migration") == TestStore.start.milliseconds)
    }

    @Test func `a file is migrated from every earlier version to the newest`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: TestStore.migrations).sorted()
        for count in 1...names.count {
            let folder = try Folder()
            for name in names.prefix(count) {
                try FileManager.default.copyItem(
                    atPath: TestStore.migrations + "/" + name, toPath: folder.migrations + "/" + name)
            }
            do { try folder.open().close() }
            let store = try Store(path: folder.path, migrations: TestStore.migrations) { TestStore.start }
            #expect(try store.reader().read { tx in try tx.verification().isClean })
        }
    }

    @Test func `the migration of vouchers moves them into the rows they document`() throws {
        let ledger = try SpendingSample()
        let (office, path) = (ledger.office, ledger.office.path)
        let vouchers = {
            try office.read { tx in
                [
                    try tx.find(Contribution.ID(1))?.voucher,
                    try tx.find(Expenditure.ID(1))?.voucher,
                ]
            }
        }
        let before = try vouchers()
        #expect(before.allSatisfy { $0?.partyAddress.isEmpty == false && $0?.reason.isEmpty == false })
        office.store.close()
        let raw = try RawFile(path)
        try raw.tamper(
            """
            CREATE TABLE old AS SELECT * FROM voucher;
            DROP VIEW voucher;
            ALTER TABLE old RENAME TO voucher;
            CREATE TRIGGER voucher_kept_as_written BEFORE UPDATE ON voucher BEGIN SELECT 1; END;
            CREATE TRIGGER voucher_never_erased BEFORE DELETE ON voucher BEGIN SELECT 1; END;
            ALTER TABLE contribution DROP COLUMN party_address;
            ALTER TABLE contribution DROP COLUMN voucher_reason;
            ALTER TABLE expenditure DROP COLUMN party_address;
            ALTER TABLE expenditure DROP COLUMN voucher_reason;
            """, putsTriggersBack: false)
        try raw.run(
            String(contentsOfFile: TestStore.migrations + "/0017_vouchers_in_place.sql", encoding: .utf8))
        #expect(try vouchers() == before)
        #expect(try office.discrepancies() == [])
    }

    @Test func `the migration of names renames terms in rows, journal and hashes`() throws {
        let ledger = try SampleBooks(isReorganised: true)
        ledger.office.store.close()
        let raw = try RawFile(ledger.office.path)
        try raw.tamper(Self.oldNames, putsTriggersBack: false)
        let old = try raw.integer("SELECT count(*) FROM journal WHERE kind LIKE 'arrangement.%'")
        #expect(try #require(old) > 0)
        try raw.run(String(contentsOfFile: TestStore.migrations + "/0029_names.sql", encoding: .utf8))
        try JournalRenaming.run(on: raw.connection)
        #expect(try ledger.discrepancies() == [])
        #expect(throws: SQLiteError.self) { try raw.run("UPDATE journal SET kind = 'x'") }
    }

    /// Reverts a file to the names before migration 0029.
    private static let oldNames = """
        ALTER TABLE idempotency_key RENAME TO request_key;
        ALTER TABLE hamlet RENAME COLUMN current_from TO since;
        ALTER TABLE household RENAME COLUMN valid_from TO since;
        CREATE TABLE household_former AS
        SELECT household, version, hamlet, code, head_name, persons, address, workers, tier, valid_from AS since, origin,
            valid_to AS until, position, ended_at FROM household_version;
        DROP TABLE household_version;
        CREATE TABLE hamlet_former AS
        SELECT hamlet, version, commune, name, kind, valid_from AS since, valid_to AS until, position, ended_at
        FROM hamlet_version;
        DROP TABLE hamlet_version;
        ALTER TABLE unit_succession RENAME TO succession;
        DROP INDEX unit_succession_pair;
        DROP INDEX unit_succession_successor;
        CREATE TABLE arrangement AS
        SELECT id, CASE kind WHEN 'reclassify' THEN 'retype' ELSE kind END AS kind, effective_on, decision_number,
            decided_on, households, persons, pledges, expenditures, models, role_assignments AS tokens, recorded_by,
            recorded_ms, position FROM reorganisation;
        CREATE TABLE arrangement_hamlet AS
        SELECT reorganisation AS arrangement, number, predecessor, successor FROM reorganisation_hamlet;
        CREATE TABLE arrangement_fund AS
        SELECT reorganisation AS arrangement, number, from_fund, to_fund, cash_dong, bank_dong FROM reorganisation_fund;
        DROP TABLE reorganisation_fund;
        DROP TABLE reorganisation_hamlet;
        DROP TABLE reorganisation;
        CREATE TABLE old_decision AS SELECT * FROM decision;
        DROP TABLE decision;
        ALTER TABLE old_decision RENAME TO decision;
        ALTER TABLE decision RENAME COLUMN voting_mode TO manner;
        UPDATE decision SET state = 'held' WHERE state = 'voted';
        CREATE TRIGGER decision_votes_add_up BEFORE UPDATE ON decision BEGIN SELECT 1; END;
        CREATE TRIGGER decision_kept_as_held BEFORE UPDATE ON decision BEGIN SELECT 1; END;
        CREATE TRIGGER decision_never_erased BEFORE DELETE ON decision BEGIN SELECT 1; END;
        CREATE TRIGGER decision_item_kept_as_voted BEFORE UPDATE ON decision_item BEGIN SELECT 1; END;
        CREATE TRIGGER decision_item_never_erased BEFORE DELETE ON decision_item BEGIN SELECT 1; END;
        CREATE TRIGGER decision_person_never_erased BEFORE DELETE ON decision_person BEGIN SELECT 1; END;
        CREATE TRIGGER journal_kept_as_written BEFORE DELETE ON journal BEGIN SELECT 1; END;
        UPDATE journal SET kind = replace(replace(kind, 'reorganisation.', 'arrangement.'), 'unit_succession.', 'succession.');
        UPDATE journal
        SET payload = CAST(replace(replace(replace(replace(replace(CAST(payload AS TEXT), '"current_from":', '"since":'),
            '"voting_mode":', '"form":'), '"state":"voted"', '"state":"held"'), '"kind":"reclassify"', '"kind":"retype"'),
            '"role_assignments":', '"tokens":') AS BLOB);
        """

    @Test func `tables that a migration recreates keep their rows`() throws {
        let ledger = try SampleBooks()
        ledger.office.store.close()
        let raw = try RawFile(ledger.office.path)
        try raw.tamper("SELECT 1", putsTriggersBack: false)
        for name in ["0024_hand_over", "0026_organisation_branches"] {
            try raw.run(String(contentsOfFile: TestStore.migrations + "/\(name).sql", encoding: .utf8))
        }
        #expect(try raw.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0)
        #expect(try raw.integer("SELECT count(*) FROM pledge") == 1)
        #expect(try raw.integer("SELECT count(*) FROM posting") == 4)
        #expect(try ledger.discrepancies() == [])
    }

    @Test func `the migration of household years drops households without valid receipts`() throws {
        let ledger = try SampleBooks()
        ledger.office.store.close()
        let raw = try RawFile(ledger.office.path)
        try raw.tamper(
            """
            ALTER TABLE household_year ADD COLUMN received_dong INTEGER NOT NULL DEFAULT 100000;
            INSERT INTO household_year (hamlet, year, household, received_dong) VALUES (1, 2025, 1, 0);
            """, putsTriggersBack: false)
        let before = try #require(try raw.integer("SELECT count(*) FROM household_year"))
        try raw.run(
            String(contentsOfFile: TestStore.migrations + "/0028_household_years.sql", encoding: .utf8))
        #expect(try raw.integer("SELECT count(*) FROM household_year") == before - 1)
        #expect(try ledger.discrepancies() == [])
    }

    @Test func `a migration may recreate a referenced table only if all references stay valid`() throws {
        let folder = try folder()
        try folder.put(
            "0003_two.sql",
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind = 'a')) STRICT;
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)) STRICT;
            INSERT INTO parent VALUES (1, 'a'), (2, 'a');
            INSERT INTO child VALUES (1, 1), (2, 2);
            """)
        do { try folder.open().close() }
        let again = """
            CREATE TABLE new_parent (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b'))) STRICT;
            INSERT INTO new_parent SELECT id, kind FROM parent WHERE id <= @;
            DROP TABLE parent;
            ALTER TABLE new_parent RENAME TO parent;
            """
        try folder.put("0004_again.sql", again.replacing("@", with: "1"))
        let error = #expect(throws: OpeningError.self) { try folder.open() }
        #expect({ if case .migrationFailed("0004_again.sql", _) = error { true } else { false } }())
        #expect(try RawFile(folder.path).integer("SELECT count(*) FROM parent") == 2)
        try folder.put("0004_again.sql", again.replacing("@", with: "2"))
        let store = try folder.open()
        defer { store.close() }
        #expect(
            try RawFile(folder.path).integer("SELECT count(*) FROM child JOIN parent ON parent.id = parent")
                == 2)
        #expect(throws: (any Error).self) {
            try store.writer.write(actor: nil) { tx in
                try tx.connection.run("INSERT INTO child VALUES (3, 3)")
            }
        }
    }

    @Test func `a second start applies nothing again`() throws {
        let folder = try folder()
        do { try folder.open().close() }
        do { try folder.open().close() }
        #expect(try RawFile(folder.path).integer("SELECT count(*) FROM migration") == 2)
    }

    @Test func `a changed migration prevents opening`() throws {
        let folder = try folder()
        do { try folder.open().close() }
        try folder.put("0002_units.sql", "CREATE TABLE unit (id INTEGER PRIMARY KEY) STRICT; ")
        #expect(throws: OpeningError.migrationChanged(name: "0002_units.sql")) { try folder.open() }
    }

    @Test func `a file from a newer version cannot be opened`() throws {
        let folder = try folder()
        do { try folder.open().close() }
        try FileManager.default.removeItem(atPath: folder.migrations + "/0002_units.sql")
        #expect(throws: OpeningError.migrationUnknown(name: "0002_units.sql")) { try folder.open() }
    }

    @Test func `a renamed migration is unknown`() throws {
        let folder = try folder()
        do { try folder.open().close() }
        try FileManager.default.moveItem(
            atPath: folder.migrations + "/0002_units.sql", toPath: folder.migrations + "/0002_places.sql")
        #expect(throws: OpeningError.migrationUnknown(name: "0002_units.sql")) { try folder.open() }
    }

    @Test func `a missing folder or one without migrations is reported`() throws {
        let folder = try Folder()
        #expect(throws: OpeningError.migrationsMissing(folder: folder.migrations)) { try folder.open() }
        #expect(throws: OpeningError.migrationsMissing(folder: "/nowhere")) {
            try Store(path: folder.path, migrations: "/nowhere") { TestStore.start }
        }
    }

    @Test(arguments: [
        "0004_gap.sql", "0002_twice.sql", "3_short.sql", "00003_long.sql", "0003-dash.sql", "x.sql",
    ])
    func `a migration out of order or misnamed prevents opening`(_ name: String) throws {
        let folder = try folder()
        try folder.put(name, "SELECT 1;")
        let error = #expect(throws: OpeningError.self) { try folder.open() }
        #expect({ if case .migrationNameInvalid = error { true } else { false } }())
    }

    @Test func `other files in the folder are ignored`() throws {
        let folder = try folder()
        try folder.put("README.md", "-- not a migration")
        try folder.open().close()
    }

    @Test func `a migration that is not UTF-8 prevents opening`() throws {
        let folder = try folder()
        try Data([0xFF, 0xFE]).write(to: URL(filePath: folder.migrations + "/0003_bytes.sql"))
        let error = #expect(throws: OpeningError.self) { try folder.open() }
        #expect({ if case .cannotOpen = error { true } else { false } }())
    }

    @Test func `a failed migration is rolled back and retried at the next start`() throws {
        let folder = try folder()
        try folder.put(
            "0003_broken.sql", "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE unit (id INTEGER);")
        let error = #expect(throws: OpeningError.self) { try folder.open() }
        #expect(
            error == .migrationFailed(name: "0003_broken.sql", reason: "table unit already exists"))
        let raw = try RawFile(folder.path)
        #expect(try raw.integer("SELECT count(*) FROM migration") == 2)
        #expect(try raw.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
        try folder.put("0003_broken.sql", "CREATE TABLE half (id INTEGER) STRICT;")
        try folder.open().close()
    }
}
