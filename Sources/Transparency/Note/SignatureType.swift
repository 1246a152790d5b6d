/// What a key signs; the byte before the key in its text form.
///
/// A key of another type cannot be read, so its signatures count as those of an unknown key. 0x06, ML-DSA-44, is left
/// for later: swift-crypto 4.5.2 does not have it.
///
/// - Source: C2SP signed-note.md at 5ba5ee8, Signature types.
package enum SignatureType: UInt8, Sendable {
    /// Ed25519 over the text of the note.
    case ed25519 = 0x01
    /// Ed25519 over a time and the text of a checkpoint, by a witness.
    case cosignature = 0x04
}
