import Domain
import Store
import Text

/// The statement as it is printed, tables A to D from the rows that CSV has, so that what is suppressed there is
/// suppressed here.
///
/// The office's paper has the head of its form, table E of what is outstanding, and signatures; that of the public has
/// of table E what the funds owe: sums of pledges are not public, and nobody signs what everyone may print.
extension StatementView: PrintableView {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let rows = rows.map { StatementCells($0) }
        let name = try fund.map { "Quỹ: \(try tx.fundName($0))" }
        var paper = PaperPage(
            head: PaperHead(
                unit: [hamlet?.communeName, keeper.name].compactMap { $0?.uppercased() }, budgetCode: nil),
            title: isOffice ? "Báo cáo thu, chi" : "Công khai thu, chi",
            subtitles: [
                "Từ ngày \(from.printed) đến ngày \(to.printed)", name ?? "Tất cả các quỹ", PaperPage.unit,
            ],
            columns: [
                .init("TT", .date), .init("Nội dung", .text), .init("Tiền mặt", .number),
                .init("Tiền gửi", .number), .init("Cộng", .number),
            ] + added.titles,
            rows: try StatementTables(rows, added).rows)
        if estimate != nil {
            paper.isLandscape = true
            paper.before = [
                "Dự toán: theo quyết định của cộng đồng dân cư có hiệu lực vào ngày cuối kỳ. Đã thực hiện: từ ngày "
                    + "quyết định đến hết kỳ, của các quỹ thu theo quyết định đó. Chênh lệch: đã thực hiện trừ dự toán."
            ]
        }
        if let closing = rows.last, closing.section == .closing {
            paper.after = PaperPage.closing(try closing.total())
        }
        guard isOffice else {
            if hasDebts { paper.rows += [heading("Nợ phải trả, tạm ứng cá nhân")] + debtRows(from: 1) }
            return paper.page()
        }
        let (form, head) = try tx.paper(.statement, of: keeper.owner, on: to)
        paper = paper.signed(head, form.signers)
        paper.rows += try outstanding(in: tx)
        return paper.page()
    }

    /// Table E: what was promised or approved, but not moved, on the day of the print.
    private func outstanding(in tx: borrowing ReadTransaction) throws -> [PaperPage.Row] {
        var pledges: [Pledge] = []
        for state in [Pledge.State.confirmed, .partiallyReceived] {
            guard let hamlet = keeper.owner.hamlet else { break }
            pledges += try tx.pledges(
                of: hamlet, matching: PledgeFilter(fund: fund, state: state), before: nil,
                limit: Int.max)
        }
        let approved = try tx.expenditures(
            of: keeper.owner, matching: ExpenditureFilter(fund: fund, state: .approved), before: nil,
            limit: Int.max)
        let promised: Dong = try pledges.sum { $0.amount.less($0.received) }
        let unpaid: Dong = try approved.sum(of: \.amount)
        return [
            heading("Còn chờ thu, chờ chi đến ngày \(tx.today.printed)"),
            row(1, "Cam kết chưa nộp: \(pledges.count) cam kết", promised),
            row(2, "Đã duyệt, chưa chi: \(approved.count) khoản", unpaid),
        ] + handRows(from: 3)
            + (hasDebts ? debtRows(from: 3 + handRows(from: 3).count) : [])
    }

    /// How much of the cash collectors have in hand at the end of the period; empty when they have none.
    private func handRows(from number: Int) -> [PaperPage.Row] {
        hands.after == .zero ? [] : [row(number, "Tiền mặt người thu đang giữ, chưa giao nộp", hands.after)]
    }

    /// The columns after those of money.
    private var added: StatementColumns { StatementColumns(hasDebts: hasDebts, hasPlan: estimate != nil) }

    /// Whether the funds owed anything in the period.
    private var hasDebts: Bool { debts.before != .zero || debts.incurred != .zero }

    /// The rows of table E about what the funds owe.
    private func debtRows(from number: Int) -> [PaperPage.Row] {
        let isCorrected = debts.corrected != .zero
        return [
            row(number, "Nợ đầu kỳ", debts.before), row(number + 1, "Nợ phát sinh", debts.incurred),
            row(number + 2, "Đã trả", debts.repaid), row(number + 3, "Được tặng lại", debts.given),
        ] + (isCorrected ? [row(number + 4, "Nợ ghi sai đã điều chỉnh", debts.corrected)] : [])
            + [row(number + (isCorrected ? 5 : 4), "Còn nợ cuối kỳ", debts.after)]
    }

    private func heading(_ text: String) -> PaperPage.Row {
        PaperPage.Row(["E", text, "", "", ""] + added.blanks, isStrong: true)
    }

    private func row(_ number: Int, _ text: String, _ amount: Dong) -> PaperPage.Row {
        PaperPage.Row(["\(number)", text, "", "", amount.inColumn] + added.blanks)
    }
}

extension PaperPage {
    /// The same paper with the head of its form and those who sign it.
    fileprivate func signed(_ head: PaperHead, _ signers: [VoucherForm.Signer]) -> PaperPage {
        var paper = PaperPage(
            head: head, title: title, subtitles: subtitles, columns: columns, rows: rows, after: after)
        paper.isLandscape = isLandscape
        paper.before = before
        paper.signers = signers
        return paper
    }
}

/// The columns of a statement that it has only where there is something to say: what is owed, and the estimate.
private struct StatementColumns {
    let hasDebts: Bool
    let hasPlan: Bool

    var titles: [PaperPage.Column] {
        (hasDebts ? [.init("Ghi nợ", .number)] : [])
            + (hasPlan
                ? ["Dự toán", "Đã thực hiện", "Chênh lệch"].map { PaperPage.Column($0, .number) } : [])
    }

    var blanks: [String] { titles.map { _ in "" } }
}

/// The cells of a row, as CSV has them.
private struct StatementCells {
    let section: StatementRow.Section?
    private let kind: LedgerAccount.Kind?
    private let item: String
    let cash: Dong
    let bank: Dong
    let owed: Dong
    /// What was decided, what was carried out and the difference; empty where nothing was decided.
    private let plan: [Dong]

    init(_ row: StatementRow) {
        let names = TableColumns.names(of: Published<StatementRow>.self)
        let texts = TableCells.texts(of: Published(row), count: names.count)
        let cells = Dictionary(zip(names, texts)) { first, _ in first }
        section = StatementRow.Section(rawValue: cells["section"] ?? "")
        kind = LedgerAccount.Kind(rawValue: cells["kind"] ?? "")
        item = cells["item"] ?? ""
        // What collectors have in hand is cash too; table E says how much.
        let amounts = ["cash", "in_hand"].map { Int64(cells[$0] ?? "") ?? 0 }
        cash = Dong(amounts[0].addingClamped(amounts[1]))
        bank = Dong(Int64(cells["bank"] ?? "") ?? 0)
        owed = Dong(Int64(cells["owed"] ?? "") ?? 0)
        plan = ["estimate", "carried_out", "difference"]
            .compactMap { name in
                Int64(cells[name] ?? "").map { Dong($0) }
            }
    }

    /// What the line is about: the item of a payment or of a repayment, or the source.
    var text: String {
        guard let kind, !item.isEmpty else { return kind?.printed ?? item }
        return kind == .payables ? "\(kind.printed): \(item)" : item
    }

    /// - Throws: `Refusal.amountTooLarge`.
    func total() throws(Refusal) -> Dong { try cash.added(to: bank) }

    /// - Throws: `Refusal.amountTooLarge`.
    func row(
        _ number: String, _ text: String, owed: String, _ columns: StatementColumns, isStrong: Bool = false
    ) throws(Refusal) -> PaperPage.Row {
        let planned = plan.isEmpty ? ["", "", ""] : plan.map(\.inColumn)
        return PaperPage.Row(
            [number, text, cash.inColumn, bank.inColumn, try total().inColumn]
                + (columns.hasDebts ? [owed] : []) + (columns.hasPlan ? planned : []),
            isStrong: isStrong)
    }
}

/// The tables A to D from the rows of a statement.
private struct StatementTables {
    private(set) var rows: [PaperPage.Row] = []
    private let columns: StatementColumns
    private var numbers: [StatementRow.Section: Int] = [:]

    /// - Throws: `Refusal.amountTooLarge`.
    init(_ cells: [StatementCells], _ columns: StatementColumns) throws(Refusal) {
        self.columns = columns
        var sums = (cash: Int64(0), bank: Int64(0))
        for cell in cells {
            switch cell.section {
            case .opening:
                rows.append(try row(of: cell, "A", "Số dư đầu kỳ", isBalance: true))
                rows.append(
                    PaperPage.Row(["B", "Thu trong kỳ", "", "", ""] + columns.blanks, isStrong: true))
                sums = (cell.cash.amount, cell.bank.amount)
            case .received: rows.append(try row(of: cell, next(.received), cell.text, isStrong: false))
            case .receivedTotal:
                rows.append(try row(of: cell, "", "Cộng thu"))
                rows.append(
                    PaperPage.Row(["C", "Chi trong kỳ", "", "", ""] + columns.blanks, isStrong: true))
                sums = (sums.cash.addingClamped(cell.cash.amount), sums.bank.addingClamped(cell.bank.amount))
            case .spent: rows.append(try row(of: cell, next(.spent), cell.text, isStrong: false))
            case .spentTotal:
                rows.append(try row(of: cell, "", "Cộng chi"))
                sums = (
                    sums.cash.addingClamped(-cell.cash.amount), sums.bank.addingClamped(-cell.bank.amount)
                )
            case .closing:
                let moved = cell.bank.less(Dong(sums.bank))
                if moved != .zero {
                    rows.append(
                        PaperPage.Row(
                            [
                                "", "Nộp tiền vào tài khoản, rút tiền về quỹ",
                                Dong.zero.less(moved).inColumn, moved.inColumn, "0",
                            ] + columns.blanks))
                }
                rows.append(try row(of: cell, "D", "Số dư cuối kỳ", isBalance: true))
            case nil: break
            }
        }
    }

    /// A row of amounts; what was owed at the beginning and the end of the period is in table E.
    private func row(
        of cell: StatementCells, _ number: String, _ text: String, isBalance: Bool = false,
        isStrong: Bool = true
    ) throws(Refusal) -> PaperPage.Row {
        let owed = isBalance || cell.owed == .zero ? "" : cell.owed.inColumn
        return try cell.row(number, text, owed: owed, columns, isStrong: isStrong)
    }

    private mutating func next(_ section: StatementRow.Section) -> String {
        let number = (numbers[section] ?? 0) + 1
        numbers[section] = number
        return "\(number)"
    }
}
