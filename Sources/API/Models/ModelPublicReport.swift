import Domain
import Store

/// The public number of models registered, and how many of them are now recognised.
///
/// A report that counts more than the models' own pages show would tell who was declined.
struct PublicModelReportView: PublicTable {
    let input: ModelReportInput
    let counts: DisclosedCell<[ModelCount]>

    static var sample: PublicModelReportView {
        PublicModelReportView(input: .sample, counts: .example([]))
    }

    var rows: [PublicModelReportRow] {
        input.grouping.keys.map { key in
            PublicModelReportRow(
                key: key, counts: counts.map { $0.filter { input.grouping.key(of: $0) == key } })
        }
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.unit, input.period.unit))
        fields.publish(Disclosure.fact(.from, input.period.from))
        fields.publish(Disclosure.fact(.to, input.period.to))
        fields.publish(Disclosure.fact(.by, input.grouping))
        writeSums(of: counts, to: &fields)
        fields.publish("rows", rows)
    }
}

struct PublicModelReportRow: PublicView {
    let key: String
    let counts: DisclosedCell<[ModelCount]>

    static var sample: PublicModelReportRow {
        PublicModelReportRow(key: Model.Area.economy.rawValue, counts: .example([]))
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.key, key))
        writeSums(of: counts, to: &fields)
    }
}

private func writeSums(of cell: DisclosedCell<[ModelCount]>, to fields: inout some PublicFieldWriter) {
    func sum(_ figure: PublicFigure, _ isMeant: (ModelCount) -> Bool) -> Disclosed<Int64> {
        Disclosure.count(figure, in: cell) { counts in counts.filter(isMeant).sum(of: \.count) }
    }
    fields.publish(sum(.registered) { _ in true })
    fields.publish(sum(.collective) { $0.kind == .collective })
    fields.publish(sum(.individual) { $0.kind == .individual })
    fields.publish(sum(.recognised) { $0.state == .recognised })
}

/// A hamlet's public models by state; an individual's model counts once it is recognised.
struct PublicModelStatesView: PublicView {
    let counts: DisclosedCell<[HamletModelCount]>

    static var sample: PublicModelStatesView { PublicModelStatesView(counts: .example([])) }

    init(counts: DisclosedCell<[HamletModelCount]>) { self.counts = counts }

    init(_ counts: [HamletModelCount]) {
        self.init(counts: Disclosure.models(counts, kind: \.kind, state: \.state))
    }

    func write(to fields: inout some PublicFieldWriter) {
        func count(_ figure: PublicFigure, _ state: Model.State) -> Disclosed<Int64> {
            Disclosure.count(figure, in: counts) { $0.filter { $0.state == state }.sum(of: \.count) }
        }
        fields.publish(count(.registered, .registered))
        fields.publish(count(.accepted, .accepted))
        fields.publish(count(.appraised, .appraised))
        fields.publish(count(.recognised, .recognised))
    }
}
