import Foundation

// The standard library normalises, but keeps `_nfc` and `_nfd` behind an SPI (Swift 6.3), and
// FoundationEssentials has neither. So this file alone asks Foundation, and only for text that no table covers.

extension String {
    /// The text in NFC.
    var composed: String { precomposedStringWithCanonicalMapping }
}

extension Unicode.Scalar {
    /// The scalar's NFD: its base, then its marks, or the scalar itself when it has no parts.
    var decomposed: String.UnicodeScalarView {
        String(self).decomposedStringWithCanonicalMapping.unicodeScalars
    }

    /// Whether this is one of the marks U+0300–U+036F, which Vietnamese accents come apart into.
    var isAccentMark: Bool { (0x300...0x36F).contains(value) }
}
