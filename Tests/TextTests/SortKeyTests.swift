import TestSupport
import Testing

@testable import Text

/// Whether the keys are strictly ascending in the order of SQLite's memcmp.
private func rises(_ texts: [String], by key: (String) -> [UInt8]) -> Bool {
    zip(texts, texts.dropFirst()).allSatisfy { key($0).lexicographicallyPrecedes(key($1)) }
}

@Suite struct SortKeyTests {
    @Test(arguments: [
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
        "A Ă Â B C D Đ E Ê F G H I J K L M N O Ô Ơ P Q R S T U Ư V W X Y Z",
        "ma mà mả mã má mạ", "ta tă tâ", "TA TĂ TÂ", "ăn ằn ẳn ẵn ắn ặn", "mạ măm", "dê đa", "on ôn ơn",
        "a A à À b", "un ưn vn", "xóm xôm xởm",
    ])
    func `letters sort by alphabet and then by tone`(_ list: String) {
        #expect(rises(list.split(separator: " ").map(String.init), by: \.sortKey))
    }

    @Test func `letters of the whole text precede any tone in the comparison`() {
        #expect(rises(["Hòa An", "Hoa Bình", "Hóa Bình"], by: \.sortKey))
    }

    @Test func `tones of the whole text precede case, and lowercase sorts first`() {
        #expect(rises(["ma", "mA", "Ma", "MA", "mà"], by: \.sortKey))
    }

    @Test func `an earlier tone is compared before a later one`() {
        #expect(rises(["ba bạ", "bà ba", "bà bà", "bạ ba"], by: \.sortKey))
    }

    @Test func `old and new tone placement sort side by side`() {
        #expect(rises(["Hòa An", "Hoà Bình", "Hòa Cường", "Hoà Đông"], by: \.sortKey))
        #expect(rises(["Hoa", "Hoà", "Hòa", "Hoá", "Hóa", "Hoạ", "Họa", "Hoan"], by: \.sortKey))
    }

    @Test func `words are compared one by one`() {
        #expect(rises(["An", "An Bình", "An Vượng", "Anh", "Anh An"], by: \.sortKey))
    }

    @Test func `consecutive digits form one number`() {
        #expect(rises(["Xóm 0", "Xóm 1", "Xóm 2", "Xóm 2A", "Xóm 9", "Xóm 10", "Xóm 100"], by: \.sortKey))
        #expect(rises(["Tổ 2/9", "Tổ 2/10", "Tổ 10/1"], by: \.sortKey))
    }

    @Test func `leading zeros only break ties`() {
        #expect(rises(["Xóm 1", "Xóm 02", "Xóm 2", "Xóm 03"], by: \.sortKey))
    }

    @Test func `numbers of any length are compared by value`() {
        let lengths = [1, 2, 20, 253, 254, 255, 256, 509, 510, 511, 766]
        let numbers = lengths.map { String(repeating: "9", count: $0) }
        #expect(rises(numbers, by: \.sortKey))
        #expect(rises(["1" + numbers[5], "2" + numbers[5]], by: \.sortKey))
    }

    @Test func `spaces, signs, numbers, letters and other scripts sort in this order`() {
        #expect(rises(["a", "a a", "a-a", "a1", "aa", "az", "aж", "a漢"], by: \.sortKey))
    }

    @Test func `marks not in Vietnamese sort after its tones`() {
        #expect(rises(["ca", "cá", "cạ", "ča", "cb"], by: \.sortKey))
        #expect(rises(["ôn", "ộn", "ô\u{306}n", "ơn"], by: \.sortKey))
    }

    @Test func `look-alikes sort beside the letters they resemble`() {
        #expect(rises(["Đào", "Ðào", "Đăng"], by: \.sortKey))
        #expect(rises(["bia", "ƀia", "ca"], by: \.sortKey))
    }

    @Test func `other scripts compare letters before case`() {
        #expect(rises(["жа", "Жа", "жб"], by: \.sortKey))
    }

    @Test func `keys are equal only for equal cleaned texts`() {
        var texts = HostileTexts(seed: 8)
        var seen: [[UInt8]: [UInt32]] = [:]
        for _ in 0..<5_000 {
            let text = texts.next()
            for key in [text.sortKey, [0xFF] + text.personSortKey] {
                #expect(seen[key, default: scalars(text.cleaned)] == scalars(text.cleaned))
                seen[key] = scalars(text.cleaned)
            }
        }
    }

    @Test func `composed and decomposed text have the same keys`() {
        var texts = HostileTexts(seed: 9)
        for _ in 0..<2_000 {
            let text = texts.next()
            #expect(nfd(text.cleaned).sortKey == text.sortKey)
            #expect(nfd(text.cleaned).personSortKey == text.personSortKey)
        }
    }

    @Test func `the exact key bytes are pinned`() {
        let levels: [UInt8] = [0x12, 0x25, 1, 3, 2, 0x31, 0x32, 0, 6, 1, 1, 0, 2, 1, 0]
        #expect("Ấp 12".sortKey == levels + Array("Ấp 12".utf8))
        #expect("".sortKey == [0, 0, 0])
    }
}

@Suite struct PersonSortKeyTests {
    @Test func `people sort by given name, family name, then middle names`() {
        let people = [
            "Phạm An", "Trần Văn An", "Bùi Thị Bình", "Lê Bình", "Lê Văn Bình", "Lê Xuân Bình",
            "Đỗ Văn Cường",
        ]
        #expect(rises(people, by: \.personSortKey))
    }

    @Test func `people with the same given name sort together regardless of family name`() {
        #expect(rises(["Vũ Thị Hoa", "Bùi Thị Hòa", "Lê Thị Hoà", "An Văn Hoá"], by: \.personSortKey))
    }

    @Test func `a single word is a given name and sorts before the same with a family name`() {
        #expect(rises(["", "An", "Bùi An", "Bùi Văn An", "Anh"], by: \.personSortKey))
    }

    @Test func `case and then the text itself break ties`() {
        #expect(rises(["lê văn an", "Lê Văn An", "LÊ VĂN AN"], by: \.personSortKey))
        #expect("Lê  Văn An".personSortKey == "Lê Văn An".personSortKey)
    }

    @Test func `what tells namesakes apart is not the given name, and breaks ties`() {
        #expect(
            rises(
                [
                    "hòa", "Hòa", "HÒA", "Hòa B", "Lê Thị Hoà", "Nguyễn Văn Hòa", "Nguyễn Văn Hòa (Tám)",
                    "Nguyễn Văn Hòa 2", "Nguyễn Văn Hòa 10", "Nguyễn Văn Hòa A", "Nguyễn Văn Hòa II",
                    "Trần Hòa C", "An Văn Lan",
                ], by: \.personSortKey))
    }

    @Test(arguments: [
        ("Nguyễn Văn Hòa (Tám)", "Hòa|Nguyễn|Văn|(Tám)"),
        ("Nguyễn Văn Hòa(Tám Lùn)", "Hòa|Nguyễn|Văn|(Tám Lùn)"),
        ("Nguyễn Văn Hòa A", "Hòa|Nguyễn|Văn|A"), ("Hòa B", "Hòa|||B"), ("Lê Hòa Đ", "Hòa|Lê||Đ"),
        ("Trần Thị Mai II (bà)", "Mai|Trần|Thị|II (bà)"), ("Đỗ Lan 2", "Lan|Đỗ||2"),
        ("Nguyễn Văn A", "A|Nguyễn|Văn|"), ("TRẦN THỊ VI", "VI|TRẦN|THỊ|"), ("LÊ NGỌC VI", "VI|LÊ|NGỌC|"),
        ("LÊ NGỌC HÒA A", "HÒA|LÊ|NGỌC|A"), ("(Tám)", "(Tám)|||"), ("A", "A|||"), ("", "|||"),
        ("1 2", "2|1||"),
        ("Giàng A Dế", "Dế|Giàng|A|"), ("Lê Văn Hòa )", ")|Lê|Văn Hòa|"), ("Lê Văn a", "a|Lê|Văn|"),
    ])
    func `a name has four parts`(_ name: String, _ parts: String) {
        let found = PersonNameParts(name)
        #expect([found.given, found.family, found.middle, found.suffix].joined(separator: "|") == parts)
    }

    @Test func `a middle name of several words is compared word by word`() {
        #expect(rises(["Lê Thị An Hà", "Lê Thị Anh Hà", "Lê Thúy Hà"], by: \.personSortKey))
    }
}

@Suite struct RealListTests {
    private static let people = [
        "Hoàng Văn An", "Nguyễn Thị An", "Nguyễn Văn An", "Đinh Thị Ánh", "Lò Văn Ân", "Trần Quốc Bảo",
        "Lê Thị Cẩm", "Giàng A Dế", "Đặng Văn Dũng", "Vừ Mí Dũng", "Bùi Thị Đào", "Phạm Minh Đức",
        "Y Bhĭm Êban", "Lê Thị Hà", "Nguyễn Thị Hằng", "Lê Thị Hoa", "Võ Thị Hòa", "Nguyễn Thị Út",
        "Trương Văn Ước", "Hồ Thị Yến",
    ]
    private static let hamlets = [
        "Ấp 1", "Ấp 3", "Ấp 12", "Bản Áng", "Bản Bo", "Bản Đông", "Buôn Ea Tul", "Buôn Păm Lăm", "Đội 2",
        "Đội 10", "Khu phố 4", "Thôn Đoài", "Thôn Đoài Hạ", "Thôn Đoài Thượng", "Thôn Đông", "Thôn Hạ",
        "Thôn Thượng", "Tổ 9", "Tổ 09A", "Tổ 11", "Xóm Chùa", "Xóm Đình",
    ]

    @Test func `a shuffled list of people sorts back`() {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<20 {
            let shuffled = Self.people.shuffled(using: &generator)
            #expect(sorted(shuffled, by: \.personSortKey) == Self.people)
        }
    }

    @Test func `a shuffled list of hamlets sorts back`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20 {
            let shuffled = Self.hamlets.shuffled(using: &generator)
            #expect(sorted(shuffled, by: \.sortKey) == Self.hamlets)
        }
    }

    private func sorted(_ texts: [String], by key: (String) -> [UInt8]) -> [String] {
        texts.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    }
}
