import Domain
import JSON
import Store

/// What an import did with each row of a table.
struct ImportView: Output {
    let kind: String
    let rowsCount: Int
    let recordedCount: Int
    let standing: [StandingRowView]
    let receipts: [ReceiptRangeView]
    let padded: [PaddedCodeView]

    func write(to fields: inout some FieldWriter) {
        fields.member("kind", kind)
        fields.count("rows", Int64(rowsCount))
        fields.count("recorded", Int64(recordedCount))
        fields.count("standing", Int64(standing.count))
        fields.list("skipped", standing)
        fields.list("receipts", receipts)
        fields.list("padded", padded)
    }

    static var sample: ImportView {
        ImportView(
            kind: "households", rowsCount: 1, recordedCount: 0, standing: [.sample], receipts: [.sample],
            padded: [.sample])
    }
}

extension ImportView {
    init(kind: String, table: CSVTable, result: ImportResult, in language: Language) {
        self.kind = kind
        rowsCount = table.rows.count
        recordedCount = result.recordedCount
        standing = result.standing.map { StandingRowView(line: $0.line, known: $0.known?[language]) }
        receipts = result.receipts.values.map(ReceiptRangeView.init(range:))
            .sorted { left, right in
                guard left.owner == right.owner else { return left.owner.sortsBefore(right.owner) }
                return (left.book, left.year) < (right.book, right.year)
            }
        padded = table.paddedCodes.map { PaddedCodeView(code: $0) }
    }
}

/// A row that was stored before, and is skipped.
struct StandingRowView: Described {
    let line: Int
    /// What it stands for, in the language of the request that stored the table; nil when the row says it all.
    let known: String?

    func write(to fields: inout some FieldWriter) {
        fields.count("line", Int64(line))
        fields.member("standing_as", known)
    }

    static var sample: StandingRowView { StandingRowView(line: 2, known: nil) }
}

/// The numbers that an import took from one series of receipts.
struct ReceiptRangeView: Described {
    let owner: FundOwner
    let book: String
    let year: Int
    let first: String
    let last: String

    func write(to fields: inout some FieldWriter) {
        fields.member(owner)
        fields.member("book", book)
        fields.count("year", Int64(year))
        fields.member("first_number", first)
        fields.member("last_number", last)
    }

    static var sample: ReceiptRangeView {
        ReceiptRangeView(
            owner: .hamlet(Identifier(1)), book: "1", year: 2026, first: "PT-2026-0001", last: "PT-2026-0001")
    }
}

extension ReceiptRangeView {
    init(range: ReceiptRange) {
        let series = range.first.series
        self.init(
            owner: series.owner, book: series.book, year: series.year, first: range.first.printedNumber,
            last: range.last.printedNumber)
    }
}

/// A code that was a number in a workbook, and what it is taken for.
struct PaddedCodeView: Described {
    let code: PaddedCode

    func write(to fields: inout some FieldWriter) {
        fields.count("line", Int64(code.line))
        fields.member("column", code.column)
        fields.member("cell", code.cell)
        fields.member("code", code.code)
    }

    static var sample: PaddedCodeView {
        PaddedCodeView(code: PaddedCode(line: 2, column: "commune", cell: "7", code: "00007"))
    }
}
