/// The value of a cell that is written.
package enum SpreadsheetCell: Hashable, Sendable {
    case empty
    /// A text, which no program takes for a formula, a number or a date, whatever it looks like.
    case text(String)
    /// A whole number, such as an id or a count.
    case number(Int64)
    /// An amount in đồng, shown with separators.
    case dong(Int64)
    /// A day, shown as `31/12/2026`.
    case date(year: Int, month: Int, day: Int)

    /// The largest number that Excel shows with all its digits: it keeps 15 of them.
    static let numberMax: Int64 = 999_999_999_999_999
}

/// A column that is written: the text of its header, and what its cells hold.
package struct SpreadsheetColumn: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        case text
        case number
        case dong
        case date

        /// In characters: a date or an amount that does not fit is shown as `#####`.
        var width: Double {
            switch self {
            case .text: 20
            case .number: 12
            case .dong: 18
            case .date: 12
            }
        }

        /// As Excel writes number formats; `@` is a text.
        var format: String {
            switch self {
            case .text: "@"
            case .number: "0"
            case .dong: "#,##0"
            case .date: "dd/mm/yyyy"
            }
        }
    }

    package let name: String
    package let kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
