/// Writes JSON text (RFC 8259), value after value, into one array of bytes, and puts the commas.
///
/// Calls must make sense in their order: a name before each value of an object, no name elsewhere, each
/// `begin…` ended, values at the top parted by `newline()`. Anything else is our bug and stops the process.
package struct JSONWriter: Sendable {
    /// Arrays and objects within each other, not counting those in `raw(_:)`; each takes a bit of `kinds`.
    package static let depthMax = 64

    /// What is written so far.
    package private(set) var bytes: [UInt8] = []
    /// One bit for each open array (0) or object (1), the innermost lowest.
    private var kinds: UInt64 = 0
    private var depth = 0
    private var needsComma = false
    private var isAfterName = false

    /// - `capacity`: the bytes to make room for; more is made when needed.
    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Opens an object; what follows, up to its end, are names and values by turns.
    package mutating func beginObject() { begin(Byte.openBrace, kind: 1) }

    /// Closes the innermost array or object, which must be an object and not wait for a value.
    package mutating func endObject() { end(Byte.closeBrace, kind: 1) }

    /// Opens an array; what follows, up to its end, are values.
    package mutating func beginArray() { begin(Byte.openBracket, kind: 0) }

    /// Closes the innermost array or object, which must be an array.
    package mutating func endArray() { end(Byte.closeBracket, kind: 0) }

    /// The name of the next value.
    ///
    /// Must be ASCII that needs no escape; this is checked in debug builds only.
    package mutating func name(_ name: StaticString) {
        let needsComma = beginName()
        assert(
            name.isASCII && PlainRun.end(in: name.description.utf8.span, from: 0) == name.utf8CodeUnitCount,
            "a name that needs an escape")
        // A `StaticString` lends its bytes no other way, and a copy of each name was a quarter of the writer's time.
        name.withUTF8Buffer { name in
            bytes.append(addingCapacity: name.count + 4) { bytes in
                if needsComma { bytes.append(Byte.comma) }
                bytes.append(Byte.quote)
                for byte in name { bytes.append(byte) }
                bytes.append(Byte.quote)
                bytes.append(Byte.colon)
            }
        }
    }

    /// The name of the next value, whatever it holds.
    package mutating func name(dynamic name: String) {
        if beginName() { bytes.append(Byte.comma) }
        JSONEscape.append(name, to: &bytes)
        bytes.append(Byte.colon)
    }

    /// An integer in decimal; beyond 2^53 many readers round it.
    package mutating func value(_ integer: Int64) {
        beginValue()
        append(integer)
    }

    /// An integer in decimal.
    package mutating func value(_ integer: Int) { value(Int64(integer)) }

    /// `true` or `false`.
    package mutating func value(_ bool: Bool) {
        beginValue()
        bytes.append(contentsOf: bool ? Byte.trueWord : Byte.falseWord)
    }

    /// A string, escaped as `JSONEscape` does.
    package mutating func value(_ string: String) {
        beginValue()
        JSONEscape.append(string, to: &bytes)
    }

    /// The value `null`.
    package mutating func null() {
        beginValue()
        bytes.append(contentsOf: Byte.nullWord)
    }

    /// A value with its members in their order, and other numbers as they are held.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.value(bool)
        case .integer(let integer): self.value(integer)
        case .number(let text): raw(Array(text.utf8))
        case .string(let string): self.value(string)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(dynamic: member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// A value that is JSON text already, such as a stored payload; it is not checked.
    package mutating func raw(_ json: [UInt8]) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    /// A line feed between values at the top, for `application/x-ndjson`.
    package mutating func newline() {
        precondition(depth == 0, "a newline within a value")
        bytes.append(Byte.newline)
        needsComma = false
    }

    /// Forgets what is written and keeps its room, for the next of many.
    package mutating func removeAll() {
        precondition(depth == 0, "an array or object is still open")
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Everything written.
    package consuming func finish() -> [UInt8] {
        precondition(depth == 0, "an array or object is still open")
        return bytes
    }
}

extension JSONWriter {
    private mutating func begin(_ bracket: UInt8, kind: UInt64) {
        beginValue()
        precondition(depth < Self.depthMax, "arrays or objects nested too deep")
        kinds = kinds << 1 | kind
        depth += 1
        needsComma = false
        bytes.append(bracket)
    }

    private mutating func end(_ bracket: UInt8, kind: UInt64) {
        precondition(depth > 0 && kinds & 1 == kind && !isAfterName, "an end without its begin")
        kinds >>= 1
        depth -= 1
        needsComma = true
        bytes.append(bracket)
    }

    /// Whether a comma goes before the name.
    private mutating func beginName() -> Bool {
        precondition(depth > 0 && kinds & 1 == 1 && !isAfterName, "a name outside an object")
        isAfterName = true
        return needsComma
    }

    private mutating func beginValue() {
        if isAfterName {
            isAfterName = false
        } else {
            precondition(depth == 0 || kinds & 1 == 0, "a value without a name in an object")
            precondition(depth > 0 || !needsComma, "two values at the top without a newline")
            if needsComma { bytes.append(Byte.comma) }
        }
        needsComma = true
    }

    /// The digits, made from the last to the first in 64 bits without a sign, which hold every magnitude.
    private mutating func append(_ integer: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = integer.magnitude
        var start = digits.count
        repeat {
            start -= 1
            digits[start] = Byte.zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        bytes.append(addingCapacity: digits.count) { bytes in
            if integer < 0 { bytes.append(Byte.minus) }
            for index in start..<digits.count { bytes.append(digits[index]) }
        }
    }
}
