import Foundation
import SQLite
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct BackupTests {
        private func post(_ count: Int, from first: Int, to client: Client, in office: Office) throws {
            for number in first..<first + count {
                let key = "backup-receipt-\(1000 + number)"
                #expect(try client.response(to: office.contribution(500_000, key: key)).status == 201)
            }
        }

        @Test func `a backup taken while the service writes is restored whole`() throws {
            let office = try Office()
            let (folder, server) = (office.folder, try ServerProcess(in: office.folder))
            let client = try Client(server.listener)
            for round in 0..<3 {
                try post(2, from: round * 2, to: client, in: office)
                let before = try folder.number("SELECT max(position) FROM journal")
                let ending = try folder.danvan("backup", "copy-\(round).db")
                #expect(ending.code == 0 && ending.output.contains("vị trí cuối \(before), đã kiểm tra"))
            }
            let running = try folder.danvan("restore", "copy-0.db", "--older")
            #expect(running.code == 69, "\(running.errors)")
            _ = try server.stopped()
            let last = try folder.number("SELECT max(position) FROM journal")
            let refused = try folder.danvan("restore", "copy-0.db")
            #expect(refused.code == 1 && refused.errors.contains("cũ hơn"))
            let restored = try folder.danvan("restore", "copy-0.db", "--older")
            #expect(restored.code == 0 && restored.output.contains("Tệp trước đó: data/danvan.db.before-"))
            #expect(try folder.number("SELECT count(*) FROM contribution") == 2)
            #expect(try folder.danvan("verify").code == 0)
            // The present file was kept, with all that it had.
            let kept = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "data"))
                    .first { $0.contains(".before-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") })
            let again = try folder.danvan("restore", "data/" + kept, "--unchecked")
            #expect(again.code == 0, "\(again.errors)")
            #expect(try folder.number("SELECT max(position) FROM journal") == last)
        }

        @Test func `a backup is not written over another, and its files are private`() throws {
            let folder = try Folder.migrated()
            #expect(try folder.danvan("backup", "copy.db").code == 0)
            let again = try folder.danvan("backup", "copy.db")
            #expect(again.code == 74 && again.errors.contains("Đã có tệp"))
            for name in ["copy.db", "copy.db.json"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: name))
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            #expect(!folder.exists("copy.db.partial"))
        }

        @Test func `of several backups to one file one is written, and the others say why not`() throws {
            let office = try Office()
            let commands = try (0..<4).map { _ in try Command(["backup", "copy.db"], in: office.folder) }
            let endings = try commands.map { try $0.ended() }
            #expect(endings.filter { $0.code == 0 }.count == 1, "\(endings.map(\.errors))")
            for ending in endings where ending.code != 0 {
                // Too late, or at the same time.
                let isSaid = ["Đã có tệp", "Đang có một lần sao lưu"].contains { ending.errors.contains($0) }
                #expect(isSaid, "\(ending.errors)")
            }
            let folder = office.folder
            #expect(!folder.exists("copy.db.lock") && !folder.exists("copy.db.partial"))
            #expect(try folder.danvan("restore", "copy.db").code == 0)
        }

        @Test func `a lock that a killed command left is taken over`() throws {
            let folder = try Folder.migrated()
            _ = try folder.write("", to: "copy.db.lock")
            #expect(try folder.danvan("backup", "copy.db").code == 0)
            #expect(!folder.exists("copy.db.lock"))
        }

        @Test func `a link that leads nowhere is not written through`() throws {
            let folder = try Folder.migrated()
            for name in ["copy.db", "copy.db.json"] {
                #expect(symlink("nowhere", folder.path(of: name)) == 0)
                let ending = try folder.danvan("backup", "copy.db")
                #expect(ending.code == 74 && ending.errors.contains("Đã có tệp"), "\(ending.errors)")
                let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                    .filter { $0.hasPrefix("copy.db") || $0 == "nowhere" }
                #expect(left == [name])
                unlink(folder.path(of: name))
            }
        }

        @Test func `a damaged backup, or one without its manifest, is refused`() throws {
            let folder = try Folder.migrated()
            _ = try folder.danvan("backup", "copy.db")
            let bytes = try #require(FileManager.default.contents(atPath: folder.path(of: "copy.db")))
            var damaged = bytes
            damaged[bytes.count / 2] ^= 1
            try damaged.write(to: URL(fileURLWithPath: folder.path(of: "copy.db")))
            let refused = try folder.danvan("restore", "copy.db")
            #expect(refused.code == 1 && refused.errors.contains("không đúng với bản kê"))
            try FileManager.default.removeItem(atPath: folder.path(of: "copy.db.json"))
            #expect(try folder.danvan("restore", "copy.db").errors.contains("Không có bản kê"))
            try bytes.write(to: URL(fileURLWithPath: folder.path(of: "copy.db")))
            #expect(try folder.danvan("restore", "copy.db", "--unchecked").code == 0)
            #expect(try folder.danvan("restore", "missing.db").code == 74)
        }

        @Test func `a wrong book is not backed up`() throws {
            let office = try Office()
            try office.folder.connection().execute(script: "UPDATE household SET persons = persons + 1")
            let ending = try office.folder.danvan("backup", "copy.db")
            #expect(ending.code == 1 && ending.errors.contains("chỗ sai"))
            #expect(!office.folder.exists("copy.db") && !office.folder.exists("copy.db.partial"))
        }

        @Test func `the service makes backups by itself`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder,
                environment: ["DANVAN_BACKUP_EVERY_HOURS": "1", "DANVAN_BACKUP_FOLDER": "copies"])
            let folder = office.folder.path(of: "copies")
            func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
            waits(seconds: 60) { names().contains { $0.hasSuffix(".db") } }
            _ = try server.stopped()
            let name = try #require(names().first { $0.hasSuffix(".db") })
            #expect(names().contains(name + ".json"))
            #expect(try office.folder.danvan("verify", "--database", "copies/" + name).code == 0)
        }
    }
}
