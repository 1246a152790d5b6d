import Crypto
import Dispatch
import Domain
import Foundation
package import SQLite

extension StoreFile {
    /// Refers to a file of any version, which is neither created nor migrated.
    package init(ofAnyVersion path: String, limits: StoreLimits = StoreLimits()) {
        self.init(of: path, migrations: Migration.all, limits: limits)
    }

    /// Writes the last commit as a new file, while others may write this one.
    ///
    /// - Parameter target: the path of the copy; what an earlier attempt left there is removed. The copy is made in a
    ///   file of our own, never through a link that somebody else put there.
    /// - Throws: `SQLiteError`.
    /// - Source: https://www.sqlite.org/lang_vacuum.html#vacuuminto: the file must be empty.
    package func copy(to target: String) throws(SQLiteError) {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(target + suffix) }
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFile.systemError(target) }
        defer { close(descriptor) }
        let flushing = FlushingLittleByLittle(descriptor)
        defer { flushing.stop() }
        let connection = try Connection(path: path, mode: readingMode, busyMilliseconds: 10_000)
        do throws(SQLiteError) {
            try connection.run("VACUUM INTO ?1", target)
            try sync(target)
        } catch {
            for suffix in ["", "-journal"] { unlink(target + suffix) }
            throw error
        }
    }

    /// What SQLite itself finds wrong with the file: its structure and its foreign keys.
    package func structuralErrors() throws -> [String] {
        let connection = try readingConnection()
        var errors = try connection.all("PRAGMA integrity_check(20)") { row in row.text(0) }
        if errors == ["ok"] { errors = [] }
        try connection.forEach("PRAGMA foreign_key_check") { row in
            if errors.count < 20 { errors.append("\(row.text(0)): foreign key") }
        }
        return errors
    }

    /// The number of rows of each entity, by the name of its table.
    package func rowCounts() throws -> [(table: String, count: Int64)] {
        let connection = try readingConnection()
        return try EntityKind.allCases.map { kind in
            (
                table: kind.table.name.text,
                count: try connection.first(kind.table.count) { row in row.integer(0) } ?? 0
            )
        }
    }

    /// The SHA-256 of the file in hexadecimal, and its size in bytes.
    package func digest() throws -> (sha256: String, bytesCount: Int64) {
        var hash = SHA256()
        var size: Int64 = 0
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty {
            hash.update(data: data)
            size += Int64(data.count)
        }
        try handle.close()
        let digits = hash.finalize().map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }
        return (digits.joined(), size)
    }

    /// The position of the last journal row, or 0 when there is none.
    package func lastPosition() throws(SQLiteError) -> Int64 { try readingConnection().lastJournalPosition() }
}

extension StoreFile {
    /// What the system says of `path`.
    static func systemError(_ path: String) -> SQLiteError {
        SQLiteError(code: 14, message: String(cString: strerror(errno)), operation: path)
    }
}

/// Writes a growing file to the disk as it grows.
///
/// Left to the system, a gigabyte is written at once, and the commits of the running service wait for it: beside a
/// backup of a million receipts the p99 of receipts was five times that without.
private struct FlushingLittleByLittle {
    private let timer: any DispatchSourceTimer

    init(_ descriptor: Int32) {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "danvan.copy"))
        timer.schedule(deadline: .now(), repeating: .milliseconds(20))
        // A failure is found by the last sync.
        timer.setEventHandler { fdatasync(descriptor) }
        timer.resume()
    }

    /// Returns when the descriptor is no longer used.
    func stop() {
        let done = DispatchSemaphore(value: 0)
        timer.setCancelHandler { done.signal() }
        timer.cancel()
        done.wait()
    }
}

/// Writes a file and its name to the disk: SQLite does not for a file that `VACUUM INTO` makes.
///
/// - Throws: `SQLiteError` with the reason.
package func sync(_ path: String) throws(SQLiteError) {
    let folder = path.contains("/") ? String(path.reversed().drop { $0 != "/" }.reversed()) : "."
    for path in [path, folder] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw SQLiteError(
                code: 10, message: "\(path): \(String(cString: strerror(errno)))", operation: "fsync")
        }
        close(descriptor)
    }
}
