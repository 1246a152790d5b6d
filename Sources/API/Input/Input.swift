package import Domain
package import Store

/// A typed value decoded from a request.
///
/// Its initialiser only reads; the decoder collects the errors.
package protocol Input: Sendable {
    init(from decoder: inout RequestDecoder)

    /// The resource the request is about, which decides the authorisation and whose version is compared.
    ///
    /// Nil when the request concerns no place.
    var target: Target? { get }
}

/// The resource a request is about, and where the request names it.
package struct Target: Hashable, Sendable {
    package let resource: ResourceRef
    /// The body member that names it; nil when the path does.
    package let field: Field?
    /// True for the few writes that are allowed after a hamlet's last day.
    let mayBeClosed: Bool
    /// What helps instead of the write after that day; nil when it is made in the successor.
    let exit: ClosedBookExit?

    package init<Value: Entity>(
        _ id: Identifier<Value>, named field: Field? = nil, mayBeClosed: Bool = false,
        exit: ClosedBookExit? = nil
    ) {
        resource = ResourceRef(id)
        self.field = field
        self.mayBeClosed = mayBeClosed
        self.exit = exit
    }

    package init(unit code: AdministrativeUnit.Code, named field: Field? = nil) {
        resource = .unit(code)
        self.field = field
        mayBeClosed = false
        exit = nil
    }

    /// The refusal when it does not exist or the caller may not see it.
    var refusal: Refusal {
        if let field {
            .unknownReference(resource.kind, at: field)
        } else {
            .notFound(resource.kind)
        }
    }
}

/// The input of a request about one entity, whose id is in the path.
package struct PathInput<Value: Entity>: Input {
    package let id: Identifier<Value>

    package init(from decoder: inout RequestDecoder) { id = decoder.id("id", in: .path) }

    package var target: Target? { Target(id) }
}

/// The input of a request that has none apart from its path.
package struct NoInput: Input {
    package init(from decoder: inout RequestDecoder) {}
    package var target: Target? { nil }
}
