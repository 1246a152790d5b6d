import Domain
import Store

let publicPayableEndpoints: [Endpoint] = [
    .publicRead(
        "/v1/public/hamlets/{id}/payables", etag: .owner,
        Sentence(
            vi: "Các khoản phải trả của thôn xóm đến hết tháng trước, công khai",
            en: "Lists what a hamlet's funds owed at the end of the last month publicly.")
    ) { (input: Paged<OwnerInput<HamletInPath>>, tx: borrowing ReadTransaction) in
        try listPublicPayables(input, in: tx)
    },
    .publicRead(
        "/v1/public/payables", etag: .all,
        Sentence(
            vi: "Các khoản phải trả của một thôn xóm, một xã hoặc một tổ chức đến hết tháng trước, công khai",
            en:
                "Lists what a hamlet, a commune or an organisation owed at the end of the last month publicly."
        )
    ) { (input: Paged<OwnerInput<OwnerInQuery>>, tx: borrowing ReadTransaction) in
        try listPublicPayables(input, in: tx)
    },
]

/// A debt as of the end of the last month: what for, and how much of it was left, never to whom.
///
/// As of a month's end, so that nobody tells from one day to the next which gift or repayment was of which debt.
struct PublicPayableView: PublicValueView {
    struct Value: Sampled {
        let standing: PayableStanding
        let day: LocalDate

        static var sample: Value {
            Value(
                standing: PayableStanding(
                    id: Identifier(1), fund: Identifier(1), on: .sample, item: "Nhân công",
                    amount: Dong(400_000), repaid: Dong(100_000), given: .zero, isCorrected: false),
                day: .sample)
        }
    }

    let value: Value

    func write(to fields: inout some PublicFieldWriter) {
        let standing = value.standing
        fields.publish(Disclosure.fact(.id, standing.id))
        fields.publish(Disclosure.fact(.fund, standing.fund))
        fields.publish(Disclosure.fact(.owedOn, standing.on))
        fields.publish(Disclosure.text(.item, standing.item))
        fields.publish(Disclosure.money(.amount, standing.amount))
        fields.publish(Disclosure.money(.owedRepaid, standing.repaid))
        fields.publish(Disclosure.money(.owedGiven, standing.given))
        fields.publish(Disclosure.money(.owedCorrected, standing.corrected))
        fields.publish(Disclosure.money(.outstanding, standing.outstanding))
        fields.publish(Disclosure.fact(.asOf, value.day))
    }
}

private func listPublicPayables<Source>(
    _ input: Paged<OwnerInput<Source>>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicPayableView> {
    let list = "public-payables|\(input.list.owner.text)"
    let owner = try tx.publicOwner(input.list.owner)
    let before: Payable.ID? = try input.page.number(in: list)
    let day = Granularity.monthEnd.day(onOrBefore: tx.today, today: tx.today)
    let found = try day.map { day in
        try tx.payableStandings(of: owner, at: day, before: before, limit: input.page.limit + 1)
            .map { PublicPayableView.Value(standing: $0, day: day) }
    }
    return Page((found ?? []).map { Published(value: $0) }, of: input.page, in: list) {
        $0.value.standing.id.number
    }
}
