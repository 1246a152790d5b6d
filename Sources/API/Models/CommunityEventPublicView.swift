import Domain
import Store

/// The public totals of community events by kind.
///
/// An event with fewer than 3 participating households is suppressed and left out of all totals, so that no difference
/// of two reports reveals it.
struct PublicCommunityEventReportView: PublicTable {
    let unit: AdministrativeUnit.Code
    let events: DisclosedCell<[CommunityEvent]>
    let suppressedCount: Int64

    static var sample: Self {
        Self(unit: "40", events: .example([]), suppressedCount: 0)
    }

    var rows: [PublicCommunityEventTotalsView] {
        events.grouped(by: \.facts.kind.rawValue)
            .map {
                PublicCommunityEventTotalsView(kind: CommunityEvent.Kind(rawValue: $0.key), events: $0.cell)
            }
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.unit, unit))
        fields.publish(Disclosure.count(.suppressed, suppressedCount))
        fields.publish("total", PublicCommunityEventTotalsView(kind: nil, events: events))
        fields.publish("kinds", rows)
    }
}

struct PublicCommunityEventTotalsView: PublicView {
    /// Nil for all kinds.
    let kind: CommunityEvent.Kind?
    let events: DisclosedCell<[CommunityEvent]>

    static var sample: Self { Self(kind: .greenSunday, events: .example([])) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.kind, kind))
        fields.publish(Disclosure.count(.events, in: events) { Int64($0.count) })
        fields.publish(Disclosure.count(.eventHouseholds, in: events) { $0.sum(of: \.facts.householdsCount) })
        fields.publish(Disclosure.count(.eventPersons, in: events) { $0.sum(of: \.facts.personsCount) })
        let outputs = events.map { ItemQuantity.sums(of: $0.flatMap(\.facts.outputs)) }
        fields.publish("outputs", outputs.elements().map(PublicQuantityView.init))
    }
}

/// What came of events.
struct PublicQuantityView: PublicView {
    let quantity: DisclosedCell<ItemQuantity>

    static var sample: PublicQuantityView { PublicQuantityView(quantity: .example(.sample)) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.item, in: quantity) { $0.item })
        fields.publish(Disclosure.count(.eventQuantity, in: quantity) { $0.quantity })
        fields.publish(Disclosure.text(.measure, in: quantity) { $0.measure })
    }
}
