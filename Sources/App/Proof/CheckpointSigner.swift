import Domain
import Logging
import Store
import Synchronization
import Transparency

/// Signs the log's checkpoints while the service runs: after commits, at most once in an interval.
///
/// What was signed last is kept beside the key as well as in the database. A checkpoint that does not contain it is
/// never signed: after a restore from an older backup the service would otherwise show two histories itself. The file
/// beside the key is written before the database, and the database before anyone can see the checkpoint.
final class CheckpointSigner: Sendable {
    private struct State {
        /// Nil when nothing was ever signed with this key.
        var last: SignedHead?
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

    /// Signs the present tree, if it has grown.
    func signIfChanged() {
        state.withLock { state in
            guard state.last.map({ store.changes.lastPosition != $0.size }) ?? true else { return }
            do {
                state.last = try signed(after: state.last) ?? state.last
                state.isRefusalLogged = false
            } catch {
                guard !state.isRefusalLogged else { return }
                state.isRefusalLogged = true
                logger.critical("no checkpoint is signed", metadata: ["reason": "\(error)"])
            }
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

/// Why a checkpoint is not signed.
enum RefusalToSign: Error, CustomStringConvertible {
    /// The journal is shorter than what was signed: an older file was put back.
    case shorter(size: Int64, signed: Int64)
    /// The journal begins otherwise than what was signed.
    case otherHistory(signed: Int64)

    var description: String {
        switch self {
        case .shorter(let size, let signed):
            "the journal has \(size) rows, but \(signed) were signed: an older file was put back; see docs/TRUST.md"
        case .otherHistory(let signed):
            "the first \(signed) rows are not those that were signed; see docs/TRUST.md"
        }
    }
}
