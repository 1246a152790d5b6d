/// How one Latin letter is searched and sorted.
struct Letter: Equatable {
    /// The lowercase ASCII letter without accents: "d" for Đ.
    let base: UInt8
    /// The zero-based position in the alphabet, ignoring tone and case: a ă â b c d đ ….
    let rank: UInt8
    /// 0–5 for ngang, huyền, hỏi, ngã, sắc, nặng; 6 for a look-alike.
    let tone: UInt8
    let isUppercase: Bool

    /// The letter, or nil when `scalar` is not in the Vietnamese alphabet, not f, j, w or z, and not a
    /// look-alike.
    init?(_ scalar: Unicode.Scalar) {
        guard let index = Letter.index(of: scalar), let letter = Letter.table[index] else { return nil }
        self = letter
    }

    private init(base: UInt8, rank: Int, tone: Int, isUppercase: Bool) {
        self.base = base
        self.rank = UInt8(rank)
        self.tone = UInt8(tone)
        self.isUppercase = isUppercase
    }
}

extension Letter {
    /// The alphabet in order, one row per letter, with its six tones if it takes tones.
    ///
    /// A row that starts with a non-ASCII letter has the base of the last row that starts with an ASCII
    /// letter.
    private static let alphabet = [
        "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ",
        "eèẻẽéẹ", "êềểễếệ", "f", "g", "h", "iìỉĩíị", "j", "k", "l", "m", "n",
        "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "p", "q", "r", "s", "t",
        "uùủũúụ", "ưừửữứự", "v", "w", "x", "yỳỷỹýỵ", "z",
    ]

    /// Letters that do not decompose into the alphabet, although people use them in place of its letters.
    ///
    /// Eth and the African D look like Đ and replace it in converted files; ƀ occurs in Ê Đê and Ba Na names.
    private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
        "ð": "đ", "Ð": "Đ", "\u{256}": "đ", "\u{189}": "Đ", "ƀ": "b", "\u{243}": "B",
    ]

    private static let lowCount = 0x257
    private static let vietnamese: ClosedRange<UInt32> = 0x1EA0...0x1EF9

    /// One entry for each scalar below U+0257, then one for each of U+1EA0–U+1EF9.
    private static let table: [Letter?] = {
        var table = [Letter?](repeating: nil, count: lowCount + vietnamese.count)
        var base: UInt8 = 0
        for (rank, row) in alphabet.enumerated() {
            for (tone, lowercase) in row.unicodeScalars.enumerated() {
                if lowercase.isASCII { base = UInt8(ascii: lowercase) }
                fill(&table, at: lowercase, Letter(base: base, rank: rank, tone: tone, isUppercase: false))
                for uppercase in lowercase.properties.uppercaseMapping.unicodeScalars {
                    fill(&table, at: uppercase, Letter(base: base, rank: rank, tone: tone, isUppercase: true))
                }
            }
        }
        for (scalar, original) in lookAlikes {
            guard let index = index(of: original), let letter = table[index] else { continue }
            let rank = Int(letter.rank)
            let lookAlike = Letter(base: letter.base, rank: rank, tone: 6, isUppercase: letter.isUppercase)
            fill(&table, at: scalar, lookAlike)
        }
        return table
    }()

    private static func fill(_ table: inout [Letter?], at scalar: Unicode.Scalar, _ letter: Letter) {
        guard let index = index(of: scalar) else { return }
        table[index] = letter
    }

    private static func index(of scalar: Unicode.Scalar) -> Int? {
        if scalar.value < lowCount { return Int(scalar.value) }
        guard vietnamese.contains(scalar.value) else { return nil }
        return lowCount + Int(scalar.value - vietnamese.lowerBound)
    }
}

extension Unicode.Scalar {
    /// Whether this is a letter of the Vietnamese alphabet, or f, j, w or z; look-alikes are not.
    package var isVietnameseLetter: Bool { Letter(self).map { $0.tone < 6 } ?? false }
}
