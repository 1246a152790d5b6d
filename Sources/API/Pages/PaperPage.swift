import Domain
import Text

/// A book, statement or minutes as it is printed: head, title, one table, what stands below it, signatures.
struct PaperPage: Sendable {
    /// A column of the table.
    struct Column: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            /// Takes the room that the others leave.
            case text
            /// A text of a few words.
            case short
            case date
            /// The number of a voucher.
            case code
            /// An amount or a count.
            case number
        }

        let title: String
        let kind: Kind
        /// The letter or number of the column in its form; none in a paper without.
        let label: String

        init(_ title: String, _ kind: Kind, _ label: String = "") {
            self.title = title
            self.kind = kind
            self.label = label
        }
    }

    /// A row of the table.
    struct Row: Hashable, Sendable {
        /// One for each column.
        var cells: [String]
        /// Balances, totals and headings.
        var isStrong = false

        init(_ cells: [String], isStrong: Bool = false) {
            self.cells = cells
            self.isStrong = isStrong
        }

        /// A balance, total or heading: `text` in one column, and values in others.
        static func strong(_ columnsCount: Int, _ values: [Int: String]) -> Row {
            Row((0..<columnsCount).map { values[$0] ?? "" }, isStrong: true)
        }
    }

    let head: PaperHead
    let title: String
    /// Centred lines below the title.
    let subtitles: [String]
    var isLandscape = false
    /// Across the page, such as that the paper no longer counts.
    var stamp: String?
    /// Paragraphs above the table.
    var before: [String] = []
    let columns: [Column]
    var rows: [Row]
    /// Paragraphs below the table.
    var after: [String] = []
    /// The pages of a book are counted, and it says when it was opened.
    var isBook = false
    /// Nobody signs what everyone may print.
    var signers: [VoucherForm.Signer] = []
    /// Persons who are known, each to sign under `title`.
    var people: (signer: VoucherForm.Signer, names: [String])?

    /// Amounts stand without their sign in columns, which say the unit above.
    static let unit = "Đơn vị tính: đồng"
    /// The place of a name that is written by hand.
    static let blank = "……………………………"
    /// The total and the balance.
    private static let rowsOfEnd = 2

    /// The closing balance in words, of which no form has words below zero.
    static func closing(_ balance: Dong) -> [String] {
        balance < .zero ? [] : ["Số dư cuối kỳ bằng chữ: \(balance.inWords)."]
    }

    func page() -> HTMLPage {
        var page = HTMLPage(title: title, on: isLandscape ? .landscapeBook : .portraitBook)
        page.body.element("section", .style("paper")) { section in
            head.write(to: &section)
            section.element("h1", text: title.uppercased())
            for line in subtitles { section.element("p", .style("sub"), text: line) }
            for line in before { section.element("p", text: line) }
            table(to: &section)
            if let stamp { section.element("div", .style("stamp"), text: stamp) }
        }
        page.body.literal("\n")
        return page
    }

    private func table(to html: inout HTMLWriter) {
        html.element("table") { table in
            table.literal("\n")
            for column in columns { table.empty("col", .style(column.kind.width)) }
            table.element("thead") { head in
                head.element("tr") { row in
                    for column in columns { row.element("th", text: column.title) }
                }
                if columns.contains(where: { !$0.label.isEmpty }) {
                    head.element("tr", .style("labels")) { row in
                        for column in columns { row.element("th", text: column.label) }
                    }
                }
            }
            table.literal("\n")
            table.element("tbody") { body in
                for row in rows.dropLast(PaperPage.rowsOfEnd) { write(row, to: &body) }
            }
            // Nobody signs a sheet without the last lines of what is signed.
            table.element("tbody", .style("end")) { body in
                for row in rows.suffix(PaperPage.rowsOfEnd) { write(row, to: &body) }
                end(to: &body)
            }
        }
        html.literal("\n")
    }

    /// What stands below the lines: paragraphs and places for signatures, in one cell, so that they stay with them.
    private func end(to html: inout HTMLWriter) {
        html.element("tr", .style("end")) { row in
            row.element("td", HTMLWriter.Attribute("colspan", "\(columns.count)")) { cell in
                for line in after { cell.element("p", text: line) }
                if isBook {
                    cell.element(
                        "p",
                        text: "– Sổ này có ............ trang, đánh số từ trang 01 đến trang ............")
                    cell.element("p", text: "– Ngày mở sổ: ..............................")
                }
                signatures(to: &cell)
            }
        }
        html.literal("\n")
    }

    private func write(_ row: Row, to html: inout HTMLWriter) {
        html.element("tr", .style(row.isStrong ? "strong" : "line")) { line in
            for (column, cell) in zip(columns, row.cells) {
                line.element("td", .style(column.kind.style), text: cell)
            }
        }
        html.literal("\n")
    }

    private func signatures(to html: inout HTMLWriter) {
        guard !signers.isEmpty else { return }
        html.element(
            "p", .style("dated"), text: ".................., ngày ....... tháng ....... năm ............")
        html.signers(signers)
        if let people {
            html.signers(people.names.map { _ in people.signer }, names: people.names)
        }
    }
}

extension PaperPage.Column.Kind {
    fileprivate var style: StaticString {
        switch self {
        case .text, .short: "text"
        case .date: "date"
        case .code: "code"
        case .number: "number"
        }
    }

    fileprivate var width: StaticString {
        switch self {
        case .text: "wide"
        case .short: "short"
        case .date: "days"
        case .code: "codes"
        case .number: "amounts"
        }
    }
}

extension Dong {
    /// The amount in a column of amounts, with dots: `1.234.567`.
    var inColumn: String { String(formattedDong(amount).dropLast(2)) }

    /// The amount in words; empty below zero, which no form writes.
    var inWords: String { amountInWords(amount).map { $0 + " chẵn" } ?? "" }
}

extension LocalDate {
    /// As minutes write it: "ngày 03 tháng 11 năm 2026".
    var inSentence: String {
        "ngày \(day < 10 ? "0" : "")\(day) tháng \(month < 10 ? "0" : "")\(month) năm \(year)"
    }
}
