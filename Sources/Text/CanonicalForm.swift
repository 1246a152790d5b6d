import Foundation

// The standard library can normalise, but its `_nfc` and `_nfd` are SPI (Swift 6.3), and FoundationEssentials
// has neither. So only this file imports Foundation, and only text that no table covers gets here.

extension String {
    /// The text in NFC.
    var nfc: String { precomposedStringWithCanonicalMapping }
}

extension String {
    /// The text in NFKC, in which full-width and other presentation forms become plain letters.
    package var compatibilityForm: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCompatibilityMapping
    }
}

extension Unicode.Scalar {
    /// The scalar's NFD: its base, then its marks, or the scalar itself when it does not decompose.
    var nfd: String.UnicodeScalarView {
        String(self).decomposedStringWithCanonicalMapping.unicodeScalars
    }

    /// Whether this is one of the combining marks U+0300–U+036F, which include all Vietnamese accents.
    var isAccentMark: Bool { (0x300...0x36F).contains(value) }
}
