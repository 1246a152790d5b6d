import Domain
import Store

/// The public results of consultations on a matter in a unit.
///
/// A place with 1 or 2 eligible or participating people is suppressed and left out of all sums, by whatever boundaries
/// they are made and whenever it was recorded, so that no difference of two reports is that place.
struct PublicConsultationReportView: PublicTable {
    let unit: String
    let matter: String
    /// The communes with a shown place.
    let rows: [PublicConsultedCommuneView]
    let total: DisclosedCell<[Consultation]>
    /// The number of suppressed places.
    let suppressedCount: Int64

    static var sample: PublicConsultationReportView {
        PublicConsultationReportView(unit: "40", matter: "sap-nhap-2024", communes: [])
    }

    init(unit: String, matter: String, communes: [CommuneResult]) {
        self.unit = unit
        self.matter = matter
        var rows: [PublicConsultedCommuneView] = []
        for commune in communes {
            let places = Self.cells(commune.parts)
            if places.suppressedCount < commune.placesCount {
                rows.append(PublicConsultedCommuneView(commune: commune.commune, places: places.shown))
            }
        }
        self.rows = rows
        (total, suppressedCount) = Self.cells(communes.flatMap(\.parts))
    }

    private static func cells(
        _ places: [Consultation]
    ) -> (shown: DisclosedCell<[Consultation]>, suppressedCount: Int64) {
        Disclosure.cells(places) { [$0.counts.eligible, $0.counts.participated] }
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.unit, unit))
        fields.publish(Disclosure.text(.matter, matter))
        fields.publish(Disclosure.count(.suppressed, suppressedCount))
        writeCounts(of: total, to: &fields)
        fields.publish("communes", rows)
    }
}

struct PublicConsultedCommuneView: PublicView {
    let commune: AdministrativeUnit.Code
    let places: DisclosedCell<[Consultation]>

    static var sample: PublicConsultedCommuneView {
        PublicConsultedCommuneView(commune: "17950", places: .example([.sample]))
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.commune, commune))
        fields.publish(Disclosure.count(.places, in: places) { Int64($0.count) })
        writeCounts(of: places, to: &fields)
    }
}

/// Writes the counts and the shares derived from them.
private func writeCounts(
    of places: DisclosedCell<[Consultation]>, to fields: inout some PublicFieldWriter
) {
    let counts = places.map { $0.reduce(Consultation.Counts.zero) { $0.adding($1.counts) } }
    fields.publish(Disclosure.count(.eligible, in: counts) { $0.eligible })
    fields.publish(Disclosure.count(.invited, in: counts) { $0.invited })
    fields.publish(Disclosure.count(.participated, in: counts) { $0.participated })
    fields.publish(Disclosure.count(.agreed, in: counts) { $0.agreed })
    fields.publish(Disclosure.count(.disagreed, in: counts) { $0.disagreed })
    fields.publish(Disclosure.count(.invalid, in: counts) { $0.invalid })
    fields.publish("participation", optional: PublicShareView(counts.map(\.participation)))
    fields.publish("agreement", optional: PublicShareView(counts.map(\.agreement)))
    fields.publish("agreement_of_all", optional: PublicShareView(counts.map(\.agreementAmongEligible)))
}

/// An exact fraction of public counts, and the same in per cent, rounded half up to two decimals.
struct PublicShareView: PublicView {
    private let share: DisclosedCell<Share>

    static var sample: PublicShareView { PublicShareView(share: .example(.sample)) }

    /// Nil when there is no share.
    fileprivate init?(_ share: DisclosedCell<Share?>) {
        guard let share = share.unwrapped() else { return nil }
        self.init(share: share)
    }

    private init(share: DisclosedCell<Share>) { self.share = share }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.shareNumerator, in: share) { $0.numerator })
        fields.publish(Disclosure.count(.shareDenominator, in: share) { $0.denominator })
        fields.publish(
            Disclosure.text(.sharePercent, in: share) { decimal(hundredths: $0.hundredthsOfPercent) })
    }
}
