import ArgumentParser
import Network

/// `danvan health`: asks the running service whether it is ready; for containers and watchdogs.
///
/// It opens no database, so it works beside the service and where only the socket can be reached.
struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Hỏi dịch vụ đang chạy xem đã sẵn sàng chưa: mã 0 là sẵn sàng, 1 là chưa.",
        discussion: "Hỏi GET /readyz tại mọi địa chỉ của server.listen, hoặc tại --address.")

    @Option(help: "Địa chỉ cần hỏi, thay cho server.listen: 127.0.0.1:8080, [::1]:8080, unix:/tệp.")
    var address: String?

    @Option(help: "Số giây chờ nhiều nhất cho mỗi địa chỉ, từ 1 đến 60.")
    var seconds = 3

    @Option(name: .customLong("config"), help: "Tệp cấu hình (mặc định config/danvan.json nếu có).")
    var configuration: String?

    func validate() throws {
        guard (1...60).contains(seconds) else { throw ValidationError("--seconds: từ 1 đến 60.") }
    }

    func run() throws {
        try exitingOnError {
            var options = StoreOptions()
            options.configuration = configuration
            options.database = nil
            let overrides = address.map { ["server.listen": $0] } ?? [:]
            let settings = try options.settings(overriding: overrides).settings
            var failures: [String] = []
            for listener in settings.networkSettings.listeners.map(\.reachable) {
                let probe = HealthProbe(of: listener, secondsMax: seconds)
                do throws(HealthProbe.Failed) {
                    try probe.run()
                    print("\(listener): sẵn sàng.")
                } catch {
                    failures.append("\(listener): \(error.sentence)")
                }
            }
            guard failures.isEmpty else { throw Failure(.notReady, failures) }
        }
    }
}

extension Listener {
    /// The address under which this machine reaches the listener: an address that stands for all of the machine's is
    /// replaced by loopback.
    var reachable: Listener {
        switch self {
        case .tcp("0.0.0.0", let port): .tcp(host: "127.0.0.1", port: port)
        case .tcp("::", let port), .tcp("[::]", let port): .tcp(host: "::1", port: port)
        case .tcp, .unix: self
        }
    }
}
