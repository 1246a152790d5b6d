import API
import ArgumentParser
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
        try exitingOnError {
            let overrides = listen.map { ["server.listen": $0] } ?? [:]
            let settings = try options.settings(overriding: overrides).settings
            let logger = settings.logger
            let store = try options.store(settings)
            defer { store.close() }
            let service = Service(store: store, settings: settings.serviceSettings, logger: logger)
            let server = Server(settings: settings.networkSettings, limits: settings.httpLimits) { _ in
                try service.responder()
            }
            // A log that nobody reads any more must not end the service.
            signal(SIGPIPE, SIG_IGN)
            var stopping = StopSignals()
            try server.start()
            let places = server.listeners.map(\.description).joined(separator: ", ")
            logger.notice(
                "listening",
                metadata: [
                    "at": "\(places)", "database": "\(store.path)", "sqlite": "\(Store.sqliteVersion)",
                    "journal": "\(store.changes.lastPosition)",
                ])
            let name = stopping.wait()
            logger.notice("stopping", metadata: ["signal": "\(name)"])
            let isClean = server.stop(withinSeconds: Double(settings.server.stopSecondsMax))
            logger.notice("stopped", metadata: ["clean": "\(isClean)"])
        }
    }
}

/// SIGTERM and SIGINT as something to wait for.
///
/// A second one ends the process at once.
///
/// Not a Dispatch source: that needs the signals ignored before it listens, and what arrives in between is lost.
private struct StopSignals {
    private var signals = sigset_t()

    /// From now on they wait until they are asked for.
    ///
    /// Threads made later inherit that; those of Dispatch take no signals anyway.
    init() {
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT] {
            sigaddset(&signals, number)
            // A shell that starts it in the background may have them ignored.
            signal(number, SIG_DFL)
        }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Blocks until one arrives.
    ///
    /// Later ones have their usual effect again.
    mutating func wait() -> String {
        var number: Int32 = 0
        // Nothing else can be wrong than that it was interrupted.
        while sigwait(&signals, &number) != 0 {}
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return number == SIGTERM ? "SIGTERM" : "SIGINT"
    }
}
