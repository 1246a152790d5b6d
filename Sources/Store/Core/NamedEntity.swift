package import Domain
import SQLite
import Text

/// The id and the name of an entity, compared with those of others of its place.
package struct NamedEntity: Hashable, Sendable {
    package let id: Int64
    package let name: String

    package init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What an entity of a place was called on some days.
package struct NamedPeriod: Hashable, Sendable {
    package let id: Int64
    /// The name, or the code of a household.
    package let name: String
    /// The commune of a hamlet then; empty for others.
    package let context: String
    /// Nil means no limit.
    package let from: LocalDate?
    package let to: LocalDate?

    package init(id: Int64, name: String, context: String, from: LocalDate?, to: LocalDate?) {
        self.id = id
        self.name = name
        self.context = context
        self.from = from
        self.to = to
    }

    package func contains(_ day: LocalDate) -> Bool {
        (from ?? .earliestRecorded) <= day && day <= (to ?? .latestPlanned)
    }
}

extension [NamedEntity] {
    /// Checks that none of them has the name, compared by `nameKey`.
    ///
    /// In memory, because the key is no SQL and a place has at most a few hundred of a kind.
    ///
    /// - Throws: `Refusal.nameTaken`.
    func check(_ name: String, of kind: EntityKind, at field: Field) throws {
        let key = name.nameKey
        guard let taken = first(where: { $0.name.nameKey == key }) else { return }
        throw Refusal.nameTaken(kind, at: field, by: taken.id, name: taken.name)
    }

    /// The first of them whose names differ from `name` only by accents, spaces and signs.
    func similar(to name: String) -> [NamedEntity] {
        let (key, similarKey) = (name.nameKey, name.similarNameKey)
        return Array(
            filter { $0.name.similarNameKey == similarKey && $0.name.nameKey != key }
                .prefix(NamedEntity.similarMax))
    }
}

extension NamedEntity {
    /// The number of similar names that a response lists.
    static let similarMax = 10
}

extension Row {
    /// The id, name, context and days in the first five columns.
    func namedPeriod() -> NamedPeriod {
        NamedPeriod(
            id: integer(0), name: text(1), context: text(2), from: optionalDate(3), to: optionalDate(4))
    }

    /// The id and name in the first two columns.
    func namedEntity() -> NamedEntity { NamedEntity(id: integer(0), name: text(1)) }
}
