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

    /// Opens the database.
    ///
    /// Only `migrate` and `demo` create the file and its folder.
    ///
    /// Long jobs request a larger cache: pages that do not fit are written to the write-ahead log more than once.
    func store(
        _ settings: Settings, mayCreate: Bool = false, writerCacheKibibytesMin: Int = 0
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
            path: settings.database.path, migrations: settings.database.migrationsPath, limits: limits,
            mayCreate: mayCreate, clock: systemClock)
    }

    /// The database file, for reading while another process may write it.
    func storeFile() throws -> StoreFile {
        let settings = try settings().settings
        return try StoreFile(
            path: settings.database.path, migrations: settings.database.migrationsPath,
            limits: settings.storeLimits)
    }

    /// Stops a command that would otherwise report on a missing file as if it were empty.
    func requireFile() throws {
        let path = try settings().settings.database.path
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(.io, "Không có tệp \(path).")
        }
    }

    /// Opens the store, passes it to `body` and closes it again.
    func withStore(
        mayCreate: Bool = false, writerCacheKibibytesMin: Int = 0, _ body: (Store, Settings) throws -> Void
    ) throws {
        let settings = try settings().settings
        let store = try store(
            settings, mayCreate: mayCreate, writerCacheKibibytesMin: writerCacheKibibytesMin)
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
