import Crypto

/// A public key with its name, by which signatures of notes are verified: `<name>+<key ID>+<base64>`.
///
/// - Source: C2SP signed-note.md at 5ba5ee8, Verifier keys.
package struct VerifierKey: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// Not three parts between plus signs.
        case form
        case name
        /// Not eight hexadecimal digits, lower case.
        case keyID
        /// Not base64 of a type and 32 bytes.
        case publicKey
        /// A type that is not known here.
        case type(UInt8)
        /// The key ID is not that of name, type and key: a part was mistyped or replaced.
        case otherKeyID(UInt32)
    }

    package static let byteCount = 32

    package let name: KeyName
    package let type: SignatureType

    /// The 32 bytes of RFC 8032.
    package let publicKey: [UInt8]

    /// SHA-256(name ‖ newline ‖ type ‖ public key), its first four bytes.
    package let id: UInt32

    init(name: KeyName, type: SignatureType, publicKey: [UInt8]) {
        self.name = name
        self.type = type
        self.publicKey = publicKey
        id = VerifierKey.id(name: name, type: type, publicKey: publicKey)
    }

    /// Parses the text form, without space around it; every other spelling than `text` would write is refused.
    package init(parsing text: String) throws(Fault) {
        // Only base64 may have more plus signs.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .form }
        guard let name = KeyName(parts[0]) else { throw .name }
        guard let id = KeyID.number(of: parts[1]) else { throw .keyID }
        guard let bytes = Base64.bytes(of: parts[2]), let type = bytes.first else { throw .publicKey }
        guard let known = SignatureType(rawValue: type) else { throw .type(type) }
        guard bytes.count == VerifierKey.byteCount + 1 else { throw .publicKey }
        self.init(name: name, type: known, publicKey: Array(bytes.dropFirst()))
        guard self.id == id else { throw .otherKeyID(self.id) }
    }

    /// The text form.
    package var text: String {
        "\(name.string)+\(KeyID.text(of: id))+\(Base64.text(of: [type.rawValue] + publicKey))"
    }

    /// What the signature says, or nil when it does not verify.
    func verify(_ signature: [UInt8], of text: ExactText) -> VerifiedSignature? {
        switch type {
        case .ed25519:
            isSignature(signature, of: text.bytes) ? VerifiedSignature(key: self, seconds: nil) : nil
        case .cosignature:
            Cosignature(signature)
                .flatMap { cosignature in
                    isSignature(cosignature.signature, of: cosignature.message(of: text))
                        ? VerifiedSignature(key: self, seconds: cosignature.seconds) : nil
                }
        }
    }

    /// True when Ed25519 verifies; 64 bytes, others never do.
    private func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
            return key.isValidSignature(signature, for: message)
        } catch {
            return false
        }
    }

    private static func id(name: KeyName, type: SignatureType, publicKey: [UInt8]) -> UInt32 {
        var hasher = TreeHasher()
        hasher.update(name.text.bytes)
        hasher.update(UInt8(ascii: "\n"))
        hasher.update(type.rawValue)
        hasher.update(publicKey)
        return hasher.finalize().bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
