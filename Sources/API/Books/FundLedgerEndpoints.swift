import Domain
import Store

let fundLedgerEndpoints: [Endpoint] = [
    .read(
        "/v1/funds/{id}/ledger",
        Sentence(
            vi:
                "Sổ quỹ theo tháng: dư đầu năm, thu theo nguồn, chi theo mục, cộng tháng, dư cuối tháng, lũy kế",
            en: "Shows a fund's ledger of a year by months, with totals, balances and the year to date."),
        showFundLedger
    )
    .slow.audited
]

struct FundLedgerInput: Input {
    let fund: Fund.ID
    let year: Int

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("id", in: .path)
        year = Int(decoder.integer("year", in: FundLedgerInput.years, section: .query))
    }

    var target: Target? { Target(fund) }

    /// The years of which an office may have records.
    static let years: ClosedRange<Int64> = 1945...2100
}

/// The ledger from top to bottom, as it is printed.
struct FundLedgerView: StreamedTable {
    typealias Row = FundLedgerRow

    let fund: Fund
    let ledger: FundLedger

    func forEachRow(in tx: borrowing ReadTransaction, _ body: (FundLedgerRow) throws -> Void) throws {
        try body(FundLedgerRow(.opening, balance: ledger.opening))
        for month in ledger.months {
            for group in month.groups {
                try tx.forEachLedgerLine(of: group, in: ledger.year, of: fund) { line in
                    try body(FundLedgerRow(.movement, month.number, line.turnover, line))
                }
            }
            try body(FundLedgerRow(.monthTotal, month.number, month.turnover))
            try body(FundLedgerRow(.monthEnd, month.number, balance: month.closing))
            try body(FundLedgerRow(.yearToDate, month.number, month.sinceNewYear))
        }
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("fund", fund.id)
        fields.member("name", fund.name)
        fields.member(fund.owner)
        fields.count("year", Int64(ledger.year))
        fields.list("data", rows)
    }
}

/// A source or item of a month, a total or a balance.
struct FundLedgerRow: Output {
    enum Section: String, CaseIterable {
        /// Số dư đầu năm.
        case opening
        case movement
        /// Cộng phát sinh tháng.
        case monthTotal = "month_total"
        /// Số dư cuối tháng.
        case monthEnd = "month_end"
        /// Lũy kế từ đầu năm.
        case yearToDate = "year_to_date"
    }

    private let section: Section
    private let month: Int?
    private let line: FundLedger.Line?
    private let turnover: FundLedger.Turnover?
    private let balance: FundLedger.Pair?

    init(
        _ section: Section, _ month: Int? = nil, _ turnover: FundLedger.Turnover? = nil,
        _ line: FundLedger.Line? = nil, balance: FundLedger.Pair? = nil
    ) {
        self.section = section
        self.month = month
        self.line = line
        self.turnover = turnover
        self.balance = balance
    }

    func write(to fields: inout some FieldWriter) {
        fields.choice("section", section)
        fields.count("month", month.map { Int64($0) })
        fields.choice("kind", line?.contra)
        fields.member("item", line?.item)
        fields.member("received_cash", turnover?.received.cash)
        fields.member("received_bank", turnover?.received.bank)
        fields.member("spent_cash", turnover?.spent.cash)
        fields.member("spent_bank", turnover?.spent.bank)
        fields.member("cash", balance?.cash)
        fields.member("bank", balance?.bank)
    }
}

func showFundLedger(
    _ input: FundLedgerInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> FundLedgerView {
    let fund = try tx.existing(input.fund)
    return FundLedgerView(fund: fund, ledger: try tx.ledger(of: fund, in: input.year))
}

extension FundLedgerView {
    static var sample: FundLedgerView {
        FundLedgerView(
            fund: Fund(id: Identifier(1), owner: .hamlet(Identifier(1)), name: "Đường xóm 9", version: 1),
            ledger: FundLedger(of: 2026))
    }
}

extension FundLedgerRow {
    static var sample: FundLedgerRow { FundLedgerRow(.opening, balance: .zero) }
}
