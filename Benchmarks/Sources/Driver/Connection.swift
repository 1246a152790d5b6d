import Foundation
import Glibc

/// An HTTP/1.1 connection to 127.0.0.1 with one request at a time, for checks, not for load.
final class Connection {
    private let socket: Int32
    private let port: Int

    /// Nil when nothing listens on `port`.
    init?(port: Int) {
        self.port = port
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        guard connected == 0 else {
            close(socket)
            return nil
        }
    }

    deinit { close(socket) }

    /// Sends a request and reads the response.
    ///
    /// - Returns: status and body; nil when the connection ended before the response was complete.
    func exchange(
        _ method: String, _ path: String, fields: [String] = [], body: String = ""
    ) -> (status: Int, body: [UInt8])? {
        timedExchange(method, path, fields: fields, body: body).map { ($0.status, $0.body) }
    }

    /// The same, with the duration reported by the server in milliseconds (`Server-Timing: total`).
    ///
    /// - Source: W3C Server Timing.
    func timedExchange(
        _ method: String, _ path: String, fields: [String] = [], body: String = ""
    ) -> (status: Int, body: [UInt8], milliseconds: Double?)? {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + fields
        if method != "GET" { lines.append("Content-Length: \(body.utf8.count)") }
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        return readResponse()
    }

    private func readResponse() -> (status: Int, body: [UInt8], milliseconds: Double?)? {
        var bytes: [UInt8] = []
        while true {
            if let head = Head(of: bytes) {
                if let length = head.length, bytes.count >= head.bytes + length {
                    return (head.status, Array(bytes[head.bytes..<head.bytes + length]), head.milliseconds)
                }
                // The last chunk is empty; only the total size matters here.
                if head.length == nil, bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8) {
                    return (head.status, Array(bytes[head.bytes...]), head.milliseconds)
                }
            }
            var piece = [UInt8](repeating: 0, count: 65536)
            let count = recv(socket, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            bytes += piece[..<count]
        }
    }
}

/// The required parts of a response's head.
private struct Head {
    let status: Int
    let bytes: Int
    /// Nil for a chunked response.
    let length: Int?
    /// Nil when the server does not report it.
    let milliseconds: Double?

    /// Nil until the head is complete.
    init?(of response: [UInt8]) {
        guard let end = response.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        bytes = end.upperBound
        let lines = String(decoding: response[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let field = lines.first { $0.lowercased().hasPrefix("content-length:") }
        let timing = lines.first { $0.lowercased().hasPrefix("server-timing:") }
        milliseconds = timing.flatMap { $0.split(separator: "=").last }.flatMap { Double($0) }
        length = field.flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
    }
}
