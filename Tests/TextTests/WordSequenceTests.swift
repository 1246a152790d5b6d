import Testing

@testable import Text

@Suite struct WordSequenceTests {
    @Test(arguments: [
        "giúp Lê Văn An", "Lê Văn An.", "Lê Văn An, hộ nghèo", "(Lê Văn An)", "\"Lê Văn An\"", "Lê-Văn-An",
        "Lê.Văn.An", "Lê,Văn,An", "Lê/Văn/An", "Lê_Văn_An", "Lê·Văn·An", "Lê Văn An1",
        "Lê\u{200B}Văn\u{200B}An",
        "Lê\u{A0}Văn\u{A0}An", "LÊ VĂN AN", "lê văn an", "Le Van An", "ôngLêVănAn", "Lê Văn An: chữa bệnh",
        "Lê Văn An– hộ nghèo", "Lê Vӑn Аn", "Ｌê Văn Ａｎ", "Le\u{302} Va\u{306}n An", "l ê v ă n a n",
        "lêvănan",
        "Lê  –  Văn (An)",
    ])
    func `a name is found in every spelling`(_ text: String) {
        #expect(WordSequence(text).contains(WordSequence("Lê Văn An")))
        for names in NameSetTests.sets { #expect(names.isNamed(in: WordSequence(text))) }
    }

    @Test(arguments: [
        "Lê Văn Anh", "Lê Văn", "An Văn Lê", "Hlê Văn An", "Lê Văn và An", "", "123", "Lê Thị Văn An",
    ])
    func `other names are not`(_ text: String) {
        #expect(!WordSequence(text).contains(WordSequence("Lê Văn An")))
        for names in NameSetTests.sets { #expect(!names.isNamed(in: WordSequence(text))) }
    }

    @Test func `a name of one word is in no text`() {
        #expect(!WordSequence("An toàn").contains(WordSequence("An")))
        #expect(!WordSequence("An toàn").contains(WordSequence("")))
        #expect(WordSequence("An toàn").wordsCount == 2)
        #expect(WordSequence("HồÝ").mayName && !WordSequence("Q4").mayName && !WordSequence("").mayName)
    }
}

@Suite struct NameSetTests {
    /// In two spellings.
    fileprivate static let sets: [NameSet] = {
        var (plain, spelled) = (NameSet(), NameSet())
        for name in ["Hồ Sỹ Hải", "Lê Văn An", "Trần Thị Bình Minh", "An", "Nguyễn Văn Hòa (Tám)"] {
            plain.insert(name)
            spelled.insert(name.uppercased().replacing(" ", with: "-"))
        }
        return [plain, spelled]
    }()

    @Test func `each of many names is found, and a part of one is not`() {
        for names in NameSetTests.sets {
            for text in [
                "ông Hồ Sỹ Hải", "Hồ Sỹ Hải", "bà Trần Thị Bình Minh", "Nguyễn Văn Hòa Tám", "Le Van An",
            ] {
                #expect(names.isNamed(in: WordSequence(text)), "\(text)")
            }
            for text in ["Trần Thị Bình", "Hồ Sỹ", "An", "Nguyễn Văn Hòa", "", "Lê Văn"] {
                #expect(!names.isNamed(in: WordSequence(text)), "\(text)")
            }
        }
        #expect(!NameSet().isNamed(in: WordSequence("Lê Văn An")))
    }
}
