import Domain
import Store

/// The ledger of a fund as it is printed: form S07-X, with a line for each voucher.
///
/// - Source: FORMS.md on S07-X of Circular 70/2019/TT-BTC. Cash and bank are one balance there, so what moves between
///   them is no line.
extension FundLedgerView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let (first, last) = try days()
        let (form, head) = try tx.paper(.fundLedger, of: fund.owner, on: min(last, max(first, tx.today)))
        var rows = FundLedgerRows(opening: ledger.opening.total)
        rows.balance("Số dư đầu kỳ")
        let entries = try movements(from: first, to: last, in: tx)
        for month in ledger.months {
            let ofMonth = entries.filter { $0.on.month == month.number }
            guard !ofMonth.isEmpty else { continue }
            rows.balance("Số dư đầu tháng \(month.number)")
            for entry in ofMonth {
                try rows.add(entry, recordedOn: try tx.recordingDay(at: entry.position))
            }
            rows.end(month.number)
        }
        if entries.isEmpty { rows.balance("Không có phát sinh; số dư cuối kỳ") }
        return PaperPage(
            head: head, title: "Sổ theo dõi các quỹ tài chính ngoài ngân sách",
            subtitles: ["Năm \(ledger.year)", "Tên quỹ: \(fund.name)", PaperPage.unit], isLandscape: true,
            columns: FundLedgerRows.columns, rows: rows.rows,
            after: PaperPage.closing(rows.held),
            isBook: true, signers: form.signers
        )
        .page()
    }

    private func days() throws(Problem) -> (LocalDate, LocalDate) {
        guard let first = LocalDate(year: ledger.year, month: 1, day: 1),
            let last = LocalDate(year: ledger.year, month: 12, day: 31)
        else { throw Problem(.parameterInvalid) }
        return (first, last)
    }

    /// The postings that changed what the fund holds, by day; within a day what comes in stands first.
    private func movements(
        from first: LocalDate, to last: LocalDate, in tx: borrowing ReadTransaction
    ) throws -> [LedgerEntry] {
        let found = try tx.ledgerEntries(
            matching: LedgerEntryFilter(owner: fund.owner, fund: fund.id, from: first, to: last),
            limit: CashBook.linesMax + 1)
        guard found.count <= CashBook.linesMax else { throw tooManyEntries }
        return found.filter { $0.debit.isMoneyAccount != $0.credit.isMoneyAccount }
            .enumerated()
            .sorted { left, right in
                (left.element.on, left.element.isOutflow ? 1 : 0, left.offset)
                    < (right.element.on, right.element.isOutflow ? 1 : 0, right.offset)
            }
            .map(\.element)
    }
}

/// The year has more postings than a book may have lines.
private let tooManyEntries = Problem(
    .parameterInvalid,
    errors: [
        FieldError(
            .parameter("year"), .parameterInvalid,
            Sentence(
                vi: "năm này có hơn \(CashBook.linesMax) dòng; hãy in sổ quỹ từng kỳ",
                en: "the year has more than \(CashBook.linesMax) lines; print cash books of shorter periods"))
    ])

/// Collects the rows of S07-X with the balance after each.
private struct FundLedgerRows {
    static let columns: [PaperPage.Column] = [
        .init("Ngày ghi sổ", .date, "A"), .init("Số hiệu chứng từ", .code, "B"),
        .init("Ngày chứng từ", .date, "C"), .init("Diễn giải", .text, "D"),
        .init("Tổng số thu", .number, "1"), .init("Nội dung chi", .short, "2"),
        .init("Số tiền chi", .number, "3"), .init("Số còn lại", .number, "4"),
    ]

    private(set) var rows: [PaperPage.Row] = []
    private(set) var held: Dong
    private var ofMonth = (received: Dong.zero, spent: Dong.zero)
    private var ofYear = (received: Dong.zero, spent: Dong.zero)

    init(opening: Dong) { held = opening }

    mutating func balance(_ text: String) { rows.append(.strong(8, [3: text, 7: held.inColumn])) }

    /// - Throws: `Refusal.amountTooLarge`.
    mutating func add(_ entry: LedgerEntry, recordedOn day: LocalDate?) throws(Refusal) {
        let (received, spent) = entry.isOutflow ? (Dong.zero, entry.amount) : (entry.amount, .zero)
        held = try held.added(to: received).less(spent)
        ofMonth = (try ofMonth.received.added(to: received), try ofMonth.spent.added(to: spent))
        ofYear = (try ofYear.received.added(to: received), try ofYear.spent.added(to: spent))
        let use = entry.item.isEmpty ? entry.debit.printed : entry.item
        rows.append(
            PaperPage.Row([
                day?.printed ?? "", entry.document?.number ?? "", entry.on.printed, entry.printedReason,
                received.printedMovement, entry.isOutflow ? use : "", spent.printedMovement, held.inColumn,
            ]))
    }

    mutating func end(_ month: Int) {
        total("Cộng phát sinh tháng \(month)", ofMonth)
        balance("Số dư cuối tháng \(month)")
        total("Lũy kế từ đầu năm", ofYear)
        ofMonth = (.zero, .zero)
    }

    private mutating func total(_ text: String, _ turnover: (received: Dong, spent: Dong)) {
        rows.append(
            .strong(8, [3: text, 4: turnover.received.inColumn, 6: turnover.spent.inColumn]))
    }
}

extension LedgerEntry {
    /// Whether it takes money from cash or bank, or takes back what it took.
    fileprivate var isOutflow: Bool { credit.isMoneyAccount }
}

extension FundLedger.Pair {
    /// Cash and bank together.
    fileprivate var total: Dong { Dong(cash.amount.addingClamped(bank.amount)) }
}
