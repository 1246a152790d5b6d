import Domain
import Store

/// The owner of books that a request names: a hamlet, a commune by its code, or an organisation.
enum BookOwner: Hashable, Sendable {
    case hamlet(Hamlet.ID)
    case commune(AdministrativeUnit.Code)
    case organisation(Organisation.ID)
    /// A commune in one validity of its code, whose old books remain when another unit has the code, or none.
    case communeUnit(AdministrativeUnit.ID)

    /// The owner in the body of a request; adds an error unless exactly one is named.
    ///
    /// With `mayHaveEnded`, `commune_unit` may name a commune that ended: what closes its last month.
    init(from decoder: inout RequestDecoder, mayHaveEnded: Bool = false) {
        self =
            BookOwner.optional(from: &decoder, isRequired: true, mayHaveEnded: mayHaveEnded)
            ?? .hamlet(Identifier(0))
    }

    /// The owner in the body; adds an error when several are named, or none although one must be.
    static func optional(
        from decoder: inout RequestDecoder, isRequired: Bool = false, mayHaveEnded: Bool = false
    ) -> BookOwner? {
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet")
        let commune = decoder.optionalText("commune", upTo: 5)
        let organisation: Organisation.ID? = decoder.optionalID("organisation")
        let unit: AdministrativeUnit.ID? = mayHaveEnded ? decoder.optionalID("commune_unit") : nil
        let names = ["hamlet", "commune", "organisation"] + (mayHaveEnded ? ["commune_unit"] : [])
        let namedCount = names.count { decoder.contains($0) }
        if namedCount > 1 || isRequired && namedCount == 0 {
            decoder.addError("hamlet", .ownerAmbiguous, mayHaveEnded ? .oneOwnerOrUnit : .oneOwner)
        }
        guard namedCount > 0 else { return nil }
        return unit.map { .communeUnit($0) } ?? BookOwner(hamlet, commune, organisation)
    }

    /// The owner among the filters of a list; adds an error unless exactly one is named.
    init(filtering decoder: inout RequestDecoder) {
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet", in: .query)
        let commune = decoder.optionalText("commune", upTo: 5, in: .query)
        let organisation: Organisation.ID? = decoder.optionalID("organisation", in: .query)
        let unit: AdministrativeUnit.ID? = decoder.optionalID("commune_unit", in: .query)
        let names = ["hamlet", "commune", "organisation", "commune_unit"]
        if names.count(where: { decoder.isFiltered(by: $0) }) != 1 {
            decoder.addError("hamlet", .parameterInvalid, .oneOwnerOrUnit, in: .query)
        }
        self = unit.map { .communeUnit($0) } ?? BookOwner(hamlet, commune, organisation)
    }

    private init(
        _ hamlet: Hamlet.ID?, _ commune: AdministrativeUnit.Code?, _ organisation: Organisation.ID?
    ) {
        if let commune {
            self = .commune(commune)
        } else if let organisation {
            self = .organisation(organisation)
        } else {
            self = .hamlet(hamlet ?? Identifier(0))
        }
    }

    /// The resource whose place the caller needs, as the path or the query names it.
    var queryTarget: Target {
        switch self {
        case .hamlet(let id): Target(id)
        case .commune(let code): Target(unit: code)
        case .organisation(let id): Target(id)
        case .communeUnit(let id): Target(id)
        }
    }

    /// The same, as a member of the body names it.
    var target: Target {
        switch self {
        case .hamlet(let id): Target(id, named: .hamlet)
        case .commune(let code): Target(unit: code, named: .commune)
        case .organisation(let id): Target(id, named: .organisation)
        case .communeUnit(let id): Target(id, named: .communeUnit)
        }
    }

    /// The member of a body that names it.
    var field: Field {
        switch self {
        case .hamlet: .hamlet
        case .commune: .commune
        case .organisation: .organisation
        case .communeUnit: .communeUnit
        }
    }

    /// The identity of its lists.
    var text: String {
        switch self {
        case .hamlet(let id): "hamlet \(id.number)"
        case .commune(let code): "commune \(code)"
        case .organisation(let id): "organisation \(id.number)"
        case .communeUnit(let id): "commune unit \(id.number)"
        }
    }
}

/// Where a request names the owner whose books it asks for.
protocol OwnerSource: Sendable {
    /// Whether an unknown owner is a wrong member of the body, not a missing page.
    static var isInBody: Bool { get }
    static func owner(from decoder: inout RequestDecoder) -> BookOwner
}

/// The hamlet in the path.
enum HamletInPath: OwnerSource {
    static let isInBody = false

    static func owner(from decoder: inout RequestDecoder) -> BookOwner {
        .hamlet(decoder.id("id", in: .path))
    }
}

/// A hamlet, a commune or an organisation among the parameters.
enum OwnerInQuery: OwnerSource {
    static let isInBody = false

    static func owner(from decoder: inout RequestDecoder) -> BookOwner { BookOwner(filtering: &decoder) }
}

/// A hamlet, a commune or an organisation in the body.
enum OwnerInBody: OwnerSource {
    static let isInBody = true

    static func owner(from decoder: inout RequestDecoder) -> BookOwner { BookOwner(from: &decoder) }
}

/// The input of a list of all that an owner has of one kind.
struct OwnerInput<Source: OwnerSource>: Input {
    let owner: BookOwner

    init(from decoder: inout RequestDecoder) { owner = Source.owner(from: &decoder) }

    var target: Target? { owner.queryTarget }
}

extension Reading where Self: ~Copyable {
    /// The owner that `named` is today; for readers a commune that ended, too.
    ///
    /// - Parameters:
    ///   - named: the owner.
    ///   - field: the member of the body that names a commune; nil for the query.
    /// - Returns: the owner, who may not keep books yet.
    /// - Throws: `Refusal.unknownReference` for a code that is no commune's today, `.notFound` for one that never was.
    borrowing func owner(_ named: BookOwner, at field: Field? = nil) throws -> FundOwner {
        switch named {
        case .hamlet(let id): return .hamlet(id)
        case .organisation(let id):
            // A request whose body names an owner begins something in its books.
            if field != nil { try checkBooksOpen(of: .organisation(id)) }
            return .organisation(id)
        case .communeUnit(let id):
            guard try find(id)?.level == .commune else {
                throw field == nil ? .notFound(.unit) : Refusal.unknownReference(.unit, at: .communeUnit)
            }
            if field != nil { try checkBooksOpen(of: .commune(id)) }
            return .commune(id)
        case .commune(let code):
            guard let unit = try lastCommune(coded: code) else {
                throw field.map { .unknownReference(.unit, at: $0) } ?? Refusal.notFound(.unit)
            }
            if let field, !unit.validity.contains(today) { throw Refusal.unknownReference(.unit, at: field) }
            return .commune(unit.id)
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The owner whose books everyone may see.
    ///
    /// An organisation that keeps none is not even named: its name is known in its place only.
    ///
    /// - Throws: `Refusal.notFound`, as for one that does not exist.
    borrowing func publicOwner(_ named: BookOwner) throws -> FundOwner {
        let owner = try self.owner(named)
        if owner.organisation != nil, try !keepsBooks(owner) { throw Refusal.notFound(.organisation) }
        return owner
    }

    /// Checks that the owner existed on a day of the month until today.
    ///
    /// - Throws: `Refusal.dateOutOfRange`.
    borrowing func check(_ month: AccountingPeriod.Month, of owner: FundOwner) throws {
        let days = try keeper(of: owner)?.validity
        let last = days?.to.map { min($0, today) } ?? today
        let isBefore = days?.from.map { month.lastDay < $0 } ?? false
        guard !isBefore, month.firstDay <= last else {
            throw Refusal.dateOutOfRange(at: .month, from: days?.from, to: last)
        }
    }
}

extension FieldWriter {
    /// The members that name the owner of books; two of them are null.
    mutating func member(_ owner: FundOwner) {
        member("hamlet", owner.hamlet)
        member("commune_unit", owner.commune)
        member("organisation", owner.organisation)
    }
}

extension Sentence {
    fileprivate static var oneOwner: Sentence {
        Sentence(
            vi: "ghi một trong các mục hamlet, commune, organisation",
            en: "name one of hamlet, commune, organisation")
    }

    fileprivate static var oneOwnerOrUnit: Sentence {
        Sentence(
            vi:
                "ghi một trong các mục hamlet, commune, organisation, commune_unit (sổ của xã trước khi sắp xếp)",
            en: "name one of hamlet, commune, organisation, commune_unit (the books of a commune that ended)")
    }
}
