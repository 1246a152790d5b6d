/// A table as CSV, compared and escaped by bytes and scalars, never by `Character`.
///
/// A comma followed by a combining mark is one `Character`, so a search for the character "," would miss it.
///
/// - Source: RFC 4180 §2: CRLF ends a line, quotes are doubled.
package struct CSVWriter {
    private var bytes: [UInt8] = []
    private var isRowEmpty = true

    /// Begins a table.
    ///
    /// - Parameter hasByteOrderMark: whether U+FEFF precedes it, without which Excel does not recognise UTF-8.
    package init(hasByteOrderMark: Bool = false) {
        if hasByteOrderMark { bytes += String.byteOrderMark.utf8 }
    }

    /// The number of bytes that `take` would return.
    package var count: Int { bytes.count }

    /// Appends a row; a cell that a spreadsheet would compute is written as `guardedCell`.
    package mutating func append(_ cells: some Sequence<String>) {
        for cell in cells { append(cell: cell) }
        endRow()
    }

    /// Appends a cell to the row.
    package mutating func append(cell: String) {
        beginCell()
        append(cell.guardedCell.utf8)
    }

    /// Appends a number, which is no formula, to the row.
    package mutating func append(cell number: Int64) {
        beginCell()
        bytes += String(number).utf8
    }

    /// Ends the row.
    package mutating func endRow() {
        bytes.append(carriageReturn)
        bytes.append(lineFeed)
        isRowEmpty = true
    }

    private mutating func beginCell() {
        if !isRowEmpty { bytes.append(UInt8(ascii: ",")) }
        isRowEmpty = false
    }

    /// The rows written since the last call.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(_ cell: String.UTF8View) {
        guard cell.needsQuotes else {
            bytes += cell
            return
        }
        bytes.append(quote)
        for byte in cell {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}

private let quote = UInt8(ascii: "\"")
private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")

extension String {
    package static let byteOrderMark = "\u{FEFF}"

    /// The text as a cell that no spreadsheet computes: with an apostrophe before what would be a formula.
    ///
    /// Plain numbers such as -5 are left alone. `unguardedCell` is the inverse for every text.
    ///
    /// - Source: OWASP, CSV Injection. Spreadsheets ignore white space before a formula and read full-width signs.
    package var guardedCell: String {
        guard let first = utf8.first, !first.beginsPlainText else { return self }
        return isFormulaAfterApostrophes ? "'" + self : self
    }

    /// The text of a cell without the apostrophe of `guardedCell`.
    package var unguardedCell: String {
        guard utf8.first == UInt8(ascii: "'") else { return self }
        let rest = String(unicodeScalars.dropFirst())
        return rest.isFormulaAfterApostrophes ? rest : self
    }

    /// Whether a formula follows the leading apostrophes, so that one more or one less can be told apart.
    private var isFormulaAfterApostrophes: Bool {
        let text = unicodeScalars.drop { $0 == "'" }
        guard let first = text.first, first.mayBeginFormula else { return false }
        guard let sign = text.first(where: { !$0.isWhiteSpace || $0.isLineControl }) else { return false }
        return sign.isFormulaSign && !String(text).isPlainNumber
    }

    /// Whether this is a number with at most a minus sign and a decimal point.
    private var isPlainNumber: Bool {
        let digits = utf8.first == UInt8(ascii: "-") ? utf8.dropFirst() : utf8[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    }
}

extension UInt8 {
    /// Whether this is a digit or the first byte of a letter of most cells: ASCII, or U+00C0 to U+01BF.
    fileprivate var beginsPlainText: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC3, 0xC4, 0xC6: true
        default: false
        }
    }
}

extension String.UTF8View {
    /// Whether a reader could end the cell too early, or trim it.
    fileprivate var needsQuotes: Bool {
        if first == UInt8(ascii: " ") || last == UInt8(ascii: " ") { return true }
        return contains { byte in
            switch byte {
            case quote, carriageReturn, lineFeed, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"):
                true
            default: false
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether a text that begins with this needs a closer look: most do not.
    fileprivate var mayBeginFormula: Bool { isFormulaSign || isWhiteSpace }

    /// A tab or the end of a line, which spreadsheets skip and which are signs of their own here.
    fileprivate var isLineControl: Bool { (0x09...0x0D).contains(value) }

    /// One of = + - @, also in full width or small, or a control that spreadsheets skip before them.
    fileprivate var isFormulaSign: Bool {
        switch value {
        case 0x3D, 0x2B, 0x2D, 0x40, 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20: true
        case 0xFE62, 0xFE63, 0xFE66, 0xFE6B, 0x207A...0x207C, 0x208A...0x208C, 0x2212: true
        default: isLineControl
        }
    }
}
