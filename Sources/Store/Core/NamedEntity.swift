import Domain
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
    fileprivate static let similarMax = 10
}

extension Row {
    /// The id and name in the first two columns.
    func namedEntity() -> NamedEntity { NamedEntity(id: integer(0), name: text(1)) }
}
