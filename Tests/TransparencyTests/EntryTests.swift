import Testing

@testable import Transparency

@Suite struct EntryTests {
    @Test func `an entry is two hashes, and its leaf is over both`() throws {
        let nonce = try #require(Nonce([UInt8](repeating: 7, count: 32)))
        let entry = Entry(publicPart: Array("PT-1".utf8), nonce: nonce, privatePart: Array("Hà".utf8))
        let salted = TreeHash.sha256(of: nonce.bytes + Array("Hà".utf8))
        #expect(entry.bytes == TreeHash.sha256(of: Array("PT-1".utf8)).bytes + salted.bytes)
        #expect(entry.leaf == .leaf(entry.bytes))
        #expect(Entry(entry.bytes) == entry)
        #expect(Entry(publicHash: .sha256(of: Array("PT-1".utf8)), privateHash: salted) == entry)
        #expect(Entry(entry.bytes.dropLast()) == nil && Entry(entry.bytes + [0]) == nil)
    }

    @Test func `each part and the nonce change the leaf`() throws {
        let nonce = try #require(Nonce([UInt8](repeating: 7, count: 32)))
        let other = try #require(Nonce([UInt8](repeating: 8, count: 32)))
        let entry = Entry(publicPart: [1], nonce: nonce, privatePart: [2])
        for changed in [
            Entry(publicPart: [3], nonce: nonce, privatePart: [2]),
            Entry(publicPart: [1], nonce: other, privatePart: [2]),
            Entry(publicPart: [1], nonce: nonce, privatePart: [3]),
            Entry(publicPart: [], nonce: nonce, privatePart: [1, 2]),
            Entry(publicHash: entry.privateHash, privateHash: entry.publicHash),
        ] { #expect(changed.leaf != entry.leaf) }
    }

    @Test func `a nonce has 32 bytes and is drawn anew`() {
        #expect(
            Nonce([UInt8](repeating: 0, count: 31)) == nil && Nonce([UInt8](repeating: 0, count: 33)) == nil)
        var generator = SystemRandomNumberGenerator()
        let nonce = Nonce(using: &generator)
        #expect(nonce != Nonce(using: &generator) && Nonce(nonce.bytes) == nonce)
    }
}

@Suite struct EntryBundleTests {
    @Test func `a bundle has a length before each entry`() throws {
        let entries = (0..<256)
            .map { number in
                Entry(publicHash: .leaf([UInt8(number)]), privateHash: .empty)
            }
        for count in [1, 2, 255, 256] {
            let bundle = EntryBundle(Array(entries.prefix(count)))
            #expect(bundle.bytes.count == count * 66 && Array(bundle.bytes.prefix(2)) == [0, 64])
            #expect(try EntryBundle(parsing: bundle.bytes) == bundle)
            #expect(bundle.leaves == entries.prefix(count).map(\.leaf))
        }
        let others = try EntryBundle(parsing: [0, 0, 0, 1, 9, 1, 0] + [UInt8](repeating: 5, count: 256))
        #expect(others.entries.map(\.count) == [0, 1, 256])
        #expect(try EntryBundle(parsing: others.bytes) == others)
    }

    @Test func `a bundle that was cut or has too much is refused`() throws {
        let bytes = EntryBundle([Entry(publicHash: .empty, privateHash: .empty)]).bytes
        #expect(throws: EntryBundle.Fault.entryCount(0)) { try EntryBundle(parsing: []) }
        for count in 1..<66 {
            #expect(throws: EntryBundle.Fault.cutShort) {
                try EntryBundle(parsing: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: EntryBundle.Fault.cutShort) { try EntryBundle(parsing: bytes + [0]) }
        #expect(throws: EntryBundle.Fault.cutShort) { try EntryBundle(parsing: [0xFF, 0xFF, 1]) }
        #expect(throws: EntryBundle.Fault.entryCount(257)) {
            try EntryBundle(parsing: [UInt8](repeating: 0, count: 514))
        }
    }
}
