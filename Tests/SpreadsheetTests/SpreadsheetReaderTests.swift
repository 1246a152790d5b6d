import Testing

@testable import Spreadsheet

/// What cells say, in files of other programs and of hand-written parts.
@Suite struct SpreadsheetReaderTests {
    private func rows(_ bytes: [UInt8], sheet: String? = nil) throws -> [SheetRow] {
        var reader = try SpreadsheetReader(bytes)
        return try reader.rows(ofSheet: sheet)
    }

    @Test func `a workbook of XlsxWriter is read as a person sees it`() throws {
        let rows = try rows(ForeignWorkbook.xlsxWriter)
        #expect(rows.map(\.line) == [1, 3, 4, 5, 6])
        #expect(
            rows.map { $0.cells.map(\.text) } == [
                ["Danh sách hộ"], ["Mã xã", "Tên", "Số tiền", "Ngày", "Đã nộp", "Ghi chú"],
                ["00123", "Nguyễn Văn Hòa", "1234567", "2026-01-31", "true", "=1+1"],
                ["123", "Nguyễn Văn Hòa", "2469134", "2026-02-28 07:30:00", "false", "#DIV/0!"],
                ["00123", "Lê Thị Én", "0.3", "07:30:00", "", "ab"],
            ])
        #expect(rows[2].cells.map(\.kind) == [.text, .text, .number, .date, .boolean, .text])
        #expect(rows[3].cells.map(\.kind) == [.number, .text, .number, .date, .boolean, .error])
        #expect(rows[4].cells.map(\.kind) == [.number, .text, .number, .date, .text, .text])
    }

    @Test func `the first sheet that is shown is read, any other by its name`() throws {
        let bytes = ForeignWorkbook.xlsxWriter
        #expect(try SpreadsheetReader(bytes).sheetNames == ["Danh sách", "Trống"])
        #expect(try rows(bytes, sheet: "Ẩn").map { $0.cells.map(\.text) } == [["không thấy"]])
        #expect(try rows(bytes, sheet: "Trống").isEmpty)
        #expect(throws: SpreadsheetError.sheetMissing("Khác")) { try rows(bytes, sheet: "Khác") }
        var chart = SampleWorkbook(rows: "<row><c><v>1</v></c></row>")
        chart.sheets = #"<sheet name="Biểu đồ" sheetId="9" r:id="rId9"/>"# + chart.sheets
        #expect(try chart.texts() == [["1"]])
        var hidden = SampleWorkbook()
        hidden.sheets = #"<sheet name="a" sheetId="1" state="veryHidden" r:id="rId1"/>"#
        #expect(throws: SpreadsheetError.sheetMissing(nil)) { try hidden.texts() }
    }

    @Test func `a workbook of openpyxl with days from 1904 is read`() throws {
        let rows = try rows(ForeignWorkbook.openpyxl)
        #expect(rows.map(\.line) == [1, 2, 3, 5])
        #expect(
            rows.map { $0.cells.map(\.text) } == [
                ["Mã", "Ngày", "Số tiền", "Đúng"], ["H001", "2026-11-23", "50000", "true"],
                ["7", "1904-01-02", "1000000000000000", "false"], ["Cộng", "", "50000"],
            ])
        #expect(throws: SpreadsheetError.formulaUncomputed(cell: "B1")) {
            try self.rows(ForeignWorkbook.openpyxl, sheet: "Công thức")
        }
    }

    /// Format codes of days, of times and of numbers.
    private static let forms: [(code: String, form: CellStyles.Form)] = [
        ("dd/mm/yyyy", .date), ("[$-42A]d/m/yyyy;@", .date), ("yyyy\\-mm\\-dd", .date), ("mmm-yy", .date),
        ("m", .date),
        ("\"ngày\" d", .date), ("dd/mm/yyyy hh:mm", .dateAndTime), ("h:mm AM/PM", .time), ("mm:ss", .time),
        ("[h]:mm", .time), ("[ss]", .time), ("General", .number), ("@", .number), ("#,##0", .number),
        ("#,##0 \"đồng chẵn, days\"", .number), ("0.00E+00", .number), ("[Red]-0", .number),
        ("_-* #,##0\\ [$₫-42A]_-;\\-* #,##0\\ [$₫-42A]_-", .number), ("#,##0\\d", .number), ("0", .number),
        ("00000", .padded(5)), ("0;\"d\"", .number), ("#,##0_d", .number),
    ]

    @Test(arguments: forms)
    func `a format code tells days from numbers`(_ code: String, _ form: CellStyles.Form) {
        #expect(CellStyles.Form(code: code) == form, "\(code)")
    }

    private static let numbers: [(value: String, form: CellStyles.Form, text: String)] = [
        ("0", .number, "0"), ("100000", .number, "100000"), ("1E+5", .number, "100000"),
        ("1.0", .number, "1"),
        ("007", .number, "7"), ("-5", .number, "-5"), ("-0", .number, "0"),
        ("1234567.5", .number, "1234567.5"),
        ("0.30000000000000004", .number, "0.3"), ("1.1000000000000001", .number, "1.1"),
        ("-1.1000000000000001", .number, "-1.1"), ("99.999999999999986", .number, "100"),
        ("1.23456789012345E+15", .number, "1234567890123450"),
        ("9007199254740991", .number, "9007199254740991"),
        ("123", .padded(5), "00123"), ("123456", .padded(5), "123456"), ("1.5", .padded(5), "1.5"),
        ("61", .date, "1900-03-01"), ("59", .date, "1900-02-28"), ("1", .date, "1900-01-01"),
        ("60", .date, "60"),
        ("0", .date, "0"), ("-1", .date, "-1"), ("2958465", .date, "9999-12-31"),
        ("2958466", .date, "2958466"),
        ("45351", .date, "2024-02-29"), ("45351.9", .date, "2024-02-29"),
        ("45351.9", .dateAndTime, "2024-02-29 21:36:00"),
        ("45351", .dateAndTime, "2024-02-29"), ("0.5", .time, "12:00:00"), ("1.5", .time, "1.5"),
        ("1E-7", .number, "1e-07"),
    ]

    @Test(arguments: numbers)
    func `a number is shown as a person sees it`(_ value: String, _ form: CellStyles.Form, _ text: String) {
        #expect(NumberText.text(of: Array(value.utf8), as: form, is1904: false)?.text == text, "\(value)")
    }

    @Test(arguments: [
        "", "nan", "inf", "0x10", "1e999", "1,5", " 1", "1e", "--1", String(repeating: "1", count: 41),
    ])
    func `what is no number is refused`(_ value: String) {
        #expect(NumberText.text(of: Array(value.utf8), as: .number, is1904: false) == nil)
        var sample = SampleWorkbook(rows: "<row><c><v>\(value)</v></c></row>")
        sample.rows = sample.rows.replacing("<v></v>", with: "<v>x</v>")
        #expect(throws: SpreadsheetError.damaged(part: "xl/worksheets/sheet1.xml")) { try sample.texts() }
    }

    @Test func `days of every year are those of the calendar`() {
        let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var serial = 61
        for year in 1900...2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for month in 1...12 where year > 1900 || month > 2 {
                let count = days[month - 1] + (isLeap && month == 2 ? 1 : 0)
                for day in [1, count] {
                    let text = isoDate(year, month, day)
                    let place = Double(serial + day - 1)
                    #expect(SerialDate.text(of: place, is1904: false, hasTime: false) == text)
                    if year >= 1904 {
                        #expect(SerialDate.text(of: place - 1462, is1904: true, hasTime: false) == text)
                    }
                }
                serial += count
            }
        }
    }

    @Test func `texts of every form are read`() throws {
        var sample = SampleWorkbook()
        sample.sharedTexts =
            "<si><t>Một</t></si><si><r><t>H</t></r><r><t xml:space=\"preserve\">ai </t></r><rPh><t>no</t></rPh></si>"
            + "<si/><si><t>a_x000D_b &amp; &lt;c&gt;</t></si>"
        sample.rows =
            "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>"
            + "<row><c t=\"inlineStr\"><is><t>Ba</t></is></c>"
            + "<c t=\"inlineStr\"><is><r><t>B</t></r><r><t>ốn</t></r></is></c>"
            + "<c t=\"str\"><f>A1</f><v>Năm</v></c><c t=\"str\"><f>A9</f><v></v></c><c t=\"b\"><v>1</v></c></row>"
            + "<row r=\"9\"><c r=\"C9\" t=\"d\"><v>2026-01-31T00:00:00</v></c><c t=\"d\"><v>2026-01-31T07:30:00</v></c>"
            + "<c t=\"e\"><v>#N/A</v></c></row>"
        #expect(
            try sample.texts() == [
                ["Một", "Hai ", "", "a\rb & <c>"], ["Ba", "Bốn", "Năm", "", "true"],
                ["", "", "2026-01-31", "2026-01-31 07:30:00", "#N/A"],
            ])
    }

    @Test func `prefixes of elements and attributes do not matter`() throws {
        var sample = SampleWorkbook()
        let start = "xmlns:x=\"\(SampleWorkbook.spreadsheetML)\""
        // A declaration is no attribute: `xmlns:r` is not the number of the row.
        let other = "xmlns:r=\"urn:r\" xmlns:t=\"urn:t\""
        sample.rows = "<x:row \(start) \(other)><x:c t=\"inlineStr\"><x:is><x:t>á</x:t></x:is></x:c></x:row>"
        sample.sheets = #"<sheet name="Sổ" sheetId="1" q:id="rId1" xmlns:q="urn:q"/>"#
        #expect(try sample.texts() == [["á"]])
    }

    @Test func `of merged cells the first has the value`() throws {
        var sample = SampleWorkbook()
        func cell(_ place: String) -> String { "<c r=\"\(place)\"><v>\(place.dropFirst())</v></c>" }
        sample.rows =
            "<row r=\"1\">\(cell("A1"))\(cell("B1"))\(cell("C1"))</row>"
            + "<row r=\"2\">\(cell("A2"))\(cell("B2"))\(cell("C2"))</row>"
            + "<row r=\"4\">\(cell("A4"))</row>"
        sample.rest =
            "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"A3:A4\"/>"
            + "<mergeCell ref=\"XFD1:XFD9\"/></mergeCells>"
        #expect(try sample.texts() == [["1", "", "1"], ["", "", "2"]])
    }

    @Test(arguments: [
        ("A1", 1, 0), ("Z9", 9, 25), ("AA10", 10, 26), ("XFD1048576", 1_048_576, 16_383),
    ])
    func `a place has a row and a column`(_ text: String, _ row: Int, _ column: Int) throws {
        let place = try #require(CellRange.place(text))
        #expect(place.row == row && place.column == column)
        #expect(CellRange.name(row: row, column: column) == text)
    }

    @Test(arguments: [
        "", "A", "1", "a1", "A0", "1A", "A1B", "XFE1", "A1048577", "A99999999999999999999", "Á1", "AAAAAAAA1",
    ])
    func `what is no place is refused`(_ text: String) {
        #expect(CellRange.place(text) == nil)
        #expect(CellRange("A1:" + text) == nil)
    }
}
