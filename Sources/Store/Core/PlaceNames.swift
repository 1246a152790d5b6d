import Domain
import SQLite
import Text

/// What the entities of a kind in one place are or were called, by what makes two names one.
///
/// A name of a table's row is looked up by its key instead of being compared with every other name.
struct PlaceNames {
    struct Name {
        let entity: NamedEntity
        /// `nameKey`.
        let key: String
        /// The last day on which the entity was called so here; nil when it still is.
        let last: LocalDate?

        fileprivate func isUsed(from day: LocalDate?) -> Bool {
            guard let last, let day else { return true }
            return last >= day
        }
    }

    /// In the order of the ids.
    private var byKey: [String: [Name]] = [:]
    private var bySimilarKey: [String: [Name]] = [:]
    private let findsSimilar: Bool
    fileprivate private(set) var count = 0

    init(findsSimilar: Bool) { self.findsSimilar = findsSimilar }

    mutating func insert(_ id: Int64, _ name: String, last: LocalDate? = nil) {
        let name = Name(entity: NamedEntity(id: id, name: name), key: name.nameKey, last: last)
        byKey[name.key, default: []].append(name)
        if findsSimilar { bySimilarKey[name.entity.name.similarNameKey, default: []].append(name) }
        count += 1
    }

    /// Forgets that `id` is called `name` now; not that it was called so before.
    mutating func remove(_ id: Int64, _ name: String) {
        precondition(!findsSimilar, "names with similar ones are only added")
        byKey[name.nameKey]?.removeAll { $0.entity.id == id && $0.last == nil }
    }

    /// All that are or were called `name`.
    func named(_ name: String) -> [Name] { byKey[name.nameKey] ?? [] }

    /// The first other entity that is called `name` on any day from `day` on.
    func taken(_ name: String, besides id: Int64, from day: LocalDate?) -> NamedEntity? {
        named(name).first { $0.entity.id != id && $0.isUsed(from: day) }?.entity
    }

    /// The first others whose names differ from `name` only by accents, spaces and signs.
    func similar(to name: String, besides id: Int64, from day: LocalDate?) -> [NamedEntity] {
        let key = name.nameKey
        var found: [NamedEntity] = []
        for other in bySimilarKey[name.similarNameKey] ?? []
        where other.entity.id != id && other.key != key && other.isUsed(from: day)
            && !found.contains(other.entity)
        {
            found.append(other.entity)
            if found.count == NamedEntity.similarMax { break }
        }
        return found
    }
}

/// The names of the places that the present transaction asked for, each read once.
///
/// Every write of such a name changes it here too; a rollback empties it.
struct KeptNames {
    enum Place: Hashable {
        case funds(FundOwner)
        case hamlets(AdministrativeUnit.Code)
        /// Their codes.
        case households(Hamlet.ID)
    }

    private var places: [Place: PlaceNames] = [:]
    /// How often the names of a place were read.
    private(set) var readsCount = 0

    /// Some tens of MiB.
    private static let namesMax = 200_000

    subscript(place: Place) -> PlaceNames? { places[place] }

    mutating func keep(_ names: PlaceNames, of place: Place) {
        readsCount += 1
        let count = places.values.sum(of: { Int64($0.count) })
        if count.addingClamped(Int64(names.count)) > KeptNames.namesMax { places.removeAll() }
        places[place] = names
    }

    /// Changes what is kept of `place`, if anything is.
    mutating func change(_ place: Place, _ change: (inout PlaceNames) -> Void) {
        guard let index = places.index(forKey: place) else { return }
        change(&places.values[index])
    }

    /// Forgets the names of hamlets, which were changed otherwise than by adding one.
    mutating func forgetHamlets() {
        places = places.filter { place, _ in
            if case .hamlets = place { false } else { true }
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The names of `place`, read at most once in a transaction.
    borrowing func names(of place: KeptNames.Place) throws -> PlaceNames {
        if let kept = session.caches.names[place] { return kept }
        let names =
            switch place {
            case .funds(let owner): try fundNamesByKey(of: owner)
            case .hamlets(let commune): try hamletNamesByKey(of: commune)
            case .households(let hamlet): try householdCodesByKey(of: hamlet)
            }
        session.caches.names.keep(names, of: place)
        return names
    }

    /// Checks that no other entity of `place` is called `name` from `day` on, compared by `nameKey`.
    ///
    /// - Throws: `Refusal.nameTaken`.
    borrowing func checkName(
        _ name: String, of id: Int64, in place: KeptNames.Place, from day: LocalDate? = nil,
        _ kind: EntityKind, at field: Field
    ) throws {
        guard let taken = try names(of: place).taken(name, besides: id, from: day) else { return }
        throw Refusal.nameTaken(kind, at: field, by: taken.id, name: taken.name)
    }
}
