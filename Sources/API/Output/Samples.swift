import Domain

/// A value with an example, from which the OpenAPI document derives the schema of its output.
protocol Sampled {
    static var sample: Self { get }
}

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

extension LocalDate: Sampled {
    static let sample = LocalDate(year: 2026, month: 11, day: 23) ?? .firstDay
}

extension Instant: Sampled {
    static let sample = Instant(milliseconds: 1_795_392_000_000)
}
