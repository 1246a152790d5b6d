import Domain
import HTTP
import JSON
import Store

extension Tabular {
    /// The rows as CSV, NDJSON or a workbook, and a last line when others follow on the next page.
    ///
    /// - Throws: `SpreadsheetError.unwritten`.
    func bytes(as form: RepresentationForm, nextCursor: String?) throws -> [UInt8] {
        var table = try TableWriter<Row>(as: form)
        for row in rows { try table.append(row) }
        if let nextCursor { try table.appendCut(before: nextCursor) }
        return try table.finish()
    }
}

extension StreamedTable {
    /// The table, whose rows are read and written one after another.
    ///
    /// A short one is in memory, a long one in a file. So no client that is slow, or goes away, holds memory, a worker
    /// or a read transaction; the length and the tag are known before the first byte is sent; and a table that cannot be
    /// read to its end is refused as a whole.
    ///
    /// - Throws: `SpreadsheetError.unwritten`, `TemporaryFileError`; what reading throws.
    func body(as form: RepresentationForm, in tx: borrowing ReadTransaction) throws -> TableBody {
        let object = form.media == .json ? JSONWriter.bytes(of: self) : nil
        var table = try TableWriter<Row>(as: form, object: object)
        var body = TableBodyWriter()
        try forEachRow(in: tx) { row in
            try table.append(row)
            if table.count >= TableBodyWriter.pieceBytes { try body.append(table.take()) }
        }
        try body.append(table.finish())
        return try body.finish()
    }
}
