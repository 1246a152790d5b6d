import JSON

/// A response as received.
struct ReceivedResponse: Hashable {
    let head: String
    let body: [UInt8]

    var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
    var text: String { String(decoding: body, as: UTF8.self) }
    var closes: Bool { field("Connection") == "close" }
    var code: String? { json.text("/code") }

    /// The body as JSON; null when it is not JSON, which differs from everything a test expects.
    var json: JSONValue { (try? JSONDocument(parsing: body))?.root ?? .null }

    /// The value of the first header field with this name, compared case-sensitively.
    func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n") where line.hasPrefix(name + ": ") {
            return String(line.dropFirst(name.utf8.count + 2))
        }
        return nil
    }
}

/// Splits a stream of bytes into responses.
struct ResponseReader {
    private var bytes: [UInt8] = []

    mutating func add(_ more: ArraySlice<UInt8>) { bytes += more }

    /// The next response; nil until it is complete.
    ///
    /// Interim responses are skipped.
    mutating func next(hasBody: Bool = true) -> ReceivedResponse? {
        guard let headEnd = endOfHead() else { return nil }
        let head = String(decoding: bytes[..<headEnd], as: UTF8.self)
        guard !head.hasPrefix("HTTP/1.1 1") else {
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

extension JSONValue {
    /// The value at a JSON pointer without escapes; nil when there is none.
    func at(_ pointer: String) -> JSONValue? {
        var value: JSONValue? = self
        for step in pointer.split(separator: "/") {
            switch value {
            case .object: value = value?[String(step)]
            case .array(let elements):
                value = Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            case .null, .bool, .integer, .number, .string, nil: return nil
            }
        }
        return value
    }

    func text(_ pointer: String) -> String? {
        if case .string(let text) = at(pointer) { text } else { nil }
    }

    func integer(_ pointer: String) -> Int64? {
        if case .integer(let number) = at(pointer) { number } else { nil }
    }

    func items(_ pointer: String) -> [JSONValue] {
        if case .array(let items) = at(pointer) { items } else { [] }
    }
}
