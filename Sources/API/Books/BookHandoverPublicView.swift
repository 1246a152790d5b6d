import Domain
import Store

let publicBookHandoverEndpoints: [Endpoint] = [
    .publicRead(
        "/v1/public/book-handovers", etag: .all,
        Sentence(
            vi: "Các lần bàn giao sổ, quỹ từ hoặc đến một xã hay một tổ chức, công khai",
            en: "Lists the hand-overs of books from and to a commune or an organisation publicly.")
    ) { (input: Paged<OwnerInput<OwnerInQuery>>, tx: borrowing ReadTransaction) in
        try listPublicBookHandovers(input, in: tx)
    }
]

/// A hand-over as everyone sees it: whose books, by which decision, what each fund had; not by whom it was recorded,
/// nor what was requested and not paid.
struct PublicBookHandoverView: PublicValueView {
    let value: BookHandoverView

    func write(to fields: inout some PublicFieldWriter) {
        let handover = value.handover
        fields.publish(Disclosure.fact(.id, handover.id))
        fields.publish(Disclosure.fact(.communeUnit, handover.owner.commune))
        fields.publish(Disclosure.fact(.organisation, handover.owner.organisation))
        fields.publish(Disclosure.text(.name, value.ownerName))
        fields.publish(Disclosure.fact(.successorUnit, handover.successor.commune))
        fields.publish(Disclosure.fact(.successorOrganisation, handover.successor.organisation))
        fields.publish(Disclosure.text(.successorName, value.successorName))
        fields.publish(Disclosure.fact(.effectiveOn, handover.order.effectiveOn))
        fields.publish(Disclosure.text(.decisionNumber, handover.order.number))
        fields.publish(Disclosure.fact(.decidedOn, handover.order.decidedOn))
        fields.publish("funds", value.lines.map { PublicHandedFundView(value: $0) })
        fields.publish("transferred", BalancesView(value: Balances(of: handover)))
    }
}

/// What one fund handed over to another.
struct PublicHandedFundView: PublicValueView {
    let value: BookHandoverView.Line

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.from, value.transfer.from))
        fields.publish(Disclosure.text(.fromName, value.fromName))
        fields.publish(Disclosure.fact(.to, value.transfer.to))
        fields.publish(Disclosure.text(.toName, value.toName))
        fields.publish(Disclosure.money(.cash, value.transfer.cash))
        fields.publish(Disclosure.money(.bank, value.transfer.bank))
    }
}

private func listPublicBookHandovers(
    _ input: Paged<OwnerInput<OwnerInQuery>>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicBookHandoverView> {
    let list = "public-book-handovers|\(input.list.owner.text)"
    let found = try tx.bookHandovers(
        of: tx.publicOwner(input.list.owner), before: try input.page.number(in: list),
        limit: input.page.limit + 1)
    return Page(try found.map { Published(value: try tx.view(of: $0)) }, of: input.page, in: list) {
        $0.value.handover.id.number
    }
}

extension BookHandoverView: Sampled {}
