import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Responses that were stored before requests were named in the journal: one entry names them all.
@Suite struct StoredResponseSealTests {
    private static let earlier = Migration.all.prefix {
        !$0.name.hasSuffix(StoredResponseSeal.migrationSuffix)
    }

    /// A file of the earlier schema with these stored responses, upgraded.
    private static func upgraded(_ rows: [String]) throws -> TestStore {
        let folder = try TemporaryFolder()
        let path = folder.path(of: TestStore.fileName)
        try Store(path: path, migrations: Array(earlier)) { TestStore.start }.close()
        let raw = try RawFile(path)
        for row in rows {
            try raw.run(
                """
                INSERT INTO idempotency_key
                    (caller, key, fingerprint, status, location, etag, body, kind, entity, version, recorded_ms)
                VALUES (\(row))
                """)
        }
        try Store(path: path, older: .isUpgraded { _ in }) { TestStore.start }.close()
        // The folder goes with its value.
        return try withExtendedLifetime(folder) { try TestStore(copyOf: path) }
    }

    private static let rows = [
        "0, 'import:1', zeroblob(32), 201, NULL, NULL, x'', NULL, NULL, NULL, NULL",
        "1, 'list', zeroblob(32), 200, '/v1/x', '\"1\"', x'7b7d', NULL, NULL, NULL, NULL",
        "1, 'temporary', zeroblob(32), 200, NULL, NULL, x'7b7d', NULL, NULL, NULL, 0",
    ]

    private static func discrepancies(after script: String) throws -> [Discrepancy] {
        let office = try upgraded(rows)
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    @Test func `what was stored before is named by one entry, and nothing by none`() throws {
        let office = try Self.upgraded(Self.rows)
        #expect(try office.discrepancies() == [])
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM journal") == 1)
        let empty = try Self.upgraded([])
        #expect(try empty.discrepancies() == [])
        #expect(try RawFile(empty.path).integer("SELECT count(*) FROM journal") == 0)
    }

    @Test func `the log goes on after the entry`() throws {
        let office = try Self.upgraded(Self.rows)
        let village = try Village(in: office)
        _ = try office.write(by: village.clerk.id) { tx in try tx.receive(1000, from: .sponsor, in: village) }
        #expect(try office.discrepancies() == [])
        #expect(
            try office.write { tx in
                try tx.storedResponse(
                    IdempotencyKey(caller: 1, key: "list", fingerprint: [UInt8](repeating: 0, count: 32)))?
                    .isSame
            } == true)
    }

    @Test(arguments: [
        "caller = 2", "key = 'lisT'", "fingerprint = randomblob(32)", "status = 201", "location = NULL",
        "etag = NULL", "body = x'7b20'", "recorded_ms = 0", "position = 1",
    ])
    func `a changed column of what was stored before is found`(_ change: String) throws {
        let found = try Self.discrepancies(after: "UPDATE idempotency_key SET \(change) WHERE key = 'list'")
        #expect(found.contains(.sealedResponsesDiffer(position: 1)), "\(found)")
    }

    @Test(arguments: [
        "DELETE FROM idempotency_key WHERE key = 'list'",
        """
        INSERT INTO idempotency_key (caller, key, fingerprint, status, body)
        VALUES (1, 'later', zeroblob(32), 201, x'')
        """,
    ])
    func `a dropped or an added row is found`(_ script: String) throws {
        #expect(try Self.discrepancies(after: script) == [.sealedResponsesDiffer(position: 1)])
    }

    @Test func `a row with a later time cannot be of before`() throws {
        let found = try Self.discrepancies(
            after: """
                INSERT INTO idempotency_key (caller, key, fingerprint, status, body, recorded_ms)
                VALUES (1, 'later', zeroblob(32), 201, x'', 1795399200000)
                """)
        #expect(found == [.storedResponseDiffers(caller: 1, key: "later")])
    }

    @Test func `a file without the entry has nothing of before`() throws {
        let office = try TestStore()
        try RawFile(office.path)
            .tamper(
                """
                INSERT INTO idempotency_key (caller, key, fingerprint, status, body)
                VALUES (1, 'later', zeroblob(32), 201, x'')
                """)
        #expect(try office.discrepancies() == [.sealedResponsesDiffer(position: 0)])
    }
}
