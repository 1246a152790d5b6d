/// The name of a key, such as `danvan.example/40`: not empty, without space, plus sign and control character.
///
/// Compared byte for byte. Recommended is a URL without scheme.
///
/// - Source: C2SP signed-note.md at 5ba5ee8.
package struct KeyName: Hashable, Sendable {
    package let text: ExactText

    /// Creates a name; nil when it has a character that no name may have.
    package init?(_ text: String) {
        let isName = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
        }
        guard isName, !text.isEmpty else { return nil }
        self.text = ExactText(text)
    }

    init?(_ bytes: some Collection<UInt8>) {
        guard let text = ExactText(bytes: bytes) else { return nil }
        self.init(text.string)
    }

    package var string: String { text.string }
}
