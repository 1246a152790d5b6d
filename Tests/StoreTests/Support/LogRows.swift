import Domain
import Store
import Testing
import Transparency

/// Keys of fixed seeds.
enum LogKeys {
    static func log(_ number: UInt8 = 1) throws -> SigningKey {
        let name = try #require(KeyName("sodan.example/16702"))
        return try SigningKey(name: name, type: .ed25519, seed: [UInt8](repeating: number, count: 32))
    }

    static func witness(_ number: UInt8 = 2) throws -> SigningKey {
        let name = try #require(KeyName("giamsat.example/1"))
        return try SigningKey(name: name, type: .cosignature, seed: [UInt8](repeating: number, count: 32))
    }
}

extension WriteTransaction {
    /// A signed checkpoint over the first `size` entries with the line of a witness, and the public keys of both.
    borrowing func addCosignedCheckpoint(of size: Int64) throws {
        let (log, witness) = (try LogKeys.log(), try LogKeys.witness())
        try setLogKeys(.log, to: [log.verifierKey.text])
        try setLogKeys(.witness, to: [witness.verifierKey.text])
        let root = try logRoot(at: size)
        let note = try Checkpoint(origin: log.name, size: size, root: root).signed(by: log)
        try store(StoredCheckpoint(size: size, root: root, note: note.string, signedAt: now))
        let line = try witness.cosignature(of: note.text, at: now.milliseconds / 1000).line
        try storeCosignature(line, by: witness.name.string, of: size)
    }
}
