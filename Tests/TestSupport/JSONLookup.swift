package import JSON

extension JSONValue {
    /// The value at a JSON pointer (without support for `~0`); nil when there is none.
    package func at(_ pointer: String) -> JSONValue? {
        var value: JSONValue? = self
        for step in pointer.split(separator: "/") {
            switch value {
            case .object: value = value?[String(step).replacing("~1", with: "/")]
            case .array(let elements):
                value = Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            case .null, .bool, .integer, .number, .string, nil: return nil
            }
        }
        return value
    }

    package func text(_ pointer: String = "") -> String? {
        if case .string(let text) = at(pointer) { text } else { nil }
    }

    package func integer(_ pointer: String = "") -> Int64? {
        if case .integer(let number) = at(pointer) { number } else { nil }
    }

    package func boolean(_ pointer: String = "") -> Bool? {
        if case .bool(let flag) = at(pointer) { flag } else { nil }
    }

    package func items(_ pointer: String = "") -> [JSONValue] {
        if case .array(let items) = at(pointer) { items } else { [] }
    }

    /// The member names of an object, in order.
    package var names: [String] {
        if case .object(let members) = self { members.map(\.name) } else { [] }
    }

    /// The member names of this object and all nested ones.
    package var allNames: Set<String> {
        switch self {
        case .object(let members):
            members.reduce(into: []) { $0.formUnion($1.value.allNames.union([$1.name])) }
        case .array(let items): items.reduce(into: []) { $0.formUnion($1.allNames) }
        case .null, .bool, .integer, .number, .string: []
        }
    }
}
