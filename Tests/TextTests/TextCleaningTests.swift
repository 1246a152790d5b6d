import Testing

@testable import Text

@Suite struct TextCleaningTests {
    @Test func `clean text is unchanged`() {
        let text = "Nguyễn Thị Hoà, thôn 3 – “Đoài” 5.000 ₫"
        #expect(scalars(text.cleaned) == scalars(text))
    }

    @Test func `empty text and white space become empty`() {
        #expect("".cleaned.isEmpty)
        #expect(" \t\u{A0}\u{200B}\u{FEFF}\r\n".cleaned.isEmpty)
    }

    @Test func `decomposed text is composed`() {
        #expect(scalars(nfd("Đường Nguyễn Ưỡng Ỷ").cleaned) == scalars("Đường Nguyễn Ưỡng Ỷ"))
    }

    @Test func `marks in any order are composed the same`() {
        #expect(scalars("e\u{323}\u{302}".cleaned) == scalars("ệ"))
        #expect(scalars("ẹ\u{302}".cleaned) == scalars("ệ"))
        #expect(scalars("o\u{323}\u{31B}".cleaned) == scalars("ợ"))
    }

    @Test func `any number of marks is normalised in linear time`() {
        let marks = "A" + String(repeating: "\u{316}\u{301}", count: 100_000)
        let time = ContinuousClock()
            .measure {
                for text in [marks.cleaned, marks.compatibilityForm, marks.displayed(upTo: 500)] {
                    #expect(!text.isEmpty)
                }
            }
        // Putting them all in order took half a minute for each.
        #expect(time < .seconds(15))
        #expect(marks.displayed(upTo: 500).unicodeScalars.count <= 500)
    }

    @Test func `up to 30 marks in a row stay as they are normalised`() {
        for count in 0...30 {
            let text = "a" + String(repeating: "\u{316}\u{301}", count: count / 2)
            #expect(scalars(text.streamSafe) == scalars(text))
        }
        let many = "a" + String(repeating: "\u{301}", count: 61) + "b"
        let safe = scalars(many.streamSafe)
        #expect(safe.count == scalars(many).count + 2 && safe.filter { $0 == 0x34F }.count == 2)
    }

    @Test func `text after a collapsed space is composed too`() {
        #expect(scalars("  Le\u{302}  Va\u{306}n ".cleaned) == scalars("Lê Văn"))
    }

    @Test(arguments: [
        "\t", "\n", "\r\n", "\u{B}", "\u{85}", "\u{A0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}",
        "\u{202F}",
        "\u{2028}", "\u{2060}", "\u{3000}", "\u{FEFF}", "\u{180E}", "   ", " \u{200B} ",
    ])
    func `white space becomes one space between words and none at the ends`(_ space: String) {
        #expect(scalars("\(space)An\(space)Bình\(space)".cleaned) == scalars("An Bình"))
    }

    @Test func `every Unicode White_Space character is white space`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isWhitespace else { continue }
            #expect("a\(scalar)b".cleaned == "a b", "U+\(String(value, radix: 16))")
        }
    }

    @Test func `tone placement is kept as written`() {
        #expect("Hòa".cleaned != "Hoà".cleaned)
    }

    @Test func `cleaning twice changes nothing and leaves no white space but single spaces`() {
        var texts = HostileTexts(seed: 1)
        for _ in 0..<3_000 {
            let once = texts.next().cleaned
            #expect(scalars(once.cleaned) == scalars(once))
            #expect(!once.hasPrefix(" ") && !once.hasSuffix(" "))
            #expect(!once.unicodeScalars.contains { $0 != " " && $0.properties.isWhitespace })
        }
    }

    @Test func `composed and decomposed text clean to the same scalars`() {
        var texts = HostileTexts(seed: 2)
        for _ in 0..<3_000 {
            let text = texts.next().cleaned
            #expect(scalars(nfd(text).cleaned) == scalars(text))
        }
    }
}

@Suite struct CleanedLinesTests {
    @Test func `lines are kept and each is cleaned`() {
        #expect(scalars("  Lý do:\t x \n Le\u{302} Va\u{306}n ".cleanedLines) == scalars("Lý do: x\nLê Văn"))
    }

    @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", "\r\n \u{A0} \r\n"])
    func `every line end becomes one line feed`(_ end: String) {
        #expect(scalars("một\(end)hai\(end)".cleanedLines) == scalars("một\nhai"))
    }

    @Test func `one line and no line are cleaned as before`() {
        #expect("  một  hai ".cleanedLines == "một hai")
        #expect("một hai".cleanedLines == "một hai")
        #expect("\n \r\n".cleanedLines.isEmpty)
    }

    @Test func `cleaning lines twice changes nothing`() {
        var texts = HostileTexts(seed: 3)
        for _ in 0..<2_000 {
            let once = (texts.next() + "\n" + texts.next()).cleanedLines
            #expect(scalars(once.cleanedLines) == scalars(once))
        }
    }
}

@Suite struct ControlCharacterTests {
    @Test(arguments: [
        "\0", "\u{1B}", "\t", "\n", "\u{1F}", "\u{7F}", "\u{80}", "\u{9F}", "\u{202A}", "\u{202E}",
        "\u{2066}",
        "\u{2069}",
    ])
    func `control characters are found at any position`(_ control: String) {
        #expect("An\(control)".hasControlCharacters)
        #expect("\(control)An".hasControlCharacters)
    }

    @Test(arguments: ["", "Nguyễn Văn An", " ~\u{A0}", "\u{2029}\u{202F}", "\u{2065}\u{206A}"])
    func `text without control characters has none`(_ text: String) {
        #expect(!text.hasControlCharacters)
    }

    @Test func `cleaning does not hide control characters other than white space`() {
        #expect("An\u{202E}hnaB".cleaned.hasControlCharacters)
        #expect("An\0".cleaned.hasControlCharacters)
        #expect(!"An\tBình".cleaned.hasControlCharacters)
    }

    @Test func `line feeds are allowed in multi-line text`() {
        #expect(!"một\nhai".hasControlCharactersExceptLineFeed)
        #expect("một\r\nhai".hasControlCharactersExceptLineFeed)
        #expect("một\n\u{1B}[31m".hasControlCharactersExceptLineFeed)
    }
}
