/// What the response says about the connection (RFC 9112 §9.3).
enum Persistence {
    /// HTTP/1.1 and the connection persists: no header line is needed.
    case persistent
    /// HTTP/1.0 and the connection persists: the client asked for keep-alive and needs the confirmation.
    case keepAlive
    case close
}

extension Response {
    /// Appends the response to `output`, complete but for a long body.
    ///
    /// - Parameters:
    ///   - output: the bytes to send.
    ///   - isHead: the request was HEAD. Content-Length is that of the GET response; the body is omitted (RFC
    ///     9110 §9.3.2).
    ///   - persistence: what to say about the connection.
    ///   - dateLine: "Date: …" with its CRLF.
    /// - Source: RFC 9112 §4. Content-Length follows RFC 9110 §8.6: never with 204; with 304 only the length
    ///   that a 200 response would have had, which is not known here.
    func encode(into output: inout [UInt8], isHead: Bool, persistence: Persistence, dateLine: [UInt8]) {
        let hasLength = status != 204 && status != 304
        let hasBody = hasLength && !isHead
        output.reserveCapacity(output.count + 160 + fields.bytes.count + (hasBody ? body.count : 0))
        output.append(contentsOf: statusLine(status).utf8)
        output.append(contentsOf: dateLine)
        output.append(contentsOf: fields.bytes)
        switch persistence {
        case .persistent: break
        case .keepAlive: output.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        case .close: output.append(contentsOf: "Connection: close\r\n".utf8)
        }
        if hasLength {
            output.append(contentsOf: "Content-Length: ".utf8)
            output.append(decimal: contentLength)
            output.append(contentsOf: "\r\n".utf8)
        }
        output.append(contentsOf: "\r\n".utf8)
        if hasBody, longBody == nil { output.append(contentsOf: body) }
    }
}

extension [UInt8] {
    /// Appends a count in decimal.
    fileprivate mutating func append(decimal count: Int) {
        var divisor = 1
        while count / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(.zero + UInt8(count / divisor % 10))
            divisor /= 10
        }
    }
}

/// The status line with its CRLF.
///
/// Phrases are those of the IANA registry; a status not listed has an empty phrase, which RFC 9112 §4 allows.
private func statusLine(_ status: Int) -> String {
    switch status {
    case 200: "HTTP/1.1 200 OK\r\n"
    case 201: "HTTP/1.1 201 Created\r\n"
    case 202: "HTTP/1.1 202 Accepted\r\n"
    case 204: "HTTP/1.1 204 No Content\r\n"
    case 301: "HTTP/1.1 301 Moved Permanently\r\n"
    case 302: "HTTP/1.1 302 Found\r\n"
    case 303: "HTTP/1.1 303 See Other\r\n"
    case 304: "HTTP/1.1 304 Not Modified\r\n"
    case 307: "HTTP/1.1 307 Temporary Redirect\r\n"
    case 308: "HTTP/1.1 308 Permanent Redirect\r\n"
    case 400: "HTTP/1.1 400 Bad Request\r\n"
    case 401: "HTTP/1.1 401 Unauthorized\r\n"
    case 403: "HTTP/1.1 403 Forbidden\r\n"
    case 404: "HTTP/1.1 404 Not Found\r\n"
    case 405: "HTTP/1.1 405 Method Not Allowed\r\n"
    case 406: "HTTP/1.1 406 Not Acceptable\r\n"
    case 408: "HTTP/1.1 408 Request Timeout\r\n"
    case 409: "HTTP/1.1 409 Conflict\r\n"
    case 410: "HTTP/1.1 410 Gone\r\n"
    case 412: "HTTP/1.1 412 Precondition Failed\r\n"
    case 413: "HTTP/1.1 413 Content Too Large\r\n"
    case 414: "HTTP/1.1 414 URI Too Long\r\n"
    case 415: "HTTP/1.1 415 Unsupported Media Type\r\n"
    case 417: "HTTP/1.1 417 Expectation Failed\r\n"
    case 422: "HTTP/1.1 422 Unprocessable Content\r\n"
    case 428: "HTTP/1.1 428 Precondition Required\r\n"
    case 429: "HTTP/1.1 429 Too Many Requests\r\n"
    case 431: "HTTP/1.1 431 Request Header Fields Too Large\r\n"
    case 500: "HTTP/1.1 500 Internal Server Error\r\n"
    case 501: "HTTP/1.1 501 Not Implemented\r\n"
    case 503: "HTTP/1.1 503 Service Unavailable\r\n"
    case 505: "HTTP/1.1 505 HTTP Version Not Supported\r\n"
    case 507: "HTTP/1.1 507 Insufficient Storage\r\n"
    default: "HTTP/1.1 \(status) \r\n"
    }
}
