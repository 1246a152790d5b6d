import Foundation
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct DescriptorLimitTests {
        /// Runs `danvan serve` under a limit of open files until it listens.
        private func log(openFiles: String, connectionsMax: Int) throws -> String {
            let folder = try Folder.migrated()
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            let socket = folder.path(of: "s.sock")
            let serve = "exec \"$0\" serve --listen unix:\(socket) 2>log"
            process.arguments = ["-c", "ulimit \(openFiles); " + serve, Command.executable.path]
            process.currentDirectoryURL = URL(filePath: folder.path)
            process.environment = [
                "PATH": "/usr/bin:/bin", "DANVAN_SERVER_CONNECTIONS_MAX": "\(connectionsMax)",
            ]
            try process.run()
            waits(seconds: 60) { FileManager.default.fileExists(atPath: socket) }
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return String(
                decoding: FileManager.default.contents(atPath: folder.path(of: "log")) ?? Data(),
                as: UTF8.self)
        }

        @Test func `a soft limit is raised, a hard one bounds the connections and is reported`() throws {
            #expect(try !log(openFiles: "-Sn 128", connectionsMax: 200).contains("LimitNOFILE"))
            let bounded = try log(openFiles: "-n 128", connectionsMax: 200)
            #expect(bounded.contains("LimitNOFILE") && bounded.contains("connections_max=64"))
        }
    }
}
