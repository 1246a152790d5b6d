package import Domain
import Glibc
import Locks
package import Store

/// A store in a temporary folder, with a clock that is advanced by hand.
///
/// Deinit removes the folder.
package final class TestStore: Sendable {
    package let folder: TemporaryFolder
    package let store: Store
    package let clock: ManualClock

    /// 2026-11-23, 09:00 in Vietnam.
    package static let start = Instant(milliseconds: 1_795_399_200_000)
    package static let fileName = "danvan.db"

    /// - Parameters:
    ///   - limits: those of the store.
    ///   - migrations: those of the project by default.
    ///   - file: a database file to copy; nil for an empty one.
    ///   - now: the time at which the clock stands.
    /// - Throws: `OpeningError`, or the error of the copy.
    package init(
        limits: StoreLimits = StoreLimits(), migrations: [Migration] = Migration.all,
        copyOf file: String? = nil,
        at now: Instant = TestStore.start
    ) throws {
        folder = try TemporaryFolder()
        let clock = ManualClock(now)
        self.clock = clock
        let emptyFile = migrations == Migration.all ? try EmptyFiles.shared.file(createdAt: now) : nil
        if let file = file ?? emptyFile { _ = try folder.copy(file, to: TestStore.fileName) }
        store = try Store(path: folder.path(of: TestStore.fileName), migrations: migrations, limits: limits) {
            clock.now
        }
    }

    deinit { store.close() }

    package var path: String { store.path }

    package func write<Value: Sendable>(
        by actor: User.ID? = nil, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        try store.writer.write(actor: actor.map { Actor($0) }, isDryRun: isDryRun, body)
    }

    /// Runs `body` in a read transaction.
    package func read<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value {
        let reader = try store.reader()
        defer { reader.end() }
        return try reader.read(body)
    }
}

/// Files without content, made once for each time: running all migrations takes longer than most tests.
private final class EmptyFiles: Sendable {
    static let shared = EmptyFiles()

    private let folders = Mutex<[Instant: TemporaryFolder]>([:])

    private init() {
        // A static value is never deinitialised.
        atexit { EmptyFiles.shared.folders.withLock { $0 = [:] } }
    }

    /// The path of a file that a store created at `now`.
    func file(createdAt now: Instant) throws -> String {
        try folders.withLock { folders in
            if let folder = folders[now] { return folder.path(of: TestStore.fileName) }
            let folder = try TemporaryFolder()
            try Store(path: folder.path(of: TestStore.fileName)) { now }.close()
            folders[now] = folder
            return folder.path(of: TestStore.fileName)
        }
    }
}
