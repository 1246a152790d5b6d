import Domain
import Store

/// The cash book or the bank book as it is printed: A4 landscape, months apart when the period has several.
extension CashBookView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        guard let book = try tx.cashBook(of: account.kind, matching: filter) else { throw tooManyLines }
        let isCash = account == .cash
        let (form, head) = try tx.paper(
            isCash ? .cashBook : .bankBook, of: filter.owner, on: filter.to)
        var names = FundNames()
        let accounts = try isCash ? [] : bankAccountLines(in: tx)
        let ofFund = try filter.fund.map { "Quỹ: \(try names.name(of: $0, in: tx))" }
        var rows = CashBookRows(columnsCount: columns.count, firstAmount: isCash ? 4 : 3)
        rows.add("Số dư đầu kỳ", balance: book.opening)
        let isByMonth = filter.from.month != filter.to.month || filter.from.year != filter.to.year
        for (index, line) in book.lines.enumerated() {
            try rows.add(line, cells: cells(of: line, &names, in: tx))
            let next = index + 1 < book.lines.count ? book.lines[index + 1].entry.on : nil
            if isByMonth, next?.month != line.entry.on.month || next?.year != line.entry.on.year {
                rows.endMonth(of: line.entry.on, balance: line.balance)
            }
        }
        rows.add("Cộng phát sinh trong kỳ", received: book.received, spent: book.spent)
        rows.add("Số dư cuối kỳ", balance: book.closing)
        return PaperPage(
            head: head, title: isCash ? "Sổ quỹ tiền mặt" : "Sổ tiền gửi ngân hàng",
            subtitles: [
                "Từ ngày \(filter.from.printed) đến ngày \(filter.to.printed)", ofFund ?? "Tất cả các quỹ",
                PaperPage.unit,
            ], isLandscape: true, before: accounts, columns: columns,
            rows: rows.rows,
            after: PaperPage.closing(book.closing),
            isBook: true, signers: form.signers
        )
        .page()
    }

    /// A line for each account of the register that was in use in the period.
    ///
    /// Who reads the book reads the register. The funds of an owner share the accounts, so the book of one fund names all of
    /// them.
    private func bankAccountLines(in tx: borrowing ReadTransaction) throws -> [String] {
        let accounts = try tx.bankAccounts(of: filter.owner)
            .filter { $0.isValid(from: filter.from, to: filter.to) }
            .sorted {
                ($0.line.text, $0.opening.on, $0.id.number) < ($1.line.text, $1.opening.on, $1.id.number)
            }
        guard !accounts.isEmpty else { return ["Trong kỳ không có tài khoản nào trong sổ đăng ký."] }
        return accounts.map { $0.lineOfBook(from: filter.from, to: filter.to) }
    }

    private var columns: [PaperPage.Column] {
        let ofBook: [PaperPage.Column] =
            account == .cash
            ? [
                .init("Ngày, tháng", .date, "A"), .init("Số phiếu thu", .code, "B"),
                .init("Số phiếu chi", .code, "C"), .init("Diễn giải", .text, "D"), .init("Thu", .number, "1"),
                .init("Chi", .number, "2"), .init("Tồn", .number, "3"),
            ]
            : [
                .init("Ngày, tháng", .date, "A"), .init("Số hiệu chứng từ", .code, "B"),
                .init("Diễn giải", .text, "C"), .init("Gửi vào", .number, "1"), .init("Rút ra", .number, "2"),
                .init("Còn lại", .number, "3"),
            ]
        guard filter.fund == nil else { return ofBook }
        return ofBook + [.init("Quỹ", .short, account == .cash ? "E" : "D")]
    }

    private func cells(
        of line: CashBook.Line, _ names: inout FundNames, in tx: borrowing ReadTransaction
    ) throws -> [String] {
        let number = line.entry.document?.number ?? ""
        var cells = [line.entry.on.printed]
        if account == .cash {
            let isPayment = line.contra == line.entry.debit
            cells += [isPayment ? "" : number, isPayment ? number : ""]
        } else {
            cells.append(number)
        }
        cells += [
            line.entry.printedReason, line.received.printedMovement, line.spent.printedMovement,
            line.balance.inColumn,
        ]
        if filter.fund == nil { cells.append(try names.name(of: line.entry.fund, in: tx)) }
        return cells
    }
}

/// Collects the rows of a cash book, with the sums of the month that is being written.
private struct CashBookRows {
    let columnsCount: Int
    /// The column of what comes in; what goes out and the balance follow.
    let firstAmount: Int
    private(set) var rows: [PaperPage.Row] = []
    private var received = Dong.zero
    private var spent = Dong.zero

    init(columnsCount: Int, firstAmount: Int) {
        self.columnsCount = columnsCount
        self.firstAmount = firstAmount
    }

    /// - Throws: `Refusal.amountTooLarge`.
    mutating func add(_ line: CashBook.Line, cells: [String]) throws(Refusal) {
        received = try received.added(to: line.received)
        spent = try spent.added(to: line.spent)
        rows.append(PaperPage.Row(cells))
    }

    mutating func add(_ text: String, received: Dong? = nil, spent: Dong? = nil, balance: Dong? = nil) {
        let amounts = [received, spent, balance].enumerated()
            .compactMap { amount in
                amount.element.map { (firstAmount + amount.offset, $0.inColumn) }
            }
        var values = Dictionary(uniqueKeysWithValues: amounts)
        values[firstAmount - 1] = text
        rows.append(.strong(columnsCount, values))
    }

    mutating func endMonth(of day: LocalDate, balance: Dong) {
        let month = "tháng \(day.month)/\(day.year)"
        add("Cộng phát sinh \(month)", received: received, spent: spent)
        add("Số dư cuối \(month)", balance: balance)
        (received, spent) = (.zero, .zero)
    }
}

extension BankAccount {
    /// Bank, number and holder, and the days and stated balances on which that began or ended within a period.
    fileprivate func lineOfBook(from first: LocalDate, to last: LocalDate) -> String {
        var text =
            "Nơi mở tài khoản: \(bank.name). Số hiệu tài khoản: \(number). Chủ tài khoản: \(holder.name)"
        if opening.on > first {
            text += previous == nil ? "; dùng từ ngày " : "; nhận bàn giao ngày "
            text += "\(opening.on.printed), số dư \(opening.balance.inColumn)"
        }
        if let closing, closing.on <= last {
            text += "; đến ngày \(closing.on.printed), số dư \(closing.balance.inColumn)"
        }
        return text + "."
    }
}

extension LedgerEntry {
    /// The reason, and who gave or got the money.
    var printedReason: String {
        guard let name = document?.partyName, !name.isEmpty else { return reason }
        return "\(reason) – \(name)"
    }
}

extension Dong {
    /// An amount of a line; empty where nothing moved.
    var printedMovement: String { self == .zero ? "" : inColumn }
}
