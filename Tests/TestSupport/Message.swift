/// A request as bytes.
package struct Message {
    package let method: String
    package var path: String
    package var fields: [(String, String)]
    package var body: [UInt8]

    package init(
        _ method: String, _ path: String, token: String? = nil, fields: [(String, String)] = [],
        body: String? = nil
    ) {
        self.method = method
        self.path = path
        self.fields = fields
        if let token { self.fields.append(("Authorization", "Bearer " + token)) }
        if body != nil { self.fields.append(("Content-Type", "application/json")) }
        self.body = Array((body ?? "").utf8)
    }

    /// The head with its empty line, and the body.
    package var bytes: [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: danvan\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }

    /// The same message with one more header field.
    package func with(_ name: String, _ value: String) -> Message {
        var message = self
        message.fields.append((name, value))
        return message
    }
}
