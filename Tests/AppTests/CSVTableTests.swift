import API
import TestSupport
import Testing

@testable import App

/// Rows and line numbers of CSV files, tested without a process.
@Suite struct CSVTableTests {
    private static let header = "hamlet,code,head_name,persons\n"

    private func table(_ text: String) throws -> CSVTable {
        try CSVTable(bytes: Array(text.utf8), columns: RowImport.households.columns)
    }

    /// Each row as `line: values`.
    private func rows(_ text: String) throws -> [String] {
        try table(text).rows.map { "\($0.line): " + $0.values.map(\.text).joined(separator: "|") }
    }

    /// The message for a file that is refused.
    private func errorText(_ text: String) throws -> String {
        do {
            _ = try table(text)
            return "no fault"
        } catch let error as TableError {
            let failure = Failure(error, showsConversion: false)
            #expect(failure.code == .data && failure.lines.count == 1)
            return failure.lines.joined()
        }
    }

    @Test func `a row has its values by column`() throws {
        let row = try #require(try table("code,persons,hamlet,head_name\nH1,4,1,An").rows.first)
        #expect(row.line == 2)
        #expect(row.values.map(\.column) == ["code", "persons", "hamlet", "head_name"])
        #expect(row.values.map(\.text) == ["H1", "4", "1", "An"])
    }

    @Test func `a header alone gives an empty table`() throws {
        #expect(try rows(CSVTableTests.header) == [])
        #expect(try rows("hamlet,code,head_name,persons") == [])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `any line ending is accepted`(_ end: String) throws {
        let lines = ["hamlet,code,head_name,persons", "1,H1,An,4", "1,H2,Bình,2"]
        let reported = ["2: 1|H1|An|4", "3: 1|H2|Bình|2"]
        #expect(try rows(lines.joined(separator: end)) == reported)
        #expect(try rows(lines.joined(separator: end) + end) == reported)
    }

    @Test func `a byte order mark is ignored`() throws {
        let folder = try Folder()
        let file = try folder.write("\u{FEFF}" + CSVTableTests.header + "1,H1,An,4\n")
        let table = try CSVTable(path: file, columns: RowImport.households.columns)
        #expect(table.rows.map(\.line) == [2])
        #expect(try rows("\u{FEFF}" + CSVTableTests.header + "1,H1,An,4") == ["2: 1|H1|An|4"])
    }

    @Test func `quoted fields may contain commas, quotes and newlines, and lines are counted`() throws {
        let text =
            CSVTableTests.header
            + "1,\"H,1\",\"An \"\"Tư\"\"\",4\n1,\"H\n2\",An,4\n1,\"H\r\n3\",An,4\n1,H4,An,4"
        #expect(
            try rows(text) == [
                "2: 1|H,1|An \"Tư\"|4", "3: 1|H\n2|An|4", "5: 1|H\r\n3|An|4", "7: 1|H4|An|4",
            ])
    }

    @Test func `a newline in a quoted header is counted`() throws {
        #expect(try errorText("hamlet,code,\"head\nname\",persons\n").hasPrefix("dòng 1: cột 'head name'"))
    }

    @Test func `empty lines are ignored but counted`() throws {
        #expect(
            try rows(CSVTableTests.header + "\n1,H1,An,4\n\n\n1,H2,An,4\n\n") == [
                "3: 1|H1|An|4", "6: 1|H2|An|4",
            ])
        #expect(try rows(CSVTableTests.header + "\r\n1,H1,An,4\r\n\r\n") == ["3: 1|H1|An|4"])
    }

    @Test func `an empty line is not a row of a table with one column either`() throws {
        let columns = RowImport.units.columns.filter { $0.name == "code" }
        let table = try CSVTable(bytes: Array("code\n40\n\n41\n".utf8), columns: columns)
        #expect(table.rows.map(\.line) == [2, 4])
    }

    @Test func `empty lines may precede the header`() throws {
        #expect(try rows("\n\n" + CSVTableTests.header + "1,H1,An,4") == ["4: 1|H1|An|4"])
        #expect(try errorText("\nhamlet,kode\n").hasPrefix("dòng 2: cột 'kode'"))
    }

    @Test func `the last cell may be empty without a trailing newline`() throws {
        #expect(try rows(CSVTableTests.header + "1,H1,An,") == ["2: 1|H1|An|"])
    }

    @Test func `empty cells stay empty`() throws {
        #expect(try rows(CSVTableTests.header + "1,,\"\",4\n") == ["2: 1|||4"])
    }

    @Test func `lines without text are skipped, and the lines after them keep their numbers`() throws {
        let text = CSVTableTests.header + ",,,\n1,H1,An,4\n\n, ,\"\",\u{A0}\n1,H2,An,4\n,,,"
        #expect(try rows(text) == ["3: 1|H1|An|4", "6: 1|H2|An|4"])
    }

    @Test(arguments: [";", "\t"]) func `the header tells the separator`(_ separator: String) throws {
        let text = (CSVTableTests.header + "1,H1,An,4\n").replacing(",", with: separator)
        #expect(try rows("\u{FEFF}" + text) == ["2: 1|H1|An|4"])
        #expect(
            try rows(text + "1\(separator)\"H;\t,2\"\(separator)An\(separator)4") == [
                "2: 1|H1|An|4", "3: 1|H;\t,2|An|4",
            ])
    }

    @Test(arguments: ["\u{200D}An", "\u{301}An", "\u{FE0F}"])
    func `a cell may begin with a mark`(_ cell: String) throws {
        #expect(
            try table(CSVTableTests.header + "1,H1,\(cell),4").rows[0].values[2].text.utf8
                .elementsEqual(cell.utf8))
        #expect(try rows(CSVTableTests.header + "1,\"H\"\"\u{301}\",\"\(cell)\",4").count == 1)
    }

    @Test func `the apostrophe of an export is taken away again`() throws {
        #expect(try rows(CSVTableTests.header + "1,'=H1,'An,-4") == ["2: 1|=H1|'An|-4"])
    }

    private static let legacy: [(encoding: String, text: String)] = [
        ("TCVN3 (ABC)", "NguyÔn V¨n Hßa"), ("VNI", "Nguyeãn Vaên Hoøa"), ("Windows-1258", "NguyêÞn Vãn HoÌa"),
        ("UTF-8 đọc nhầm thành Windows-1252", "Nguyá»…n VÄƒn HÃ²a"),
    ]

    @Test(arguments: legacy)
    func `another encoding is named with its line, and a dry run shows the text in UTF-8`(
        _ encoding: String, _ name: String
    ) throws {
        let bytes = Array((CSVTableTests.header + "1,H1,An,4\n1,H2,\(name),4\n1,H3,Bình,4\n").utf8)
        for showsConversion in [false, true] {
            do {
                _ = try CSVTable(bytes: bytes, columns: RowImport.households.columns)
                Issue.record("no failure")
            } catch {
                let failure = Failure(error, showsConversion: showsConversion)
                #expect(failure.lines[0].hasPrefix("dòng 3: chữ theo bảng mã \(encoding);"))
                #expect(failure.lines.contains("  1,H2,Nguyễn Văn Hòa,4") == showsConversion)
            }
        }
    }

    @Test func `UTF-16 is named`() throws {
        let units = ("\u{FEFF}" + CSVTableTests.header).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        do {
            _ = try CSVTable(bytes: units, columns: RowImport.households.columns)
            Issue.record("no failure")
        } catch {
            let failure = Failure(error, showsConversion: false)
            #expect(failure.lines[0].hasPrefix("dòng 1: chữ theo bảng mã UTF-16 LE;"))
        }
    }

    @Test(arguments: [
        // An old workbook, a workbook, a PDF, a picture, zeros, a mark before what is no text.
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600),
        [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00, 0x08, 0x00, 0x00, 0x00, 0x21, 0x00, 0x41, 0x37],
        Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A, 0x00, 0x01],
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0],
        [UInt8](repeating: 0, count: 64), [0xFF, 0xFE] + [UInt8](repeating: 0, count: 30),
        [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00, 0x0A, 0x00], Array("hamlet,code\n1,H\u{0}1\n".utf8),
    ])
    func `what is no text is not taken for text in another encoding`(_ bytes: [UInt8]) throws {
        do {
            _ = try CSVTable(bytes: bytes, columns: RowImport.households.columns)
            Issue.record("no failure")
        } catch {
            let failure = Failure(error, showsConversion: true)
            #expect(failure.lines[0].contains(": không phải tệp văn bản;"), "\(failure.lines)")
        }
    }

    @Test func `UTF-16 without a mark is named, with letters beyond 16 bits too`() throws {
        for bigEndian in [false, true] {
            let units = (CSVTableTests.header + "1,H1,Nguyễn 𠀋 An,4\n").utf16
            let bytes = units.flatMap { unit in
                let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
                return bigEndian ? pair.reversed() : pair
            }
            do {
                _ = try CSVTable(bytes: bytes, columns: RowImport.households.columns)
                Issue.record("no failure")
            } catch {
                let failure = Failure(error, showsConversion: false)
                let name = bigEndian ? "UTF-16 BE" : "UTF-16 LE"
                #expect(failure.lines[0].hasPrefix("dòng 1: chữ theo bảng mã \(name);"), "\(failure.lines)")
            }
        }
    }

    @Test func `lost letters are refused`() throws {
        let message = try errorText(CSVTableTests.header + "1,H1,Nguy\u{FFFD}n,4")
        #expect(message.hasPrefix("dòng 2: có chữ bị mất"))
    }

    @Test(arguments: [
        ("1,H1,An,4\n1,H2,An,4\n1,H3,An\n1,H4,An,4\n", "dòng 4: có 3 ô"),
        ("1,H1,An,4\n1,H2,An,4,5\n1,H3,An,4\n", "dòng 3: có 5 ô"),
        ("1,H1,An,4\n1,\"H\n2\",An,4\n1,H3,An,4,,\n", "dòng 5: có 6 ô"),
        ("1\n", "dòng 2: có 1 ô"),
    ])
    func `a row with too many or too few cells is reported`(_ lines: String, _ message: String) throws {
        #expect(
            try errorText(CSVTableTests.header + lines) == message + ", cần 4 ô như dòng đầu. Chưa ghi gì.")
    }

    @Test(arguments: [
        ("1,H1,An,4\n1,\"H2\"x,An,4\n", "dòng 3, ký tự thứ 7: dấu nháy kép sai chỗ"),
        ("1,H1,Nguyễn \"Tư\" An,4\n", "dòng 2, ký tự thứ 13: dấu nháy kép sai chỗ"),
        ("1,H1,An,4\n1,H2,\"An,4\n1,H3,An,4\n", "dòng 3, ký tự thứ 6: dấu nháy kép không đóng"),
        ("1,H1,An,\"4", "dòng 2, ký tự thứ 9: dấu nháy kép không đóng"),
    ])
    func `a misplaced quote is reported with its line and column`(_ lines: String, _ message: String) throws {
        #expect(try errorText(CSVTableTests.header + lines) == message + ". Chưa ghi gì.")
    }

    @Test(arguments: [
        ("", "dòng 1: thiếu cột 'hamlet'"), ("\n", "dòng 1: thiếu cột 'hamlet'"),
        ("hamlet,code,head_name\n", "dòng 1: thiếu cột 'persons'"),
        ("hamlet,code,head_name,persons,religion\n", "dòng 1: cột 'religion' không dùng được"),
        ("Hamlet,code,head_name,persons\n", "dòng 1: cột 'Hamlet' không dùng được"),
        ("hamlet,code,code,head_name,persons\n", "dòng 1: có cột bị lặp lại"),
    ])
    func `wrong columns are refused before any row`(_ text: String, _ message: String) throws {
        #expect(try errorText(text).hasPrefix(message))
    }

    @Test func `the column of remarks of a checked table is ignored`() throws {
        #expect(try rows("hamlet,code,head_name,persons,lỗi\n1,H1,An,4,persons: sai\n") == ["2: 1|H1|An|4"])
        #expect(try rows("hamlet,code,head_name,persons,errors\n1,H1,An,4,\n") == ["2: 1|H1|An|4"])
        #expect(try errorText("lỗi,hamlet,code,head_name,persons\n").hasPrefix("dòng 1: cột 'lỗi'"))
    }

    @Test func `optional columns may be omitted`() throws {
        let table = try CSVTable(
            bytes: Array("code,level,name\n40,province,Tỉnh Nghệ An\n".utf8), columns: RowImport.units.columns
        )
        #expect(table.rows.count == 1)
    }
}
