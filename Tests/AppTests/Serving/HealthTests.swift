import Foundation
import Glibc
import SQLite
import TestSupport
import Testing

@testable import App
@testable import Network

extension ProcessTests {
    /// `danvan health` beside a service that is ready, stopped, stuck or something else.
    @Suite struct HealthTests {
        @Test func `a running service is ready at each of its addresses`() throws {
            let folder = try Folder()
            let server = try ServerProcess(
                in: folder, listen: "127.0.0.1:0,unix:\(folder.path)/danvan.sock")
            for listener in server.listeners {
                let ending = try folder.danvan("health", "--address", listener.description)
                #expect(ending.code == 0 && ending.errors == "")
                #expect(ending.output == "\(listener): sẵn sàng.\n")
            }
        }

        @Test func `without an address the configured ones are asked`() throws {
            let folder = try Folder()
            let listen = "unix:\(folder.path)/one.sock,unix:\(folder.path)/two.sock"
            let server = try ServerProcess(in: folder, listen: listen)
            let environment = ["DANVAN_SERVER_LISTEN": listen]
            let ending = try folder.danvan("health", environment: environment)
            #expect(ending.code == 0 && ending.outputLines.count == 2)
            #expect(try server.stopped().code == 0)
            let stopped = try folder.danvan("health", environment: environment)
            #expect(stopped.code == 1 && stopped.output == "")
            #expect(
                stopped.errorLines
                    == ["one", "two"]
                    .map {
                        "danvan: unix:\(folder.path)/\($0).sock: không có dịch vụ nào tại địa chỉ này."
                    })
        }

        @Test func `health creates nothing and needs no database`() throws {
            let folder = try Folder()
            let ending = try folder.danvan("health", "--address", "127.0.0.1:1")
            #expect(ending.code == 1 && ending.errors.contains("không có dịch vụ nào"))
            #expect(!folder.exists("data"))
        }

        @Test func `a service that cannot store is not ready, and the reason is shown`() throws {
            let office = try Office()
            // The journal ends in the year 2100: nothing may be stored until the clock is past it.
            try office.folder.connection()
                .run(
                    """
                        INSERT INTO journal (position, recorded_ms, kind, subject, payload, nonce, leaf)
                    SELECT max(position) + 1, 4102444800000, kind, subject, payload, nonce, leaf FROM journal
                    """)
            let command = try Command(
                ["serve", "--listen", "unix:\(office.folder.path)/s.sock"], in: office.folder)
            #expect(waits(seconds: 60) { (try? Client(.unix(path: office.folder.path + "/s.sock"))) != nil })
            let ending = try office.folder.danvan("health", "--address", "unix:\(office.folder.path)/s.sock")
            #expect(ending.code == 1 && ending.errors.contains("chưa sẵn sàng (503): "))
            command.signal(SIGTERM)
            #expect(try command.ended().code == 0)
        }

        @Test(arguments: [("--address", "danvan.vn:80"), ("--address", "unix:tệp")])
        func `an address that is none exits with 78`(_ name: String, _ value: String) throws {
            let ending = try Folder().danvan("health", name, value)
            #expect(ending.code == 78 && ending.errorLines.count == 1)
        }
    }
}

/// The probe against a socket that behaves badly.
@Suite struct HealthProbeTests {
    @Test func `a listener that never responds costs the time limit, not more`() throws {
        let folder = try Folder()
        let silent = try ListeningSocket(.unix(path: folder.path + "/silent.sock"))
        defer { silent.close() }
        let start = ContinuousClock.now
        #expect(throws: HealthProbe.Failed.timeout) {
            try HealthProbe(of: silent.listener, secondsMax: 1).run()
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", nil),
        (
            "HTTP/1.1 502 Bad Gateway\r\n\r\n<html>detail</html>",
            HealthProbe.Failed.notReady(status: 502, detail: nil)
        ),
        (
            "HTTP/1.1 503 Service Unavailable\r\n\r\n{\"detail\":\"Ổ đĩa đầy.\"}",
            .notReady(status: 503, detail: "Ổ đĩa đầy.")
        ),
        ("HTTP/1.1 200 OK\r\n", .malformed), ("SSH-2.0-OpenSSH_9.2\r\n", .malformed), ("", .malformed),
        (String(repeating: "x", count: 20_000), .malformed),
    ])
    func `what is sent decides`(_ text: String, _ failure: HealthProbe.Failed?) throws {
        let folder = try Folder()
        let other = try OneResponse(Array(text.utf8), at: folder.path + "/other.sock")
        let probe = HealthProbe(of: other.listener, secondsMax: 10)
        guard let failure else { return try probe.run() }
        #expect(throws: failure) { try probe.run() }
    }

    @Test(arguments: [
        ("0.0.0.0:8080", "127.0.0.1:8080"), ("[::]:8080", "[::1]:8080"), ("10.0.0.7:80", "10.0.0.7:80"),
        ("unix:/run/danvan.sock", "unix:/run/danvan.sock"),
    ])
    func `all addresses of the machine are asked at loopback`(_ text: String, _ reachable: String) throws {
        #expect(try Listener(text).reachable.description == reachable)
    }
}

/// A socket that sends the same bytes to its first client and closes.
private final class OneResponse: Sendable {
    let listener: Listener
    private let socket: ListeningSocket

    init(_ bytes: [UInt8], at path: String) throws {
        let socket = try ListeningSocket(.unix(path: path))
        self.socket = socket
        listener = socket.listener
        Thread.detachNewThread {
            var place = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&place, 1, 10_000) == 1 else { return }
            let client = accept(socket.descriptor, nil, nil)
            var request = [UInt8](repeating: 0, count: 4096)
            _ = recv(client, &request, request.count, 0)
            _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            _ = Glibc.close(client)
        }
    }

    deinit { socket.close() }
}
