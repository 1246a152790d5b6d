/// A hamlet (thôn, xóm, bản; khối, tổ dân phố): where the residents decide, contribute and build.
///
/// Hamlets have no official code. Names repeat across communes but are unique within one commune at any one time.
package struct Hamlet: VersionedEntity, Hashable {
    package typealias ID = Identifier<Hamlet>

    package static let kind = EntityKind.hamlet

    package enum Kind: String, CaseIterable, Sendable {
        case thon
        case xom
        case lang
        case ap
        case ban
        case buon
        case bon
        case phum
        case soc
        case khoi
        case toDanPho = "to_dan_pho"
        case khuPho = "khu_pho"
        case khoiPho = "khoi_pho"
        case khom
        case tieuKhu = "tieu_khu"

        /// The class of the type in law.
        package var `class`: Class {
            switch self {
            case .thon, .xom, .lang, .ap, .ban, .buon, .bon, .phum, .soc: .thon
            case .khoi, .toDanPho, .khuPho, .khoiPho, .khom, .tieuKhu: .toDanPho
            }
        }

        /// The types in a parameter's value, or nil when one is unknown, repeated or missing.
        package static func kinds(in value: String) -> [Kind]? {
            let terms = Parameter.terms(in: value)
            let kinds = terms.compactMap(Kind.init(rawValue:))
            return kinds.isEmpty || kinds.count != terms.count ? nil : kinds
        }
    }

    /// What a hamlet is in law; its type says how it is called there.
    ///
    /// - Source: Decree 185/2026, per DOMAIN §3.
    package enum Class: String, CaseIterable, Sendable {
        /// In rural communes (xã).
        case thon
        /// In wards (phường).
        case toDanPho = "to_dan_pho"
    }

    package let id: ID
    /// The commune's code.
    ///
    /// It stays the same when the commune is renamed.
    package private(set) var commune: AdministrativeUnit.Code
    package private(set) var name: String
    package private(set) var kind: Kind
    /// The existence of the hamlet itself, across changes of name, type and commune.
    package private(set) var validity: Validity
    /// The first day of the current name, type and commune, or nil when they date from the hamlet's own first day.
    package private(set) var currentFrom: LocalDate?
    package private(set) var version: Int64

    package init(
        id: ID, commune: AdministrativeUnit.Code, name: String, kind: Kind, validity: Validity,
        currentFrom: LocalDate? = nil, version: Int64
    ) {
        self.id = id
        self.commune = commune
        self.name = name
        self.kind = kind
        self.validity = validity
        self.currentFrom = currentFrom
        self.version = version
    }

    /// - Throws: `.closed` with `successors` when the hamlet has ended.
    package func checkOpen(successors: [Refusal.Successor]) throws(Refusal) {
        if let last = validity.to { throw .closed(.hamlet, last: last, successors: successors) }
    }

    /// The hamlet with a new name, type or commune from `day` on.
    ///
    /// - Throws: `.dateOutOfRange` when `day` is before the current version's first day, or not after the hamlet's
    ///   own first day; `.noChange`.
    package func changed(
        name: String? = nil, kind: Kind? = nil, commune: AdministrativeUnit.Code? = nil, on day: LocalDate
    ) throws(Refusal) -> Hamlet {
        try check(day)
        var hamlet = self
        hamlet.name = name ?? self.name
        hamlet.kind = kind ?? self.kind
        hamlet.commune = commune ?? self.commune
        hamlet.currentFrom = day
        guard hamlet.name != self.name || hamlet.kind != self.kind || hamlet.commune != self.commune else {
            throw .noChange(at: name != nil ? .name : kind != nil ? .type : .commune)
        }
        hamlet.version += 1
        return hamlet
    }

    /// The hamlet ended, with the day before `day` as its last.
    ///
    /// - Throws: as `changed`.
    package func closed(on day: LocalDate) throws(Refusal) -> Hamlet {
        try check(day)
        guard let last = day.previous, let validity = Validity(from: validity.from, to: last) else {
            throw .dateOutOfRange(at: .effectiveOn, from: validity.from?.next, to: nil)
        }
        var hamlet = self
        hamlet.validity = validity
        hamlet.version += 1
        return hamlet
    }

    private func check(_ day: LocalDate) throws(Refusal) {
        // `<`, not `<=`: two reorganisations may take effect on the same day, one after the other.
        if let currentFrom, day < currentFrom {
            throw .dateOutOfRange(at: .effectiveOn, from: currentFrom, to: nil)
        }
        if let from = validity.from, day <= from {
            throw .dateOutOfRange(at: .effectiveOn, from: from.next, to: nil)
        }
    }
}
