import Domain
import HTTP
import Spreadsheet
import Store
import TestSupport
import Testing
import Text

@testable import API

/// Workbooks over HTTP: the same rows, dry runs and errors as CSV.
@Suite struct WorkbookImportTests {
    /// A workbook of the lines of a CSV, with numbers as such, as a person types them.
    private func workbook(_ lines: [String]) throws -> [UInt8] {
        let records = try CSVReader.records(in: Array(lines.joined(separator: "\n").utf8)).map(\.cells)
        let header = try #require(records.first)
        let writer = try SpreadsheetWriter(
            sheet: "Bảng", columns: header.map { SpreadsheetColumn(name: $0, kind: .text) })
        for record in records.dropFirst() {
            try writer.append(
                record.map { text in
                    if text.isEmpty { return .empty }
                    if let day = LocalDate(text) {
                        return .date(year: day.year, month: day.month, day: day.day)
                    }
                    return Int64(text).map { .number($0) } ?? .text(text)
                })
        }
        return try writer.finish()
    }

    @Test(arguments: ImportEndpointTests.tables)
    func `a workbook stores what the CSV stores`(_ table: ImportEndpointTests.Table) throws {
        let (office, other) = (try Office.village(), try Office.village())
        let response = try office.importWorkbook(table.kind, try workbook(table.lines), as: table.bearer)
        #expect(response.status == 201, "\(response.bodyText)")
        let csv = try other.importTable(table.kind, table.lines, as: table.bearer)
        #expect(response.body == csv.body)
        for target in table.shownBy {
            let bearer = Bearer(.auditor, at: .province)
            let (shown, wanted) = (try office.get(target, as: bearer), try other.get(target, as: bearer))
            #expect(shown.status == 200 && shown.body == wanted.body, "\(target) \(shown.bodyText)")
        }
        // The rows stand, whichever form they come in.
        let again = try office.importTable(table.kind, table.lines, as: table.bearer)
        #expect(again.integer("/recorded") == 0 && again.integer("/standing") == 2, "\(again.bodyText)")
    }

    @Test func `the document takes both forms`() throws {
        for table in ImportEndpointTests.tables {
            let operation = Contract.shared.operation(.post, "/v1/imports/" + table.kind)
            #expect(operation?.at("/requestBody/content")?.names == ["text/csv", Media.xlsx.type])
        }
    }

    @Test func `a refused workbook comes back as CSV with the errors in a last column`() throws {
        let office = try Office.village()
        let lines = ["hamlet,code,head_name,persons", "1,H098,Cao Én,4", "1,H099,An,không", "1,,,"]
        let bytes = try workbook(lines)
        let response = try office.importWorkbook("households", bytes)
        #expect(Refused(response) == Refused(422, "input-invalid"))
        #expect(response.errors.contains("/rows/3/persons type-mismatch"), "\(response.errors)")
        let table = try office.importWorkbook("households", bytes, accepting: "text/csv")
        #expect(
            table.status == 422 && table.bodyText.contains("1,H099,An,không,persons: cần một số nguyên\r\n"))
        let asWorkbook = try office.importWorkbook("households", bytes, accepting: Media.xlsx.type)
        #expect(Refused(asWorkbook) == Refused(406, "not-acceptable"))
    }

    @Test func `a code that lost its zeros gets them back, and the dry run shows it`() throws {
        let office = try Office.village()
        let columns = ["commune", "name", "type", "valid_from"]
            .map { SpreadsheetColumn(name: $0, kind: .text) }
        let writer = try SpreadsheetWriter(sheet: "x", columns: columns)
        try writer.append([.number(7), .text("Xóm 11"), .text("xom"), .date(year: 2026, month: 1, day: 1)])
        try writer.append([.text("7"), .text("Xóm 12"), .text("xom"), .date(year: 2026, month: 1, day: 1)])
        try writer.append([
            .number(16_702), .text("Xóm 13"), .text("xom"), .date(year: 2026, month: 1, day: 1),
        ])
        let table = try CSVTable(
            workbook: writer.finish(), columns: RowImport.hamlets.columns,
            codeWidths: RowImport.hamlets.codeWidths)
        #expect(table.rows.map { $0.values[0].text } == ["00007", "7", "16702"])
        #expect(table.paddedCodes == [PaddedCode(line: 2, column: "commune", cell: "7", code: "00007")])
        let short = try SpreadsheetWriter(sheet: "x", columns: columns)
        try short.append([
            .number(16_702), .text("Xóm 11"), .text("xom"), .date(year: 2020, month: 1, day: 1),
        ])
        let shown = try office.importWorkbook("hamlets", try short.finish(), isDryRun: true)
        #expect(shown.status == 200 && shown.items("/body/padded").isEmpty, "\(shown.bodyText)")
        let view = PaddedCodeView(code: table.paddedCodes[0])
        #expect(TableCells.texts(of: view, count: 4) == ["2", "commune", "7", "00007"])
    }

    @Test func `what is no workbook is refused with advice, and nothing is stored`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let position = office.lastPosition
        let old: [UInt8] =
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        let valid = try workbook(["hamlet,name", "1,Thắp sáng"])
        let refusals: [([UInt8], Refused, String)] = [
            (old, Refused(415, "media-type-unsupported"), "Hãy lưu thành .xlsx"),
            (Array("hamlet,name\n1,Thắp sáng\n".utf8), Refused(422, "input-invalid"), "Không phải tệp .xlsx"),
            (Array(valid.dropLast(40)), Refused(422, "input-invalid"), "Tệp hỏng"),
            (
                valid + [UInt8](repeating: 0, count: SpreadsheetLimits.ofImport.bytesMax),
                Refused(413, "body-too-large"), "Hãy chia thành nhiều tệp"
            ),
        ]
        for (bytes, refused, advice) in refusals {
            let response = try office.importWorkbook("funds", bytes)
            #expect(Refused(response) == refused, "\(response.bodyText)")
            let texts = [response.text("/detail"), response.text("/errors/0/detail")].compactMap { $0 }
            #expect(texts.contains { $0.contains(advice) }, "\(response.bodyText)")
        }
        #expect(office.lastPosition == position)
    }

    @Test func `a workbook of more rows than one request may have is refused with advice`() throws {
        let office = try Office.village()
        let header = ["hamlet", "code", "head_name", "persons"]
            .map { SpreadsheetColumn(name: $0, kind: .text) }
        for (count, status) in [(importedRowsMax, 201), (importedRowsMax + 1, 413)] {
            let writer = try SpreadsheetWriter(sheet: "x", columns: header)
            for row in 0..<count {
                try writer.append([.number(1), .text("X\(row)"), .text("An"), .number(4)])
            }
            let response = try office.importWorkbook("households", try writer.finish())
            #expect(response.status == status, "\(response.bodyText.prefix(300))")
            if status == 413 {
                #expect(response.text("/detail")?.contains("Hãy chia thành nhiều tệp") == true)
            }
        }
    }

    @Test func `a downloaded list can be sent back`() throws {
        let office = try Office.village()
        let list = try office.get("/v1/funds?hamlet=1", as: .clerk, accepting: Media.xlsx.type)
        let rows = try WorkbookTable(list).rows
        let names = try #require(rows.first?.map(\.text))
        let writer = try SpreadsheetWriter(
            sheet: "x", columns: ["hamlet", "name"].map { SpreadsheetColumn(name: $0, kind: .text) })
        for row in rows.dropFirst() {
            let cells = ["hamlet", "name"].compactMap { name in names.firstIndex(of: name).map { row[$0] } }
            try writer.append(cells.map { cell in Int64(cell.text).map { .number($0) } ?? .text(cell.text) })
        }
        let response = try office.importWorkbook("funds", try writer.finish())
        #expect(response.integer("/recorded") == 0, "\(response.bodyText)")
        #expect(response.integer("/standing") == Int64(rows.count - 1))
    }
}
