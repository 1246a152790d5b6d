import Domain
package import Spreadsheet
import Text

/// A code that was a number in a workbook, with the zeros that it had lost.
package struct PaddedCode: Hashable, Sendable {
    package let line: Int
    package let column: String
    package let cell: String
    package let code: String
}

extension CSVTable {
    /// Reads a file of either form, told by its first bytes.
    ///
    /// - Throws: `TableError`.
    package init(
        file bytes: [UInt8], columns: [InputField], codeWidths: [String: Int] = [:]
    ) throws(TableError) {
        if SpreadsheetReader.isLikely(bytes) {
            try self.init(workbook: bytes, columns: columns, codeWidths: codeWidths)
        } else {
            try self.init(bytes: bytes, columns: columns)
        }
    }

    /// Reads the first sheet of a workbook that a person sees; its first row with text is the header.
    ///
    /// - Parameters:
    ///   - bytes: an .xlsx file.
    ///   - columns: those that the table may have.
    ///   - codeWidths: the digits of the codes in a column, for those that are numbers in the sheet.
    ///   - limits: what the file may have at most.
    /// - Throws: `TableError` when it cannot be read, or has wrong columns.
    package init(
        workbook bytes: [UInt8], columns: [InputField], codeWidths: [String: Int] = [:],
        limits: SpreadsheetLimits = SpreadsheetLimits()
    ) throws(TableError) {
        let filled = try CSVTable.sheetRows(in: bytes, limits: limits)
        let header = filled.first?.cells.map(\.text) ?? []
        var padded: [PaddedCode] = []
        var lines: [CSVReader.Record] = []
        lines.reserveCapacity(filled.count)
        for row in filled {
            var texts: [String] = []
            texts.reserveCapacity(header.count)
            for (index, cell) in row.cells.enumerated() {
                let column = header.indices.contains(index) ? header[index] : ""
                let code = cell.code(width: codeWidths[column])
                if code != cell.text {
                    padded.append(PaddedCode(line: row.line, column: column, cell: cell.text, code: code))
                }
                // A workbook that was a CSV of this service has its apostrophes.
                texts.append(code.unguardedCell)
            }
            // A row ends with its last text.
            while texts.count < header.count { texts.append("") }
            lines.append(CSVReader.Record(line: row.line, cells: texts))
        }
        try self.init(lines: lines, columns: columns, hasByteOrderMark: true, padded: padded)
    }

    /// The rows with text of the first sheet that a person sees, none of which has an error as a value.
    ///
    /// - Throws: `TableError`.
    static func sheetRows(in bytes: [UInt8], limits: SpreadsheetLimits) throws(TableError) -> [SheetRow] {
        let rows: [SheetRow]
        do throws(SpreadsheetError) {
            var reader = try SpreadsheetReader(bytes, limits: limits)
            rows = try reader.rows()
        } catch {
            throw TableError(error)
        }
        // Before anything compares or normalises a cell.
        for row in rows where row.cells.contains(where: { $0.text.hasTooManyMarks }) {
            throw .tooManyMarks(onLine: row.line)
        }
        let filled = rows.filter { row in row.cells.contains { !$0.text.cleaned.isEmpty } }
        for row in filled {
            if let error = row.cells.first(where: { $0.kind == .error }) {
                throw .errorValue(error.text, onLine: row.line)
            }
        }
        return filled
    }
}

extension SheetCell {
    /// The text, with zeros before a number that is shorter than codes of this width.
    fileprivate func code(width: Int?) -> String {
        guard let width, kind == .number, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return text
        }
        return text.paddedCode(width)
    }
}

extension SpreadsheetLimits {
    /// What a request may send: some hundred times what 2,000 rows need.
    static var ofImport: SpreadsheetLimits {
        var limits = SpreadsheetLimits()
        limits.bytesMax = 4 << 20
        limits.inflatedBytesMax = 32 << 20
        limits.entriesMax = 500
        // With the header.
        limits.rowsMax = importedRowsMax + 1
        limits.cellsMax = limits.rowsMax * limits.columnsMax
        limits.sharedTextsMax = limits.cellsMax
        return limits
    }
}
