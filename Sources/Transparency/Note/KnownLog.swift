/// A log whose keys a witness or a verifier trusts.
package struct KnownLog: Hashable, Sendable {
    /// The first line of its checkpoints.
    package let origin: ExactText

    /// Its keys: one, or the old and the new one while they are changed.
    package let keys: [VerifierKey]

    package init(origin: ExactText, keys: [VerifierKey]) {
        self.origin = origin
        self.keys = keys
    }

    /// The log whose key has the name of its origin, as is recommended.
    package init(_ key: VerifierKey) { self.init(origin: key.name.text, keys: [key]) }
}
