import Domain
import Store

let moneyReportEndpoints: [Endpoint] = [
    .read(
        "/v1/reports/money",
        Sentence(
            vi: "Tiền thu, chi, hoàn trả và số dư của các thôn xóm trong một đơn vị",
            en: "Sums what a unit's hamlets received, spent and hold, by place, time, source or fund.")
    ) { (input: MoneyReportInput, _, tx: borrowing ReadTransaction) in
        Published(try reportMoney(input, in: tx))
    }
    .slow,
    .publicRead(
        "/v1/public/reports/money", etag: .all,
        Sentence(
            vi: "Tiền thu, chi và số dư của các thôn xóm trong một đơn vị, công khai",
            en: "Sums what a unit's hamlets received, spent and hold publicly.")
    ) { (input: MoneyReportInput, tx: borrowing ReadTransaction) in try reportMoney(input, in: tx) }
    .slow,
]

struct MoneyReportInput: Input {
    let period: UnitPeriodInput
    let grouping: MoneyReport.Grouping
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        period = UnitPeriodInput(from: &decoder)
        grouping = decoder.optionalChoice("by", of: MoneyReport.Grouping.self, default: .commune)
        boundaries = decoder.boundaries()
    }

    var target: Target? { period.target }
}

/// The money of all hamlets of a unit: the same for the office and for the public, which sees it in the statements of
/// the hamlets too.
struct MoneyReportView: PublicTable {
    let unit: AdministrativeUnit.Code
    let from: LocalDate?
    let to: LocalDate
    let report: MoneyReport

    static var sample: MoneyReportView {
        MoneyReportView(
            unit: "40", from: nil, to: .sample,
            report: MoneyReport(by: .commune, total: MoneyReport.Sums(), rows: []))
    }

    var rows: [MoneyReportRow] {
        report.rows.map { MoneyReportRow(value: $0, hasBalances: report.hasBalances) }
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.unit, unit))
        fields.publish(Disclosure.fact(.from, from))
        fields.publish(Disclosure.fact(.to, to))
        fields.publish(Disclosure.fact(.by, report.grouping))
        fields.publish("total", MoneySumsView(sums: report.total, hasBalances: true))
        fields.publish("rows", rows)
    }
}

struct MoneyReportRow: PublicView {
    let value: MoneyReport.Row
    let hasBalances: Bool

    static var sample: MoneyReportRow {
        MoneyReportRow(
            value: MoneyReport.Row(key: "16702", name: "Phường Vinh Phú", sums: MoneyReport.Sums()),
            hasBalances: true)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.key, value.key))
        fields.publish(Disclosure.text(.name, value.name))
        MoneySumsView(sums: value.sums, hasBalances: hasBalances).write(to: &fields)
    }
}

/// Amounts in đồng, and what is held at the end.
struct MoneySumsView: PublicView {
    let sums: MoneyReport.Sums
    /// False for sources, which hold nothing.
    let hasBalances: Bool

    static var sample: MoneySumsView { MoneySumsView(sums: MoneyReport.Sums(), hasBalances: true) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.received, sums.received))
        fields.publish(Disclosure.money(.receivedFromHouseholds, sums.fromHouseholds))
        fields.publish(Disclosure.money(.receivedFromSponsors, sums.fromSponsors))
        fields.publish(Disclosure.money(.receivedFromState, sums.fromState))
        fields.publish(Disclosure.money(.spent, sums.spent))
        fields.publish(Disclosure.money(.refunded, sums.refunded))
        let held = Balances(cash: sums.cash, bank: sums.bank)
        fields.publish("balances", optional: hasBalances ? BalancesView(value: held) : nil)
    }
}

private func reportMoney(
    _ input: MoneyReportInput, in tx: borrowing ReadTransaction
) throws -> MoneyReportView {
    let period = input.period
    guard try !tx.unitHistory(period.unit).isEmpty else { throw Refusal.notFound(.unit) }
    let to = period.to ?? tx.today
    return MoneyReportView(
        unit: period.unit, from: period.from, to: to,
        report: try tx.moneyReport(
            below: period.unit, from: period.from, to: to, by: input.grouping, boundaries: input.boundaries)
    )
}
