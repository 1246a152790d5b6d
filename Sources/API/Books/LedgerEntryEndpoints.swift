import Domain
import Store

let ledgerEntryEndpoints: [Endpoint] = [
    .read(
        "/v1/hamlets/{id}/ledger-entries",
        Sentence(
            vi: "Sổ nhật ký: mọi bút toán trong kỳ, nợ, có, số tiền, chứng từ",
            en: "Lists every posting of a period: debit, credit, amount and voucher.")
    ) { (input: LedgerEntriesInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listLedgerEntries(input, by: caller, in: tx)
    }
    .slow.audited,
    .read(
        "/v1/ledger-entries",
        Sentence(
            vi: "Sổ nhật ký của một thôn xóm, một xã hoặc một tổ chức",
            en: "Lists every posting of a hamlet, a commune or an organisation in a period.")
    ) { (input: LedgerEntriesInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listLedgerEntries(input, by: caller, in: tx)
    }
    .slow.audited,
]

struct LedgerEntriesInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let from: LocalDate
    let to: LocalDate

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        fund = decoder.filterID("fund")
        let (from, to) = decoder.period(isRequired: true)
        (self.from, self.to) = (from ?? .firstDay, to ?? .firstDay)
    }

    var target: Target? { owner.queryTarget }
}

/// The journal of money of a period (sổ nhật ký), in the order of days and entries.
struct LedgerEntriesView: StreamedTable {
    typealias Row = LedgerEntry

    let filter: LedgerEntryFilter

    static var sample: LedgerEntriesView {
        LedgerEntriesView(
            filter: LedgerEntryFilter(owner: .hamlet(Identifier(1)), from: .sample, to: .sample))
    }

    func forEachRow(in tx: borrowing ReadTransaction, _ body: (LedgerEntry) throws -> Void) throws {
        try tx.forEachLedgerEntry(matching: filter, body)
    }

    func write(to fields: inout some FieldWriter) {
        fields.member(filter.owner)
        fields.member("fund", filter.fund)
        fields.member("from", filter.from)
        fields.member("to", filter.to)
        fields.list("data", rows)
    }
}

extension LedgerEntry: Described {
    static var sample: LedgerEntry {
        LedgerEntry(
            position: 30, line: 1, on: .sample, fund: Identifier(1), debit: .cash, credit: .households,
            item: "", amount: Dong(500_000), origin: .receipt(Identifier(1)),
            document: Document(
                number: "PT-2026-0001", partyName: "Nguyễn Văn An", reason: "Đóng góp quỹ Đường xóm 9",
                voidReason: nil))
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("number", document?.number)
        fields.member("posted_on", on)
        fields.member("party_name", document?.partyName)
        fields.member("reason", reason)
        fields.choice("debit", debit)
        fields.choice("credit", credit)
        fields.member("amount", amount)
        fields.member("item", item)
        fields.member("fund", fund)
        writeOrigin(to: &fields)
    }

    /// The entity behind the posting, for whoever wants to see more of it.
    func writeOrigin(to fields: inout some FieldWriter) {
        switch origin {
        case .receipt(let contribution):
            fields.member("contribution", contribution as Contribution.ID?)
            fields.member("expenditure", nil as Expenditure.ID?)
        case .payment(let expenditure):
            fields.member("contribution", nil as Contribution.ID?)
            fields.member("expenditure", expenditure as Expenditure.ID?)
        case .other:
            fields.member("contribution", nil as Contribution.ID?)
            fields.member("expenditure", nil as Expenditure.ID?)
        }
        fields.count("position", position)
        fields.count("line", line)
    }
}

extension LedgerEntry {
    /// What the books say it is for, in Vietnamese: the reason on its voucher, or what its accounts tell.
    var reason: String {
        if debit == .correction || credit == .correction {
            return "Điều chỉnh \(corrected) của tháng đã khóa"
                + (document?.voidReason.map { ": " + $0 } ?? "")
        }
        guard let document else { return isReversal ? "Hủy: " + movement : movement }
        guard isReversal else { return document.reason }
        return "Hủy \(document.number): \(document.voidReason ?? document.reason)"
    }

    /// What a correction of a closed month corrects: the number of the voucher, or the move.
    private var corrected: String {
        guard case .other(let event, let subject) = origin else { return document?.number ?? "" }
        let kind = EntityKind(rawValue: String(event.prefix { $0 != "." }))
        return "\(kind?.vietnamese ?? event) \(subject)"
    }

    /// What a posting without a voucher is, by the accounts that it is between.
    private var movement: String {
        switch (debit, credit) {
        case (.bank, .cash): "Nộp tiền mặt vào tài khoản ngân hàng"
        case (.cash, .bank): "Rút tiền gửi về quỹ tiền mặt"
        case (.opening, _), (_, .opening): "Số dư khi mở sổ"
        case (.interest, _), (_, .interest): "Lãi tiền gửi"
        case (.fees, _), (_, .fees): "Phí ngân hàng"
        case (.fundTransfer, _): "Chuyển sang quỹ khác của cùng chủ quỹ"
        case (_, .fundTransfer): "Nhận từ quỹ khác của cùng chủ quỹ"
        case (.transfer, _): "Bàn giao quỹ khi sắp xếp"
        case (_, .transfer): "Nhận bàn giao quỹ khi sắp xếp"
        case (.surplus, _), (_, .surplus): "Thừa quỹ khi kiểm kê"
        case (.shortage, _), (_, .shortage): "Thiếu quỹ khi kiểm kê"
        case (.cash, .inHand): "Người thu giao nộp tiền mặt"
        case (.expenses, .payables): "Ghi nợ khoản chi chưa trả"
        case (.expenses, _): "Chi khác"
        case (.refunds, _): "Hoàn trả"
        case (_, _): "Thu khác"
        }
    }
}

func listLedgerEntries<Source>(
    _ input: LedgerEntriesInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> LedgerEntriesView {
    LedgerEntriesView(filter: try tx.filter(of: input))
}

extension Reading where Self: ~Copyable {
    /// What `input` asks for.
    ///
    /// - Throws: `Refusal.notFound` for a fund of another owner.
    borrowing func filter<Source>(of input: LedgerEntriesInput<Source>) throws -> LedgerEntryFilter {
        let owner = try owner(input.owner)
        if let fund = input.fund, try find(fund)?.owner != owner { throw Refusal.notFound(.fund) }
        return LedgerEntryFilter(owner: owner, fund: input.fund, from: input.from, to: input.to)
    }
}

/// The period has more postings than a printed book may have lines.
let tooManyLines = Problem(
    .parameterInvalid,
    errors: [
        FieldError(
            .parameter("to"), .parameterInvalid,
            Sentence(
                vi:
                    "kỳ này có hơn \(CashBook.linesMax) dòng để in; hãy chọn kỳ ngắn hơn, hoặc lấy bảng CSV, XLSX",
                en:
                    "the period has more than \(CashBook.linesMax) lines to print; choose a shorter one or take a table"
            ))
    ])
