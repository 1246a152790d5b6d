extension String {
    /// The text as typed without accents and capitals: "Đường Hoà  Bình" becomes "duong hoa binh".
    ///
    /// - NFD without U+0300–U+036F, đ as d, lowercase, single spaces. NFC and NFD text have the same key; the
    ///   look-alikes Ð and ƀ are folded too. The key of a key is itself. Text in other scripts is kept,
    ///   decomposed.
    /// - Independent of the locale, so keys may be stored and compared bytewise.
    /// - Source: DOMAIN §9. Foundation's folding and FTS5's `remove_diacritics` leave đ as it is.
    package var searchKey: String {
        let text = cleaned
        var key: [UInt8] = []
        key.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { appendFolded(scalar, to: &key) }
        if key.last == space { key.removeLast() }
        return String(decoding: key, as: UTF8.self)
    }

    /// The text in lowercase with its accents, in NFC: it keeps exactly what `searchKey` drops.
    ///
    /// A query that `isAccented` is matched by `searchKey`; rows whose `accentedKey` contains the query's
    /// come first.
    package var accentedKey: String { cleaned.lowercased().cleaned }

    /// Whether `searchKey` would drop an accent: a mark, an accented letter, or đ.
    package var isAccented: Bool {
        unicodeScalars.contains { scalar in
            guard !scalar.isASCII else { return false }
            return Letter(scalar) != nil || scalar.nfd.contains { $0.isAccentMark }
        }
    }
}

private let space = UInt8(ascii: " ")

private func appendFolded(_ scalar: Unicode.Scalar, to key: inout [UInt8]) {
    if scalar == " " {
        // A mark between two spaces has been dropped, so the second space is dropped too.
        if let last = key.last, last != space { key.append(space) }
    } else if let letter = Letter(scalar) {
        key.append(letter.base)
    } else if scalar.isASCII {
        key.append(UInt8(scalar.value))
    } else {
        for part in scalar.nfd where !part.isAccentMark {
            key.append(contentsOf: part.properties.lowercaseMapping.utf8)
        }
    }
}
