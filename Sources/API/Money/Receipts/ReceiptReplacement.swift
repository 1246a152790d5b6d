import Domain
import Store

/// The input that replaces a receipt with all its lines: why, and what is different in the new one.
struct ReceiptReplacementInput: Input {
    let id: Contribution.ID
    /// Why the first receipt is void.
    let reason: String
    fileprivate let donor: Contribution.Donor?
    fileprivate let isAnonymous: Bool?
    fileprivate let method: Contribution.Method?
    fileprivate let bankReference: String?
    fileprivate let payerName: String?
    fileprivate let payerAddress: String?
    /// Nil means the book of the first receipt.
    fileprivate let book: String?
    fileprivate let defaultBook: String
    fileprivate let donorNames: String?
    fileprivate let attachments: Int64?
    /// All lines of the new receipt; nil means those of the first one.
    fileprivate let lines: [ReceiptLine]?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
        donor = ReplacementInput.donor(from: &decoder)
        let namesAnonymity = decoder.contains("anonymous")
        let anonymity = decoder.boolean("anonymous", default: false)
        isAnonymous = namesAnonymity ? anonymity : nil
        method = decoder.optionalChoice("method", of: Contribution.Method.self)
        bankReference = decoder.bankReference("bank_reference")
        payerName = decoder.optionalDonorName("payer_name", upTo: 100)
        payerAddress = decoder.optionalText("payer_address", upTo: 200)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        donorNames = decoder.donorNames(of: donor)
        attachments = decoder.attachments()
        lines = decoder.optionalObjects("lines", upTo: Receipt.linesMax) { ReceiptLine(from: &$0) }
        decoder.checkFunds(of: lines ?? [])
    }

    var target: Target? { Target(id, exit: .refund(id)) }

    /// True when nothing in the new receipt would be different.
    fileprivate var isEmpty: Bool {
        donor == nil && isAnonymous == nil && method == nil && bankReference == nil && payerName == nil
            && payerAddress == nil && lines == nil
            && donorNames == nil && attachments == nil
    }
}

func replaceReceipt(
    _ input: ReceiptReplacementInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> IssuedReceiptView {
    let old = try tx.receiptWithoutRefunds(input.id)
    guard !input.isEmpty else { throw Refusal.noChange(at: .lines) }
    let replaced = Replaced(id: old.id, replacement: try tx.newID())
    let voided = try old.lines.map { line in
        let voided = try line.voided(
            by: caller.user, for: input.reason, at: tx.now, replacedBy: replaced.replacement)
        let position = try tx.markVoided(voided)
        try tx.reverse(line, onPledge: line.pledge)
        return (line: voided, position: position)
    }
    var group = ContributionGroup(replacing: replaced, unposted: voided.first?.position)
    let receipt = try group.record(
        try NewReceiptInput(correcting: old, with: input), keepingTo: old.first.owner, by: caller, in: tx)
    try group.save(in: tx)
    // After the new receipt, so that only the differences must be there.
    for (line, position) in voided { try tx.postVoiding(of: line, position: position) }
    try tx.issue(receipt.lines, onCreditOf: old.first)
    return IssuedReceiptView(receipt: receipt)
}

extension NewReceiptInput {
    /// What `old` said, with the differences that `change` names.
    ///
    /// The bank reference or the collector goes along while the method stays, pledges while the donor does.
    ///
    /// - Throws: `Problem` for names of a donor who is no household.
    fileprivate init(correcting old: Receipt, with change: ReceiptReplacementInput) throws(Problem) {
        let first = old.first
        let donor = change.donor ?? first.donor
        let method = change.method ?? first.method
        let isSameDonor = donor.isSame(as: first.donor)
        let donorNames = change.donorNames ?? (isSameDonor ? first.donorNames : nil)
        if donorNames != nil, donor.household == nil { throw Problem(errors: [.donorNamesOfHousehold]) }
        let head = ReceiptHead(
            giver: ReceiptGiver(
                donor: donor, isAnonymous: change.isAnonymous ?? first.isAnonymous,
                payerName: change.payerName ?? (isSameDonor ? first.voucher.partyName : nil),
                payerAddress: change.payerAddress ?? (isSameDonor ? first.voucher.partyAddress : nil),
                donorNames: donorNames, attachments: change.attachments ?? first.voucher.attachments),
            method: method,
            bankReference: method == .bank ? change.bankReference ?? first.bankReference : nil,
            // The cash stays in the hand in which it is.
            collector: method == .cash ? first.collector : nil, receivedOn: first.receivedOn,
            book: change.book ?? first.voucher.series.book, defaultBook: change.defaultBook)
        let lines = old.lines.map { line in
            ReceiptLine(
                fund: line.fund, amount: line.amount, pledge: isSameDonor ? line.pledge : nil,
                reason: line.voucher.reason, foreign: line.foreign)
        }
        self.init(head: head, lines: change.lines ?? lines)
    }
}
