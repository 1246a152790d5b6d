import Domain
import Store
import Text

/// A contribution with its receipt, for bookkeepers.
struct ContributionView: EntityView {
    let value: Contribution

    var version: Int64 { value.versionWithRefunds }

    func write(to fields: inout some FieldWriter) {
        let voucher = value.voucher
        fields.member("id", value.id)
        fields.object("voucher", VoucherView(value: voucher, code: ReceiptCode(value.receipt)))
        fields.member("amount", value.amount)
        fields.member("amount_in_words", amountInWords(value.amount.amount))
        writeFacts(of: value, to: &fields)
    }
}

/// A voucher as printed, with the code by which everyone finds its proof.
struct VoucherView: Output {
    let value: Voucher
    let code: ReceiptCode

    static var sample: VoucherView { VoucherView(value: .sample, code: ReceiptCode(Contribution.sample.id)) }

    func write(to fields: inout some FieldWriter) {
        fields.member("number", value.printedNumber)
        fields.member("book", value.series.book)
        fields.choice("kind", value.series.kind)
        fields.member("issued_on", value.issuedOn)
        fields.member("party_name", value.partyName)
        fields.member("party_address", value.partyAddress)
        fields.member("reason", value.reason)
        fields.count("line", value.line.number)
        fields.count("lines", value.line.count)
        fields.member("code", code.text)
        fields.member("proof", "/v1/public/receipts/" + code.text)
        fields.count("attachments", value.attachments)
    }
}

/// A contribution in a list, without the fields that only its receipt has.
struct ContributionLine: ValueView {
    let value: Contribution

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("number", value.voucher.printedNumber)
        fields.member("book", value.voucher.series.book)
        fields.member("party_name", value.voucher.partyName)
        fields.member("amount", value.amount)
        writeFacts(of: value, to: &fields)
    }
}

private func writeFacts(of contribution: Contribution, to fields: inout some FieldWriter) {
    fields.member("hamlet", contribution.owner.hamlet)
    fields.member("fund", contribution.fund)
    fields.member("household", contribution.donor.household)
    fields.member("organisation", contribution.donor.organisation)
    fields.member("sponsor_name", contribution.donor.sponsor?.name)
    fields.choice("sponsor_kind", contribution.donor.sponsor?.kind)
    fields.choice("sponsor_level", contribution.donor.sponsor?.level)
    fields.choice("source", contribution.source)
    fields.boolean("anonymous", contribution.isAnonymous)
    fields.member("pledge", contribution.pledge)
    fields.choice("method", contribution.settles == nil ? contribution.method : nil)
    fields.member("settles", contribution.settles)
    fields.member("collector", contribution.collector)
    fields.member("donor_name", contribution.donorName)
    fields.member("donor_names", contribution.donorNames)
    fields.member("bank_reference", contribution.bankReference)
    fields.member("received_on", contribution.receivedOn)
    fields.member("refunded", contribution.refunds.paid)
    fields.member(contribution.foreign)
    fields.member("import_key", contribution.importKey?.written)
    fields.choice("state", contribution.state)
    fields.member("replaces", contribution.replaces)
    fields.member("replaced_by", contribution.voiding?.replacedBy)
    fields.member("reversed_on", contribution.voiding?.reversedOn)
    fields.member("void_reason", contribution.voiding?.reason)
    fields.member("voided_by", contribution.voiding?.by)
    fields.member("voided_at", contribution.voiding?.at)
    fields.member("recorded_by", contribution.recordedBy)
    fields.member("recorded_at", contribution.recordedAt)
    fields.count("version", contribution.versionWithRefunds)
}

/// The public view of a contribution: name, kind of donor (state support apart), amount, receipt, date.
///
/// A voided receipt shows its number and state, but no name.
struct PublicContributionLine: PublicValueView {
    let value: PublicContribution

    func write(to fields: inout some PublicFieldWriter) {
        let number = value.series.printed(value.number, namingBook: value.namesBook)
        fields.publish(Disclosure.text(.number, number))
        fields.publish(Disclosure.text(.book, value.series.book))
        fields.publish(Disclosure.text(.name, name))
        fields.publish(Disclosure.fact(.donor, value.donor))
        fields.publish(Disclosure.fact(.fund, value.fund))
        fields.publish(Disclosure.fact(.method, value.method))
        fields.publish(Disclosure.money(.amount, value.amount))
        fields.publish(Disclosure.money(.refunded, value.refunded))
        fields.publish(Disclosure.fact(.receivedOn, value.receivedOn))
        let state = value.partyName == nil ? Contribution.State.voided : .valid
        fields.publish(Disclosure.fact(.state, state))
    }

    private var name: String? {
        value.partyName.map { value.isAnonymous ? Contribution.Donor.anonymousName : $0 }
    }
}

struct ContributionListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let filter: ContributionFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        let (from, to) = decoder.period()
        filter = ContributionFilter(
            fund: decoder.filterID("fund"),
            household: decoder.filterID("household"),
            method: decoder.optionalChoice("method", of: Contribution.Method.self, in: .query),
            state: decoder.optionalChoice("state", of: Contribution.State.self, in: .query),
            from: from, to: to)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

/// Public filters are fund and date; a filter by household would reveal who has not contributed.
struct PublicContributionListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let filter: ContributionFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        let (from, to) = decoder.period()
        filter = ContributionFilter(fund: decoder.filterID("fund"), from: from, to: to)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

func listContributions<Source>(
    _ input: ContributionListInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ContributionLine> {
    let list = contributionsList(input.owner, input.filter)
    let found = try tx.contributions(
        to: try tx.owner(input.owner), matching: input.filter, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found, of: input.page, in: list)
}

func listPublicContributions<Source>(
    _ input: PublicContributionListInput<Source>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicContributionLine> {
    let list = contributionsList(input.owner, input.filter)
    let found = try tx.publicContributions(
        to: try tx.publicOwner(input.owner), matching: input.filter, before: input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(found.map { Published(value: $0) }, of: input.page, in: list) { $0.value.id.number }
}

/// The identity of the list, to which its cursors are tied.
private func contributionsList(_ owner: BookOwner, _ filter: ContributionFilter) -> String {
    "contributions|\(owner.text)" + filter.text
}

extension Contribution: Sampled {
    static var sample: Contribution {
        let series = Voucher.Series(owner: .hamlet(Identifier(1)), kind: .receipt, year: 2026, book: "1")
        let voucher = Voucher(
            series: series, number: 1, issuedOn: .sample, amount: Dong(500_000), partyName: "Nguyễn Văn An",
            partyAddress: "Xóm 9, Phường Vinh Phú", reason: "Đóng góp quỹ Đường xóm 9")
        return Contribution(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1),
            donor: .household(Identifier(1)),
            isAnonymous: false, pledge: Identifier(1), method: .cash, bankReference: nil, receivedOn: .sample,
            voucher: voucher, recordedBy: Identifier(1), recordedAt: .sample)
    }
}

extension PublicContribution: Sampled {
    static var sample: PublicContribution {
        PublicContribution(
            id: Contribution.sample.id, series: Contribution.sample.voucher.series,
            number: Contribution.sample.voucher.number, partyName: Contribution.sample.voucher.partyName,
            isAnonymous: false, donor: .household, fund: Contribution.sample.fund,
            method: Contribution.sample.method, amount: Contribution.sample.amount,
            refunded: .zero, receivedOn: Contribution.sample.receivedOn)
    }
}

extension Voucher: Sampled {
    static var sample: Voucher { Contribution.sample.voucher }
}
