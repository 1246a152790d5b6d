/// A CSV file as rows of cells, read byte by byte.
///
/// - Fields are separated by commas, semicolons (Excel in Vietnamese) or tabs: the one that is most frequent in the
///   first line that is not empty.
/// - CRLF, LF and CR end a line. Lines without text in any cell are skipped, but counted.
/// - A cell is quoted as a whole or not at all. Anything else is an error: a guess could move cells.
/// - Source: RFC 4180 §2. Bytes, not `Character`: a quote before a combining mark is still a quote.
package struct CSVReader {
    /// What a file may have at most.
    package struct Limits: Sendable {
        /// A table of 10 million contributions has about 700 MB.
        package var bytesMax = 1 << 30
        package var cellsMax = 100
        /// As Excel has it, for letters.
        package var cellBytesMax = 32_767

        package init() {}
    }

    /// One row and the line on which it starts, from 1.
    package struct Record: Hashable, Sendable {
        package let line: Int
        package let cells: [String]

        package init(line: Int, cells: [String]) {
            self.line = line
            self.cells = cells
        }

        /// The same row with other cells.
        package func mappingCells(_ map: (String) -> String) -> Record {
            Record(line: line, cells: cells.map(map))
        }

        package func droppingLastCell() -> Record { Record(line: line, cells: Array(cells.dropLast())) }
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var separator = UInt8(ascii: ",")
    private var place = 0
    private var line = 1
    /// The first byte of the current line.
    private var lineStart = 0

    /// The rows of a UTF-8 file, with or without a byte order mark.
    ///
    /// - Throws: `CSVError` with the line and column.
    package static func records(
        in bytes: [UInt8], limits: Limits = Limits()
    ) throws(CSVError) -> [Record] {
        guard bytes.count <= limits.bytesMax else {
            throw CSVError(.fileTooLong(bytesMax: limits.bytesMax), line: 1, column: 1)
        }
        var reader = CSVReader(bytes, limits: limits)
        try reader.checkEncoding()
        var records: [Record] = []
        while let record = try reader.next() {
            if record.cells.contains(where: { !$0.cleaned.isEmpty }) { records.append(record) }
        }
        return records
    }

    /// The number of rows of a file, the header included, without decoding any; exact up to the first fault of a file that
    /// is no CSV.
    ///
    /// Lines of separators, blanks and quotes are no rows.
    package static func rowsCount(in bytes: [UInt8]) -> Int {
        let reader = CSVReader(bytes, limits: Limits())
        var (count, isQuoted, hasText) = (0, false, false)
        for byte in bytes[reader.place...] {
            if byte == quote {
                isQuoted.toggle()
            } else if byte.isLineEnd {
                if !isQuoted, hasText { (count, hasText) = (count + 1, false) }
            } else if byte != reader.separator, !byte.isBlank {
                hasText = true
            }
        }
        return hasText ? count + 1 : count
    }

    private init(_ bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
        if bytes.starts(with: String.byteOrderMark.utf8) { place = String.byteOrderMark.utf8.count }
        lineStart = place
        separator = CSVReader.separator(of: bytes[place...])
    }

    private mutating func checkEncoding() throws(CSVError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let before = bytes[..<error.byteOffsets.lowerBound]
            throw CSVError(
                .notUTF8, line: before.linesCount, column: before.columnsCount(from: before.lineStart))
        }
    }

    /// The next row, or nil at the end.
    private mutating func next() throws(CSVError) -> Record? {
        passBlankLines()
        guard place < bytes.count else { return nil }
        let first = line
        var cells: [String] = []
        while true {
            guard cells.count < limits.cellsMax else { throw error(.tooManyCells(max: limits.cellsMax)) }
            cells.append(try cell())
            guard place < bytes.count else { return Record(line: first, cells: cells) }
            let isEnd = bytes[place] != separator
            if isEnd { passLineEnd() } else { place += 1 }
            if isEnd { return Record(line: first, cells: cells) }
        }
    }

    /// Passes the lines of separators and blanks that start here: a file may end with a million of them.
    private mutating func passBlankLines() {
        while true {
            var end = place
            while end < bytes.count, bytes[end] == separator || bytes[end].isBlank { end += 1 }
            guard end == bytes.count || bytes[end].isLineEnd else { return }
            place = end
            guard end < bytes.count else { return }
            passLineEnd()
        }
    }

    /// The cell that starts here, up to the separator or the end of the line.
    private mutating func cell() throws(CSVError) -> String {
        guard place < bytes.count, bytes[place] == quote else { return try plainCell() }
        let opening = error(.quoteUnclosed)
        place += 1
        var text: [UInt8] = []
        while true {
            guard place < bytes.count else { throw opening }
            let byte = bytes[place]
            if byte == quote {
                place += 1
                guard place < bytes.count, bytes[place] == quote else { break }
                text.append(quote)
                place += 1
            } else if byte.isLineEnd {
                let start = place
                passLineEnd()
                text += bytes[start..<place]
            } else {
                text.append(byte)
                place += 1
            }
            guard text.count <= limits.cellBytesMax else { throw tooLong }
        }
        guard place == bytes.count || bytes[place] == separator || bytes[place].isLineEnd else {
            throw error(.quoteMisplaced)
        }
        return try checked(String(decoding: text, as: UTF8.self))
    }

    /// Before anything compares or normalises the cell: see `hasTooManyMarks`.
    private func checked(_ cell: String) throws(CSVError) -> String {
        guard !cell.hasTooManyMarks else { throw error(.tooManyMarks) }
        return cell
    }

    private mutating func plainCell() throws(CSVError) -> String {
        let start = place
        while place < bytes.count, bytes[place] != separator, !bytes[place].isLineEnd {
            guard bytes[place] != quote else { throw error(.quoteMisplaced) }
            place += 1
        }
        guard place - start <= limits.cellBytesMax else { throw tooLong }
        return try checked(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func passLineEnd() {
        let isPair = bytes[place] == carriageReturn && place + 1 < bytes.count && bytes[place + 1] == lineFeed
        place += isPair ? 2 : 1
        line += 1
        lineStart = place
    }

    private var tooLong: CSVError { error(.cellTooLong(bytesMax: limits.cellBytesMax)) }

    private func error(_ fault: CSVError.Fault) -> CSVError {
        CSVError(fault, line: line, column: bytes[..<place].columnsCount(from: lineStart))
    }

    /// The most frequent of comma, semicolon and tab in the first line with text; the comma when they are equal.
    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
        let header = bytes.drop { $0.isLineEnd }.prefix { !$0.isLineEnd }
        return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
            .map { separator in (separator, header.count { $0 == separator }) }
            .reduce((UInt8(ascii: ","), 0)) { $1.1 > $0.1 ? $1 : $0 }.0
    }
}

/// A file that is no CSV, and where.
package struct CSVError: Error, Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        case notUTF8
        /// A quote within an unquoted cell, or text after the closing quote.
        case quoteMisplaced
        case quoteUnclosed
        case fileTooLong(bytesMax: Int)
        case tooManyCells(max: Int)
        case cellTooLong(bytesMax: Int)
        /// More combining marks in a row than any letter has.
        case tooManyMarks
    }

    package let fault: Fault
    package let line: Int
    /// The scalar within the line, from 1.
    package let column: Int

    init(_ fault: Fault, line: Int, column: Int) {
        self.fault = fault
        self.line = line
        self.column = column
    }
}

private let quote = UInt8(ascii: "\"")
private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")

extension UInt8 {
    fileprivate var isLineEnd: Bool { self == lineFeed || self == carriageReturn }
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension ArraySlice<UInt8> {
    /// The number of the line that follows these bytes.
    var linesCount: Int {
        1
            + indices.count { index in
                self[index] == lineFeed
                    || self[index] == carriageReturn && (index + 1 == endIndex || self[index + 1] != lineFeed)
            }
    }

    /// The first byte of the line that follows these bytes.
    fileprivate var lineStart: Int { (lastIndex { $0.isLineEnd } ?? startIndex - 1) + 1 }

    /// The column after these bytes: one more than the scalars since `start`.
    fileprivate func columnsCount(from start: Int) -> Int { 1 + self[start...].count { $0 & 0xC0 != 0x80 } }
}
