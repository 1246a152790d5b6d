import Domain
import Foundation
import Glibc
import Logging
import Store
import TestSupport
import Testing
import Transparency

@testable import App

/// Signing, with a store and a key in two folders.
@Suite struct CheckpointSignerTests {
    private let store: TestStore
    private let keys: Folder
    private let key: SigningKey

    init() throws {
        store = try TestStore()
        keys = try Folder()
        key = try SampleLog.key()
        _ = try keys.write(key, to: "log.key")
    }

    private var keyPath: String { keys.path(of: "log.key") }

    private func signer(_ path: String? = nil) throws -> CheckpointSigner? {
        let settings = try loaded(overrides: [
            "proof.key": path ?? keyPath, "database.path": store.path,
        ])
        .settings
        return try CheckpointSigner(
            of: store.store, settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func add(_ name: String) throws { _ = try store.write { tx in try tx.addUser(named: name) } }

    private func last() throws -> StoredCheckpoint? { try store.read { tx in try tx.lastCheckpoint() } }

    private func size() throws -> Int64 { try store.read { tx in try tx.logSize() } }

    /// The rows of the journal signed as if by an earlier life of the service.
    private func writeSigned(_ note: SignedNote) throws {
        try SignedHeadFile(beside: keyPath).write(note.string)
    }

    @Test func `a commit is signed once, beside the key and in the database`() throws {
        let signer = try #require(try signer())
        try add("Lan")
        #expect(signer.signIfChanged())
        let first = try #require(try last())
        #expect(try first.size == size())
        let note = try SignedNote(parsing: Array(first.note.utf8))
        #expect(try note.verified(by: [key.verifierKey]).count == 1)
        #expect(keys.text(of: "log.key.signed") == first.note)
        #expect(!signer.signIfChanged())
        store.clock.set(Instant(milliseconds: store.clock.now.milliseconds + 10_000))
        #expect(!signer.signIfChanged())
        #expect(try last() == first)
        try add("Minh")
        #expect(signer.signIfChanged())
        #expect(try last()?.size == first.size + 1)
        // The next start goes on.
        let next = try #require(try self.signer())
        #expect(!next.signIfChanged())
        try add("Hoa")
        #expect(next.signIfChanged())
    }

    @Test func `the keys are stored for readers`() throws {
        _ = try signer()
        #expect(try store.read { tx in try tx.logKeys(.log) } == [key.verifierKey.text])
    }

    @Test func `a checkpoint that was signed but not stored is stored at the next start`() throws {
        try add("Lan")
        try #require(try #require(try signer()).signIfChanged())
        let note = keys.text(of: "log.key.signed")
        // As after a loss of power between the file and the database.
        try RawFile(store.path).run("DELETE FROM log_checkpoint")
        #expect(try #require(try signer()).signIfChanged())
        #expect(try last()?.note == note)
    }

    @Test func `a file that is shorter than what was signed is not signed`() throws {
        try add("Lan")
        try writeSigned(SampleLog(key: key).note(40))
        let signer = try #require(try signer())
        #expect(!signer.signIfChanged())
        try add("Minh")
        #expect(!signer.signIfChanged())
        #expect(try last() == nil)
        let signed = try SignedHeadFile(beside: keyPath).read()
        #expect(signed?.size == 40)
    }

    @Test func `another history is not signed, however long it grows`() throws {
        try writeSigned(SampleLog(key: key).note(3))
        let signer = try #require(try signer())
        for name in ["Lan", "Minh", "Hoa", "Mai"] {
            try add(name)
            #expect(!signer.signIfChanged())
        }
        #expect(try size() >= 4 && last() == nil)
    }

    @Test func `another history of the same size is not signed`() throws {
        try add("Lan")
        try writeSigned(SampleLog(key: key).note(Int(size())))
        #expect(try #require(try signer()).signIfChanged() == false)
        #expect(try last() == nil)
    }

    @Test func `what a witness has cosigned counts as signed, also at the next start`() throws {
        try add("Lan")
        let signer = try #require(try signer())
        try signer.takeWitnessed(SampleLog(key: key).note(40), by: key.name)
        #expect(!signer.signIfChanged())
        try add("Minh")
        #expect(try #require(try self.signer()).signIfChanged() == false)
        #expect(try last() == nil)
    }

    @Test func `a witness with a shorter part of another history stops the signing`() throws {
        for name in ["Lan", "Minh", "Hoa"] { try add(name) }
        let signer = try #require(try signer())
        try #require(signer.signIfChanged())
        let first = try last()
        try signer.takeWitnessed(SampleLog(key: key).note(2), by: key.name)
        try add("Mai")
        #expect(!signer.signIfChanged())
        #expect(try last() == first)
    }

    @Test func `a witness with the same history stops nothing`() throws {
        try add("Lan")
        let signer = try #require(try signer())
        try #require(signer.signIfChanged())
        let note = try SignedNote(parsing: Array(keys.text(of: "log.key.signed").utf8))
        try signer.takeWitnessed(note, by: key.name)
        // Also when the file beside the key was lost.
        unlink(keyPath + ".signed")
        let next = try #require(try self.signer())
        try next.takeWitnessed(note, by: key.name)
        try add("Minh")
        #expect(next.signIfChanged())
    }

    @Test func `a size that another key signed counts for nothing`() throws {
        try add("Lan")
        let signer = try #require(try signer())
        let forged = try SampleLog(key: SampleLog.key(9)).note(40)
        #expect(throws: SignedNote.Fault.unknownKeys) {
            try signer.takeWitnessed(forged, by: key.name)
        }
        #expect(signer.signIfChanged())
    }

    @Test func `after a refusal nothing is signed`() throws {
        let signer = try #require(try signer())
        signer.stop(because: .witnessSawMore(witness: "giamsat", size: 40, signed: 1))
        try add("Lan")
        #expect(try !signer.signIfChanged() && last() == nil)
    }

    @Test func `without a key nothing is signed`() throws {
        #expect(try signer(keys.path(of: "no.key")) == nil)
        #expect(try store.read { tx in try tx.logKeys(.log) } == [])
    }

    @Test func `a key beside the data, for others or of a witness is refused`() throws {
        let inside = try store.folder.write(key, to: "log.key")
        #expect(throws: Failure.self) { try signer(inside) }
        let witness = try keys.write(SampleLog.witnessKey(), to: "witness.key")
        #expect(throws: Failure.self) { try signer(witness) }
        for mode in [0o640, 0o604, 0o610] as [mode_t] {
            try #require(chmod(keyPath, mode) == 0)
            #expect(throws: Failure.self) { try signer() }
        }
        try #require(chmod(keyPath, 0o600) == 0)
        _ = try keys.write("không phải khóa\n", to: "bad.key")
        try #require(chmod(keys.path(of: "bad.key"), 0o600) == 0)
        #expect(throws: Failure.self) { try signer(keys.path(of: "bad.key")) }
        _ = try keys.write("không phải điểm đối chiếu\n", to: "log.key.signed")
        #expect(throws: Failure.self) { try signer() }
    }
}
