import Glibc
import HTTP

/// A file without a name in any folder, for a body that is too long for memory.
///
/// It is gone when nobody holds it any more: the client took all of it, went away, or was too slow.
final class TemporaryFile: LongBody, Hashable {
    private let descriptor: Int32
    let count: Int

    fileprivate init(_ descriptor: Int32, count: Int) {
        self.descriptor = descriptor
        self.count = count
    }

    deinit { close(descriptor) }

    static func == (left: TemporaryFile, right: TemporaryFile) -> Bool { left === right }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    func read(into buffer: inout [UInt8], at offset: Int) -> Int {
        let size = buffer.count
        while true {
            let readCount = pread(descriptor, &buffer, size, offset)
            if readCount < 0, errno == EINTR { continue }
            return max(0, readCount)
        }
    }
}

/// Why a body could not be written into a file.
struct TemporaryFileError: Error, Hashable, CustomStringConvertible {
    let description: String
}

/// Writes a temporary file from its first byte to its last.
struct TemporaryFileWriter: ~Copyable {
    private let descriptor: Int32
    private(set) var count = 0

    /// - Parameter folder: where the disk has room; nil for `TMPDIR`, or `/tmp`, which systemd makes private to the
    ///   service.
    /// - Throws: `TemporaryFileError`.
    init(in folder: String? = nil) throws(TemporaryFileError) {
        let folder = folder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = folder + "/danvan-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TemporaryFileError(description: "open \(path): errno \(errno)") }
        unlink(path)
    }

    deinit { close(descriptor) }

    mutating func append(_ bytes: [UInt8]) throws(TemporaryFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = pwrite(descriptor, Array(rest), rest.count, count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw TemporaryFileError(description: "write: errno \(errno)") }
            count += written
            rest = rest.dropFirst(written)
        }
    }

    /// The file; nothing can be appended afterwards.
    consuming func finish() throws(TemporaryFileError) -> TemporaryFile {
        // This writer closes its own descriptor.
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { throw TemporaryFileError(description: "dup: errno \(errno)") }
        return TemporaryFile(own, count: count)
    }
}
