import Foundation
import Testing

@testable import Spreadsheet

/// What is written is read back, with its types.
@Suite struct SpreadsheetWriterTests {
    private static let columns: [SpreadsheetColumn] = [
        .init(name: "code", kind: .text), .init(name: "id", kind: .number),
        .init(name: "amount", kind: .dong),
        .init(name: "day", kind: .date),
    ]

    private func written(
        _ rows: [[SpreadsheetCell]], sheet: String = "Sổ", rowsMax: Int = SpreadsheetWriter.rowsMax
    ) throws -> [UInt8] {
        let writer = try SpreadsheetWriter(sheet: sheet, columns: Self.columns, rowsMax: rowsMax)
        for row in rows { try writer.append(row) }
        return try writer.finish()
    }

    private func read(_ bytes: [UInt8]) throws -> [[SheetCell]] {
        var reader = try SpreadsheetReader(bytes)
        return try reader.rows().map(\.cells)
    }

    @Test func `typed cells are read back as such`() throws {
        let bytes = try written([
            [.text("00123"), .number(7), .dong(1_234_567), .date(year: 2026, month: 11, day: 23)],
            [.empty, .number(-5), .dong(0)], [],
            [.text("x"), .empty, .empty, .date(year: 9999, month: 12, day: 31)],
        ])
        let rows = try read(bytes)
        #expect(rows.count == 4)
        #expect(rows[0].map(\.text) == ["code", "id", "amount", "day"])
        #expect(
            rows[1] == [
                SheetCell(text: "00123", kind: .text), SheetCell(text: "7", kind: .number),
                SheetCell(text: "1234567", kind: .number), SheetCell(text: "2026-11-23", kind: .date),
            ])
        #expect(rows[2].map(\.text) == ["", "-5", "0"])
        #expect(rows[3].map(\.text) == ["x", "", "", "9999-12-31"])
    }

    @Test(arguments: [
        "=1+1", "+84 912", "-5", "@SUM(1,2)", "00123", "1E5", "2026-01-31", "TRUE", "{=1}", "http://a.vn/x",
        " a ", "a\nb",
        "a\tb", "a\r\nb", "\u{2}", "_x0041_", "_x005F_x0041_", "_x_", "_x00g1_", "__x0041_x0042_",
        "<b>&\"'</b>", "]]>",
        "Nguyễn Thị Én", "Nguye\u{302}\u{303}n", "👩‍🌾", "'=1+1", "\u{FEFF}a",
    ])
    func `a text stays the text that it is`(_ text: String) throws {
        let cell = try #require(try read(written([[.text(text)]]))[1].first)
        #expect(cell.text.unicodeScalars.elementsEqual(text.unicodeScalars), "\(cell.text.debugDescription)")
        #expect(cell.kind == .text)
    }

    @Test(arguments: [("a\u{0}b", "a\u{FFFD}b"), ("\u{FFFE}", "\u{FFFD}"), ("\u{FFFF}_", "\u{FFFD}_")])
    func `what XML cannot hold is replaced`(_ text: String, _ shown: String) throws {
        #expect(try read(written([[.text(text)]]))[1].map(\.text) == [shown])
    }

    @Test func `a text longer than a cell ends with an ellipsis`() throws {
        for letter in ["a", "ế", "👩"] {
            let longest = String(repeating: letter, count: 32_767 / letter.utf16.count)
            #expect(try read(written([[.text(longest)]]))[1].first?.text == longest)
            let cut = try #require(try read(written([[.text(longest + letter + letter)]]))[1].first?.text)
            #expect(cut.utf16.count <= 32_767 && cut.hasSuffix("…") && longest.hasPrefix(cut.dropLast()))
        }
    }

    @Test func `a number that Excel would round, and a day before its calendar, are texts`() throws {
        let bytes = try written([
            [
                .empty, .number(999_999_999_999_999), .dong(9_007_199_254_740_991),
                .date(year: 1900, month: 2, day: 28),
            ],
            [.empty, .number(.min), .dong(-999_999_999_999_999), .date(year: 1901, month: 1, day: 1)],
        ])
        let rows = try read(bytes)
        #expect(rows[1].map(\.text) == ["", "999999999999999", "9007199254740991", "1900-02-28"])
        #expect(rows[1].map(\.kind) == [.text, .number, .text, .text])
        #expect(rows[2].map(\.text) == ["", "-9223372036854775808", "-999999999999999", "1901-01-01"])
        #expect(rows[2].map(\.kind) == [.text, .text, .number, .date])
    }

    @Test func `equal rows give equal bytes`() throws {
        let rows: [[SpreadsheetCell]] = (0..<100).map { [.text("H\($0)"), .number($0), .dong($0 * 1000)] }
        #expect(try written(rows) == written(rows))
        #expect(try written(rows) != written(Array(rows.dropLast())))
    }

    @Test(arguments: [
        ("Sổ thu", "Sổ thu"), ("a[b]c:d*e?f/g\\h", "a-b-c-d-e-f-g-h"), ("", "Sheet1"), ("  ", "Sheet1"),
        ("History", "Sheet1"),
        ("'quoted'", "quoted"), (String(repeating: "ố", count: 40), String(repeating: "ố", count: 31)),
        (String(repeating: "👩", count: 40), String(repeating: "👩", count: 15)), ("a\nb", "a-b"),
        ("a\u{0}b", "a\u{FFFD}b"),
    ])
    func `a sheet has a name that Excel takes`(_ name: String, _ shown: String) throws {
        #expect(try SpreadsheetReader(written([], sheet: name)).sheetNames == [shown])
    }

    @Test(arguments: [(0, false), (1, false), (2, false), (3, false), (4, true), (9, true)])
    func `a full sheet says in its last line that rows are missing`(_ count: Int64, _ isCut: Bool) throws {
        let rows = try read(written((0..<count).map { [.text("r\($0)")] }, rowsMax: 4))
        #expect(rows.count == Int(min(count + 1, 4)))
        let last = try #require(rows.last?.first?.text)
        #expect(last.hasPrefix("# bảng bị cắt ở 4 dòng") == isCut)
        #expect(rows.dropFirst().prefix(2).map { $0[0].text } == (0..<min(count, 2)).map { "r\($0)" })
        if count == 3 { #expect(last == "r2") }
    }

    @Test func `a text of escapes is cut as well`() throws {
        let text = String(repeating: "_x0041_", count: 4_681)
        let cell = try #require(try read(written([[.text(text)]]))[1].first)
        #expect(cell.text.hasPrefix("_x0041__x0041_") && cell.text.hasSuffix("…"))
    }

    @Test func `a writer that is given up leaves no file open`() throws {
        func openFilesCount() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        let before = try openFilesCount()
        for _ in 0..<500 {
            let writer = try SpreadsheetWriter(sheet: "x", columns: Self.columns)
            try writer.append([.text("a")])
        }
        // Other tests open a few meanwhile.
        #expect(try openFilesCount() < before + 250)
        #expect(try read(written([[.text("a")]])).count == 2)
    }

    @Test func `a long table is read back whole`() throws {
        let rows: [[SpreadsheetCell]] = (0..<20_000)
            .map { index in
                [
                    .text("H\(index)"), .number(index), .dong(index * 1000),
                    .date(year: 2026, month: 1 + Int(index % 12), day: 1),
                ]
            }
        let read = try read(written(rows))
        #expect(read.count == 20_001)
        #expect(read.last?.map(\.text) == ["H19999", "19999", "19999000", "2026-08-01"])
    }
}
