import JSON
import Transparency

/// Follows the log of a service: fetches its checkpoint, has it prove that it only grew, cosigns, and sends the
/// cosignature back.
///
/// For a witness that the service cannot reach, such as a computer behind a home router.
struct WitnessFollower: Sendable {
    let witness: Witness
    let service: PlainExchange

    /// An unchanged log is cosigned again after a day, to show that it has not changed.
    private static let freshSecondsMax: Int64 = 86_400

    /// What one round found.
    enum Outcome: Hashable, Sendable {
        /// A cosignature was sent and taken.
        case cosigned(size: Int64)
        /// The checkpoint has a cosignature of today already.
        case unchanged(size: Int64)
        /// A smaller checkpoint of the same history, such as one from a cache.
        case stale(size: Int64)
        /// The log was charged with a fault.
        case charged(WitnessCharge)
        /// Nothing could be decided; the reason in Vietnamese.
        case failed(String)
    }

    /// Why nothing can be decided, which is nobody's fault so far.
    private struct Undecided: Error {
        let reason: String
    }

    /// A checkpoint that a known log has signed.
    private struct Shown {
        let note: SignedNote
        let checkpoint: Checkpoint
    }

    /// One round.
    ///
    /// - Throws: `Failure` when the state cannot be read or stored.
    func follow() throws -> Outcome {
        do {
            return try outcome(of: try shownCheckpoint())
        } catch let undecided as Undecided {
            return .failed(undecided.reason)
        } catch let failed as BlockingExchange.Failed {
            return .failed(failed.sentence)
        }
    }

    private func outcome(of shown: Shown) throws -> Outcome {
        let checkpoint = shown.checkpoint
        guard let known = try witness.state.note(of: checkpoint.origin) else {
            return try cosign(shown, proving: [], from: 0)
        }
        let last = try Checkpoint(parsing: known.text)
        guard !last.contradicts(checkpoint) else { return charge(.otherRoot, known, shown) }
        if checkpoint.size < last.size {
            guard try hashes(from: checkpoint, to: last) == nil else {
                return .stale(size: checkpoint.size)
            }
            return charge(.shrunk(from: last.size, to: checkpoint.size), known, shown)
        }
        if checkpoint.size == last.size {
            guard !isCosignedToday(shown.note) else { return .unchanged(size: last.size) }
            return try cosign(shown, proving: [], from: last.size)
        }
        guard last.size > 0 else { return try cosign(shown, proving: [], from: 0) }
        guard let hashes = try hashes(from: last, to: checkpoint) else {
            return charge(.unproven(from: last.size, to: checkpoint.size), known, shown)
        }
        return try cosign(shown, proving: hashes, from: last.size)
    }

    private func shownCheckpoint() throws -> Shown {
        let response = try service.get("/v1/public/log/checkpoint")
        guard response.status == 200 else {
            throw Undecided(reason: "dịch vụ không đưa ra điểm đối chiếu (\(response.status))")
        }
        let note: SignedNote
        let checkpoint: Checkpoint
        do {
            note = try SignedNote(parsing: response.body)
            checkpoint = try Checkpoint(parsing: note.text)
        } catch {
            throw Undecided(reason: "câu trả lời không phải điểm đối chiếu")
        }
        guard let log = witness.logs.first(where: { $0.origin == checkpoint.origin }) else {
            throw Undecided(reason: "dịch vụ là của sổ khác: \(checkpoint.origin.string)")
        }
        do throws(SignedNote.Fault) {
            _ = try note.verified(by: log.keys)
        } catch {
            throw Undecided(reason: "điểm đối chiếu không có chữ ký đúng của sổ: \(error)")
        }
        return Shown(note: note, checkpoint: checkpoint)
    }

    /// The hashes that prove that one tree begins with the other; nil when the service has no such proof.
    private func hashes(from earlier: Checkpoint, to later: Checkpoint) throws -> [TreeHash]? {
        guard earlier.size > 0 else { return nil }
        let query = ConsistencyText.query(from: earlier.size, to: later.size)
        let response = try service.get("/v1/public/log/consistency?" + query)
        guard response.status == 200 || response.status == 404 else {
            throw Undecided(reason: "dịch vụ không đưa ra bằng chứng (\(response.status))")
        }
        guard let text = ConsistencyText(response.body), text.from == earlier.size, text.to == later.size
        else { return nil }
        let proof = ConsistencyProof(from: text.from, to: text.to, hashes: text.hashes)
        do throws(ConsistencyProof.Fault) {
            try proof.verify(earlierRoot: earlier.root, laterRoot: later.root)
            return text.hashes
        } catch {
            return nil
        }
    }

    private func isCosignedToday(_ note: SignedNote) -> Bool {
        do throws(SignedNote.Fault) {
            let own = try note.verified(by: [witness.state.key.verifierKey])
            let since = Witness.seconds - WitnessFollower.freshSecondsMax
            return own.contains { ($0.seconds ?? 0) > since }
        } catch {
            return false
        }
    }

    private func charge(_ charge: WitnessCharge, _ known: SignedNote, _ shown: Shown) -> Outcome {
        witness.report(charge, known: known, shown: shown.note)
        return .charged(charge)
    }

    private func cosign(_ shown: Shown, proving hashes: [TreeHash], from size: Int64) throws -> Outcome {
        let request = try WitnessRequest(oldSize: size, hashes: hashes, note: shown.note)
        let decision = try witness.decide(on: request)
        guard decision.cosignature != nil, let note = decision.last else {
            throw Undecided(reason: "không ký thêm: \(decision.answer)")
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("note", note.string)
        json.endObject()
        let response = try service.post(
            "/v1/public/log/cosignatures", json.finish(), as: "application/json")
        guard response.status == 200 else {
            let detail = String(decoding: response.body.prefix(1000), as: UTF8.self)
            throw Undecided(reason: "dịch vụ không nhận chữ ký (\(response.status)): \(detail)")
        }
        return .cosigned(size: shown.checkpoint.size)
    }
}

/// The response of `GET /v1/public/log/consistency`, as far as a witness needs it.
///
/// Its roots are not read: a witness has those of the checkpoints.
struct ConsistencyText: Hashable {
    let from: Int64
    let to: Int64
    let hashes: [TreeHash]

    /// Nil when it is written otherwise, or has more hashes than a request to a witness may.
    init?(_ bytes: [UInt8]) {
        // What is no JSON is no proof.
        guard let document = try? JSONDocument(parsing: bytes), document.ambiguities.isEmpty,
            case .integer(let from) = document.root["from"], case .integer(let to) = document.root["to"],
            case .array(let items) = document.root["hashes"]
        else { return nil }
        let hashes = items.compactMap { item in
            if case .string(let text) = item { TreeHash(base64: text.utf8) } else { nil }
        }
        guard hashes.count == items.count, hashes.count <= WitnessRequest.hashesMax else { return nil }
        self.from = from
        self.to = to
        self.hashes = hashes
    }

    static func query(from: Int64, to: Int64) -> String { "from=\(from)&to=\(to)" }
}
