import API
import Foundation
import Glibc
import SQLite
import Store
import TestSupport
import Testing

@testable import App

extension ProcessTests {
    /// Which commands change the schema of a file, and what they do before.
    @Suite struct UpgradeTests {
        private static let last = Migration.all.count

        /// A folder with a file of an older version, in which the units are recorded.
        private func folder(version: Int) throws -> Folder {
            let folder = try Folder()
            try FileManager.default.createDirectory(
                atPath: folder.path(of: "data"), withIntermediateDirectories: false)
            let store = try Store(
                path: folder.database, migrations: Array(Migration.all.prefix(version)), clock: systemClock)
            _ = try store.take(
                CSVTable(path: Repository.units, columns: RowImport.units.columns), as: .units,
                isDryRun: false)
            store.close()
            return folder
        }

        private func version(of name: String, in folder: Folder) throws -> Int {
            try StoreFile(ofAnyVersion: folder.path(of: name)).version()
        }

        private func names(in folder: Folder) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "data"))
                .filter { !$0.hasSuffix("-lock") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
        }

        /// The journal's last position in the copy, which is private and sound.
        private func positionOfCopy(in folder: Folder) throws -> Int64 {
            let path = folder.database + ".before-\(Self.last)"
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let copy = StoreFile(ofAnyVersion: path)
            #expect(try copy.structuralErrors() == [])
            return try copy.lastPosition()
        }

        @Test(arguments: [1, 20]) func `a much older file keeps its journal, in the copy too`(
            _ version: Int
        )
            throws
        {
            let folder = try Folder()
            try FileManager.default.createDirectory(
                atPath: folder.path(of: "data"), withIntermediateDirectories: false)
            do {
                let store = try Store(
                    path: folder.database, migrations: Array(Migration.all.prefix(version)),
                    clock: systemClock)
                store.close()
            }
            try folder.connection()
                .execute(
                    script: """
                        INSERT INTO journal (position, recorded_ms, kind, subject, payload, leaf)
                        VALUES (1, 0, 'unit.recorded', 1, x'7B7D',
                            x'4f57f1e14e55c86822c3690b8e99f0c09f4c1a32b6c2add55a37d33381a08c51');
                        """)
            #expect(try folder.danvan("migrate").output.contains("từ phiên bản \(version) lên \(Self.last)"))
            #expect(try positionOfCopy(in: folder) == 1)
            #expect(try self.version(of: "data/danvan.db.before-\(Self.last)", in: folder) == version)
            #expect(try folder.number("SELECT max(position) FROM journal") == 1)
        }

        @Test func `migrate upgrades after a copy, and names both`() throws {
            let version = Self.last - 1
            let folder = try folder(version: version)
            let ending = try folder.danvan("migrate")
            #expect(ending.code == 0 && ending.errors == "")
            #expect(
                ending.outputLines.first
                    == "data/danvan.db: nâng cấp từ phiên bản \(version) lên \(Self.last); "
                    + "bản sao trước đó: data/danvan.db.before-\(Self.last).")
            #expect(try self.version(of: "data/danvan.db.before-\(Self.last)", in: folder) == version)
            #expect(try positionOfCopy(in: folder) == 563)
            #expect(try folder.danvan("verify").code == 0)
            #expect(try folder.danvan("migrate").outputLines.count == 1)
            #expect(try names(in: folder) == ["danvan.db", "danvan.db.before-\(Self.last)"])
        }

        @Test func `serve upgrades after a copy, and logs both`() throws {
            let folder = try folder(version: Self.last - 1)
            let server = try ServerProcess(in: folder)
            let line = try #require(server.line(of: "upgrading the file"))
            #expect(line.text("/versions") == "\(Self.last - 1) to \(Self.last)")
            #expect(line.text("/copy") == "data/danvan.db.before-\(Self.last)")
            #expect(try server.stopped().code == 0)
            #expect(try positionOfCopy(in: folder) == 563)
        }

        @Test func `all other commands refuse an older file and leave it as it is`() throws {
            let folder = try folder(version: Self.last - 1)
            let bytes = FileManager.default.contents(atPath: folder.database)
            for command in [
                ["verify"], ["export", "households"], ["user", "list"], ["token", "list"],
                ["backup", "copy.db"], ["user", "add", "Lan"], ["token", "revoke", "1"],
                ["import", "units", Repository.units], ["demo", "--units", Repository.units],
            ] {
                let ending = try folder.danvan(command)
                #expect(ending.code == 78 && ending.output == "", "\(command)")
                let reason = "ở phiên bản \(Self.last - 1), chương trình cần phiên bản \(Self.last); "
                #expect(ending.errors.contains(reason + "hãy chạy danvan migrate trước."), "\(command)")
            }
            #expect(FileManager.default.contents(atPath: folder.database) == bytes)
            #expect(try names(in: folder) == ["danvan.db"])
        }

        @Test func `every command refuses a newer file and leaves it as it is`() throws {
            let folder = try Folder.migrated()
            let more = Migration(name: "9999_more.sql", sql: "CREATE TABLE more (id INTEGER) STRICT;")
            do {
                let later = try Store(
                    path: folder.database, migrations: Migration.all + [more], older: .isUpgraded { _ in },
                    clock: systemClock)
                later.close()
            }
            let bytes = FileManager.default.contents(atPath: folder.database)
            for command in [
                ["migrate"], ["serve"], ["verify"], ["export", "households"], ["user", "list"],
                ["token", "list"], ["backup", "copy.db"], ["user", "add", "Lan"], ["demo", "--if-empty"],
                ["restore", "data/danvan.db", "--unchecked", "--database", "other.db"],
            ] {
                let ending = try folder.danvan(command)
                #expect(ending.code == 78 && ending.output == "", "\(command) \(ending.errors)")
                let reason = "ở phiên bản \(Self.last + 1), mới hơn chương trình (phiên bản \(Self.last))"
                #expect(ending.errors.contains(reason), "\(command) \(ending.errors)")
            }
            #expect(FileManager.default.contents(atPath: folder.database) == bytes)
            #expect(!folder.exists("other.db") && !folder.exists("copy.db"))
        }

        @Test func `what lies in the current directory changes nothing`() throws {
            let folder = try Folder.migrated()
            let last = try folder.number("SELECT max(number) FROM migration")
            for name in ["migrations", "config"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path(of: name), withIntermediateDirectories: false)
            }
            let next = String(String(10_000 + last + 1).dropFirst())
            _ = try folder.write("DROP TABLE journal;", to: "migrations/\(next)_x.sql")
            _ = try folder.write(#"{"database":{"path":"other.db"}}"#, to: "config/danvan.json")
            for command in [["verify"], ["migrate"], ["user", "list"], ["user", "add", "Lan"]] {
                #expect(try folder.danvan(command).code == 0, "\(command)")
            }
            #expect(try folder.number("SELECT max(number) FROM migration") == last)
            #expect(!folder.exists("other.db"))
        }

        /// Runs a command that may write at most `kibibytes` into one file.
        private func run(_ words: String, limitedTo kibibytes: Int, in folder: Folder) throws -> Int32 {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = [
                "-c", "trap '' XFSZ; ulimit -f \(kibibytes); exec \"$0\" \(words) >out 2>err",
                Command.executable.path,
            ]
            process.currentDirectoryURL = URL(filePath: folder.path)
            process.environment = ["PATH": "/usr/bin:/bin"]
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }

        @Test(arguments: ["migrate", "serve"])
        func `without room for the copy nothing is changed`(_ command: String) throws {
            let folder = try folder(version: Self.last - 1)
            let bytes = FileManager.default.contents(atPath: folder.database)
            #expect(try run(command, limitedTo: 100, in: folder) == 74)
            let errors = String(
                decoding: FileManager.default.contents(atPath: folder.path(of: "err")) ?? Data(),
                as: UTF8.self)
            #expect(errors.contains("Không sao được data/danvan.db trước khi nâng cấp"), "\(errors)")
            #expect(FileManager.default.contents(atPath: folder.database) == bytes)
            #expect(try names(in: folder) == ["danvan.db"])
            #expect(try folder.danvan("migrate").code == 0)
        }

        @Test func `a damaged file is not upgraded`() throws {
            let folder = try folder(version: Self.last - 1)
            try folder.connection()
                .execute(
                    script: """
                        PRAGMA foreign_keys = OFF;
                        INSERT INTO hamlet_population (hamlet, households, persons) VALUES (7, 1, 1);
                        """)
            let ending = try folder.danvan("migrate")
            #expect(ending.code == 74 && ending.errors.contains("hamlet_population"), "\(ending.errors)")
            #expect(try names(in: folder) == ["danvan.db"])
        }

        @Test func `no file is replaced by the copy, and no link is followed`() throws {
            let folder = try folder(version: Self.last - 1)
            let name = "data/danvan.db.before-\(Self.last)"
            _ = try folder.write("ghi chép", to: name)
            let victim = try folder.write("của người khác", to: "victim")
            #expect(symlink(victim, folder.path(of: name + "-2.partial")) == 0)
            #expect(symlink(victim, folder.path(of: name + ".partial")) == 0)
            #expect(symlink(victim, folder.path(of: name + "-2")) == 0)
            let ending = try folder.danvan("migrate")
            #expect(ending.code == 0 && ending.output.contains("bản sao trước đó: \(name)-3."))
            #expect(FileManager.default.contents(atPath: victim) == Data("của người khác".utf8))
            #expect(FileManager.default.contents(atPath: folder.path(of: name)) == Data("ghi chép".utf8))
            #expect(try version(of: name + "-3", in: folder) == Self.last - 1)
        }

        @Test func `a folder in the place of a copy stays`() throws {
            let folder = try folder(version: Self.last - 1)
            let name = "data/danvan.db.before-\(Self.last).partial"
            for place in [name, "copy.db.partial"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path(of: place), withIntermediateDirectories: false)
                _ = try folder.write("ghi chép", to: place + "/note")
            }
            #expect(try folder.danvan("migrate").code == 74)
            #expect(folder.exists(name + "/note"))
            try FileManager.default.removeItem(atPath: folder.path(of: name))
            #expect(try folder.danvan("migrate").code == 0)
            #expect(try folder.danvan("backup", "copy.db").code == 74)
            #expect(folder.exists("copy.db.partial/note"))
        }

        @Test func `an equal copy of an earlier attempt is used again`() throws {
            let folder = try folder(version: Self.last - 1)
            let older = folder.path(of: "older.db")
            _ = try folder.copy(folder.database, to: "older.db")
            #expect(try folder.danvan("migrate").code == 0)
            let present = URL(filePath: folder.database)
            try FileManager.default.removeItem(at: present)
            try FileManager.default.copyItem(at: URL(filePath: older), to: present)
            #expect(try folder.danvan("migrate").code == 0)
            #expect(try names(in: folder) == ["danvan.db", "danvan.db.before-\(Self.last)"])
        }

        @Test func `two programs that upgrade at once upgrade once`() throws {
            let folder = try folder(version: Self.last - 1)
            let commands = try (1...4).map { _ in try Command(["migrate"], in: folder) }
            let codes = try commands.map { try $0.ended().code }
            #expect(codes.contains(0) && codes.allSatisfy { $0 == 0 || $0 == 69 })
            #expect(try names(in: folder) == ["danvan.db", "danvan.db.before-\(Self.last)"])
            #expect(try folder.danvan("verify").code == 0)
        }
    }
}
