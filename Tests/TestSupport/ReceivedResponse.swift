package import JSON

/// A response as received.
package struct ReceivedResponse: Hashable {
    package let head: String
    package let body: [UInt8]

    package var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
    package var text: String { String(decoding: body, as: UTF8.self) }
    package var closes: Bool { field("Connection") == "close" }
    package var code: String? { json.text("/code") }

    /// The body as JSON; null when it is not JSON, which differs from everything a test expects.
    package var json: JSONValue { (try? JSONDocument(parsing: body))?.root ?? .null }

    /// The value of the first header field with this name, compared case-sensitively.
    package func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n") where line.hasPrefix(name + ": ") {
            return String(line.dropFirst(name.utf8.count + 2))
        }
        return nil
    }
}

/// Splits a stream of bytes into responses.
package struct ResponseReader {
    package init() {}

    package private(set) var bytes: [UInt8] = []

    package mutating func add(_ more: ArraySlice<UInt8>) { bytes += more }

    /// The next response; nil until it is complete.
    ///
    /// Interim responses are skipped unless they are wanted.
    package mutating func next(hasBody: Bool = true, isInterimWanted: Bool = false) -> ReceivedResponse? {
        guard let headEnd = endOfHead() else { return nil }
        let head = String(decoding: bytes[..<headEnd], as: UTF8.self)
        guard isInterimWanted || !head.hasPrefix("HTTP/1.1 1") else {
            bytes.removeFirst(headEnd)
            return next(hasBody: hasBody)
        }
        let length =
            hasBody
            ? ReceivedResponse(head: head, body: []).field("Content-Length").flatMap { Int($0) } ?? 0 : 0
        guard bytes.count >= headEnd + length else { return nil }
        defer { bytes.removeFirst(headEnd + length) }
        return ReceivedResponse(head: head, body: Array(bytes[headEnd..<(headEnd + length)]))
    }

    /// The start of the body: after the first CR LF CR LF.
    private func endOfHead() -> Int? {
        var index = 3
        while index < bytes.count {
            if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 {
                return index + 1
            }
            index += 1
        }
        return nil
    }
}
