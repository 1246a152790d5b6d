import API
import ArgumentParser
import Domain
import Glibc
import Logging
import Network
import Store

/// `danvan serve`: serves requests until SIGTERM or SIGINT.
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
            let loaded = try options.settings(overriding: overrides)
            let settings = loaded.settings
            let logger = settings.logger
            defer { LogQueue.shared.flush(withinSeconds: 2) }
            let store = try options.store(settings, older: .isUpgraded(after: upgrade(with: logger)))
            defer { store.close() }
            var serviceSettings = settings.serviceSettings
            serviceSettings.bankWebhook = try BankSecretFile(path: settings.bank.webhookSecret).read()
            let service = Service(store: store, settings: serviceSettings, logger: logger)
            var network = settings.networkSettings
            // Beside connections: the database, its readers, listeners, event loops and the log.
            let (others, wanted) = (64, network.connectionsMax + 64)
            let descriptors = raisedDescriptorLimit(to: wanted)
            if descriptors < wanted {
                network.connectionsMax = max(1, descriptors - others)
                logger.warning(
                    "the system allows fewer open files than server.connections_max needs; raise LimitNOFILE",
                    metadata: ["allowed": "\(descriptors)", "connections_max": "\(network.connectionsMax)"])
            }
            let server = Server(settings: network, limits: settings.httpLimits) { _ in
                try service.responder()
            }
            // A closed log pipe must not end the service.
            signal(SIGPIPE, SIG_IGN)
            var stopping = StopSignals()
            try server.start()
            let places = server.listeners.map(\.description).joined(separator: ", ")
            logger.notice(
                "listening",
                metadata: [
                    "at": "\(places)", "database": "\(store.path)", "sqlite": "\(Store.sqliteVersion)",
                    "journal": "\(store.changes.lastPosition)", "settings": "\(loaded.file ?? "none")",
                ])
            for path in pathsReadByOthers(of: store.path) {
                logger.warning(
                    "others may read the data; use chmod 600 for the file, 700 for its folder",
                    metadata: ["path": "\(path)"])
            }
            let schedule = BackupSchedule(of: store.file, settings, logger: logger)
            defer { schedule?.stop() }
            let checkpoints = try CheckpointSchedule(of: store, settings, logger: logger)
            defer { checkpoints?.stop() }
            if let last = store.clock.lastRecordedAhead {
                logger.critical(
                    "the clock is behind the journal; nothing is stored until it is set",
                    metadata: ["now": "\(store.now().text)", "last_recorded": "\(last.text)"])
            }
            let name = stopping.wait()
            logger.notice("stopping", metadata: ["signal": "\(name)"])
            let isClean = server.stop(withinSeconds: Double(settings.server.stopSecondsMax))
            logger.notice("stopped", metadata: ["clean": "\(isClean)"])
        }
    }
}

/// Copies an older file and says so.
private func upgrade(with logger: Logger) -> @Sendable (SchemaUpgrade) throws(OpeningError) -> Void {
    { upgrade throws(OpeningError) in
        let versions = "\(upgrade.version) to \(upgrade.target)"
        logger.notice(
            "the file is of an older version; copying it before the upgrade",
            metadata: ["database": "\(upgrade.file.path)", "versions": "\(versions)"])
        let copy = try upgrade.keepCopy()
        logger.notice("upgrading the file", metadata: ["versions": "\(versions)", "copy": "\(copy)"])
    }
}

/// The database file and its folder, where they grant any right to group or others.
private func pathsReadByOthers(of path: String) -> [String] {
    let folder = path.contains("/") ? String(path.reversed().drop { $0 != "/" }.reversed()) : "."
    return [path, folder]
        .filter { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
        }
}

/// Waits for SIGTERM and SIGINT.
///
/// A second signal ends the process at once. Not a Dispatch source: that requires the signals to be ignored before it
/// listens, and a signal that arrives in between is lost.
struct StopSignals {
    private var signals = sigset_t()

    /// Blocks the signals, so that they stay pending until `wait`.
    ///
    /// Threads created later inherit the mask; Dispatch threads never receive signals.
    init() {
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT] {
            sigaddset(&signals, number)
            // A shell that starts the process in the background may have them ignored.
            signal(number, SIG_DFL)
        }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Blocks until a signal arrives.
    ///
    /// Later signals have their default effect again.
    mutating func wait() -> String {
        var number: Int32 = 0
        // The only possible failure is an interruption.
        while sigwait(&signals, &number) != 0 {}
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        return number == SIGTERM ? "SIGTERM" : "SIGINT"
    }
}
