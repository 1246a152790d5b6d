import Glibc
import HTTP
import TestSupport
import Testing

@testable import Network

@Suite struct StartTests {
    private func start(_ listeners: Listener...) throws -> Server {
        let gate = Gate()
        let server = Server(settings: NetworkSettings(listeners: listeners), limits: Limits()) {
            TestResponder(gate, loop: $0)
        }
        try server.start()
        return server
    }

    @Test func `a port in use is an error and nothing stays open`() throws {
        try withServer { _, listener, _ in
            #expect(throws: NetworkError.addressInUse(listener)) { try start(listener) }
            let path = temporaryPath()
            #expect(throws: NetworkError.addressInUse(listener)) { try start(.unix(path: path), listener) }
            #expect(access(path, F_OK) != 0)
            let response = try listener.get()
            #expect(response.status == 200)
        }
    }

    @Test func `a server may restart on its port at once after stopping with clients`() throws {
        let server = try start(.tcp(host: "127.0.0.1", port: 0))
        let listener = server.listeners[0]
        let client = try Client(listener)
        #expect(try client.get().status == 200)
        server.stop(withinSeconds: 1)
        #expect(throws: Client.Failed.self) { try Client(listener) }
        let again = try start(listener)
        #expect(again.listeners == [listener])
        #expect(try listener.get().status == 200)
        again.stop(withinSeconds: 1)
    }

    @Test func `one server object may start again`() throws {
        let server = try start(.tcp(host: "127.0.0.1", port: 0))
        server.stop(withinSeconds: 1)
        #expect(server.listeners.isEmpty)
        #expect(server.statistics.ticks == 0)
        try server.start()
        #expect(try server.listeners[0].get().status == 200)
        server.stop(withinSeconds: 1)
    }

    @Test func `an address of another machine is an error`() {
        let listener = Listener.tcp(host: "192.0.2.1", port: 0)
        #expect(throws: NetworkError.addressNotAvailable(listener)) { try start(listener) }
    }

    @Test(arguments: [
        ("localhost", 80), ("127.0.0.1", -1), ("127.0.0.1", 65_536), ("", 80), ("[127.0.0.1]", 80),
        ("1.2.3", 80),
        ("[::1", 80), ("::g", 80),
    ])
    func `an address that is not numeric is an error`(_ host: String, _ port: Int) {
        let listener = Listener.tcp(host: host, port: port)
        #expect(throws: NetworkError.addressMalformed(listener.description)) { try start(listener) }
    }

    @Test func `a path or port without permission is an error`() {
        // Even root may not create files in /proc; the error number depends on the file system.
        let listener = Listener.unix(path: "/proc/network-test.sock")
        #expect(throws: NetworkError.self) { try start(listener) }
        guard geteuid() != 0 else { return }
        #expect(throws: NetworkError.notPermitted(.tcp(host: "127.0.0.1", port: 1))) {
            try start(.tcp(host: "127.0.0.1", port: 1))
        }
        #expect(throws: NetworkError.notPermitted(.unix(path: "/root.sock"))) {
            try start(.unix(path: "/root.sock"))
        }
    }

    @Test func `a missing directory is an error`() {
        let listener = Listener.unix(path: "/nonexistent/a.sock")
        #expect(throws: NetworkError.callFailed("bind", errno: ENOENT, listener)) { try start(listener) }
    }

    @Test func `a path may have at most 107 bytes`() {
        let longest = "/nonexistent/" + String(repeating: "a", count: 94)
        #expect(throws: NetworkError.callFailed("bind", errno: ENOENT, .unix(path: longest))) {
            try start(.unix(path: longest))
        }
        #expect(throws: NetworkError.addressMalformed("unix:\(longest)a")) {
            try start(.unix(path: longest + "a"))
        }
    }

    @Test func `a socket file has mode 0660 and is removed with the server`() throws {
        let path = temporaryPath()
        let server = try start(.unix(path: path))
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
        server.stop(withinSeconds: 1)
        #expect(access(path, F_OK) != 0)
    }

    @Test func `a stale socket file is replaced`() throws {
        let path = temporaryPath()
        let stale = Descriptor(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        #expect(try SocketAddress(.unix(path: path)).withPointer { bind(stale.number, $0, $1) } == 0)
        let server = try start(.unix(path: path))
        #expect(try Listener.unix(path: path).get().status == 200)
        server.stop(withinSeconds: 1)
    }

    @Test func `a socket file in use is left untouched`() throws {
        let path = temporaryPath()
        try withServer(.sample { $0.listeners = [.unix(path: path)] }) { _, listener, _ in
            #expect(throws: NetworkError.addressInUse(listener)) { try start(listener) }
            let response = try listener.get()
            #expect(response.status == 200)
        }
    }

    @Test func `a file that is not a socket is left untouched`() throws {
        let path = temporaryPath()
        _ = Descriptor(open(path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: NetworkError.pathExists(.unix(path: path))) { try start(.unix(path: path)) }
        #expect(unlink(path) == 0)
    }

    @Test func `an error while creating a responder aborts the start and frees the port`() throws {
        struct NoDatabase: Error {}
        var settings = NetworkSettings(listeners: [.tcp(host: "127.0.0.1", port: 0)])
        settings.loopsCount = 3
        let server = Server(settings: settings, limits: Limits()) { loop in
            if loop == 1 { throw NoDatabase() }
            return TestResponder(Gate(), loop: loop)
        }
        #expect(throws: NetworkError.responderFailed(reason: "NoDatabase()")) { try server.start() }
        #expect(server.listeners.isEmpty)
    }

    @Test(arguments: ["127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0", "unix:/run/a.sock"])
    func `a listener is formatted as it is parsed`(_ text: String) throws {
        #expect(try Listener(text).description == text)
    }

    @Test func `a listener without brackets or scheme is formatted in full`() throws {
        #expect(Listener.tcp(host: "::1", port: 80).description == "[::1]:80")
        #expect(try Listener("/run/a.sock") == .unix(path: "/run/a.sock"))
    }

    @Test(arguments: [
        "", "8080", "localhost:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "run/a.sock", "[::1]",
    ])
    func `any other text is not a listener`(_ text: String) {
        #expect(throws: NetworkError.self) { try Listener(text) }
    }
}
