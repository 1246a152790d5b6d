import Domain
import Store

/// A unit and a period, with both days inclusive; nil means no limit.
struct UnitPeriodInput: Input {
    let unit: AdministrativeUnit.Code
    let from: LocalDate?
    let to: LocalDate?

    init(from decoder: inout RequestDecoder) {
        unit = decoder.text("unit", upTo: 5, in: .query)
        (from, to) = decoder.period()
    }

    /// Names the filter in a cursor.
    var text: String { "\(unit)|\(from?.text ?? "")|\(to?.text ?? "")" }

    var target: Target? { Target(unit: unit) }
}
