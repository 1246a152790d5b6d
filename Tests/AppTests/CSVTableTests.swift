import API
import TestSupport
import Testing

@testable import App

/// Rows and line numbers of CSV files, tested without a process.
@Suite struct CSVTableTests {
    private static let header = "hamlet,code,head_name,persons\n"

    private func table(_ text: String) throws -> CSVTable {
        try CSVTable(text: text, columns: RowImport.households.columns)
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
        } catch let failure as Failure {
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
        #expect(try errorText("hamlet,code,\"head\nname\",persons\n").hasPrefix("dòng 1: cột 'head\nname'"))
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
        let table = try CSVTable(text: "code\n40\n\n41\n", columns: columns)
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
        #expect(try rows(CSVTableTests.header + "1,,\"\",4\n,,,\n") == ["2: 1|||4", "3: |||"])
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
        ("1,H1,An,4\n1,\"H2\"x,An,4\n", "dòng 3"), ("1,H1,Nguyễn \"Tư\" An,4\n", "dòng 2"),
        ("1,H1,An,4\n1,H2,\"An,4\n1,H3,An,4\n", "dòng 3"), ("1,H1,An,\"4", "dòng 2"),
    ])
    func `a misplaced quote is reported with the line where its row starts`(
        _ lines: String, _ line: String
    ) throws {
        let message = try errorText(CSVTableTests.header + lines)
        #expect(message == "\(line): dấu nháy kép sai chỗ hoặc không đóng. Chưa ghi gì.")
    }

    @Test(arguments: [
        ("", "dòng 1: thiếu cột 'hamlet'"), ("\n", "dòng 1: thiếu cột 'hamlet'"),
        ("hamlet,code,head_name\n", "dòng 1: thiếu cột 'persons'"),
        ("hamlet,code,head_name,persons,religion\n", "dòng 1: cột 'religion' không dùng được"),
        ("Hamlet,code,head_name,persons\n", "dòng 1: cột 'Hamlet' không dùng được"),
        (
            "hamlet;code;head_name;persons\n",
            "dòng 1: các cột cách nhau bằng dấu ';'; hãy lưu lại với dấu phẩy."
        ),
        ("hamlet,code,code,head_name,persons\n", "dòng 1: có cột bị lặp lại"),
    ])
    func `wrong columns are refused before any row`(_ text: String, _ message: String) throws {
        #expect(try errorText(text).hasPrefix(message))
    }

    @Test func `optional columns may be omitted`() throws {
        let table = try CSVTable(
            text: "code,level,name\n40,province,Tỉnh Nghệ An\n", columns: RowImport.units.columns)
        #expect(table.rows.count == 1)
    }
}
