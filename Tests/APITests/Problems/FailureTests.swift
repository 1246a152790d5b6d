import Domain
import Foundation
import HTTP
import Spreadsheet
import Store
import TestSupport
import Testing

@testable import API

/// Internal failures: what clients see of them, and what they must not see.
@Suite struct FailureTests {
    private static let forbidden = [
        "SELECT", "INSERT", "fund", "sqlite", "SQLITE", "/tmp", ".swift", "trigger", "no such",
    ]

    @Test func `an internal failure of a write gives a bare 500, and the log has the cause`() throws {
        let office = try Office.village(migrations: FailingSchema.breaking)
        let response = try office.post(
            "/v1/funds", #"{"hamlet":1,"name":"hỏng"}"#, fields: [("X-Request-Id", "r-500")])
        #expect(Refused(response) == Refused(500, "internal-error"))
        for word in FailureTests.forbidden { #expect(!response.bodyText.contains(word), "\(word)") }
        #expect(response.json.names == ["type", "title", "status", "code", "request_id", "retryable"])
        let line = try #require(office.log.lines.last)
        #expect(line.level == "error")
        #expect(line.metadata["request_id"] == "r-500")
        #expect(line.metadata["cause"]?.contains("the cause that nobody may read") == true)
    }

    @Test func `an internal failure of a read gives a bare 500`() throws {
        let office = try Office.village(migrations: FailingSchema.breaking)
        let response = try office.get("/v1/pledges?hamlet=1")
        #expect(Refused(response) == Refused(500, "internal-error"))
        for word in FailureTests.forbidden { #expect(!response.bodyText.contains(word), "\(word)") }
        #expect(try office.get("/v1/hamlets/1").status == 200)
    }

    @Test func `a failed write stores nothing and frees its key`() throws {
        let office = try Office.village(migrations: FailingSchema.breaking)
        let key = "failing-key-00001"
        _ = try office.secret(of: .clerk)
        let before = office.lastPosition
        #expect(try office.post("/v1/funds", #"{"hamlet":1,"name":"hỏng"}"#, key: key).status == 500)
        #expect(office.lastPosition == before)
        #expect(try office.post("/v1/funds", #"{"hamlet":1,"name":"lành"}"#, key: key).status == 201)
    }

    @Test func `a full disk gives 507 and is retryable`() throws {
        let office = try Office.village(migrations: FailingSchema.breaking)
        let response = try office.post("/v1/funds", #"{"hamlet":1,"name":"đầy"}"#)
        #expect(Refused(response) == Refused(507, "disk-full"))
        #expect(response.field("Retry-After") == "60")
        #expect(response.json.at("/retryable")?.boolean() == true)
        #expect(try office.post("/v1/funds", #"{"hamlet":1,"name":"lành"}"#).status == 201)
    }

    @Test func `a workbook without room for its temporary file says so, and what needs none`() throws {
        let problem = Problem(SpreadsheetError.unwritten("no temporary file") as any Error)
        let response = problem.response(requestID: "r", language: .vietnamese)
        #expect(response.status == 503 && response.field("Retry-After") == "60")
        let detail = try #require(problem.detail)
        #expect(detail.vi.contains("CSV") && detail.vi.contains("người quản trị"))
        for word in ["no temporary file", "errno"] { #expect(!response.bodyText.contains(word)) }
        let table = Problem(TableError(SpreadsheetError.unwritten("errno 28")))
        #expect(table.code == .busy && !table.fields.isEmpty)
    }

    @Test func `a store that is closing is busy`() throws {
        let office = try Office.village()
        _ = try office.get("/v1/hamlets/1")
        office.store.close()
        let response = try office.post("/v1/funds", #"{"hamlet":1,"name":"Q"}"#)
        #expect(Refused(response) == Refused(503, "busy"))
        #expect(response.field("Retry-After") == "1")
        #expect(response.json.at("/retryable")?.boolean() == true)
        #expect(try office.get("/v1/hamlets/1").status == 200)
    }

    @Test func `a full queue is busy, and reads continue`() throws {
        let office = try Office.village()
        let fields = [
            ("Authorization", "Bearer " + (try office.secret(of: .clerk))),
            ("Content-Type", "application/json"),
        ]
        office.store.close()
        var limits = StoreLimits()
        limits.writeQueueMax = 0
        let busy = try Office(limits: limits, copyOf: office.store.path)
        let response = try busy.send(.post, "/v1/funds", #"{"hamlet":1,"name":"Q"}"#, fields: fields)
        #expect(Refused(response) == Refused(503, "busy"))
        #expect(response.field("Retry-After") == "1")
        #expect(try busy.send(.get, "/v1/hamlets/1", fields: fields).status == 200)
    }
}

/// The project's migrations, and one more that makes the file fail where a test needs it.
private enum FailingSchema {
    static let breaking = Migration.all + [Migration(name: "9999_failures.sql", sql: sql)]

    /// Inserting a fund named "hỏng" fails; one named "đầy" meets a table whose ids are exhausted, for which SQLite
    /// returns SQLITE_FULL; a list of pledges finds no table.
    ///
    /// - Source: https://www.sqlite.org/autoinc.html, "the insert fails with an SQLITE_FULL error".
    private static let sql = """
        CREATE TRIGGER fund_fails BEFORE INSERT ON fund WHEN NEW.name = 'hỏng'
        BEGIN SELECT RAISE(ABORT, 'the cause that nobody may read'); END;
        CREATE TABLE brim (id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT) STRICT;
        INSERT INTO brim (id, word) VALUES (9223372036854775807, 'last');
        CREATE TRIGGER fund_full BEFORE INSERT ON fund WHEN NEW.name = 'đầy'
        BEGIN INSERT INTO brim (word) VALUES ('one more'); END;
        ALTER TABLE pledge RENAME TO pledge_elsewhere;
        """
}
