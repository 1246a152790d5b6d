import Foundation
import SQLite
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct ForgetTests {
        @Test func `a household that ended is forgotten, once, while the service is stopped`() throws {
            let office = try Office()
            let name = try #require(
                try office.folder.connection()
                    .first("SELECT head_name FROM household WHERE id = 8") {
                        $0.text(0)
                    })
            let living = try office.folder.danvan("forget", "household", "8")
            #expect(living.code == 1 && living.errors.contains("chưa kết thúc"))
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            let dissolve = Message(
                "POST", "/v1/households/8/dissolve", token: office.clerk,
                fields: [("If-Match", "*"), ("Idempotency-Key", "forget-dissolve-0008")],
                body: #"{"on":"2025-09-01"}"#)
            #expect(try client.response(to: dissolve).status == 200)
            #expect(try office.folder.danvan("forget", "household", "8").code == 69)
            _ = try server.stopped()
            let ending = try office.folder.danvan("forget", "household", "8")
            #expect(ending.code == 0 && !ending.output.contains(name), "\(ending.errors)")
            let again = try office.folder.danvan("forget", "household", "8")
            #expect(again.code == 1 && again.errors.contains("đã được xóa trước đây"))
            #expect(
                try office.folder.number(
                    "SELECT count(*) FROM household WHERE id = 8 AND head_name = '(đã xóa)'") == 1)
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `names in minutes are forgotten, and what was exported before stands`() throws {
            let folder = try LoadedDemo().folder
            let (before, after) = (folder.newRun(), folder.newRun())
            #expect(try folder.danvan("export", "log", "--output", before).code == 0)
            let ending = try folder.danvan("forget", "decision", "1")
            #expect(ending.code == 0, "\(ending.errors)")
            for (kind, sentence) in [
                ("decision", "đã được xóa trước đây"), ("model", "đang được thẩm định"),
                ("bank-credit", "còn chờ lập phiếu thu"),
            ] {
                let refused = try folder.danvan("forget", kind, "1")
                #expect(refused.code == 1 && refused.errors.contains(sentence), "\(refused.errors)")
            }
            #expect(try folder.danvan("verify").code == 0)
            #expect(try folder.danvan("export", "log", "--output", after).code == 0)
            let lines = try [before, after]
                .map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") }
            #expect(lines[1].count == lines[0].count + 1 && lines[1].starts(with: lines[0]))
        }

        @Test func `who is unknown or not disabled is refused`() throws {
            let office = try Office()
            #expect(
                try office.folder.danvan("forget", "household", "999").errors.contains("Không có hộ 999."))
            #expect(try office.folder.danvan("forget", "user", "1").errors.contains("chưa bị khóa"))
            #expect(try office.folder.danvan("forget", "contribution", "1").code == 64)
            #expect(try office.folder.danvan("verify").code == 0)
        }
    }
}
