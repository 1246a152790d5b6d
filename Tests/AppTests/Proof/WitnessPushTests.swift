import Domain
import Foundation
import HTTP
import Logging
import Network
import Store
import TestSupport
import Testing
import Transparency

@testable import App

/// The sending of checkpoints to a witness that has seen something already, in one process.
@Suite struct WitnessPushTests {
    private let store: TestStore
    private let folder: Folder
    private let key: SigningKey
    private let state: WitnessStateFile
    private let server: Server
    private let signer: CheckpointSigner
    private let push: WitnessPush

    init() throws {
        store = try TestStore()
        folder = try Folder()
        key = try SampleLog.key()
        state = try WitnessStateFile(path: folder.path(of: "state"), key: SampleLog.witnessKey())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let witness = Witness(logs: [KnownLog(key.verifierKey)], state: state, logger: logger)
        var network = NetworkSettings(listeners: [.tcp(host: "127.0.0.1", port: 0)])
        network.loopsCount = 1
        server = Server(settings: network, limits: Limits()) { _ in WitnessResponder(witness, prefix: "/w") }
        try server.start()
        let address = "http://\(server.listeners[0])/w"
        let settings = try loaded(overrides: [
            "proof.key": folder.write(key, to: "log.key"), "database.path": store.path,
            "proof.witnesses": state.key.verifierKey.text + " " + address,
        ])
        .settings
        signer = try #require(try CheckpointSigner(of: store.store, settings, logger: logger))
        let configured = try #require(settings.proof.witnesses.first)
        push = try #require(
            try WitnessPush(to: configured, of: store.store, signer: signer, logger: logger))
        for name in ["Lan", "Minh", "Hoa", "Mai"] {
            _ = try store.write { tx in try tx.addUser(named: name) }
        }
    }

    private func add(_ name: String) throws { _ = try store.write { tx in try tx.addUser(named: name) } }

    /// Has the witness cosign `size` entries of another history, signed by the same key.
    private func showOther(_ size: Int) throws {
        let log = try SampleLog(key: key)
        let decision = try state.decide(on: log.request(from: 0, to: size), logs: [log.known], at: 1)
        try #require(decision.answer.status == 200)
    }

    private func cosigned() throws -> [String] {
        try store.read { tx in try tx.cosignatures(of: tx.lastCheckpoint()?.size ?? 0) }
    }

    /// True when a further row is not signed.
    private func hasStopped() throws -> Bool {
        try add("Quang")
        return !signer.signIfChanged()
    }

    private func stop() {
        push.stop()
        server.stop(withinSeconds: 5)
    }

    @Test func `a checkpoint is cosigned, and not sent again`() throws {
        defer { stop() }
        push.ask()
        try #require(signer.signIfChanged())
        push.checkpointSigned()
        #expect(waits(seconds: 30) { (try? cosigned().count) == 1 })
        let first = try cosigned()
        push.checkpointSigned()
        push.ask()
        #expect(try cosigned() == first)
        #expect(try !hasStopped())
    }

    @Test func `a greater size stops the signing, and is kept beside the key`() throws {
        defer { stop() }
        try #require(signer.signIfChanged())
        try showOther(40)
        push.checkpointSigned()
        #expect(waits(seconds: 30) { folder.text(of: "log.key.signed").contains("\n40\n") })
        #expect(try hasStopped() && cosigned() == [])
    }

    @Test func `another history of a smaller size stops the signing`() throws {
        defer { stop() }
        try #require(signer.signIfChanged())
        try showOther(3)
        push.checkpointSigned()
        var number = 0
        #expect(
            waits(seconds: 30) {
                number += 1
                // Each round adds a row, until none is signed any more.
                return (try? add("Người thứ \(number)")) != nil && !signer.signIfChanged()
            })
        #expect(try hasStopped() && cosigned() == [])
    }

    @Test func `before the first signature the witness is asked`() throws {
        defer { stop() }
        try showOther(3)
        push.ask()
        #expect(try !signer.signIfChanged() && hasStopped())
        #expect(try store.read { tx in try tx.lastCheckpoint() } == nil)
    }

    @Test func `a witness with a part of the same history is sent the rest`() throws {
        defer { stop() }
        try #require(signer.signIfChanged())
        // The witness has the checkpoint, but the service lost the cosignature.
        let checkpoint = try #require(try store.read { tx in try tx.lastCheckpoint() })
        let note = try SignedNote(parsing: Array(checkpoint.note.utf8))
        _ = try state.decide(
            on: WitnessRequest(oldSize: 0, hashes: [], note: note), logs: [KnownLog(key.verifierKey)], at: 1)
        try add("Vinh")
        try #require(signer.signIfChanged())
        push.checkpointSigned()
        #expect(waits(seconds: 30) { (try? cosigned().count) == 1 })
        #expect(try !hasStopped())
    }
}
