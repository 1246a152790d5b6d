/// A parsed string without quotes and escapes, and the offset of its end (RFC 8259 §7).
struct ScannedString {
    /// The decoded characters, with U+FFFD for each unpaired surrogate.
    let text: String
    /// The offset after the closing quote.
    let end: Int
    /// Whether a U+FFFD replaces an unpaired surrogate.
    let hasUnpairedSurrogate: Bool

    /// Parses the string that begins at `start`.
    ///
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - start: the offset of the opening quote.
    /// - Throws: `.badUTF8`, `.badEscape`, `.controlCharacter` or `.endOfText`, whichever comes first.
    init(in bytes: Span<UInt8>, from start: Int) throws(JSONError) {
        let runEnd = UnescapedRun.end(in: bytes, from: start + 1)
        if runEnd < bytes.count, bytes[runEnd] == Byte.quote {
            text = try Self.text(in: bytes, (start + 1)..<runEnd)
            end = runEnd + 1
            hasUnpairedSurrogate = false
        } else {
            var unescaped = UnescapedBytes(position: start + 1)
            try unescaped.appendString(in: bytes)
            text = String(decoding: unescaped.bytes, as: UTF8.self)
            end = unescaped.position
            hasUnpairedSurrogate = unescaped.hasUnpairedSurrogate
        }
    }

    /// The characters in `range`.
    ///
    /// - Throws: `.badUTF8`; `.endOfText` when the text ends within the last character.
    static func text(in bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            throw JSONError(error, from: range.lowerBound, textCount: bytes.count)
        }
    }
}

/// The bytes of a string decoded so far, with escapes replaced.
private struct UnescapedBytes {
    var bytes: [UInt8] = []
    /// An offset in the text, not in `bytes`.
    var position: Int
    var hasUnpairedSurrogate = false

    /// Decodes up to and including the closing quote.
    mutating func appendString(in text: Span<UInt8>) throws(JSONError) {
        while true {
            try appendRun(in: text)
            guard position < text.count else { throw error(.endOfText) }
            if text[position] == Byte.quote { break }
            guard text[position] == Byte.backslash else { throw error(.controlCharacter) }
            position += 1
            try appendEscape(in: text)
        }
        position += 1
    }

    private mutating func appendRun(in text: Span<UInt8>) throws(JSONError) {
        let end = UnescapedRun.end(in: text, from: position)
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text.extracting(position..<end))
        } catch {
            throw JSONError(error, from: position, textCount: text.count)
        }
        for index in position..<end { bytes.append(text[index]) }
        position = end
    }

    /// Decodes one escape; `position` is after its backslash.
    private mutating func appendEscape(in text: Span<UInt8>) throws(JSONError) {
        guard position < text.count else { throw error(.endOfText) }
        switch text[position] {
        case Byte.quote, Byte.backslash, UInt8(ascii: "/"): bytes.append(text[position])
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case Byte.u: return try appendUnicodeEscape(in: text)
        default: throw error(.badEscape)
        }
        position += 1
    }

    /// Decodes one `\u` escape, or two that form a surrogate pair; `position` is at the `u`.
    ///
    /// An unpaired surrogate becomes U+FFFD.
    private mutating func appendUnicodeEscape(in text: Span<UInt8>) throws(JSONError) {
        var code = try codeUnit(in: text)
        if 0xD800...0xDBFF ~= code, isUnicodeEscape(in: text) {
            let afterFirst = position
            position += 1
            let second = try codeUnit(in: text)
            if 0xDC00...0xDFFF ~= second {
                code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
            } else {
                position = afterFirst  // Not a pair: the second escape is decoded on its own.
            }
        }
        let scalar = Unicode.Scalar(code)
        if scalar == nil { hasUnpairedSurrogate = true }
        bytes.append(contentsOf: (scalar ?? "\u{FFFD}").utf8)
    }

    private func isUnicodeEscape(in text: Span<UInt8>) -> Bool {
        position + 1 < text.count && text[position] == Byte.backslash && text[position + 1] == Byte.u
    }

    /// The value of the four hexadecimal digits after the `u` at `position`; moves `position` past them.
    private mutating func codeUnit(in text: Span<UInt8>) throws(JSONError) -> UInt32 {
        position += 1
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < text.count else { throw error(.endOfText) }
            guard let digit = Byte.hexDigit(text[position]) else { throw error(.badEscape) }
            code = code << 4 | digit
            position += 1
        }
        return code
    }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(offset: position, reason: reason)
    }
}

extension JSONError {
    /// The error for invalid UTF-8 in a run that starts at `start`, in a text of `textCount` bytes.
    fileprivate init(_ error: UTF8.ValidationError, from start: Int, textCount: Int) {
        let isCutOff = error.kind == .truncatedScalar && start + error.byteOffsets.upperBound == textCount
        if isCutOff {
            self.init(offset: textCount, reason: .endOfText)
        } else {
            self.init(offset: start + error.byteOffsets.lowerBound, reason: .badUTF8)
        }
    }
}
