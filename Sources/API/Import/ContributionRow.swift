import Domain
import Store
import Text

/// A row of a table of contributions: a request, with what only tables have.
struct ContributionRowInput: ImportedRow {
    let gift: NewContributionInput
    /// The office's own number of the row.
    let key: Contribution.ImportKey?
    /// What the row says about where the money comes from; nil when it says nothing.
    let source: Contribution.Source?

    init(from decoder: inout RequestDecoder) {
        gift = NewContributionInput(from: &decoder, needsDay: true)
        let text = decoder.optionalText("key", upTo: Contribution.ImportKey.lengthMax)
        key = text.flatMap { Contribution.ImportKey($0) }
        if let text, key == nil {
            decoder.addError(
                "key", .textInvalid,
                Sentence(vi: "cần có chữ hoặc số: \(text)", en: "needs letters or digits: \(text)"))
        }
        source = decoder.optionalChoice("source", of: Contribution.Source.self)
    }

    var target: Target? { gift.target }

    static var references: [RowReference] { [.hamlet, .fund, .household] }
    static var dayColumn: String? { "received_on" }

    /// Checks that the money of `receipt` comes from where the row says.
    ///
    /// - Throws: `Problem` when the row takes state support for people's money, or the reverse.
    func checkSource(of receipt: Contribution) throws(Problem) {
        guard let source, source != receipt.source else { return }
        throw Problem(errors: [
            FieldError(
                "/source", .inputInvalid,
                Sentence(
                    vi: "người góp này là nguồn \(receipt.source.rawValue), không phải \(source.rawValue)",
                    en: "this donor is of source \(receipt.source.rawValue), not \(source.rawValue)"))
        ])
    }
}

/// What a row says differently from the receipt that has its key.
struct ContributionDifference: Hashable {
    let member: String
    let stored: String
    let row: String

    /// The differences, by member; members that the service fills in are compared only where the row has them.
    ///
    /// - Parameters:
    ///   - gift: the row.
    ///   - receipt: the receipt with the key of the row.
    ///   - funds: the fund of the receipt, and those that took it over.
    /// - Returns: none when the row says the same.
    static func all(
        between gift: NewContributionInput, and receipt: Contribution, ofFunds funds: Set<Fund.ID>
    ) -> [ContributionDifference] {
        var found: [ContributionDifference] = []
        func compare(_ member: String, _ stored: String?, _ row: String?, isSame: Bool) {
            guard !isSame else { return }
            found.append(ContributionDifference(member: member, stored: stored ?? "–", row: row ?? "–"))
        }
        /// A member that the service fills in when it is left out.
        func compareGiven(_ member: String, _ stored: String?, _ row: String?) {
            compare(member, stored, row, isSame: row == nil || stored == row)
        }
        compare(
            "fund", "\(receipt.fund.number)", "\(gift.fund.number)", isSame: funds.contains(gift.fund))
        compare("donor", receipt.donor.text, gift.donor.text, isSame: receipt.donor.isSame(as: gift.donor))
        compare(
            "amount", "\(receipt.amount.amount)", "\(gift.amount.amount)",
            isSame: receipt.amount == gift.amount)
        compareGiven("received_on", receipt.receivedOn.text, gift.receivedOn?.text)
        compare(
            "method", receipt.method.rawValue, gift.method.rawValue, isSame: receipt.method == gift.method)
        compare(
            "bank_reference", receipt.bankReference, gift.bankReference,
            isSame: receipt.bankReference?.bankKey == gift.bankReference?.bankKey)
        compare(
            "anonymous", "\(receipt.isAnonymous)", "\(gift.isAnonymous)",
            isSame: receipt.isAnonymous == gift.isAnonymous)
        compare(
            "pledge", receipt.pledge.map { "\($0.number)" }, gift.pledge.map { "\($0.number)" },
            isSame: receipt.pledge == gift.pledge)
        compareGiven("payer_name", receipt.voucher.partyName, gift.payerName)
        compareGiven("payer_address", receipt.voucher.partyAddress, gift.payerAddress)
        compareGiven("reason", receipt.voucher.reason, gift.reason)
        compareGiven("donor_names", receipt.donorNames, gift.donorNames)
        compareGiven(
            "attachments", receipt.voucher.attachments.map { "\($0)" }, gift.attachments.map { "\($0)" })
        compareGiven("foreign", receipt.foreign?.text, gift.foreign?.text)
        let book = receipt.voucher.series.book
        compare(
            "book", book, gift.book,
            isSame: gift.book.map { VoucherBook.key(of: $0) == VoucherBook.key(of: book) } ?? true)
        return found
    }

    private static func shown(_ text: String) -> String { String(text.displayed.prefix(60)) }

    var sentence: Sentence {
        let (stored, row) = (ContributionDifference.shown(stored), ContributionDifference.shown(row))
        return Sentence(
            vi: "\(member) (phiếu: \(stored), dòng: \(row))",
            en: "\(member) (receipt: \(stored), row: \(row))")
    }
}

extension String {
    /// As bank references are compared: banks change case and insert spaces.
    fileprivate var bankKey: String { filter { !$0.isWhitespace }.uppercased() }
}

extension ForeignMoney {
    fileprivate var text: String { "\(amount.text) \(currency) × \(rate.text)" }
}

extension Contribution.Donor {
    fileprivate var text: String {
        switch self {
        case .household(let id): "household \(id.number)"
        case .organisation(let id): "organisation \(id.number)"
        case .sponsor(let sponsor):
            [sponsor.name, sponsor.kind.rawValue, sponsor.level?.rawValue].compactMap { $0 }
                .joined(separator: ", ")
        }
    }

    /// Whether it is the same donor; names of sponsors are compared as other names are.
    func isSame(as other: Contribution.Donor) -> Bool {
        guard let sponsor, let another = other.sponsor else { return self == other }
        return sponsor.name.nameKey == another.name.nameKey && sponsor.kind == another.kind
            && sponsor.level == another.level
    }
}
