import Foundation
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct UserTests {
        @Test func `a new user gets an id`() throws {
            let folder = try Folder.migrated()
            #expect(try folder.danvan("user", "add", "Trần Thị Lan").output == "1 Trần Thị Lan\n")
            #expect(try folder.danvan("user", "add", "Hồ Văn Minh").output == "2 Hồ Văn Minh\n")
        }

        @Test func `a name is unique, also in another spelling`() throws {
            let folder = try Folder.migrated()
            _ = try folder.danvan("user", "add", "Trần Thị Lan")
            for name in ["Trần Thị Lan", "  Trần  Thị Lan ", "Tr\u{61}\u{302}\u{300}n Thị Lan"] {
                let ending = try folder.danvan("user", "add", name)
                #expect(ending.code == 1 && ending.output == "")
                #expect(ending.errors == "danvan: name: đã dùng\n")
            }
            #expect(try folder.number("SELECT count(*) FROM user_account") == 1)
        }

        @Test(arguments: ["", "   ", "Lan\u{7}", "\u{202E}naL", String(repeating: "a", count: 101)])
        func `an unreadable name exits with 64`(_ name: String) throws {
            let ending = try Folder.migrated().danvan("user", "add", name)
            #expect(ending.code == 64)
            #expect(ending.errors == "danvan: Tên phải có 1–100 ký tự.\n")
        }
    }

    @Suite struct TokenTests {
        @Test func `issue prints only the token, which gives access`() throws {
            let office = try Office()
            let ending = try office.folder.danvan(
                "token", "issue", "--user", "Lan", "--role", "auditor", "--unit", "16702")
            let token = try #require(ending.outputLines.first)
            #expect(ending.code == 0 && ending.errors == "")
            #expect(ending.outputLines.count == 1 && token.hasPrefix("dv_") && token.utf8.count == 46)

            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            #expect(try client.get("/v1/hamlets/1", token: token).status == 200)
            #expect(try client.get("/v1/hamlets/2", token: token).status == 404)
            #expect(try client.get("/v1/hamlets/1", token: String(token.dropLast()) + "!").status == 401)
            #expect(try server.stopped().code == 0)
        }

        @Test func `a token for a hamlet gives access to that hamlet`() throws {
            let office = try Office()
            let token = try #require(
                office.folder
                    .danvan(
                        "token", "issue", "--user", "Minh", "--role", "hamlet_head", "--hamlet", "2",
                        "--days", "1"
                    )
                    .outputLines.first)
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            #expect(try client.get("/v1/hamlets/2", token: token).status == 200)
            #expect(try client.get("/v1/hamlets/1", token: token).status == 404)
        }

        @Test func `the file contains only the hash of a token`() throws {
            let office = try Office()
            let token = try office.folder
                .danvan(
                    "token", "issue", "--user", "Lan", "--role", "clerk", "--unit", "40"
                )
                .outputLines[0]
            let bytes = try #require(FileManager.default.contents(atPath: office.folder.database))
            #expect(bytes.range(of: Data("Lan".utf8)) != nil)
            #expect(bytes.range(of: Data(token.dropFirst(3).utf8)) == nil)
        }

        @Test func `list shows the state of each token and no secret`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            _ = try Client(server.listener).get("/v1/hamlets/1", token: office.clerk)
            _ = try server.stopped()
            _ = try office.folder.danvan("token", "revoke", "2")
            let ending = try office.folder.danvan("token", "list")
            let rows = ending.outputLines.map { $0.split(separator: "\t").map(String.init) }
            #expect(
                rows.map { $0[0...4].joined(separator: " ") } == [
                    "1 Lan cán bộ văn phòng đơn vị 40 còn hiệu lực", "2 Minh kế toán đơn vị 40 đã thu hồi",
                ])
            #expect(rows.allSatisfy { $0[5].hasPrefix("hạn dùng 2") && $0.count == 7 })
            #expect(rows[0][6].hasPrefix("dùng lần cuối 2") && rows[1][6] == "chưa dùng")
            #expect(!ending.output.contains("dv_"))
        }

        @Test func `a revoked token gives no access, and revoking again changes nothing`() throws {
            let office = try Office()
            let revoked = try office.folder.danvan("token", "revoke", "1")
            #expect(revoked.code == 0 && revoked.output.contains("\tđã thu hồi\t"))
            #expect(try office.folder.danvan("token", "revoke", "1").output == revoked.output)
            let server = try ServerProcess(in: office.folder)
            let response = try Client(server.listener).get("/v1/hamlets/1", token: office.clerk)
            #expect(response.status == 401 && response.code == "token-invalid")
        }

        @Test func `a list without tokens is empty`() throws {
            let ending = try Folder.migrated().danvan("token", "list")
            #expect(ending.code == 0 && ending.output == "")
        }

        @Test(arguments: [
            (["--user", "Hoa", "--role", "clerk", "--unit", "40"], 1, "Không có người dùng 'Hoa'"),
            (
                ["--user", "Lan", "--role", "king", "--unit", "40"], 64,
                "Không có vai trò 'king'; có: hamlet_head"
            ),
            (["--user", "Lan", "--role", "clerk", "--unit", "99"], 1, "đơn vị hành chính"),
            (["--user", "Lan", "--role", "clerk", "--hamlet", "99"], 1, "thôn xóm"),
            (["--user", "Lan", "--role", "clerk", "--hamlet=-9223372036854775808"], 1, "thôn xóm"),
            (["--user", "Lan", "--role", "clerk", "--unit", ""], 1, "đơn vị hành chính"),
            (["--user", "Lan", "--role", "clerk"], 64, "Cần đúng một trong hai: --unit hoặc --hamlet."),
            (["--user", "Lan", "--role", "clerk", "--unit", "40", "--hamlet", "1"], 64, "Cần đúng một"),
            (
                ["--user", "Lan", "--role", "clerk", "--unit", "40", "--days", "0"], 64,
                "--days từ 1 đến 3650."
            ),
            (["--user", "Lan", "--role", "clerk", "--unit", "40", "--days", "3651"], 64, "--days từ 1"),
            (["--user", " ", "--role", "clerk", "--unit", "40"], 64, "Tên phải có"),
        ])
        func `an invalid token request is refused with one line`(
            _ words: [String], _ code: Int32, _ reason: String
        ) throws {
            let office = try Office()
            let ending = try Command(["token", "issue"] + words, in: office.folder).ended()
            #expect(ending.code == code)
            #expect(ending.errorLines.count == 1 && ending.errors.contains(reason), "\(ending.errors)")
            #expect(ending.output == "")
            #expect(try office.folder.number("SELECT count(*) FROM access_token") == 2)
        }

        @Test func `the maximum number of days is a setting`() throws {
            let office = try Office()
            let words = [
                "token", "issue", "--user", "Lan", "--role", "clerk", "--unit", "40", "--days", "31",
            ]
            let environment = [
                "DANVAN_ACCESS_TOKEN_DAYS_MAX": "30", "DANVAN_ACCESS_TOKEN_DAYS_DEFAULT": "30",
            ]
            let ending = try Command(words, in: office.folder, environment: environment).ended()
            #expect(ending.code == 64 && ending.errors == "danvan: --days từ 1 đến 30.\n")
        }

        @Test(arguments: ["7", "0", "-1"])
        func `revoking an unknown token is refused`(_ id: String) throws {
            let ending = try Folder.migrated().danvan("token", "revoke", "--", id)
            #expect(ending.code == 1)
            #expect(ending.errors == "danvan: Không tìm thấy: Không có mã truy cập này.\n")
        }
    }
}
