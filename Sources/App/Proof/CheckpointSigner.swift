import Domain
import Locks
import Logging
import Store
import Transparency

/// Signs the log's checkpoints while the service runs: after commits, at most once in an interval.
///
/// What was signed last is kept beside the key as well as in the database. A checkpoint that does not contain it is
/// never signed: after a restore from an older backup the service would otherwise show two histories itself. The file
/// beside the key is written before the database, and the database before anyone can see the checkpoint. What a witness
/// has cosigned counts as signed, also when the file beside the key was lost.
final class CheckpointSigner: Sendable {
    private struct State {
        /// Nil when nothing was ever signed with this key.
        var last: SignedHead?
        /// True once the database was seen to have `last`.
        var isLastStored = false
        /// Why nothing is signed until the next start, by what a witness said.
        var refusal: RefusalToSign?
        /// True once a refusal to sign was logged.
        var isRefusalLogged = false
    }

    private let store: Store
    private let key: SigningKey
    private let file: SignedHeadFile
    private let logger: Logger
    private let state: Mutex<State>

    /// Prepares signing; nil when there is no key.
    ///
    /// - Throws: `Failure` when the key or what was signed with it cannot be read.
    init?(of store: Store, _ settings: Settings, logger: Logger) throws {
        let keyFile = KeyFile(path: settings.proof.key)
        guard let key = try keyFile.read() else {
            logger.warning(
                "no key: checkpoints are not signed; make one with 'danvan key new'",
                metadata: ["proof.key": "\(settings.proof.key)"])
            return nil
        }
        try keyFile.checkOutside(settings.database.path)
        guard key.verifierKey.type == .ed25519 else {
            throw Failure(.configuration, "Khóa \(settings.proof.key) là khóa của bên chứng kiến.")
        }
        self.store = store
        self.key = key
        self.logger = logger
        file = SignedHeadFile(beside: settings.proof.key)
        state = Mutex(State(last: try file.read()))
        let witnesses = settings.proof.witnesses.map(\.key.text)
        let vkey = key.verifierKey.text
        try store.writer.write(actor: nil) { tx in
            try tx.setLogKeys(.log, to: [vkey])
            try tx.setLogKeys(.witness, to: witnesses)
        }
        logger.notice("signing checkpoints", metadata: ["vkey": "\(vkey)"])
    }

    /// The public key of the checkpoints.
    var verifierKey: VerifierKey { key.verifierKey }

    /// Signs the present tree, if it has grown.
    ///
    /// - Returns: true when a checkpoint was signed.
    @discardableResult
    func signIfChanged() -> Bool {
        state.withLock { state in
            guard state.refusal == nil else { return false }
            let isUnchanged = state.last.map { store.changes.lastPosition == $0.size } ?? false
            guard !isUnchanged || !state.isLastStored else { return false }
            do {
                let head = try signed(after: state.last)
                state.last = head ?? state.last
                state.isLastStored = true
                state.isRefusalLogged = false
                return head != nil
            } catch {
                guard !state.isRefusalLogged else { return false }
                state.isRefusalLogged = true
                logger.critical("no checkpoint is signed", metadata: ["reason": "\(error)"])
                return false
            }
        }
    }

    /// Signs nothing more until the next start.
    func stop(because refusal: RefusalToSign) {
        state.withLock { state in
            guard state.refusal == nil else { return }
            state.refusal = refusal
            logger.critical("no checkpoint is signed", metadata: ["reason": "\(refusal)"])
        }
    }

    /// Takes a checkpoint that a witness has cosigned for signed: from now on, only a tree that contains it is.
    ///
    /// Nothing but the signature with our own key counts, so nobody can stop the service with a made-up size.
    ///
    /// - Throws: `SignedNote.Fault` and `Checkpoint.Fault` for what this key did not sign; errors of the store and of
    ///   the file beside the key.
    func takeWitnessed(_ note: SignedNote, by witness: KeyName) throws {
        _ = try note.verified(by: [key.verifierKey])
        let checkpoint = try Checkpoint(parsing: note.text)
        let head = SignedHead(size: checkpoint.size, root: checkpoint.root)
        let size = try store.reader().read { tx in try tx.logSize() }
        if size >= head.size, try store.reader().read({ tx in try tx.logRoot(at: head.size) }) != head.root {
            stop(because: .witnessSawOther(witness: witness.string, size: head.size))
        }
        try state.withLock { state in
            if let last = state.last, last.size >= head.size { return }
            try file.write(note.keepingOnly([key.verifierKey]).string)
            state.last = head
            state.isLastStored = false
        }
    }

    /// Signs and stores the present tree.
    ///
    /// - Returns: nil when it has not grown.
    private func signed(after last: SignedHead?) throws -> SignedHead? {
        let now = store.now()
        let head = try store.reader()
            .read { tx in
                let size = try tx.logSize()
                if let last {
                    guard size >= last.size else {
                        throw RefusalToSign.shorter(size: size, signed: last.size)
                    }
                    guard try tx.logRoot(at: last.size) == last.root else {
                        throw RefusalToSign.otherHistory(signed: last.size)
                    }
                    if size == last.size, try tx.checkpoint(of: size) != nil { return SignedHead?.none }
                }
                return SignedHead(size: size, root: try tx.logRoot(at: size))
            }
        guard let head else { return nil }
        let checkpoint = Checkpoint(origin: key.name, size: head.size, root: head.root)
        let note = try checkpoint.signed(by: key).string
        try file.write(note)
        let stored = StoredCheckpoint(size: head.size, root: head.root, note: note, signedAt: now)
        try store.writer.write(actor: nil) { tx in try tx.store(stored) }
        return head
    }
}
