/// Writes JSON text (RFC 8259) into one array of bytes, value by value, and inserts the commas.
///
/// Calls must be in a valid order: a name before each value in an object, no names elsewhere, an end for each
/// `begin…`, and `newline()` between top-level values. Any other order is our bug and stops the process.
package struct JSONWriter: Sendable {
    /// The nesting depth of arrays and objects, not counting those in `raw(_:)`; each level uses one bit of
    /// `openContainers`.
    package static let depthMax = 64

    /// The bytes written so far.
    package private(set) var bytes: [UInt8] = []
    /// One bit per open array (0) or object (1), innermost in the lowest bit.
    private var openContainers: UInt64 = 0
    private var depth = 0
    private var needsComma = false
    private var isAfterName = false

    /// Creates an empty writer.
    ///
    /// - Parameter capacity: the bytes to reserve; the array grows when needed.
    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Opens an object; names and values alternate until its end.
    package mutating func beginObject() { begin(Byte.openBrace, kind: 1) }

    /// Closes the innermost container, which must be an object without a pending name.
    package mutating func endObject() { end(Byte.closeBrace, kind: 1) }

    /// Opens an array; values follow until its end.
    package mutating func beginArray() { begin(Byte.openBracket, kind: 0) }

    /// Closes the innermost container, which must be an array.
    package mutating func endArray() { end(Byte.closeBracket, kind: 0) }

    /// Writes the name of the next value.
    ///
    /// Must be ASCII without characters to escape; checked in debug builds only.
    package mutating func name(_ name: StaticString) {
        let needsComma = beginName()
        assert(
            name.isASCII
                && UnescapedRun.end(in: name.description.utf8.span, from: 0) == name.utf8CodeUnitCount,
            "a name that needs an escape")
        // A `StaticString` gives access to its bytes only this way. Copying each name took a quarter of the
        // writer's time.
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

    /// Writes the name of the next value, escaped where needed.
    package mutating func name(dynamic name: String) {
        if beginName() { bytes.append(Byte.comma) }
        JSONEscape.append(name, to: &bytes)
        bytes.append(Byte.colon)
    }

    /// Writes an integer in decimal; many readers round integers beyond 2^53.
    package mutating func value(_ integer: Int64) {
        beginValue()
        append(integer)
    }

    /// Writes an integer in decimal.
    package mutating func value(_ integer: Int) { value(Int64(integer)) }

    /// Writes `true` or `false`.
    package mutating func value(_ bool: Bool) {
        beginValue()
        bytes.append(contentsOf: bool ? Byte.trueLiteral : Byte.falseLiteral)
    }

    /// Writes a string, escaped by `JSONEscape`.
    package mutating func value(_ string: String) {
        beginValue()
        JSONEscape.append(string, to: &bytes)
    }

    /// Writes `null`.
    package mutating func null() {
        beginValue()
        bytes.append(contentsOf: Byte.nullLiteral)
    }

    /// Writes a value with its members in order, and other numbers as stored.
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

    /// Writes a value that is already JSON text, such as a stored payload; it is not validated.
    package mutating func raw(_ json: [UInt8]) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    /// Writes a line feed between top-level values, for `application/x-ndjson`.
    package mutating func newline() {
        precondition(depth == 0, "a newline within a value")
        bytes.append(Byte.newline)
        needsComma = false
    }

    /// Discards the bytes written but keeps their capacity, for writing many texts in turn.
    package mutating func removeAll() {
        precondition(depth == 0, "an array or object is still open")
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Returns the bytes written since the last call, also within an array or object.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Returns the bytes written.
    package consuming func finish() -> [UInt8] {
        precondition(depth == 0, "an array or object is still open")
        return bytes
    }
}

extension JSONWriter {
    private mutating func begin(_ bracket: UInt8, kind: UInt64) {
        beginValue()
        precondition(depth < Self.depthMax, "arrays or objects nested too deep")
        openContainers = openContainers << 1 | kind
        depth += 1
        needsComma = false
        bytes.append(bracket)
    }

    private mutating func end(_ bracket: UInt8, kind: UInt64) {
        precondition(depth > 0 && openContainers & 1 == kind && !isAfterName, "an end without its begin")
        openContainers >>= 1
        depth -= 1
        needsComma = true
        bytes.append(bracket)
    }

    /// Checks that a name is allowed here, and returns whether it needs a comma before it.
    private mutating func beginName() -> Bool {
        precondition(depth > 0 && openContainers & 1 == 1 && !isAfterName, "a name outside an object")
        isAfterName = true
        return needsComma
    }

    private mutating func beginValue() {
        if isAfterName {
            isAfterName = false
        } else {
            precondition(depth == 0 || openContainers & 1 == 0, "a value without a name in an object")
            precondition(depth > 0 || !needsComma, "two values at the top without a newline")
            if needsComma { bytes.append(Byte.comma) }
        }
        needsComma = true
    }

    /// Appends the decimal digits.
    ///
    /// They are produced from last to first from the unsigned 64-bit magnitude, which can hold that of any
    /// Int64.
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
