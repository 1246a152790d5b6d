import Domain
import TestSupport
import Testing
import Transparency

@testable import Store

@Suite struct JournalEntryTests {
    private static let nonce = [UInt8](repeating: 9, count: 32)

    private func row(
        actor: Actor? = Actor(User.ID(3)), subject: Int64 = 2, owner: String? = "h5", request: [UInt8]? = nil
    ) -> JournalEntry.Row {
        JournalEntry.Row(
            position: 7, recordedAt: Instant(milliseconds: 5), author: actor, event: "fund.recorded",
            subject: subject, owner: owner, request: request)
    }

    @Test func `an entry has a hash of the public part, and one of nonce, columns and payload`() throws {
        var entry = JournalEntry()
        entry.write(
            row(), nonce: Self.nonce, payload: Array("{}".utf8), publicMembers: Array(#"{"a":1}"#.utf8))
        let publicPart = """
            {"format":1,"position":7,"event":"fund.recorded","recorded_at":"1970-01-01T00:00:00.005Z","owner":"h5",\
            "data":{"a":1}}
            """
        #expect(String(decoding: entry.publicBytes, as: UTF8.self) == publicPart)
        let privatePart = Array("1 7 5 3 - - fund.recorded 2 h5\n{}".utf8)
        #expect(entry.privateHash == .sha256(of: Self.nonce + privatePart))
        let publicBytes = entry.publicBytes
        entry.write(
            row(request: [0x0F] + [UInt8](repeating: 0xA1, count: 31)), nonce: Self.nonce,
            payload: Array("{}".utf8), publicMembers: Array(#"{"a":1}"#.utf8))
        let named = "1 7 5 3 - - fund.recorded 2 h5 0f" + String(repeating: "a1", count: 31) + "\n{}"
        #expect(entry.privateHash == .sha256(of: Self.nonce + Array(named.utf8)))
        #expect(entry.publicBytes == publicBytes)
        let hashes = TreeHash.sha256(of: Array(publicPart.utf8)).bytes + entry.privateHash.bytes
        #expect(entry.leaf == .leaf(hashes))
        // What remains of the row when its private part was erased.
        var erased = JournalEntry()
        erased.writePublicPart(of: row(), Array(#"{"a":1}"#.utf8))
        #expect(erased.leaf(withPrivateHash: entry.privateHash) == entry.leaf)
    }

    @Test func `without public members only format and position are public`() {
        var entry = JournalEntry()
        entry.write(row(), nonce: Self.nonce, payload: [], publicMembers: nil)
        #expect(String(decoding: entry.publicBytes, as: UTF8.self) == #"{"format":1,"position":7}"#)
    }

    @Test func `every column changes the private part`() {
        let actors: [Actor?] = [
            nil, Actor(User.ID(0)), Actor(User.ID(1)), Actor(User.ID(1), token: AccessToken.ID(2)),
            Actor(User.ID(1), token: AccessToken.ID(2), assignedBy: User.ID(3)),
            Actor(User.ID(1), token: AccessToken.ID(23)), Actor(User.ID(1), assignedBy: User.ID(2)),
        ]
        let rows = actors.map { row(actor: $0) } + [row(subject: 22), row(owner: nil), row(owner: "h55")]
        var entry = JournalEntry()
        let hashes = rows.map { row in
            entry.write(row, nonce: Self.nonce, payload: [], publicMembers: nil)
            return entry.privateHash
        }
        entry.write(row(), nonce: [UInt8](repeating: 8, count: 32), payload: [], publicMembers: nil)
        #expect(Set(hashes + [entry.privateHash]).count == rows.count + 1)
    }

    @Test func `nonces differ`() {
        let nonces = (0..<1000).map { _ in JournalEntry.newNonce() }
        #expect(Set(nonces).count == 1000)
        #expect(nonces.allSatisfy { $0.count == 32 })
    }
}
