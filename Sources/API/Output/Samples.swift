import Domain
import Store

/// An output with the content of one value.
protocol ValueView: Output {
    associatedtype Value: Sampled

    var value: Value { get }

    init(value: Value)
}

extension ValueView {
    static var sample: Self { Self(value: .sample) }
}

/// An output with the content of one entity.
protocol EntityView: ValueView, Resource where Value: Entity {}

extension EntityView {
    var location: String { "\(Value.kind.path)/\(value.id.number)" }

    /// An entity without versions never changes.
    var version: Int64 { 1 }
}

extension EntityView where Value: VersionedEntity {
    var version: Int64 { value.version }
}

extension EntityView where Value: StoredEntity {
    var entityVersion: EntityVersion? { EntityVersion(Value.kind, id: value.id.number, version: version) }

    static func current(_ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction) throws -> Self? {
        Self(value: try tx.existing(Identifier<Value>(id)))
    }
}

extension EntityView where Value: Described {
    func write(to fields: inout some FieldWriter) { value.write(to: &fields) }
}

extension Caller: Sampled {
    static var sample: Caller {
        Caller(
            Actor(Identifier(1)), assignment: RoleAssignment(role: .clerk, scope: .hamlet(Identifier(1))))
    }
}
