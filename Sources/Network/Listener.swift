/// Where the server listens.
package enum Listener: Hashable, Sendable {
    /// `host` is a numeric IPv4 or IPv6 address, the latter with or without brackets.
    ///
    /// Port 0 lets the kernel choose one: see `Server.listeners`. An IPv6 address takes no IPv4 clients: each
    /// listener is what it says.
    case tcp(host: String, port: Int)
    /// A socket file, mode 0660.
    ///
    /// A stale one is replaced; a directory must exist.
    case unix(path: String)
}

extension Listener: CustomStringConvertible {
    /// Reads "127.0.0.1:8080", "[::1]:8080", "unix:/run/danvan.sock" or "/run/danvan.sock".
    ///
    /// - Throws: `.addressMalformed` on anything else. Names are not looked up.
    package init(_ text: String) throws(NetworkError) {
        if text.hasPrefix("/") || text.hasPrefix("unix:/") {
            self = .unix(path: text.hasPrefix("/") ? text : String(text.dropFirst(5)))
        } else {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...])
            else {
                throw .addressMalformed(text)
            }
            self = .tcp(host: String(text[..<colon]), port: port)
        }
        _ = try SocketAddress(self)
    }

    /// The form that `init(_:)` reads.
    package var description: String {
        switch self {
        case .tcp(let host, let port):
            host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
