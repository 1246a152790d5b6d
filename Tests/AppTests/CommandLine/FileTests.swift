import Foundation
import Glibc
import TestSupport
import Testing

@testable import App

extension ProcessTests {
    /// Who may read the data, which command creates it, and that one file has one writer.
    @Suite struct FileTests {
        private func mode(_ path: String) -> mode_t {
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
        }

        @Test func `nobody but the service reads what it creates`() throws {
            let folder = try Folder()
            #expect(try folder.danvan("migrate").code == 0)
            let server = try ServerProcess(in: folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "data")) {
                #expect(mode(folder.path(of: "data/" + name)) == 0o600, "\(name)")
            }
            #expect(mode(folder.path(of: "data")) == 0o700)
            #expect(
                server.line(of: "others may read the data; use chmod 600 for the file, 700 for its folder")
                    == nil)
            _ = try server.stopped()
            chmod(folder.database, 0o644)
            let open = try ServerProcess(in: folder)
            #expect(open.logs("others may read the data; use chmod 600 for the file, 700 for its folder"))
            _ = try open.stopped()
        }

        @Test func `only migrate and demo create a file`() throws {
            let folder = try Folder()
            let table = try folder.write(
                "code,level,parent_code,name,valid_from,valid_to\n40,province,,Nghệ An,,\n")
            for words in [
                ["serve", "--database", "typo.db"], ["user", "add", "Lan", "--database", "typo.db"],
                ["token", "list", "--database", "typo.db"], ["user", "list", "--database", "typo.db"],
                ["import", "units", table, "--database", "typo.db"],
                ["verify", "--database", "typo.db"],
                ["export", "households", "--database", "typo.db"],
            ] {
                let ending = try folder.danvan(words)
                #expect(ending.code != 0, "\(words)")
                #expect(!folder.exists("typo.db") && !folder.exists("typo.db-lock"), "\(words)")
            }
            #expect(try folder.danvan("serve", "--database", "typo.db").errors.contains("danvan migrate"))
            #expect(try folder.danvan("migrate", "--database", "right.db").code == 0)
            #expect(folder.exists("right.db"))
        }

        /// Runs the executable as a user who owns nothing, unless these tests have no such power.
        private func asNobody(_ words: [String], in folder: Folder) throws -> (code: Int32, output: String) {
            let executable = folder.path(of: "danvan")
            if !folder.exists("danvan") {
                try FileManager.default.copyItem(at: Command.executable, to: URL(filePath: executable))
            }
            let (process, pipe) = (Process(), Pipe())
            let nobody = ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
            let command = (geteuid() == 0 ? nobody : []) + [executable] + words
            process.executableURL = URL(filePath: command[0])
            process.arguments = Array(command.dropFirst())
            process.currentDirectoryURL = URL(filePath: folder.path)
            process.environment = ["PATH": "/usr/bin:/bin"]
            (process.standardOutput, process.standardError) = (pipe, pipe)
            try process.run()
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return (process.terminationStatus, output)
        }

        @Test func `commands that only read work where nothing can be written`() throws {
            let office = try Office()
            let (folder, data) = (office.folder, office.folder.path(of: "data"))
            chmod(folder.path, 0o755)
            chmod(folder.database, 0o444)
            chmod(data, 0o555)
            defer { chmod(data, 0o755) }
            let names = try FileManager.default.contentsOfDirectory(atPath: data)
            chmod(folder.path, 0o777)
            for words in [
                ["verify"], ["user", "list"], ["token", "list"], ["export", "households"],
                ["backup", "b.db"],
            ] {
                let ending = try asNobody(words, in: folder)
                #expect(ending.code == 0 && !ending.output.isEmpty, "\(words): \(ending.output)")
            }
            for words in [["user", "add", "Lan"], ["serve"], ["migrate"]] {
                let ending = try asNobody(words, in: folder)
                #expect(ending.code == 74 && ending.output.contains("không có quyền"), "\(ending.output)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: data) == names)
        }

        @Test func `a file that may not be written is refused before anything is promised`() throws {
            let office = try Office()
            let (folder, data) = (office.folder, office.folder.path(of: "data"))
            chmod(folder.path, 0o755)
            chmod(folder.database, 0o444)
            chmod(data, 0o777)
            for words in [["user", "add", "Lan"], ["serve"], ["migrate"]] {
                let ending = try asNobody(words, in: folder)
                #expect(ending.code == 74 && ending.output.contains("tệp chỉ cho đọc"), "\(ending.output)")
            }
        }

        @Test func `a link to the file is refused, so that it has one writer`() throws {
            let folder = try Folder()
            #expect(try folder.danvan("migrate").code == 0)
            #expect(link(folder.database, folder.path(of: "data/h.db")) == 0)
            for path in [folder.database, folder.path(of: "data/h.db")] {
                let ending = try folder.danvan("user", "add", "Lan", "--database", path)
                #expect(ending.code == 74 && ending.errors.contains("liên kết"), "\(ending.errors)")
            }
            unlink(folder.path(of: "data/h.db"))
            #expect(symlink(folder.database, folder.path(of: "data/s.db")) == 0)
            let ending = try folder.danvan("user", "add", "Lan", "--database", folder.path(of: "data/s.db"))
            #expect(ending.code == 74 && ending.errors.contains("liên kết"), "\(ending.errors)")
            #expect(try folder.danvan("user", "add", "Lan").code == 0)
        }
    }
}
