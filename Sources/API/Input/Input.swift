import Domain
package import Store

/// A typed value made from a request.
///
/// Its initialiser only reads: faults are noted by the form.
package protocol Input: Sendable {
    init(from decoder: inout RequestDecoder)

    /// What the request is about: where the caller must have a duty, and whose version is compared. Nil when the
    /// request is about no place.
    var target: Target? { get }
}

/// What a request is about, and where the request names it.
package struct Target: Hashable, Sendable {
    package let subject: ResourceRef
    /// The member of the body that names it; nil when the path does.
    package let pointer: String?
    /// True for the few writes that a hamlet takes after its last day.
    let mayBeClosed: Bool

    package init(_ subject: ResourceRef, named pointer: String? = nil, mayBeClosed: Bool = false) {
        self.subject = subject
        self.pointer = pointer
        self.mayBeClosed = mayBeClosed
    }

    /// What the client hears when it does not exist, or may not be seen.
    var refusal: Refusal {
        if let pointer {
            .unknownReference(subject.entity, pointer: pointer)
        } else {
            .notFound(subject.entity)
        }
    }
}

/// The input of a request that says everything with its path.
package struct NoInput: Input {
    package init(from decoder: inout RequestDecoder) {}
    package var target: Target? { nil }
}
