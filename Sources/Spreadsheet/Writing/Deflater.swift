import CZlib

/// Deflates one file of a zip archive as its bytes come.
///
/// Not Sendable: use it from one thread.
/// - Source: RFC 1951; https://www.zlib.net/manual.html.
final class Deflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private var piece = [UInt8](repeating: 0, count: 1 << 16)
    /// The deflated bytes so far.
    private(set) var bytes: [UInt8] = []
    /// Of the bytes before compression.
    private(set) var crc = crc32(0, nil, 0)
    private(set) var inflatedCount = 0

    /// The fastest: the rows of a sheet repeat the same tags, which any level makes short.
    private static let level: Int32 = 1

    init() throws(SpreadsheetError) {
        stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard danvan_deflate_raw_init(stream, Deflater.level) == Z_OK else {
            stream.deallocate()
            throw .unwritten("no memory for zlib")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func append(_ input: [UInt8]) { run(input, Z_NO_FLUSH) }

    /// Ends the file; nothing can be appended afterwards.
    func finish() { run([], Z_FINISH) }

    private func run(_ input: [UInt8], _ flush: Int32) {
        precondition(input.count <= UInt32.max, "more than zlib takes at once")
        inflatedCount += input.count
        input.withUnsafeBufferPointer { input in
            if !input.isEmpty { crc = crc32(crc, input.baseAddress, UInt32(input.count)) }
            // zlib does not write to `next_in`, although it is declared without const.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let count = piece.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    _ = deflate(stream, flush)
                    return output.count - Int(stream.pointee.avail_out)
                }
                bytes += piece[..<count]
            } while stream.pointee.avail_out == 0
        }
    }
}
