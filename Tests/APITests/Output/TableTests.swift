import Domain
import HTTP
import JSON
import Spreadsheet
import TestSupport
import Testing
import Text

@testable import API

/// CSV, NDJSON and workbooks have the rows of the JSON, for every list and report and every caller.
@Suite struct TableTests {
    private static let names = Endpoint.names { $0.media.contains(.csv) }
    private static let csv = "text/csv"
    private static let ndjson = "application/x-ndjson"
    private static let xlsx = Media.xlsx.type

    @Test(arguments: names)
    func `every caller gets the rows of the JSON, or its refusal`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let target = try endpoint.sample.target
        let office = try Office.forSamples()
        var callers: [Bearer?] = [nil]
        if endpoint.access != .anonymous {
            for scope in [RoleAssignment.Scope.commune, .province, .xom9, .xom10] {
                callers += Role.allCases.map { Bearer($0, at: scope) }
            }
            // A new token changes the list of tokens.
            for case let bearer? in callers { _ = try office.secret(of: bearer) }
        }
        for caller in callers {
            // The first use of a token is recorded, which a list of tokens shows.
            _ = try office.get(target, as: caller)
            _ = try office.write { _ in }
            let list = try office.get(target, as: caller)
            let table = try office.get(target, as: caller, accepting: Self.csv)
            let lines = try office.get(target, as: caller, accepting: Self.ndjson)
            let workbook = try office.get(target, as: caller, accepting: Self.xlsx)
            guard list.status == 200 else {
                #expect(Refused(table) == Refused(list) && Refused(lines) == Refused(list))
                #expect(Refused(workbook) == Refused(list))
                continue
            }
            let rows = try list.rows(of: endpoint)
            let shown = try ReceivedTable(table)
            #expect(shown.cut == nil)
            #expect(shown.rows == rows.map { shown.cells(of: $0) })
            #expect(rows.allSatisfy { $0.isShown(in: shown.header) }, "\(shown.header)")
            #expect(try lines.jsonLines == rows)
            let cells = [shown.header] + shown.rows
            #expect(try WorkbookTable(workbook).texts == cells.map(\.withoutEmptyEnd))
        }
    }

    @Test func `most samples have rows, and no first cell is a text that could look like a cut`() throws {
        let office = try Office.forSamples()
        var filledCount = 0
        for name in Self.names {
            let endpoint = try Endpoint.named(name)
            let role = endpoint.someRole.map { Bearer($0) }
            let bearer = try endpoint.sample.about == .province ? role?.ofProvince : role
            let table = try ReceivedTable(
                try office.get(endpoint.sample.target, as: bearer, accepting: Self.csv))
            filledCount += table.rows.isEmpty ? 0 : 1
            #expect(Set(table.header).count == table.header.count && table.header.count > 1, "\(name)")
            let first: Set = [
                "id", "number", "code", "key", "kind", "section", "year", "depth", "name_key", "commune",
                "as_of", "from",
            ]
            #expect(first.contains(table.header.first ?? ""), "\(name): \(table.header)")
        }
        #expect(filledCount * 2 > Self.names.count, "\(filledCount) of \(Self.names.count)")
    }

    @Test func `a table that goes on says so in its last line`() throws {
        let office = try Office.village()
        let target = "/v1/households?hamlet=1&limit=3"
        let cursor = try #require(try office.get(target).text("/page/next_cursor"))
        let table = try office.get(target, as: .clerk, accepting: Self.csv)
        let shown = try ReceivedTable(table)
        #expect(shown.rows.count == 3)
        #expect(shown.cut?.first == "# còn nữa (more rows): cursor=\(cursor)")
        #expect(shown.cut?.dropFirst().allSatisfy(\.isEmpty) == true)
        #expect(table.field("Link") == "<\(target)&cursor=\(cursor)>; rel=\"next\"")
        let lines = try office.get(target, as: .clerk, accepting: Self.ndjson).jsonLines
        #expect(lines.count == 4)
        #expect(lines.last == (try json(#"{"cut":true,"next_cursor":"\#(cursor)"}"#)))
        let rest = try office.get(target + "&cursor=" + cursor, as: .clerk, accepting: Self.csv)
        let last = try ReceivedTable(rest)
        #expect(last.rows.count == 1 && last.cut == nil && rest.field("Link") == nil)
        #expect(
            try office.get(target + "&cursor=" + cursor, as: .clerk, accepting: Self.ndjson).jsonLines.count
                == 1)
    }

    @Test func `a workbook types its cells: amounts, numbers and days as such, codes as texts`() throws {
        let office = try Office.villageWithBooks()
        let body = """
            {"hamlet":1,"code":"00123","head_name":"=HYPERLINK(A1)","persons":2,"address":"+84 912"}
            """
        try #require(try office.post("/v1/households", body).status == 201)
        func rows(_ target: String) throws -> (header: [String], rows: [[SheetCell]]) {
            let response = try office.get(target, as: .clerk, accepting: Self.xlsx)
            var rows = try WorkbookTable(response).rows
            return (rows.removeFirst().map(\.text), rows)
        }
        func kinds(_ column: String, of target: String) throws -> Set<SheetCell.Kind> {
            let (header, rows) = try rows(target)
            let index = try #require(header.firstIndex(of: column), "\(header)")
            return Set(rows.compactMap { $0.indices.contains(index) ? $0[index] : nil }.map(\.kind))
        }
        let (households, contributions) = ("/v1/households?hamlet=1", "/v1/hamlets/1/contributions")
        #expect(try kinds("code", of: households) == [.text])
        #expect(try kinds("id", of: households) == [.number])
        #expect(try kinds("amount", of: contributions) == [.number])
        #expect(try kinds("received_on", of: contributions) == [.date])
        let cells = try rows(households).rows.flatMap { $0 }
        for text in ["00123", "=HYPERLINK(A1)", "+84 912"] {
            #expect(cells.contains(SheetCell(text: text, kind: .text)), "\(text)")
        }
    }

    @Test func `equal rows are equal workbooks, and a workbook that goes on says so`() throws {
        let office = try Office.village()
        let target = "/v1/households?hamlet=1&limit=3"
        let first = try office.get(target, as: .clerk, accepting: Self.xlsx)
        let second = try office.get(target, as: .clerk, accepting: Self.xlsx)
        #expect(first.body == second.body && first.field("ETag") == second.field("ETag"))
        let cursor = try #require(try office.get(target).text("/page/next_cursor"))
        #expect(try WorkbookTable(first).texts.last == ["# còn nữa (more rows): cursor=\(cursor)"])
        #expect(first.field("Link") == "<\(target)&cursor=\(cursor)>; rel=\"next\"")
    }

    @Test func `an empty list is a header, and no lines`() throws {
        let office = try Office.village()
        let target = "/v1/pledges?hamlet=1"
        let table = try office.get(target, as: .clerk, accepting: Self.csv)
        #expect(try ReceivedTable(table).rows.isEmpty && table.bodyText.hasPrefix("id,"))
        #expect(try office.get(target, as: .clerk, accepting: Self.ndjson).body == [])
    }

    @Test func `a spreadsheet computes no cell`() throws {
        let office = try Office.village()
        let body = """
            {"hamlet":1,"code":"=1+1","head_name":"=HYPERLINK(A1)","persons":1,"address":"@SUM(1,2)"}
            """
        try #require(try office.post("/v1/households", body).status == 201)
        let target = "/v1/households?hamlet=1"
        let response = try office.get(target, as: .clerk, accepting: Self.csv)
        let cells = try CSVReader.records(in: response.body).flatMap(\.cells)
        for formula in ["=1+1", "=HYPERLINK(A1)", "@SUM(1,2)"] {
            #expect(cells.contains("'" + formula) && !cells.contains(formula), "\(formula)")
        }
        let lines = try office.get(target, as: .clerk, accepting: Self.ndjson).jsonLines
        #expect(lines.contains { $0.text("/code") == "=1+1" })
    }

    @Test func `nested members have columns of their own, ids are joined`() throws {
        let office = try Office.village()
        let table = try ReceivedTable(try office.get("/v1/funds?hamlet=1", as: .clerk, accepting: Self.csv))
        #expect(
            table.header == [
                "id", "hamlet", "commune_unit", "organisation", "name", "collects_for",
                "collection_basis", "decision", "earlier_decisions",
                "balances.cash", "balances.bank", "version",
            ])
        #expect(table.rows.first == ["1", "1", "", "", "Đường xóm 9", "", "", "", "", "0", "0", "1"])
    }

    @Test func `bom is a parameter of CSV only`() throws {
        let office = try Office.village()
        let (target, mark) = ("/v1/households?hamlet=1", Array("\u{FEFF}".utf8))
        func csv(_ query: String) throws -> Response {
            try office.get(target + query, as: .clerk, accepting: Self.csv)
        }
        for value in ["1", "true"] { #expect(try csv("&bom=\(value)").body == mark + csv("").body) }
        for value in ["0", "false"] { #expect(try csv("&bom=\(value)").body == csv("").body) }
        #expect(try csv("&bom=true").field("ETag") != csv("").field("ETag"))
        for value in ["", "2", "01", "TRUE", "yes"] {
            #expect(try csv("&bom=\(value)").errors == ["?bom parameter-invalid"], "\(value)")
        }
        for media in ["application/json", "*/*", Self.ndjson, Self.xlsx] {
            let refused = try office.get(target + "&bom=true", as: .clerk, accepting: media)
            #expect(Refused(refused) == Refused(400, "parameter-unknown"), "\(media)")
        }
        #expect(
            try office.get(target, as: .clerk, accepting: Self.csv).field("Content-Disposition")
                == #"attachment; filename="households.csv""#)
    }

    @Test func `reading a table is logged and counted like reading the JSON`() throws {
        let office = try Office.forSamples()
        for endpoint in Service.table where endpoint.isAudited && endpoint.media.contains(.csv) {
            for media in ["application/json", Self.csv, Self.ndjson, Self.xlsx] {
                let before = office.log.lines.count
                let role = endpoint.someRole.map { Bearer($0) }
                let bearer = try endpoint.sample.about == .province ? role?.ofProvince : role
                let response = try office.get(endpoint.sample.target, as: bearer, accepting: media)
                #expect(response.status == 200)
                let read = office.log.lines.dropFirst(before)
                    .filter { $0.message.contains("private data read") }
                #expect(read.count == 1, "\(endpoint.name) \(media)")
            }
        }
        var settings = ServiceSettings()
        settings.limitRequests(perToken: 1, perAddress: 0, failedSignIns: 0)
        let limited = try Office.village(settings: settings)
        let statuses = try (0..<9)
            .map { _ in try limited.get("/v1/funds?hamlet=1", as: .clerk, accepting: Self.csv).status }
        #expect(statuses.contains(429))
    }
}

extension [String] {
    /// The texts up to the last one that is not empty, as the rows of a sheet are stored.
    fileprivate var withoutEmptyEnd: [String] {
        lastIndex { !$0.isEmpty }.map { Array(self[...$0]) } ?? []
    }
}
