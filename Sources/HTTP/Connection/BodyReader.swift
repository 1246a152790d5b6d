/// Accumulates one request body as its bytes arrive.
struct BodyReader {
    private(set) var body: [UInt8] = []
    private var encoding: Encoding

    private enum Encoding {
        case length(Int)
        case chunked(ChunkReader)
    }

    /// Creates a reader for the body that `framing` describes.
    ///
    /// - Parameters:
    ///   - framing: how the end of the body is found.
    ///   - bytesMax: the limit for a chunked body; a Content-Length has already been checked.
    ///   - limits: the limits for chunk lines and extensions.
    init(_ framing: Framing.Body, bytesMax: Int, limits: Limits) {
        switch framing {
        case .length(let length): encoding = .length(length)
        case .chunked: encoding = .chunked(ChunkReader(bodyBytesMax: bytesMax, limits: limits))
        }
    }

    /// Consumes the bytes in `bytes` from `start` on that belong to the body.
    ///
    /// - Returns: the index of the first byte not consumed, and whether the body is complete.
    /// - Throws: the errors of `ChunkReader.read`.
    mutating func read(
        _ bytes: [UInt8], from start: Int
    ) throws(ProtocolError) -> (next: Int, isComplete: Bool) {
        switch encoding {
        case .length(let length):
            let end = min(bytes.count, start + length - body.count)
            body.append(contentsOf: bytes[start..<end])
            return (end, body.count == length)
        case .chunked(var chunks):
            let taken = try chunks.read(bytes, from: start, into: &body)
            encoding = .chunked(chunks)
            return taken
        }
    }
}
