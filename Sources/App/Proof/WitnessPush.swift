import Dispatch
import Locks
import Logging
import Store
import Transparency

/// Sends the checkpoints to one witness, and stores its cosignatures.
///
/// On a queue of its own, one request at a time and at most every few seconds: a witness that is slow or away delays
/// nobody. A witness that has seen more than was signed here, or another history, stops the signing.
///
/// - Source: C2SP tlog-witness.md at 5ba5ee8, add-checkpoint.
final class WitnessPush: Sendable {
    private struct State {
        /// What the witness has cosigned, as far as is known.
        var knownSize: Int64
        var isWaiting = false
        var isStopped = false
        var notBefore = DispatchTime.now()
        /// Logged once in a row.
        var lastFailure: String?
    }

    private let key: VerifierKey
    private let witness: PlainExchange
    private let store: Store
    private let signer: CheckpointSigner
    private let logger: Logger
    private let queue: DispatchQueue
    private let state: Mutex<State>

    private static let intervalSeconds = 5.0
    private static let retrySeconds = 30.0

    /// Nil when the witness has no address.
    ///
    /// - Throws: errors of the store.
    init?(to witness: ConfiguredWitness, of store: Store, signer: CheckpointSigner, logger: Logger) throws {
        guard let address = witness.address else { return nil }
        key = witness.key
        self.witness = PlainExchange(address: address)
        self.store = store
        self.signer = signer
        self.logger = logger
        let name = witness.key.name.string
        queue = DispatchQueue(label: "danvan.witness.\(name)", qos: .utility)
        let size = try store.reader().read { tx in try tx.largestCosigned(by: name) }
        state = Mutex(State(knownSize: size))
    }

    /// Asks the witness what it has seen, before anything is signed; takes a few seconds at most.
    func ask() { queue.sync { _ = attempt { try learn() } } }

    /// Sends the last checkpoint soon; returns at once.
    func checkpointSigned() {
        state.withLock { state in
            guard !state.isWaiting, !state.isStopped else { return }
            state.isWaiting = true
            queue.asyncAfter(deadline: max(.now(), state.notBefore)) { [self] in run() }
        }
    }

    /// Completes the request in progress, and sends no other.
    func stop() {
        state.withLock { $0.isStopped = true }
        queue.sync {}
    }

    private func run() {
        let isStopped = state.withLock { state in
            state.isWaiting = false
            state.notBefore = .now() + WitnessPush.intervalSeconds
            return state.isStopped
        }
        guard !isStopped else { return }
        guard attempt({ try push() }) else {
            state.withLock { $0.notBefore = .now() + WitnessPush.retrySeconds }
            return checkpointSigned()
        }
    }

    /// Why the witness has not cosigned.
    private struct Unanswered: Error {
        let reason: String
    }

    /// Runs `body` and logs its failure, unless it is the same again.
    ///
    /// - Returns: false after a failure.
    private func attempt(_ body: () throws -> Void) -> Bool {
        let reason: String
        do {
            try body()
            state.withLock { $0.lastFailure = nil }
            return true
        } catch let unanswered as Unanswered {
            reason = unanswered.reason
        } catch {
            reason = "\(error)"
        }
        let isNew = state.withLock { state in
            defer { state.lastFailure = reason }
            return state.lastFailure != reason
        }
        if isNew {
            logger.warning(
                "a witness has not cosigned",
                metadata: ["witness": "\(key.name.string)", "reason": "\(reason)"])
        }
        return false
    }

    /// Fetches what the witness has cosigned last.
    private func learn() throws {
        let path = "/\(signer.verifierKey.name.text.sha256Hex)/checkpoint"
        let response = try witness.get(path)
        guard response.status == 200 else {
            // It has seen nothing, or does not show it: then its answer to the last checkpoint tells.
            return try push(asksAgain: false)
        }
        try signer.takeWitnessed(SignedNote(parsing: response.body), by: key.name)
    }

    /// Sends the last checkpoint, unless the witness has it.
    private func push(asksAgain: Bool = true) throws {
        guard var checkpoint = try lastCheckpoint() else { return }
        var size = state.withLock(\.knownSize)
        // The second time with the size that the witness tells, the third with a checkpoint signed meanwhile.
        for _ in 1...3 {
            guard try size < checkpoint.size || !isCosigned(checkpoint) else { return }
            let request = try request(for: checkpoint, from: size)
            let response = try witness.post("/add-checkpoint", request.bytes, as: "text/plain")
            switch response.status {
            case 200: return try store(response.body, below: checkpoint)
            case 409:
                size = try seenSize(response)
                checkpoint = try lastCheckpoint() ?? checkpoint
                guard size <= checkpoint.size else {
                    return try refuse(
                        .witnessSawMore(witness: key.name.string, size: size, signed: checkpoint.size),
                        asksAgain)
                }
                state.withLock { $0.knownSize = size }
            case 422: return try refuse(.witnessSawOther(witness: key.name.string, size: size), asksAgain)
            default: throw Unanswered(reason: "status \(response.status)")
            }
        }
        throw Unanswered(reason: "its size keeps changing")
    }

    /// Stops the signing; what the witness can show is kept beside the key, so that the next start refuses, too.
    private func refuse(_ refusal: RefusalToSign, _ asksAgain: Bool) throws {
        signer.stop(because: refusal)
        if asksAgain { try learn() }
    }

    private func lastCheckpoint() throws -> StoredCheckpoint? {
        try store.reader().read { tx in try tx.lastCheckpoint() }
    }

    private func isCosigned(_ checkpoint: StoredCheckpoint) throws -> Bool {
        try store.reader().read { tx in try tx.witnesses(of: checkpoint.size).contains(key.name.string) }
    }

    private func request(for checkpoint: StoredCheckpoint, from size: Int64) throws -> WitnessRequest {
        let old = min(size, checkpoint.size)
        let proof = try store.reader().read { tx in try tx.consistencyProof(from: old, to: checkpoint.size) }
        let note = try SignedNote(parsing: Array(checkpoint.note.utf8))
        return try WitnessRequest(oldSize: old, hashes: proof?.hashes ?? [], note: note)
    }

    /// The size in the body of a 409.
    private func seenSize(_ response: BlockingExchange.Response) throws -> Int64 {
        let text = String(decoding: response.body.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard response.field("content-type") == "text/x.tlog.size", let size = Int64(text), size >= 0 else {
            throw Unanswered(reason: "status 409 without a size")
        }
        return size
    }

    /// Stores the line of the witness, if it verifies.
    private func store(_ body: [UInt8], below checkpoint: StoredCheckpoint) throws {
        var note = try SignedNote(parsing: Array(checkpoint.note.utf8))
        for line in try SignedNote.signatures(in: body[...]) { note.add(line) }
        _ = try note.verified(by: [key])
        guard let line = try note.keepingOnly([key]).signatures.last?.line else { return }
        let name = key.name.string
        try store.writer.write(actor: nil) { tx in
            // Of checkpoints without cosignatures, only the last one of each hour is kept.
            if try tx.checkpoint(of: checkpoint.size) == nil { try tx.store(checkpoint) }
            try tx.storeCosignature(line, by: name, of: checkpoint.size)
        }
        state.withLock { $0.knownSize = checkpoint.size }
        logger.info("cosigned", metadata: ["witness": "\(name)", "size": "\(checkpoint.size)"])
    }
}
