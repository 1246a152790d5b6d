/// Writes the rows of a sheet as XML.
///
/// - Source: ECMA-376 part 1 §18.3.1.73 (row), §18.3.1.4 (c), §18.3.1.53 (is).
struct SheetXML {
    /// Rows that were not taken.
    private(set) var bytes: [UInt8] = []
    /// `A`, `B`, … of each column.
    private let letters: [[UInt8]]
    /// ` s="n"` of each kind, in the order of all kinds.
    private let styles: [[UInt8]]

    /// - Parameters:
    ///   - columnsCount: the number of columns.
    ///   - styles: the index of the style of each kind, in the order of all kinds.
    init(columnsCount: Int, styles: [Int]) {
        self.styles = styles.map { Array(" s=\"\($0)\"".utf8) }
        letters = (0..<columnsCount).map { SheetXML.letters(of: $0) }
    }

    /// The name of a column: A to Z, then AA, AB and so on.
    private static func letters(of index: Int) -> [UInt8] {
        var (letters, rest) = ([UInt8](), index + 1)
        while rest > 0 {
            letters.insert(0x41 + UInt8((rest - 1) % 26), at: 0)
            rest = (rest - 1) / 26
        }
        return letters
    }

    /// Appends a row; `line` counts from 1.
    mutating func append(_ row: [SpreadsheetCell], line: Int) {
        let digits = Array(String(line).utf8)
        append("<row r=\"")
        bytes += digits
        append("\">")
        for (index, cell) in row.enumerated() { append(cell, index, digits) }
        append("</row>")
    }

    /// Empties `bytes` but keeps their capacity.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    private mutating func append(_ cell: SpreadsheetCell, _ column: Int, _ line: [UInt8]) {
        switch cell {
        case .empty: return
        case .text(let text): append(text: text, column, line)
        case .number(let number): append(number: number, .number, column, line)
        case .dong(let number): append(number: number, .dong, column, line)
        case .date(let year, let month, let day):
            // Excel counts days from 1900, and that year as a leap year.
            if (1901...9999).contains(year) {
                append(number: serialDay(year, month, day), .date, column, line)
            } else {
                append(text: isoDate(year, month, day), column, line)
            }
        }
    }

    private mutating func begin(_ kind: SpreadsheetColumn.Kind, _ column: Int, _ line: [UInt8]) {
        append("<c r=\"")
        bytes += letters[column]
        bytes += line
        bytes.append(UInt8(ascii: "\""))
        bytes += styles[kind.index]
    }

    private mutating func append(
        number: Int64, _ kind: SpreadsheetColumn.Kind, _ column: Int, _ line: [UInt8]
    ) {
        guard number.magnitude <= SpreadsheetCell.numberMax.magnitude else {
            return append(text: String(number), column, line)
        }
        begin(kind, column, line)
        append("><v>")
        bytes += String(number).utf8
        append("</v></c>")
    }

    private mutating func append(text: String, _ column: Int, _ line: [UInt8]) {
        begin(.text, column, line)
        append(" t=\"inlineStr\"><is><t")
        let text = text.asCellText.utf8
        if text.first?.isXMLSpace == true || text.last?.isXMLSpace == true {
            append(" xml:space=\"preserve\"")
        }
        bytes.append(UInt8(ascii: ">"))
        if text.allSatisfy(\.isPlain) { bytes += text } else { for byte in text { append(escaped: byte) } }
        append("</t></is></c>")
    }

    /// - Source: XML 1.0 §2.4; ECMA-376 part 1 §22.9.2.19 for what XML cannot hold or would change.
    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): append("&amp;")
        case UInt8(ascii: "<"): append("&lt;")
        case UInt8(ascii: ">"): append("&gt;")
        case 0x09, 0x0A: bytes.append(byte)
        case ..<0x20:
            let digits = String(byte, radix: 16, uppercase: true)
            append("_x00")
            if digits.utf8.count == 1 { append("0") }
            bytes += digits.utf8
            append("_")
        default: bytes.append(byte)
        }
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}

extension SpreadsheetColumn.Kind {
    /// Its place among all kinds.
    fileprivate var index: Int {
        switch self {
        case .text: 0
        case .number: 1
        case .dong: 2
        case .date: 3
        }
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    /// Whether it stands for itself in XML.
    fileprivate var isPlain: Bool {
        self >= 0x20 && self != UInt8(ascii: "&") && self != UInt8(ascii: "<") && self != UInt8(ascii: ">")
    }
}

/// The number of a day from 1901 on: 367 for 1901-01-01.
///
/// - Source: ECMA-376 part 1 §18.17.4.1; Howard Hinnant, chrono-Compatible Low-Level Date Algorithms (civil).
private func serialDay(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    // 719,468 days from 0000-03-01 to 1970-01-01, which is day 25,569.
    return Int64(era * 146_097 + dayOfEra - 719_468 + 25_569)
}
