import Domain
import Store
import Text

/// An expenditure with its payment voucher, for bookkeepers.
struct ExpenditureView: EntityView {
    let value: Expenditure

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.optionalObject(
            "voucher", value.voucher.map { VoucherView(value: $0, code: ReceiptCode(value.payment)) })
        fields.member("amount", value.amount)
        fields.member("amount_in_words", amountInWords(value.amount.amount))
        fields.member("paid_on", value.paidOn)
        writeFacts(of: value, to: &fields)
    }
}

/// An expenditure in a list, without the fields that only its voucher has.
struct ExpenditureLine: ValueView {
    let value: Expenditure

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("number", value.voucher?.printedNumber)
        fields.member("book", value.voucher?.series.book)
        fields.member("paid_on", value.paidOn)
        fields.member("amount", value.amount)
        writeFacts(of: value, to: &fields)
    }
}

private func writeFacts(of expenditure: Expenditure, to fields: inout some FieldWriter) {
    fields.member("hamlet", expenditure.owner.hamlet)
    fields.member("fund", expenditure.fund)
    fields.member("payee", expenditure.payee)
    fields.member("purpose", expenditure.purpose)
    fields.member("note", expenditure.note)
    fields.member("item", expenditure.item)
    fields.choice("method", expenditure.method)
    fields.member("refund_of", expenditure.refundOf)
    fields.member("repays", expenditure.repays)
    expenditure.writeSteps(to: &fields)
}

extension Expenditure {
    /// The members that all lines of a payment have in common: how it stands, and who took which step.
    func writeSteps(to fields: inout some FieldWriter) {
        fields.choice("state", state)
        fields.member("requested_by", actors.requestedBy)
        fields.member("checked_by", actors.checkedBy)
        fields.member("approved_by", actors.approvedBy)
        fields.member("approved_on", approvedOn)
        fields.member("paid_by", actors.paidBy)
        fields.member("booked_by", actors.bookedBy)
        fields.member("rejected_by", actors.rejectedBy)
        fields.member("cancelled_by", actors.cancelledBy)
        fields.member("voided_by", actors.voidedBy)
        fields.member("reason", reason)
        fields.member("replaces", replaces)
        fields.member("replaced_by", replacedBy)
        fields.member("reversed_on", reversedOn)
        fields.member("requested_at", requestedAt)
        fields.count("version", version)
    }
}

/// The public view of a payment: purpose, amount, date, voucher.
///
/// The payee is not shown, because it may be a family that the hamlet supports. For a refund or a voided voucher, the
/// item replaces the purpose.
///
/// - Source: DOMAIN §1 (private names, public totals), §5 (the columns of the public table).
struct PublicExpenditureLine: PublicValueView {
    let value: Expenditure

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.number, value.voucher?.printedNumber))
        fields.publish(Disclosure.text(.book, value.voucher?.series.book))
        fields.publish(Disclosure.purpose(of: value))
        fields.publish(Disclosure.text(.item, value.item))
        fields.publish(Disclosure.fact(.fund, value.fund))
        fields.publish(Disclosure.fact(.method, value.method))
        fields.publish(Disclosure.money(.amount, value.amount))
        fields.publish(Disclosure.fact(.paidOn, value.paidOn))
        fields.publish(Disclosure.fact(.state, value.state))
    }
}

struct ExpenditureListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let filter: ExpenditureFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        let (from, to) = decoder.period()
        filter = ExpenditureFilter(
            fund: decoder.filterID("fund"),
            state: decoder.optionalChoice("state", of: Expenditure.State.self, in: .query),
            method: decoder.optionalChoice("method", of: Contribution.Method.self, in: .query),
            refundOf: decoder.filterID("refund_of"), from: from, to: to)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

/// The public list contains payments, not requests.
struct PublicExpenditureListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let filter: ExpenditureFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        let (from, to) = decoder.period()
        filter = ExpenditureFilter(fund: decoder.filterID("fund"), isPaid: true, from: from, to: to)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }
}

func listExpenditures<Source>(
    _ input: ExpenditureListInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ExpenditureLine> {
    let (found, list) = try expenditures(
        of: input.owner, tx.owner(input.owner), matching: input.filter, input.page, in: tx)
    return Page(found, of: input.page, in: list)
}

func listPublicExpenditures<Source>(
    _ input: PublicExpenditureListInput<Source>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicExpenditureLine> {
    let (found, list) = try expenditures(
        of: input.owner, tx.publicOwner(input.owner), matching: input.filter, input.page, in: tx)
    return Page(found, of: input.page, in: list)
}

private func expenditures(
    of named: BookOwner, _ owner: FundOwner, matching filter: ExpenditureFilter, _ request: PageRequest,
    in tx: borrowing ReadTransaction
) throws -> (found: [Expenditure], list: String) {
    let list = "expenditures|\(named.text)\(filter.text)"
    let before: Expenditure.ID? = try request.number(in: list)
    return (
        try tx.expenditures(of: owner, matching: filter, before: before, limit: request.limit + 1), list
    )
}

extension Expenditure: Sampled {
    static var sample: Expenditure {
        Expenditure(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), payee: "Cửa hàng vật liệu",
            purpose: "Mua xi măng", item: "Vật liệu", amount: Dong(120_000), method: .cash, refundOf: nil,
            requestedAt: .sample, actors: Expenditure.StepActors(requestedBy: Identifier(1)))
    }
}
