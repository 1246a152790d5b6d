/// What a witness answers to a log.
///
/// - Source: C2SP tlog-witness.md at 5ba5ee8, add-checkpoint.
package enum WitnessAnswer: Hashable, Sendable {
    /// 200: store the state, then send the cosignature of the checkpoint.
    case sign(WitnessState)
    /// 400: the old size is greater than that of the checkpoint.
    case oldSizeBeyondCheckpoint
    /// 403: no trusted key signed, or the signature of one does not verify.
    case untrusted(SignedNote.Fault)
    /// 404: the witness does not know the origin.
    case unknownLog
    /// 409: the old size is not what was signed last, which the body says (`text/x.tlog.size`).
    case otherSize(Int64)
    /// 422: the proof does not show that the log only grew, or the root is another at the same size.
    case inconsistent

    package var status: Int {
        switch self {
        case .sign: 200
        case .oldSizeBeyondCheckpoint: 400
        case .untrusted: 403
        case .unknownLog: 404
        case .otherSize: 409
        case .inconsistent: 422
        }
    }

    /// Decides on a request, in the order of the specification.
    ///
    /// - Parameters:
    ///   - request: as parsed; what cannot be parsed is answered with 400.
    ///   - log: that of the request's origin, or nil when the witness knows none.
    ///   - last: what the witness remembers of that log.
    /// - Returns: the answer; only `sign` changes the state.
    package static func deciding(
        on request: WitnessRequest, log: KnownLog?, last: WitnessState
    ) -> WitnessAnswer {
        let checkpoint = request.checkpoint
        guard let log, log.origin == checkpoint.origin else { return .unknownLog }
        do throws(SignedNote.Fault) {
            _ = try request.note.verified(by: log.keys)
        } catch {
            return .untrusted(error)
        }
        guard request.oldSize <= checkpoint.size else { return .oldSizeBeyondCheckpoint }
        guard request.oldSize == last.size else { return .otherSize(last.size) }
        guard isConsistent(request, with: last) else { return .inconsistent }
        return .sign(WitnessState(size: checkpoint.size, root: checkpoint.root))
    }

    private static func isConsistent(_ request: WitnessRequest, with last: WitnessState) -> Bool {
        let checkpoint = request.checkpoint
        guard request.oldSize > 0 else {
            // The empty tree is consistent with any tree, and has one root.
            return request.hashes.isEmpty && (checkpoint.size > 0 || checkpoint.root == .empty)
        }
        let proof = ConsistencyProof(from: request.oldSize, to: checkpoint.size, hashes: request.hashes)
        do throws(ConsistencyProof.Fault) {
            try proof.verify(earlierRoot: last.root, laterRoot: checkpoint.root)
            return true
        } catch {
            return false
        }
    }
}
