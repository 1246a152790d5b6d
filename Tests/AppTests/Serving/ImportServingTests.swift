import SQLite
import TestSupport
import Testing

extension ProcessTests {
    /// Imports into the running service, compared with the command on the same file.
    @Suite struct ImportServingTests {
        private static let households = """
            \u{FEFF}hamlet;code;head_name;persons;address\r
            1;"X;1";Cao Thị Én;4;'=Ngõ 3\r
            ;;;;\r
            2;X2;Hồ Văn Yên;2;\r

            """
        private static let contributions = """
            fund,household,method,amount,received_on
            1,1,cash,50000,2024-03-02
            2,9,bank,7000,2024-02-01
            1,2,cash,20000,2024-03-01

            """

        private func message(_ kind: String, _ file: String, key: String, by token: String) -> Message {
            var message = Message(
                "POST", "/v1/imports/" + kind, token: token,
                fields: [("Content-Type", "text/csv"), ("Idempotency-Key", key)])
            message.body = Array(file.utf8)
            return message
        }

        @Test func `the running service stores the rows that the command stores`() throws {
            let (office, other) = (try Office(), try Office())
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            for (kind, file, count) in [
                ("households", ImportServingTests.households, 2),
                ("contributions", ImportServingTests.contributions, 3),
            ] {
                let response = try client.response(
                    to: message(kind, file, key: "import-of-\(kind)-0001", by: office.clerk))
                #expect(response.status == 201)
                #expect(response.json.integer("/recorded") == Int64(count))
            }
            // The command cannot run beside the service.
            let path = try other.folder.write(ImportServingTests.households)
            let beside = try office.folder.danvan("import", "households", path)
            #expect(beside.code == 69)
            #expect(try server.stopped().code == 0)
            #expect(try other.folder.danvan("import", "households", path).code == 0)
            let gifts = try other.folder.write(ImportServingTests.contributions, to: "gifts.csv")
            let ending = try other.folder.danvan("import", "contributions", gifts, "--user", "Lan")
            #expect(ending.code == 0, "\(ending.errors)")
            let export = try office.folder.danvan("export", "households").output
            #expect(export == (try other.folder.danvan("export", "households").output))
            #expect(export.contains("\"X;1\"") && export.contains("'=Ngõ 3"))
            #expect(try office.contributionsCount() == 3)
            #expect(try other.contributionsCount() == 3)
            for each in [office, other] {
                // What the service recorded, the command knows, and the other way round.
                let again = try each.folder.danvan("import", "contributions", gifts, "--user", "Lan")
                #expect(again.output.contains("0 dòng mới, 3 dòng đã có"), "\(again.errors)")
                #expect(try each.folder.danvan("verify").code == 0)
            }
        }

        @Test func `a table may be larger than other bodies, of whoever has a token`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            // More than 1 MiB in 1,990 rows.
            let long = String(repeating: "ế", count: 180)
            let table = "hamlet,name\n" + (1...1990).map { "1,Quỹ \($0) \(long)\n" }.joined()
            #expect(table.utf8.count > 1 << 20)
            let wide = try Client(server.listener)
                .response(to: message("funds", table, key: "import-of-funds-0001", by: office.accountant))
            #expect(wide.status == 201, "\(wide.text.prefix(300))")
            #expect(try office.folder.number("SELECT count(*) FROM fund") == 1992)
            // Nobody else's is even read.
            let client = try Client(server.listener)
            try client.send("POST /v1/imports/funds HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
            #expect(try client.readResponse().status == 413)
        }

        @Test func `a table over import_bytes_max is refused with advice to split it`() throws {
            let office = try Office()
            let server = try ServerProcess(
                in: office.folder,
                environment: [
                    "DANVAN_SERVER_BODY_BYTES_MAX": "1024", "DANVAN_SERVER_IMPORT_BYTES_MAX": "1024",
                ])
            let long = "hamlet,name\n" + (1...200).map { "1,Quỹ \($0)\n" }.joined()
            let response = try Client(server.listener)
                .response(to: message("funds", long, key: "import-of-funds-0001", by: office.clerk))
            #expect(response.isProblem(413, "body-too-large", "Nội dung gửi lên quá lớn"))
            #expect(try office.folder.number("SELECT count(*) FROM fund") == 2)
        }
    }
}
