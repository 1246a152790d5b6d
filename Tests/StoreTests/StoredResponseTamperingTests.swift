import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Books with responses of every form that can be stored, all kept for good unless said otherwise.
///
/// Contribution 3 was voided, so it has two versions.
struct ResponseSample {
    let books: SampleBooks
    var office: TestStore { books.office }

    static func key(_ name: String, caller: Int64 = 1) -> IdempotencyKey {
        IdempotencyKey(caller: caller, key: name, fingerprint: [UInt8](repeating: 1, count: 32))
    }

    static let bytes = StoredResponse(
        status: 201, content: .bytes(Array("{\"a\":1}".utf8), location: "/v1/x", etag: "\"7\""))

    init() throws {
        books = try SampleBooks()
        let village = books.village
        let stored: [(name: String, response: StoredResponse)] = [
            ("bytes", Self.bytes),
            ("empty", StoredResponse(status: 201, content: .bytes([], location: nil, etag: nil))),
            ("older", Self.response(showing: EntityVersion(.contribution, id: 3, version: 1))),
            ("changed", Self.response(showing: EntityVersion(.contribution, id: 3, version: 2))),
        ]
        try books.office.write(by: village.clerk.id) { tx in
            for (name, response) in stored { try tx.store(response, under: Self.key(name), for: .forever) }
        }
        for name in ["receipt", "receipt-2"] { try receive(under: name, for: .forever) }
    }

    static func response(showing resource: EntityVersion) -> StoredResponse {
        StoredResponse(status: 201, content: .resource(resource))
    }

    /// A receipt that a request with this key recorded.
    func receive(under name: String, for retention: IdempotencyKey.Retention) throws {
        let village = books.village
        try books.office.write(by: village.clerk.id) { tx in
            let outer = tx.beginRequest(Self.key(name), status: 201, for: retention)
            defer { tx.endRequest(outer) }
            let receipt = try tx.receive(1000, from: .sponsor, in: village)
            let shown = EntityVersion(.contribution, id: receipt.id.number, version: 1)
            try tx.store(Self.response(showing: shown), under: Self.key(name), for: retention)
        }
    }

    func position(under name: String) throws -> Int64? {
        try RawFile(office.path).connection
            .first(
                "SELECT position FROM idempotency_key WHERE key = ?1", name
            ) { row in row.integer(0) }
    }

    /// All discrepancies after running `script` on the file.
    func discrepancies(after script: String = "SELECT 1") throws -> [Discrepancy] {
        try books.discrepancies(after: script)
    }
}

/// Every column of a stored response follows from the journal, and so does every row that is kept for good.
@Suite struct StoredResponseTamperingTests {
    @Test func `stored responses of every form are sound`() throws {
        let sample = try ResponseSample()
        #expect(try sample.discrepancies() == [])
        // A receipt needs no entry but its own; what no row implies has one.
        let raw = try RawFile(sample.office.path)
        let events = try raw.connection.all(
            """
            SELECT stored.key, journal.kind
            FROM idempotency_key AS stored JOIN journal ON journal.position = stored.position
            ORDER BY 1
            """
        ) { row in row.text(0) + " " + row.text(1) }
        #expect(
            events == [
                "bytes response.stored", "changed response.stored", "empty response.stored",
                "older response.stored", "receipt contribution.recorded", "receipt-2 contribution.recorded",
            ])
    }

    private static let changes = [
        "caller = caller + 1", "key = key || 'x'", "fingerprint = zeroblob(32)", "status = status + 1",
        "location = coalesce(location, '') || 'x'", "location = NULL, etag = 'x'",
        "etag = coalesce(etag, '') || 'x'", "body = CAST('{\"a\":2}' AS BLOB)", "body = NULL",
        "kind = 'fund'", "kind = NULL", "kind = kind || 'x'", "entity = coalesce(entity, 0) + 1",
        "entity = -1", "version = coalesce(version, 0) + 1", "version = 0", "recorded_ms = 1795399200000",
        "position = position - 1", "position = NULL",
    ]

    @Test(arguments: changes, ["bytes", "empty", "older", "changed", "receipt"])
    func `a changed column is found`(_ change: String, _ name: String) throws {
        // The columns that this row has NULL in already.
        if change == "kind = NULL" || change == "kind = kind || 'x'", ["bytes", "empty"].contains(name) {
            return
        }
        if change == "body = NULL", !["bytes", "empty"].contains(name) { return }
        let found = try ResponseSample()
            .discrepancies(after: "UPDATE idempotency_key SET \(change) WHERE key = '\(name)'")
        #expect(!found.isEmpty)
        let isNamed = found.contains { if case .storedResponseDiffers = $0 { true } else { false } }
        let isCounted = found.contains { if case .sealedResponsesDiffer = $0 { true } else { false } }
        #expect(isNamed || isCounted, "\(found)")
    }

    @Test func `every column of the table is changed above`() throws {
        let sample = try ResponseSample()
        let columns = try RawFile(sample.office.path).connection
            .all("SELECT name FROM pragma_table_info('idempotency_key')") { row in row.text(0) }
        withExtendedLifetime(sample) {
            for column in columns where column != "id" {
                #expect(Self.changes.contains { $0.hasPrefix(column + " ") }, "\(column)")
            }
        }
    }

    @Test(arguments: ["bytes", "empty", "older", "changed", "receipt", "receipt-2"])
    func `a response that was kept for good is missed`(_ name: String) throws {
        let sample = try ResponseSample()
        let found = try sample.discrepancies(after: "DELETE FROM idempotency_key WHERE key = '\(name)'")
        #expect(found == [.storedResponsesDiffer(stored: 5, computed: 6)])
    }

    private static let columns =
        "fingerprint, status, location, etag, body, kind, entity, version, recorded_ms"

    @Test(arguments: ["position", "NULL", "position - 1", "99"])
    func `an added response is found`(_ position: String) throws {
        for name in ["bytes", "receipt"] {
            let found = try ResponseSample()
                .discrepancies(
                    after: """
                        INSERT INTO idempotency_key (caller, key, \(Self.columns), position)
                        SELECT 1, 'another', \(Self.columns), \(position) FROM idempotency_key WHERE key = '\(name)'
                        """)
            #expect(!found.isEmpty, "\(name)")
        }
    }

    @Test func `two responses that were exchanged are found`() throws {
        let found = try ResponseSample()
            .discrepancies(
                after: """
                    UPDATE idempotency_key SET key = 'x' WHERE key = 'receipt';
                    UPDATE idempotency_key SET key = 'receipt' WHERE key = 'receipt-2';
                    UPDATE idempotency_key SET key = 'receipt-2' WHERE key = 'x';
                    """)
        #expect(
            found == [
                .storedResponseDiffers(caller: 1, key: "receipt"),
                .storedResponseDiffers(caller: 1, key: "receipt-2"),
            ])
    }

    @Test func `an entry that names another request, or none, is found`() throws {
        for value in ["zeroblob(32)", "NULL"] {
            let sample = try ResponseSample()
            let position = try #require(try sample.position(under: "receipt"))
            let found = try sample.discrepancies(
                after: "UPDATE journal SET request = \(value) WHERE position = \(position)")
            #expect(found.contains(.journalHashDiffers(position: position)), "\(found)")
        }
    }

    /// Whoever knows the format makes all hashes anew, as a rule also the digests; the key is one of the two alone here.
    @Test func `a request that no stored response has is found when all hashes are made anew`() throws {
        for value in ["zeroblob(32)", "NULL"] {
            let sample = try ResponseSample()
            let position = try #require(try sample.position(under: "bytes"))
            try RawFile(sample.office.path)
                .tamper("UPDATE journal SET request = \(value) WHERE position = \(position)")
            try sample.books.forgeRowHashes()
            #expect(try !sample.discrepancies().isEmpty)
        }
    }

    /// Those that are not kept for good are dropped by age, oldest first.
    @Test func `only the oldest of those that are dropped by age may be missing`() throws {
        func sample() throws -> ResponseSample {
            let sample = try ResponseSample()
            for name in ["temporary-1", "temporary-2", "temporary-3"] {
                sample.office.clock.advance(seconds: 1)
                try sample.receive(under: name, for: .days(90))
            }
            return sample
        }
        #expect(try sample().discrepancies() == [])
        for (name, isFound) in [("temporary-1", false), ("temporary-2", true), ("temporary-3", true)] {
            let script = "DELETE FROM idempotency_key WHERE key = '\(name)'"
            #expect(try sample().discrepancies(after: script).isEmpty != isFound, "\(name)")
        }
        for change in [
            "recorded_ms = NULL", "recorded_ms = recorded_ms + 1", "recorded_ms = recorded_ms - 9000",
        ] {
            let script = "UPDATE idempotency_key SET \(change) WHERE key = 'temporary-2'"
            #expect(try !sample().discrepancies(after: script).isEmpty, "\(change)")
        }
        let used = try sample()
        used.office.clock.advance(days: 91)
        try used.receive(under: "temporary-4", for: .days(90))
        #expect(try RawFile(used.office.path).integer("SELECT count(*) FROM idempotency_key") == 7)
        #expect(try used.discrepancies() == [])
    }

    @Test func `a request that was undone names no rows, and its key can be used again`() throws {
        let sample = try ResponseSample()
        let village = sample.books.village
        try sample.office.write(by: village.clerk.id) { tx in
            for isUndone in [true, false] {
                try? tx.inSavepoint { tx in
                    let outer = tx.beginRequest(ResponseSample.key("again"), status: 201, for: .forever)
                    defer { tx.endRequest(outer) }
                    let receipt = try tx.receive(1000, from: .sponsor, in: village)
                    if isUndone { throw Refusal.ownVoucher }
                    let shown = EntityVersion(.contribution, id: receipt.id.number, version: 1)
                    try tx.store(
                        ResponseSample.response(showing: shown), under: ResponseSample.key("again"),
                        for: .forever)
                }
            }
        }
        #expect(try sample.position(under: "again") != nil)
        #expect(try sample.discrepancies() == [])
    }
}
