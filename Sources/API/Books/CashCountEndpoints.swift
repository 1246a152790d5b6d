import Domain
import Store

let cashCountEndpoints: [Endpoint] = [
    .post(
        "/v1/cash-counts", roles: [.hamletHead, .clerk, .accountant, .treasurer], key: .required,
        Sentence(
            vi: "Ghi một lần kiểm kê tiền mặt của quỹ, theo mệnh giá, do ít nhất hai người đếm",
            en: "Records a count of a fund's cash by note, made by two persons or more."), recordCashCount),
    .read(
        "/v1/cash-counts",
        Sentence(vi: "Các lần kiểm kê tiền mặt, mới nhất trước", en: "Lists counts of cash, newest first."),
        listCashCounts),
    .show(
        "/v1/cash-counts/{id}", as: CashCountView.self,
        Sentence(vi: "Một lần kiểm kê tiền mặt", en: "Shows a count of cash.")),
    .post(
        "/v1/cash-counts/{id}/confirm", roles: counters, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Người đếm thứ hai xác nhận; chênh lệch được ghi sổ nếu hai người đã quyết định như vậy",
            en: "A second counter confirms it; the difference is posted if the counters decided so."),
        confirmCashCount),
    .post(
        "/v1/cash-counts/{id}/withdraw", roles: counters, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Rút lần kiểm kê ghi sai, trước khi được xác nhận",
            en: "Withdraws a wrong count before it is confirmed."), withdrawCashCount),
    .publicRead(
        "/v1/public/hamlets/{id}/cash-counts", etag: .owner,
        Sentence(
            vi: "Các lần kiểm kê tiền mặt đã xác nhận của thôn xóm, công khai",
            en: "Lists a hamlet's confirmed counts of cash publicly.")
    ) { (input: Paged<OwnerInput<HamletInPath>>, tx: borrowing ReadTransaction) in
        try listPublicCashCounts(input, in: tx)
    },
    .publicRead(
        "/v1/public/cash-counts", etag: .all,
        Sentence(
            vi: "Các lần kiểm kê tiền mặt đã xác nhận của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Lists the confirmed counts of cash of a hamlet, a commune or an organisation publicly.")
    ) { (input: Paged<OwnerInput<OwnerInQuery>>, tx: borrowing ReadTransaction) in
        try listPublicCashCounts(input, in: tx)
    },
]

private let counters: Set<Role> = [.hamletHead, .clerk, .accountant, .treasurer, .approver, .supervisor]

struct NewCashCountInput: Input {
    let fund: Fund.ID
    /// Nil means today.
    let on: LocalDate?
    let notes: [CashCount.Notes]
    let countedBy: [User.ID]
    let postsDifference: Bool
    let note: String?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        on = decoder.optionalDate("on")
        notes = decoder.object("denominations") { decoder in
            CashCount.Denomination.allCases.compactMap { denomination in
                let count = decoder.optionalInteger(
                    "\(denomination.rawValue)", in: 0...CashCount.notesMax)
                guard let count, count > 0 else { return nil }
                return CashCount.Notes(denomination: denomination, count: count)
            }
        }
        countedBy = decoder.ids(
            "counted_by", from: CashCount.countersRange.lowerBound, upTo: CashCount.countersRange.upperBound,
            isRequired: true)
        postsDifference = decoder.boolean("post_difference", default: false)
        note = decoder.optionalText("note", upTo: 500)
        if Set(countedBy).count < countedBy.count {
            decoder.addError(
                "counted_by", .inputInvalid,
                Sentence(vi: "mỗi người chỉ ghi một lần", en: "each person once"))
        }
    }

    var target: Target? { Target(fund, named: .fund) }
}

struct CashCountView: EntityView {
    let value: CashCount

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        fields.member("fund", value.fund)
        fields.member("on", value.on)
        fields.object("denominations", CashCountNotesView(notes: value.notes))
        fields.member("counted", value.counted)
        fields.member("book", value.book)
        fields.member("difference", value.difference)
        fields.list("counted_by", value.countedBy)
        fields.boolean("post_difference", value.postsDifference)
        fields.member("note", value.note)
        fields.choice("state", value.state)
        fields.member("confirmed_by", value.confirmedBy)
        fields.member(value.recording)
    }
}

/// How many notes of each value were counted.
struct CashCountNotesView: Described {
    let notes: [CashCount.Notes]

    static var sample: CashCountNotesView {
        CashCountNotesView(notes: [CashCount.Notes(denomination: .d500000, count: 12)])
    }

    func write(to fields: inout some FieldWriter) {
        for denomination in CashCount.Denomination.allCases {
            let count = notes.first { $0.denomination == denomination }?.count
            fields.count(denomination.name, count ?? 0)
        }
    }
}

/// The public view: what was counted and what the book held, not by whom.
struct PublicCashCountView: PublicValueView {
    let value: CashCount

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.id, value.id))
        fields.publish(Disclosure.fact(.fund, value.fund))
        fields.publish(Disclosure.fact(.countedOn, value.on))
        fields.publish(Disclosure.money(.counted, value.counted))
        fields.publish(Disclosure.money(.bookCash, value.book))
        fields.publish(Disclosure.money(.countDifference, value.difference))
    }
}

struct CashCountListInput: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let state: CashCount.State?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        fund = decoder.filterID("fund")
        state = decoder.optionalChoice("state", of: CashCount.State.self, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

func recordCashCount(
    _ input: NewCashCountInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> CashCountView {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    try tx.checkOpen(day, of: fund.owner, named: .on)
    guard input.countedBy.contains(caller.user) else { throw Refusal.books(.notCounter) }
    for (index, person) in input.countedBy.enumerated()
    where try !tx.hasRole(person, over: ResourceRef(fund.id)) {
        throw Refusal.unknownReference(.user, at: .countedBy[index])
    }
    let held = try tx.balances(of: fund.owner, fund: fund.id, before: day.next ?? day)
    let count = CashCount(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, on: day, notes: input.notes, book: held.cash,
        countedBy: input.countedBy, postsDifference: input.postsDifference, note: input.note,
        recording: tx.recording(by: caller.user))
    guard count.counted <= Dong.documentMax else { throw Refusal.amountTooLarge }
    try tx.save(count, replacing: nil)
    return CashCountView(value: count)
}

func confirmCashCount(
    _ input: PathInput<CashCount>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> CashCountView {
    let old = try tx.existing(input.id)
    let count = try old.taking(.confirm, by: caller.user)
    if count.posting != nil { try tx.checkPosting(of: old, confirmedBy: caller) }
    let book = try tx.bookCash(of: old)
    guard book == old.book else { throw Refusal.books(.bookChanged(recorded: old.book, now: book)) }
    try tx.save(count, after: old)
    return CashCountView(value: count)
}

extension Reading where Self: ~Copyable {
    /// Checks that at least one of the two persons has a role that no administrator of a hamlet assigns.
    ///
    /// Such an administrator could make up both persons, and take cash out of the books as a shortage.
    ///
    /// - Throws: `.roleMissing`.
    fileprivate borrowing func checkPosting(of count: CashCount, confirmedBy caller: Caller) throws {
        if caller.assignment.isAssignedAboveHamlets { return }
        if try recorderAssignment(of: count)?.isAssignedAboveHamlets == true { return }
        throw Refusal.roleMissing(held: caller.assignment.role, allowed: Role.moneyDuties)
    }
}

func withdrawCashCount(
    _ input: PathInput<CashCount>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> CashCountView {
    let old = try tx.existing(input.id)
    let count = try old.taking(.withdraw, by: caller.user)
    try tx.save(count, after: old)
    return CashCountView(value: count)
}

func listCashCounts(
    _ input: CashCountListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<CashCountView> {
    let list = "cash-counts|\(input.owner.text)|\(input.fund?.number ?? 0)|\(input.state?.rawValue ?? "")"
    let found = try tx.cashCounts(
        of: tx.owner(input.owner), fund: input.fund, state: input.state, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found, of: input.page, in: list)
}

func listPublicCashCounts<Source>(
    _ input: Paged<OwnerInput<Source>>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicCashCountView> {
    let list = "public-cash-counts|\(input.list.owner.text)"
    let found = try tx.cashCounts(
        of: tx.publicOwner(input.list.owner), state: .confirmed, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found.map { Published(value: $0) }, of: input.page, in: list) { $0.value.id.number }
}

extension CashCount: Sampled {
    static var sample: CashCount {
        CashCount(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), on: .sample,
            notes: [Notes(denomination: .d500000, count: 12)], book: Dong(6_000_000),
            countedBy: [Identifier(1), Identifier(2)], postsDifference: false, note: nil, recording: .sample)
    }
}

extension CashCount.Denomination {
    /// The name of its member.
    fileprivate var name: StaticString {
        switch self {
        case .d500000: "500000"
        case .d200000: "200000"
        case .d100000: "100000"
        case .d50000: "50000"
        case .d20000: "20000"
        case .d10000: "10000"
        case .d5000: "5000"
        case .d2000: "2000"
        case .d1000: "1000"
        case .d500: "500"
        case .d200: "200"
        }
    }
}
