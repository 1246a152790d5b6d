import Domain
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store
@testable import Verify

/// The tables of the public log: tiles, checkpoints, cosignatures and keys.
@Suite struct LogTamperingTests {
    /// A tile of level 0, one of level 1, and a cosigned checkpoint.
    private static let sample = Result {
        let office = try TestStore()
        try office.write { tx in
            for number in 1...300 { _ = try tx.addUser(named: "Người \(number)") }
        }
        try office.write { tx in try tx.addCosignedCheckpoint(of: 290) }
        office.store.close()
        return office
    }

    private func office() throws -> TestStore { try TestStore(copyOf: Self.sample.get().path) }

    private func discrepancies(after script: String) throws -> [Discrepancy] {
        let office = try office()
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    @Test func `an unaltered log is clean`() throws { #expect(try discrepancies(after: "SELECT 1") == []) }

    @Test(arguments: [
        "UPDATE log_tile SET hashes = zeroblob(32)", "UPDATE log_tile SET number = 1 WHERE level = 0",
        "UPDATE log_tile SET level = 2 WHERE level = 1", "DELETE FROM log_tile WHERE level = 0",
        "DELETE FROM log_tile WHERE level = 1",
        "INSERT INTO log_tile (level, number, hashes) VALUES (0, 1, zeroblob(32))",
    ])
    func `every altered tile is found`(_ script: String) throws {
        let found = try discrepancies(after: script)
        #expect(
            found.contains {
                if case .logTileDiffers = $0 { true } else { false }
            }, "\(found)")
    }

    @Test func `a checkpoint that no stored key signed is found`() throws {
        let office = try office()
        let stranger = try LogKeys.log(9)
        let root = try office.read { tx in try tx.logRoot(at: 290) }
        let note = try Checkpoint(origin: stranger.name, size: 290, root: root).signed(by: stranger)
        try RawFile(office.path).connection.run("UPDATE log_checkpoint SET note = ?1", note.string)
        #expect(try office.discrepancies() == [.checkpointDiffers(size: 290)])
    }

    @Test func `a cosignature of another witness, or of another checkpoint, is found`() throws {
        for (key, size) in [(try LogKeys.witness(9), 290), (try LogKeys.witness(), 289)]
            as [(SigningKey, Int64)]
        {
            let office = try office()
            let root = try office.read { tx in try tx.logRoot(at: size) }
            let note = try Checkpoint(origin: LogKeys.log().name, size: size, root: root)
                .signed(by: LogKeys.log())
            let line = try key.cosignature(of: note.text, at: 1_795_399_200).line
            try RawFile(office.path).connection.run("UPDATE log_cosignature SET line = ?1", line)
            #expect(
                try office.discrepancies()
                    == [.cosignatureDiffers(size: 290, witness: key.name.string)])
        }
    }

    @Test func `a key of another kind, and two of the log, are found`() throws {
        let witness = try LogKeys.witness().verifierKey.text
        let swapped = try discrepancies(after: "UPDATE log_key SET kind = 'log' WHERE kind = 'witness'")
        #expect(swapped.contains(.logKeyDiffers(vkey: witness)))
        let office = try office()
        try RawFile(office.path).connection
            .run(
                "INSERT INTO log_key (vkey, kind, is_current, added_ms) VALUES (?1, 'log', 1, 0)",
                try LogKeys.log(9).verifierKey.text)
        #expect(try office.discrepancies().count == 1)
    }
}
