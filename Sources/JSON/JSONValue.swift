/// A JSON value (RFC 8259 §3) with exact integers; nothing passes through floating point.
///
/// Two values are equal when they would be written with the same bytes: strings compare by UTF-8, not by
/// canonical equivalence, and the order of members counts. Compare `canonicalBytes` where it should not.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// Written as digits with or without `-`, and within 64 bits. `-0` is not one: it has no integer.
    case integer(Int64)
    /// Any other number of RFC 8259 §6, as written: `1.5`, `1e3`, `9223372036854775808`, `-0`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text, each name once.
    case object([JSONMember])
}

/// A name and its value in an object; names compare by their UTF-8 bytes.
package struct JSONMember: Hashable, Sendable {
    package let name: String
    package let value: JSONValue

    package init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }

    package static func == (left: JSONMember, right: JSONMember) -> Bool {
        ExactText(left.name) == ExactText(right.name) && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(name))
        hasher.combine(value)
    }
}

extension JSONValue {
    /// The value of the member with exactly this name; nil without one, or when this is not an object.
    ///
    /// The name is compared by its UTF-8 bytes. Takes time in proportion to the number of members.
    package subscript(member: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let wanted = ExactText(member)
        return members.first { ExactText($0.name) == wanted }?.value
    }

    /// The same bytes for every text with the same meaning: no white space, members sorted by the UTF-8 bytes
    /// of their names, strings escaped as `JSONWriter` does, integers in decimal, other numbers as written.
    ///
    /// For fingerprints. Not RFC 8785, which sorts by UTF-16 and rewrites numbers: `1.0` and `1` differ here.
    /// The value must not be nested deeper than `JSONWriter.depthMax`.
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
        case (.number(let left), .number(let right)): ExactText(left) == ExactText(right)
        case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
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
        case .number(let text), .string(let text): hasher.combine(ExactText(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        }
    }
}
