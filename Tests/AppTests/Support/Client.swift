import Glibc
import JSON

@testable import Network

/// A blocking client with a real socket; no operation waits longer than `secondsMax`.
final class Client {
    struct Failed: Error {
        let call: String
        let code: Int32
    }

    let descriptor: Int32
    private var isOpen = true
    private var reader = ResponseReader()
    static let secondsMax = 30

    init(_ listener: Listener) throws {
        let address = try SocketAddress(listener)
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var time = timeval(tv_sec: Client.secondsMax, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close()
            throw Failed(call: "connect", code: code)
        }
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(descriptor)
    }

    /// Closes the connection so that the server sees a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func shutDownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ message: Message) throws { try send(message.bytes) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...]
                .withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failed(call: "send", code: errno) }
            sent += count
        }
    }

    /// The next complete response.
    func readResponse(hasBody: Bool = true) throws -> ReceivedResponse {
        while true {
            if let response = reader.next(hasBody: hasBody) { return response }
            let count = receive()
            guard count > 0 else { throw Failed(call: "recv", code: count == 0 ? 0 : errno) }
        }
    }

    func response(to message: Message) throws -> ReceivedResponse {
        try send(message)
        return try readResponse(hasBody: message.method != "HEAD")
    }

    func get(_ path: String, token: String? = nil) throws -> ReceivedResponse {
        try response(to: Message("GET", path, token: token))
    }

    /// True when the server closes its side; false when it sends more data or nothing in time.
    func hasEnd() -> Bool { receive() == 0 }

    private func receive() -> Int {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { reader.add(buffer[..<count]) }
        return count
    }
}

/// A request as bytes.
struct Message {
    let method: String
    var path: String
    var fields: [(String, String)]
    var body: [UInt8]

    init(
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
    var bytes: [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: danvan\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }

    /// The same message with one more header field.
    func with(_ name: String, _ value: String) -> Message {
        var message = self
        message.fields.append((name, value))
        return message
    }
}
