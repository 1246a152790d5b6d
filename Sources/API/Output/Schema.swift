/// The shape of a value in the OpenAPI document.
///
/// - Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
package indirect enum Schema: Hashable, Sendable {
    case integer(from: Int64, to: Int64)
    case text(lengthMax: Int)
    case date
    case instant
    case choice([String])
    case boolean
    case object(name: String, [Member])
    case list(Schema)
    case nullable(Schema)

    package struct Member: Hashable, Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
    }

    static let id = Schema.integer(from: 1, to: Int64.max)
    static let dong = Schema.integer(from: -9_007_199_254_740_991, to: 9_007_199_254_740_991)
    static let page = Schema.text(lengthMax: 1 << 20)
    static let count = Schema.integer(from: 0, to: Int64.max)
}

/// The part of a request that contains a value.
package enum Section: Hashable, Sendable {
    case path
    case query
    case body
}

/// One value an endpoint reads, recorded by running its input on a recording decoder.
package struct InputField: Hashable, Sendable {
    package let name: String
    package let section: Section
    package let schema: Schema
    package let isRequired: Bool
}
