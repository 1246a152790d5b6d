/// What one Latin letter means to a search and to an order.
struct Letter: Equatable {
    /// The ASCII small letter left when accents and case go: "d" for Đ.
    let base: UInt8
    /// The place in the alphabet, from 0, without tone and case: a ă â b c d đ ….
    let rank: UInt8
    /// 0–5 for ngang, huyền, hỏi, ngã, sắc, nặng; 6 for a look-alike.
    let tone: UInt8
    let isCapital: Bool

    /// The letter, or nil when `scalar` is neither in the Vietnamese alphabet, nor f, j, w, z, nor a look-alike.
    init?(_ scalar: Unicode.Scalar) {
        guard let slot = Letter.slot(of: scalar), let letter = Letter.table[slot] else { return nil }
        self = letter
    }

    private init(base: UInt8, rank: Int, tone: Int, isCapital: Bool) {
        self.base = base
        self.rank = UInt8(rank)
        self.tone = UInt8(tone)
        self.isCapital = isCapital
    }
}

extension Letter {
    /// The alphabet in order, a row a letter, with its six tones where it takes them.
    ///
    /// A row that starts outside ASCII has the base of the last one that does not.
    private static let alphabet = [
        "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "b", "c", "d", "đ",
        "eèẻẽéẹ", "êềểễếệ", "f", "g", "h", "iìỉĩíị", "j", "k", "l", "m", "n",
        "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "p", "q", "r", "s", "t",
        "uùủũúụ", "ưừửữứự", "v", "w", "x", "yỳỷỹýỵ", "z",
    ]

    /// Letters that no decomposition leads back to the alphabet, though people write them for one in it.
    ///
    /// Eth and the African D look like Đ and stand for it in converted files; ƀ is in Ê Đê and Ba Na names.
    private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
        "ð": "đ", "Ð": "Đ", "\u{256}": "đ", "\u{189}": "Đ", "ƀ": "b", "\u{243}": "B",
    ]

    private static let lowCount = 0x257
    private static let vietnamese: ClosedRange<UInt32> = 0x1EA0...0x1EF9

    /// One slot for each scalar below U+0257, then one for each of U+1EA0–U+1EF9.
    private static let table: [Letter?] = {
        var table = [Letter?](repeating: nil, count: lowCount + vietnamese.count)
        var base: UInt8 = 0
        for (rank, row) in alphabet.enumerated() {
            for (tone, small) in row.unicodeScalars.enumerated() {
                if small.isASCII { base = UInt8(ascii: small) }
                fill(&table, at: small, Letter(base: base, rank: rank, tone: tone, isCapital: false))
                for capital in small.properties.uppercaseMapping.unicodeScalars {
                    fill(&table, at: capital, Letter(base: base, rank: rank, tone: tone, isCapital: true))
                }
            }
        }
        for (scalar, model) in lookAlikes {
            guard let slot = slot(of: model), let letter = table[slot] else { continue }
            let rank = Int(letter.rank)
            let likeness = Letter(base: letter.base, rank: rank, tone: 6, isCapital: letter.isCapital)
            fill(&table, at: scalar, likeness)
        }
        return table
    }()

    private static func fill(_ table: inout [Letter?], at scalar: Unicode.Scalar, _ letter: Letter) {
        guard let slot = slot(of: scalar) else { return }
        table[slot] = letter
    }

    private static func slot(of scalar: Unicode.Scalar) -> Int? {
        if scalar.value < lowCount { return Int(scalar.value) }
        guard vietnamese.contains(scalar.value) else { return nil }
        return lowCount + Int(scalar.value - vietnamese.lowerBound)
    }
}
