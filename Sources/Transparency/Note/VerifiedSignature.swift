/// A signature that was verified.
package struct VerifiedSignature: Hashable, Sendable {
    package let key: VerifierKey

    /// When a witness signed, in seconds since 1970; nil for a signature without time.
    package let seconds: Int64?
}
