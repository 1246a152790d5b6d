import Glibc

/// An open listening socket.
///
/// All loops use its descriptor; only the server closes it.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    /// The address, with the port that the kernel chose.
    let listener: Listener

    /// Clients that may wait to be accepted; the kernel's own limit is net.core.somaxconn.
    private static let backlogMax: Int32 = 1024
    private static let kind =
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    /// Opens, binds and listens.
    ///
    /// - Throws: any case of `NetworkError` except `.responderFailed`.
    init(_ listener: Listener) throws(NetworkError) {
        let address = try SocketAddress(listener)
        descriptor = socket(address.family, ListeningSocket.kind, 0)
        guard descriptor >= 0 else { throw .callFailed("socket", errno: errno, listener) }
        do throws(NetworkError) {
            self.listener = try ListeningSocket.open(descriptor, listener, at: address)
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    /// Stops accepting; the kernel refuses clients that are still waiting.
    ///
    /// The descriptor stays allocated until `close`.
    func stopListening() {
        if case .unix(let path) = listener { _ = unlink(path) }
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func close() { _ = Glibc.close(descriptor) }

    private static func open(
        _ descriptor: Int32,
        _ listener: Listener,
        at address: SocketAddress
    ) throws(NetworkError) -> Listener {
        switch listener {
        case .tcp(let host, _):
            try setOptions(descriptor, listener, isIPv6: address.family == AF_INET6)
            try bind(descriptor, listener, to: address)
            try listen(descriptor, listener)
            return .tcp(host: host, port: SocketAddress(boundTo: descriptor).port)
        case .unix(let path):
            // The socket's mode becomes the mode of its file, so that it is never less restrictive
            // (unix_bind).
            _ = fchmod(descriptor, 0o660)
            try removeStaleSocket(path, listener, address)
            try bind(descriptor, listener, to: address)
            guard chmod(path, 0o660) == 0 else { throw .callFailed("chmod", errno: errno, listener) }
            try listen(descriptor, listener)
            return listener
        }
    }

    /// Sets the options of a TCP socket.
    ///
    /// SO_REUSEADDR lets a restarted server bind while old connections are in TIME_WAIT; a second server
    /// still gets EADDRINUSE, which SO_REUSEPORT would hide. Accepted sockets inherit TCP_NODELAY (tcp(7)).
    private static func setOptions(
        _ descriptor: Int32,
        _ listener: Listener,
        isIPv6: Bool
    ) throws(NetworkError) {
        var options = [(SOL_SOCKET, SO_REUSEADDR), (Int32(IPPROTO_TCP), TCP_NODELAY)]
        if isIPv6 { options.append((Int32(IPPROTO_IPV6), IPV6_V6ONLY)) }
        for (level, name) in options {
            var on: Int32 = 1
            guard setsockopt(descriptor, level, name, &on, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
                throw .callFailed("setsockopt", errno: errno, listener)
            }
        }
    }

    private static func bind(
        _ descriptor: Int32,
        _ listener: Listener,
        to address: SocketAddress
    ) throws(NetworkError) {
        guard address.withPointer({ Glibc.bind(descriptor, $0, $1) }) != 0 else { return }
        switch errno {
        case EADDRINUSE: throw .addressInUse(listener)
        case EADDRNOTAVAIL: throw .addressNotAvailable(listener)
        case EACCES, EPERM, EROFS: throw .notPermitted(listener)
        default: throw .callFailed("bind", errno: errno, listener)
        }
    }

    /// Two sockets may share an address until one of them listens, so EADDRINUSE can occur here too.
    private static func listen(_ descriptor: Int32, _ listener: Listener) throws(NetworkError) {
        guard Glibc.listen(descriptor, backlogMax) != 0 else { return }
        throw errno == EADDRINUSE ? .addressInUse(listener) : .callFailed("listen", errno: errno, listener)
    }

    /// Removes a socket file that no server listens on, such as one left behind by a killed server.
    ///
    /// The probe does not block: a listener with a full backlog also counts as one.
    private static func removeStaleSocket(
        _ path: String,
        _ listener: Listener,
        _ address: SocketAddress
    ) throws(NetworkError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .pathExists(listener) }
        let probe = Descriptor(socket(AF_UNIX, kind, 0))
        if address.connect(probe.number) { throw .addressInUse(listener) }
        switch errno {
        case ECONNREFUSED: _ = unlink(path)
        case EACCES, EPERM: throw .notPermitted(listener)
        default: throw .addressInUse(listener)
        }
    }
}
