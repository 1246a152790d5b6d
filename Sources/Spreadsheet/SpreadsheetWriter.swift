import CXLSXWriter
import Glibc

/// Writes a workbook with one sheet: a header, then rows of typed cells.
///
/// A row is written to a temporary file as soon as the next one comes, so that memory does not grow with the table.
/// Equal rows give equal bytes. Not Sendable: use it from one thread.
/// - Source: https://libxlsxwriter.github.io/working_with_memory.html; ECMA-376.
package final class SpreadsheetWriter {
    /// The rows of a sheet, with the header.
    package static let rowsMax = 1_048_576

    private let file: MemoryFile
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let formats: [SpreadsheetColumn.Kind: UnsafeMutablePointer<lxw_format>]
    private let columns: [SpreadsheetColumn]
    private let rowsMax: Int
    private var rowsCount = 0
    /// The row that goes into the last line of a full sheet if no other follows.
    private var heldRow: [SpreadsheetCell]?
    private var isCut = false
    /// True once the library has freed the workbook.
    private var isClosed = false

    /// Begins a workbook.
    ///
    /// - Parameters:
    ///   - name: of the sheet; what Excel does not allow in it is replaced.
    ///   - columns: at most 16,384.
    ///   - rowsMax: the rows of the sheet, with the header; at least 2.
    /// - Throws: `.unwritten` when there is no temporary file.
    package init(
        sheet name: String, columns: [SpreadsheetColumn], rowsMax: Int = SpreadsheetWriter.rowsMax
    ) throws(SpreadsheetError) {
        precondition((2...SpreadsheetWriter.rowsMax).contains(rowsMax), "no such number of rows")
        precondition(columns.count <= 16_384, "more columns than a sheet has")
        let file = try MemoryFile()
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(file.path, &options) else { throw .unwritten("no workbook") }
        guard let sheet = workbook_add_worksheet(workbook, name.sheetName) else {
            // Not `workbook_close`, which would add a sheet.
            lxw_workbook_free(workbook)
            throw .unwritten("no temporary file")
        }
        var properties = lxw_doc_properties()
        properties.created = createdSeconds
        workbook_set_properties(workbook, &properties)
        (self.file, self.workbook, self.sheet) = (file, workbook, sheet)
        (self.columns, self.rowsMax) = (columns, rowsMax)
        var formats: [SpreadsheetColumn.Kind: UnsafeMutablePointer<lxw_format>] = [:]
        for kind in SpreadsheetColumn.Kind.allCases {
            guard let format = workbook_add_format(workbook) else { continue }
            format_set_num_format(format, kind.format)
            formats[kind] = format
        }
        self.formats = formats
        try writeHeader()
    }

    deinit {
        guard !isClosed else { return }
        // The library closes its file only when it reads it.
        if let rows = sheet.pointee.optimize_tmpfile { fclose(rows) }
        lxw_workbook_free(workbook)
    }

    /// Appends a row, of at most as many cells as there are columns.
    ///
    /// Beyond the last line of the sheet rows are dropped, and the last line says so.
    package func append(_ row: [SpreadsheetCell]) throws(SpreadsheetError) {
        precondition(row.count <= columns.count, "a cell without a column")
        guard !isCut else { return }
        if heldRow != nil {
            isCut = true
        } else if rowsCount == rowsMax - 1 {
            heldRow = row
        } else {
            try write(row)
        }
    }

    /// The workbook; nothing can be appended afterwards.
    ///
    /// - Throws: `.unwritten` when the disk for temporary files, or the memory, is full.
    package func finish() throws(SpreadsheetError) -> [UInt8] {
        precondition(!isClosed, "a workbook is finished once")
        if isCut {
            try write([.text("# bảng bị cắt ở \(rowsMax) dòng (cut at \(rowsMax) rows)")])
        } else if let heldRow {
            try write(heldRow)
        }
        let rowBytesCount = try writtenBytesCount()
        let rows = sheet.pointee.optimize_tmpfile.flatMap { OpenFile(fileno($0)) }
        isClosed = true
        let code = workbook_close(workbook)
        if code != LXW_NO_ERROR { rows?.closeIfOpen() }
        try check(code)
        let bytes = try file.bytes()
        // The library does not notice that a temporary file was cut off.
        let entry = try ZipArchive(bytes, limits: .own).entry(named: "xl/worksheets/sheet1.xml")
        guard let entry, entry.inflatedCount > rowBytesCount else { throw .unwritten("the sheet is cut off") }
        return bytes
    }

    private func writeHeader() throws(SpreadsheetError) {
        let bold = workbook_add_format(workbook)
        format_set_bold(bold)
        for (index, column) in columns.enumerated() {
            try check(
                worksheet_set_column(
                    sheet, UInt16(index), UInt16(index), column.kind.width, formats[column.kind]))
            try check(worksheet_write_string(sheet, 0, UInt16(index), column.name.asCellText, bold))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        rowsCount = 1
    }

    private func write(_ row: [SpreadsheetCell]) throws(SpreadsheetError) {
        let line = UInt32(rowsCount)
        for (index, cell) in row.enumerated() {
            try check(write(cell, line, UInt16(index)))
        }
        rowsCount += 1
    }

    private func write(_ cell: SpreadsheetCell, _ line: UInt32, _ column: UInt16) -> lxw_error {
        switch cell {
        case .empty: LXW_NO_ERROR
        case .text(let text): write(text, line, column)
        case .number(let number): write(number, as: .number, line, column)
        case .dong(let amount): write(amount, as: .dong, line, column)
        case .date(let year, let month, let day):
            // Excel counts days from 1900, and that year as a leap year.
            if (1901...9999).contains(year) {
                withUnsafePointer(
                    to: lxw_datetime(
                        year: Int32(year), month: Int32(month), day: Int32(day), hour: 0, min: 0, sec: 0)
                ) { day in
                    worksheet_write_datetime(
                        sheet, line, column, UnsafeMutablePointer(mutating: day), formats[.date])
                }
            } else {
                write(isoDate(year, month, day), line, column)
            }
        }
    }

    private func write(
        _ number: Int64, as kind: SpreadsheetColumn.Kind, _ line: UInt32, _ column: UInt16
    ) -> lxw_error {
        number.magnitude <= SpreadsheetCell.numberMax.magnitude
            ? worksheet_write_number(sheet, line, column, Double(number), formats[kind])
            : write(String(number), line, column)
    }

    private func write(_ text: String, _ line: UInt32, _ column: UInt16) -> lxw_error {
        worksheet_write_string(sheet, line, column, text.asCellText, formats[.text])
    }

    /// The bytes of the rows that are in the temporary file so far.
    private func writtenBytesCount() throws(SpreadsheetError) -> Int {
        guard let rows = sheet.pointee.optimize_tmpfile, fflush(rows) == 0, ferror(rows) == 0 else {
            throw .unwritten("no room for a temporary file")
        }
        return ftell(rows)
    }

    private func check(_ code: lxw_error) throws(SpreadsheetError) {
        guard code == LXW_NO_ERROR else {
            throw .unwritten(lxw_strerror(code).map { String(cString: $0) } ?? "code \(code.rawValue)")
        }
    }
}

/// When every workbook was created: 2000-01-01T00:00:00Z, because bytes may not depend on the clock.
private let createdSeconds = 946_684_800
