import Dispatch
import Domain
import HTTP
import Logging
import Transparency

/// A witness over HTTP: `POST <prefix>/add-checkpoint` and `GET <prefix>/<hex SHA-256 of the origin>/checkpoint`.
///
/// - Source: C2SP tlog-witness.md at 5ba5ee8.
final class WitnessResponder: Responder {
    private let witness: Witness
    /// Empty, or begins with a slash and does not end with one.
    private let prefix: String
    /// Storing waits for the disk, which an event loop must not.
    private let queue = DispatchQueue(label: "danvan.witness")

    init(_ witness: Witness, prefix: String) {
        self.witness = witness
        self.prefix = prefix
    }

    func respond(to request: Request, completion: @escaping @Sendable (Response) -> Void) -> Response? {
        guard request.path.hasPrefix(prefix + "/") else { return .text(404, "Không có địa chỉ này.") }
        let steps = request.path.dropFirst(prefix.count + 1)
            .split(separator: "/", omittingEmptySubsequences: false)
        let witness = witness
        if steps == ["add-checkpoint"] {
            guard request.method == .post else { return .otherMethod("POST") }
            queue.async { completion(witness.addCheckpoint(request.body)) }
            return nil
        }
        guard steps.count == 2, steps[1] == "checkpoint" else { return .text(404, "Không có địa chỉ này.") }
        guard request.method == .get || request.method == .head else { return .otherMethod("GET, HEAD") }
        let hash = String(steps[0])
        queue.async { completion(witness.showCheckpoint(ofOriginHashed: hash)) }
        return nil
    }

    func response(to error: ProtocolError) -> Response { .text(error.status, error.code) }

    func tickEnded() {}

    func acceptingPaused(reason: String) {
        witness.logger.error("không nhận thêm được kết nối", metadata: ["lý do": "\(reason)"])
    }
}

/// A witness of some logs: its key and state, and the evidence that it finds against them.
struct Witness: Sendable {
    let logs: [KnownLog]
    let state: WitnessStateFile
    let logger: Logger

    var evidence: EvidenceFiles { EvidenceFiles(beside: state.path) }

    /// The present time in seconds since 1970.
    static var seconds: Int64 { systemClock().milliseconds / 1000 }

    /// Decides on a request, and keeps the two notes when the log has signed two histories.
    ///
    /// - Throws: `Failure` when the state cannot be read or stored.
    func decide(on request: WitnessRequest) throws -> WitnessDecision {
        let decision = try state.decide(on: request, logs: logs, at: Witness.seconds)
        let checkpoint = request.checkpoint
        let facts: Logger.Metadata = [
            "sổ": "\(checkpoint.origin.string)", "số mục": "\(checkpoint.size)",
        ]
        switch decision.answer {
        case .sign: logger.info("đã ký thêm", metadata: facts)
        case .otherSize, .inconsistent, .oldSizeBeyondCheckpoint:
            // Both signed by the log, so nobody else can have made them up.
            if let last = decision.last, try Checkpoint(parsing: last.text).contradicts(checkpoint) {
                report(.otherRoot, known: last, shown: request.note)
            }
            logger.notice("không ký thêm", metadata: facts.merging(["lý do": "\(decision.answer)"]) { $1 })
        case .untrusted, .unknownLog:
            logger.notice("không ký thêm", metadata: facts.merging(["lý do": "\(decision.answer)"]) { $1 })
        }
        return decision
    }

    /// Says loudly that a log has cheated or lost entries, and keeps its two notes.
    func report(_ charge: WitnessCharge, known: SignedNote, shown: SignedNote) {
        do {
            let file = try evidence.keep(charge, known: known, shown: shown)
            // Once: a follower finds the same again and again.
            guard file.isNew else { return }
            logger.critical("\(charge.sentence)", metadata: ["bằng chứng": "\(file.path)"])
        } catch {
            logger.critical("\(charge.sentence)", metadata: ["không ghi được bằng chứng": "\(error)"])
        }
    }

    fileprivate func addCheckpoint(_ body: [UInt8]) -> Response {
        let request: WitnessRequest
        do throws(WitnessRequest.Fault) {
            request = try WitnessRequest(parsing: body)
        } catch {
            return .text(400, "Yêu cầu sai dạng của C2SP tlog-witness: \(error).")
        }
        do {
            let decision = try decide(on: request)
            let status = decision.answer.status
            switch decision.answer {
            case .sign:
                guard let line = decision.cosignature?.line else { return .text(500, "Không ký được.") }
                var response = Response(status: status)
                response.addField("Content-Type", "text/plain; charset=utf-8")
                response.body = Array(line.utf8)
                return response
            case .otherSize(let size):
                var response = Response(status: status)
                response.addField("Content-Type", "text/x.tlog.size")
                response.body = Array("\(size)\n".utf8)
                return response
            case .oldSizeBeyondCheckpoint: return .text(status, "Kích thước cũ lớn hơn điểm đối chiếu.")
            case .untrusted: return .text(status, "Không có chữ ký đúng của khóa đã biết.")
            case .unknownLog: return .text(status, "Không giám sát sổ này.")
            case .inconsistent:
                return .text(status, "Bằng chứng không cho thấy sổ chỉ dài thêm từ điểm đối chiếu đã ký.")
            }
        } catch {
            return failed(error)
        }
    }

    fileprivate func showCheckpoint(ofOriginHashed hash: String) -> Response {
        do {
            guard let log = logs.first(where: { $0.origin.sha256Hex == hash }),
                let note = try state.note(of: log.origin)
            else { return .text(404, "Chưa ký thêm điểm đối chiếu nào của sổ này.") }
            return .text(200, note.string, terminator: "")
        } catch {
            return failed(error)
        }
    }

    private func failed(_ error: any Error) -> Response {
        let reason = (error as? Failure)?.lines.joined(separator: " ") ?? "\(error)"
        logger.critical("không ký thêm được", metadata: ["lý do": "\(reason)"])
        return .text(500, "Không đọc hoặc ghi được trạng thái.")
    }
}

extension Checkpoint {
    /// True when no honest log signs both: the same size with another root.
    func contradicts(_ other: Checkpoint) -> Bool {
        origin == other.origin && size == other.size && root != other.root
    }
}

extension ExactText {
    /// The SHA-256 in lower-case hexadecimal digits, as the path of a log at a witness.
    var sha256Hex: String {
        TreeHash.sha256(of: bytes).bytes
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension Response {
    fileprivate static func text(_ status: Int, _ text: String, terminator: String = "\n") -> Response {
        var response = Response(status: status)
        response.addField("Content-Type", "text/plain; charset=utf-8")
        response.body = Array((text + terminator).utf8)
        return response
    }

    fileprivate static func otherMethod(_ methods: String) -> Response {
        var response = text(405, "Địa chỉ này chỉ nhận \(methods).")
        response.addField("Allow", methods)
        return response
    }
}
