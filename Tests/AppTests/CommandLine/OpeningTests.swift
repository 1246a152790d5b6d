import Foundation
import SQLite
import Store
import TestSupport
import Testing

extension ProcessTests {
    /// Errors of commands that cannot start.
    @Suite struct OpeningTests {
        @Test func `migrate creates the folder and the file, and prints the path`() throws {
            let folder = try Folder()
            let ending = try folder.danvan("migrate")
            #expect(ending.code == 0 && ending.errors == "")
            #expect(ending.output.hasPrefix("data/danvan.db: sẵn sàng (SQLite 3."))
            #expect(try folder.number("SELECT count(*) FROM migration") == Int64(Migration.all.count))
        }

        @Test func `running migrate twice changes nothing`() throws {
            let folder = try Folder()
            let first = try folder.danvan("migrate")
            let bytes = FileManager.default.contents(atPath: folder.database)
            let second = try folder.danvan("migrate")
            #expect(second.code == 0 && second.output == first.output)
            #expect(FileManager.default.contents(atPath: folder.database) == bytes)
        }

        @Test func `a command leaves no write-ahead log beside the file`() throws {
            let folder = try Folder()
            _ = try folder.danvan("user", "add", "Lan")
            #expect(folder.bytesCount(of: "data/danvan.db-wal") == 0)
        }

        @Test func `--database overrides the configured file`() throws {
            let folder = try Folder()
            _ = try folder.danvan("migrate", "--database", "a/b/c.db")
            #expect(folder.exists("a/b/c.db") && !folder.exists("data"))
        }

        @Test func `a file in use exits with 69`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let commands = [
                ["migrate"], ["user", "add", "Hoa"], ["demo"], ["serve"],
                ["demo", "--if-empty"], ["token", "revoke", "1"],
                ["import", "units", Repository.units],
            ]
            for command in commands {
                let ending = try Command(command, in: office.folder).ended()
                #expect(ending.code == 69, "\(command)")
                #expect(ending.errorLines.count == 1 && ending.output == "")
                #expect(ending.errors.contains("data/danvan.db đang được một chương trình danvan khác dùng"))
            }
            for command in [
                ["config"], ["verify"], ["user", "list"], ["token", "list"], ["export", "households"],
            ] {
                let ending = try Command(command, in: office.folder).ended()
                #expect(ending.code == 0 && !ending.output.isEmpty, "\(command) \(ending.errors)")
            }
            #expect(try server.stopped().code == 0)
        }

        @Test(arguments: ["/proc/danvan.db", "/proc/x/danvan.db", "file.txt/danvan.db", "."])
        func `a path that cannot be written exits with 74`(_ path: String) throws {
            let folder = try Folder.migrated()
            _ = try folder.write("", to: "file.txt")
            for command in ["migrate", "serve"] {
                let ending = try folder.danvan(command, "--database", path)
                #expect(ending.code == 74)
                #expect(ending.errorLines.count == 1 && ending.errors.hasPrefix("danvan: Không "))
            }
        }

        @Test func `a file that is not a database exits with 74 and stays unchanged`() throws {
            let folder = try Folder()
            let file = try folder.write(String(repeating: "Đây là bản ghi chép. ", count: 100), to: "a.db")
            let ending = try folder.danvan("migrate", "--database", "a.db")
            #expect(ending.code == 74 && ending.errorLines.count == 1)
            #expect(FileManager.default.contents(atPath: file)?.starts(with: "Đây là".utf8) == true)
        }

        @Test func `a changed or unknown migration, and another program's file, are named`() throws {
            for (script, reason) in [
                ("UPDATE migration SET sha256 = zeroblob(32) WHERE number = 3", "bước 0003_users.sql khác"),
                ("UPDATE migration SET name = '0003_x.sql' WHERE number = 3", "bước 0003_x.sql mà"),
                ("DROP TABLE migration", "chương trình khác"),
            ] {
                let folder = try Folder.migrated()
                try folder.connection().execute(script: script)
                for command in [
                    ["migrate"], ["serve"], ["verify"], ["user", "list"], ["user", "add", "Lan"],
                ] {
                    let ending = try folder.danvan(command)
                    #expect(
                        ending.code == 78 && ending.errors.contains(reason), "\(command) \(ending.errors)")
                }
            }
        }

        @Test func `unknown settings exit with 78, one line each`() throws {
            let ending = try Folder()
                .danvan(
                    "migrate", environment: ["DANVAN_SERVER_LISTN": "x", "DANVAN_JSON_DEPTH_MAX": "7"])
            #expect(ending.code == 78 && ending.errorLines.count == 2)
            #expect(ending.errorLines.allSatisfy { $0.hasPrefix("danvan: ") })
            #expect(ending.errors.contains("DANVAN_SERVER_LISTN") && ending.errors.contains("json.depth_max"))
        }

        @Test func `a missing or invalid configuration file exits with 78`() throws {
            let folder = try Folder()
            #expect(try folder.danvan("migrate", "--config", "nothing.json").code == 78)
            _ = try folder.write(#"{"server":{"listen":}"#, to: "danvan.json")
            let ending = try folder.danvan("serve", "--config", "danvan.json")
            #expect(ending.code == 78 && ending.errors.contains("dòng 1"))
            #expect(!folder.exists("data"))
        }
    }
}
