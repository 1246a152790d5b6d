import TestSupport
import Testing

@testable import Text

/// Tables as CSV, written and read again.
@Suite struct CSVTests {
    private func written(_ cells: String...) -> String {
        var writer = CSVWriter()
        writer.append(cells)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    private func error(_ text: String, _ limits: CSVReader.Limits = CSVReader.Limits()) -> CSVError? {
        do throws(CSVError) {
            _ = try CSVReader.records(in: Array(text.utf8), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func `quotes are placed by bytes, not by characters`() {
        #expect(written("a,\u{301}b").utf8.elementsEqual("\"a,\u{301}b\"\r\n".utf8))
        #expect(written("a\"\u{301}").utf8.elementsEqual("\"a\"\"\u{301}\"\r\n".utf8))
        #expect(
            written("a\n\u{301}", "b\r\u{200D}").utf8.elementsEqual("\"a\n\u{301}\",\"b\r\u{200D}\"\r\n".utf8)
        )
        #expect(written("a", "", "Hòa Bình") == "a,,Hòa Bình\r\n")
    }

    @Test func `a byte order mark begins the file when asked for`() {
        var writer = CSVWriter(hasByteOrderMark: true)
        writer.append(["a"])
        #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("a\r\n".utf8))
        writer.append(["b"])
        #expect(writer.take() == Array("b\r\n".utf8))
    }

    @Test(arguments: [
        "=1+1", "+84", "-a", "@x", "\t1", "\r1", "  =1", "\u{A0}@x", "\u{200B}=1", "＝1", "＋1", "－1", "＠1",
        "=\u{301}1", "-5a", "--5", "-", "-5,5", "'=1", "''@", "⁻1", "₊1", "₌1", "\u{2800}=1",
    ])
    func `a cell that a spreadsheet would compute begins with an apostrophe`(_ cell: String) {
        #expect(cell.guardedCell.utf8.elementsEqual(("'" + cell).utf8))
        #expect(cell.guardedCell.unguardedCell.utf8.elementsEqual(cell.utf8))
    }

    @Test(arguments: ["-5", "5", "-5.25", "Hòa", "", " ", "a=1", "'a", "'", "1-2", "16702", "H-1"])
    func `other cells stay as they are`(_ cell: String) {
        #expect(cell.guardedCell == cell && cell.unguardedCell == cell)
    }

    @Test func `every table is read as it was written`() throws {
        var generator = SeededGenerator(seed: 12)
        let parts = [
            "a", "Đ", "\"", ",", ";", "\t", "\n", "\r", "\r\n", "\u{301}", "\u{200D}", "'", "=", "-", "1",
            " ", "＝", "\u{FEFF}",
        ]
        for _ in 0..<2_000 {
            let rows = (0..<3)
                .map { _ in
                    ["x"]
                        + (0..<3)
                        .map { _ in
                            (0..<Int.random(in: 0...6, using: &generator))
                                .map { _ in parts.randomElement(using: &generator) ?? "" }
                                .joined()
                        }
                }
            var writer = CSVWriter(hasByteOrderMark: Bool.random(using: &generator))
            writer.append(["a", "b", "c", "d"])
            for row in rows { writer.append(row) }
            let bytes = writer.take()
            let read = try CSVReader.records(in: bytes).dropFirst()
                .map { $0.cells.map(\.unguardedCell) }
            #expect(CSVReader.rowsCount(in: bytes) == read.count + 1)
            #expect(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
        }
    }

    @Test(arguments: [
        ("", 0), ("a", 1), ("a\n", 1), ("a\r\nb", 2), ("a\rb\r", 2), ("\n\na\n,, ,\n\t\nb", 2),
        ("\"a\nb\"\n\"\"\nc", 2), ("a;b\n;;\n;,\n", 2), ("\u{FEFF}a\nô", 2),
    ])
    func `rows are counted without decoding them`(_ text: String, _ count: Int) throws {
        #expect(CSVReader.rowsCount(in: Array(text.utf8)) == count)
        #expect(try CSVReader.records(in: Array(text.utf8)).count == count)
    }

    @Test func `errors have a line and a column of scalars`() {
        #expect(error("a,b\r\nĐ\u{301},x\"y") == CSVError(.quoteMisplaced, line: 2, column: 5))
        #expect(error("a\n\"x\ny\"z") == CSVError(.quoteMisplaced, line: 3, column: 3))
        #expect(error("a\n\n b,\"x\ny") == CSVError(.quoteUnclosed, line: 3, column: 4))
    }

    @Test func `limits hold at n and break at n + 1`() {
        var limits = CSVReader.Limits()
        (limits.bytesMax, limits.cellsMax, limits.cellBytesMax) = (20, 3, 4)
        #expect(error("a,b,c\n1234,5,6", limits) == nil)
        #expect(error("a,b,c,d", limits)?.fault == .tooManyCells(max: 3))
        #expect(error("12345", limits)?.fault == .cellTooLong(bytesMax: 4))
        #expect(error("\"12\n45\"", limits)?.fault == .cellTooLong(bytesMax: 4))
        #expect(error(String(repeating: "a\n", count: 10), limits) == nil)
        #expect(error(String(repeating: "a\n", count: 10) + "a", limits)?.fault == .fileTooLong(bytesMax: 20))
    }

    @Test func `a cell with more marks than a letter has is refused before it is compared`() {
        let marks = String(repeating: "\u{301}", count: 31)
        #expect(error("a,b\r\n1,x\(marks)") == CSVError(.tooManyMarks, line: 2, column: 35))
        #expect(error("a,b\r\n1,\"x\(marks)\"")?.fault == .tooManyMarks)
        #expect(error("a,b\r\n1,x" + String(repeating: "\u{301}", count: 30)) == nil)
        let row = "1," + String(repeating: "\u{316}\u{301}", count: 8000) + "\r\n"
        let table = "a,b\r\n" + String(repeating: row, count: 30)
        #expect(ContinuousClock().measure { _ = error(table) } < .seconds(1))
    }

    @Test func `bytes that are not UTF-8 have a place`() {
        do throws(CSVError) {
            _ = try CSVReader.records(in: Array("a\r\nĐ".utf8) + [0xFF])
            Issue.record("no error")
        } catch {
            #expect(error == CSVError(.notUTF8, line: 2, column: 2))
        }
    }
}
