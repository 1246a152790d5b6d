import Domain
import Store
import Text

/// The statement as it is printed, tables A to D from the rows that CSV has, so that what is suppressed there is
/// suppressed here.
///
/// The office's paper has the head of its form, table E of what is outstanding, and signatures; that of the public
/// neither: sums of pledges are not public, and nobody signs what everyone may print.
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
            ],
            rows: try StatementTables(rows).rows)
        if let closing = rows.last, closing.section == .closing {
            paper.after = PaperPage.closing(try closing.total())
        }
        guard isOffice else { return paper.page() }
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
            PaperPage.Row(
                ["E", "Còn chờ thu, chờ chi đến ngày \(tx.today.printed)", "", "", ""], isStrong: true),
            PaperPage.Row([
                "1", "Cam kết chưa nộp: \(pledges.count) cam kết", "", "", promised.inColumn,
            ]),
            PaperPage.Row([
                "2", "Đã duyệt, chưa chi: \(approved.count) khoản", "", "", unpaid.inColumn,
            ]),
        ]
    }
}

extension PaperPage {
    /// The same paper with the head of its form and those who sign it.
    fileprivate func signed(_ head: PaperHead, _ signers: [VoucherForm.Signer]) -> PaperPage {
        var paper = PaperPage(
            head: head, title: title, subtitles: subtitles, columns: columns, rows: rows, after: after)
        paper.signers = signers
        return paper
    }
}

/// The cells of a row, as CSV has them.
private struct StatementCells {
    let section: StatementRow.Section?
    private let kind: LedgerAccount.Kind?
    private let item: String
    let cash: Dong
    let bank: Dong

    init(_ row: StatementRow) {
        let names = TableColumns.names(of: Published<StatementRow>.self)
        let texts = TableCells.texts(of: Published(row), count: names.count)
        let cells = Dictionary(zip(names, texts)) { first, _ in first }
        section = StatementRow.Section(rawValue: cells["section"] ?? "")
        kind = LedgerAccount.Kind(rawValue: cells["kind"] ?? "")
        item = cells["item"] ?? ""
        cash = Dong(Int64(cells["cash"] ?? "") ?? 0)
        bank = Dong(Int64(cells["bank"] ?? "") ?? 0)
    }

    /// What the line is about: the item of a payment, or the source.
    var text: String { item.isEmpty ? kind?.printed ?? "" : item }

    /// - Throws: `Refusal.amountTooLarge`.
    func total() throws(Refusal) -> Dong { try cash.added(to: bank) }

    /// - Throws: `Refusal.amountTooLarge`.
    func row(_ number: String, _ text: String, isStrong: Bool = false) throws(Refusal) -> PaperPage.Row {
        PaperPage.Row(
            [number, text, cash.inColumn, bank.inColumn, try total().inColumn], isStrong: isStrong)
    }
}

/// The tables A to D from the rows of a statement.
private struct StatementTables {
    private(set) var rows: [PaperPage.Row] = []
    private var numbers: [StatementRow.Section: Int] = [:]

    /// - Throws: `Refusal.amountTooLarge`.
    init(_ cells: [StatementCells]) throws(Refusal) {
        var sums = (cash: Int64(0), bank: Int64(0))
        for cell in cells {
            switch cell.section {
            case .opening:
                rows.append(try cell.row("A", "Số dư đầu kỳ", isStrong: true))
                rows.append(PaperPage.Row(["B", "Thu trong kỳ", "", "", ""], isStrong: true))
                sums = (cell.cash.amount, cell.bank.amount)
            case .received: rows.append(try cell.row(next(.received), cell.text))
            case .receivedTotal:
                rows.append(try cell.row("", "Cộng thu", isStrong: true))
                rows.append(PaperPage.Row(["C", "Chi trong kỳ", "", "", ""], isStrong: true))
                sums = (sums.cash.addingClamped(cell.cash.amount), sums.bank.addingClamped(cell.bank.amount))
            case .spent: rows.append(try cell.row(next(.spent), cell.text))
            case .spentTotal:
                rows.append(try cell.row("", "Cộng chi", isStrong: true))
                sums = (
                    sums.cash.addingClamped(-cell.cash.amount), sums.bank.addingClamped(-cell.bank.amount)
                )
            case .closing:
                let moved = cell.bank.less(Dong(sums.bank))
                if moved != .zero {
                    rows.append(
                        PaperPage.Row([
                            "", "Nộp tiền vào tài khoản, rút tiền về quỹ", Dong.zero.less(moved).inColumn,
                            moved.inColumn, "0",
                        ]))
                }
                rows.append(try cell.row("D", "Số dư cuối kỳ", isStrong: true))
            case nil: break
            }
        }
    }

    private mutating func next(_ section: StatementRow.Section) -> String {
        let number = (numbers[section] ?? 0) + 1
        numbers[section] = number
        return "\(number)"
    }
}
