import Foundation
import Glibc
import Store
import Verify

/// The whole log for outsiders, in one file: a line for each entry with its public part and the hash of the private one.
struct LogFile {
    let path: String

    /// The entries that are read at a time.
    private static let pageSize: Int64 = 4096
    private static let bytesMax = 1 << 20
    /// A line longer than the largest entry is none.
    private static let lineBytesMax = 1 << 24

    /// Writes all entries into a new file.
    ///
    /// - Returns: how many.
    /// - Throws: `Failure`, also when the file exists.
    func write(from tx: borrowing ReadTransaction) throws -> Int64 {
        let size = try tx.logSize()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = translated(String(cString: strerror(errno)))
            throw Failure(.io, "Không ghi được tệp \(path): \(reason).")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        for first in stride(from: 1, through: size, by: Int(LogFile.pageSize)) {
            var bytes: [UInt8] = []
            let last = min(first + LogFile.pageSize - 1, size)
            for entry in try tx.logEntries(first...last) { bytes += entry.exportedLine }
            do {
                try file.write(contentsOf: Data(bytes))
            } catch {
                throw Failure(.io, "Không ghi được tệp \(path): tệp xuất không đủ.")
            }
        }
        guard fsync(descriptor) == 0 else { throw Failure(.io, "Không ghi được tệp \(path).") }
        return size
    }

    /// Computes the tree over all lines.
    ///
    /// - Parameter size: the number of entries whose root is noted.
    /// - Returns: the log of the file.
    /// - Throws: `Failure` when a line is no entry, or has another position.
    func log(noting size: Int64) throws -> ExportedLog {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
        var (log, rest) = (ExportedLog(noting: size), [UInt8]())
        while true {
            let chunk: Data?
            do {
                chunk = try file.read(upToCount: LogFile.bytesMax)
            } catch {
                throw Failure(.io, "Không đọc được tệp \(path).")
            }
            guard let chunk, !chunk.isEmpty else { break }
            rest += chunk
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
                guard rest.count <= LogFile.lineBytesMax else { break }
                continue
            }
            for line in rest[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                try add(Array(line), to: &log)
            }
            rest.removeSubrange(...end)
        }
        guard rest.isEmpty else {
            throw Failure(.data, "Tệp \(path), dòng \(log.size + 1): không kết thúc bằng dấu xuống dòng.")
        }
        return log
    }

    private func add(_ line: [UInt8], to log: inout ExportedLog) throws {
        do throws(ExportedLog.Fault) {
            try log.add(line)
        } catch {
            switch error {
            case .notAnEntry(let line):
                throw Failure(.data, "Tệp \(path), dòng \(line): không phải một mục của sổ.")
            case .otherPosition(let line):
                throw Failure(.data, "Tệp \(path), dòng \(line): không phải mục ở vị trí \(line).")
            }
        }
    }
}
