import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// Books of many lines: read and written line by line, into a file that the client takes as fast as it can.
@Suite struct LongBookTests {
    private static let target = "/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-30"
    private static let journal = "/v1/hamlets/1/ledger-entries?from=2026-11-01&to=2026-11-30"
    private static let ndjson = "application/x-ndjson"

    private func office(with count: Int) throws -> Office {
        try Office.villageWithBooks(andReceipts: count)
    }

    private func table(_ office: Office, _ target: String = target, as type: String) throws -> Response {
        try office.get(target, fields: [("Accept", type)])
    }

    @Test func `a book of 60,000 lines is a table, and no print`() throws {
        let count = 60_000
        let office = try office(with: count)
        office.checksContract = false
        let csv = try table(office, as: "text/csv")
        try #require(csv.status == 200, "\(csv.bodyText)")
        #expect(csv.longBody != nil && csv.body.isEmpty)
        let shown = try ReceivedTable(csv)
        #expect(shown.cut == nil && shown.rows.count == count + 4)
        let balance = try #require(shown.header.firstIndex(of: "balance"))
        let received = try #require(shown.header.firstIndex(of: "received"))
        let sum = 500_000 + count * 1000 + count * (count + 1) / 2
        #expect(shown.rows.last?[balance] == String(sum))
        #expect(shown.rows[count + 1][balance] == String(sum))
        #expect(shown.rows[count + 2][received] == String(sum))
        #expect(try table(office, as: "text/html").status == 400)
        let lines = try table(office, Self.journal, as: Self.ndjson)
        #expect(lines.longBody != nil)
        #expect(lines.content.count { $0 == 10 } == count + 1)
    }

    @Test func `all forms of a long book have the same rows and totals`() throws {
        let office = try office(with: 3000)
        for target in [Self.target, Self.journal] {
            let list = try office.get(target)
            try #require(list.status == 200 && list.longBody != nil, "\(list.bodyText.prefix(300))")
            let rows = list.items()
            let csv = try ReceivedTable(try table(office, target, as: "text/csv"))
            #expect(csv.rows == rows.map { csv.cells(of: $0) })
            #expect(try table(office, target, as: Self.ndjson).jsonLines == rows)
            let workbook = try WorkbookTable(try table(office, target, as: Media.xlsx.type))
            #expect(workbook.rows.count == rows.count + 1)
            let amounts = rows.compactMap { $0.integer("/received") ?? $0.integer("/amount") }
            // A cash book has the total too.
            let total = Int64(500_000 + 3000 * 1000 + 3000 * 3001 / 2)
            #expect(amounts.reduce(0, +) == (target == Self.target ? 2 * total : total))
        }
        let book = try office.get(Self.target)
        #expect(book.integer("/closing") == book.items().last?.integer("/balance"))
        let days = book.items().compactMap { $0.text("/posted_on") }
        #expect(days == days.sorted() && days.count == 3001)
    }

    @Test(arguments: ["application/json", "text/csv", ndjson, Media.xlsx.type])
    func `a long book has a tag of its bytes, by which it is not sent again`(_ type: String) throws {
        let office = try office(with: 3000)
        let first = try table(office, as: type)
        let tag = try #require(first.field("ETag"))
        #expect(first.status == 200 && tag.hasPrefix("\"") && tag == strongETag(of: first.content))
        #expect(first.field("Vary") == "Accept" && first.field("Cache-Control") == "private, no-store")
        let head = try office.send(.head, Self.target, as: .clerk, fields: [("Accept", type)])
        #expect(head.field("ETag") == tag && head.content.count == first.content.count)
        func ask(_ name: String, _ value: String) throws -> Response {
            try office.get(Self.target, fields: [("Accept", type), (name, value)])
        }
        let known = try ask("If-None-Match", tag)
        #expect(known.status == 304 && known.longBody == nil && known.body.isEmpty)
        #expect(try ask("If-None-Match", "\"other\"").status == 200)
        #expect(try ask("If-Match", tag).status == 200)
        #expect(Refused(try ask("If-Match", "\"other\"")).status == 412)
        // Beside names, the compressed length would tell something about them.
        #expect(try ask("Accept-Encoding", "gzip").field("Content-Encoding") == nil)
    }

    @Test(arguments: ["application/json", "text/csv", ndjson, Media.xlsx.type])
    func `a book that cannot be read to its end is refused as a whole`(_ type: String) throws {
        let office = try office(with: 3000)
        office.checksContract = false
        let raw = try RawFile(office.base.path)
        try raw.tamper("UPDATE posting SET amount = amount + 1 WHERE position = 1003000")
        let differing = try table(office, as: type)
        #expect(Refused(differing) == Refused(500, "internal-error") && differing.longBody == nil)
        try raw.tamper("UPDATE posting SET debit = 'cash', credit = 'nothing' WHERE position = 1002990")
        for target in [Self.target, Self.journal] {
            let damaged = try table(office, target, as: type)
            #expect(Refused(damaged) == Refused(500, "internal-error") && damaged.longBody == nil)
        }
    }

    @Test func `whoever holds a long book holds neither a worker nor a transaction`() throws {
        let office = try office(with: 3000)
        let held = try (0..<8).map { _ in try table(office, as: "text/csv") }
        let before = try #require(held.first?.content)
        let more = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        try #require(more.status == 201, "\(more.bodyText)")
        var after: Response? = try table(office, as: "text/csv")
        #expect(after?.content.count ?? 0 > before.count)
        #expect(held.allSatisfy { $0.content == before })
        weak let file = after?.longBody
        #expect(file != nil)
        after = nil
        #expect(file == nil)
    }

    @Test func `a short book stays in memory`() throws {
        let office = try Office.villageWithBooks()
        let csv = try table(office, as: "text/csv")
        #expect(csv.longBody == nil && !csv.body.isEmpty)
        #expect(csv.field("ETag") == strongETag(of: csv.body))
    }

    @Test func `a file keeps its bytes and leaves no name, and one without room is a refusal`() throws {
        var writer = try TemporaryFileWriter()
        let pieces = [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]]
        for piece in pieces { try writer.append(piece) }
        let file = try writer.finish()
        #expect(file.bytes == pieces.flatMap(\.self))
        var buffer = [UInt8](repeating: 0, count: 10)
        #expect(file.read(into: &buffer, at: file.count - 1) == 1)
        #expect(file.read(into: &buffer, at: file.count) == 0)
        #expect(throws: TemporaryFileError.self) { _ = try TemporaryFileWriter(in: "/nowhere") }
        let problem = Problem(TemporaryFileError(description: "errno 28"))
        #expect(problem.code == .busy)
    }
}
