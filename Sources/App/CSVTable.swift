import API
import Foundation
import Text

/// A CSV file as rows of named texts.
///
/// - Source: RFC 4180; read by `CSVReader`.
struct CSVTable: Sendable {
    /// The rows after the header, each with the line on which it starts, from 1.
    let rows: [RowImport.Row]
    /// The SHA-256 of all cells, including the header.
    let digest: [UInt8]

    /// Reads the file at `path`, which must have the required columns and no unknown ones.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - columns: the columns that it may have.
    ///   - showsConversion: whether the refusal of a file in another encoding shows its first lines in UTF-8.
    /// - Throws: `Failure` when the file cannot be read, is not UTF-8, or has wrong columns.
    init(path: String, columns: [InputField], showsConversion: Bool = false) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
        try self.init(bytes: Array(data), columns: columns, showsConversion: showsConversion)
    }

    init(bytes: [UInt8], columns: [InputField], showsConversion: Bool = false) throws {
        if let legacy = LegacyText(in: bytes) {
            throw Failure(legacy: legacy, showsConversion: showsConversion)
        }
        let lines = try CSVTable.split(bytes)
        if let legacy = LegacyText(in: lines.map { (line: $0.line, texts: $0.cells) }) {
            throw Failure(legacy: legacy, showsConversion: showsConversion)
        }
        try CSVTable.checkLetters(of: lines)
        digest = RowImport.digest(of: lines.lazy.map(\.cells))
        let header = lines.first?.cells ?? []
        try CSVTable.check(header, onLine: lines.first?.line ?? 1, against: columns)
        rows = try lines.dropFirst()
            .map { record in
                guard record.cells.count == header.count else {
                    throw Failure(
                        .data,
                        "dòng \(record.line): có \(record.cells.count) ô, cần \(header.count) ô như dòng đầu. Chưa ghi gì."
                    )
                }
                return RowImport.Row(line: record.line, columns: header, cells: record.cells)
            }
    }

    /// The rows with their cells as `danvan export` had them before it guarded formulas.
    private static func split(_ bytes: [UInt8]) throws -> [CSVReader.Record] {
        var long = LongTexts()
        do {
            return try CSVReader.records(in: bytes).map { $0.mappingCells { long.shared($0.unguardedCell) } }
        } catch {
            throw Failure(
                .data, "dòng \(error.line), ký tự thứ \(error.column): \(error.sentence). Chưa ghi gì.")
        }
    }

    /// Refuses U+FFFD, which stands where a program could not read a letter.
    private static func checkLetters(of lines: [CSVReader.Record]) throws {
        for line in lines where line.cells.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) {
            throw Failure(
                .data,
                "dòng \(line.line): có chữ bị mất khi chuyển bảng mã (\u{FFFD}); hãy lấy lại từ tệp gốc. Chưa ghi gì."
            )
        }
    }

    private static func check(
        _ header: [String], onLine line: Int, against columns: [InputField]
    ) throws {
        let known = columns.map(\.name)
        let list = known.joined(separator: ",")
        for column in header where !known.contains(column) {
            throw Failure(
                .data, "dòng \(line): cột '\(column.displayed)' không dùng được; các cột là \(list).")
        }
        guard Set(header).count == header.count else {
            throw Failure(.data, "dòng \(line): có cột bị lặp lại.")
        }
        for column in columns where column.isRequired && !header.contains(column.name) {
            throw Failure(.data, "dòng \(line): thiếu cột '\(column.name)'; các cột là \(list).")
        }
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

extension CSVError {
    fileprivate var sentence: String {
        switch fault {
        case .notUTF8: "không phải UTF-8"
        case .quoteMisplaced: "dấu nháy kép sai chỗ"
        case .quoteUnclosed: "dấu nháy kép không đóng"
        case .fileTooLong(let max): "tệp dài quá \(max) byte"
        case .tooManyCells(let max): "có quá \(max) ô"
        case .cellTooLong(let max): "ô dài quá \(max) byte"
        }
    }
}

extension Failure {
    /// A file in another encoding, with what to do, and its first lines in UTF-8 when they are asked for.
    fileprivate init(legacy: LegacyText, showsConversion: Bool) {
        guard let encoding = legacy.encoding else {
            self.init(
                .data, "dòng \(legacy.line): không phải UTF-8; hãy lưu lại dạng CSV UTF-8. Chưa ghi gì.")
            return
        }
        let sentence =
            "dòng \(legacy.line): chữ theo bảng mã \(encoding.name); hãy chuyển sang UTF-8. Chưa ghi gì."
        let offer =
            showsConversion
            ? ["Nếu chuyển sang UTF-8, từ dòng đó là:"] + legacy.convertedLines.map { "  " + $0.displayed }
            : ["Thêm --dry-run để xem thử bản chuyển."]
        self.init(.data, [sentence] + offer)
    }
}
