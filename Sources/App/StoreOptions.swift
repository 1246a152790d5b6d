import ArgumentParser
import Domain
import Foundation
import Store

/// Which settings and which file a command works with.
struct StoreOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "Tệp cấu hình (mặc định config/danvan.json nếu có).")
    var configuration: String?

    @Option(help: "Tệp dữ liệu, thay cho cấu hình.")
    var database: String?

    /// The settings in force, the command line's own words over all else.
    func settings(overriding others: [String: String] = [:]) throws(ConfigurationErrors) -> LoadedSettings {
        var overrides = others
        if let database { overrides["database.path"] = database }
        return try Settings.load(
            file: configuration, environment: ProcessInfo.processInfo.environment, overrides: overrides)
    }

    /// Opens the file, making it and its folder when they are missing.
    ///
    /// Long jobs ask for a larger cache: what does not fit is written to the log more than once.
    func store(_ settings: Settings, writerCacheKibibytesMin: Int = 0) throws -> Store {
        let folder = URL(fileURLWithPath: settings.database.path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(.io, "Không tạo được thư mục \(folder.path).")
        }
        var limits = settings.storeLimits
        limits.writerCacheKibibytes = max(limits.writerCacheKibibytes, writerCacheKibibytesMin)
        return try Store(
            path: settings.database.path, migrations: settings.database.migrationsPath, limits: limits,
            clock: systemClock)
    }

    /// The file, to be read beside whoever writes it.
    func storeFile() throws -> StoreFile {
        let settings = try settings().settings
        return try StoreFile(
            path: settings.database.path, migrations: settings.database.migrationsPath,
            limits: settings.storeLimits)
    }

    /// Stops a command that would tell about an empty file where there is none.
    func requireFile() throws {
        let path = try settings().settings.database.path
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(.io, "Không có tệp \(path).")
        }
    }

    /// Opens the file, gives it to `body` and closes it again.
    func withStore(writerCacheKibibytesMin: Int = 0, _ body: (Store, Settings) throws -> Void) throws {
        let settings = try settings().settings
        let store = try store(settings, writerCacheKibibytesMin: writerCacheKibibytesMin)
        defer { store.close() }
        try body(store, settings)
    }
}

/// The time of the machine, to the millisecond.
let systemClock: @Sendable () -> Instant = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}
