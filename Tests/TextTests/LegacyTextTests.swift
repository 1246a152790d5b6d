import Testing

@testable import Text

/// Encodings that are not UTF-8 are recognised by their words.
@Suite struct LegacyTextTests {
    private static let text = "Nguyễn Văn Hòa, Xóm 9, Nghi Phú"

    /// The same text in each encoding, as it looks when it is read as Windows-1252.
    private static let misread: [LegacyEncoding: String] = [
        .tcvn3: "NguyÔn V¨n Hßa, Xãm 9, Nghi Phó", .vni: "Nguyeãn Vaên Hoøa, Xoùm 9, Nghi Phuù",
        .windows1258: "NguyêÞn Vãn HoÌa, Xoìm 9, Nghi Phuì",
        .mojibake: "Nguyá»…n VÄƒn HÃ²a, XÃ³m 9, Nghi PhÃº",
    ]

    private func found(_ text: String, line: Int = 7) -> LegacyText? {
        LegacyText(in: [(line: line, texts: ["16702", text, "2025-07-01"])])
    }

    @Test(arguments: misread)
    func `each encoding is decoded by its table`(_ encoding: LegacyEncoding, _ misread: String) {
        #expect(encoding.decoded(misread) == LegacyTextTests.text)
    }

    @Test(arguments: misread)
    func `text saved as UTF-8 from another encoding is recognised`(
        _ encoding: LegacyEncoding, _ misread: String
    ) {
        let legacy = found(misread)
        #expect(legacy?.encoding == encoding && legacy?.line == 7)
        #expect(legacy?.convertedLines == ["16702,\(LegacyTextTests.text),2025-07-01"])
    }

    @Test(arguments: [LegacyEncoding.tcvn3, .vni, .windows1258])
    func `bytes of another encoding are recognised with the first line that shows it`(
        _ encoding: LegacyEncoding
    ) {
        let misread = LegacyTextTests.misread[encoding, default: ""]
        let bytes = Array("hamlet,code\r\n1,".utf8) + misread.unicodeScalars.map { UInt8($0.value) }
        let legacy = LegacyText(in: bytes)
        #expect(legacy?.encoding == encoding && legacy?.line == 2)
        #expect(legacy?.convertedLines == ["hamlet,code", "1," + LegacyTextTests.text])
    }

    @Test(arguments: [true, false], [true, false])
    func `UTF-16 is recognised with and without a mark`(_ isBigEndian: Bool, _ hasMark: Bool) {
        let text = (hasMark ? "\u{FEFF}" : "") + "hamlet,head_name\n1," + LegacyTextTests.text
        let bytes = text.utf16.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? pair : pair.reversed()
        }
        let legacy = LegacyText(in: bytes)
        #expect(legacy?.encoding == (isBigEndian ? .utf16BigEndian : .utf16LittleEndian))
        #expect(legacy?.convertedLines == ["hamlet,head_name", "1," + LegacyTextTests.text])
    }

    @Test func `other bytes are no known encoding`() {
        let legacy = LegacyText(in: Array("a\nb\r\nc,".utf8) + [0xFF, 0x80])
        #expect(legacy != nil && legacy?.encoding == nil && legacy?.line == 3)
    }

    @Test(arguments: [
        "Nguyễn Văn Hòa", "Hoà Bình, Xóm 9", "Đỗ Thị Thúy Oanh", "Quách Thị Khuỵu", "Y Bhĭm Êban",
        "Giàng A Dế",
        "Công ty Société Générale", "Müller", "Peña", "Hội Nông dân “Xóm Mã”", "Nhà văn hóa – 25 m²", "₫",
        "Xãm",
        "NGUYỄN THỊ HÒA", "Bản Nậm Càn", "H'Hen Niê", "Ðào Thị Ánh", "Lê Thị “Bé”… Ấp 3",
    ])
    func `Vietnamese and foreign names in UTF-8 are left alone`(_ name: String) {
        #expect(found(name) == nil)
        #expect(LegacyText(in: Array(name.utf8)) == nil)
    }

    @Test(arguments: [
        "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ i ì ỉ ĩ í ị o ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ "
            + "ơ ờ ở ỡ ớ ợ u ù ủ ũ ú ụ ư ừ ử ữ ứ ự y ỳ ỷ ỹ ý ỵ"
    ])
    func `every small letter has a code in TCVN3`(_ letters: String) {
        let codes = (0xA8...0xFE)
            .compactMap { byte in
                LegacyEncoding.tcvn3.decoded(String(Unicode.Scalar(UInt8(byte))))
            }
        for letter in letters.split(separator: " ") where !letter.allSatisfy(\.isASCII) {
            #expect(codes.contains { $0 == letter }, "\(letter)")
        }
    }

    @Test func `syllables of real names are known, and others are not`() {
        for word in [
            "Nguyễn", "Khuyến", "Giềng", "Gì", "Quỳnh", "Thuở", "Hòa", "Hoà", "Yên", "Ước", "Nghiêng",
        ] {
            #expect(isVietnameseSyllable(word), "\(word)")
        }
        for word in ["NguyÔn", "Hßa", "Phuù", "Vaên", "Müller", "", "ng"] {
            #expect(!isVietnameseSyllable(word), "\(word)")
        }
    }

    @Test(arguments: [
        ("NguyÔn V¨n ¸n", LegacyEncoding.tcvn3, "Nguyễn Văn án"), ("OÂng Taùm", .vni, "Ông Tám"),
        ("Nguyá»…n VÄƒn", .mojibake, "Nguyễn Văn"),
    ])
    func `a name in another encoding is recognised, with what was meant`(
        _ name: String, _ encoding: LegacyEncoding, _ meant: String
    ) {
        let legacy = LegacyText(inName: name)
        #expect(
            legacy?.encoding == encoding && legacy?.convertedLines == [meant], "\(String(describing: legacy))"
        )
    }

    @Test(arguments: [
        "Nguyễn Văn Ân", "Hoà Bình", "Bùi Ú Òa", "José García", "Müller", "São Paulo", "Nestlé", "Zoë",
        "René",
        "Noël", "Thérèse", "Åsa Öberg", "H'Hen Niê", "Y Blí", "K'Brếp", "Kràjan", "Xồng Bá Lẩu",
        "Công ty Đại Phú",
        "François", "Ólafur", "Núñez", "An", "Mỹ Á", "Ô. Tám", "Đ. Á",
        "A 0912·345·678", "Anh·Ba", "Anh Ba · Xóm 9", "24×7", "Tổ 1½",
    ])
    func `a name of any people is none in another encoding`(_ name: String) {
        #expect(LegacyText(inName: name) == nil)
    }
}
