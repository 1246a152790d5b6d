/// Reads a head line by line as it arrives; each line is looked at once.
///
/// Places are counted from the first byte after the request before.
struct HeadReader {
    /// The first line, once it is whole and sound.
    private(set) var requestLine: RequestLine?
    private var lines: [FieldLine] = []
    private var lineStart = 0
    private var scanned = 0
    private var headerStart = 0
    private var hasSkippedEmptyLine = false

    /// Reads what is new in `bytes`.
    ///
    /// True when the head is whole: then `head(from:)` makes it of the first `byteCount` bytes.
    ///
    /// - `bytes`: from `start` on all bytes since the request before, those already seen included.
    /// - Throws: `.requestLineTooLong` (RFC 9112 §3); `.headerTooLarge` (RFC 6585 §5); `.lineEndMalformed` on
    ///   a bare LF or a second empty line (RFC 9112 §2.2: we take neither); what `RequestLine` and
    ///   `FieldLine` throw.
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

    /// How many bytes the whole lines so far have; once the head is whole, its own count.
    var byteCount: Int { lineStart }

    /// The head, once `read` said that it is whole.
    ///
    /// `bytes` are its own `byteCount` bytes.
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

    /// A line that has not ended may already be too long.
    ///
    /// Its CR, if it has come, is not counted as content.
    private func checkUnfinishedLine(limits: Limits) throws(ProtocolError) {
        if requestLine == nil, scanned - lineStart > limits.requestLineBytesMax + 1 {
            throw .requestLineTooLong
        }
        if requestLine != nil, scanned - headerStart > limits.headerBytesMax + 1 { throw .headerTooLarge }
    }

    /// The next whole line without its CRLF, or nil when it has not ended yet.
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
