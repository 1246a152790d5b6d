import Domain
import Store

/// The public view of a hamlet, without the number of persons, which one birth changes.
///
/// The number of households is that of the end of a month, so that polling does not tell when a household came or went;
/// 1 or 2 are suppressed.
struct PublicHamletView: PublicView {
    let hamlet: Hamlet
    /// The current or last name of the commune's code.
    let communeName: String
    /// The day of the number of households; nil when no household was recorded at the end of that month.
    let householdsOn: LocalDate?
    let households: DisclosedCell<Int64>?
    let successors: [Hamlet.ID]

    static var sample: PublicHamletView {
        PublicHamletView(
            hamlet: .sample, communeName: HamletView.sample.communeName, householdsOn: .sample,
            households: nil, successors: [])
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.id, hamlet.id))
        fields.publish(Disclosure.text(.commune, hamlet.commune))
        fields.publish(Disclosure.text(.communeName, communeName))
        fields.publish(Disclosure.text(.name, hamlet.name))
        fields.publish(Disclosure.fact(.type, hamlet.kind))
        fields.publish(Disclosure.fact(.validFrom, hamlet.validity.from))
        fields.publish(Disclosure.fact(.validTo, hamlet.validity.to))
        fields.publish(Disclosure.count(.hamletHouseholds, in: households) { $0 })
        fields.publish(Disclosure.fact(.householdsOn, householdsOn))
        fields.publish(Disclosure.fact(.successors, successors))
    }
}

extension Reading where Self: ~Copyable {
    /// The hamlet as the public sees it today, or saw it on `day`.
    borrowing func publicView(of hamlet: Hamlet, on day: LocalDate? = nil) throws -> PublicHamletView {
        try publicView(of: hamlet, on: day, at: monthEnd(on: day))
    }

    /// The last day of which numbers of households are public, and the last journal position on it.
    borrowing func monthEnd(on day: LocalDate?) throws -> MonthEnd? {
        let granularity = PublicFigure.hamletHouseholds.granularity
        return try granularity.day(onOrBefore: day ?? today, today: today)
            .map { MonthEnd(day: $0, position: try lastPosition(on: $0)) }
    }

    /// The same with the month's end, which a list reads once.
    borrowing func publicView(
        of hamlet: Hamlet, on day: LocalDate?, at monthEnd: MonthEnd?
    ) throws -> PublicHamletView {
        // What was recorded after the month, of whatever day, does not change the number of its end.
        let count =
            if let monthEnd, hamlet.validity.contains(monthEnd.day) {
                try householdsCount(of: hamlet.id, at: monthEnd.position)
            } else {
                Int64(0)
            }
        return PublicHamletView(
            hamlet: hamlet, communeName: try communeName(hamlet.commune, on: day ?? today),
            householdsOn: count == 0 ? nil : monthEnd?.day,
            households: count == 0 ? nil : Disclosure.cell(count, sizes: [count]),
            successors: hamlet.validity.to == nil ? [] : try successors(of: hamlet.id).map(\.id))
    }
}

/// The end of a month as the journal knew it.
struct MonthEnd {
    let day: LocalDate
    let position: Int64
}
