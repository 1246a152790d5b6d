/// The shape of a JSON value, as the OpenAPI document gives it.
///
/// - Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
package indirect enum JSONSchema: Hashable, Sendable {
    case integer(from: Int64, to: Int64)
    case text(lengthMax: Int)
    case date
    case instant
    case choice([String])
    case boolean
    case object(name: String, [Member])
    case list(JSONSchema)
    case nullable(JSONSchema)

    package struct Member: Hashable, Sendable {
        package let name: String
        package let schema: JSONSchema
        package let isRequired: Bool

        package init(name: String, schema: JSONSchema, isRequired: Bool) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }

    package static let id = JSONSchema.integer(from: 1, to: Int64.max)
    package static let dong = JSONSchema.integer(from: -9_007_199_254_740_991, to: 9_007_199_254_740_991)
    package static let page = JSONSchema.text(lengthMax: 1 << 20)
    package static let count = JSONSchema.integer(from: 0, to: Int64.max)
}
