/// Text that is compared byte for byte.
///
/// `String` holds "é" equal to "e" and a combining accent; signatures do not, and names of keys must not.
package struct ExactText: Hashable, Sendable {
    package let string: String

    package init(_ string: String) { self.string = string }

    /// Creates a text from bytes; nil unless they are UTF-8.
    package init?(bytes: some Collection<UInt8>) {
        guard let string = String(validating: bytes, as: UTF8.self) else { return nil }
        self.string = string
    }

    package var bytes: [UInt8] { Array(string.utf8) }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}
