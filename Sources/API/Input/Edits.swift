/// The changes of a merge patch; absent members keep their value.
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

    func applied(to old: Value) -> Value {
        var new = old
        for change in changes { change(&new) }
        return new
    }
}
