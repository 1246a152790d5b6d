import Domain
import HTTP
import JSON
import Spreadsheet
import Store
import Text

let bankStatementEndpoints: [Endpoint] = [
    .statement(
        "/v1/imports/bank-statements", roles: bankOfficers,
        Sentence(
            vi: "Nhập sao kê ngân hàng từ tệp CSV hoặc .xlsx; cùng một tệp nhập hai lần không đổi gì",
            en: "Imports a bank statement as CSV or .xlsx; the same file again changes nothing."))
]

struct BankStatementInput: Input {
    let account: BankAccount.ID

    init(from decoder: inout RequestDecoder) { account = decoder.id("account", in: .query) }

    /// Statements of the account of a closed hamlet come after it.
    var target: Target? { Target(account, mayBeClosed: true) }
}

/// What an import did with the rows of a statement.
struct BankStatementView: Output {
    let account: BankAccount.ID
    let creditsCount: Int
    let debitsCount: Int
    let recordedCount: Int
    let matchedCount: Int
    /// Of the last entry of each month.
    let balances: [BankAccount.Statement]

    static var sample: BankStatementView {
        BankStatementView(
            account: Identifier(1), creditsCount: 2, debitsCount: 1, recordedCount: 2, matchedCount: 1,
            balances: [.sample])
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("account", account)
        fields.count("credits", Int64(creditsCount))
        // Money that went out is no credit, and is not stored.
        fields.count("debits", Int64(debitsCount))
        fields.count("recorded", Int64(recordedCount))
        fields.count("standing", Int64(creditsCount - recordedCount))
        fields.count("matched", Int64(matchedCount))
        // For the reconciliation of each month.
        fields.list("balances", balances.map { MonthBalanceView(value: $0) })
    }
}

/// The balance after the last entry of a month, with the day of that entry.
struct MonthBalanceView: ValueView {
    let value: BankAccount.Statement

    init(value: BankAccount.Statement) { self.value = value }

    func write(to fields: inout some FieldWriter) {
        fields.member("on", value.on)
        fields.member("balance", value.balance)
    }
}

extension BankAccount.Statement: Sampled {
    static var sample: BankAccount.Statement { BankAccount.Statement(on: .sample, balance: Dong(1_501_000)) }
}

func importBankStatement(
    _ statement: BankStatement, into id: BankAccount.ID, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankStatementView {
    let account = try tx.existing(id)
    var (recordedCount, matchedCount, errors) = (0, 0, [FieldError]())
    let days = try tx.creditDays(of: account)
    for entry in statement.credits {
        guard days.contains(entry.bookedOn) else {
            errors.append(FieldError("/rows/\(entry.line)/booked_on", outside: days))
            continue
        }
        let facts = BankCredit.Facts(
            amount: entry.amount, bookedOn: entry.bookedOn, reference: entry.reference, memo: entry.memo,
            payerName: entry.payerName, payerAccount: entry.payerAccount)
        do {
            let (credit, isNew) = try tx.recordBankCredit(
                facts, of: account, from: .statement, by: caller.user)
            if isNew {
                (recordedCount, matchedCount) = (
                    recordedCount + 1, matchedCount + (credit.code == nil ? 0 : 1)
                )
            }
        } catch Refusal.bank(let refusal) {
            errors += Problem(of: refusal).errors
                .map { FieldError("/rows/\(entry.line)/reference", $0.code, $0.detail) }
        }
    }
    guard errors.isEmpty else { throw Problem(statement: errors) }
    return BankStatementView(
        account: id, creditsCount: statement.credits.count,
        debitsCount: statement.entries.count - statement.credits.count, recordedCount: recordedCount,
        matchedCount: matchedCount, balances: statement.monthEnds)
}

/// The statement in `bytes`, which are CSV or a workbook: one parser reads the cells of both.
///
/// - Throws: a `Problem` with the errors by line, of which nothing is stored.
private func bankStatement(in bytes: [UInt8], as media: Media) throws(Problem) -> BankStatement {
    let rows: [BankStatement.Row]
    do throws(TableError) {
        rows =
            media == .xlsx
            ? try statementRows(inWorkbook: bytes)
            : try CSVTable.records(in: bytes).map { BankStatement.Row(line: $0.line, cells: $0.cells) }
    } catch {
        throw Problem(error)
    }
    let statement = BankStatement(rows)
    guard statement.faults.isEmpty else { throw Problem(statement: statement.faults.map(FieldError.init)) }
    return statement
}

/// The rows of the first sheet that a person sees.
///
/// - Throws: `TableError`, also for text in a legacy encoding.
private func statementRows(inWorkbook bytes: [UInt8]) throws(TableError) -> [BankStatement.Row] {
    let rows = try CSVTable.sheetRows(in: bytes, limits: .ofImport)
    let records = try CSVTable.checked(
        rows.map { row in CSVReader.Record(line: row.line, cells: row.cells.map(\.text.unguardedCell)) })
    return zip(rows, records)
        .map { row, record in
            let fractions = row.cells.indices.filter { row.cells[$0].isFraction }
            return BankStatement.Row(line: row.line, cells: record.cells, fractions: Set(fractions))
        }
}

extension SheetCell {
    /// True for a number that is not whole.
    fileprivate var isFraction: Bool {
        let sign = UInt8(ascii: "-")
        return kind == .number && !text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == sign }
    }
}

extension Problem {
    /// A statement with wrong rows, of which nothing is stored.
    fileprivate init(statement errors: [FieldError]) {
        let codes = Set(errors.map(\.code))
        let shared = codes.count == 1 ? codes.first : nil
        self.init(
            shared.flatMap { $0.status == 422 ? $0 : nil } ?? .inputInvalid,
            detail: Sentence(
                vi: "Chưa ghi gì: sao kê có \(errors.count) chỗ sai.",
                en: "Nothing was stored: the statement has \(errors.count) errors."),
            errors: Array(errors.prefix(Problem.rowErrorsMax)))
    }
}

extension FieldError {
    fileprivate init(_ fault: BankStatement.Fault) {
        let row = "/rows/\(fault.line)"
        switch fault.kind {
        case .headerMissing:
            self.init(
                row, .memberMissing,
                Sentence(
                    vi:
                        "không thấy dòng tiêu đề có cột ngày và cột ghi có trong \(BankStatement.headerLinesMax) dòng đầu",
                    en: "no header with a date and a credit within \(BankStatement.headerLinesMax) rows"))
        case .columnRepeated(let head):
            self.init(
                row, .memberRepeated,
                Sentence(
                    vi: "có hai cột tiền cùng tên (\(head.displayed)); hãy bỏ hoặc đổi tên một cột",
                    en: "two columns of money have the same head (\(head.displayed)); remove or rename one"))
        case .dateMissing:
            self.init(
                row + "/booked_on", .memberMissing, Sentence(vi: "thiếu ngày", en: "the date is missing"))
        case .dateInvalid(let text):
            self.init(
                row + "/booked_on", .dateInvalid,
                Sentence(vi: "'\(text)' không phải ngày dd/MM/yyyy", en: "'\(text)' is no date dd/MM/yyyy"))
        case .amountMissing:
            self.init(
                row + "/amount", .memberMissing, Sentence(vi: "thiếu số tiền", en: "the amount is missing"))
        case .amountInvalid(let text):
            self.init(
                row + "/amount", .amountNotExact,
                Sentence(
                    vi: "'\(text)' không phải số nguyên đồng", en: "'\(text)' is no whole number of đồng"))
        case .amountTwice:
            self.init(
                row + "/amount", .inputInvalid,
                Sentence(vi: "vừa ghi nợ vừa ghi có", en: "has both a debit and a credit"))
        case .balanceMismatch(let expected):
            let text = formattedDong(expected.amount)
            self.init(
                row + "/balance", .inputInvalid,
                Sentence(
                    vi: "số dư không khớp dòng bên cạnh, cần \(text): có thể thiếu dòng",
                    en:
                        "the balance does not follow from the next row, \(text) expected: a row may be missing"
                ))
        case .referenceRepeated(let line):
            self.init(
                row + "/reference", .inputInvalid,
                Sentence(vi: "trùng mã giao dịch với dòng \(line)", en: "the reference of line \(line) again")
            )
        }
    }
}

extension Endpoint {
    /// An import of a statement in the body, or of nothing; it is read on a worker and recorded in one job.
    fileprivate static func statement(_ path: StaticString, roles: Set<Role>, _ summary: Sentence) -> Endpoint
    {
        Endpoint(
            method: .post, path: PathPattern(path), access: .roles(roles), key: .accepted,
            needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: BankStatementInput.self),
            output: SchemaFields.schema(of: BankStatementView.self), media: [.json], body: .statement,
            etag: nil,
            action: .write { decoder in
                let input = BankStatementInput(from: &decoder)
                try decoder.check()
                let statement = try bankStatement(in: decoder.table, as: decoder.tableMedia)
                return PreparedWrite(target: input.target) { caller, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return Representation(
                        try importBankStatement(statement, into: input.account, by: caller, in: tx))
                }
            })
    }
}
