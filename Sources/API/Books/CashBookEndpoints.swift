import Domain
import Store

let cashBookEndpoints: [Endpoint] = [
    .read(
        "/v1/hamlets/{id}/cash-book",
        Sentence(
            vi: "Sổ quỹ tiền mặt hoặc sổ tiền gửi: dư đầu kỳ, từng phiếu, thu, chi, tồn, dư cuối kỳ",
            en: "Shows the book of cash or bank: opening, a line for each posting with the balance, closing.")
    ) { (input: CashBookInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try showCashBook(input, by: caller, in: tx)
    }
    .slow.audited,
    .read(
        "/v1/cash-book",
        Sentence(
            vi: "Sổ quỹ tiền mặt hoặc sổ tiền gửi của một thôn xóm, một xã hoặc một tổ chức",
            en: "Shows the book of cash or bank of a hamlet, a commune or an organisation.")
    ) { (input: CashBookInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try showCashBook(input, by: caller, in: tx)
    }
    .slow.audited,
]

/// The accounts that have a book.
enum CashBookAccount: String, CaseIterable {
    case cash
    case bank

    var kind: LedgerAccount.Kind { self == .cash ? .cash : .bank }
}

struct CashBookInput<Source: OwnerSource>: Input {
    let entries: LedgerEntriesInput<Source>
    let account: CashBookAccount

    init(from decoder: inout RequestDecoder) {
        entries = LedgerEntriesInput(from: &decoder)
        account = decoder.optionalChoice("account", of: CashBookAccount.self, default: .cash)
    }

    var target: Target? { entries.target }
}

/// The book from top to bottom, as it is printed.
struct CashBookView: StreamedTable {
    typealias Row = CashBookRow

    let filter: LedgerEntryFilter
    let account: CashBookAccount
    let totals: CashBookTotals

    static var sample: CashBookView {
        CashBookView(
            filter: LedgerEntryFilter(owner: .hamlet(Identifier(1)), from: .sample, to: .sample),
            account: .cash,
            totals: CashBookTotals(opening: .zero, received: .zero, spent: .zero, closing: .zero))
    }

    func forEachRow(in tx: borrowing ReadTransaction, _ body: (CashBookRow) throws -> Void) throws {
        try body(CashBookRow(.opening, balance: totals.opening))
        try tx.forEachCashBookLine(of: account.kind, matching: filter, totals: totals) { line in
            try body(CashBookRow(line))
        }
        try body(CashBookRow(.total, received: totals.received, spent: totals.spent))
        try body(CashBookRow(.closing, balance: totals.closing))
    }

    func write(to fields: inout some FieldWriter) {
        fields.member(filter.owner)
        fields.member("fund", filter.fund)
        fields.choice("account", account)
        fields.member("from", filter.from)
        fields.member("to", filter.to)
        fields.member("opening", totals.opening)
        fields.member("received", totals.received)
        fields.member("spent", totals.spent)
        fields.member("closing", totals.closing)
        fields.list("data", rows)
    }
}

/// A line of the book, or a balance or total between them.
struct CashBookRow: Output {
    enum Section: String, CaseIterable {
        /// Số dư đầu kỳ.
        case opening
        case line
        /// Cộng phát sinh.
        case total
        /// Số dư cuối kỳ.
        case closing
    }

    private let section: Section
    private let entry: LedgerEntry?
    private let contra: LedgerAccount.Kind?
    private let received: Dong?
    private let spent: Dong?
    private let balance: Dong?

    init(_ section: Section, received: Dong? = nil, spent: Dong? = nil, balance: Dong? = nil) {
        self.section = section
        entry = nil
        contra = nil
        self.received = received
        self.spent = spent
        self.balance = balance
    }

    init(_ line: CashBook.Line) {
        section = .line
        entry = line.entry
        contra = line.contra
        received = line.received
        spent = line.spent
        balance = line.balance
    }

    static var sample: CashBookRow { CashBookRow(.opening, balance: Dong(500_000)) }

    func write(to fields: inout some FieldWriter) {
        fields.choice("section", section)
        fields.member("posted_on", entry?.on)
        fields.member("number", entry?.document?.number)
        fields.member("party_name", entry?.document?.partyName)
        fields.member("reason", entry?.reason)
        fields.choice("kind", contra)
        fields.member("item", entry?.item)
        fields.member("fund", entry?.fund)
        fields.member("received", received)
        fields.member("spent", spent)
        fields.member("balance", balance)
        fields.count("position", entry?.position)
    }
}

func showCashBook<Source>(
    _ input: CashBookInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> CashBookView {
    let filter = try tx.filter(of: input.entries)
    return CashBookView(
        filter: filter, account: input.account,
        totals: try tx.cashBookTotals(of: input.account.kind, matching: filter))
}
