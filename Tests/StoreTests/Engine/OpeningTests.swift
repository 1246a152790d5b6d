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
            try Store(path: office.path) { TestStore.start }
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
            try Store(path: "/nowhere/at/all/d.db") { TestStore.start }
        }
        #expect(error == .cannotOpen(path: "/nowhere/at/all/d.db-lock", reason: "No such file or directory"))
    }

    @Test func `a file that is not a database is named in the error`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([UInt8](repeating: 65, count: 8192), to: "d.db")
        let error = #expect(throws: OpeningError.self) {
            try Store(path: path) { TestStore.start }
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
    /// A list of migrations, and a path for a file.
    private final class Sample {
        private let folder: TemporaryFolder
        var migrations: [Migration]
        let path: String

        init(_ migrations: [Migration] = MigrationTests.two) throws {
            folder = try TemporaryFolder()
            self.migrations = migrations
            path = folder.path(of: "d.db")
        }

        /// Opens the file, and upgrades an older one without a copy.
        func open() throws -> Store {
            try Store(path: path, migrations: migrations, older: .isUpgraded { _ in }) { TestStore.start }
        }

        /// Replaces what follows the first `index` migrations.
        func put(_ name: String, _ sql: String, at index: Int) {
            migrations = migrations.prefix(index) + [Migration(name: name, sql: sql)]
        }
    }

    private static let two = [
        Migration(
            name: "0001_journal.sql",
            sql: "CREATE TABLE journal (position INTEGER PRIMARY KEY, recorded_ms INTEGER) STRICT;"),
        Migration(name: "0002_units.sql", sql: "CREATE TABLE unit (id INTEGER PRIMARY KEY) STRICT;"),
    ]

    @Test func `the project's migrations create a new file, and each is recorded once`() throws {
        let office = try TestStore()
        let count = Migration.all.count
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM migration") == Int64(count))
        #expect(try raw.integer("SELECT max(number) FROM migration") == Int64(count))
        #expect(try raw.integer("SELECT min(applied_ms) FROM migration") == TestStore.start.milliseconds)
    }

    @Test func `a file is migrated from every earlier version to the newest`() throws {
        for count in 1...Migration.all.count {
            let sample = try Sample(Array(Migration.all.prefix(count)))
            do { try sample.open().close() }
            sample.migrations = Migration.all
            let store = try sample.open()
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
            ALTER TABLE voucher RENAME COLUMN owner TO hamlet;
            ALTER TABLE contribution RENAME COLUMN owner TO hamlet;
            ALTER TABLE expenditure RENAME COLUMN owner TO hamlet;
            ALTER TABLE voucher_series RENAME COLUMN owner TO hamlet;
            CREATE TRIGGER voucher_kept_as_written BEFORE UPDATE ON voucher BEGIN SELECT 1; END;
            CREATE TRIGGER voucher_never_erased BEFORE DELETE ON voucher BEGIN SELECT 1; END;
            ALTER TABLE contribution DROP COLUMN party_address;
            ALTER TABLE contribution DROP COLUMN voucher_reason;
            ALTER TABLE expenditure DROP COLUMN party_address;
            ALTER TABLE expenditure DROP COLUMN voucher_reason;
            """, putsTriggersBack: false)
        try raw.run(
            String(contentsOfFile: Repository.migrations + "/0017_vouchers_in_place.sql", encoding: .utf8))
        // Named as today's service has it.
        for table in ["contribution", "expenditure", "voucher_series"] {
            try raw.run("ALTER TABLE \(table) RENAME COLUMN hamlet TO owner")
        }
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
        for name in ["0029_names", "0040_voting_forms"] {
            try raw.run(String(contentsOfFile: Repository.migrations + "/\(name).sql", encoding: .utf8))
        }
        // What later migrations added is put back.
        try raw.tamper(
            """
            INSERT INTO decision_recording SELECT * FROM kept_recording;
            DROP TABLE kept_recording;
            """, putsTriggersBack: true)
        try JournalRenaming.run(on: raw.connection)
        // The renaming hashes rows as they were then; a later migration makes entries of them.
        try ledger.forgeRowHashes()
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
        CREATE TABLE kept_recording AS SELECT * FROM decision_recording;
        DROP TABLE decision_recording;
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
        CREATE TRIGGER decision_person_kept_as_written BEFORE UPDATE ON decision_person BEGIN SELECT 1; END;
        CREATE TRIGGER journal_kept_as_written BEFORE DELETE ON journal BEGIN SELECT 1; END;
        UPDATE journal SET kind = replace(replace(kind, 'reorganisation.', 'arrangement.'), 'unit_succession.', 'succession.');
        UPDATE journal
        SET payload = CAST(replace(replace(replace(replace(replace(CAST(payload AS TEXT), '"current_from":', '"since":'),
            '"voting_mode":', '"form":'), '"state":"voted"', '"state":"held"'), '"kind":"reclassify"', '"kind":"retype"'),
            '"role_assignments":', '"tokens":') AS BLOB)
        WHERE kind NOT LIKE 'organisation.%';
        """

    @Test func `tables that a migration recreates keep their rows`() throws {
        // The tables of the ledger that they recreate were replaced since.
        let earlier = try EarlierLedger(of: SampleBooks.beforeLedger().office)
        let raw = try RawFile(earlier.path)
        try raw.withoutTriggers {
            for name in ["0024_hand_over", "0026_organisation_branches"] {
                try raw.run(String(contentsOfFile: Repository.migrations + "/\(name).sql", encoding: .utf8))
            }
        }
        #expect(try raw.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0)
        #expect(try raw.integer("SELECT count(*) FROM pledge") == 1)
        #expect(try raw.integer("SELECT count(*) FROM posting") == 4)
        #expect(try raw.integer("SELECT count(*) FROM ledger_account") == 4)
        #expect(try raw.integer("SELECT count(*) FROM fund_day") == 2)
        let upgraded = try earlier.upgraded()
        defer { upgraded.close() }
        let reader = try upgraded.reader()
        defer { reader.end() }
        #expect(try reader.read { tx in try tx.verification().discrepancies } == [])
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
            String(contentsOfFile: Repository.migrations + "/0028_household_years.sql", encoding: .utf8))
        #expect(try raw.integer("SELECT count(*) FROM household_year") == before - 1)
        #expect(try ledger.discrepancies() == [])
    }

    @Test func `a migration may recreate a referenced table only if all references stay valid`() throws {
        let sample = try Sample()
        sample.put(
            "0003_two.sql",
            """
            CREATE TABLE parent (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind = 'a')) STRICT;
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)) STRICT;
            INSERT INTO parent VALUES (1, 'a'), (2, 'a');
            INSERT INTO child VALUES (1, 1), (2, 2);
            """, at: 2)
        do { try sample.open().close() }
        let again = """
            CREATE TABLE new_parent (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b'))) STRICT;
            INSERT INTO new_parent SELECT id, kind FROM parent WHERE id <= @;
            DROP TABLE parent;
            ALTER TABLE new_parent RENAME TO parent;
            """
        sample.put("0004_again.sql", again.replacing("@", with: "1"), at: 3)
        let error = #expect(throws: OpeningError.self) { try sample.open() }
        #expect({ if case .migrationFailed("0004_again.sql", _) = error { true } else { false } }())
        #expect(try RawFile(sample.path).integer("SELECT count(*) FROM parent") == 2)
        sample.put("0004_again.sql", again.replacing("@", with: "2"), at: 3)
        let store = try sample.open()
        defer { store.close() }
        #expect(
            try RawFile(sample.path).integer("SELECT count(*) FROM child JOIN parent ON parent.id = parent")
                == 2)
        #expect(throws: (any Error).self) {
            try store.writer.write(actor: nil) { tx in
                try tx.connection.run("INSERT INTO child VALUES (3, 3)")
            }
        }
    }

    @Test func `a second start applies nothing again`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        do { try sample.open().close() }
        #expect(try RawFile(sample.path).integer("SELECT count(*) FROM migration") == 2)
    }

    @Test func `a changed migration prevents opening`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        sample.put("0002_units.sql", "CREATE TABLE unit (id INTEGER PRIMARY KEY) STRICT; ", at: 1)
        #expect(throws: OpeningError.migrationChanged(name: "0002_units.sql")) { try sample.open() }
    }

    @Test func `a file from a newer version cannot be opened`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        sample.migrations.removeLast()
        let newer = OpeningError.newer(path: sample.path, version: 2, known: 1)
        #expect(throws: newer) { try sample.open() }
        #expect(throws: newer) { try StoreFile(path: sample.path, migrations: sample.migrations) }
    }

    @Test func `a renamed migration is unknown`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        sample.put("0002_places.sql", "CREATE TABLE unit (id INTEGER PRIMARY KEY) STRICT;", at: 1)
        #expect(throws: OpeningError.migrationUnknown(name: "0002_units.sql")) { try sample.open() }
    }

    @Test func `a file of an older version is neither read nor written, unless it is upgraded`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        sample.put("0003_more.sql", "CREATE TABLE more (id INTEGER) STRICT;", at: 2)
        let outdated = OpeningError.outdated(path: sample.path, version: 2, needed: 3)
        #expect(throws: outdated) {
            try Store(path: sample.path, migrations: sample.migrations) { TestStore.start }
        }
        #expect(throws: outdated) { try StoreFile(path: sample.path, migrations: sample.migrations) }
        #expect(try RawFile(sample.path).integer("SELECT count(*) FROM migration") == 2)
        try sample.open().close()
        #expect(try RawFile(sample.path).integer("SELECT count(*) FROM migration") == 3)
    }

    @Test func `a database of another program is left alone`() throws {
        let sample = try Sample()
        try RawFile(sample.path).run("CREATE TABLE bookmark (id INTEGER)")
        let bytes = FileManager.default.contents(atPath: sample.path)
        #expect(throws: OpeningError.foreign(path: sample.path)) { try sample.open() }
        #expect(throws: OpeningError.foreign(path: sample.path)) { try StoreFile(path: sample.path) }
        #expect(FileManager.default.contents(atPath: sample.path) == bytes)
    }

    @Test func `an empty file becomes a book only where a file may be created`() throws {
        let sample = try Sample()
        try Data().write(to: URL(filePath: sample.path))
        #expect(throws: OpeningError.outdated(path: sample.path, version: 0, needed: 2)) {
            try Store(
                path: sample.path, migrations: sample.migrations, mayCreate: false,
                older: .isUpgraded { _ in }
            ) { TestStore.start }
        }
        try sample.open().close()
    }

    @Test func `a failed migration takes the whole upgrade back, and is retried at the next start`() throws {
        let sample = try Sample()
        do { try sample.open().close() }
        let half = Migration(name: "0003_half.sql", sql: "CREATE TABLE half (id INTEGER) STRICT;")
        sample.migrations.append(half)
        sample.put("0004_broken.sql", "CREATE TABLE unit (id INTEGER);", at: 3)
        let error = #expect(throws: OpeningError.self) { try sample.open() }
        #expect(error == .migrationFailed(name: "0004_broken.sql", reason: "table unit already exists"))
        let raw = try RawFile(sample.path)
        #expect(try raw.integer("SELECT count(*) FROM migration") == 2)
        #expect(try raw.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
        sample.put("0004_broken.sql", "CREATE TABLE other (id INTEGER) STRICT;", at: 3)
        try sample.open().close()
    }
}
