/// Decodes a chunked body as its bytes arrive (RFC 9112 §7.1).
struct ChunkReader {
    private var stage = Stage.size
    private var extensionBytes = 0
    private var trailerBytes = 0
    private let bodyBytesMax: Int
    private let chunkLineBytesMax: Int
    private let extensionBytesMax: Int

    private enum Stage {
        case size
        case data(bytesLeft: Int)
        case dataEnd
        case end
    }

    init(bodyBytesMax: Int, limits: Limits) {
        self.bodyBytesMax = bodyBytesMax
        chunkLineBytesMax = limits.chunkLineBytesMax
        extensionBytesMax = limits.chunkExtensionBytesMax
    }

    /// Appends the chunk data found in `bytes` from `start` on to `body`.
    ///
    /// - Parameters:
    ///   - bytes: the bytes received; those before `start` are ignored.
    ///   - start: the index of the first byte not yet consumed.
    ///   - body: receives the data without chunk framing.
    /// - Returns: the index of the first byte not consumed, and whether the last chunk and its empty line
    ///   have arrived.
    /// - Throws: `.chunkMalformed` for a size that is not hexadecimal or has more than 8 significant digits, a control byte or a bare LF
    ///   in the size line, a size line over `chunkLineBytesMax`, extensions over `chunkExtensionBytesMax`, or
    ///   data without its CRLF; `.bodyTooLarge`; `.trailersMalformed` when the trailer section, which is
    ///   otherwise ignored, is malformed, over `chunkExtensionBytesMax`, or about framing (§7.1.2).
    mutating func read(
        _ bytes: [UInt8],
        from start: Int,
        into body: inout [UInt8]
    ) throws(ProtocolError) -> (next: Int, isComplete: Bool) {
        var next = start
        while true {
            switch stage {
            case .size:
                guard let line = try sizeLine(in: bytes, from: next) else { return (next, false) }
                let size = try size(in: bytes[line])
                guard size <= bodyBytesMax - body.count else { throw .bodyTooLarge }
                stage = size == 0 ? .end : .data(bytesLeft: size)
                next = line.upperBound + 2
            case .data(let bytesLeft):
                let end = min(bytes.count, next + bytesLeft)
                body.append(contentsOf: bytes[next..<end])
                let stillLeft = bytesLeft - (end - next)
                next = end
                guard stillLeft == 0 else {
                    stage = .data(bytesLeft: stillLeft)
                    return (next, false)
                }
                stage = .dataEnd
            case .dataEnd:
                guard try hasLineEnd(bytes, at: next, else: .chunkMalformed) else { return (next, false) }
                stage = .size
                next += 2
            case .end:
                guard let line = try trailerLine(in: bytes, from: next) else { return (next, false) }
                next = line.upperBound + 2
                if line.isEmpty { return (next, true) }
                try checkTrailer(bytes[line])
            }
        }
    }

    /// The size line without its CRLF, or nil when it is incomplete.
    private func sizeLine(in bytes: [UInt8], from start: Int) throws(ProtocolError) -> Range<Int>? {
        let end = min(bytes.count, start + chunkLineBytesMax + 2)
        guard let lineFeed = bytes[start..<end].firstIndex(of: .lineFeed) else {
            guard bytes.count - start < chunkLineBytesMax + 2 else { throw .chunkMalformed }
            return nil
        }
        guard lineFeed > start, bytes[lineFeed - 1] == .carriageReturn else { throw .chunkMalformed }
        return start..<lineFeed - 1
    }

    /// Parses the chunk size in `line`.
    ///
    /// Extensions are ignored (§7.1.1); blanks are allowed only before an extension.
    private mutating func size(in line: ArraySlice<UInt8>) throws(ProtocolError) -> Int {
        var size = 0
        let digits = line.prefix { $0.hexValue != nil }
        guard !digits.isEmpty, digits.drop(while: { $0 == .zero }).count <= 8 else { throw .chunkMalformed }
        for digit in digits { size = size * 16 + (digit.hexValue ?? 0) }
        let rest = line[digits.endIndex...]
        guard !rest.isEmpty else { return size }
        guard rest.first(where: { !$0.isBlank }) == .semicolon, !rest.contains(where: \.isControl) else {
            throw .chunkMalformed
        }
        extensionBytes += rest.count
        guard extensionBytes <= extensionBytesMax else { throw .chunkMalformed }
        return size
    }

    /// The next line of the trailer section without its CRLF, or nil when it is incomplete.
    private func trailerLine(in bytes: [UInt8], from start: Int) throws(ProtocolError) -> Range<Int>? {
        let left = extensionBytesMax - trailerBytes + 2
        let end = min(bytes.count, start + left)
        guard let lineFeed = bytes[start..<end].firstIndex(of: .lineFeed) else {
            guard bytes.count - start < left else { throw .trailersMalformed }
            return nil
        }
        guard lineFeed > start, bytes[lineFeed - 1] == .carriageReturn else { throw .trailersMalformed }
        return start..<lineFeed - 1
    }

    /// Checks a trailer field, which is then ignored.
    ///
    /// - Throws: `.trailersMalformed`.
    private mutating func checkTrailer(_ line: ArraySlice<UInt8>) throws(ProtocolError) {
        trailerBytes += line.count + 2
        let name = line.prefix { $0.isTokenByte }
        guard !name.isEmpty, line[name.endIndex...].first == .colon, !line.contains(where: \.isControl) else {
            throw .trailersMalformed
        }
        let text = String(decoding: name, as: UTF8.self).lowercased()
        guard !["content-length", "transfer-encoding", "host"].contains(text) else {
            throw .trailersMalformed
        }
    }

    /// Whether there is a CRLF at `start`; false while its bytes have not arrived.
    private func hasLineEnd(
        _ bytes: [UInt8], at start: Int, else error: ProtocolError
    ) throws(ProtocolError) -> Bool {
        guard start < bytes.count else { return false }
        guard bytes[start] == .carriageReturn else { throw error }
        guard start + 1 < bytes.count else { return false }
        guard bytes[start + 1] == .lineFeed else { throw error }
        return true
    }
}
