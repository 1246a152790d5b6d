extension String {
    /// The text as someone types it who leaves accents and capitals out: "Đường Hoà  Bình" is "duong hoa binh".
    ///
    /// - NFD without U+0300–U+036F, đ as d, lower case, single spaces. NFC and NFD text give the same key; so do
    ///   the look-alikes Ð and ƀ. The key of a key is itself. Text of other scripts stays, decomposed.
    /// - No locale takes part, so the key may be stored and compared bytewise.
    /// - Source: DOMAIN §9. Foundation's folding and FTS5's `remove_diacritics` leave đ as it is.
    package var searchKey: String {
        let text = cleaned
        var key: [UInt8] = []
        key.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { appendFolded(scalar, to: &key) }
        if key.last == space { key.removeLast() }
        return String(decoding: key, as: UTF8.self)
    }

    /// The text in lower case with its accents, composed: what `searchKey` loses and no more.
    ///
    /// A query that `isAccented` matches by `searchKey`; rows whose `accentedKey` holds the query's come first.
    package var accentedKey: String { cleaned.lowercased().cleaned }

    /// Whether `searchKey` would lose an accent: a mark, a letter with one, or đ.
    package var isAccented: Bool {
        unicodeScalars.contains { scalar in
            guard !scalar.isASCII else { return false }
            return Letter(scalar) != nil || scalar.decomposed.contains { $0.isAccentMark }
        }
    }
}

private let space = UInt8(ascii: " ")

private func appendFolded(_ scalar: Unicode.Scalar, to key: inout [UInt8]) {
    if scalar == " " {
        // A mark that stood alone between two spaces is gone; its second space goes too.
        if let last = key.last, last != space { key.append(space) }
    } else if let letter = Letter(scalar) {
        key.append(letter.base)
    } else if scalar.isASCII {
        key.append(UInt8(scalar.value))
    } else {
        for part in scalar.decomposed where !part.isAccentMark {
            key.append(contentsOf: part.properties.lowercaseMapping.utf8)
        }
    }
}
