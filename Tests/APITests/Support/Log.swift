import API
import Domain
import JSON
import Store
import TestSupport
import Transparency

extension Office {
    /// The key of the log, of PROOF.md's vectors.
    static let logKey = Result {
        try SigningKey(name: try keyName("danvan.example/40"), type: .ed25519, seed: Array(0...31))
    }

    /// The key of a witness, of PROOF.md's vectors.
    static let witnessKey = Result {
        try SigningKey(
            name: try keyName("giamsat.example/nghi-phu"), type: .cosignature, seed: Array(32...63))
    }

    private static func keyName(_ text: String) throws -> KeyName {
        guard let name = KeyName(text) else { throw SigningKey.Fault.name }
        return name
    }

    /// Signs the present tree, as the service does while it runs.
    @discardableResult func signCheckpoint() throws -> SignedNote {
        let (key, witness) = (try Office.logKey.get(), try Office.witnessKey.get())
        let (size, root) = try base.read { tx in
            let size = try tx.logSize()
            return (size, try tx.logRoot(at: size))
        }
        let note = try Checkpoint(origin: key.name, size: size, root: root).signed(by: key)
        let stored = StoredCheckpoint(size: size, root: root, note: note.string, signedAt: clock.now)
        try base.store.writer.write(actor: nil) { tx in
            try tx.setLogKeys(.log, to: [key.verifierKey.text])
            try tx.setLogKeys(.witness, to: [witness.verifierKey.text])
            try tx.store(stored)
        }
        return note
    }

    /// `note` with the cosignature of `witness`, as the body of a request.
    static func cosigned(
        _ note: SignedNote, by witness: SigningKey, at seconds: Int64 = 1_795_000_000
    ) throws -> String {
        var cosigned = note
        cosigned.add(try witness.cosignature(of: note.text, at: seconds))
        return body(of: cosigned.string)
    }

    static func body(of note: String) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.member("note", note)
        json.endObject()
        return String(decoding: json.finish(), as: UTF8.self)
    }
}

extension EndpointSample {
    static let log: [String: EndpointSample] = [
        "GET /v1/public/log/checkpoint": .init("/v1/public/log/checkpoint", about: .nothing),
        "GET /v1/public/log/key": .init("/v1/public/log/key", about: .nothing),
        "GET /v1/public/log/tile/{tile}": .init("/v1/public/log/tile/entries/000.p/20", about: .nothing),
        "GET /v1/public/log/proof": .init("/v1/public/log/proof?position=3", about: .nothing),
        "GET /v1/public/log/consistency": .init("/v1/public/log/consistency?from=2", about: .nothing),
        "GET /v1/public/receipts/{code}": .init(
            "/v1/public/receipts/\(ReceiptCode(Contribution.ID(1)).text)", about: .nothing),
        "POST /v1/public/log/cosignatures": .init(
            "/v1/public/log/cosignatures", sampleCosignature, about: .nothing),
    ]

    /// Without a sample file the tests fail for another reason.
    private static let sampleCosignature: String = {
        guard let office = try? Office.forSamples(), let witness = try? Office.witnessKey.get(),
            let checkpoint = try? office.base.read({ tx in try tx.lastCheckpoint() }),
            let note = try? SignedNote(parsing: Array(checkpoint.note.utf8))
        else { return "" }
        return (try? Office.cosigned(note, by: witness)) ?? ""
    }()
}
