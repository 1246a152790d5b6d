import Domain
import JSON
import Spreadsheet
import Store
import Text

/// Writes a table row by row, in each of its forms.
///
/// A table without a last line that says otherwise is complete. In all forms the members are those of the JSON, from
/// the same description, so that whatever is suppressed there is suppressed here.
struct TableWriter<Row: Described> {
    private enum Kind {
        case csv
        case lines
        case workbook
        /// The items of the last member of an object.
        case json
    }

    private let kind: Kind
    private let columns: [SpreadsheetColumn]
    private var csv: CSVCells
    private var json = JSONWriter()
    private var workbook: SpreadsheetWriter?
    /// What comes before the rows of JSON, until it is taken.
    private var head: [UInt8] = []

    /// Begins a table.
    ///
    /// - Parameters:
    ///   - form: CSV, lines of JSON or a workbook; anything else is JSON.
    ///   - object: the JSON without rows, whose last member is the empty list of them; nil for lines.
    /// - Throws: `SpreadsheetError.unwritten`.
    init(as form: RepresentationForm, object: [UInt8]? = nil) throws {
        columns = TableColumns.all(of: Row.self)
        csv = CSVCells(hasByteOrderMark: form.hasByteOrderMark)
        switch form.media {
        case .csv:
            kind = .csv
            csv.append(columns.map(\.name))
        case .xlsx:
            kind = .workbook
            workbook = try SpreadsheetWriter(sheet: "Dữ liệu", columns: columns)
        case .ndjson, .json, .html, .plain, .octets, .beancount, .svg:
            guard let object else {
                kind = .lines
                return
            }
            kind = .json
            precondition(object.suffix(3).elementsEqual("[]}".utf8), "the rows are not the last member")
            head = object.dropLast(3)
            json.beginArray()
        }
    }

    mutating func append(_ row: Row) throws {
        switch kind {
        case .csv: csv.append(row)
        case .json: json.item(row)
        case .lines:
            json.item(row)
            json.newline()
        case .workbook:
            let texts = TableCells.texts(of: row, count: columns.count)
            try workbook?.append(zip(columns, texts).map { SpreadsheetCell($1, in: $0) })
        }
    }

    /// Appends the line that says that others follow on the next page; JSON says so in a member.
    mutating func appendCut(before cursor: String) throws {
        let text = "# còn nữa (more rows): cursor=\(cursor)"
        switch kind {
        case .csv: csv.append([text] + repeatElement("", count: max(0, columns.count - 1)))
        case .workbook: try workbook?.append([.text(text)])
        case .json: break
        case .lines:
            json.beginObject()
            json.member("cut", true)
            json.member("next_cursor", cursor)
            json.endObject()
            json.newline()
        }
    }

    /// The number of bytes that `take` would return.
    var count: Int { head.count + csv.count + json.bytes.count }

    /// The bytes since the last call.
    mutating func take() -> [UInt8] {
        if kind == .csv { return csv.take() }
        defer { head = [] }
        let bytes = json.take()
        return head.isEmpty ? bytes : head + bytes
    }

    /// The last bytes; nothing can be appended afterwards.
    ///
    /// - Throws: `SpreadsheetError.unwritten`.
    mutating func finish() throws -> [UInt8] {
        if let workbook { return try workbook.finish() }
        guard kind == .json else { return take() }
        json.endArray()
        return take() + "}".utf8
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
