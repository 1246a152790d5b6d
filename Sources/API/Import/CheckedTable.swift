import Domain
import HTTP
import Text

/// A table as it came, with what was found about each row, for whoever corrects it in a spreadsheet.
struct CheckedTable: Hashable, Sendable {
    private let table: CSVTable
    private var remarks: [Int: Sentence] = [:]

    /// A table that could be recorded: the rows that stood before say as what.
    init(_ table: CSVTable, _ result: ImportResult) {
        self.table = table
        for row in result.standing {
            remarks[row.line] = Sentence(
                vi: ["đã có", row.known?.vi].compactMap { $0 }.joined(separator: ", "),
                en: ["already recorded", row.known?.en].compactMap { $0 }.joined(separator: ", "))
        }
    }

    /// A table with invalid rows: each says what is wrong.
    init(_ refused: RefusedRows) {
        table = refused.table
        for row in refused.rows {
            remarks[row.line] = Sentence(
                vi: row.problem.lines(in: .vietnamese).joined(separator: "; "),
                en: row.problem.lines(in: .english).joined(separator: "; "))
        }
    }

    /// The rows with a last column of remarks, which an import of the corrected table ignores.
    ///
    /// Its name is that of the row errors, also when there are none.
    func csv(in language: Language) -> [UInt8] {
        var writer = CSVWriter(hasByteOrderMark: table.hasByteOrderMark)
        writer.append(table.header + [CSVTable.remarkColumns[language]])
        for row in table.rows {
            writer.append(row.values.map(\.text) + [remarks[row.line]?[language] ?? ""])
        }
        return writer.take()
    }
}

extension Problem {
    /// The maximum number of errors of rows in a response; the table as CSV shows all.
    static let rowErrorsMax = 100

    /// A table with invalid rows: 422, with each error by line and column, such as `/rows/3/hamlet`.
    init(_ refused: RefusedRows) {
        var errors: [FieldError] = []
        for row in refused.rows where errors.count < Problem.rowErrorsMax {
            errors += row.problem.errors(ofLine: row.line)
        }
        let codes = Set(errors.map(\.code))
        let shared = codes.count == 1 ? codes.first : nil
        let count = refused.count
        self.init(
            shared.flatMap { $0.status == 422 ? $0 : nil } ?? .inputInvalid,
            detail: Sentence(
                vi: "Chưa ghi gì: hãy sửa \(count) dòng sai rồi gửi lại.",
                en: "Nothing was stored: correct \(count) invalid rows and send the table again."),
            errors: Array(errors.prefix(Problem.rowErrorsMax)))
    }

    /// The errors of a row, each with its place in the table.
    private func errors(ofLine line: Int) -> [FieldError] {
        guard !errors.isEmpty else {
            return [FieldError("/rows/\(line)", code, detail ?? code.title)]
        }
        return errors.map { error in
            switch error.place {
            case .pointer(let pointer): FieldError("/rows/\(line)" + pointer, error.code, error.detail)
            case .parameter(let name): FieldError("/rows/\(line)/" + name, error.code, error.detail)
            }
        }
    }
}
