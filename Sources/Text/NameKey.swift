extension String {
    /// What makes two names one: "Hòa Bình", "Hoà Bình", "hòa  bình" and "ＨÒA BÌNH" have equal keys.
    ///
    /// NFKC without what is not displayed, single spaces, lowercase, tones after their word, so that their place in it does
    /// not count, and Latin letters for those of other alphabets that look like them. Accents count: "Hoa Bình" is another
    /// name. Not for display.
    ///
    /// - Source: UAX #15; UTS #39 confusables.txt for the letters.
    package var nameKey: String {
        // Most codes: only their case is folded.
        if utf8.allSatisfy(\.isDigitOrLetter) { return lowercased() }
        var key = String.UnicodeScalarView()
        var tones: [Unicode.Scalar] = []
        for scalar in compatibilityForm.cleaned.lowercased().unicodeScalars {
            let scalar = twins[scalar] ?? scalar
            // Most letters are ASCII, which neither decompose nor carry a tone.
            for part in scalar.isASCII ? String.UnicodeScalarView([scalar]) : scalar.nfd {
                if part.isToneMark {
                    tones.append(part)
                } else {
                    if !part.properties.isAlphabetic, !part.isAccentMark {
                        key.append(contentsOf: tones.takeAll())
                    }
                    key.append(part)
                }
            }
        }
        key.append(contentsOf: tones)
        return String(key).nfc.cleaned
    }

    /// What makes two names easy to confuse: their letters and digits without accents, spaces and signs.
    package var similarNameKey: String {
        String(
            String.UnicodeScalarView(
                nameKey.searchKey.unicodeScalars.filter {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                }))
    }
}

extension UInt8 {
    /// True for ASCII digits and letters.
    fileprivate var isDigitOrLetter: Bool {
        (0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20)
    }
}

extension [Unicode.Scalar] {
    fileprivate mutating func takeAll() -> [Unicode.Scalar] {
        defer { removeAll(keepingCapacity: true) }
        return self
    }
}

/// Lowercase letters and signs that are drawn like another one.
let twins: [Unicode.Scalar: Unicode.Scalar] = [
    // Đ and B of other languages.
    "ð": "đ", "ɖ": "đ", "ƀ": "b", "ı": "i", "ɑ": "a", "ɡ": "g",
    // Cyrillic. Lowercase в, к, м, н and т are drawn otherwise, but their capitals are twins.
    "а": "a", "в": "b", "с": "c", "е": "e", "һ": "h", "н": "h", "і": "i", "ј": "j", "к": "k", "м": "m",
    "о": "o",
    "р": "p", "ѕ": "s", "т": "t", "у": "y", "х": "x", "ԁ": "d", "ԛ": "q", "ԝ": "w",
    // Greek, by its capitals.
    "α": "a", "β": "b", "ε": "e", "ζ": "z", "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "n", "ο": "o",
    "ρ": "p",
    "τ": "t", "υ": "y", "χ": "x",
    // Small capitals, which NFKC keeps.
    "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ɪ": "i", "ᴊ": "j",
    "ᴋ": "k",
    "ʟ": "l", "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ꞯ": "q", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u",
    "ᴠ": "v",
    "ᴡ": "w", "ʏ": "y", "ᴢ": "z",
    // Apostrophes and dashes.
    "‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
    "−": "-",
]
