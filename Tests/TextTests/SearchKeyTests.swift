import Testing

@testable import Text

@Suite struct SearchKeyTests {
    @Test(arguments: [
        ("", ""),
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("đường ĐƯỜNG", "duong duong"),
        ("  Hoà \u{A0} Bình ", "hoa binh"),
        ("ĂÂÊÔƠƯ ăâêôơư", "aaeoou aaeoou"),
        ("Xóm 2/3 – QL.1A", "xom 2/3 – ql.1a"),
        ("Krông Păč, Čư M'gar", "krong pac, cu m'gar"),
        ("Façade Ñandú Müller İzmir", "facade nandu muller izmir"),
        ("Ðào Ɖức H'ƀia", "dao duc h'bia"),
        ("a \u{301} b \u{301}", "a b"),
        ("Straße ΣΑΣ Ж漢", "straße σασ ж漢"),
    ])
    func `accents, case and redundant spaces are dropped`(_ text: String, _ key: String) {
        #expect(scalars(text.searchKey) == scalars(key))
    }

    @Test func `every Vietnamese letter folds to a lowercase ASCII letter`() {
        let rows = [
            "àảãáạăằẳẵắặâầẩẫấậ", "èẻẽéẹêềểễếệ", "ìỉĩíị", "òỏõóọôồổỗốộơờởỡớợ", "ùủũúụưừửữứự", "ỳỷỹýỵ", "đ",
        ]
        for row in rows {
            let folded = Set((row + row.uppercased()).searchKey)
            #expect(folded.count == 1 && folded.allSatisfy { $0.isASCII && $0.isLowercase })
        }
    }

    @Test func `composed and decomposed text have the same key`() {
        var texts = HostileTexts(seed: 4)
        for _ in 0..<3_000 {
            let text = texts.next()
            let whole = text.cleaned
            #expect(scalars(nfd(whole).searchKey) == scalars(text.searchKey))
        }
    }

    @Test func `the key of a key is itself and has no accent`() {
        var texts = HostileTexts(seed: 5)
        for _ in 0..<3_000 {
            let key = texts.next().searchKey
            #expect(scalars(key.searchKey) == scalars(key))
            #expect(!key.isAccented)
        }
    }

    @Test func `old and new tone placement have the same key`() {
        #expect("Hòa".searchKey == "Hoà".searchKey)
    }
}

@Suite struct AccentTests {
    @Test(arguments: ["hòa", "hoa\u{300}", "đ", "Đa", "ă", "Păč", "ç", "Ê"])
    func `a mark or đ makes a text accented`(_ text: String) {
        #expect(text.isAccented)
    }

    @Test(arguments: ["", "hoa", "HOA 12", "5.000 ₫", "– “a”", "漢", "ß"])
    func `other characters do not make a text accented`(_ text: String) {
        #expect(!text.isAccented)
    }

    @Test func `the accented key keeps accents and ignores case and normalisation form`() {
        #expect(scalars(nfd(" HÒA  Đa ").accentedKey) == scalars("hòa đa"))
        #expect("Hoa".accentedKey != "Hòa".accentedKey)
        #expect("Hoa".searchKey == "Hòa".searchKey)
    }

    @Test func `the search key of the accented key is the search key`() {
        var texts = HostileTexts(seed: 6)
        for _ in 0..<2_000 {
            let text = texts.next()
            #expect(scalars(text.accentedKey.searchKey) == scalars(text.searchKey))
        }
    }
}
