import Domain
import Store

/// A row of a statement as a table; the section is the member of the JSON that has the same amounts.
struct StatementRow: PublicView {
    enum Section: String, CaseIterable {
        case opening
        case received
        case receivedTotal = "received_total"
        case spent
        case spentTotal = "spent_total"
        case closing
    }

    private let section: Section
    /// Nil for balances and totals.
    private let line: StatementLine?
    private let balances: Balances

    init(_ section: Section, _ line: StatementLine) {
        self.section = section
        self.line = line
        balances = Balances(cash: Dong(line.cash), bank: Dong(line.bank))
    }

    init(_ section: Section, _ balances: BalancesView) {
        self.section = section
        line = nil
        self.balances = balances.value
    }

    static var sample: StatementRow { StatementRow(.opening, .sample) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.section, section))
        fields.publish(Disclosure.fact(.kind, line?.kind))
        fields.publish(Disclosure.text(.item, line?.item))
        BalancesView(value: balances).write(to: &fields)
    }
}
