/// A single-pass recursive-descent parser; recursion is bounded by `JSONLimits.depthMax`.
struct Parser {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var position = 0
    /// The current location: one entry for each open array or object.
    private var path: [PathEntry] = []
    /// The ambiguities found, in text order.
    private(set) var ambiguities: [JSONAmbiguity] = []
    private var ambiguityPointerBytes = 0
    private var valuesCount = 0

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Parses the only value of the text, with optional white space around it.
    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark) }
        _ = try nextByte()
        let root = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.trailingBytes) }
        return root
    }

    /// Parses the value that begins at `position`, which must be within the text.
    ///
    /// Leaves `position` after it.
    private mutating func value() throws(JSONError) -> JSONValue {
        valuesCount += 1
        guard valuesCount <= limits.valuesMax else { throw error(.tooManyValues) }
        return try anyValue()
    }

    private mutating func anyValue() throws(JSONError) -> JSONValue {
        switch bytes[position] {
        case Byte.quote: .string(try stringValue())
        case Byte.openBrace: .object(try object())
        case Byte.openBracket: .array(try array())
        case Byte.minus, Byte.zero...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal(Byte.trueLiteral, meaning: .bool(true))
        case UInt8(ascii: "f"): try literal(Byte.falseLiteral, meaning: .bool(false))
        case UInt8(ascii: "n"): try literal(Byte.nullLiteral, meaning: .null)
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enterContainer()
        var elements: [JSONValue] = []
        if try nextByte() != Byte.closeBracket {
            repeat {
                path[path.count - 1] = .element(elements.count)
                _ = try nextByte()
                elements.append(try value())
            } while try consumesComma(before: Byte.closeBracket)
        }
        leaveContainer()
        return elements
    }

    private mutating func object() throws(JSONError) -> [JSONMember] {
        try enterContainer()
        var members = Members()
        if try nextByte() != Byte.closeBrace {
            repeat {
                let name = try memberName()
                let isNew = members.insertName(name)
                if !isNew { try record(.duplicateMember) }
                let value = try value()
                if isNew { members.append(JSONMember(name: name, value: value)) }
            } while try consumesComma(before: Byte.closeBrace)
        }
        leaveContainer()
        return members.list
    }

    /// Parses a name and its colon.
    ///
    /// Leaves `position` at the value and `path` at the member.
    private mutating func memberName() throws(JSONError) -> String {
        guard try nextByte() == Byte.quote else { throw error(.unexpectedByte) }
        path[path.count - 1] = .member(nameOffset: position)
        let name = try ScannedString(in: bytes.span, from: position)
        position = name.end
        if name.hasUnpairedSurrogate { try record(.unpairedSurrogate) }
        guard try nextByte() == Byte.colon else { throw error(.unexpectedByte) }
        position += 1
        _ = try nextByte()
        return name.text
    }

    private mutating func stringValue() throws(JSONError) -> String {
        let string = try ScannedString(in: bytes.span, from: position)
        position = string.end
        if string.hasUnpairedSurrogate { try record(.unpairedSurrogate) }
        return string.text
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let number = try ScannedNumber(in: bytes.span, from: position)
        position = number.end
        return number.value
    }

    private mutating func literal(_ word: [UInt8], meaning value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in word {
            guard position < bytes.count else { throw error(.endOfText) }
            guard bytes[position] == byte else { throw error(.unexpectedByte) }
            position += 1
        }
        return value
    }

    /// Consumes an opening bracket or brace, unless the depth limit is reached.
    private mutating func enterContainer() throws(JSONError) {
        guard path.count < limits.depthMax else { throw error(.tooDeep) }
        path.append(.element(0))
        position += 1
    }

    /// Consumes a closing bracket or brace.
    private mutating func leaveContainer() {
        path.removeLast()
        position += 1
    }

    /// Whether a comma follows, which is consumed, rather than `end`, which is not.
    private mutating func consumesComma(before end: UInt8) throws(JSONError) -> Bool {
        switch try nextByte() {
        case Byte.comma:
            position += 1
            return true
        case end: return false
        default: throw error(.unexpectedByte)
        }
    }

    /// The next byte that is not white space; leaves `position` at it.
    private mutating func nextByte() throws(JSONError) -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw error(.endOfText) }
        return bytes[position]
    }

    /// Skips white space, which is only these four bytes (RFC 8259 §2).
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case Byte.space, Byte.newline, UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    /// Records an ambiguity of the value at `path`, or of its name.
    private mutating func record(_ kind: JSONAmbiguity.Kind) throws(JSONError) {
        guard ambiguities.count < limits.ambiguitiesMax,
            ambiguityPointerBytes < limits.ambiguityPointerBytesMax
        else { return }
        let ambiguity = JSONAmbiguity(pointer: try pointer().text, kind: kind)
        ambiguityPointerBytes += ambiguity.pointer.utf8.count
        ambiguities.append(ambiguity)
    }

    /// The pointer to the current location.
    ///
    /// Parses the names on the path again: storing each name would cost more than the rare ambiguities do.
    private func pointer() throws(JSONError) -> JSONPointer {
        var pointer = JSONPointer()
        for entry in path {
            switch entry {
            case .element(let index): pointer.steps.append(.index(index))
            case .member(let offset):
                pointer.steps.append(.member(try ScannedString(in: bytes.span, from: offset).text))
            }
        }
        return pointer
    }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(offset: position, reason: reason)
    }

    /// A pointer step that does not store a string.
    private enum PathEntry {
        case element(Int)
        /// The offset of the name's opening quote.
        case member(nameOffset: Int)
    }
}
