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
    private let amounts: StatementAmounts
    private let plan: StatementPlan?

    init(_ section: Section, _ line: StatementLine) {
        self.section = section
        self.line = line
        amounts = line.amounts
        plan = line.plan
    }

    init(_ section: Section, _ amounts: StatementAmounts, _ plan: StatementPlan? = nil) {
        self.section = section
        line = nil
        self.amounts = amounts
        self.plan = plan
    }

    static var sample: StatementRow { StatementRow(.opening, StatementAmounts()) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.section, section))
        fields.publish(Disclosure.fact(.kind, line?.kind))
        fields.publish(Disclosure.text(.item, line?.item))
        amounts.write(to: &fields)
        plan.write(to: &fields)
    }
}
