import Domain
import Store

let periodEndpoints: [Endpoint] = [
    .post(
        "/v1/periods", roles: [.accountant],
        Sentence(
            vi: "Kế toán lập hồ sơ khóa sổ một tháng",
            en: "Records a month of an owner's books, to be closed."),
        recordPeriod),
    .read(
        "/v1/periods",
        Sentence(
            vi: "Các tháng đã lập hồ sơ khóa sổ, mới nhất trước", en: "Lists recorded months, latest first."),
        listPeriods),
    .read(
        "/v1/periods/{id}",
        Sentence(
            vi: "Một tháng, và những việc còn thiếu trước khi khóa sổ",
            en: "Shows a month and what it lacks before it can be closed."), showPeriod),
    .post(
        "/v1/periods/{id}/submit", roles: [.accountant], key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Kế toán trình khóa sổ: mọi phiếu đã ghi, tiền mặt đã kiểm kê",
            en: "The accountant submits it: all vouchers are booked, the cash is counted."), submitPeriod),
    .post(
        "/v1/periods/{id}/close", roles: [.approver], key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Người duyệt khóa sổ tháng; từ đó tháng không nhận phiếu nào nữa",
            en: "The approver closes the month; it takes no voucher from then on."), closePeriod),
    .post(
        "/v1/periods/{id}/reopen", roles: [.approver], key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Người duyệt của xã mở lại tháng khóa sau cùng, nêu lý do công khai",
            en: "The commune's approver opens the last closed month again, for a public reason."),
        reopenPeriod),
    .publicRead(
        "/v1/public/hamlets/{id}/periods", etag: .owner,
        Sentence(
            vi: "Các tháng đã khóa sổ của thôn xóm, công khai", en: "Lists a hamlet's closed months publicly."
        )
    ) { (input: Paged<OwnerInput<HamletInPath>>, tx: borrowing ReadTransaction) in
        try listPublicPeriods(input, in: tx)
    },
    .publicRead(
        "/v1/public/periods", etag: .all,
        Sentence(
            vi: "Các tháng đã khóa sổ của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Lists the closed months of a hamlet, a commune or an organisation publicly.")
    ) { (input: Paged<OwnerInput<OwnerInQuery>>, tx: borrowing ReadTransaction) in
        try listPublicPeriods(input, in: tx)
    },
]

struct NewPeriodInput: Input {
    let owner: BookOwner
    let month: AccountingPeriod.Month?

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(from: &decoder, mayHaveEnded: true)
        month = decoder.month("month")
    }

    var target: Target? { owner.target }
}

struct PeriodListInput: Input {
    let owner: BookOwner
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

struct ReopeningInput: Input {
    let id: AccountingPeriod.ID
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.publicText("reason", upTo: 300)
    }

    var target: Target? { Target(id) }
}

struct PeriodView: EntityView {
    let value: AccountingPeriod

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        fields.member("month", value.month.text)
        fields.choice("state", value.state)
        fields.member("submitted_by", value.submittedBy)
        fields.member("closed_by", value.closedBy)
        fields.member("cash", value.closing?.cash)
        fields.member("bank", value.closing?.bank)
        fields.member("reopen_reason", value.reason)
        fields.member(value.recording)
    }
}

/// A month with what it lacks, in the order in which it is done.
struct PeriodDetailView: Resource {
    let period: AccountingPeriod
    let blockers: [BooksRefusal.Blocker]

    var location: String { "\(AccountingPeriod.kind.path)/\(period.id.number)" }
    var version: Int64 { period.version }

    static var sample: PeriodDetailView {
        PeriodDetailView(period: .sample, blockers: [.paymentNotBooked(Identifier(1))])
    }

    func write(to fields: inout some FieldWriter) {
        PeriodView(value: period).write(to: &fields)
        fields.list("missing", blockers.map { PeriodBlockerView(blocker: $0) })
    }
}

struct PeriodBlockerView: Described {
    let blocker: BooksRefusal.Blocker

    static var sample: PeriodBlockerView { PeriodBlockerView(blocker: .paymentNotBooked(Identifier(1))) }

    func write(to fields: inout some FieldWriter) {
        fields.member("vi", blocker.sentence.vi)
        fields.member("en", blocker.sentence.en)
    }
}

/// The public view: the days, whether it is closed, what it held, and why it was opened again.
struct PublicPeriodView: PublicValueView {
    let value: AccountingPeriod

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.from, value.month.firstDay))
        fields.publish(Disclosure.fact(.to, value.month.lastDay))
        fields.publish(Disclosure.fact(.state, value.state))
        fields.publish(
            "closing",
            optional: value.closing.map { BalancesView(value: Balances(cash: $0.cash, bank: $0.bank)) })
        fields.publish(Disclosure.text(.reopenReason, value.reason))
    }
}

func recordPeriod(
    _ input: NewPeriodInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PeriodView {
    let owner = try tx.owner(input.owner, at: .commune)
    guard let month = input.month else {
        throw Refusal.dateOutOfRange(at: .month, from: nil, to: tx.today)
    }
    try tx.check(month, of: owner)
    let period = AccountingPeriod(
        id: try tx.newID(), owner: owner, month: month, recording: tx.recording(by: caller.user))
    try tx.save(period, after: nil)
    return PeriodView(value: period)
}

func showPeriod(
    _ input: PathInput<AccountingPeriod>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> PeriodDetailView {
    let period = try tx.existing(input.id)
    return PeriodDetailView(
        period: period,
        blockers: period.state == .closed ? [] : try tx.blockers(of: period.month, of: period.owner))
}

func submitPeriod(
    _ input: PathInput<AccountingPeriod>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PeriodView {
    try advance(input.id, .submit, by: caller, in: tx)
}

func closePeriod(
    _ input: PathInput<AccountingPeriod>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PeriodView {
    try advance(input.id, .close, by: caller, in: tx)
}

/// Takes a step towards closing, for which the month must lack nothing.
private func advance(
    _ id: AccountingPeriod.ID, _ step: AccountingPeriod.Step, by caller: Caller,
    in tx: borrowing WriteTransaction
) throws -> PeriodView {
    let old = try tx.existing(id)
    let held = try tx.balances(
        of: old.owner, fund: nil, before: old.month.lastDay.next ?? old.month.lastDay)
    let period = try old.taking(
        step, by: caller.user, holding: AccountingPeriod.Closing(cash: held.cash, bank: held.bank))
    let blockers = try tx.blockers(of: old.month, of: old.owner)
    guard blockers.isEmpty else { throw Refusal.books(.periodNotReady(blockers)) }
    try tx.save(period, after: old)
    return PeriodView(value: period)
}

func reopenPeriod(
    _ input: ReopeningInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PeriodView {
    let old = try tx.existing(input.id)
    guard caller.assignment.scope.hamlet == nil else { throw Refusal.books(.communeReopens) }
    if old.state == .closed, let last = try tx.lastClosedMonth(of: old.owner), last > old.month {
        throw Refusal.books(.laterPeriodClosed(last))
    }
    let period = try old.reopened(for: input.reason)
    try tx.save(period, after: old)
    return PeriodView(value: period)
}

func listPeriods(
    _ input: PeriodListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<PeriodView> {
    let list = "periods|\(input.owner.text)"
    let found = try tx.periods(of: tx.owner(input.owner), input.page, in: list)
    return Page(found.map { PeriodView(value: $0) }, limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.value.month.packed), filter: list)
    }
}

func listPublicPeriods<Source>(
    _ input: Paged<OwnerInput<Source>>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicPeriodView> {
    let list = "public-periods|\(input.list.owner.text)"
    let found = try tx.periods(of: tx.publicOwner(input.list.owner), input.page, in: list)
    return Page(found.map { Published(value: $0) }, limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.view.value.month.packed), filter: list)
    }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func periods(
        of owner: FundOwner, _ page: PageRequest, in list: String
    ) throws -> [AccountingPeriod] {
        let before: AccountingPeriod.ID? = try page.number(in: list)
        return try accountingPeriods(
            of: owner, before: before.flatMap { AccountingPeriod.Month(packed: $0.number) },
            limit: page.limit + 1)
    }
}

extension RequestDecoder {
    /// A required month in the form `YYYY-MM`, within the days that a record may have.
    mutating func month(_ name: String) -> AccountingPeriod.Month? {
        let text = self.text(name, upTo: 7)
        guard !text.isEmpty else { return nil }
        guard let month = AccountingPeriod.Month(text: text) else {
            addError(
                name, .dateInvalid,
                Sentence(vi: "cần tháng dạng YYYY-MM", en: "must be a month in the form YYYY-MM"))
            return nil
        }
        guard LocalDate.earliestRecorded <= month.lastDay, month.firstDay <= .latestPlanned else {
            addError(
                name, .dateOutOfRange, .dates(from: .earliestRecorded, to: .latestPlanned))
            return nil
        }
        return month
    }
}

extension AccountingPeriod: Sampled {
    static var sample: AccountingPeriod {
        AccountingPeriod(
            id: Identifier(1), owner: .hamlet(Identifier(1)), month: Month(of: .sample), recording: .sample)
    }
}
