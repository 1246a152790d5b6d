import Domain
import Store

/// The input that replaces a receipt: why, and what is different in the new one.
struct ReplacementInput: Input {
    let id: Contribution.ID
    /// Why the first receipt is void.
    let reason: String
    fileprivate let donor: Contribution.Donor?
    fileprivate let isAnonymous: Bool?
    fileprivate let amount: Dong?
    fileprivate let method: Contribution.Method?
    fileprivate let bankReference: String?
    fileprivate let payerName: String?
    fileprivate let payerAddress: String?
    fileprivate let receiptReason: String?
    /// Nil means the book of the first receipt.
    fileprivate let book: String?
    fileprivate let defaultBook: String
    fileprivate let donorNames: String?
    fileprivate let attachments: Int64?
    fileprivate let foreign: ForeignMoney?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
        donor = ReplacementInput.donor(from: &decoder)
        let namesAnonymity = decoder.contains("anonymous")
        let anonymity = decoder.boolean("anonymous", default: false)
        isAnonymous = namesAnonymity ? anonymity : nil
        amount = decoder.optionalDong("amount")
        method = decoder.optionalChoice("method", of: Contribution.Method.self)
        bankReference = decoder.bankReference("bank_reference")
        payerName = decoder.optionalDonorName("payer_name", upTo: 100)
        payerAddress = decoder.optionalText("payer_address", upTo: 200)
        receiptReason = decoder.optionalText("receipt_reason", upTo: 300)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        donorNames = decoder.donorNames(of: donor)
        attachments = decoder.attachments()
        foreign = decoder.foreignMoney(worth: amount)
    }

    var target: Target? { Target(id, exit: .refund(id)) }

    /// The donor of the new receipt; nil when the request names none.
    ///
    /// A member that is null names nobody.
    static func donor(from decoder: inout RequestDecoder) -> Contribution.Donor? {
        let members = ["household", "organisation", "sponsor_name", "sponsor_kind", "sponsor_level"]
        if members.contains(where: { decoder.contains($0) }) {
            return NewContributionInput.donor(from: &decoder)
        }
        let _: Household.ID? = decoder.optionalID("household")
        let _: Organisation.ID? = decoder.optionalID("organisation")
        _ = decoder.optionalDonorName("sponsor_name", upTo: 100)
        _ = decoder.optionalChoice("sponsor_kind", of: Contribution.Sponsor.Kind.self)
        _ = decoder.optionalChoice("sponsor_level", of: Contribution.Sponsor.Level.self)
        return nil
    }

    /// True when nothing in the new receipt would be different.
    fileprivate var isEmpty: Bool {
        donor == nil && isAnonymous == nil && amount == nil && method == nil && bankReference == nil
            && payerName == nil && payerAddress == nil && receiptReason == nil
            && donorNames == nil && attachments == nil && foreign == nil
    }
}

/// The receipt that is replaced, and the id of the new one.
struct Replaced {
    let id: Contribution.ID
    let replacement: Contribution.ID
}

func replaceContribution(
    _ input: ReplacementInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ContributionView {
    let old = try tx.existing(input.id)
    try old.checkWhole(before: "replace")
    guard !input.isEmpty else { throw Refusal.noChange(at: .amount) }
    if input.bankReference != nil, (input.method ?? old.method) == .cash {
        throw Problem(errors: [FieldError("/bank_reference", .inputInvalid, .onlyWithBank)])
    }
    guard try tx.refunds(of: old.id) == .zero else { throw Refusal.hasRefunds }
    let replaced = Replaced(id: old.id, replacement: try tx.newID())
    let voided = try old.voided(
        by: caller.user, for: input.reason, at: tx.now, replacedBy: replaced.replacement)
    let position = try tx.markVoided(voided)
    try tx.reverse(old, onPledge: old.pledge)
    let (fund, keeper) = try tx.openFund(old.fund)
    var (sums, checks) = (ContributionSums(owner: fund.owner), CollectionChecks())
    let new = try tx.receive(
        try NewContributionInput(correcting: old, with: input), by: caller, to: fund, of: keeper,
        replacing: replaced, keeping: &checks, adding: &sums)
    try tx.save(sums)
    // After the new receipt, so that only the difference must be there.
    try tx.postVoiding(of: voided, position: position)
    try tx.issue([new], onCreditOf: old)
    return ContributionView(value: new)
}

/// Voids a receipt of a closed month: the correction is posted today.
func reverseContribution(
    _ input: VoidInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ContributionView {
    let old = try tx.existing(input.id)
    try old.checkWhole(before: "reverse")
    guard try tx.refunds(of: old.id) == .zero else { throw Refusal.hasRefunds }
    try tx.checkClosed(old.receivedOn, of: old.owner)
    let voided = try old.voided(
        by: caller.user, for: input.reason, at: tx.now, reversedOn: tx.today)
    try tx.void(voided)
    try tx.reverse(old, onPledge: old.pledge)
    return ContributionView(value: voided)
}

extension NewContributionInput {
    /// What `old` said, with the differences that `change` names.
    ///
    /// The bank reference and the pledge go along while the method and the household stay.
    ///
    /// - Throws: `Problem` for foreign money that is worth another amount, or of a household that gave no name.
    fileprivate init(correcting old: Contribution, with change: ReplacementInput) throws(Problem) {
        let donor = change.donor ?? old.donor
        let method = change.method ?? old.method
        let isSameDonor = donor.isSame(as: old.donor)
        fund = old.fund
        self.donor = donor
        isAnonymous = change.isAnonymous ?? old.isAnonymous
        pledge = isSameDonor ? old.pledge : nil
        self.method = method
        bankReference = method == .bank ? change.bankReference ?? old.bankReference : nil
        collector = method == .cash ? old.collector : nil
        amount = change.amount ?? old.amount
        receivedOn = old.receivedOn
        payerName = change.payerName ?? (isSameDonor ? old.voucher.partyName : nil)
        payerAddress = change.payerAddress ?? (isSameDonor ? old.voucher.partyAddress : nil)
        reason = change.receiptReason ?? old.voucher.reason
        book = change.book ?? old.voucher.series.book
        defaultBook = change.defaultBook
        donorNames = change.donorNames ?? (isSameDonor ? old.donorNames : nil)
        attachments = change.attachments ?? old.voucher.attachments
        foreign = change.foreign ?? (amount == old.amount ? old.foreign : nil)
        if let error = foreign?.error(unlessWorth: amount) { throw Problem(errors: [error]) }
        if donorNames != nil, donor.household == nil { throw Problem(errors: [.donorNamesOfHousehold]) }
    }
}
