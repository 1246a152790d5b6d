import Crypto
import HTTP

/// The bytes of a table, in memory or in a file, with their digest.
struct TableBody {
    /// Empty for one in a file.
    let bytes: [UInt8]
    let file: TemporaryFile?
    let etag: String
}

/// Collects the bytes of a table, in memory as long as they are few.
struct TableBodyWriter: ~Copyable {
    /// What is written to the file at once.
    static let pieceBytes = 64 * 1024
    /// What is sent from memory, as much as a loop collects for one connection.
    private static let memoryBytesMax = 256 * 1024

    private var bytes: [UInt8] = []
    private var file: TemporaryFileWriter?
    private var digest = SHA256()

    init() {}

    mutating func append(_ piece: [UInt8]) throws(TemporaryFileError) {
        digest.update(data: piece)
        if file == nil, bytes.count + piece.count <= TableBodyWriter.memoryBytesMax {
            bytes += piece
            return
        }
        if file == nil {
            file = try TemporaryFileWriter()
            try file?.append(bytes)
            bytes = []
        }
        try file?.append(piece)
    }

    consuming func finish() throws(TemporaryFileError) -> TableBody {
        let etag = strongETag(digest: digest.finalize())
        return TableBody(bytes: bytes, file: try file?.finish(), etag: etag)
    }
}
