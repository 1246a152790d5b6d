import API
import ArgumentParser
import Dispatch
import Glibc
import Logging
import Network
import Store

/// `danvan serve`: answers requests until SIGTERM or SIGINT.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Chạy dịch vụ cho đến khi nhận SIGTERM hoặc Ctrl-C.")

    @OptionGroup var options: StoreOptions

    @Option(
        help:
            "Địa chỉ nhận kết nối, thay cho cấu hình: 127.0.0.1:8080, [::1]:8080, unix:/tệp; cách nhau dấu phẩy."
    )
    var listen: String?

    func run() throws {
        try reporting {
            let overrides = listen.map { ["server.listen": $0] } ?? [:]
            let settings = try options.settings(overriding: overrides).settings
            let logger = settings.logger
            let store = try options.store(settings)
            defer { store.close() }
            let service = Service(store: store, settings: settings.serviceSettings, logger: logger)
            let server = Server(settings: settings.networkSettings, limits: settings.httpLimits) { _ in
                try service.responder()
            }
            let stopping = StopSignals()
            try server.start()
            let places = server.listeners.map(\.description).joined(separator: ", ")
            logger.notice(
                "listening",
                metadata: [
                    "at": "\(places)", "database": "\(store.path)", "sqlite": "\(Store.sqliteVersion)",
                    "journal": "\(store.changes.lastPosition)",
                ])
            let signal = stopping.wait()
            logger.notice("stopping", metadata: ["signal": "\(signal)"])
            let isClean = server.stop(withinSeconds: Double(settings.server.stopSecondsMax))
            logger.notice("stopped", metadata: ["clean": "\(isClean)"])
        }
    }
}

/// SIGTERM and SIGINT as something to wait for.
///
/// A second one ends the process at once.
private final class StopSignals {
    private let arrived = DispatchSemaphore(value: 0)
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGTERM, SIGINT]
            .map { number in
                // Dispatch sees a signal only when its default action is off.
                signal(number, SIG_IGN)
                return DispatchSource.makeSignalSource(
                    signal: number, queue: DispatchQueue(label: "danvan.signals"))
            }
        for source in sources {
            source.setEventHandler { [arrived] in arrived.signal() }
            source.activate()
        }
    }

    /// Blocks until one arrives.
    ///
    /// Later ones have their usual effect again.
    func wait() -> String {
        arrived.wait()
        for source in sources { source.cancel() }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
        return "stop"
    }
}
