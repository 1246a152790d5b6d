import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// What a stored response says about its resource is compared with the resource.
///
/// The other columns are implied by nothing else in the file, as for the columns in `EveryColumnTests.uncovered`.
@Suite struct StoredResponseTamperingTests {
    private static let key = IdempotencyKey(
        caller: 1, key: "receipt", fingerprint: [UInt8](repeating: 1, count: 32))

    /// Discrepancies when a response shows `shown`, after `script`.
    private static func discrepancies(
        showing shown: StoredResponse.Content, after script: String = "SELECT 1"
    ) throws -> [Discrepancy] {
        let ledger = try SampleBooks()
        try ledger.office.write { tx in
            try tx.store(StoredResponse(status: 201, content: shown), under: key, for: .days(90))
        }
        return try ledger.discrepancies(after: script)
    }

    /// Contribution 3 was voided, so it has two versions.
    @Test(arguments: [
        StoredResponse.Content.bytes([], location: "/v1/x", etag: nil),
        .resource(EntityVersion(.contribution, id: 1, version: 1)),
        .resource(EntityVersion(.contribution, id: 3, version: 1)),
        .resource(EntityVersion(.contribution, id: 3, version: 2)),
        .resource(EntityVersion(.model, id: 1, version: 1)),
        .resource(EntityVersion(.parameter, id: 1, version: 1)),
    ])
    func `a response that shows a version of a resource is no discrepancy`(
        _ shown: StoredResponse.Content
    ) throws {
        #expect(try Self.discrepancies(showing: shown) == [])
    }

    @Test(arguments: [
        "kind = kind || 'x'", "entity = entity + 1", "entity = -1", "version = version + 1", "version = 0",
        "kind = 'fund'", "kind = NULL", "entity = NULL", "version = NULL", "body = zeroblob(32)",
    ])
    func `a changed column about the resource is found`(_ change: String) throws {
        let found = try Self.discrepancies(
            showing: .resource(EntityVersion(.contribution, id: 3, version: 2)),
            after: "UPDATE idempotency_key SET \(change)")
        #expect(found == [.storedResponseDiffers(caller: 1, key: "receipt")])
    }

    @Test func `every column of the table is either compared or known to be implied by nothing`() throws {
        let books = try SampleBooks()
        let columns = try RawFile(books.office.path).connection
            .all("SELECT name FROM pragma_table_info('idempotency_key')") { row in row.text(0) }
        let compared: Set = ["kind", "entity", "version", "body"]
        let free: Set = ["caller", "key", "fingerprint", "status", "location", "etag", "recorded_ms"]
        withExtendedLifetime(books) { #expect(Set(columns) == compared.union(free)) }
    }
}
