import Domain
import Store

/// A contribution as a request or a row of a table names it.
struct NewContributionInput: Input {
    let fund: Fund.ID
    let donor: Contribution.Donor
    let isAnonymous: Bool
    let pledge: Pledge.ID?
    let method: Contribution.Method
    let bankReference: String?
    /// Who received the cash and has to hand it over; nil when it went into the fund's cash at once.
    let collector: User.ID?
    let amount: Dong
    /// Nil means today.
    let receivedOn: LocalDate?
    /// As printed on the receipt; nil means the donor's name.
    let payerName: String?
    /// As printed on the receipt; nil means that of the donor, as far as it is known.
    let payerAddress: String?
    let reason: String?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String
    /// How the household is named that gives as a couple or a group.
    let donorNames: String?
    let attachments: Int64?
    let foreign: ForeignMoney?

    init(from decoder: inout RequestDecoder) { self.init(from: &decoder, needsDay: false) }

    /// As the request, or with `received_on` required: a row of a table that left it out would be another receipt on
    /// another day.
    init(from decoder: inout RequestDecoder, needsDay: Bool) {
        let line = ReceiptLine(from: &decoder)
        let giver = ReceiptGiver(from: &decoder)
        (fund, amount, pledge) = (line.fund, line.amount, line.pledge)
        (reason, foreign) = (line.reason, line.foreign)
        (donor, isAnonymous) = (giver.donor, giver.isAnonymous)
        (payerName, payerAddress) = (giver.payerName, giver.payerAddress)
        (donorNames, attachments) = (giver.donorNames, giver.attachments)
        let method = decoder.optionalChoice("method", of: Contribution.Method.self, isRequired: true)
        self.method = method ?? .cash
        bankReference = decoder.bankReference("bank_reference")
        collector = decoder.collector(by: method)
        receivedOn = decoder.optionalDate("received_on", isRequired: needsDay)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        if bankReference != nil, method == .cash {
            decoder.addError("bank_reference", .inputInvalid, .onlyWithBank)
        }
        decoder.checkPledge(pledge, of: donor)
    }

    var target: Target? { Target(fund, named: .fund) }

    /// The donor in the request; adds an error when there is none or more than one.
    static func donor(from decoder: inout RequestDecoder) -> Contribution.Donor {
        let household: Household.ID? = decoder.optionalID("household")
        let organisation: Organisation.ID? = decoder.optionalID("organisation")
        let sponsorName = decoder.optionalDonorName("sponsor_name", upTo: 100)
        let sponsorKind = decoder.optionalChoice("sponsor_kind", of: Contribution.Sponsor.Kind.self)
        let level = decoder.optionalChoice("sponsor_level", of: Contribution.Sponsor.Level.self)
        let donorsCount = [
            decoder.contains("household"), decoder.contains("organisation"), decoder.contains("sponsor_name"),
        ]
        .count { $0 }
        guard donorsCount == 1 else {
            decoder.addError("household", .donorAmbiguous, ProblemCode.donorAmbiguous.title)
            return .household(Identifier(1))
        }
        if sponsorKind != nil, !decoder.contains("sponsor_name") {
            decoder.addError(
                "sponsor_kind", .donorAmbiguous,
                Sentence(vi: "cần sponsor_name", en: "requires sponsor_name"))
        }
        checkLevel(level, of: sponsorKind, in: &decoder)
        if let household { return .household(household) }
        if let organisation { return .organisation(organisation) }
        if let sponsorName {
            // A kind that lacks its level was reported: any value will do.
            let kind = sponsorKind == .state && level == nil ? .person : sponsorKind ?? .person
            return .sponsor(
                Contribution.Sponsor(name: sponsorName, kind: kind, level: kind == .state ? level : nil))
        }
        return .household(Identifier(1))
    }

    /// Reports a state agency without its level, and a level of another donor.
    private static func checkLevel(
        _ level: Contribution.Sponsor.Level?, of kind: Contribution.Sponsor.Kind?,
        in decoder: inout RequestDecoder
    ) {
        if kind == .state, !decoder.contains("sponsor_level") {
            decoder.addError("sponsor_level", .memberMissing, ProblemCode.memberMissing.title)
        }
        if kind != .state, decoder.contains("sponsor_level") {
            decoder.addError(
                "sponsor_level", .donorAmbiguous,
                Sentence(vi: "chỉ dùng với sponsor_kind state", en: "only with sponsor_kind state"))
        }
    }
}

extension RequestDecoder {
    /// Who received the cash of a receipt and has to hand it over; an error unless it is paid in cash.
    mutating func collector(by method: Contribution.Method?) -> User.ID? {
        let collector: User.ID? = optionalID("collector")
        if collector != nil, method == .bank {
            addError(
                "collector", .inputInvalid,
                Sentence(vi: "chỉ dùng khi method là cash", en: "only with method cash"))
        }
        return collector
    }
}
