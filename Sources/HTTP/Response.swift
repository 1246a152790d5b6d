/// An answer before it is framed: status, header lines, body.
///
/// Content-Length, Connection and Date are written by HTTP when the answer is encoded.
package struct Response: Sendable {
    /// 200–599.
    package var status: Int
    /// Left out on the wire for HEAD, 204 and 304.
    package var body: [UInt8] = []
    /// The connection is closed after this answer.
    package var wantsClose = false
    /// Whole lines, each with its CRLF, in the order they were set.
    private(set) var fieldLines: [UInt8] = []

    package init(status: Int) {
        precondition((200...599).contains(status), "a final answer has a status of 200–599")
        self.status = status
        // Room for the lines of a usual answer at once: room for each line alone moved them all with each.
        fieldLines.reserveCapacity(384)
    }

    /// Appends the line `name: value`; an earlier line of the same name stays.
    ///
    /// - `name`: as it shall stand on the wire; not one of those that HTTP writes itself.
    /// - `value`: a control byte in it, so CR, LF or NUL, becomes a space: a line cannot be split (RFC 9110
    ///   §5.5).
    package mutating func set(_ name: StaticString, _ value: String) {
        precondition(
            !Response.isOwn(name),
            "Content-Length, Connection, Date and Transfer-Encoding are HTTP's"
        )
        name.withUTF8Buffer { fieldLines.append(contentsOf: $0) }
        fieldLines.append(contentsOf: ": ".utf8)
        let start = fieldLines.count
        fieldLines.append(contentsOf: value.utf8)
        for index in start..<fieldLines.count where fieldLines[index].isControl { fieldLines[index] = .space }
        fieldLines.append(contentsOf: "\r\n".utf8)
    }

    /// The value of the first line with this name in any case, or nil.
    ///
    /// For tests: it reads all lines.
    package func field(_ name: String) -> String? {
        for line in fieldLines.split(whereSeparator: { $0 == .carriageReturn || $0 == .lineFeed }) {
            guard let colon = line.firstIndex(of: .colon),
                line[..<colon].elementsEqual(name.utf8, by: { $0.lowercased == $1.lowercased })
            else { continue }
            return String(decoding: line[(colon + 2)...], as: UTF8.self)
        }
        return nil
    }

    /// Whether HTTP writes this field itself.
    ///
    /// The count is looked at first: this runs for each line.
    private static func isOwn(_ name: StaticString) -> Bool {
        switch name.utf8CodeUnitCount {
        case 4: name.isEqual(ignoringCase: "date")
        case 10: name.isEqual(ignoringCase: "connection")
        case 14: name.isEqual(ignoringCase: "content-length")
        case 17: name.isEqual(ignoringCase: "transfer-encoding")
        default: false
        }
    }
}
