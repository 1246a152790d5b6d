/// A response before framing: status, header lines, body.
///
/// Content-Length, Connection and Date are added when the response is encoded.
package struct Response: Sendable {
    /// 200–599.
    package var status: Int
    /// Not sent in response to HEAD, nor with 204 and 304.
    package var body: [UInt8] = []
    /// Sent in place of `body`.
    package var longBody: (any LongBody)?
    /// Whether to close the connection after this response.
    package var closesConnection = false
    /// Complete lines, each with its CRLF, in the order they were set.
    private(set) var fieldLines: [UInt8] = []

    /// The length of the body.
    var contentLength: Int { longBody?.count ?? body.count }

    package init(status: Int) {
        precondition((200...599).contains(status), "a final answer has a status of 200–599")
        self.status = status
        // Capacity for a typical response, reserved once: growing with each line copied all lines each time.
        fieldLines.reserveCapacity(384)
    }

    /// Appends the line `name: value`; earlier lines with the same name stay.
    ///
    /// - Parameters:
    ///   - name: spelled as on the wire; not one of the fields that HTTP sets itself.
    ///   - value: control bytes in it, such as CR, LF and NUL, become spaces, so that a line cannot be split
    ///     (RFC 9110 §5.5).
    package mutating func addField(_ name: StaticString, _ value: String) {
        precondition(
            !Response.isManagedField(name),
            "Content-Length, Connection, Date and Transfer-Encoding are HTTP's"
        )
        name.withUTF8Buffer { fieldLines.append(contentsOf: $0) }
        fieldLines.append(contentsOf: ": ".utf8)
        let start = fieldLines.count
        fieldLines.append(contentsOf: value.utf8)
        for index in start..<fieldLines.count where fieldLines[index].isControl { fieldLines[index] = .space }
        fieldLines.append(contentsOf: "\r\n".utf8)
    }

    /// The value of the first line with this name, ignoring case, or nil.
    ///
    /// For tests: it scans all lines.
    package func field(_ name: String) -> String? {
        for line in fieldLines.split(whereSeparator: { $0 == .carriageReturn || $0 == .lineFeed }) {
            guard let colon = line.firstIndex(of: .colon),
                line[..<colon].elementsEqual(name.utf8, by: { $0.lowercased == $1.lowercased })
            else { continue }
            return String(decoding: line[(colon + 2)...], as: UTF8.self)
        }
        return nil
    }

    /// Whether HTTP sets this field itself.
    ///
    /// The length is compared first, because this runs for every line.
    private static func isManagedField(_ name: StaticString) -> Bool {
        switch name.utf8CodeUnitCount {
        case 4: name.isEqual(ignoringCase: "date")
        case 10: name.isEqual(ignoringCase: "connection")
        case 14: name.isEqual(ignoringCase: "content-length")
        case 17: name.isEqual(ignoringCase: "transfer-encoding")
        default: false
        }
    }
}
