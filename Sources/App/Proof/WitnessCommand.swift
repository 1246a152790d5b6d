import ArgumentParser
import Dispatch
import Foundation
import Glibc
import HTTP
import Logging
import Network
import Transparency

/// `danvan witness`: cosigns the checkpoints of logs, on request or by following a service.
struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract:
            "Bên chứng kiến: ký thêm điểm đối chiếu của sổ khi sổ chỉ dài thêm, cho đến khi nhận SIGTERM.",
        discussion: """
            --listen: nhận điểm đối chiếu theo C2SP tlog-witness (POST …/add-checkpoint). --follow: tự hỏi dịch vụ, ký thêm
            rồi gửi chữ ký về; dùng khi dịch vụ không kết nối được đến máy này. Có thể dùng cả hai.
            Chỉ dùng HTTP và địa chỉ IP bằng số; qua Internet thì đặt một proxy có TLS ở giữa. Nội dung đều có chữ ký.
            Sổ ngắn đi hoặc có lịch sử khác: dòng log critical, hai điểm đối chiếu giữ ở TỆP-TRẠNG-THÁI.evidence-1, -2, …,
            mã kết thúc 1. Tệp trạng thái mới: điểm đối chiếu đầu tiên của mỗi sổ được tin.
            """)

    @OptionGroup var options: WitnessOptions

    @Option(help: "Địa chỉ nhận kết nối: 127.0.0.1:8090, [::1]:8090, unix:/tệp.")
    var listen: String?

    @Option(help: "Phần đầu của đường dẫn, thí dụ /giamsat; mặc định không có.")
    var prefix = ""

    @Option(help: "Dịch vụ cần theo dõi: http://SỐ-IP:CỔNG.")
    var follow: String?

    @Option(help: "Số giây giữa hai lần hỏi dịch vụ, từ 1 đến 86400.")
    var every = 60

    func validate() throws {
        guard listen != nil || follow != nil else { throw ValidationError("Cần --listen hoặc --follow.") }
        guard (1...86_400).contains(every) else { throw ValidationError("--every: từ 1 đến 86400.") }
        guard listen.map({ ListenAddress($0) != nil }) ?? true else {
            throw ValidationError("--listen: cần SỐ-IP:CỔNG, [IPv6]:CỔNG hoặc unix:/tệp.")
        }
        guard follow.map({ WitnessAddress($0) != nil }) ?? true else {
            throw ValidationError("--follow: cần http://SỐ-IP:CỔNG.")
        }
        guard prefix.isEmpty || prefix.hasPrefix("/") && !prefix.hasSuffix("/") else {
            throw ValidationError("--prefix: bắt đầu bằng / và không kết thúc bằng /.")
        }
    }

    func run() throws {
        try exitingOnError {
            let environment = ProcessInfo.processInfo.environment
            let logger = try Settings.load(file: nil, environment: environment, overrides: [:]).settings
                .logger
            defer { LogQueue.shared.flush(withinSeconds: 2) }
            let witness = try options.witness(logger: logger)
            // A damaged state is refused now, not at the first request.
            let known = try witness.logs.filter { try witness.state.note(of: $0.origin) != nil }
            signal(SIGPIPE, SIG_IGN)
            signal(SIGXFSZ, SIG_IGN)
            var stopping = StopSignals()
            let server = try started(witness)
            logger.notice(
                "giám sát",
                metadata: [
                    "khóa": "\(witness.state.key.verifierKey.text)", "sổ": "\(witness.logs.count)",
                    "sổ đã biết": "\(known.count)", "at": "\(server.map(WitnessCommand.places) ?? "")",
                    "theo dõi": "\(follow ?? "")",
                ])
            let schedule = followed(by: witness)
            let name = stopping.wait()
            schedule?.stop()
            let isClean = server?.stop(withinSeconds: 5) ?? true
            logger.notice("stopped", metadata: ["signal": "\(name)", "clean": "\(isClean)"])
            guard !witness.evidence.exist else {
                throw Failure(
                    .data, "Có bằng chứng sổ bị sửa: \(witness.state.path).evidence-1; xem docs/TRUST.md.")
            }
        }
    }

    private static func places(_ server: Server) -> String {
        server.listeners.map(\.description).joined(separator: ", ")
    }

    private func started(_ witness: Witness) throws -> Server? {
        guard let address = listen.flatMap({ ListenAddress($0) }) else { return nil }
        var settings = NetworkSettings(listeners: [address.listener])
        // Logs ask every few seconds at most.
        settings.loopsCount = 1
        settings.connectionsMax = 256
        var limits = Limits()
        limits.bodyBytesMax = WitnessRequest.bytesMax
        let prefix = prefix
        let server = Server(settings: settings, limits: limits) { _ in
            WitnessResponder(witness, prefix: prefix)
        }
        try server.start()
        return server
    }

    private func followed(by witness: Witness) -> FollowSchedule? {
        guard let address = follow.flatMap({ WitnessAddress($0) }) else { return nil }
        let follower = WitnessFollower(
            witness: witness, service: PlainExchange(address: address, secondsMax: 10))
        return FollowSchedule(of: follower, everySeconds: every)
    }
}

/// The key, logs and state of a witness.
struct WitnessOptions: ParsableArguments {
    @Option(help: "Tệp khóa riêng của bên chứng kiến (danvan key new --witness).")
    var key: String

    @Option(
        name: .customLong("log"),
        help: "Khóa công khai của một sổ (GET /v1/public/log/key của dịch vụ); ghi lại tùy chọn cho sổ khác.")
    var keysOfLogs: [String] = []

    @Option(help: "Tệp trạng thái: điểm đối chiếu cuối đã ký thêm của mỗi sổ.")
    var state: String

    func validate() throws {
        guard !keysOfLogs.isEmpty else { throw ValidationError("Cần --log.") }
    }

    /// - Throws: `Failure` for keys that are none, or of the wrong type.
    func witness(logger: Logger) throws -> Witness {
        guard let signingKey = try KeyFile(path: key).read() else {
            throw Failure(.io, "Không có tệp \(key).")
        }
        return Witness(
            logs: try logs(), state: try WitnessStateFile(path: state, key: signingKey), logger: logger)
    }

    /// The logs by their origins; two keys of one name are the old and the new one of the same log.
    private func logs() throws -> [KnownLog] {
        var keys: [VerifierKey] = []
        for text in keysOfLogs {
            do throws(VerifierKey.Fault) {
                keys.append(try VerifierKey(parsing: text))
            } catch {
                throw Failure(.usage, "--log: '\(text)' không phải khóa công khai.")
            }
        }
        guard keys.allSatisfy({ $0.type == .ed25519 }) else {
            throw Failure(.usage, "--log: cần khóa của sổ, không phải khóa của bên chứng kiến.")
        }
        return Dictionary(grouping: keys) { $0.name.text }
            .map { origin, keys in KnownLog(origin: origin, keys: keys) }
    }
}

/// Follows a service every few seconds.
final class FollowSchedule {
    private let queue = DispatchQueue(label: "danvan.follow", qos: .utility)
    private let timer: any DispatchSourceTimer

    init(of follower: WitnessFollower, everySeconds: Int) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: .seconds(everySeconds), leeway: .milliseconds(50))
        let logger = follower.witness.logger
        // Used on the queue alone; each reason is logged once in a row.
        var last: WitnessFollower.Outcome?
        timer.setEventHandler {
            let outcome: WitnessFollower.Outcome
            do {
                outcome = try follower.follow()
            } catch {
                let reason = (error as? Failure)?.lines.joined(separator: " ") ?? "\(error)"
                outcome = .failed(reason)
            }
            defer { last = outcome }
            guard outcome != last else { return }
            switch outcome {
            case .cosigned(let size): logger.notice("đã gửi chữ ký", metadata: ["số mục": "\(size)"])
            case .unchanged, .charged: break
            case .stale(let size):
                logger.warning("dịch vụ đưa ra điểm đối chiếu cũ", metadata: ["số mục": "\(size)"])
            case .failed(let reason): logger.error("chưa ký thêm được", metadata: ["lý do": "\(reason)"])
            }
        }
        timer.activate()
    }

    /// A round that runs is completed.
    func stop() {
        timer.cancel()
        queue.sync {}
    }
}
