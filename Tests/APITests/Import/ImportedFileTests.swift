import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// The file of an import: encodings, limits, media types, and the file that comes back.
@Suite struct ImportedFileTests {
    private static let header = "hamlet,code,head_name,persons"

    @Test func `a refused table comes back as CSV with the errors in a last column`() throws {
        let office = try Office.village()
        let lines = [Self.header, "1,\"'=H,8\",Cao Én,4", "1,H001,An,không", "99,H9,An,1"]
        let response = try office.importTable("households", lines, accepting: "text/csv")
        #expect(response.status == 422)
        #expect(response.field("Content-Type") == "text/csv; charset=utf-8; header=present")
        let unknown = try office.importTable("households", [lines[0], lines[3]]).text("/errors/0/detail")
        #expect(
            response.bodyText == Self.header + ",lỗi\r\n1,\"'=H,8\",Cao Én,4,\r\n"
                + "1,H001,An,không,persons: cần một số nguyên\r\n99,H9,An,1,hamlet: \(unknown ?? "?")\r\n")
        // Corrected in the same file, with the column of errors left in it.
        let corrected = response.bodyText.replacing("không", with: "4").replacing("H001", with: "H011")
            .replacing("99,", with: "1,")
        let stored = try office.post("/v1/imports/households", corrected, key: office.newKey())
        #expect(stored.status == 201 && stored.integer("/recorded") == 3, "\(stored.bodyText)")
        let codes = try office.get("/v1/households?hamlet=1").items().compactMap { $0.text("/code") }
        #expect(codes.contains("=H,8"))
    }

    @Test func `a dry run stores nothing, and as CSV names the rows that stand`() throws {
        let office = try Office.village()
        let lines = ["\u{FEFF}hamlet,name", "1,Đường xóm 9", "1,Thắp sáng"]
        _ = try office.secret(of: .clerk)
        let position = office.lastPosition
        let shown = try office.importTable("funds", lines, isDryRun: true, accepting: "text/csv")
        #expect(shown.status == 200)
        #expect(
            shown.bodyText.utf8.elementsEqual(
                "\u{FEFF}hamlet,name,lỗi\r\n1,Đường xóm 9,\"đã có, quỹ 1\"\r\n1,Thắp sáng,\r\n".utf8))
        let told = try office.importTable("funds", lines, isDryRun: true)
        #expect(told.integer("/body/recorded") == 1)
        #expect(told.text("/body/skipped/0/standing_as") == "quỹ 1")
        #expect(office.lastPosition == position)
    }

    @Test func `at most 100 errors are listed, all rows are counted`() throws {
        let office = try Office.village()
        let lines = [Self.header] + (1...150).map { "1,X\($0),An,0" }
        let response = try office.importTable("households", lines)
        #expect(Refused(response) == Refused(422, "number-out-of-range"))
        #expect(response.errors.count == 100)
        #expect(response.text("/detail") == "Chưa ghi gì: hãy sửa 150 dòng sai rồi gửi lại.")
        let table = try office.importTable("households", lines, accepting: "text/csv")
        #expect(table.bodyText.split(separator: "\r\n").count { $0.contains("persons: ") } == 150)
    }

    private static let legacy: [(encoding: String, text: String)] = [
        ("TCVN3 (ABC)", "NguyÔn V¨n Hßa"), ("VNI", "Nguyeãn Vaên Hoøa"), ("Windows-1258", "NguyêÞn Vãn HoÌa"),
        ("UTF-8 đọc nhầm thành Windows-1252", "Nguyá»…n VÄƒn HÃ²a"),
    ]

    @Test(arguments: legacy)
    func `another encoding is named with its line, and the text is offered in UTF-8`(
        _ encoding: String, _ name: String
    ) throws {
        let office = try Office.village()
        let lines = [Self.header, "1,H98,An,4", "1,H99,\(name),4"]
        for isDryRun in [false, true] {
            let response = try office.importTable("households", lines, isDryRun: isDryRun)
            #expect(Refused(response) == Refused(422, "text-invalid"))
            #expect(response.errors == ["/rows/3 text-invalid"])
            #expect(
                response.text("/errors/0/detail")?.hasPrefix("dòng 3: chữ theo bảng mã \(encoding);") == true)
            #expect(response.items("/offer").first?.text() == "1,H99,Nguyễn Văn Hòa,4")
        }
    }

    @Test(arguments: [
        ("hamlet,code,head_name\n1,A,B\n", "member-missing", "/rows/1"),
        (header + ",religion\n", "member-unknown", "/rows/1"),
        ("hamlet,code,code,head_name,persons\n", "member-repeated", "/rows/1"),
        (header + "\n1,A,B\n", "input-invalid", "/rows/2"),
        (header + "\n1,A,\"B,4\n", "input-invalid", "/rows/2"),
        (header + "\n1,A,B\u{FFFD},4\n", "text-invalid", "/rows/2"), ("", "member-missing", "/rows/1"),
    ])
    func `a file that is no such table is refused with the line`(
        _ file: String, _ code: String, _ place: String
    ) throws {
        let office = try Office.village()
        let response = try office.post("/v1/imports/households", file, key: office.newKey())
        #expect(Refused(response) == Refused(422, code), "\(response.bodyText)")
        #expect(response.errors == ["\(place) \(code)"])
    }

    @Test func `more rows than one request may have are refused with advice`() throws {
        let office = try Office.village()
        let rows = (1...importedRowsMax).map { "1,X\($0),An,4" }
        let response = try office.importTable("households", [Self.header] + rows + ["1,Y,An,4"])
        #expect(Refused(response) == Refused(413, "body-too-large"))
        #expect(response.text("/detail")?.contains("Hãy chia thành nhiều tệp") == true)
        let accepted = try office.importTable("households", [Self.header] + rows)
        #expect(accepted.integer("/recorded") == Int64(importedRowsMax))
    }

    @Test func `a table of too many rows is refused before a worker decodes it`() throws {
        let office = try Office.village()
        let loop = try office.service.responder()
        let fields = [
            ("Authorization", "Bearer " + (try office.secret(of: .clerk))), ("Content-Type", "text/csv"),
            ("Idempotency-Key", office.newKey()),
        ]
        for row in ["1,X,Y,1\n", "1,\"a\nb\",Y,1\r\n", "ô,,,\n"] {
            let body = Array((Self.header + "\n" + String(repeating: row, count: 20_000)).utf8)
            let request = Request(
                method: .post, target: "/v1/imports/households", fields: fields, body: body)
            let answer = loop.respond(to: request, completion: { _ in })
            let response = try #require(answer)
            #expect(Refused(response) == Refused(413, "body-too-large"))
            #expect(response.text("/detail")?.hasPrefix("Tệp có 20000 dòng") == true)
            loop.tickEnded()
        }
    }

    @Test func `lines without text are no rows, however many`() throws {
        let office = try Office.village()
        let blank = [String](repeating: ",,,", count: 5000) + [String](repeating: "", count: 5000)
        let response = try office.importTable("households", [Self.header, "1,X,An,4"] + blank)
        #expect(response.integer("/recorded") == 1)
    }

    @Test func `a table must be declared as CSV or a workbook, and nothing else may be`() throws {
        let office = try Office.village()
        func send(_ target: String, _ body: String, _ type: String) throws -> Response {
            try office.send(
                .post, target, body, as: .clerk,
                fields: [("Content-Type", type), ("Idempotency-Key", office.newKey())])
        }
        let table = "hamlet,name\n1,Thắp sáng\n"
        for type in ["application/json", "text/plain", "text/tab-separated-values"] {
            let refused = try send("/v1/imports/funds", table, type)
            #expect(Refused(refused) == Refused(415, "media-type-unsupported"))
            #expect(refused.text("/detail") == "Cần text/csv hoặc \(Media.xlsx.type).")
        }
        #expect(try send("/v1/imports/funds", table, "Text/CSV; charset=utf-8").status == 201)
        for charset in ["utf-16", "iso-8859-1", "\"windows-1258\"", ""] {
            let refused = try send("/v1/imports/funds", table, "text/csv; charset=\(charset)")
            #expect(Refused(refused) == Refused(415, "media-type-unsupported"))
        }
        let other = try send("/v1/funds", table, "text/csv")
        #expect(Refused(other) == Refused(415, "media-type-unsupported"))
    }

    @Test(arguments: ["+1000", "00100", "-0", " 1000", "1e3", "1.000"])
    func `a number in a table is written as in JSON`(_ text: String) throws {
        let office = try Office.villageWithBooks()
        let lines = ["fund,household,method,amount,received_on", "1,1,cash,\(text),2026-11-23"]
        let response = try office.importTable("contributions", lines)
        #expect(response.errors == ["/rows/2/amount amount-not-exact"], "\(response.bodyText)")
    }

    @Test func `what a skipped row stands for is said in the language of the request`() throws {
        let office = try Office.village()
        let lines = "hamlet,name\n1,Đường xóm 9\n"
        for (language, text) in [("en", "fund 1"), ("vi", "quỹ 1")] {
            let response = try office.post(
                "/v1/imports/funds", lines, key: office.newKey(), fields: [("Accept-Language", language)])
            #expect(response.text("/skipped/0/standing_as") == text)
        }
    }

    @Test(arguments: [
        ("text/csv", 201), ("*/*", 201), ("application/json", 201), ("text/csv;q=0.5, application/json", 201),
        ("text/html", 406), ("text/csv;q=0", 406),
    ])
    func `JSON and CSV may be asked for`(_ accepted: String, _ status: Int) throws {
        let office = try Office.village()
        let response = try office.importTable("funds", ["hamlet,name", "1,Thắp sáng"], accepting: accepted)
        #expect(response.status == status)
        // A table that was stored is reported in JSON.
        if status == 201 { #expect(response.field("Content-Type") == "application/json") }
    }

    @Test func `what an import writes counts for the quota of its token`() throws {
        var settings = ServiceSettings()
        settings.journalKibibytesPerTokenMax = 1
        let office = try Office.village(settings: settings)
        let rows = (1...20).map { "1,X\($0),An,4" }
        #expect(try office.importTable("households", [Self.header] + rows).status == 201)
        let refused = try office.importTable("funds", ["hamlet,name", "1,Thắp sáng"])
        #expect(Refused(refused) == Refused(429, "too-many-requests"))
    }
}
