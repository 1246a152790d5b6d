import Testing

@testable import Text

@Suite struct NameKeyTests {
    @Test(arguments: [
        "Hoà Bình", "hòa bình", "HÒA BÌNH", " Hòa\u{A0} Bình", "Ho\u{300}a Bi\u{300}nh",
        "Hòa\u{AD} Bình\u{FE0F}",
        "Ｈòａ Bình", "\u{41D}òa Bình", "Hò\u{430} Bình", "\u{397}òa B\u{456}\u{300}nh", "Hòa\u{2060}Bình",
        "H\u{E0041}òa Bình", "Hòa\u{3000}Bình",
    ])
    func `names that a reader takes for one have one key`(_ name: String) {
        #expect(name.nameKey == "Hòa Bình".nameKey)
    }

    @Test(arguments: [
        ("Quý", "Qúy"), ("Thuý", "Thúy"), ("Khoẻ", "Khỏe"), ("Toà", "Tòa"), ("Đức", "Ðức"),
        ("H’Mông", "H'Mông"),
        ("Khối 3–4", "Khối 3-4"), ("Xóm ③", "Xóm 3"), ("Hoàng Hoá", "Hoàng Hóa"),
    ])
    func `the place of a tone and the form of a letter do not count`(_ left: String, _ right: String) {
        #expect(left.nameKey == right.nameKey)
    }

    @Test(arguments: [
        "Hoa Bình", "Hóa Bình", "Hòa Binh", "Hòa Bình 2", "HòaBình", "Hoa Bình\u{300}", "Hòa-Bình",
    ])
    func `other accents, words and signs make another name, which is similar`(_ name: String) {
        #expect(name.nameKey != "Hòa Bình".nameKey)
        #expect((name.similarNameKey == "Hòa Bình".similarNameKey) == !name.contains("2"))
    }

    @Test func `a tone stays with its word`() {
        #expect("Hòa Binh".nameKey != "Hoa Bình".nameKey && "Hoa, Bình".nameKey != "Hòa, Binh".nameKey)
        #expect("Đắk Lắk".nameKey == "đắk lắk".nameKey && "Đăk Lắk".nameKey != "Đắk Lắk".nameKey)
    }

    @Test func `composed, decomposed and keyed text have the same key`() {
        var texts = HostileTexts(seed: 14)
        for _ in 0..<2_000 {
            let text = texts.next()
            #expect(nfd(text.cleaned).nameKey == text.nameKey)
        }
    }
}
