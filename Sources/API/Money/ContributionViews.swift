import Domain
import Store
import Text

/// A contribution with its receipt, for those who keep the books.
struct ContributionView: Resource {
    let contribution: Contribution

    var location: String { "/v1/contributions/\(contribution.id.number)" }
    var version: Int64 { contribution.version }

    func write(to fields: inout some FieldWriter) {
        let voucher = contribution.voucher
        fields.member("id", contribution.id)
        fields.object("voucher", VoucherView(voucher: voucher))
        fields.member("amount", contribution.amount)
        fields.member("amount_in_words", amountInWords(contribution.amount.amount))
        writeFacts(of: contribution, to: &fields)
    }
}

/// A receipt as printed.
struct VoucherView: Output {
    let voucher: Voucher

    func write(to fields: inout some FieldWriter) {
        fields.member("number", voucher.printedNumber)
        fields.member("book", voucher.series.book)
        fields.choice("kind", voucher.series.kind)
        fields.member("issued_on", voucher.issuedOn)
        fields.member("party_name", voucher.partyName)
        fields.member("party_address", voucher.partyAddress)
        fields.member("reason", voucher.reason)
    }
}

/// A contribution in a list: without what only its receipt says.
struct ContributionLine: Output {
    let contribution: Contribution

    func write(to fields: inout some FieldWriter) {
        fields.member("id", contribution.id)
        fields.member("number", contribution.voucher.printedNumber)
        fields.member("book", contribution.voucher.series.book)
        fields.member("party_name", contribution.voucher.partyName)
        fields.member("amount", contribution.amount)
        writeFacts(of: contribution, to: &fields)
    }
}

private func writeFacts(of contribution: Contribution, to fields: inout some FieldWriter) {
    fields.member("hamlet", contribution.hamlet)
    fields.member("fund", contribution.fund)
    fields.member("household", contribution.donor.household)
    fields.member("organisation", contribution.donor.organisation)
    fields.member("sponsor_name", contribution.donor.sponsor?.name)
    fields.choice("sponsor_kind", contribution.donor.sponsor?.kind)
    fields.boolean("anonymous", contribution.isAnonymous)
    fields.member("pledge", contribution.pledge)
    fields.choice("method", contribution.method)
    fields.member("bank_reference", contribution.bankReference)
    fields.member("received_on", contribution.receivedOn)
    fields.choice("state", contribution.state)
    fields.member("void_reason", contribution.voiding?.reason)
    fields.member("voided_by", contribution.voiding?.by)
    fields.member("voided_at", contribution.voiding?.at)
    fields.member("recorded_by", contribution.recordedBy)
    fields.member("recorded_at", contribution.recordedAt)
    fields.count("version", contribution.version)
}

/// A contribution for everybody: name, kind of donor, amount, receipt, day.
///
/// A voided receipt shows its number and that it is void, without a name.
struct PublicContributionLine: PublicOutput {
    let contribution: PublicContribution

    func write(to fields: inout some FieldWriter) {
        fields.member("number", contribution.series.printed(contribution.number))
        fields.member("book", contribution.series.book)
        fields.member("name", name)
        fields.choice("donor", contribution.donor)
        fields.member("fund", contribution.fund)
        fields.choice("method", contribution.method)
        fields.member("amount", contribution.amount)
        fields.member("received_on", contribution.receivedOn)
        fields.choice("state", contribution.partyName == nil ? Contribution.State.voided : .valid)
    }

    private var name: String? {
        contribution.partyName.map { contribution.isAnonymous ? Contribution.Donor.anonymousName : $0 }
    }
}

struct ContributionListInput: Input {
    let hamlet: Hamlet.ID
    let filter: ContributionFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        filter = ContributionFilter(
            fund: decoder.optionalID("fund", in: .query),
            household: decoder.optionalID("household", in: .query),
            method: decoder.optionalChoice("method", of: Contribution.Method.self, in: .query),
            state: decoder.optionalChoice("state", of: Contribution.State.self, in: .query),
            from: decoder.optionalDate("from", in: .query), to: decoder.optionalDate("to", in: .query))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }
}

/// The public may look by fund and by day; by household would be a list of who has not given.
struct PublicContributionListInput: Input {
    let hamlet: Hamlet.ID
    let filter: ContributionFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        filter = ContributionFilter(
            fund: decoder.optionalID("fund", in: .query), from: decoder.optionalDate("from", in: .query),
            to: decoder.optionalDate("to", in: .query))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }
}

func listContributions(
    _ input: ContributionListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ContributionLine> {
    let list = contributionsList(input.hamlet, input.filter)
    let found = try tx.contributions(
        to: input.hamlet, matching: input.filter, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found.map(ContributionLine.init), of: input.page, in: list) { $0.contribution.id.number }
}

func listPublicContributions(
    _ input: PublicContributionListInput, in tx: borrowing ReadTransaction
) throws -> Page<PublicContributionLine> {
    guard try tx.find(input.hamlet) != nil else { throw Refusal.notFound(.hamlet) }
    let list = contributionsList(input.hamlet, input.filter)
    let found = try tx.publicContributions(
        to: input.hamlet, matching: input.filter, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found.map(PublicContributionLine.init), of: input.page, in: list) {
        $0.contribution.id.number
    }
}

/// What a cursor of this list is tied to.
private func contributionsList(_ hamlet: Hamlet.ID, _ filter: ContributionFilter) -> String {
    "contributions|\(hamlet.number)" + filter.text
}
