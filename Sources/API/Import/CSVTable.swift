import Domain
import Text

/// A CSV file, or a sheet of a workbook, as rows of named texts.
///
/// - Source: RFC 4180; read by `CSVReader`.
package struct CSVTable: Hashable, Sendable {
    package let header: [String]
    /// The rows after the header, each with the line on which it starts, from 1.
    package let rows: [RowImport.Row]
    /// The SHA-256 of all cells, including the header.
    package let digest: [UInt8]
    /// Whether the file begins with U+FEFF, as Excel writes it; true for a workbook.
    let hasByteOrderMark: Bool
    /// The codes that were numbers in a workbook, by line.
    package let paddedCodes: [PaddedCode]

    /// The names of a last column that the service adds to a table that it checked, and that is ignored when the table
    /// comes back.
    static let remarkColumns = Sentence(vi: "lỗi", en: "errors")

    /// Reads `bytes`, which must have the required columns and no unknown ones.
    ///
    /// - Throws: `TableError` when they are not UTF-8, are no CSV, or have wrong columns.
    package init(bytes: [UInt8], columns: [InputField]) throws(TableError) {
        if let legacy = LegacyText(in: bytes) { throw .anotherEncoding(legacy) }
        try self.init(
            lines: try CSVTable.split(bytes), columns: columns,
            hasByteOrderMark: bytes.starts(with: String.byteOrderMark.utf8), padded: [])
    }

    /// The table of `given` lines, of which the first is the header.
    init(
        lines given: [CSVReader.Record], columns: [InputField], hasByteOrderMark: Bool, padded: [PaddedCode]
    ) throws(TableError) {
        let lines = try CSVTable.checked(CSVTable.withoutRemarks(given))
        digest = RowImport.digest(of: lines.lazy.map(\.cells))
        self.hasByteOrderMark = hasByteOrderMark
        paddedCodes = padded
        header = lines.first?.cells ?? []
        try CSVTable.check(header, onLine: lines.first?.line ?? 1, against: columns)
        var rows: [RowImport.Row] = []
        rows.reserveCapacity(lines.count)
        for record in lines.dropFirst() {
            guard record.cells.count == header.count else {
                throw .cellsMismatch(record.cells.count, needed: header.count, onLine: record.line)
            }
            rows.append(RowImport.Row(line: record.line, columns: header, cells: record.cells))
        }
        self.rows = rows
    }

    /// The rows of a file in UTF-8 in which no letter was lost.
    ///
    /// - Throws: `TableError`.
    static func records(in bytes: [UInt8]) throws(TableError) -> [CSVReader.Record] {
        if let legacy = LegacyText(in: bytes) { throw .anotherEncoding(legacy) }
        return try checked(try split(bytes))
    }

    /// `lines` themselves, when they are in no legacy encoding and no letter was lost.
    static func checked(_ lines: [CSVReader.Record]) throws(TableError) -> [CSVReader.Record] {
        if let legacy = LegacyText(in: lines.map { (line: $0.line, texts: $0.cells) }) {
            throw .anotherEncoding(legacy)
        }
        for line in lines where line.cells.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) {
            throw .letterLost(onLine: line.line)
        }
        return lines
    }

    /// The rows with their cells as `danvan export` had them before it guarded formulas.
    private static func split(_ bytes: [UInt8]) throws(TableError) -> [CSVReader.Record] {
        var long = LongTexts()
        do throws(CSVError) {
            return try CSVReader.records(in: bytes).map { $0.mappingCells { long.shared($0.unguardedCell) } }
        } catch {
            throw .malformed(error)
        }
    }

    /// The lines without the last column when it is the one that the service added.
    private static func withoutRemarks(_ lines: [CSVReader.Record]) -> [CSVReader.Record] {
        guard let header = lines.first?.cells, header.count > 1,
            let last = header.last?.cleaned, last == remarkColumns.vi || last == remarkColumns.en
        else { return lines }
        // A row with another number of cells is refused, by the number of the columns that are left.
        return lines.map { $0.cells.count == header.count ? $0.droppingLastCell() : $0 }
    }

    private static func check(
        _ header: [String], onLine line: Int, against columns: [InputField]
    ) throws(TableError) {
        let known = columns.map(\.name)
        for column in header where !known.contains(column) {
            throw .columnUnknown(column, known: known, onLine: line)
        }
        guard Set(header).count == header.count else { throw .columnRepeated(onLine: line) }
        for column in columns where !header.contains(column.name) {
            let isNamed = column.alternative.map { header.contains($0) } ?? !column.isRequired
            guard isNamed else { throw .columnMissing(column.name, known: known, onLine: line) }
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
