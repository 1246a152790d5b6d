package import Domain
package import Store

/// A typed value made from a request.
///
/// Its initialiser only reads: errors are noted by the decoder.
package protocol Input: Sendable {
    init(from decoder: inout RequestDecoder)

    /// What the request is about: where the caller must have a duty, and whose version is compared. Nil when the
    /// request is about no place.
    var target: Target? { get }
}

/// What a request is about, and where the request names it.
package struct Target: Hashable, Sendable {
    package let resource: ResourceRef
    /// The member of the body that names it; nil when the path does.
    package let field: Field?
    /// True for the few writes that a hamlet takes after its last day.
    let mayBeClosed: Bool

    package init<Value: Entity>(
        _ id: Identifier<Value>, named field: Field? = nil, mayBeClosed: Bool = false
    ) {
        resource = ResourceRef(id)
        self.field = field
        self.mayBeClosed = mayBeClosed
    }

    package init(unit code: AdministrativeUnit.Code, named field: Field? = nil) {
        resource = .unit(code)
        self.field = field
        mayBeClosed = false
    }

    /// What the client is told when it does not exist, or may not be seen.
    var refusal: Refusal {
        if let field {
            .unknownReference(resource.kind, at: field)
        } else {
            .notFound(resource.kind)
        }
    }
}

/// The input of a request about one entity, whose number stands in the path.
package struct PathInput<Value: Entity>: Input {
    package let id: Identifier<Value>

    package init(from decoder: inout RequestDecoder) { id = decoder.id("id", in: .path) }

    package var target: Target? { Target(id) }
}

/// The input of a request that says everything with its path.
package struct NoInput: Input {
    package init(from decoder: inout RequestDecoder) {}
    package var target: Target? { nil }
}
