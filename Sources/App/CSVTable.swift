import API
import Foundation
import SwiftCSV

/// A CSV file as rows of named texts.
///
/// - Source: RFC 4180; read by SwiftCSV.
struct CSVTable: Sendable {
    struct Row: Sendable {
        /// The line of the file on which the row begins, from 1.
        let line: Int
        let values: [(column: String, text: String)]
    }

    let rows: [Row]

    /// Reads the file at `path`, which must have the required ones of `columns` and no others.
    ///
    /// - Throws: `Failure` when the file cannot be read, is not UTF-8, or its columns are wrong.
    init(path: String, columns: [InputField]) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
        guard var text = String(data: data, encoding: .utf8) else {
            throw Failure(.data, "Tệp \(path) không phải UTF-8; hãy lưu lại dạng CSV UTF-8.")
        }
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        try self.init(text: text, name: path, columns: columns)
    }

    init(text: String, name: String, columns: [InputField]) throws {
        let csv: EnumeratedCSV
        do {
            csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
        } catch {
            throw Failure(.data, "Tệp \(name) không đúng dạng CSV: \(error).")
        }
        let header = csv.header
        try CSVTable.check(header, of: name, against: columns)
        var rows: [Row] = []
        rows.reserveCapacity(csv.rows.count)
        var line = 1 + CSVTable.linesCount(of: header)
        for fields in csv.rows {
            defer { line += CSVTable.linesCount(of: fields) }
            if fields.count == 1, fields[0].isEmpty { continue }
            guard fields.count == header.count else {
                throw Failure(
                    .data,
                    "dòng \(line): có \(fields.count) ô, cần \(header.count) ô như dòng đầu. Chưa ghi gì.")
            }
            rows.append(Row(line: line, values: zip(header, fields).map { (column: $0, text: $1) }))
        }
        self.rows = rows
    }

    private static func check(_ header: [String], of name: String, against columns: [InputField]) throws {
        let known = columns.map(\.name)
        let list = known.joined(separator: ",")
        for column in header where !known.contains(column) {
            throw Failure(.data, "dòng 1: cột '\(column)' không dùng được; các cột là \(list).")
        }
        guard Set(header).count == header.count else { throw Failure(.data, "dòng 1: có cột bị lặp lại.") }
        for column in columns where column.isRequired && !header.contains(column.name) {
            throw Failure(.data, "dòng 1: thiếu cột '\(column.name)'; các cột là \(list).")
        }
    }

    /// Lines that a row takes: one more for each line end within a quoted field.
    private static func linesCount(of fields: [String]) -> Int {
        1 + fields.reduce(0) { sum, field in sum + field.count { $0.isNewline } }
    }
}
