import Foundation
import Glibc
import Network
import SQLite
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct StopTests {
        private static let oneLoop = ["DANVAN_SERVER_LOOPS_COUNT": "1"]

        @Test(arguments: [SIGTERM, SIGINT])
        func `a signal ends it with 0, and the write-ahead log is checkpointed`(_ signal: Int32) throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            let receipt = office.contribution(500_000, key: "stop-receipt-0001")
            #expect(try client.response(to: receipt).status == 201)
            let ending = try server.stopped(by: signal, withinSeconds: 10)
            #expect(ending.code == 0)
            #expect(client.hasEnd())
            #expect(office.folder.bytesCount(of: "data/danvan.db-wal") == 0)
            #expect(try office.contributionsCount() == 1)
            #expect(server.line(of: "stopping")?.text("/signal") == (signal == SIGINT ? "SIGINT" : "SIGTERM"))
            #expect(server.line(of: "stopped")?.text("/clean") == "true")
        }

        @Test func `a write in progress gets its response, and later requests get 503`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder, environment: StopTests.oneLoop)
            let (writing, late, idle) = (
                try Client(server.listener), try Client(server.listener), try Client(server.listener)
            )
            #expect(try idle.get("/livez").status == 200)
            let lateBytes = office.contribution(400_000, key: "stop-too-late-0001").bytes
            try late.send(Array(lateBytes.dropLast(10)))

            let lock = try office.folder.connection()
            try lock.run("BEGIN IMMEDIATE")
            try writing.send(office.contribution(500_000, key: "stop-in-time-00001"))
            // The only event loop responds to this after it has read the write, which now waits for the lock.
            #expect(try idle.get("/livez").status == 200)
            server.command.signal(SIGTERM)
            // Idle connections are closed in the tick in which the loop learns about the stop.
            #expect(idle.hasEnd())
            try late.send(Array(lateBytes.suffix(10)))
            let refused = try late.readResponse()
            #expect(refused.status == 503 && refused.code == "shutting-down" && refused.closes)
            #expect(refused.field("Retry-After") == "2")
            #expect(refused.json.text("/title") == "Máy chủ đang dừng; hãy gửi lại sau giây lát")
            late.close()
            #expect(server.command.isRunning)
            try lock.run("ROLLBACK")

            let response = try writing.readResponse()
            #expect(response.status == 201 && response.closes)
            #expect(response.json.text("/voucher/number") == "PT-2024-0001")
            writing.close()
            #expect(try server.command.ended(withinSeconds: 15).code == 0)
            #expect(office.folder.bytesCount(of: "data/danvan.db-wal") == 0)
            #expect(try office.contributionsCount() == 1)
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `no new connection is accepted while it stops`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder, environment: StopTests.oneLoop)
            let (slow, idle) = (try Client(server.listener), try Client(server.listener))
            try slow.send("GET /livez HTTP/1.1\r\n")
            #expect(try idle.get("/livez").status == 200)
            server.command.signal(SIGTERM)
            #expect(idle.hasEnd())
            #expect(throws: Client.Failed.self) { try Client(server.listener) }
            try slow.send("Host: a\r\n\r\n")
            #expect(try slow.readResponse().status == 503)
            slow.close()
            #expect(try server.command.ended(withinSeconds: 15).code == 0)
        }

        @Test func `an unfinished request is cut off after the timeout`() throws {
            let server = try ServerProcess(
                in: Folder(), environment: ["DANVAN_SERVER_STOP_SECONDS_MAX": "1"])
            let client = try Client(server.listener)
            try client.send("POST /v1/hamlets HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{")
            let start = ContinuousClock.now
            #expect(try server.stopped(withinSeconds: 8).code == 0)
            #expect(ContinuousClock.now - start < .seconds(8))
        }

        @Test func `a second signal ends it immediately`() throws {
            let server = try ServerProcess(
                in: Folder(), environment: ["DANVAN_SERVER_STOP_SECONDS_MAX": "3600"])
            let client = try Client(server.listener)
            // The response to the first shows that the start of the second, sent with it, has been read too.
            try client.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\n")
            #expect(try client.readResponse().status == 200)
            server.command.signal(SIGTERM)
            #expect(server.logs("stopping"))
            let ending = try server.stopped(withinSeconds: 10)
            #expect(ending.code == nil && ending.signal == SIGTERM)
        }

        @Test func `a signal at any moment of the start ends it`() throws {
            let office = try Office()
            var random = SeededGenerator(seed: 71)
            for _ in 0..<12 {
                let command = try Command(["serve", "--listen", "127.0.0.1:0"], in: office.folder)
                usleep(UInt32.random(in: 0...150_000, using: &random))
                command.signal(SIGTERM)
                let ending = try command.ended(withinSeconds: 20)
                #expect(ending.code == 0 || ending.signal == SIGTERM)
            }
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `it waits for a signal even if nothing is logged`() throws {
            let folder = try Folder.migrated()
            let path = folder.path + "/s.sock"
            let command = try Command(
                ["serve", "--listen", "unix:" + path], in: folder,
                environment: ["DANVAN_LOG_LEVEL": "critical"])
            // The socket may not exist yet, or nobody may be listening yet.
            #expect(waits(seconds: 60) { (try? Client(.unix(path: path)).get("/readyz").status) == 200 })
            #expect(try Client(.unix(path: path)).get("/livez").status == 200)
            command.signal(SIGTERM)
            let ending = try command.ended(withinSeconds: 15)
            #expect(ending.code == 0 && ending.errors == "")
        }

        @Test func `a restart serves what was written before`() throws {
            let office = try Office()
            let receipt = office.contribution(500_000, key: "stop-receipt-0002")
            let first = try ServerProcess(in: office.folder)
            let response = try Client(first.listener).response(to: receipt)
            _ = try first.stopped()
            let second = try ServerProcess(in: office.folder)
            let replayed = try Client(second.listener).response(to: receipt)
            #expect(replayed.status == 201 && replayed.body == response.body)
            #expect(replayed.field("Idempotency-Replayed") == "true")
        }

        @Test func `a closed log pipe does not end it`() throws {
            let folder = try Folder.migrated()
            let socket = folder.path + "/s.sock"
            let log = Pipe()
            let command = try Command(
                ["serve", "--listen", "unix:" + socket], in: folder, errorsTo: log)
            // The socket may not exist yet, or nobody may be listening yet.
            #expect(waits(seconds: 60) { (try? Client(.unix(path: socket)).get("/readyz").status) == 200 })
            try log.fileHandleForReading.close()
            for _ in 0..<5 { #expect(try Client(.unix(path: socket)).get("/nowhere").status == 404) }
            #expect(command.isRunning)
            command.signal(SIGTERM)
            #expect(try command.ended(withinSeconds: 15).code == 0)
        }
    }
}
