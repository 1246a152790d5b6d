/// Header lines of a response, each with its CRLF, in the order they were added.
///
/// Those that many responses share are made once.
package struct FieldLines: Hashable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// In bytes.
    package var count: Int { bytes.count }

    package init() {}

    /// Those of a response: a copy of `shared` with room for a few more.
    ///
    /// The room is reserved once, because growing with each line copied all lines each time.
    init(startingWith shared: FieldLines) {
        bytes.reserveCapacity(Swift.max(384, shared.bytes.count + 192))
        bytes.append(contentsOf: shared.bytes)
    }

    /// Appends the line `name: value`; earlier lines with the same name stay.
    ///
    /// - Parameters:
    ///   - name: spelled as on the wire; not one of the fields that HTTP sets itself.
    ///   - value: control bytes in it, such as CR, LF and NUL, become spaces, so that a line cannot be split
    ///     (RFC 9110 §5.5).
    package mutating func add(_ name: StaticString, _ value: String) {
        precondition(
            !FieldLines.isManaged(name),
            "Content-Length, Connection, Date and Transfer-Encoding are HTTP's"
        )
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(.colon)
        bytes.append(.space)
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        for index in start..<bytes.count where bytes[index].isControl { bytes[index] = .space }
        bytes.append(.carriageReturn)
        bytes.append(.lineFeed)
    }

    /// Appends `lines`, which were checked when they were made.
    package mutating func add(_ lines: FieldLines) { bytes.append(contentsOf: lines.bytes) }

    /// Whether HTTP sets this field itself.
    ///
    /// The length is compared first, because this runs for every line.
    private static func isManaged(_ name: StaticString) -> Bool {
        switch name.utf8CodeUnitCount {
        case 4: name.isEqual(ignoringCase: "date")
        case 10: name.isEqual(ignoringCase: "connection")
        case 14: name.isEqual(ignoringCase: "content-length")
        case 17: name.isEqual(ignoringCase: "transfer-encoding")
        default: false
        }
    }
}
