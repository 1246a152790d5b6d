import API
import Domain
import HTTP
import Store
import TestSupport
import Testing
import Transparency

@Suite struct CosignatureEndpointTests {
    private static let path = "/v1/public/log/cosignatures"

    @Test func `the cosignature of a configured witness stands below the checkpoint`() throws {
        let office = try Office.villageWithBooks()
        let note = try office.signCheckpoint()
        let witness = try Office.witnessKey.get()
        let body = try Office.cosigned(note, by: witness)
        let response = try office.post(Self.path, body, as: nil)
        #expect(response.status == 200 && response.text("/witnesses/0") == "giamsat.example/nghi-phu")
        #expect(try office.post(Self.path, body, as: nil).status == 200)
        let shown = try SignedNote(parsing: try office.get("/v1/public/log/checkpoint", as: nil).body)
        let keys = [try Office.logKey.get().verifierKey, witness.verifierKey]
        #expect(try shown.verified(by: keys).map(\.seconds) == [nil, 1_795_000_000])
    }

    @Test func `a stranger, a forged line and an unsigned note are refused with 403`() throws {
        let office = try Office.villageWithBooks()
        let note = try office.signCheckpoint()
        let witness = try Office.witnessKey.get()
        let stranger = try SigningKey(name: witness.name, type: .cosignature, seed: Array(64...95))
        var forged = note
        let line = try witness.cosignature(of: note.text, at: 1_795_000_000)
        forged.add(NoteSignature(name: line.name, keyID: line.keyID, signature: line.signature.reversed()))
        let bodies = [
            try Office.cosigned(note, by: stranger), Office.body(of: forged.string),
            Office.body(of: note.string),
        ]
        for body in bodies {
            #expect(Refused(try office.post(Self.path, body, as: nil)) == Refused(403, "witness-unknown"))
        }
    }

    @Test func `another history, an old size and an unknown size are refused`() throws {
        let office = try Office.villageWithBooks()
        let (key, witness) = (try Office.logKey.get(), try Office.witnessKey.get())
        let earlier = try office.signCheckpoint()
        try #require(try office.post(Self.path, Office.cosigned(earlier, by: witness), as: nil).status == 200)
        let size = try Checkpoint(parsing: earlier.text).size
        let other = try Checkpoint(origin: key.name, size: size, root: .empty).signed(by: key)
        let refused = try office.post(Self.path, Office.cosigned(other, by: witness), as: nil)
        #expect(Refused(refused) == Refused(422, "checkpoint-differs"))
        _ = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":7}"#)
        let later = try office.signCheckpoint()
        try #require(try office.post(Self.path, Office.cosigned(later, by: witness), as: nil).status == 200)
        let old = try office.post(Self.path, Office.cosigned(earlier, by: witness), as: nil)
        #expect(Refused(old) == Refused(409, "checkpoint-old"))
        let unknown = try Checkpoint(origin: key.name, size: 9999, root: .empty).signed(by: key)
        #expect(try office.post(Self.path, Office.cosigned(unknown, by: witness), as: nil).status == 404)
    }

    @Test(arguments: ["", "x", "a\n\n", "danvan.example/40\n1\nx\n\n— a AAAAAAAA\n"])
    func `what is no checkpoint with signatures is refused with its pointer`(_ note: String) throws {
        let office = try Office.villageWithBooks()
        try office.signCheckpoint()
        let response = try office.post(Self.path, Office.body(of: note), as: nil)
        #expect(response.errors == ["/note text-invalid"])
    }

    /// A witness cosigns many logs, some of which have as many entries: that is no other history of this one.
    @Test func `a checkpoint of another log is not found, whoever signed it`() throws {
        let office = try Office.villageWithBooks()
        let witness = try Office.witnessKey.get()
        let size = try Checkpoint(parsing: try office.signCheckpoint().text).size
        let name = try #require(KeyName("danvan.example/38"))
        let neighbour = try SigningKey(name: name, type: .ed25519, seed: Array(64...95))
        for size in [size, size - 1, size + 1] {
            let other = try Checkpoint(origin: name, size: size, root: .empty).signed(by: neighbour)
            let response = try office.post(Self.path, Office.cosigned(other, by: witness), as: nil)
            #expect(Refused(response) == Refused(404, "not-found"), "\(size)")
        }
    }

    /// Cosignatures are public, so anyone can send an old one again.
    @Test func `an older line of a witness does not take the place of a later one`() throws {
        let office = try Office.villageWithBooks()
        let (note, witness) = (try office.signCheckpoint(), try Office.witnessKey.get())
        for seconds: Int64 in [1_795_000_000, 1_795_000_600, 1_795_000_000, 1_795_000_599] {
            let body = try Office.cosigned(note, by: witness, at: seconds)
            #expect(try office.post(Self.path, body, as: nil).status == 200)
        }
        let shown = try SignedNote(parsing: try office.get("/v1/public/log/checkpoint", as: nil).body)
        #expect(try shown.verified(by: [witness.verifierKey]).map(\.seconds) == [1_795_000_600])
    }
}
