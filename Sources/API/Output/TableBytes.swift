import JSON
import Store
import Text

extension Tabular {
    /// The rows as CSV or NDJSON, and a last line when others follow on the next page.
    ///
    /// A table without that line is complete. In both forms the members are those of the JSON, from the same
    /// description, so that whatever is suppressed there is suppressed here.
    func bytes(as form: RepresentationForm, nextCursor: String?) -> [UInt8] {
        form.media == .csv
            ? csvBytes(hasByteOrderMark: form.hasByteOrderMark, nextCursor: nextCursor)
            : ndjsonBytes(nextCursor: nextCursor)
    }

    private func csvBytes(hasByteOrderMark: Bool, nextCursor: String?) -> [UInt8] {
        let columns = TableColumns.names(of: Row.self)
        var table = CSVWriter(hasByteOrderMark: hasByteOrderMark)
        table.append(columns)
        for row in rows { table.append(TableCells.texts(of: row, count: columns.count)) }
        if let nextCursor {
            let rest = repeatElement("", count: max(0, columns.count - 1))
            table.append(["# còn nữa (more rows): cursor=\(nextCursor)"] + rest)
        }
        return table.take()
    }

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

private let lineFeed = UInt8(ascii: "\n")
