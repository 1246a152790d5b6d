import Foundation
import TestSupport
import Testing

extension ProcessTests {
    /// Backups while many write, each restored; and backups that are killed.
    @Suite struct BackupRoundsTests {
        /// `DANVAN_BACKUP_ROUNDS` sets another number: `scripts/check-backups` does 100.
        private static let roundsCount =
            ProcessInfo.processInfo.environment["DANVAN_BACKUP_ROUNDS"].flatMap { Int($0) } ?? 3
        private static let writersCount = 16

        @Test func `what was acknowledged before a backup amid writers is there after its restoration`()
            throws
        {
            let office = try Office()
            let folder = office.folder
            var sentCount = 0
            for round in 1...BackupRoundsTests.roundsCount {
                let server = try ServerProcess(in: folder)
                let key = "backup-round-\(10_000 + round)"
                let response = try Client(server.listener)
                    .response(to: office.contribution(500_000, key: key))
                try #require(response.status == 201, "\(response)")
                let before = try folder.number("SELECT max(position) FROM journal")
                let swarm = try Swarm(BackupRoundsTests.writersCount, at: server.listener, from: sentCount) {
                    office.contribution(1000, key: "backup-writer-\(1_000_000 + $0)")
                }
                let backup = try Command(["backup", "copy.db"], in: folder)
                var ending: Ending?
                swarm.run(until: .now + .milliseconds(300)) {
                    // A failure is reported below.
                    ending = try? backup.ended()
                    server.kill()
                }
                sentCount = swarm.sent.upperBound
                try #require(ending?.code == 0, "round \(round): \(ending?.errors ?? "no end")")
                #expect(swarm.responses.values.allSatisfy { $0.status == 201 })
                let restored = try folder.danvan("restore", "copy.db", "--older")
                try #require(restored.code == 0, "round \(round): \(restored.errors)")
                // The restored file is the backup, and has all that was acknowledged before it began.
                let position = try folder.number("SELECT max(position) FROM journal")
                #expect(ending?.output.contains("vị trí cuối \(position), ") == true && position >= before)
                #expect(try folder.danvan("verify").code == 0)
                try removeCopies(in: folder)
            }
        }

        @Test func `a backup killed at any moment leaves nothing in the way of the next`() throws {
            let office = try Office()
            let folder = office.folder
            var random = SeededGenerator(seed: 20_261_128)
            for _ in 1...10 {
                let command = try Command(["backup", "copy.db"], in: folder)
                Thread.sleep(forTimeInterval: Double.random(in: 0...0.25, using: &random))
                command.kill()
                if folder.exists("copy.db") {
                    // It was done: with its manifest.
                    #expect(try folder.danvan("restore", "copy.db").code == 0)
                    try removeCopies(in: folder)
                }
                let next = try folder.danvan("backup", "copy.db")
                try #require(next.code == 0, "\(next.errors)")
                let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                    .filter { $0.hasPrefix("copy.db") }
                #expect(Set(left) == ["copy.db", "copy.db.json"])
                try removeCopies(in: folder)
            }
        }

        @Test func `a manifest beside an unfinished copy is what a killed backup left`() throws {
            let folder = try Folder.migrated()
            for name in ["copy.db.json", "copy.db.partial"] { _ = try folder.write("x", to: name) }
            let ending = try folder.danvan("backup", "copy.db")
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(try folder.danvan("restore", "copy.db").code == 0)
        }

        /// Removes the backup, and the files that restoring it kept.
        private func removeCopies(in folder: Folder) throws {
            let manager = FileManager.default
            for (place, prefix) in [("", "copy.db"), ("data/", "danvan.db.before-")] {
                let path = folder.path(of: place.isEmpty ? "." : place)
                for name in try manager.contentsOfDirectory(atPath: path) where name.hasPrefix(prefix) {
                    try manager.removeItem(atPath: folder.path(of: place + name))
                }
            }
        }
    }
}
