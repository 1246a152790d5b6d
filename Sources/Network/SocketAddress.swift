import Glibc

/// A kernel socket address.
package struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length: socklen_t

    /// Converts a listener to a socket address.
    ///
    /// - Throws: `.addressMalformed`.
    package init(_ listener: Listener) throws(NetworkError) {
        switch listener {
        case .tcp(let host, let port):
            let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
            let address = isBracketed ? String(host.dropFirst().dropLast()) : host
            guard let port = UInt16(exactly: port) else { throw .addressMalformed(listener.description) }
            if let ipv4 = SocketAddress.ipv4(address, port: port), !isBracketed {
                self.init(ipv4)
            } else if let ipv6 = SocketAddress.ipv6(address, port: port) {
                self.init(ipv6)
            } else {
                throw .addressMalformed(listener.description)
            }
        case .unix(let path):
            guard let unix = SocketAddress.unix(path) else { throw .addressMalformed(listener.description) }
            self.init(unix)
        }
    }

    /// The address that `descriptor` is bound to.
    init(boundTo descriptor: Int32) {
        length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withMutable { _ = getsockname(descriptor, $0, $1) }
    }

    /// Calls `accept` and returns the descriptor, or -1 with errno set, and the client's address.
    static func accepting(
        _ accept: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    )
        -> (descriptor: Int32, address: SocketAddress)
    {
        var address = SocketAddress()
        let descriptor = address.withMutable(accept)
        return (descriptor, address)
    }

    private init() { length = socklen_t(MemoryLayout<sockaddr_storage>.size) }

    private init<Address>(_ address: Address) {
        length = socklen_t(MemoryLayout<Address>.size)
        withUnsafeBytes(of: address) { source in
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: source) }
        }
    }

    package var family: Int32 { Int32(storage.ss_family) }

    /// The port in host byte order; 0 for a Unix socket.
    var port: Int {
        switch family {
        case AF_INET: Int(UInt16(bigEndian: load(as: sockaddr_in.self).sin_port))
        case AF_INET6: Int(UInt16(bigEndian: load(as: sockaddr_in6.self).sin6_port))
        default: 0
        }
    }

    /// The numeric host address, IPv6 without brackets; empty for a Unix socket.
    var host: String {
        switch family {
        case AF_INET: text(of: load(as: sockaddr_in.self).sin_addr, bytesMax: INET_ADDRSTRLEN)
        case AF_INET6: text(of: load(as: sockaddr_in6.self).sin6_addr, bytesMax: INET6_ADDRSTRLEN)
        default: ""
        }
    }

    /// The key for the per-address limit; nil for a Unix socket.
    var client: ClientAddress? {
        switch family {
        case AF_INET: .ipv4(load(as: sockaddr_in.self).sin_addr.s_addr)
        case AF_INET6:
            .ipv6(
                withUnsafeBytes(of: load(as: sockaddr_in6.self).sin6_addr) {
                    $0.loadUnaligned(as: UInt64.self)
                }
            )
        default: nil
        }
    }

    /// Connects the socket `descriptor` to the address.
    ///
    /// - Returns: false when the call fails, with the reason in `errno`.
    package func connect(_ descriptor: Int32) -> Bool {
        withPointer { Glibc.connect(descriptor, $0, $1) } == 0
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private mutating func withMutable<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }

    private func load<Address>(as type: Address.Type) -> Address {
        withUnsafeBytes(of: storage) { $0.load(as: type) }
    }

    private func text<Address>(of address: Address, bytesMax: Int32) -> String {
        var bytes = [CChar](repeating: 0, count: Int(bytesMax))
        withUnsafeBytes(of: address) { source in
            _ = inet_ntop(family, source.baseAddress, &bytes, socklen_t(bytesMax))
        }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A client as counted by the per-address limit: one IPv4 address, or an IPv6 /64 network.
///
/// One household or office usually has a whole /64.
enum ClientAddress: Hashable, Sendable {
    case ipv4(UInt32)
    case ipv6(UInt64)
}

extension SocketAddress {
    private static func ipv4(_ host: String, port: UInt16) -> sockaddr_in? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        return inet_pton(AF_INET, host, &address.sin_addr) == 1 ? address : nil
    }

    private static func ipv6(_ host: String, port: UInt16) -> sockaddr_in6? {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        return inet_pton(AF_INET6, host, &address.sin6_addr) == 1 ? address : nil
    }

    /// The path and its terminating NUL must fit in 108 bytes (unix(7)).
    private static func unix(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, !bytes.contains(0), bytes.count < MemoryLayout.size(ofValue: address.sun_path)
        else {
            return nil
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }
}
