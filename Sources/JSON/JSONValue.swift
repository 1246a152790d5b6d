/// A JSON value (RFC 8259 §3) with exact integers; nothing is converted to floating point.
///
/// Two values are equal when they would be written as the same bytes: strings are compared by UTF-8, not by
/// canonical equivalence, and the order of members matters. Compare `canonicalBytes` to ignore the order.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// An integer within 64 bits, written as digits with or without `-`. Not `-0`, which no integer
    /// represents.
    case integer(Int64)
    /// Any other number of RFC 8259 §6, as written: `1.5`, `1e3`, `9223372036854775808`, `-0`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// The members in text order, with unique names.
    case object([JSONMember])
}

/// A member of an object; names are compared by their UTF-8 bytes.
package struct JSONMember: Hashable, Sendable {
    package let name: String
    package let value: JSONValue

    package init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }

    package static func == (left: JSONMember, right: JSONMember) -> Bool {
        UTF8String(left.name) == UTF8String(right.name) && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(UTF8String(name))
        hasher.combine(value)
    }
}

extension JSONValue {
    /// The value of the member with this name; nil if there is none or this is not an object.
    ///
    /// Names are compared by their UTF-8 bytes. Takes time proportional to the number of members.
    package subscript(member: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let wanted = UTF8String(member)
        return members.first { UTF8String($0.name) == wanted }?.value
    }

    /// A canonical encoding: equal bytes for all texts with the same meaning.
    ///
    /// There is no white space; members are sorted by the UTF-8 bytes of their names, strings are escaped as
    /// in `JSONWriter`, integers are in decimal, other numbers as written.
    ///
    /// Used for fingerprints. This is not RFC 8785, which sorts by UTF-16 and rewrites numbers: here `1.0`
    /// and `1` differ. The value must not be nested deeper than `JSONWriter.depthMax`.
    package var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(sorted)
        return writer.finish()
    }

    private var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(
                members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                    .map { JSONMember(name: $0.name, value: $0.value.sorted) }
            )
        case .null, .bool, .integer, .number, .string: self
        }
    }
}

extension JSONValue: Hashable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): UTF8String(left) == UTF8String(right)
        case (.string(let left), .string(let right)): UTF8String(left) == UTF8String(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _):
            false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        case .integer(let integer): hasher.combine(integer)
        case .number(let text), .string(let text): hasher.combine(UTF8String(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        }
    }
}
