import Domain
import Store
import TestSupport
import Testing

@Suite struct IdempotencyKeyTests {
    private static let response = StoredResponse(
        status: 201, location: "/contributions/1", etag: "\"1\"", body: Array("{}".utf8))
    private static let bare = StoredResponse(status: 204, location: nil, etag: nil, body: [])

    private static func key(_ key: String = "a", caller: Int64 = 1, fingerprint: UInt8 = 1) -> IdempotencyKey
    {
        IdempotencyKey(caller: caller, key: key, fingerprint: [UInt8](repeating: fingerprint, count: 32))
    }

    @Test(arguments: [response, bare]) func `a response is kept with its key`(
        _ response: StoredResponse
    ) throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(response, under: Self.key()) }
        let stored = try office.write { tx in try tx.storedResponse(Self.key()).map { [$0.response] } }
        #expect(stored == [response])
        #expect(try office.write { tx in try tx.storedResponse(Self.key())?.isSame } == true)
    }

    @Test func `the same key with a different request is detected`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key()) }
        #expect(try office.write { tx in try tx.storedResponse(Self.key(fingerprint: 2))?.isSame } == false)
    }

    @Test func `other keys and other callers are independent`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key()) }
        #expect(try office.write { tx in try tx.storedResponse(Self.key("b")) == nil })
        #expect(try office.write { tx in try tx.storedResponse(Self.key(caller: 2)) == nil })
    }

    @Test func `a key of a rolled-back job can be used again`() throws {
        let office = try TestStore()
        _ = try? office.write { tx in
            try tx.store(Self.response, under: Self.key())
            throw Refusal.ownVoucher
        }
        #expect(try office.write { tx in try tx.storedResponse(Self.key()) == nil })
    }

    @Test func `a second response under the same key is refused`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key()) }
        #expect(throws: StoreError.self) {
            try office.write { tx in try tx.store(Self.bare, under: Self.key()) }
        }
    }
}
