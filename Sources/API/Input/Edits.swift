import Domain
import Store

/// The members that a request sets: all required ones of a new value, any of them in a merge patch.
///
/// - Source: RFC 7396.
struct Edits<Value: Sendable>: Sendable {
    private var changes: [@Sendable (inout Value) -> Void] = []

    /// Sets the member at `path`, unless it is absent in the request.
    mutating func set<Member: Sendable>(
        _ path: any WritableKeyPath<Value, Member> & Sendable, to member: Member?
    ) {
        guard let member else { return }
        changes.append { $0[keyPath: path] = member }
    }

    /// Sets or clears the optional member at `path`.
    mutating func set<Member: Hashable & Sendable>(
        _ path: any WritableKeyPath<Value, Member?> & Sendable, to change: Change<Member>
    ) {
        changes.append { $0[keyPath: path] = change.applied(to: $0[keyPath: path]) }
    }

    func applied(to old: Value) -> Value {
        var new = old
        for change in changes { change(&new) }
        return new
    }
}

/// A value whose members a request sets, decoded by one function for POST and PATCH.
protocol Editable: Sendable {
    /// The value without any content, which the members of a new one are set on.
    static var blank: Self { get }

    /// Decodes the members.
    ///
    /// - Parameters:
    ///   - decoder: the request.
    ///   - isNew: whether the required members must be there.
    /// - Returns: the members in the request.
    static func edits(from decoder: inout RequestDecoder, isNew: Bool) -> Edits<Self>
}

extension Editable {
    /// Decodes a new value.
    init(from decoder: inout RequestDecoder) {
        self = Self.edits(from: &decoder, isNew: true).applied(to: .blank)
    }
}

/// The input of a merge patch: the entity's id in the path, and the members that change.
struct Correction<Corrected: StoredEntity, Value: Editable>: Input {
    let id: Identifier<Corrected>
    let edits: Edits<Value>

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        edits = Value.edits(from: &decoder, isNew: false)
    }

    var target: Target? { Target(id) }
}
