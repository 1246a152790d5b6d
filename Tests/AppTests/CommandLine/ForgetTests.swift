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

        @Test func `the person of a model and the people in minutes are forgotten, and every proof stays`()
            throws
        {
            let office = try Office()
            let model = try office.folder.number(
                "SELECT min(id) FROM model WHERE kind = 'individual' AND state IN ('recognised', 'declined')")
            let decision = try office.folder.number(
                "SELECT min(id) FROM decision WHERE state IN ('passed', 'failed', 'sent', 'superseded')")
            let collective = try office.folder.number("SELECT min(id) FROM model WHERE kind = 'collective'")
            let size = try office.folder.number("SELECT max(position) FROM journal")
            let export = office.folder.newRun()
            #expect(try office.folder.danvan("export", "log", "--output", export).code == 0)
            for words in [["model", "\(model)"], ["decision", "\(decision)"]] {
                let ending = try Command(["forget"] + words, in: office.folder).ended()
                #expect(ending.code == 0, "\(words): \(ending.errors)")
            }
            let refusal = try office.folder.danvan("forget", "model", "\(collective)")
            #expect(refusal.code == 1 && refusal.errors.contains("của tập thể"))
            let unknown = try office.folder.danvan("forget", "bank-credit", "999")
            #expect(unknown.code == 1 && unknown.errors.contains("Không có báo có 999."))
            #expect(
                try office.folder.number(
                    "SELECT count(*) FROM model WHERE name = '(đã xóa)' AND situation IS NULL") == 1)
            #expect(
                try office.folder.number(
                    "SELECT count(*) FROM decision WHERE chair = '(đã xóa)' AND secretary = '(đã xóa)'") == 1)
            #expect(try office.folder.danvan("verify").code == 0)
            // What was exported before is the beginning of what is exported now.
            let after = office.folder.newRun()
            #expect(try office.folder.danvan("export", "log", "--output", after).code == 0)
            let lines = try [export, after]
                .map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") }
            #expect(Int64(lines[0].count) == size && lines[1].count > lines[0].count)
            #expect(lines[1].starts(with: lines[0]))
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
