import ArgumentParser
import Domain
import Foundation
import Store

/// The settings and the database file of a command.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "Tệp cấu hình, thay cho biến DANVAN_CONFIG; không ghi thì dùng giá trị mặc định.")
    var configuration: String?

    @Option(help: "Tệp dữ liệu, thay cho cấu hình.")
    var database: String?

    /// The effective settings; options of the command line take precedence.
    func settings(overriding others: [String: String] = [:]) throws(ConfigurationErrors) -> LoadedSettings {
        var overrides = others
        if let database { overrides["database.path"] = database }
        return try Settings.load(
            file: configuration, environment: ProcessInfo.processInfo.environment, overrides: overrides)
    }

    /// Opens the database for writing, with its lock.
    ///
    /// Only `migrate` and `demo` create the file and its folder; only `migrate` and `serve` upgrade it.
    ///
    /// Long jobs request a larger cache: pages that do not fit are written to the write-ahead log more than once.
    func store(
        _ settings: Settings, mayCreate: Bool = false, older: OlderFile = .isRefused,
        writerCacheKibibytesMin: Int = 0, clock: @escaping @Sendable () -> Instant = systemClock
    ) throws -> Store {
        let folder = URL(fileURLWithPath: settings.database.path).deletingLastPathComponent()
        do {
            if mayCreate {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw Failure(.io, "Không tạo được thư mục \(folder.path).")
        }
        var limits = settings.storeLimits
        limits.writerCacheKibibytes = max(limits.writerCacheKibibytes, writerCacheKibibytesMin)
        return try Store(
            path: settings.database.path, limits: limits, mayCreate: mayCreate, older: older,
            clock: clock)
    }

    /// The database file, for commands that only read: it is neither locked nor changed, and another process may
    /// write it.
    func storeFile() throws -> StoreFile {
        let settings = try settings().settings
        return try StoreFile(path: settings.database.path, limits: settings.storeLimits)
    }

    /// Passes one read transaction on the database file to `body`.
    func reading(_ body: (borrowing ReadTransaction) throws -> Void) throws {
        let reader = try storeFile().reader(clock: systemClock)
        defer { reader.end() }
        try reader.read(body)
    }

    /// Opens the store, passes it to `body` and closes it again.
    func withStore(
        mayCreate: Bool = false, older: OlderFile = .isRefused, writerCacheKibibytesMin: Int = 0,
        clock: @escaping @Sendable () -> Instant = systemClock, _ body: (Store, Settings) throws -> Void
    ) throws {
        let settings = try settings().settings
        let store = try store(
            settings, mayCreate: mayCreate, older: older, writerCacheKibibytesMin: writerCacheKibibytesMin,
            clock: clock)
        defer { store.close() }
        try body(store, settings)
    }
}

/// The system time in milliseconds.
let systemClock: @Sendable () -> Instant = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}
