import Foundation
import Glibc
import TestSupport
import Testing

extension ProcessTests {
    /// Backup, restore and import as a tired administrator uses them: the wrong file, twice, killed in the middle.
    @Suite struct RestoreTests {
        private func kept(in folder: Folder) throws -> Set<String> {
            Set(
                try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "data"))
                    .filter { $0.contains(".before-") })
        }

        @Test func `a restore that is killed at any moment leaves a whole database, old or new`() throws {
            let office = try Office()
            let folder = office.folder
            try #require(try folder.danvan("backup", "copy.db").code == 0)
            try #require(try folder.danvan("user", "add", "Người mới").code == 0)
            let last = try folder.number("SELECT max(position) FROM journal")
            for round in 0..<16 {
                let command = try Command(["restore", "copy.db", "--older"], in: folder)
                usleep(UInt32(round * 8000))
                command.kill()
                _ = try command.ended()
                #expect(folder.exists("data/danvan.db"), "round \(round)")
                let verified = try folder.danvan("verify")
                #expect(verified.code == 0, "round \(round): \(verified.errors)")
                let position = try folder.number("SELECT max(position) FROM journal")
                #expect([last, last - 1].contains(position))
            }
            // One that is not killed works, whatever the others left.
            #expect(try folder.danvan("restore", "copy.db", "--older").code == 0)
            #expect(try folder.number("SELECT max(position) FROM journal") == last - 1)
            // What was there before the first of them that got through is kept.
            let positions = try kept(in: folder)
                .map { name in
                    try folder.danvan("verify", "--database", "data/" + name).output
                }
            #expect(positions.contains { $0.contains("vị trí cuối \(last)") }, "\(positions)")
        }

        @Test func `the database itself, and the file that a killed restore left, are no backups`() throws {
            let folder = try Office().folder
            let last = try folder.number("SELECT max(position) FROM journal")
            _ = try FileManager.default.copyItem(
                atPath: folder.database, toPath: folder.path(of: "data/danvan.db.partial"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(of: "link.db"), withDestinationPath: folder.database)
            for name in ["data/danvan.db", "data/danvan.db.partial", "link.db"] {
                let refused = try folder.danvan("restore", name, "--unchecked", "--older")
                #expect(refused.code == 64 && refused.errors.contains("chính tệp dữ liệu"), "\(refused)")
                #expect(folder.exists(name))
            }
            #expect(try folder.number("SELECT max(position) FROM journal") == last)
            #expect(try kept(in: folder) == [])
        }

        @Test func `two restores in one second keep both files`() throws {
            let folder = try Office().folder
            try #require(try folder.danvan("backup", "copy.db").code == 0)
            let commands = (0..<3).map { _ in ["restore", "copy.db"] }
            for command in commands { #expect(try folder.danvan(command).code == 0) }
            #expect(try kept(in: folder).count == 3)
        }

        @Test func `a backup that was killed is made again under the same name`() throws {
            let folder = try Office().folder
            for round in 0..<10 {
                let command = try Command(["backup", "copy.db"], in: folder)
                usleep(UInt32(round * 8000))
                command.kill()
                _ = try command.ended()
                if folder.exists("copy.db") { break }
                let again = try folder.danvan("backup", "copy.db")
                #expect(again.code == 0, "round \(round): \(again.errors)")
                for name in ["copy.db", "copy.db.json"] {
                    try FileManager.default.removeItem(atPath: folder.path(of: name))
                }
            }
        }
    }
}
