import Glibc
package import Network

/// A blocking client over a real socket; no call waits longer than `secondsMax`.
package final class Client {
    package struct Failed: Error {
        let call: String
        let code: Int32
    }

    package let descriptor: Int32
    private var isOpen = true
    private var reader = ResponseReader()
    package static let secondsMax = 30

    /// Connects to `listener`.
    ///
    /// - Parameters:
    ///   - listener: the address of the server.
    ///   - receiveBytes: the size of the receive buffer, for clients that read slowly.
    /// - Throws: `Failed` when the connection is refused.
    package init(_ listener: Listener, receiveBytes: Int32? = nil) throws {
        let address = try SocketAddress(listener)
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var time = timeval(tv_sec: Client.secondsMax, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBytes { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBytes, 4) }
        guard address.connect(descriptor) else {
            let code = errno
            close()
            throw Failed(call: "connect", code: code)
        }
    }

    deinit { close() }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.close(descriptor)
    }

    /// Closes the connection so that the server sees a reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    package func shutDownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ message: Message) throws { try send(message.bytes) }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...]
                .withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failed(call: "send", code: errno) }
            sent += count
        }
    }

    /// The next complete response.
    package func readResponse(
        hasBody: Bool = true, isInterimWanted: Bool = false
    ) throws -> ReceivedResponse {
        while true {
            if let response = reader.next(hasBody: hasBody, isInterimWanted: isInterimWanted) {
                return response
            }
            let count = receive()
            guard count > 0 else { throw Failed(call: "recv", code: count == 0 ? 0 : errno) }
        }
    }

    package func response(to message: Message) throws -> ReceivedResponse {
        try send(message)
        return try readResponse(hasBody: message.method != "HEAD")
    }

    package func get(_ path: String = "/", token: String? = nil) throws -> ReceivedResponse {
        try response(to: Message("GET", path, token: token))
    }

    /// True when the server closes its side; false when it sends more data or nothing in time.
    package func hasEnd() -> Bool { receive() == 0 }

    /// Everything up to the server's close; nil when it is reset or does not close in time.
    package func readToEnd() -> String? {
        while true {
            switch receive() {
            case 0: return String(decoding: reader.bytes, as: UTF8.self)
            case ..<0: return nil
            default: continue
            }
        }
    }

    /// Reads once, at most `bytesMax` bytes.
    ///
    /// - Returns: the number of bytes; 0 at the end, negative for an error.
    package func receive(bytesMax: Int = 65_536) -> Int {
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        let count = recv(descriptor, &buffer, bytesMax, 0)
        if count > 0 { reader.add(buffer[..<count]) }
        return count
    }
}
