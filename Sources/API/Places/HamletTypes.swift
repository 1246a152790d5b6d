import Domain
import Store

extension Reading where Self: ~Copyable {
    /// Checks that a new hamlet of `commune` may have the type from `day` on, which a request gives at `field`.
    ///
    /// The types are a parameter of rural communes and one of wards, dated; without a value every type is allowed. A hamlet
    /// that had its type before is not checked: it stands.
    ///
    /// - Throws: `Refusal.valueNotListed`.
    /// - Source: Decree 185/2026, per DOMAIN §3.
    borrowing func check(
        _ kind: Hamlet.Kind, in commune: AdministrativeUnit.Code, from day: LocalDate,
        named field: Field = .type
    ) throws {
        guard let allowed = try hamletTypes(of: commune, on: day), !allowed.contains(kind) else { return }
        throw Refusal.valueNotListed(at: field, values: allowed.map(\.rawValue))
    }

    /// True when a new hamlet of its commune could have its type today, or on its last day.
    borrowing func fitsCommune(_ hamlet: Hamlet) throws -> Bool {
        try hamletTypes(of: hamlet.commune, on: hamlet.validity.to ?? today)?.contains(hamlet.kind) ?? true
    }

    /// The types of new hamlets of `commune` on `day`, or nil when every type is allowed.
    private borrowing func hamletTypes(
        of commune: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [Hamlet.Kind]? {
        guard let key = try unit(commune, on: day)?.kind?.hamletTypes else { return nil }
        do {
            return Hamlet.Kind.kinds(in: try value(of: key, in: commune, on: day))
        } catch Refusal.parameterMissing {
            return nil
        }
    }
}

extension AdministrativeUnit.Kind {
    /// The parameter with the types of new hamlets; nil for units whose hamlets have no rule.
    fileprivate var hamletTypes: Parameter.Key? {
        switch self {
        case .xa: .ruralHamletTypes
        case .phuong: .urbanHamletTypes
        case .tinh, .thanhPho, .quan, .huyen, .thiXa, .thiTran, .dacKhu: nil
        }
    }
}
