extension String {
    /// A key whose bytewise order is Vietnamese order, for places, items and titles.
    ///
    /// There are four levels; each is compared only when the previous ones are equal over the whole text:
    ///
    /// 1. Letters: a ă â b c d đ e ê … y z, with f, j, w, z in their Latin positions. Space sorts before
    ///    signs, signs before numbers, numbers before letters, other scripts last by code point. So a shorter
    ///    word comes before a longer one: "An Bình" < "Anh". Consecutive digits form one number: "Xóm 2" <
    ///    "Xóm 10".
    /// 2. Tones, word by word: ngang, huyền, hỏi, ngã, sắc, nặng, then marks that do not occur in Vietnamese
    ///    (č, ŏ). The tone belongs to the word, not to the letter, so "Hòa" and "Hoà" are adjacent.
    /// 3. Case: lowercase before uppercase.
    /// 4. The `cleaned` text itself, so keys are equal only for equal cleaned texts ("Xóm 2" < "Xóm 02").
    ///
    /// - Store it as BLOB: SQLite compares BLOBs with memcmp under any collation, and the bytes are not
    ///   UTF-8. A key takes three to four bytes per letter. Keys are stored, so a change here needs a
    ///   migration that recomputes them.
    /// - Source: DOMAIN §9; SQLite, Datatypes In SQLite §4.1 and §7. Independent of ICU and of the locale.
    package var sortKey: [UInt8] {
        let text = cleaned
        let levels = SortLevels(of: text)
        var key: [UInt8] = []
        key.reserveCapacity(levels.count + text.utf8.count)
        levels.appendLettersAndTones(to: &key)
        levels.appendCases(to: &key)
        key.append(contentsOf: text.utf8)
        return key
    }

    /// The sort key of a person: by given name (the last word), then family name (the first), then the middle
    /// names, then what tells namesakes apart: "Hòa (Tám)", "Hòa A", "Hòa II" sort under Hòa.
    ///
    /// Each part is compared in full, letters then tones, before the next: everyone named Hoa comes before
    /// everyone named Hòa, whatever their family name. Case and the text itself are compared last. A single
    /// word is a given name; of a family name of two words ("Tôn Nữ") only the first counts, since the text
    /// does not distinguish the second from a middle name.
    package var personSortKey: [UInt8] {
        let text = cleaned
        let parts = PersonNameParts(text).inOrder.map { SortLevels(of: $0) }
        var key: [UInt8] = []
        key.reserveCapacity(parts.reduce(text.utf8.count) { $0 + $1.count })
        for part in parts { part.appendLettersAndTones(to: &key) }
        for part in parts { part.appendCases(to: &key) }
        key.append(contentsOf: text.utf8)
        return key
    }
}

private let space = UInt8(ascii: " ")

/// The weights of one text, level by level.
///
/// The first byte of every weight is greater than `levelEnd`, and no weight is a prefix of another, so
/// comparing bytes compares weights.
private struct SortLevels {
    private var letters: [UInt8] = []
    private var tones: [UInt8] = []
    private var cases: [UInt8] = []
    /// The current number, as ASCII digits.
    private var digits: [UInt8] = []

    /// The bytes that the levels take in a key, including their terminators.
    var count: Int { letters.count + tones.count + cases.count + 3 }

    init(of text: String) {
        letters.reserveCapacity(text.utf8.count)
        tones.reserveCapacity(text.utf8.count)
        cases.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isDigit {
                digits.append(UInt8(ascii: scalar))
            } else {
                endNumber()
                append(scalar)
            }
        }
        endNumber()
    }

    func appendLettersAndTones(to key: inout [UInt8]) {
        key.append(contentsOf: letters)
        key.append(Weight.levelEnd)
        key.append(contentsOf: tones)
        key.append(Weight.levelEnd)
    }

    func appendCases(to key: inout [UInt8]) {
        key.append(contentsOf: cases)
        key.append(Weight.levelEnd)
    }
}

extension SortLevels {
    /// The first byte of each kind of weight.
    ///
    /// Letters use 0x10–0x30. Tones use 0x03–0x08, since ngang adds no weight.
    private enum Weight {
        static let levelEnd: UInt8 = 0x00
        static let space: UInt8 = 0x01
        static let symbol: UInt8 = 0x02
        static let number: UInt8 = 0x03
        static let firstLetter: UInt8 = 0x10
        static let otherLetter: UInt8 = 0xF0
        static let wordEnd: UInt8 = 0x01
        static let ngang: UInt8 = 0x02
        static let otherMark: UInt8 = 0x09
        static let lowercase: UInt8 = 0x01
        static let uppercase: UInt8 = 0x02
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if let letter = Letter(scalar) {
            append(letter)
        } else if scalar == " " {
            letters.append(Weight.space)
            tones.append(Weight.wordEnd)
        } else if scalar.isASCII {
            appendSymbol(scalar)
        } else {
            for part in scalar.nfd { appendForeign(part) }
        }
    }

    private mutating func append(_ letter: Letter) {
        letters.append(Weight.firstLetter + letter.rank)
        if letter.tone > 0 { tones.append(Weight.ngang + letter.tone) }
        cases.append(letter.isUppercase ? Weight.uppercase : Weight.lowercase)
    }

    /// Appends a part of a scalar outside the alphabet: č is c and a mark.
    private mutating func appendForeign(_ part: Unicode.Scalar) {
        if let letter = Letter(part) {
            append(letter)
        } else if part.isAccentMark {
            tones.append(Weight.otherMark)
            tones.append(contentsOf: String(part).utf8)
        } else if part.properties.isAlphabetic {
            let lowercase = part.properties.lowercaseMapping
            letters.append(Weight.otherLetter)
            letters.append(contentsOf: lowercase.utf8)
            cases.append(lowercase.unicodeScalars.first == part ? Weight.lowercase : Weight.uppercase)
        } else {
            appendSymbol(part)
        }
    }

    private mutating func appendSymbol(_ scalar: Unicode.Scalar) {
        letters.append(Weight.symbol)
        letters.append(contentsOf: String(scalar).utf8)
        tones.append(Weight.wordEnd)
    }

    /// Appends a number of any length: its digit count without leading zeros, then the digits, so that longer
    /// is greater.
    private mutating func endNumber() {
        if digits.isEmpty { return }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        var count = significant.count
        letters.append(Weight.number)
        while count >= 0xFF {
            letters.append(0xFF)
            count -= 0xFF
        }
        letters.append(UInt8(count))
        letters.append(contentsOf: significant)
        tones.append(Weight.wordEnd)
        digits.removeAll(keepingCapacity: true)
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
