import CZlib

/// Packs bytes as gzip and unpacks them, by zlib.
///
/// Its two streams are made once, 63 KiB by the formulas of zconf.h, and used again for each answer.
///
/// Not Sendable: one thread at a time.
/// - Source: RFC 1952; https://www.zlib.net/manual.html.
package final class Gzip {
    private let packing: UnsafeMutablePointer<z_stream>
    private let unpacking: UnsafeMutablePointer<z_stream>
    /// Room for what is packed, before it is as long as it turns out.
    private var room: [UInt8] = []

    /// For lists of 8 KiB: a window of 8 KiB and little memory take a third of the time of zlib's own for the same size.
    private static let windowBits: Int32 = 13
    private static let memoryLevel: Int32 = 5
    private static let level: Int32 = 3

    package init() {
        packing = Gzip.stream()
        unpacking = Gzip.stream()
        let codes = [
            danvan_gzip_pack(packing, Gzip.level, Gzip.windowBits, Gzip.memoryLevel),
            danvan_gzip_unpack(unpacking, Gzip.windowBits),
        ]
        precondition(codes == [Z_OK, Z_OK], "no memory for zlib's streams")
    }

    deinit {
        deflateEnd(packing)
        inflateEnd(unpacking)
        packing.deallocate()
        unpacking.deallocate()
    }

    /// `bytes` as one gzip member, without name and time: the same bytes give the same.
    package func packed(_ bytes: [UInt8]) -> [UInt8] {
        deflateReset(packing)
        let roomCount = Int(deflateBound(packing, UInt(bytes.count)))
        if room.count < roomCount { room = Array(repeating: 0, count: roomCount) }
        let count = Gzip.run(packing, from: bytes, into: &room) { deflate($0, Z_FINISH) }
        guard let count else { preconditionFailure("zlib said that this is room enough") }
        return Array(room[..<count])
    }

    /// What `packed` was made of.
    ///
    /// - Parameters:
    ///   - packed: one gzip member.
    ///   - count: how many bytes that were.
    /// - Returns: nil when `packed` is no whole gzip member of so many bytes.
    package func unpacked(_ packed: [UInt8], count: Int) -> [UInt8]? {
        inflateReset(unpacking)
        var bytes = [UInt8](repeating: 0, count: count)
        let unpackedCount = Gzip.run(unpacking, from: packed, into: &bytes) { inflate($0, Z_FINISH) }
        return unpackedCount == count ? bytes : nil
    }

    /// The streams must not move: zlib keeps their address.
    private static func stream() -> UnsafeMutablePointer<z_stream> {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        return stream
    }

    /// Runs `stream` from the first byte of `input` to its last.
    ///
    /// - Returns: how many bytes of `output` were written, or nil when `stream` did not come to its end.
    private static func run(
        _ stream: UnsafeMutablePointer<z_stream>, from input: [UInt8], into output: inout [UInt8],
        finish: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> Int? {
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                // zlib reads only; its header does not say so.
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
