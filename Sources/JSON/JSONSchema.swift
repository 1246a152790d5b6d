/// The shape of a JSON value, as the OpenAPI document gives it.
///
/// - Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
package indirect enum JSONSchema: Hashable, Sendable {
    case integer(from: Int64, to: Int64)
    /// At most `lengthMax` Unicode scalars, which match the ECMA-262 pattern if there is one.
    case text(lengthMax: Int, pattern: String? = nil)
    case date
    case instant
    case choice([String])
    case boolean
    case object(name: String, [Member])
    case list(JSONSchema, countMin: Int = 0, countMax: Int? = nil)
    case nullable(JSONSchema)
    case anyOf([JSONSchema])

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

    /// A line of text that a request may send: not blank, without control characters and bidi controls.
    ///
    /// White space may be a tab or a line end, which becomes one space.
    package static func line(lengthMax: Int) -> JSONSchema {
        let control = #"\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u202A-\u202E\u2066-\u2069"#
        return .text(lengthMax: lengthMax, pattern: "^[^\(control)]*[^\\s\(control)][^\(control)]*$")
    }

    package static let id = JSONSchema.integer(from: 1, to: Int64.max)
    package static let dong = JSONSchema.integer(from: -9_007_199_254_740_991, to: 9_007_199_254_740_991)
    /// A SHA-256 in base64.
    package static let hash = JSONSchema.text(lengthMax: 44, pattern: "^[A-Za-z0-9+/]{43}=$")

    /// An `Idempotency-Key`, in quotes or without.
    package static let idempotencyKey = JSONSchema.text(
        lengthMax: 257, pattern: #"^(?:"[A-Za-z0-9._:~-]{16,255}"|[A-Za-z0-9._:~-]{16,255})$"#)

    package static let page = JSONSchema.text(lengthMax: 1 << 20)
    package static let count = JSONSchema.integer(from: 0, to: Int64.max)
}
