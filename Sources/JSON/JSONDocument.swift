/// One JSON text, read whole.
package struct JSONDocument: Hashable, Sendable {
    /// The value that the text is.
    package let root: JSONValue
    /// What cannot be trusted to mean one thing, in the order of the text; at most `JSONLimits.faultsMax`.
    ///
    /// Unless this is empty, `root` is not to be used.
    package let faults: [JSONAmbiguity]

    /// Reads a text that is one JSON value and nothing else but white space.
    ///
    /// - `bytes`: UTF-8 without a byte order mark.
    /// - Throws: the first fault of the text: what RFC 8259 does not allow, or what exceeds a limit.
    /// - Takes time in proportion to `bytes`, whatever they are, and memory up to about 50 times their number.
    /// - Source: RFC 8259, strictly; of what it leaves open (§9), nothing is added to the grammar.
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(offset: limits.bytesMax, reason: .tooLong)
        }
        var parser = Parser(bytes, limits: limits)
        root = try parser.document()
        faults = parser.faults
    }
}

/// A place where well-formed text cannot be trusted to mean one thing.
package struct JSONAmbiguity: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The name stood in this object before. The first value was kept. RFC 8259 §4.
        case duplicateMember
        /// Half of a surrogate pair in a string or a member's name, read as U+FFFD. RFC 8259 §8.2.
        case unpairedSurrogate
    }

    /// The place as RFC 6901 writes it; a name that was read with U+FFFD stands here so.
    package let pointer: String
    /// What stands there.
    package let kind: Kind

    package init(pointer: String, kind: Kind) {
        self.pointer = pointer
        self.kind = kind
    }
}

/// How much a text may ask of the reader.
///
/// Beyond `depthMax` or `bytesMax` the text is refused; beyond the others it is read, and faults are left out.
package struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects within each other; the reader's stack grows with it.
    package var depthMax: Int
    /// The whole text, white space included.
    package var bytesMax: Int
    /// Faults recorded; further ones are left out, since the answer would only grow.
    package var faultsMax: Int
    /// Bytes of pointers after which no further fault is recorded: a long name may lead to many faults.
    package var faultPointerBytesMax: Int

    package init(
        depthMax: Int = 32,
        bytesMax: Int = 1 << 20,
        faultsMax: Int = 100,
        faultPointerBytesMax: Int = 16_384
    ) {
        self.depthMax = depthMax
        self.bytesMax = bytesMax
        self.faultsMax = faultsMax
        self.faultPointerBytesMax = faultPointerBytesMax
    }
}

/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The text stops before its value is whole; also when it is empty.
        case endOfText
        case unexpectedByte
        /// A leading zero, or no digit where one must stand. RFC 8259 §6.
        case badNumber
        /// RFC 8259 §7.
        case badEscape
        /// Overlong, a surrogate, above U+10FFFF, or cut short. RFC 3629 §3, §4.
        case badUTF8
        /// An unescaped U+0000–U+001F in a string. RFC 8259 §7.
        case controlCharacter
        /// More after the value than white space.
        case trailingBytes
        /// U+FEFF before the text. RFC 8259 §8.1 lets a reader refuse it.
        case byteOrderMark
        /// Over `JSONLimits.depthMax`.
        case tooDeep
        /// Over `JSONLimits.bytesMax`.
        case tooLong
    }

    /// The first byte that cannot stand where it stands, from 0; before it is the start of some allowed text.
    ///
    /// For `.badUTF8` the first byte of the faulty sequence, for `.endOfText` the text's length.
    package let offset: Int
    /// The rule that the byte at `offset` breaks.
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }
}
