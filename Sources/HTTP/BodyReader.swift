/// Collects one body as it arrives.
struct BodyReader {
    private(set) var body: [UInt8] = []
    private var form: Form

    private enum Form {
        case length(Int)
        case chunked(ChunkReader)
    }

    /// - `bytesMax`: for a chunked body; a length was checked before.
    init(_ framing: Framing.Body, bytesMax: Int, limits: Limits) {
        switch framing {
        case .length(let length): form = .length(length)
        case .chunked: form = .chunked(ChunkReader(bodyBytesMax: bytesMax, limits: limits))
        }
    }

    /// Takes what belongs to the body from `bytes` at `start` on.
    ///
    /// - Returns: the place of the first byte not taken, and whether the body is whole.
    /// - Throws: what `ChunkReader` throws.
    mutating func read(_ bytes: [UInt8], from start: Int) throws(ProtocolError) -> (next: Int, isWhole: Bool)
    {
        switch form {
        case .length(let length):
            let end = min(bytes.count, start + length - body.count)
            body.append(contentsOf: bytes[start..<end])
            return (end, body.count == length)
        case .chunked(var chunks):
            let taken = try chunks.read(bytes, from: start, into: &body)
            form = .chunked(chunks)
            return taken
        }
    }
}
