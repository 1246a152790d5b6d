import Domain
import Foundation
import Store
import Synchronization

/// A store in a temporary folder, with a clock that is advanced by hand.
///
/// Deinit removes the folder.
final class TestStore: Sendable {
    let folder: String
    let store: Store
    let clock: ManualClock

    /// 2026-11-23, 09:00 in Vietnam.
    static let start = Instant(milliseconds: 1_795_399_200_000)

    init(limits: StoreLimits = StoreLimits(), migrations: String = TestStore.migrations) throws {
        folder = try TestStore.newFolder()
        let clock = ManualClock(TestStore.start)
        self.clock = clock
        store = try Store(path: folder + "/danvan.db", migrations: migrations, limits: limits) { clock.now }
    }

    deinit {
        store.close()
        // A leftover folder costs only space in /tmp.
        try? FileManager.default.removeItem(atPath: folder)
    }

    var path: String { store.path }

    func write<Value: Sendable>(
        by actor: User.ID? = nil, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        try store.writer.write(actor: actor, isDryRun: isDryRun, body)
    }

    func read<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value {
        let reader = try store.reader()
        defer { reader.end() }
        return try reader.read(body)
    }

    /// The project's migrations, four levels above this file.
    static var migrations: String {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appending(path: "migrations").path(percentEncoded: false)
    }

    static func newFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "store-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path(percentEncoded: false)
    }
}

/// Returns the same instant until it is advanced.
final class ManualClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ moment: Instant) { self.moment = Mutex(moment) }

    var now: Instant { moment.withLock { $0 } }

    func advance(days: Int) { moment.withLock { $0 = $0.adding(days: days) } }
}
