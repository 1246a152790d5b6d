import Foundation
import Glibc

/// A small private file that is replaced as a whole and survives a loss of power.
struct DurableFile {
    let path: String

    /// The bytes, or nil when there is no such file.
    ///
    /// - Throws: `Failure`.
    func read() throws -> [UInt8]? {
        guard access(path, F_OK) == 0 else {
            // A file that cannot be reached must not pass for one that never was.
            guard errno == ENOENT else { throw Failure(.io, "Không đọc được tệp \(path).") }
            return nil
        }
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
    }

    /// Creates the file, which must not exist, for its owner alone.
    ///
    /// - Throws: `Failure`.
    func create(_ bytes: [UInt8]) throws {
        try write(bytes, to: path, O_EXCL)
        try syncFolder()
    }

    /// Replaces the content: after a loss of power the file has the old bytes or the new ones.
    ///
    /// - Throws: `Failure`.
    func replace(with bytes: [UInt8]) throws {
        let temporary = path + ".new"
        unlink(temporary)
        try write(bytes, to: temporary, O_EXCL)
        guard rename(temporary, path) == 0 else { throw failure(path) }
        try syncFolder()
    }

    private func write(_ bytes: [UInt8], to path: String, _ flags: Int32) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            let count = Glibc.write(descriptor, rest, rest.count)
            guard count > 0 else { throw failure(path) }
            sent += count
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private func syncFolder() throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder) }
    }

    private func failure(_ path: String) -> Failure {
        let reason = translated(String(cString: strerror(errno)))
        return Failure(.io, "Không ghi được tệp \(path): \(reason).")
    }
}
