/// A cell that was read.
package struct SheetCell: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case text
        /// A number: a code that was stored as one has lost its leading zeros.
        case number
        case date
        case boolean
        /// A value such as `#DIV/0!`.
        case error
    }

    /// As a person sees it; empty for a cell without a value.
    package let text: String
    package let kind: Kind

    package init(text: String, kind: Kind) {
        self.text = text
        self.kind = kind
    }

    static let empty = SheetCell(text: "", kind: .text)
}

/// A row with at least one text.
package struct SheetRow: Hashable, Sendable {
    /// Its number in the sheet, from 1.
    package let line: Int
    /// From column A to the last one with a text.
    package var cells: [SheetCell]
}

/// A range of cells such as `B2:D3`.
struct CellRange: Hashable {
    let rows: ClosedRange<Int>
    /// From 0.
    let columns: ClosedRange<Int>

    /// - Returns: nil when `text` is no range.
    init?(_ text: String) {
        let corners = text.split(separator: ":", omittingEmptySubsequences: false).map { CellRange.place($0) }
        guard (1...2).contains(corners.count), let first = corners.first ?? nil,
            let last = corners.last ?? nil,
            first.row <= last.row, first.column <= last.column
        else { return nil }
        (rows, columns) = (first.row...last.row, first.column...last.column)
    }

    /// The row, from 1, and the column, from 0, of a place such as `AB12`; nil when it is outside a sheet.
    static func place(_ text: some StringProtocol) -> (row: Int, column: Int)? {
        var (row, column, hasDigits) = (0, 0, false)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where !hasDigits:
                column = column * 26 + Int(byte) - 0x40
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                hasDigits = true
                row = row * 10 + Int(byte) - 0x30
            default: return nil
            }
            guard column <= 16_384, row <= 1_048_576 else { return nil }
        }
        return row > 0 && column > 0 ? (row, column - 1) : nil
    }

    /// A place as a person writes it, such as `AB12`.
    static func name(row: Int, column: Int) -> String {
        var (letters, rest) = ("", column + 1)
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return "\(letters)\(row)"
    }
}
