import Domain
import Store

let expenditureEndpoints: [Endpoint] = [
    .post(
        "/v1/expenditures", roles: [.hamletHead, .clerk, .accountant], key: .required,
        Sentence(vi: "Đề nghị một khoản chi", en: "Requests an expenditure."), requestExpenditure),
    .post(
        "/v1/contributions/{id}/refunds", roles: [.hamletHead, .clerk, .accountant], key: .required,
        Sentence(
            vi: "Đề nghị hoàn trả một phần hoặc cả khoản đóng góp",
            en: "Requests a full or partial refund of a contribution."), requestRefund),
    .show(
        "/v1/expenditures/{id}", as: ExpenditureView.self,
        Sentence(vi: "Một khoản chi", en: "Shows an expenditure.")),
    .read(
        "/v1/hamlets/{id}/expenditures",
        Sentence(
            vi: "Các khoản chi của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's expenditures, newest first.")
    ) { (input: ExpenditureListInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listExpenditures(input, by: caller, in: tx)
    },
    .read(
        "/v1/expenditures",
        Sentence(
            vi: "Các khoản chi của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the expenditures of a hamlet, a commune or an organisation, newest first.")
    ) { (input: ExpenditureListInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listExpenditures(input, by: caller, in: tx)
    },
    .publicRead(
        "/v1/public/hamlets/{id}/expenditures", etag: .owner,
        Sentence(
            vi: "Các khoản đã chi của thôn xóm, công khai", en: "Lists a hamlet's payments publicly.")
    ) { (input: PublicExpenditureListInput<HamletInPath>, tx: borrowing ReadTransaction) in
        try listPublicExpenditures(input, in: tx)
    },
    .publicRead(
        "/v1/public/expenditures", etag: .all,
        Sentence(
            vi: "Các khoản đã chi của một thôn xóm, một xã hoặc một tổ chức, công khai",
            en: "Lists the payments of a hamlet, a commune or an organisation publicly.")
    ) { (input: PublicExpenditureListInput<OwnerInQuery>, tx: borrowing ReadTransaction) in
        try listPublicExpenditures(input, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/check", roles: [.accountant], key: .accepted, needsVersion: true, status: 200,
        Sentence(vi: "Kế toán kiểm tra", en: "Records the accountant's check.")
    ) { (input: PathInput<Expenditure>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.check, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/approve", roles: [.approver], key: .required, needsVersion: true, status: 200,
        Sentence(vi: "Người có thẩm quyền duyệt chi", en: "Approves the expenditure.")
    ) { (input: PathInput<Expenditure>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.approve, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/pay", roles: [.treasurer], key: .required, needsVersion: true, status: 200,
        Sentence(vi: "Thủ quỹ chi tiền, lập phiếu chi", en: "Pays the expenditure and issues its voucher."),
        payExpenditure),
    .post(
        "/v1/expenditures/{id}/book", roles: [.accountant], key: .accepted, needsVersion: true, status: 200,
        Sentence(vi: "Kế toán ghi sổ", en: "Books the payment.")
    ) { (input: BookingInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.book, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/reject", roles: [.accountant, .approver], key: .accepted, needsVersion: true,
        status: 200, Sentence(vi: "Từ chối, nêu lý do", en: "Rejects the expenditure with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.reject, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/withdraw", roles: [.hamletHead, .clerk, .accountant], key: .accepted,
        needsVersion: true, status: 200,
        Sentence(
            vi: "Người đề nghị rút đề nghị chưa chi, nêu lý do",
            en: "Withdraws one's own request before it is paid, with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.withdraw, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/cancel", roles: [.accountant, .approver], key: .accepted, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy khoản đã duyệt nhưng chưa chi, nêu lý do",
            en: "Cancels an approved expenditure before it is paid, with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.cancel, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/void", roles: [.accountant, .approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy phiếu chi sai; người hủy khác thủ quỹ đã chi, số phiếu giữ nguyên",
            en: "Voids a wrong payment by someone other than the payer; its number stays used.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.void, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/expenditures/{id}/reverse", roles: [.accountant, .approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy phiếu chi sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a wrong payment of a closed month; the correction is posted today."),
        reverseExpenditure),
]

/// A payment made before the hamlet was closed may be booked afterwards.
struct BookingInput: Input {
    let id: Expenditure.ID

    init(from decoder: inout RequestDecoder) { id = decoder.id("id", in: .path) }

    var target: Target? { Target(id, mayBeClosed: true) }
}

/// A step that ends an expenditure requires a reason.
struct EndedExpenditureInput: Input {
    let id: Expenditure.ID
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
    }

    var target: Target? { Target(id, exit: .receipt) }
}

func requestExpenditure(
    _ input: NewExpenditureInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    ExpenditureView(value: try tx.request(input, by: caller))
}

func requestRefund(
    _ input: NewRefundInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let contribution = try tx.existing(input.contribution)
    guard contribution.state == .valid else {
        throw Refusal.invalidTransition(.contribution, step: "refund", from: contribution.state.rawValue)
    }
    guard contribution.settles == nil else { throw Refusal.payable(.giftOfDebt) }
    let allowed = try tx.refunds(of: contribution.id)
    let available = contribution.amount.less(allowed)
    guard input.amount <= available else { throw Refusal.refundTooLarge(available: available) }
    let (fund, keeper) = try tx.fundHolding(contribution, named: input.fund, for: caller)
    let expenditure = Expenditure(
        id: try tx.newID(), owner: fund.owner, fund: fund.id,
        payee: contribution.voucher.partyName,
        purpose: "Hoàn trả \(contribution.voucher.printedNumber): \(input.reason)", item: "Hoàn trả đóng góp",
        amount: input.amount, method: input.method ?? contribution.method, refundOf: contribution.id,
        passesThrough: fund.passThrough != nil, requestedAt: tx.now,
        actors: Expenditure.StepActors(requestedBy: caller.user))
    try tx.request(expenditure, in: keeper.unit)
    return ExpenditureView(value: expenditure)
}

func payExpenditure(
    _ input: PaymentInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let approved = try tx.onlyLine(input.id, before: "pay")
    return ExpenditureView(value: try tx.pay(approved, as: input, by: caller).first)
}

private func step(
    _ step: Expenditure.Step, _ id: Expenditure.ID, by caller: Caller, because reason: String? = nil,
    in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let old = try tx.onlyLine(id, before: step.rawValue)
    return ExpenditureView(value: try tx.take(step, on: old, by: caller, because: reason).first)
}

private func reverseExpenditure(
    _ input: EndedExpenditureInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let old = try tx.onlyLine(input.id, before: "reverse")
    return ExpenditureView(value: try tx.reverse(old, because: input.reason, by: caller).first)
}

extension Reading where Self: ~Copyable {
    /// The open fund that now holds the money of `contribution`: its own fund or the successor.
    ///
    /// If there are several successors, it is the one given as `id`, otherwise that of the household's current
    /// hamlet. Only funds that the caller may see count, as for any expenditure.
    ///
    /// - Parameters:
    ///   - contribution: the contribution to be refunded.
    ///   - id: the fund named in the request.
    ///   - caller: who requests the refund.
    /// - Returns: the fund and the keeper of its books.
    /// - Throws: `Refusal.unknownReference` when the caller may not see the fund, or none that holds the money;
    ///   `.valueNotListed` when no fund or more than one matches.
    fileprivate borrowing func fundHolding(
        _ contribution: Contribution, named id: Fund.ID?, for caller: Caller
    ) throws -> (fund: Fund, keeper: BookKeeper) {
        if let id { _ = try authorise(caller, to: Target(id, named: .fund)) }
        let open = try openFunds(after: contribution.fund)
        let visible = try open.filter { fund in
            try resourceScope(of: ResourceRef(fund.id)).map { caller.canSee($0.place) } ?? false
        }
        guard !visible.isEmpty else { throw Refusal.unknownReference(.fund, at: .fund) }
        var funds = visible
        if let id {
            funds = visible.filter { $0.id == id }
        } else if open.count > 1, let id = contribution.donor.household, let household = try find(id) {
            funds = visible.filter { $0.owner == .hamlet(household.hamlet) }
        }
        guard funds.count == 1, let fund = funds.first, let keeper = try keeper(of: fund.owner) else {
            throw Refusal.valueNotListed(at: .fund, values: visible.map { "\($0.id.number)" })
        }
        return (fund, keeper)
    }
}
