/// Parses a head line by line as it arrives; each byte is scanned once.
///
/// Offsets are relative to the first byte after the previous request.
struct HeadReader {
    /// The request line, once it is complete and valid.
    private(set) var requestLine: RequestLine?
    private var lines: [FieldLine] = []
    private var lineStart = 0
    private var scanned = 0
    private var headerStart = 0
    private var hasSkippedEmptyLine = false

    /// Parses the new lines in `bytes`.
    ///
    /// When the head is complete, call `head(from:)` with its first `byteCount` bytes.
    ///
    /// - Parameters:
    ///   - bytes: from `start` on, all bytes since the previous request, including those already seen.
    ///   - start: the index of the first byte of the head.
    ///   - limits: the limits for lines and headers.
    /// - Returns: whether the head is complete.
    /// - Throws: `.requestLineTooLong` (RFC 9112 §3); `.headerTooLarge` (RFC 6585 §5); `.lineEndMalformed`
    ///   for a bare LF or a second empty line (we accept neither, RFC 9112 §2.2); the errors of `RequestLine`
    ///   and `FieldLine`.
    mutating func read(_ bytes: [UInt8], from start: Int, limits: Limits) throws(ProtocolError) -> Bool {
        let bytes = bytes.span.extracting(start..<bytes.count)
        while let line = try nextLine(in: bytes) {
            if requestLine == nil {
                try readFirst(line, in: bytes, limits: limits)
            } else if line.isEmpty {
                return true
            } else {
                try readField(line, in: bytes, limits: limits)
            }
        }
        try checkUnfinishedLine(limits: limits)
        return false
    }

    /// The bytes of the complete lines so far; once the head is complete, its length.
    var byteCount: Int { lineStart }

    /// The head, once `read` has returned true.
    ///
    /// `bytes` must be exactly its `byteCount` bytes.
    func head(from bytes: [UInt8]) throws(ProtocolError) -> Head {
        guard let requestLine else { preconditionFailure("a head without a request line") }
        return try Head(bytes: bytes, requestLine: requestLine, lines: lines)
    }

    private mutating func readFirst(
        _ line: Range<Int>, in bytes: Span<UInt8>, limits: Limits
    ) throws(ProtocolError) {
        if line.isEmpty {
            guard !hasSkippedEmptyLine else { throw .lineEndMalformed }
            hasSkippedEmptyLine = true
            return
        }
        guard line.count <= limits.requestLineBytesMax else { throw .requestLineTooLong }
        requestLine = try RequestLine(bytes, at: line)
        headerStart = lineStart
        lines.reserveCapacity(16)
    }

    private mutating func readField(
        _ line: Range<Int>, in bytes: Span<UInt8>, limits: Limits
    ) throws(ProtocolError) {
        guard lineStart - headerStart <= limits.headerBytesMax, lines.count < limits.headerCountMax else {
            throw .headerTooLarge
        }
        lines.append(try FieldLine(bytes, at: line))
    }

    /// Checks whether an incomplete line is already too long.
    ///
    /// Its CR, if it has arrived, does not count as content.
    private func checkUnfinishedLine(limits: Limits) throws(ProtocolError) {
        if requestLine == nil, scanned - lineStart > limits.requestLineBytesMax + 1 {
            throw .requestLineTooLong
        }
        if requestLine != nil, scanned - headerStart > limits.headerBytesMax + 1 { throw .headerTooLarge }
    }

    /// The next complete line without its CRLF, or nil when it is incomplete.
    private mutating func nextLine(in bytes: Span<UInt8>) throws(ProtocolError) -> Range<Int>? {
        guard let end = bytes.firstIndex(of: .lineFeed, in: scanned..<bytes.count) else {
            scanned = bytes.count
            return nil
        }
        guard end > lineStart, bytes[end - 1] == .carriageReturn else { throw .lineEndMalformed }
        let line = lineStart..<end - 1
        lineStart = end + 1
        scanned = lineStart
        return line
    }
}
