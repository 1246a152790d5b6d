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
    private(set) var fields: FieldLines

    /// The length of the body.
    var contentLength: Int { longBody?.count ?? body.count }

    /// - Parameters:
    ///   - status: 200–599.
    ///   - fields: lines that the response shares with others.
    package init(status: Int, fields: FieldLines = FieldLines()) {
        precondition((200...599).contains(status), "a final answer has a status of 200–599")
        self.status = status
        self.fields = FieldLines(startingWith: fields)
    }

    /// Appends the line `name: value`, as `FieldLines` does.
    package mutating func addField(_ name: StaticString, _ value: String) { fields.add(name, value) }

    /// Appends lines that the response shares with others.
    package mutating func addFields(_ lines: FieldLines) { fields.add(lines) }

    /// The value of the first line with this name, ignoring case, or nil.
    ///
    /// For tests: it scans all lines.
    package func field(_ name: String) -> String? {
        for line in fields.bytes.split(whereSeparator: { $0 == .carriageReturn || $0 == .lineFeed }) {
            guard let colon = line.firstIndex(of: .colon),
                line[..<colon].elementsEqual(name.utf8, by: { $0.lowercased == $1.lowercased })
            else { continue }
            return String(decoding: line[(colon + 2)...], as: UTF8.self)
        }
        return nil
    }
}
