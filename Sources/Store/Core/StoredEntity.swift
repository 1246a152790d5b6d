package import Domain
package import JSON
package import SQLite

/// An entity with its row in the entity table: columns, reader and journal payload stand together.
package protocol StoredEntity: Entity {
    static var table: EntityTable { get }

    /// The entity in `row`, whose columns are the table's own; parts are read by `tx`.
    static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Self

    /// Writes the members that the journal keeps: the whole state, under the names of the API.
    ///
    /// Verification writes them again from the row and compares the bytes, so a member that is added needs a migration of
    /// the rows that are there.
    func write(to json: inout JSONWriter)

    /// The values of the table's `derived` columns, in their order.
    func derived(_ keys: NameKeys) -> [DerivedValue]
}

/// What a derived column holds.
package enum DerivedValue: Hashable, Sendable {
    case text(String)
    case bytes([UInt8])
}

extension StoredEntity {
    package func derived(_ keys: NameKeys) -> [DerivedValue] { [] }
}

extension EntityKind {
    /// The entity table: the stored type of each kind.
    package var storedType: any StoredEntity.Type {
        switch self {
        case .unit: AdministrativeUnit.self
        case .hamlet: Hamlet.self
        case .household: Household.self
        case .organisation: Organisation.self
        case .fund: Fund.self
        case .pledge: Pledge.self
        case .contribution: Contribution.self
        case .expenditure: Expenditure.self
        case .user: User.self
        case .token: AccessToken.self
        case .model: Model.self
        case .appraisal: Appraisal.self
        case .criteriaSet: CriteriaSet.self
        case .parameter: Parameter.self
        case .decision: Decision.self
        case .consultation: Consultation.self
        case .profile: Profile.self
        case .unitSuccession: UnitSuccession.self
        case .reorganisation: Reorganisation.self
        }
    }

    package var table: EntityTable { storedType.table }

    /// Its place in `allCases`.
    package var place: Int { EntityKind.places[self] ?? 0 }

    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { place, kind in (kind, place) })
}

extension Reading where Self: ~Copyable {
    /// The entity with the number `id`, nil when there is none.
    package borrowing func find<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Value? {
        try connection.first(Value.table.byID, id) { row in try Value.read(row, in: self) }
    }

    /// The entity with the number `id`.
    ///
    /// - Throws: `Refusal.notFound`.
    package borrowing func existing<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Value {
        guard let value = try find(id) else { throw Refusal.notFound(Value.kind) }
        return value
    }

    /// All rows of `query`, whose first columns are the entity's own.
    borrowing func all<Value: StoredEntity>(
        _ query: Query, _ values: any Bindable...
    ) throws -> [Value] {
        try connection.all(query, with: values) { row in try Value.read(row, in: self) }
    }

    /// The only row of `query`, whose first columns are the entity's own, nil when there is none.
    borrowing func first<Value: StoredEntity>(_ query: Query, _ values: any Bindable...) throws -> Value? {
        let found: [Value] = try connection.all(query, with: values) { row in try Value.read(row, in: self) }
        return found.first
    }
}

extension WriteTransaction {
    /// The next number of the kind: numbers ascend and are never used again.
    package borrowing func newID<Value: StoredEntity>(
        of type: Value.Type = Value.self
    ) throws -> Identifier<Value> {
        Identifier((try connection.first(Value.table.lastID) { row in row.integer(0) } ?? 0) + 1)
    }

    /// Runs `update`, whose WHERE compares the version that `new` follows.
    ///
    /// - Throws: `Refusal.versionMismatch` when it changed no row: somebody else changed it since.
    borrowing func update(
        to new: some VersionedEntity, _ update: () throws -> Void
    ) throws {
        try update()
        if connection.changesCount == 0 { throw Refusal.versionMismatch(current: new.version - 1) }
    }
}
