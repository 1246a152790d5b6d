import JSON
import Testing

@Suite struct StringTests {
    @Test(arguments: [
        (#""""#, ""),
        (#""a b""#, "a b"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u00E9\u0110""#, "AééĐ"),
        (#""\u0000""#, "\u{0}"),
        (#""\ud83c\udf3e""#, "🌾"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        (#""\uffff\ufffd""#, "\u{FFFF}\u{FFFD}"),
        (#""\\u0041""#, "\\u0041"),
        (#""một\nhai""#, "một\nhai"),
        ("\"\u{7F}\u{2028}\u{2029}\u{FEFF}\"", "\u{7F}\u{2028}\u{2029}\u{FEFF}"),
        (
            "\"\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"",
            "\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"
        ),
    ])
    func `a string is decoded with its escapes replaced`(_ text: String, _ expected: String) throws {
        #expect(try parsedValue(of: text) == .string(expected))
        #expect(try ambiguities(in: text).isEmpty)
    }

    @Test(arguments: [
        InvalidText(#""\x41""#, .badEscape, at: 2),
        InvalidText(#""\'""#, .badEscape, at: 2),
        InvalidText(#""\a""#, .badEscape, at: 2),
        InvalidText(#""\U0041""#, .badEscape, at: 2),
        InvalidText("\"\\\u{0}\"", .badEscape, at: 2),
        InvalidText("\"\\\n\"", .badEscape, at: 2),
        InvalidText(#""\é""#, .badEscape, at: 2),
        InvalidText(#""\u""#, .badEscape, at: 3),
        InvalidText(#""\u00""#, .badEscape, at: 5),
        InvalidText(#""\u00g0""#, .badEscape, at: 5),
        InvalidText(#""\u+041""#, .badEscape, at: 3),
        InvalidText(#""\u 041""#, .badEscape, at: 3),
        InvalidText(#""\u{41}""#, .badEscape, at: 3),
        InvalidText(#""\ud800\u12x4""#, .badEscape, at: 11),
        InvalidText(#""\ud800\x""#, .badEscape, at: 8),
        InvalidText(#"{"\q":1}"#, .badEscape, at: 3),
        InvalidText(#""\"#, .endOfText, at: 2),
        InvalidText(#""\u"#, .endOfText, at: 3),
        InvalidText(#""\u004"#, .endOfText, at: 6),
        InvalidText(#""\ud800\"#, .endOfText, at: 8),
        InvalidText(#""\ud800\u"#, .endOfText, at: 9),
        InvalidText(#""\""#, .endOfText, at: 3),
    ])
    func `an escape not in section 7 is rejected at its first invalid byte`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: UInt8(0)..<0x20)
    func `a control character is allowed in a string only if escaped`(_ byte: UInt8) {
        let quote = UInt8(ascii: "\"")
        let plain = [quote, 0x61, byte, quote]
        let longer = [quote, 0x5C, 0x6E] + [UInt8](repeating: 0x61, count: 20) + [byte, quote]
        #expect(parseError(of: plain) == JSONError(offset: 2, reason: .controlCharacter))
        #expect(parseError(of: longer) == JSONError(offset: 23, reason: .controlCharacter))
    }

    @Test(
        arguments: [
            ("a lone continuation", [0x80]),
            ("two continuations", [0xBF, 0xBF]),
            ("overlong slash, two bytes", [0xC0, 0xAF]),
            ("overlong in two bytes", [0xC1, 0xBF]),
            ("overlong in three bytes", [0xE0, 0x9F, 0xBF]),
            ("overlong in four bytes", [0xF0, 0x8F, 0xBF, 0xBF]),
            ("overlong NUL", [0xC0, 0x80]),
            ("a high surrogate", [0xED, 0xA0, 0x80]),
            ("a low surrogate", [0xED, 0xBF, 0xBF]),
            ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
            ("a lead byte that never is", [0xF5, 0x80, 0x80, 0x80]),
            ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
            ("six bytes", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]),
            ("a byte that never is", [0xFF]),
            ("two bytes cut short", [0xC3]),
            ("three bytes cut short", [0xE2, 0x82]),
            ("four bytes cut short", [0xF0, 0x9F, 0x8C]),
            ("ISO 8859-1", [0xE9]),
        ] as [(String, [UInt8])]
    )
    func `ill-formed UTF-8 is rejected at the start of the sequence`(_ name: String, _ sequence: [UInt8]) {
        for before in ["\"", "\"ab", "\"Đường ", #""\n"#, #""\u00e9abcdefgh"#] {
            let bytes = Array(before.utf8) + sequence + Array("x\"".utf8)
            #expect(parseError(of: bytes) == JSONError(offset: before.utf8.count, reason: .badUTF8))
        }
    }

    @Test func `the first error in a string is reported`() {
        let early = [0x22, 0xFF, 0x0A, 0x22] as [UInt8]
        let late = [0x22, 0x0A, 0xFF, 0x22] as [UInt8]
        let escaped = [0x22, 0x5C, 0x6E, 0xFF, 0x5C, 0x78, 0x22] as [UInt8]
        #expect(parseError(of: early) == JSONError(offset: 1, reason: .badUTF8))
        #expect(parseError(of: late) == JSONError(offset: 1, reason: .controlCharacter))
        #expect(parseError(of: escaped) == JSONError(offset: 3, reason: .badUTF8))
    }

    @Test func `a quote, backslash or control character is found at every offset of a long string`() throws {
        for count in 0..<40 {
            let filler = String(repeating: "é", count: count)
            #expect(try parsedValue(of: "\"\(filler)\"") == .string(filler))
            #expect(try parsedValue(of: "\"\(filler)\\n\"") == .string(filler + "\n"))
            let wrong = "\"\(filler)\u{1}éééé\""
            #expect(parseError(of: wrong) == JSONError(offset: 1 + 2 * count, reason: .controlCharacter))
        }
    }
}
