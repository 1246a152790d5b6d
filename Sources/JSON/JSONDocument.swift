/// A parsed JSON text.
package struct JSONDocument: Hashable, Sendable {
    /// The value of the whole text.
    package let root: JSONValue
    /// The ambiguities found, in text order; at most `JSONLimits.ambiguitiesMax`.
    ///
    /// Do not use `root` unless this is empty.
    package let ambiguities: [JSONAmbiguity]

    /// Parses a text that consists of one JSON value and white space.
    ///
    /// Takes time proportional to the length of `bytes`, whatever they contain, and memory up to about 50
    /// times that length.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 without a byte order mark.
    ///   - limits: the limits for depth, size and recorded ambiguities.
    /// - Throws: the first error in the text: a violation of RFC 8259 or of a limit.
    /// - Source: RFC 8259, strictly; none of the extensions that §9 permits is accepted.
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(offset: limits.bytesMax, reason: .tooLong)
        }
        var parser = Parser(bytes, limits: limits)
        root = try parser.document()
        ambiguities = parser.ambiguities
    }
}

/// A place where well-formed text is ambiguous: parsers may read it differently.
package struct JSONAmbiguity: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The name occurs earlier in the same object; the first value is kept. RFC 8259 §4.
        case duplicateMember
        /// An unpaired surrogate in a string or a member's name, read as U+FFFD. RFC 8259 §8.2.
        case unpairedSurrogate
    }

    /// The location as a JSON Pointer (RFC 6901); it shows names as read, with U+FFFD.
    package let pointer: String
    /// The kind of ambiguity.
    package let kind: Kind

    package init(pointer: String, kind: Kind) {
        self.pointer = pointer
        self.kind = kind
    }
}

/// Limits of the parser.
///
/// A text over `depthMax`, `bytesMax` or `valuesMax` is rejected. The other limits only bound how many ambiguities are
/// recorded.
package struct JSONLimits: Hashable, Sendable {
    /// The nesting depth of arrays and objects; the parser's stack use grows with it.
    package var depthMax: Int
    /// The size of the text, including white space.
    package var bytesMax: Int
    /// The number of values: each member, each item, and what contains them.
    package var valuesMax: Int
    /// The number of recorded ambiguities; further ones are ignored, since they would only lengthen the
    /// response.
    package var ambiguitiesMax: Int
    /// Total bytes of pointers after which nothing more is recorded: a long name may cause many ambiguities.
    package var ambiguityPointerBytesMax: Int

    package init(
        depthMax: Int = 32,
        bytesMax: Int = 1 << 20,
        valuesMax: Int = .max,
        ambiguitiesMax: Int = 100,
        ambiguityPointerBytesMax: Int = 16_384
    ) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.valuesMax = valuesMax
        self.ambiguitiesMax = ambiguitiesMax
        self.ambiguityPointerBytesMax = ambiguityPointerBytesMax
    }
}

/// Why a text is not valid JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The text ends before its value is complete, or is empty.
        case endOfText
        case unexpectedByte
        /// A leading zero, or a missing digit. RFC 8259 §6.
        case badNumber
        /// An unknown or malformed escape sequence. RFC 8259 §7.
        case badEscape
        /// Overlong, a surrogate, above U+10FFFF, or truncated. RFC 3629 §3, §4.
        case badUTF8
        /// An unescaped U+0000–U+001F in a string. RFC 8259 §7.
        case controlCharacter
        /// Bytes other than white space after the value.
        case trailingBytes
        /// U+FEFF before the text. RFC 8259 §8.1 allows rejecting it.
        case byteOrderMark
        /// Nested deeper than `JSONLimits.depthMax`.
        case tooDeep
        /// Longer than `JSONLimits.bytesMax`.
        case tooLong
        /// The value is one more than `JSONLimits.valuesMax`.
        case tooManyValues
    }

    /// The zero-based offset of the first invalid byte; everything before it is the start of some valid text.
    ///
    /// For `.badUTF8` the first byte of the ill-formed sequence; for `.endOfText` the text's length.
    package let offset: Int
    /// The rule that the byte at `offset` violates.
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }
}
