import Foundation
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
            let count = try FileManager.default.contentsOfDirectory(atPath: Repository.migrations).count
            #expect(try folder.number("SELECT count(*) FROM migration") == Int64(count))
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
                ["migrate"], ["user", "add", "Hoa"], ["token", "list"], ["demo"], ["serve"],
                ["demo", "--if-empty"], ["token", "revoke", "1"],
                ["import", "units", Repository.units],
            ]
            for command in commands {
                let ending = try Command(command, in: office.folder).ended()
                #expect(ending.code == 69, "\(command)")
                #expect(ending.errorLines.count == 1 && ending.output == "")
                #expect(ending.errors.contains("data/danvan.db đang được một chương trình danvan khác dùng"))
            }
            #expect(try office.folder.danvan("config").code == 0)
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

        @Test func `missing migrations exit with 78`() throws {
            let folder = try Folder()
            let ending = try folder.danvan(
                "migrate", environment: ["DANVAN_DATABASE_MIGRATIONS_PATH": "nowhere"])
            #expect(ending.code == 78)
            #expect(
                ending.errors
                    == "danvan: Không thấy thư mục migrations tại nowhere; hãy đặt database.migrations_path.\n"
            )
        }

        @Test func `a changed, unknown, misnamed or failing migration is named`() throws {
            let folder = try Folder()
            _ = try folder.danvan("migrate")
            let files = FileManager.default
            try files.createDirectory(atPath: folder.path + "/own", withIntermediateDirectories: false)
            for name in try files.contentsOfDirectory(atPath: Repository.migrations) {
                try files.copyItem(
                    atPath: Repository.migrations + "/" + name, toPath: folder.path + "/own/" + name)
            }
            let environment = ["DANVAN_DATABASE_MIGRATIONS_PATH": "own"]
            let number = try files.contentsOfDirectory(atPath: folder.path + "/own").count + 1
            let next = "00\(number)_more.sql"

            _ = try folder.write("SELEKT;", to: "own/" + next)
            let wrong = try folder.danvan("migrate", environment: environment)
            #expect(wrong.code == 74 && wrong.errors.contains("Không áp dụng được \(next)"))

            _ = try folder.write("CREATE TABLE more (id INTEGER) STRICT;", to: "own/" + next)
            #expect(try folder.danvan("migrate", environment: environment).code == 0)
            let older = try folder.danvan("migrate")
            #expect(older.code == 78 && older.errors.contains(next))
            #expect(older.errors.contains("hãy cài bản mới hơn"))

            _ = try folder.write("-- Changed.", to: "own/" + next)
            let changed = try folder.danvan("migrate", environment: environment)
            #expect(changed.code == 78 && changed.errors.contains("migrations/\(next) đã bị sửa"))

            _ = try folder.write("", to: "own/20_more.sql")
            let misnamed = try folder.danvan("migrate", environment: environment)
            #expect(misnamed.code == 78 && misnamed.errors.contains("20_more.sql không đúng tên"))
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
