import Domain
import Store

/// Receipts as vouchers: one or several lines under one number.
///
/// A step is taken on all lines together. One line alone is seen as a contribution.
let issuedReceiptEndpoints: [Endpoint] = [
    .receipt(
        "/v1/receipts", roles: [.hamletHead, .clerk, .treasurer],
        Sentence(
            vi: "Lập một phiếu thu cho một hoặc nhiều quỹ của cùng chủ quỹ, mỗi quỹ một dòng",
            en: "Issues one receipt for one or several funds of one owner, with a line for each."),
        issueReceipt),
    .read(
        "/v1/receipts/{id}",
        Sentence(
            vi: "Một phiếu thu với mọi dòng của nó; mã là mã của dòng 1 hoặc của dòng bất kỳ",
            en: "Shows a receipt with all its lines, by the id of line 1 or of any other.")
    ) { (input: PathInput<Contribution>, _, tx) in
        IssuedReceiptView(receipt: try tx.existingReceipt(input.id))
    },
    .post(
        "/v1/receipts/{id}/void", roles: receiptVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy cả phiếu thu sai; người hủy khác người lập, số phiếu giữ nguyên",
            en: "Voids a whole receipt by a second person; its number stays used."), voidReceipt),
    .post(
        "/v1/receipts/{id}/reverse", roles: receiptVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy cả phiếu thu sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a whole receipt of a closed month; the correction is posted today."), reverseReceipt),
    .post(
        "/v1/receipts/{id}/replace", roles: receiptVoiders, key: .required, needsVersion: true,
        Sentence(
            vi: "Hủy cả phiếu thu sai và lập phiếu đúng thay thế trong một bước; người thay khác người lập",
            en: "Voids a whole receipt and issues the right one in one step, by a second person."),
        replaceReceipt),
]

private let receiptVoiders: Set<Role> = [.accountant, .treasurer, .approver]

func issueReceipt(
    _ input: NewReceiptInput, by caller: Caller, in group: inout ContributionGroup,
    _ tx: borrowing WriteTransaction
) throws -> IssuedReceiptView {
    IssuedReceiptView(receipt: try group.record(input, by: caller, in: tx))
}

func voidReceipt(
    _ input: VoidInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> IssuedReceiptView {
    let receipt = try tx.receiptWithoutRefunds(input.id)
    let lines = try receipt.lines.map { line in
        let voided = try line.voided(by: caller.user, for: input.reason, at: tx.now)
        try tx.void(voided)
        try tx.reverse(line, onPledge: line.pledge)
        return voided
    }
    return IssuedReceiptView(lines)
}

/// Voids a receipt of a closed month: the corrections are posted today.
func reverseReceipt(
    _ input: VoidInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> IssuedReceiptView {
    let receipt = try tx.receiptWithoutRefunds(input.id)
    try tx.checkClosed(receipt.first.receivedOn, of: receipt.first.owner)
    let lines = try receipt.lines.map { line in
        let voided = try line.voided(
            by: caller.user, for: input.reason, at: tx.now, reversedOn: tx.today)
        try tx.void(voided)
        try tx.reverse(line, onPledge: line.pledge)
        return voided
    }
    return IssuedReceiptView(lines)
}

extension WriteTransaction {
    /// The receipt with the line `id`.
    ///
    /// - Throws: `Refusal.hasRefunds` when one of its lines has any.
    borrowing func receiptWithoutRefunds(_ id: Contribution.ID) throws -> Receipt {
        let receipt = try existingReceipt(id)
        for line in receipt.lines {
            guard try refunds(of: line.id) == .zero else { throw Refusal.hasRefunds }
        }
        return receipt
    }
}

extension ContributionGroup {
    /// Records the receipt in `input` line by line; `save(in:)` must follow in the same job.
    ///
    /// - Parameters:
    ///   - input: the receipt.
    ///   - owner: whose funds alone it may name; nil for that of the first line.
    ///   - caller: whoever issues it.
    ///   - tx: the job.
    /// - Returns: the receipt with its number.
    /// - Throws: the refusal of a line, with pointers into the whole.
    mutating func record(
        _ input: NewReceiptInput, keepingTo owner: FundOwner? = nil, by caller: Caller,
        in tx: borrowing WriteTransaction
    ) throws -> Receipt {
        var lines: [Contribution] = []
        for index in input.lines.indices {
            do {
                if let owner = owner ?? lines.first?.owner {
                    try tx.checkFund(input.lines[index].fund, isOf: owner, for: caller)
                }
                let line = Voucher.Line(Int64(index) + 1, of: Int64(input.lines.count))
                lines.append(try record(input.contribution(index), as: line, by: caller, in: tx))
            } catch let error as Refusal {
                throw Problem(error).ofLine(index)
            } catch let error as Problem {
                throw error.ofLine(index)
            }
        }
        return Receipt(whole: lines)
    }
}

extension Receipt {
    /// The receipt that was just made of these lines.
    init(whole lines: [Contribution]) {
        guard let receipt = Receipt(lines) else {
            preconditionFailure("lines that were recorded one after the other are one receipt")
        }
        self = receipt
    }
}

extension WriteTransaction {
    /// Checks that the fund of a later line is of the owner of the first: an owner has its own numbers.
    ///
    /// - Throws: `Refusal.unknownReference` for a fund that the caller may not see.
    borrowing func checkFund(_ id: Fund.ID, isOf owner: FundOwner, for caller: Caller) throws {
        guard let fund = try find(id), try isKnown(id, to: caller) else {
            throw Refusal.unknownReference(.fund, at: .fund)
        }
        guard fund.owner != owner else { return }
        throw Problem(errors: [
            FieldError(
                .fund, .ownerElsewhere,
                Sentence(
                    vi: "của chủ quỹ khác; hãy lập phiếu riêng",
                    en: "of another owner; issue a voucher of its own"))
        ])
    }
}

extension Contribution {
    /// Checks that it is the only line of its receipt, because `step` is taken on a whole receipt.
    func checkWhole(before step: String) throws(Refusal) {
        guard voucher.line == .only else {
            throw .voucher(.severalLines(.receipt(receipt), step: step))
        }
    }
}

extension Problem {
    /// The same problem of the line `index`; what the voucher says once for all lines keeps its place.
    func ofLine(_ index: Int) -> Problem {
        let own: [Field] = [.fund, .amount, .pledge, .purpose, .item]
        let errors = errors.map { error -> FieldError in
            guard case .pointer(let pointer) = error.place, own.contains(where: { $0.pointer == pointer })
            else { return error }
            return FieldError("/lines/\(index)" + pointer, error.code, error.detail)
        }
        return Problem(code, detail: detail, errors: errors, offer: offer, fields: fields)
    }
}
