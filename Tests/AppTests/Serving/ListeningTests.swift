import Foundation
import Glibc
import TestSupport
import Testing

@testable import Network

extension ProcessTests {
    @Suite struct ListeningTests {
        @Test func `the log contains the addresses, the file and the SQLite version`() throws {
            let folder = try Folder()
            let server = try ServerProcess(in: folder)
            let line = try #require(server.line(of: "listening"))
            #expect(line.text("/level") == "notice" && line.text("/database") == "data/danvan.db")
            #expect(line.text("/sqlite")?.hasPrefix("3.") == true && line.text("/journal") == "0")
            #expect(line.text("/at") == server.listener.description)
        }

        @Test func `the database and its folder are created`() throws {
            let folder = try Folder()
            let server = try ServerProcess(in: folder)
            #expect(folder.exists("data/danvan.db"))
            #expect(try Client(server.listener).get("/v1/public/hamlets?unit=40").status != 500)
        }

        @Test func `a port in use exits with 69 in one line, and releases the file`() throws {
            let (first, folder) = (try Folder.migrated(), try Folder.migrated())
            let server = try ServerProcess(in: first)
            let place = server.listener.description
            let ending = try folder.danvan("serve", "--listen", place)
            #expect(ending.code == 69)
            #expect(
                ending.errors
                    == "danvan: Địa chỉ \(place) đang có chương trình khác dùng; hãy chọn cổng khác.\n")
            #expect(folder.bytesCount(of: "data/danvan.db-wal") == 0)
            #expect(try folder.danvan("migrate").code == 0)
            #expect(try Client(server.listener).get("/livez").status == 200)
        }

        @Test func `when one of two addresses is in use, neither is served`() throws {
            let (first, folder) = (try Folder.migrated(), try Folder.migrated())
            let server = try ServerProcess(in: first)
            let socket = "unix:\(folder.path)/s.sock"
            let ending = try folder.danvan("serve", "--listen", "\(socket),\(server.listener)")
            #expect(ending.code == 69 && !folder.exists("s.sock"))
        }

        @Test(arguments: [
            ("203.0.113.7:8080", 78, "Máy này không có địa chỉ 203.0.113.7:8080."),
            ("localhost", 78, "server.listen phải là"), ("127.0.0.1:99999", 78, "server.listen phải là"),
            ("danvan.vn:80", 78, "server.listen phải là"),
            ("127.0.0.1:0,127.0.0.1:0", 78, "không trùng nhau"),
            ("unix:/nowhere/at/all.sock", 74, "Hệ điều hành từ chối bind tại unix:/nowhere/at/all.sock"),
            ("unix:/etc/passwd", 74, "Tại unix:/etc/passwd đã có một tệp không phải socket."),
        ])
        func `an unusable address is reported clearly`(
            _ listen: String, _ code: Int32, _ reason: String
        ) throws {
            let ending = try Folder.migrated().danvan("serve", "--listen", listen)
            #expect(ending.code == code)
            #expect(ending.errorLines.count == 1 && ending.errors.contains(reason), "\(ending.errors)")
        }

        @Test func `a Unix socket is accessible to the group and removed afterwards`() throws {
            let folder = try Folder()
            let server = try ServerProcess(in: folder, listen: "unix:\(folder.path)/danvan.sock")
            #expect(try Client(server.listener).get("/livez").status == 200)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/danvan.sock")
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            #expect(try server.stopped().code == 0)
            #expect(!folder.exists("danvan.sock"))
        }

        @Test func `a stale socket of a killed server is replaced`() throws {
            let folder = try Folder()
            let listen = "unix:\(folder.path)/danvan.sock"
            try ServerProcess(in: folder, listen: listen).kill()
            #expect(folder.exists("danvan.sock"))
            let server = try ServerProcess(in: folder, listen: listen)
            #expect(try Client(server.listener).get("/livez").status == 200)
        }

        @Test(.enabled(if: hasIPv6)) func `IPv6 is served`() throws {
            let server = try ServerProcess(in: Folder(), listen: "[::1]:0")
            #expect(server.listener.description.hasPrefix("[::1]:"))
            #expect(try Client(server.listener).get("/livez").status == 200)
        }

        @Test func `two addresses are served at the same time`() throws {
            let folder = try Folder()
            let server = try ServerProcess(
                in: folder, listen: "127.0.0.1:0,unix:\(folder.path)/danvan.sock")
            #expect(server.listeners.count == 2)
            for listener in server.listeners { #expect(try Client(listener).get("/readyz").status == 200) }
        }

        @Test func `without --listen the configured addresses are served`() throws {
            let folder = try Folder.migrated()
            let path = folder.path + "/configured.sock"
            let command = try Command(
                ["serve"], in: folder, environment: ["DANVAN_SERVER_LISTEN": "unix:" + path])
            // The socket may not exist yet, or nobody may be listening yet.
            #expect(waits(seconds: 60) { (try? Client(.unix(path: path)).get("/readyz").status) == 200 })
            command.signal(SIGTERM)
            let ending = try command.ended()
            #expect(ending.code == 0 && ending.output == "")
            #expect(ending.errors.contains("listening") && ending.errors.contains("stopped"))
        }
    }
}

private var hasIPv6: Bool {
    // Without IPv6 the kernel has no such file.
    let addresses = try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8)
    return addresses?.contains("00000000000000000000000000000001") == true
}
