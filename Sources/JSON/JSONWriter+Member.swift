/// Writing a name and its value in one call.
extension JSONWriter {
    /// Writes an integer in decimal.
    package mutating func member(_ name: StaticString, _ integer: Int) {
        self.name(name)
        value(integer)
    }

    /// Writes `true` or `false`.
    package mutating func member(_ name: StaticString, _ bool: Bool) {
        self.name(name)
        value(bool)
    }

    /// Writes `null` for nil.
    package mutating func member(_ name: StaticString, _ integer: Int64?) {
        self.name(name)
        if let integer { value(integer) } else { null() }
    }

    /// Writes `null` for nil.
    package mutating func member(_ name: StaticString, _ string: String?) {
        self.name(name)
        if let string { value(string) } else { null() }
    }
}
