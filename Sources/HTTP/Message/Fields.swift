/// The ranges of one header line's name and value in the head's bytes.
///
/// The value excludes surrounding blanks.
struct FieldLine: Sendable {
    let name: Range<Int>
    var value: Range<Int>
}

extension FieldLine {
    /// Parses the line `name:value` at `range` of `bytes`, without its CRLF.
    ///
    /// - Parameters:
    ///   - bytes: the head.
    ///   - range: the line.
    /// - Throws: `.headerMalformed` when the line starts with a blank (folding, RFC 9112 §5.2), has no colon,
    ///   has anything but token bytes before the colon, such as a space (§5.1), or a control byte after it
    ///   (RFC 9110 §5.5 names NUL and bare CR; the others have no use either).
    init(_ bytes: Span<UInt8>, at range: Range<Int>) throws(ProtocolError) {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index].isTokenByte { index += 1 }
        guard index > range.lowerBound, index < range.upperBound, bytes[index] == .colon else {
            throw .headerMalformed
        }
        name = range.lowerBound..<index
        value = bytes.trimmingBlanks(index + 1..<range.upperBound)
        for index in value where bytes[index].isControl { throw .headerMalformed }
    }
}

/// The header lines of a request: one copy of the head's bytes, and the ranges of each line in it.
struct Fields: Sendable {
    private let bytes: [UInt8]
    private var lines: [FieldLine]

    init(bytes: [UInt8], lines: [FieldLine]) {
        self.bytes = bytes
        self.lines = lines
    }

    /// Creates fields for a request that did not arrive over a connection.
    init(_ pairs: [(String, String)]) {
        var bytes: [UInt8] = []
        lines = pairs.map { name, value in
            let start = bytes.count
            bytes.append(contentsOf: name.utf8)
            let middle = bytes.count
            bytes.append(contentsOf: value.utf8)
            return FieldLine(name: start..<middle, value: middle..<bytes.count)
        }
        self.bytes = bytes
    }

    /// The values of all lines with this name, in order.
    ///
    /// `name` must be lowercase.
    func values(of name: StaticString) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        for line in lines where isNamed(line, name) { values.append(bytes[line.value]) }
        return values
    }

    /// Whether there is a line with this name, which must be lowercase.
    func contains(_ name: StaticString) -> Bool { lines.contains { isNamed($0, name) } }

    /// The values of all lines with this name joined with ", ", or nil when there are none.
    ///
    /// A byte that is not ASCII becomes U+FFFD: no field that is read has others, and comparing a `String` with thousands
    /// of combining marks takes a second, because Swift compares what is normalised.
    ///
    /// - Source: RFC 9110 §5.5: field values are ASCII, other bytes are opaque.
    func value(of name: StaticString) -> String? {
        var joined: String?
        for line in lines where isNamed(line, name) {
            let value = text(of: bytes[line.value])
            joined = joined.map { $0 + ", " + value } ?? value
        }
        return joined
    }

    private func text(of value: ArraySlice<UInt8>) -> String {
        guard value.contains(where: { $0 >= 0x80 }) else { return String(decoding: value, as: UTF8.self) }
        var scalars = String.UnicodeScalarView()
        for byte in value { scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : "\u{FFFD}") }
        return String(scalars)
    }

    /// Whether a comma-separated list field contains `word`, ignoring case.
    ///
    /// `word` must be lowercase.
    func list(_ name: StaticString, contains word: StaticString) -> Bool {
        values(of: name)
            .contains { value in
                value.split(separator: .comma).contains { $0.trimmingBlanks.isEqual(ignoringCase: word) }
            }
    }

    /// Replaces the value of the only Host line with `authority`.
    mutating func replaceHost(with authority: Range<Int>) {
        guard let index = lines.firstIndex(where: { isNamed($0, "host") }) else { return }
        lines[index].value = authority
    }

    /// Compares the length first, because most names differ in it.
    private func isNamed(_ line: FieldLine, _ name: StaticString) -> Bool {
        line.name.count == name.utf8CodeUnitCount && bytes[line.name].isEqual(ignoringCase: name)
    }
}
