import Domain
import Store
import TestSupport
import Testing

@Suite struct IdempotencyKeyTests {
    private static let response = StoredResponse(
        status: 201, content: .bytes(Array("{}".utf8), location: "/contributions/1", etag: "\"1\""))
    private static let bare = StoredResponse(
        status: 204, content: .bytes([], location: nil, etag: nil))
    private static let reference = StoredResponse(
        status: 201, content: .resource(EntityVersion(.contribution, id: 7, version: 2)))

    private static func key(_ key: String = "a", caller: Int64 = 1, fingerprint: UInt8 = 1) -> IdempotencyKey
    {
        IdempotencyKey(caller: caller, key: key, fingerprint: [UInt8](repeating: fingerprint, count: 32))
    }

    @Test(arguments: [response, bare, reference]) func `a response is kept with its key`(
        _ response: StoredResponse
    ) throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(response, under: Self.key(), for: .forever) }
        let stored = try office.write { tx in try tx.storedResponse(Self.key()).map { [$0.response] } }
        #expect(stored == [response])
        #expect(try office.write { tx in try tx.storedResponse(Self.key())?.isSame } == true)
    }

    @Test func `the same key with a different request is detected`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key(), for: .forever) }
        #expect(try office.write { tx in try tx.storedResponse(Self.key(fingerprint: 2))?.isSame } == false)
    }

    @Test func `other keys and other callers are independent`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key(), for: .forever) }
        #expect(try office.write { tx in try tx.storedResponse(Self.key("b")) == nil })
        #expect(try office.write { tx in try tx.storedResponse(Self.key(caller: 2)) == nil })
    }

    @Test func `a key of a rolled-back job can be used again`() throws {
        let office = try TestStore()
        _ = try? office.write { tx in
            try tx.store(Self.response, under: Self.key(), for: .forever)
            throw Refusal.ownVoucher
        }
        #expect(try office.write { tx in try tx.storedResponse(Self.key()) == nil })
    }

    @Test func `a second response under the same key is refused`() throws {
        let office = try TestStore()
        try office.write { tx in try tx.store(Self.response, under: Self.key(), for: .forever) }
        #expect(throws: StoreError.self) {
            try office.write { tx in try tx.store(Self.bare, under: Self.key(), for: .forever) }
        }
    }

    private static func store(
        _ range: ClosedRange<Int>, for retention: IdempotencyKey.Retention, in office: TestStore
    ) throws {
        try office.write { tx in
            for number in range { try tx.store(bare, under: key("key \(number)"), for: retention) }
        }
    }

    private static func count(in office: TestStore) throws -> Int64? {
        try RawFile(office.path).integer("SELECT count(*) FROM idempotency_key")
    }

    @Test func `keys are dropped by age, those of money never`() throws {
        let office = try TestStore()
        try Self.store(1...3, for: .days(90), in: office)
        try Self.store(4...6, for: .forever, in: office)
        office.clock.advance(days: 90)
        try Self.store(7...7, for: .days(90), in: office)
        #expect(try Self.count(in: office) == 7)
        office.clock.advance(days: 1)
        try Self.store(8...8, for: .forever, in: office)
        #expect(try Self.count(in: office) == 8)
        try Self.store(9...9, for: .days(90), in: office)
        #expect(try Self.count(in: office) == 6)
        office.clock.advance(days: 10_000)
        try Self.store(10...10, for: .days(90), in: office)
        #expect(try Self.count(in: office) == 5)
        #expect(try office.write { tx in try tx.storedResponse(Self.key("key 4")) != nil })
        #expect(try office.write { tx in try tx.storedResponse(Self.key("key 1")) == nil })
    }

    @Test func `one write drops about 100 expired keys, so that none waits for all of them`() throws {
        let office = try TestStore()
        for number in 1...25 {
            try Self.store(number * 10...number * 10 + 9, for: .days(1), in: office)
            office.clock.advance(seconds: 1)
        }
        #expect(try Self.count(in: office) == 250)
        office.clock.advance(days: 2)
        for expected: Int64 in [151, 52, 3, 4] {
            try Self.store(1000 + Int(expected)...1000 + Int(expected), for: .days(1), in: office)
            #expect(try Self.count(in: office) == expected)
        }
    }
}
