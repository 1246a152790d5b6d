import Foundation

// The standard library can normalise, but its `_nfc` and `_nfd` are SPI (Swift 6.3), and FoundationEssentials
// has neither. So only this file imports Foundation, and only text that no table covers gets here.

extension String {
    /// The text in NFC.
    var nfc: String { streamSafe.precomposedStringWithCanonicalMapping }

    /// The text with U+034F, which is not displayed, after each `marksMax` marks in a row.
    ///
    /// Whatever is normalised is so: putting n marks in order takes n² steps, and not every text that is compared was
    /// checked before. Texts that are stored have fewer marks, and stay as they are.
    ///
    /// - Source: UAX #15 §13, the stream-safe text process.
    var streamSafe: String {
        // Marks have at least two bytes each.
        guard utf8.count > 2 * String.marksMax, hasTooManyMarks else { return self }
        var scalars = UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            count = scalar.isMark ? count + 1 : 0
            if count > String.marksMax {
                scalars.append("\u{34F}")
                count = 1
            }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}

extension String {
    /// The text in NFKC, in which full-width and other presentation forms become plain letters.
    package var compatibilityForm: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : streamSafe.precomposedStringWithCompatibilityMapping
    }
}

extension Unicode.Scalar {
    /// Whether this combines with what stands before it, so that normalising may move it.
    var isMark: Bool { value >= 0x300 && properties.canonicalCombiningClass != .notReordered }

    /// The scalar's NFD: its base, then its marks, or the scalar itself when it does not decompose.
    var nfd: String.UnicodeScalarView {
        String(self).decomposedStringWithCanonicalMapping.unicodeScalars
    }

    /// Whether this is one of the combining marks U+0300–U+036F, which include all Vietnamese accents.
    var isAccentMark: Bool { (0x300...0x36F).contains(value) }
}
