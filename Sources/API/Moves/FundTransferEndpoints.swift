import Domain
import Store

let fundTransferEndpoints = moveEndpoints(
    for: FundTransfer.self,
    recording: .post(
        "/v1/fund-transfers", roles: [.treasurer], key: .required,
        Sentence(
            vi:
                "Thủ quỹ nộp tiền mặt vào ngân hàng, rút tiền về quỹ, hoặc chuyển sang quỹ khác theo quyết định của dân",
            en: "Transfers between cash and bank, or to another fund by a decision of the residents."),
        recordFundTransfer),
    MoveSummaries(
        show: Sentence(vi: "Một lần chuyển tiền", en: "Shows a transfer."),
        void: Sentence(
            vi: "Hủy lần chuyển tiền ghi sai; người hủy khác người ghi",
            en: "Voids a wrong transfer by someone other than who recorded it."),
        reverse: Sentence(
            vi: "Hủy lần chuyển tiền ghi sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a wrong transfer of a closed month; the correction is posted today."),
        listOfHamlet: Sentence(
            vi: "Các lần chuyển tiền của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's transfers, newest first."),
        list: Sentence(
            vi: "Các lần chuyển tiền của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the transfers of a hamlet, a commune or an organisation, newest first.")))

struct NewFundTransferInput: Input {
    let fund: Fund.ID
    /// Nil for a transfer within the fund.
    let recipient: FundTransfer.Recipient?
    let from: Contribution.Method
    let to: Contribution.Method
    let amount: Dong
    /// Nil means today.
    let on: LocalDate?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        let toFund: Fund.ID? = decoder.optionalID("to_fund")
        let decision: Decision.ID? = decoder.optionalID("decision")
        from = decoder.choice("from", of: Contribution.Method.self)
        let to = decoder.optionalChoice("to", of: Contribution.Method.self)
        amount = decoder.dong("amount")
        on = decoder.optionalDate("on")
        recipient = NewFundTransferInput.recipient(toFund, decision, from: fund, in: &decoder)
        // Into another fund the money stays cash, or in the bank, unless the request says otherwise.
        self.to = to ?? from
        guard !decoder.contains("to_fund") else { return }
        if !decoder.contains("to") {
            decoder.addError(
                "to", .inputInvalid,
                Sentence(vi: "cần nơi nhận: to, hoặc to_fund", en: "name where it goes: to, or to_fund"))
        } else if to == from {
            decoder.addError("to", .noChange, ProblemCode.noChange.title)
        }
    }

    var target: Target? { Target(fund, named: .fund) }

    /// The other fund with its decision; adds an error when one of them is missing, or the fund is the same.
    private static func recipient(
        _ toFund: Fund.ID?, _ decision: Decision.ID?, from fund: Fund.ID, in decoder: inout RequestDecoder
    ) -> FundTransfer.Recipient? {
        switch (decoder.contains("to_fund"), decoder.contains("decision")) {
        case (true, false):
            decoder.addError("decision", .memberMissing, ProblemCode.memberMissing.title)
        case (false, true):
            decoder.addError(
                "decision", .inputInvalid, Sentence(vi: "chỉ dùng cùng to_fund", en: "only with to_fund"))
        case (true, true), (false, false): break
        }
        if toFund == fund { decoder.addError("to_fund", .noChange, ProblemCode.noChange.title) }
        guard let toFund, let decision else { return nil }
        return FundTransfer.Recipient(fund: toFund, decision: decision)
    }
}

extension FundTransfer: MoveOnWire {
    struct Filter: MoveFilter {
        private let fund: Fund.ID?
        private let from: LocalDate?
        private let to: LocalDate?

        init(from decoder: inout RequestDecoder) {
            fund = decoder.filterID("fund")
            (from, to) = decoder.period()
        }

        var text: String {
            filterText(fund?.number, from.map { Int64($0.packed) }, to.map { Int64($0.packed) })
        }

        func moves(
            of owner: FundOwner, before cursor: FundTransfer.ID?, limit: Int, in tx: borrowing ReadTransaction
        ) throws -> [FundTransfer] {
            try tx.fundTransfers(of: owner, fund: fund, from: from, to: to, before: cursor, limit: limit)
        }
    }

    static func void(
        _ old: FundTransfer, _ voiding: Contribution.Voiding, in tx: borrowing WriteTransaction
    ) throws -> FundTransfer {
        let transfer = try old.voided(
            by: voiding.by, for: voiding.reason, at: voiding.at, reversedOn: voiding.reversedOn)
        try tx.void(transfer)
        return transfer
    }
}

func recordFundTransfer(
    _ input: NewFundTransferInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> MoveView<FundTransfer> {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    if let recipient = input.recipient { try tx.check(recipient, of: fund, in: keeper, on: day) }
    let transfer = FundTransfer(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, recipient: input.recipient, from: input.from,
        to: input.to, amount: input.amount, on: day, recordedBy: caller.user, recordedAt: tx.now)
    try tx.record(transfer)
    return MoveView(value: transfer)
}

extension Reading where Self: ~Copyable {
    /// Checks that the residents decided that money of `fund` goes to another fund of its owner.
    ///
    /// What was collected for one purpose is used for another only by a new decision, so one under which the fund
    /// collects does not allow that.
    ///
    /// - Throws: `Refusal.unknownReference` for a fund of another owner, and a decision of other residents;
    ///   `.decisionNotForTransfer`; `.dateOutOfRange` for a day before the decision; those of `checkHouseholds(of:)`.
    fileprivate borrowing func check(
        _ recipient: FundTransfer.Recipient, of fund: Fund, in keeper: BookKeeper, on day: LocalDate
    ) throws {
        guard let other = try find(recipient.fund), other.owner == fund.owner else {
            throw Refusal.unknownReference(.fund, at: .toFund)
        }
        for one in [fund, other] where one.passThrough != nil {
            throw Refusal.books(.passesThrough(one.id))
        }
        guard let decision = try find(recipient.decision),
            try binds(decision, keeper)
        else { throw Refusal.unknownReference(.decision, at: .decision) }
        let isOfCollection = fund.decision == decision.id || fund.earlierDecisions.contains(decision.id)
        guard let from = decision.authorisesTransferFrom, !isOfCollection else {
            throw Refusal.books(.decisionNotForTransfer(at: .decision))
        }
        try checkHouseholds(of: decision)
        guard day >= from else { throw Refusal.dateOutOfRange(at: .on, from: from, to: today) }
    }
}

extension FundTransfer: Sampled {
    static var sample: FundTransfer {
        FundTransfer(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), from: .cash, to: .bank,
            amount: Dong(5_000_000), on: .sample, recordedBy: Identifier(1), recordedAt: .sample)
    }
}
