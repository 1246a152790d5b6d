import Domain
import JSON
import Spreadsheet
import Store
import Text

extension Tabular {
    /// The rows as CSV, NDJSON or a workbook, and a last line when others follow on the next page.
    ///
    /// A table without that line is complete. In all forms the members are those of the JSON, from the same
    /// description, so that whatever is suppressed there is suppressed here.
    ///
    /// - Throws: `SpreadsheetError.unwritten`.
    func bytes(as form: RepresentationForm, nextCursor: String?) throws -> [UInt8] {
        switch form.media {
        case .csv: csvBytes(hasByteOrderMark: form.hasByteOrderMark, nextCursor: nextCursor)
        case .xlsx: try xlsxBytes(nextCursor: nextCursor)
        case .ndjson, .json, .html, .plain, .octets, .beancount, .svg: ndjsonBytes(nextCursor: nextCursor)
        }
    }

    private func csvBytes(hasByteOrderMark: Bool, nextCursor: String?) -> [UInt8] {
        let columns = TableColumns.names(of: Row.self)
        var table = CSVWriter(hasByteOrderMark: hasByteOrderMark)
        table.append(columns)
        for row in rows { table.append(TableCells.texts(of: row, count: columns.count)) }
        if let nextCursor {
            let rest = repeatElement("", count: max(0, columns.count - 1))
            table.append([cutLine(nextCursor)] + rest)
        }
        return table.take()
    }

    /// The cells of the CSV, typed by their columns.
    private func xlsxBytes(nextCursor: String?) throws -> [UInt8] {
        let columns = TableColumns.all(of: Row.self)
        let workbook = try SpreadsheetWriter(sheet: "Dữ liệu", columns: columns)
        for row in rows {
            let texts = TableCells.texts(of: row, count: columns.count)
            try workbook.append(zip(columns, texts).map { SpreadsheetCell($1, in: $0) })
        }
        if let nextCursor { try workbook.append([.text(cutLine(nextCursor))]) }
        return try workbook.finish()
    }

    private func cutLine(_ cursor: String) -> String { "# còn nữa (more rows): cursor=\(cursor)" }

    private func ndjsonBytes(nextCursor: String?) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            bytes += JSONWriter.bytes(of: row)
            bytes.append(lineFeed)
        }
        if let nextCursor {
            var line = JSONWriter()
            line.beginObject()
            line.member("cut", true)
            line.member("next_cursor", nextCursor)
            line.endObject()
            bytes += line.finish()
            bytes.append(lineFeed)
        }
        return bytes
    }
}

extension SpreadsheetCell {
    /// The cell that holds what `text` says in a CSV.
    fileprivate init(_ text: String, in column: SpreadsheetColumn) {
        switch column.kind {
        case _ where text.isEmpty: self = .empty
        case .text: self = .text(text)
        case .number: self = Int64(text).map { .number($0) } ?? .text(text)
        case .dong: self = Int64(text).map { .dong($0) } ?? .text(text)
        case .date:
            self = LocalDate(text).map { .date(year: $0.year, month: $0.month, day: $0.day) } ?? .text(text)
        }
    }
}

private let lineFeed = UInt8(ascii: "\n")
