import Glibc

@testable import Network

/// A blocking client over a real socket.
///
/// No call waits longer than `secondsMax`.
final class Client {
    struct Failed: Error {
        let call: String
        let code: Int32
    }

    private let descriptor: Int32
    private var isOpen = true
    private var unread: [UInt8] = []
    static let secondsMax = 10

    /// Connects to `listener`.
    ///
    /// - Parameters:
    ///   - listener: the address of the server.
    ///   - receiveBytes: the size of the receive buffer, for clients that read slowly.
    /// - Throws: `Failed` when the connection is refused.
    init(_ listener: Listener, receiveBytes: Int32? = nil) throws {
        let address = try SocketAddress(listener)
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var time = timeval(tv_sec: Client.secondsMax, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBytes { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBytes, 4) }
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            throw Failed(call: "connect", code: errno)
        }
    }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(descriptor)
    }

    /// Closes so that the server sees a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    func shutDownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...]
                .withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            guard count > 0 else { throw Failed(call: "send", code: errno) }
            sent += count
        }
    }

    func get(_ path: String = "/", _ lines: String = "") throws -> ReceivedResponse {
        try send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
        return try readResponse()
    }

    struct ReceivedResponse {
        let head: String
        let body: String

        var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
        var isLast: Bool { head.contains("\r\nConnection: close\r\n") }
    }

    /// The next complete response.
    func readResponse(hasBody: Bool = true) throws -> ReceivedResponse {
        let end = Array("\r\n\r\n".utf8)
        while !unread.indices.contains(where: { unread[$0...].starts(with: end) }) { try receiveMore() }
        let headEnd = (unread.indices.first { unread[$0...].starts(with: end) } ?? 0) + 4
        let head = String(decoding: unread[..<headEnd], as: UTF8.self)
        unread.removeFirst(headEnd)
        let digits = head.split(separator: "Content-Length: ").dropFirst().first?.prefix { $0.isNumber }
        let length = hasBody ? digits.flatMap { Int($0) } ?? 0 : 0
        while unread.count < length { try receiveMore() }
        defer { unread.removeFirst(length) }
        return ReceivedResponse(head: head, body: String(decoding: unread[..<length], as: UTF8.self))
    }

    /// Everything up to the server's close; nil when it is reset or does not close in time.
    func readToEnd() -> String? {
        while true {
            switch receive() {
            case 0: return String(decoding: unread, as: UTF8.self)
            case ..<0: return nil
            default: continue
            }
        }
    }

    /// Reads once, at most `bytesMax` bytes.
    func receive(bytesMax: Int = 65_536) -> Int {
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        let count = recv(descriptor, &buffer, bytesMax, 0)
        if count > 0 { unread += buffer[..<count] }
        return count
    }

    private func receiveMore() throws {
        let count = receive()
        guard count > 0 else { throw Failed(call: "recv", code: count == 0 ? 0 : errno) }
    }
}

extension Listener {
    /// The response to one request on a new connection.
    func get(_ path: String = "/") throws -> Client.ReceivedResponse { try Client(self).get(path) }
}
