import JSON
import Testing

@Suite struct NumberTests {
    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("-1", -1), ("10", 10),
            ("9007199254740991", 9_007_199_254_740_991), ("-9007199254740991", -9_007_199_254_740_991),
            ("9007199254740992", 9_007_199_254_740_992), ("-9007199254740992", -9_007_199_254_740_992),
            ("9007199254740993", 9_007_199_254_740_993), ("-9007199254740993", -9_007_199_254_740_993),
            ("9223372036854775807", .max), ("-9223372036854775807", -.max), ("-9223372036854775808", .min),
        ] as [(String, Int64)]
    )
    func `digits within 64 bits are an exact integer`(_ text: String, _ expected: Int64) throws {
        #expect(try parsedValue(of: text) == .integer(expected))
        #expect(try parsedValue(of: "[\(text)]") == .array([.integer(expected)]))
    }

    @Test(arguments: [
        "-0", "0.0", "1.5", "-1.50", "1e3", "1E3", "1e+3", "1e-3", "0e0", "0E+1", "-0.0e-0", "1e00",
        "9223372036854775808", "-9223372036854775809", "92233720368547758070", "18446744073709551616",
        "100000000000000000000", "1e999999999999", "-1e-999999999999", "0.4e00669999999999999999999999999999",
        "123.456e78", "1.0",
    ])
    func `any other number is kept as written`(_ text: String) throws {
        #expect(try parsedValue(of: text) == .number(text))
        #expect(try parsedValue(of: " {\"a\" : \(text) } ")["a"] == .number(text))
    }

    @Test func `a number of many digits is kept`() throws {
        let text = String(repeating: "9", count: 10_000)
        #expect(try parsedValue(of: text) == .number(text))
    }

    @Test(arguments: [
        InvalidText("01", .badNumber, at: 1),
        InvalidText("-01", .badNumber, at: 2),
        InvalidText("00", .badNumber, at: 1),
        InvalidText("[012]", .badNumber, at: 2),
        InvalidText("01.5", .badNumber, at: 1),
        InvalidText("-a", .badNumber, at: 1),
        InvalidText("--1", .badNumber, at: 1),
        InvalidText("- 1", .badNumber, at: 1),
        InvalidText("-.5", .badNumber, at: 1),
        InvalidText("[-]", .badNumber, at: 2),
        InvalidText("[1.]", .badNumber, at: 3),
        InvalidText("[1.e1]", .badNumber, at: 3),
        InvalidText("1.-5", .badNumber, at: 2),
        InvalidText("[1e]", .badNumber, at: 3),
        InvalidText("[1e+]", .badNumber, at: 4),
        InvalidText("1e+-2", .badNumber, at: 3),
        InvalidText("1e 2", .badNumber, at: 2),
        InvalidText("1ee2", .badNumber, at: 2),
        InvalidText("-Infinity", .badNumber, at: 1),
        InvalidText("-NaN", .badNumber, at: 1),
        InvalidText("-", .endOfText, at: 1),
        InvalidText("1.", .endOfText, at: 2),
        InvalidText("1e", .endOfText, at: 2),
        InvalidText("1e-", .endOfText, at: 3),
    ])
    func `a digit is required where section 6 requires one`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("+1", .unexpectedByte, at: 0),
        InvalidText(".5", .unexpectedByte, at: 0),
        InvalidText("NaN", .unexpectedByte, at: 0),
        InvalidText("nan", .unexpectedByte, at: 1),
        InvalidText("Infinity", .unexpectedByte, at: 0),
        InvalidText("0x1F", .trailingBytes, at: 1),
        InvalidText("[0x1F]", .unexpectedByte, at: 2),
        InvalidText("1_000", .trailingBytes, at: 1),
        InvalidText("1.5.2", .trailingBytes, at: 3),
        InvalidText("1e2.5", .trailingBytes, at: 3),
        InvalidText("1e2e3", .trailingBytes, at: 3),
        InvalidText("1+2", .trailingBytes, at: 1),
        InvalidText("[1-2]", .unexpectedByte, at: 2),
        InvalidText("1n", .trailingBytes, at: 1),
        InvalidText("１", .unexpectedByte, at: 0),
        InvalidText("[1,٣]", .unexpectedByte, at: 3),
    ])
    func `number syntax of other languages is rejected`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }
}
