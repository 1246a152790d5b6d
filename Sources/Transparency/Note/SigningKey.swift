import Crypto

/// A private key with its name, which signs notes: `PRIVATE+KEY+<name>+<key ID>+<base64(type ‖ seed)>`.
///
/// Printing it shows the public key alone; only `text` has the secret.
///
/// - Source: the text form of Go, golang.org/x/mod/sumdb/note, GenerateKey.
package struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    package enum Fault: Error, Hashable {
        /// Does not begin with `PRIVATE+KEY+` and have three parts after it.
        case form
        case name
        /// Not eight hexadecimal digits, lower case.
        case keyID
        /// Not base64 of a type and 32 bytes.
        case seed
        /// A type that is not known here.
        case type(UInt8)
        /// The key ID is not that of the key: a part was mistyped or replaced.
        case otherKeyID(UInt32)
    }

    package static let seedByteCount = 32

    private static let beginning = "PRIVATE+KEY+"

    private let key: Curve25519.Signing.PrivateKey

    /// The public key, for those who verify.
    package let verifierKey: VerifierKey

    /// Creates the key of a seed.
    ///
    /// - Parameters:
    ///   - name: of the key; for a log its origin.
    ///   - type: what it signs. One seed must not serve both types, nor two witnesses.
    ///   - seed: 32 random bytes.
    /// - Throws: `Fault.seed` for another length.
    package init(name: KeyName, type: SignatureType, seed: [UInt8]) throws(Fault) {
        guard seed.count == SigningKey.seedByteCount else { throw .seed }
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw .seed
        }
        verifierKey = VerifierKey(name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Draws a key; `generator` must be fit for secrets, as `SystemRandomNumberGenerator` is.
    package init(
        name: KeyName, type: SignatureType, using generator: inout some RandomNumberGenerator
    ) throws(Fault) {
        try self.init(name: name, type: type, seed: Nonce(using: &generator).bytes)
    }

    /// Parses the text form, without newline.
    package init(parsing text: String) throws(Fault) {
        guard text.utf8.starts(with: SigningKey.beginning.utf8) else { throw .form }
        let parts = text.utf8.dropFirst(SigningKey.beginning.utf8.count)
            .split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .form }
        guard let name = KeyName(parts[0]) else { throw .name }
        guard let id = KeyID.number(of: parts[1]) else { throw .keyID }
        guard let bytes = Base64.bytes(of: parts[2]), let type = bytes.first else { throw .seed }
        guard let known = SignatureType(rawValue: type) else { throw .type(type) }
        try self.init(name: name, type: known, seed: Array(bytes.dropFirst()))
        guard verifierKey.id == id else { throw .otherKeyID(verifierKey.id) }
    }

    /// The text form: a secret, for the key file alone.
    package var text: String {
        let seed = [verifierKey.type.rawValue] + Array(key.rawRepresentation)
        let id = KeyID.text(of: verifierKey.id)
        return "\(SigningKey.beginning)\(verifierKey.name.string)+\(id)+\(Base64.text(of: seed))"
    }

    package var name: KeyName { verifierKey.name }

    package var description: String { verifierKey.text }

    package var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey.text]) }

    /// Signs the text of a note; the same text always gets the same signature.
    ///
    /// - Throws: what swift-crypto throws, which is not expected.
    package func signature(of text: ExactText) throws -> NoteSignature {
        precondition(verifierKey.type == .ed25519, "a witness signs with a time")
        return try line(signing: text.bytes, after: [])
    }

    /// Cosigns the text of a checkpoint at a time, as a witness does.
    ///
    /// - Parameters:
    ///   - text: the checkpoint without signature lines.
    ///   - seconds: since 1970, more than 0.
    /// - Returns: a line for the checkpoint.
    /// - Throws: what swift-crypto throws, which is not expected.
    package func cosignature(of text: ExactText, at seconds: Int64) throws -> NoteSignature {
        precondition(verifierKey.type == .cosignature, "the key of a log does not cosign")
        precondition(seconds > 0, "a cosignature has a time")
        let message = Cosignature.message(of: text, at: seconds)
        return try line(signing: message, after: Cosignature.bytes(of: seconds))
    }

    private func line(signing message: [UInt8], after time: [UInt8]) throws -> NoteSignature {
        NoteSignature(
            name: name, keyID: verifierKey.id, signature: time + Array(try key.signature(for: message)))
    }
}
