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
    /// True when null means the same as leaving the member out, or removes its value in a merge patch.
    package var takesNull: Bool
    /// True for a text that will be public.
    package var isPublic = false
    /// The other column that a table may have instead: one of both is required.
    var alternative: String?

    /// The schema of the value in a body, with null where it is taken.
    var bodyMember: JSONSchema.Member {
        .init(name: name, schema: takesNull ? .nullable(schema) : schema, isRequired: isRequired)
    }
}
