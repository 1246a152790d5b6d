import API
import Foundation
import SwiftCSV

/// A CSV file as rows of named texts.
///
/// - Source: RFC 4180; parsed by SwiftCSV.
struct CSVTable: Sendable {
    /// The rows after the header, each with the line on which it starts, from 1.
    let rows: [RowImport.Row]
    /// The SHA-256 of all cells, including the header.
    let digest: [UInt8]

    /// Reads the file at `path`, which must have the required columns and no unknown ones.
    ///
    /// - Throws: `Failure` when the file cannot be read, is not UTF-8, or has wrong columns.
    init(path: String, columns: [InputField]) throws {
        try self.init(text: CSVTable.text(at: path), columns: columns)
    }

    /// The text of the file without a byte order mark.
    private static func text(at path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
        guard var text = String(data: data, encoding: .utf8) else {
            throw Failure(.data, "Tệp \(path) không phải UTF-8; hãy lưu lại dạng CSV UTF-8.")
        }
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        return text
    }

    init(text: consuming String, columns: [InputField]) throws {
        let lines = try CSVTable.split(text)
        digest = RowImport.digest(of: lines.lazy.map(\.fields))
        let header = lines.first?.fields ?? []
        try CSVTable.check(header, onLine: lines.first?.line ?? 1, against: columns)
        rows = try lines.dropFirst()
            .map { line, fields in
                guard fields.count == header.count else {
                    throw Failure(
                        .data,
                        "dòng \(line): có \(fields.count) ô, cần \(header.count) ô như dòng đầu. Chưa ghi gì."
                    )
                }
                return RowImport.Row(line: line, columns: header, cells: fields)
            }
    }

    /// The cells of each row, with the line on which the row starts.
    ///
    /// Empty lines are skipped. SwiftCSV's own list of rows is not used, because it pads all rows to the length of
    /// the
    /// longest.
    private static func split(_ text: consuming String) throws -> [(line: Int, fields: [String])] {
        var rows: [(line: Int, fields: [String])] = []
        var long = LongTexts()
        var line = 1
        // Quotes come in pairs: an unpaired one would extend its row to the end of the file.
        let arePaired = text.utf8.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
        // With a trailing newline, the parser also returns the last cell of the last row when it is empty.
        text.append("\n")
        do {
            let csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false, rowLimit: 0)
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
                if fields != [""] { rows.append((line, fields.map { long.shared($0) })) }
                line += CSVTable.linesCount(of: fields)
            }
        } catch {
            throw quoteError(onLine: line)
        }
        guard arePaired else { throw quoteError(onLine: rows.last?.line ?? 1) }
        return rows
    }

    private static func quoteError(onLine line: Int) -> Failure {
        Failure(.data, "dòng \(line): dấu nháy kép sai chỗ hoặc không đóng. Chưa ghi gì.")
    }

    private static func check(
        _ header: [String], onLine line: Int, against columns: [InputField]
    ) throws {
        let known = columns.map(\.name)
        let list = known.joined(separator: ",")
        if header.count == 1, header[0].contains(";") {
            throw Failure(.data, "dòng \(line): các cột cách nhau bằng dấu ';'; hãy lưu lại với dấu phẩy.")
        }
        for column in header where !known.contains(column) {
            throw Failure(.data, "dòng \(line): cột '\(column)' không dùng được; các cột là \(list).")
        }
        guard Set(header).count == header.count else {
            throw Failure(.data, "dòng \(line): có cột bị lặp lại.")
        }
        for column in columns where column.isRequired && !header.contains(column.name) {
            throw Failure(.data, "dòng \(line): thiếu cột '\(column.name)'; các cột là \(list).")
        }
    }

    /// The number of lines of a row: one, plus one for each newline inside a quoted field.
    private static func linesCount(of fields: [String]) -> Int {
        1 + fields.reduce(0) { sum, field in sum + field.count { $0.isNewline } }
    }
}

/// Shares the storage of repeated long texts, because names recur often.
private struct LongTexts {
    private var cached: Set<String> = []

    /// The number of bytes a String stores inline.
    private static let inlineBytesMax = 15
    /// Far more than the expected number of names; beyond it, the texts vary too much for sharing to pay off.
    private static let cachedMax = 100_000

    mutating func shared(_ text: String) -> String {
        guard text.utf8.count > LongTexts.inlineBytesMax else { return text }
        if let index = cached.firstIndex(of: text) { return cached[index] }
        if cached.count < LongTexts.cachedMax { cached.insert(text) }
        return text
    }
}
