import CZlib

/// Compresses and decompresses gzip data with zlib.
///
/// Its two streams, 63 KiB by the formulas of zconf.h, are created once and reused.
///
/// Not Sendable: use it from one thread at a time.
/// - Source: RFC 1952; https://www.zlib.net/manual.html.
package final class Gzip {
    private let deflater: UnsafeMutablePointer<z_stream>
    private let inflater: UnsafeMutablePointer<z_stream>
    /// The output buffer for compression; the result is copied from it at its actual length.
    private var buffer: [UInt8] = []

    /// Chosen for lists of 8 KiB: an 8 KiB window and little memory take a third of the time of zlib's
    /// defaults and give the same size.
    private static let windowBits: Int32 = 13
    private static let memoryLevel: Int32 = 5
    private static let level: Int32 = 3

    package init() {
        deflater = Gzip.stream()
        inflater = Gzip.stream()
        let codes = [
            danvan_deflate_init(deflater, Gzip.level, Gzip.windowBits, Gzip.memoryLevel),
            danvan_inflate_init(inflater, Gzip.windowBits),
        ]
        precondition(codes == [Z_OK, Z_OK], "no memory for zlib's streams")
    }

    deinit {
        deflateEnd(deflater)
        inflateEnd(inflater)
        deflater.deallocate()
        inflater.deallocate()
    }

    /// Compresses `bytes` into one gzip member without name and time, so that equal input gives equal output.
    package func compressed(_ bytes: [UInt8]) -> [UInt8] {
        deflateReset(deflater)
        let bufferCount = Int(deflateBound(deflater, UInt(bytes.count)))
        if buffer.count < bufferCount { buffer = Array(repeating: 0, count: bufferCount) }
        let count = Gzip.run(deflater, from: bytes, into: &buffer) { deflate($0, Z_FINISH) }
        guard let count else { preconditionFailure("zlib said that this is room enough") }
        return Array(buffer[..<count])
    }

    /// Decompresses what `compressed` returned.
    ///
    /// - Parameters:
    ///   - compressed: one gzip member.
    ///   - count: the number of decompressed bytes.
    /// - Returns: nil when `compressed` is not exactly one gzip member of `count` bytes.
    package func decompressed(_ compressed: [UInt8], count: Int) -> [UInt8]? {
        inflateReset(inflater)
        var bytes = [UInt8](repeating: 0, count: count)
        let decompressedCount = Gzip.run(inflater, from: compressed, into: &bytes) { inflate($0, Z_FINISH) }
        return decompressedCount == count ? bytes : nil
    }

    /// Allocates a stream on the heap: zlib keeps its address, so it must not move.
    private static func stream() -> UnsafeMutablePointer<z_stream> {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        return stream
    }

    /// Runs `stream` over all of `input`.
    ///
    /// - Parameters:
    ///   - stream: a stream that has just been reset.
    ///   - input: the bytes to read.
    ///   - output: the buffer to write to.
    ///   - finish: calls deflate or inflate with Z_FINISH.
    /// - Returns: the number of bytes written to `output`, or nil when the stream did not end.
    private static func run(
        _ stream: UnsafeMutablePointer<z_stream>, from input: [UInt8], into output: inout [UInt8],
        finish: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> Int? {
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                // zlib does not write to `next_in`, although it is declared without const.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let code = finish(stream)
                return code == Z_STREAM_END ? output.count - Int(stream.pointee.avail_out) : nil
            }
        }
    }
}
