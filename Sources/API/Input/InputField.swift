package import JSON

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
    package let schema: JSONSchema
    package let isRequired: Bool
}
