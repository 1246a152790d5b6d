/// Writes a workbook with one sheet: a header, then rows of typed cells.
///
/// A library makes all of it but the rows, which are written and compressed here as they come: memory grows with the
/// compressed file only. Equal rows give equal bytes. Not Sendable: use it from one thread.
/// - Source: ECMA-376.
package final class SpreadsheetWriter {
    /// The rows of a sheet, with the header.
    package static let rowsMax = 1_048_576
    /// Rows are compressed in pieces of this size.
    private static let pieceBytes = 1 << 16

    private let frame: SheetFrame
    private let columnsCount: Int
    private let rowsMax: Int
    private var rows: SheetXML
    private let deflater: Deflater
    /// With the header.
    private var rowsCount = 1
    /// The row that goes into the last line of a full sheet if no other follows.
    private var heldRow: [SpreadsheetCell]?
    private var isCut = false
    private var isFinished = false

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
        (columnsCount, self.rowsMax) = (columns.count, rowsMax)
        frame = try SheetFrame(sheet: name, columns: columns)
        rows = SheetXML(columnsCount: columns.count, styles: frame.styles)
        deflater = try Deflater()
        deflater.append(frame.head)
    }

    /// Appends a row, of at most as many cells as there are columns.
    ///
    /// Beyond the last line of the sheet rows are dropped, and the last line says so.
    package func append(_ row: [SpreadsheetCell]) throws(SpreadsheetError) {
        precondition(row.count <= columnsCount, "a cell without a column")
        guard !isCut else { return }
        if heldRow != nil {
            isCut = true
        } else if rowsCount == rowsMax - 1 {
            heldRow = row
        } else {
            write(row)
        }
    }

    /// The workbook; nothing can be appended afterwards.
    ///
    /// - Throws: `.unwritten` when it would be too large.
    package func finish() throws(SpreadsheetError) -> [UInt8] {
        precondition(!isFinished, "a workbook is finished once")
        isFinished = true
        if isCut {
            write([.text("# bảng bị cắt ở \(rowsMax) dòng (cut at \(rowsMax) rows)")])
        } else if let heldRow {
            write(heldRow)
        }
        deflater.append(rows.bytes + frame.foot)
        deflater.finish()
        return try frame.workbook(
            crc: UInt32(truncatingIfNeeded: deflater.crc), inflatedCount: deflater.inflatedCount,
            sheet: deflater.bytes)
    }

    private func write(_ row: [SpreadsheetCell]) {
        rowsCount += 1
        rows.append(row, line: rowsCount)
        guard rows.bytes.count >= SpreadsheetWriter.pieceBytes else { return }
        deflater.append(rows.bytes)
        rows.removeAll()
    }
}
