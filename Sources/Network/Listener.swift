/// An address that the server listens on.
package enum Listener: Hashable, Sendable {
    /// A TCP address; `host` is a numeric IPv4 or IPv6 address, the latter with or without brackets.
    ///
    /// With port 0 the kernel chooses a port: see `Server.listeners`. An IPv6 listener does not accept IPv4
    /// clients; each listener serves exactly the address it names.
    case tcp(host: String, port: Int)
    /// A socket file with mode 0660.
    ///
    /// A stale file is replaced; the directory must exist.
    case unix(path: String)
}

extension Listener: CustomStringConvertible {
    /// Parses "127.0.0.1:8080", "[::1]:8080", "unix:/run/danvan.sock" or "/run/danvan.sock".
    ///
    /// - Throws: `.addressMalformed` for anything else. Host names are not resolved.
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

    /// The form that `init(_:)` parses.
    package var description: String {
        switch self {
        case .tcp(let host, let port):
            host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
