import Domain
import JSON
import Store

let voucherRegisterEndpoints: [Endpoint] = [
    .read(
        "/v1/hamlets/{id}/vouchers",
        Sentence(
            vi: "Sổ đăng ký phiếu thu, phiếu chi của năm, phiếu còn hiệu lực không, số có liên tục không",
            en: "Lists a year's vouchers with their states, and reports whether their numbers are complete.")
    ) { (input: VoucherRegisterInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listVouchers(input, by: caller, in: tx)
    }
    .slow.audited,
    .read(
        "/v1/vouchers",
        Sentence(
            vi: "Sổ đăng ký phiếu của một thôn xóm, một xã hoặc một tổ chức",
            en: "Lists a year's vouchers of a hamlet, a commune or an organisation.")
    ) { (input: VoucherRegisterInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listVouchers(input, by: caller, in: tx)
    }
    .slow.audited,
]

struct VoucherRegisterInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    /// Nil for both.
    let kind: Voucher.Kind?
    let year: Int
    let book: String?
    /// What is printed on the voucher that is looked for.
    let number: VoucherNumber?

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        let kind = decoder.optionalChoice("kind", of: Voucher.Kind.self, in: .query)
        let year = decoder.optionalInteger("year", in: FundLedgerInput.years, section: .query)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax, in: .query)
        let typed = decoder.optionalText("number", upTo: 60, in: .query)
        number = typed.flatMap { VoucherNumber(typed: $0) }
        if typed != nil, number == nil {
            decoder.addError(
                "number", .parameterInvalid,
                Sentence(
                    vi: "ghi như trên phiếu: PT-2026-0001 hoặc PT-000001/2026",
                    en: "as it is printed: PT-2026-0001 or PT-000001/2026"), in: .query)
        }
        if typed != nil, kind != nil || year != nil || book != nil {
            decoder.addError(
                "number", .parameterInvalid,
                Sentence(
                    vi: "số phiếu đã có loại, năm và quyển: không dùng cùng kind, year, book",
                    en: "names kind, year and book itself: cannot be combined with them"), in: .query)
        }
        self.kind = number?.kind ?? kind
        self.year = number?.year ?? year.map { Int($0) } ?? decoder.today.year
    }

    var target: Target? { owner.queryTarget }
}

struct VoucherRegisterView: StreamedTable {
    typealias Row = VoucherRegister.Entry

    let register: VoucherRegister
    /// Nil for all vouchers.
    let number: VoucherNumber?

    static var sample: VoucherRegisterView {
        let filter = VoucherRegister.Filter(owner: .hamlet(Identifier(1)), year: 2026)
        let continuity = VoucherRegister.Continuity(of: filter, series: [])
        return VoucherRegisterView(
            register: VoucherRegister(filter: filter, continuity: continuity), number: nil)
    }

    func forEachRow(
        in tx: borrowing ReadTransaction, _ body: (VoucherRegister.Entry) throws -> Void
    ) throws {
        guard let number else { return try tx.forEachVoucher(matching: register.filter, body) }
        for voucher in try tx.vouchers(matching: register.filter, numbered: number) { try body(voucher) }
    }

    func write(to fields: inout some FieldWriter) {
        fields.member(register.filter.owner)
        fields.count("year", Int64(register.filter.year))
        fields.object("continuity", ContinuityView(continuity: register.continuity))
        fields.list("data", rows)
    }
}

/// Whether each number that was given out has its voucher.
struct ContinuityView: Output {
    let continuity: VoucherRegister.Continuity

    static var sample: ContinuityView {
        ContinuityView(continuity: VoucherRegisterView.sample.register.continuity)
    }

    func write(to fields: inout some FieldWriter) {
        fields.boolean("complete", continuity.isComplete)
        fields.count("books", continuity.booksCount)
        fields.count("given", continuity.givenCount)
        fields.count("vouchers", continuity.vouchersCount)
        fields.count("voided", continuity.voidedCount)
        fields.count("missing", continuity.missingCount)
        fields.list("missing_numbers", continuity.missing, .text(lengthMax: 60))
        fields.count("excess", continuity.excessCount)
    }
}

extension VoucherRegister.Entry: Described {
    static var sample: VoucherRegister.Entry {
        VoucherRegister.Entry(
            kind: .receipt, book: "1", number: 1, printedNumber: "PT-2026-0001", issuedOn: .sample,
            fund: Identifier(1), amount: Dong(500_000), partyName: "Nguyễn Văn An",
            reason: "Đóng góp quỹ Đường xóm 9", voidReason: nil, refunded: .zero,
            subject: .contribution(Identifier(1)))
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("number", printedNumber)
        fields.choice("kind", kind)
        fields.member("book", book)
        fields.member("issued_on", issuedOn)
        fields.member("party_name", partyName)
        fields.member("reason", reason)
        fields.member("amount", amount)
        fields.choice("state", state)
        fields.member("void_reason", voidReason)
        fields.member("refunded", refunded)
        fields.member("fund", fund)
        fields.count("lines", linesCount)
        switch subject {
        case .contribution(let contribution):
            fields.member("contribution", contribution as Contribution.ID?)
            fields.member("expenditure", nil as Expenditure.ID?)
        case .expenditure(let expenditure):
            fields.member("contribution", nil as Contribution.ID?)
            fields.member("expenditure", expenditure as Expenditure.ID?)
        }
    }
}

func listVouchers<Source>(
    _ input: VoucherRegisterInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> VoucherRegisterView {
    let filter = VoucherRegister.Filter(
        owner: try tx.owner(input.owner), year: input.year, kind: input.kind, book: input.book)
    return VoucherRegisterView(register: try tx.voucherRegister(matching: filter), number: input.number)
}
