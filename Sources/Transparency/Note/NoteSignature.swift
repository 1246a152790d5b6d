/// One signature line of a note: `— <key name> base64(key ID ‖ signature)`.
///
/// It says who claims to have signed. Nothing is verified here.
///
/// - Source: C2SP signed-note.md at 5ba5ee8.
package struct NoteSignature: Hashable, Sendable {
    package let name: KeyName

    /// The first four bytes of a hash over name, type and key, big-endian.
    package let keyID: UInt32

    /// What follows the key ID, at least one byte: 64 for Ed25519, 72 for a cosignature.
    package let signature: [UInt8]

    package init(name: KeyName, keyID: UInt32, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// Parses a line without its newline; nil when it is written otherwise.
    package init?(line: some Collection<UInt8>) {
        let marker = Array("— ".utf8)
        guard line.starts(with: marker) else { return nil }
        let words = line.dropFirst(marker.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 2, let name = KeyName(words[0]), let bytes = Base64.bytes(of: words[1]),
            bytes.count > 4
        else { return nil }
        self.name = name
        keyID = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        signature = Array(bytes.dropFirst(4))
    }

    /// The line with its newline.
    package var line: String {
        let id = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: keyID >> UInt32($0)) }
        return "— \(name.string) \(Base64.text(of: id + signature))\n"
    }
}
