import CXLSXWriter
import Glibc

/// A file in memory without a name in any folder, for a library that writes to paths only.
///
/// - Source: memfd_create(2); proc(5) for the path.
final class MemoryFile {
    private let descriptor: Int32

    /// - Throws: `.unwritten` when the process has no descriptor left.
    init() throws(SpreadsheetError) {
        descriptor = danvan_memory_file()
        guard descriptor >= 0 else { throw .unwritten("memfd_create: errno \(errno)") }
    }

    deinit { close(descriptor) }

    /// A path by which this process may open the file.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// All its bytes.
    func bytes() throws(SpreadsheetError) -> [UInt8] {
        let count = Int(lseek(descriptor, 0, SEEK_END))
        guard count >= 0 else { throw .unwritten("lseek: errno \(errno)") }
        var readCount = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            while readCount < count {
                let start = buffer.baseAddress?.advanced(by: readCount)
                let result = pread(descriptor, start, count - readCount, readCount)
                guard result > 0 else { break }
                readCount += result
            }
            initializedCount = readCount
        }
        guard readCount == count else { throw .unwritten("pread: errno \(errno)") }
        return bytes
    }
}
