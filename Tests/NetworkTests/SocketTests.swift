import Glibc
import HTTP
import TestSupport
import Testing

@testable import Network

/// Both ends of one connection without a server.
private struct Pair: ~Copyable {
    let connection: Connection
    let client: Descriptor

    init() {
        var ends: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends)
        connection = Connection(
            ends[0],
            token: Token(slot: 0, generation: 1),
            client: nil,
            state: ConnectionState(limits: Limits())
        )
        client = Descriptor(ends[1])
    }

    func clientSends(_ count: Int) {
        let bytes = [UInt8](repeating: 0x61, count: count)
        #expect(send(client.number, bytes, count, 0) == count)
    }

    func clientReads(_ countMax: Int) -> Int {
        var bytes = [UInt8](repeating: 0, count: countMax)
        return recv(client.number, &bytes, countMax, 0)
    }
}

@Suite struct ConnectionTests {
    @Test func `a short read means that there is no more for now`() {
        let pair = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        pair.clientSends(10)
        guard case .bytes(10) = pair.connection.read(into: &buffer) else {
            Issue.record("not 10 bytes")
            return
        }
        #expect(!pair.connection.canRead)
        #expect(pair.connection.receivedCount == 10)
    }

    @Test func `a full read means that there may be more`() {
        let pair = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        pair.clientSends(20)
        guard case .bytes(16) = pair.connection.read(into: &buffer) else {
            Issue.record("not 16 bytes")
            return
        }
        #expect(pair.connection.canRead)
    }

    @Test func `after the end is signalled a short read is not the last`() {
        let pair = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        pair.clientSends(10)
        shutdown(pair.client.number, Int32(SHUT_WR))
        pair.connection.hasSignalledEnd = true
        _ = pair.connection.read(into: &buffer)
        #expect(pair.connection.canRead)
        guard case .ended = pair.connection.read(into: &buffer) else {
            Issue.record("no end")
            return
        }
        #expect(!pair.connection.canRead)
    }

    @Test func `nothing to read is not an error`() {
        let pair = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        guard case .wouldBlock = pair.connection.read(into: &buffer) else {
            Issue.record("not wouldBlock")
            return
        }
        #expect(!pair.connection.canRead)
    }

    @Test func `output that the kernel does not accept is sent later in order`() {
        let pair = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        pair.connection.output = (0..<1_000_000).map { UInt8($0 % 251) }
        guard case .wouldBlock = pair.connection.send(through: &buffer) else {
            Issue.record("not wouldBlock")
            return
        }
        var received = 0
        while received < 1_000_000 {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(pair.client.number, &bytes, bytes.count, 0)
            guard count > 0 else {
                _ = pair.connection.send(through: &buffer)
                continue
            }
            #expect(bytes[..<count].enumerated().allSatisfy { $1 == UInt8((received + $0) % 251) })
            received += count
        }
        _ = pair.connection.send(through: &buffer)
        #expect(pair.connection.output.isEmpty)
        #expect(pair.connection.writtenCount == 1_000_000)
    }

    @Test func `sending to a disconnected client fails without a signal`() {
        var pair: Pair? = Pair()
        var buffer = [UInt8](repeating: 0, count: 16)
        guard let connection = pair?.connection else { return }
        pair = nil
        connection.output = [1, 2, 3]
        guard case .failed = connection.send(through: &buffer) else {
            Issue.record("not failed")
            return
        }
    }

    @Test func `the client sees the end when our side is shut down`() {
        let pair = Pair()
        #expect(pair.clientReads(1) == -1)
        pair.connection.shutDownWriting()
        #expect(pair.clientReads(1) == 0)
    }
}

@Suite struct PollerTests {
    @Test func `an eventfd wakes once per write without being read`() throws {
        var poller = try Poller()
        let mailbox = try Mailbox()
        let isWatched = poller.addWakeUp(mailbox.wakeUpDescriptor)
        #expect(isWatched)
        #expect(poller.wait(milliseconds: 0) == 0)
        for _ in 0..<3 {
            mailbox.post(.stop(by: 0))
            mailbox.post(.stop(by: 0))
            #expect(poller.wait(milliseconds: 1_000) == 1)
            #expect(poller[0].token == .wakeUp)
            #expect(poller.wait(milliseconds: 0) == 0)
            #expect(mailbox.take().count == 2)
        }
    }

    @Test func `a connection wakes only at its edges`() throws {
        var poller = try Poller()
        let pair = Pair()
        let isWatched = poller.addConnection(pair.connection.number, pair.connection.token)
        #expect(isWatched)
        #expect(poller.wait(milliseconds: 0) == 1)
        #expect(poller[0].canWrite)
        #expect(!poller[0].canRead)
        #expect(poller.wait(milliseconds: 0) == 0)
        pair.clientSends(3)
        #expect(poller.wait(milliseconds: 1_000) == 1)
        #expect(poller[0].canRead)
        #expect(poller[0].token == pair.connection.token)
        #expect(poller.wait(milliseconds: 0) == 0)
        shutdown(pair.client.number, Int32(SHUT_WR))
        #expect(poller.wait(milliseconds: 1_000) == 1)
        #expect(poller[0].hasEnded)
        #expect(!poller[0].isClosed)
    }

    @Test func `a closed client is reported as gone`() throws {
        var poller = try Poller()
        var pair: Pair? = Pair()
        guard let connection = pair?.connection else { return }
        let isWatched = poller.addConnection(connection.number, connection.token)
        #expect(isWatched)
        pair = nil
        #expect(poller.wait(milliseconds: 1_000) == 1)
        #expect(poller[0].isClosed)
    }

    @Test func `an invalid descriptor is not watched`() throws {
        let poller = try Poller()
        let isWatched = poller.addConnection(-1, .wakeUp)
        #expect(!isWatched)
    }
}

@Suite struct SocketAddressTests {
    @Test(arguments: [
        "127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "2001:db8::7", "::ffff:10.0.0.1",
    ])
    func `an address is returned as it was given`(_ host: String) throws {
        let address = try SocketAddress(.tcp(host: host, port: 8_080))
        #expect(address.host == host)
        #expect(address.port == 8_080)
        #expect(address.family == (host.contains(":") ? AF_INET6 : AF_INET))
    }

    @Test func `brackets are for IPv6 only and not part of the address`() throws {
        #expect(try SocketAddress(.tcp(host: "[::1]", port: 65_535)).host == "::1")
        #expect(try SocketAddress(.tcp(host: "[::1]", port: 65_535)).port == 65_535)
    }

    @Test func `a path has neither host nor port`() throws {
        let address = try SocketAddress(.unix(path: "/run/a.sock"))
        #expect(address.host == "")
        #expect(address.port == 0)
        #expect(address.family == AF_UNIX)
    }

    @Test(arguments: ["", "a\u{0}b"])
    func `an empty path or one with NUL is malformed`(_ path: String) {
        #expect(throws: NetworkError.addressMalformed("unix:\(path)")) {
            try SocketAddress(.unix(path: path))
        }
    }

    @Test func `a listening socket knows its port and releases it`() throws {
        let socket = try ListeningSocket(.tcp(host: "127.0.0.1", port: 0))
        #expect(SocketAddress(boundTo: socket.descriptor).host == "127.0.0.1")
        guard case .tcp("127.0.0.1", let port) = socket.listener else {
            Issue.record("another address")
            return
        }
        #expect(port > 0)
        socket.stopListening()
        socket.close()
        let again = try ListeningSocket(.tcp(host: "127.0.0.1", port: port))
        again.close()
    }

    @Test func `accepted sockets have TCP_NODELAY`() throws {
        let socket = try ListeningSocket(.tcp(host: "127.0.0.1", port: 0))
        defer { socket.close() }
        let client = try Client(socket.listener)
        let accepted = Descriptor(accept(socket.descriptor, nil, nil))
        var isOn: Int32 = 0
        var size = socklen_t(4)
        #expect(getsockopt(accepted.number, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, &size) == 0)
        #expect(isOn == 1)
        client.close()
    }
}
