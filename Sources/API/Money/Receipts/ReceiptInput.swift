import Domain
import Store

/// Who gives and who pays, as a receipt says it once for all of its lines.
struct ReceiptGiver: Hashable, Sendable {
    let donor: Contribution.Donor
    let isAnonymous: Bool
    /// As printed; nil means the donor's name.
    let payerName: String?
    /// As printed; nil means that of the donor, as far as it is known.
    let payerAddress: String?
    /// How the household is named that gives as a couple or a group.
    let donorNames: String?
    let attachments: Int64?
}

extension ReceiptGiver {
    /// The members that every request for a receipt has: one by hand, on a credit, of a list or of a table.
    init(from decoder: inout RequestDecoder) {
        donor = NewContributionInput.donor(from: &decoder)
        isAnonymous = decoder.boolean("anonymous", default: false)
        payerName = decoder.optionalDonorName("payer_name", upTo: 100)
        payerAddress = decoder.optionalText("payer_address", upTo: 200)
        donorNames = decoder.donorNames(of: donor)
        attachments = decoder.attachments()
        if isAnonymous, donor.sponsor?.kind == .state {
            decoder.addError("anonymous", .inputInvalid, .stateSupportIsPublic)
        }
    }
}

/// What a receipt says once for all of its lines.
struct ReceiptHead: Hashable, Sendable {
    let giver: ReceiptGiver
    let method: Contribution.Method
    let bankReference: String?
    /// Who received the cash and has to hand it over; nil when it went into the funds' cash at once.
    var collector: User.ID?
    /// Nil means today.
    let receivedOn: LocalDate?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String
}

/// One line of a receipt.
struct ReceiptLine: Hashable, Sendable {
    let fund: Fund.ID
    let amount: Dong
    let pledge: Pledge.ID?
    /// Nil means what the fund receives money for.
    let reason: String?
    let foreign: ForeignMoney?
}

extension ReceiptLine {
    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        amount = decoder.dong("amount")
        pledge = decoder.optionalID("pledge")
        reason = decoder.optionalText("reason", upTo: 300)
        foreign = decoder.foreignMoney(worth: amount)
    }

    /// What is wrong with the member `name` of a line by itself.
    fileprivate static func place(_ index: Int, _ name: String) -> String { "lines/\(index)/\(name)" }
}

/// A receipt as a request names it: a donor who gives to one or several funds of one owner at once.
///
/// The funds name the owner.
struct NewReceiptInput: Input {
    let head: ReceiptHead
    /// At least one.
    let lines: [ReceiptLine]

    init(head: ReceiptHead, lines: [ReceiptLine]) {
        self.head = head
        self.lines = lines
    }

    init(from decoder: inout RequestDecoder) {
        let giver = ReceiptGiver(from: &decoder)
        let method = decoder.optionalChoice("method", of: Contribution.Method.self, isRequired: true)
        let bankReference = decoder.bankReference("bank_reference")
        head = ReceiptHead(
            giver: giver, method: method ?? .cash, bankReference: bankReference,
            collector: decoder.collector(by: method), receivedOn: decoder.optionalDate("received_on"),
            book: decoder.optionalText("book", upTo: VoucherBook.nameLengthMax),
            defaultBook: decoder.settings.voucherBook)
        lines = decoder.receiptLines(of: giver.donor)
        if bankReference != nil, method == .cash {
            decoder.addError(
                "bank_reference", .inputInvalid,
                Sentence(vi: "chỉ dùng khi method là bank", en: "only with method bank"))
        }
    }

    var target: Target? { lines.first.map { Target($0.fund, named: .lines[0].member(.fund)) } }

    /// The contribution that the line `index` is.
    func contribution(_ index: Int) -> NewContributionInput {
        NewContributionInput(head, lines[index])
    }
}

extension RequestDecoder {
    /// The lines of one receipt of `donor`, at most one for each fund.
    mutating func receiptLines(of donor: Contribution.Donor) -> [ReceiptLine] {
        let lines = objects("lines", upTo: Receipt.linesMax) { ReceiptLine(from: &$0) }
        checkFunds(of: lines)
        for (index, line) in lines.enumerated() {
            checkPledge(line.pledge, of: donor, at: ReceiptLine.place(index, "pledge"))
        }
        return lines
    }

    /// Reports a pledge of a donor who is no household.
    mutating func checkPledge(
        _ pledge: Pledge.ID?, of donor: Contribution.Donor, at member: String = "pledge"
    ) {
        guard pledge != nil, donor.household == nil, contains("organisation") || contains("sponsor_name")
        else { return }
        addError(
            member, .pledgeMismatch,
            Sentence(vi: "chỉ hộ mới có đăng ký", en: "only a household has pledges"))
    }

    /// Reports a fund that an earlier line has already: both would be one amount on paper.
    mutating func checkFunds(of lines: [ReceiptLine]) {
        // A line that could not be read has another fund than it says.
        guard errors.isEmpty else { return }
        var seen: [Fund.ID: Int] = [:]
        for (index, line) in lines.enumerated() {
            guard let earlier = seen.updateValue(index, forKey: line.fund) else { continue }
            addError(
                ReceiptLine.place(index, "fund"), .inputInvalid,
                Sentence(
                    vi: "quỹ này đã có ở dòng \(earlier + 1); hãy gộp số tiền vào một dòng",
                    en: "line \(earlier + 1) has this fund; put both amounts into one line"))
        }
    }
}

extension NewContributionInput {
    fileprivate init(_ head: ReceiptHead, _ line: ReceiptLine) {
        fund = line.fund
        donor = head.giver.donor
        isAnonymous = head.giver.isAnonymous
        pledge = line.pledge
        method = head.method
        bankReference = head.bankReference
        amount = line.amount
        receivedOn = head.receivedOn
        payerName = head.giver.payerName
        payerAddress = head.giver.payerAddress
        reason = line.reason
        book = head.book
        defaultBook = head.defaultBook
        donorNames = head.giver.donorNames
        attachments = head.giver.attachments
        foreign = line.foreign
        collector = head.collector
    }
}
