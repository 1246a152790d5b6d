import JSON
import Testing

/// A text that is not JSON, with the expected error and its offset.
struct InvalidText: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let error: JSONError

    init(_ text: String, _ reason: JSONError.Reason, at offset: Int) {
        self.init(Array(text.utf8), reason, at: offset)
    }

    init(_ bytes: [UInt8], _ reason: JSONError.Reason, at offset: Int) {
        self.bytes = bytes
        error = JSONError(offset: offset, reason: reason)
    }

    var testDescription: String { String(decoding: bytes.prefix(60), as: UTF8.self) }
}

@Suite struct SyntaxErrorTests {
    @Test(arguments: [
        InvalidText("", .endOfText, at: 0),
        InvalidText(" \t\r\n", .endOfText, at: 4),
        InvalidText("[", .endOfText, at: 1),
        InvalidText("[1", .endOfText, at: 2),
        InvalidText("[1,", .endOfText, at: 3),
        InvalidText("{", .endOfText, at: 1),
        InvalidText("{\"a\"", .endOfText, at: 4),
        InvalidText("{\"a\":", .endOfText, at: 5),
        InvalidText("{\"a\":1", .endOfText, at: 6),
        InvalidText("{\"a\":1,", .endOfText, at: 7),
        InvalidText("tru", .endOfText, at: 3),
        InvalidText("nul", .endOfText, at: 3),
        InvalidText("\"", .endOfText, at: 1),
        InvalidText("\"ab", .endOfText, at: 3),
    ])
    func `a truncated text gives an error at its end`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("[1,]", .unexpectedByte, at: 3),
        InvalidText("[,1]", .unexpectedByte, at: 1),
        InvalidText("[1,,2]", .unexpectedByte, at: 3),
        InvalidText("[1 2]", .unexpectedByte, at: 3),
        InvalidText("[1}", .unexpectedByte, at: 2),
        InvalidText("[1:2]", .unexpectedByte, at: 2),
        InvalidText("]", .unexpectedByte, at: 0),
        InvalidText(",", .unexpectedByte, at: 0),
        InvalidText("{\"a\":1,}", .unexpectedByte, at: 7),
        InvalidText("{,}", .unexpectedByte, at: 1),
        InvalidText("{\"a\" 1}", .unexpectedByte, at: 5),
        InvalidText("{\"a\"::1}", .unexpectedByte, at: 5),
        InvalidText("{\"a\":}", .unexpectedByte, at: 5),
        InvalidText("{\"a\",1}", .unexpectedByte, at: 4),
        InvalidText("{\"a\":1]", .unexpectedByte, at: 6),
        InvalidText("{\"a\":1 \"b\":2}", .unexpectedByte, at: 7),
        InvalidText("{a:1}", .unexpectedByte, at: 1),
        InvalidText("{1:1}", .unexpectedByte, at: 1),
        InvalidText("{null:1}", .unexpectedByte, at: 1),
        InvalidText("{[]:1}", .unexpectedByte, at: 1),
    ])
    func `commas, colons and brackets are allowed only where section 2 allows them`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("'a'", .unexpectedByte, at: 0),
        InvalidText("{'a':1}", .unexpectedByte, at: 1),
        InvalidText("/* a */ 1", .unexpectedByte, at: 0),
        InvalidText("[1, // one\n2]", .unexpectedByte, at: 4),
        InvalidText("# a\n1", .unexpectedByte, at: 0),
        InvalidText("True", .unexpectedByte, at: 0),
        InvalidText("NULL", .unexpectedByte, at: 0),
        InvalidText("trUe", .unexpectedByte, at: 2),
        InvalidText("[falsy]", .unexpectedByte, at: 5),
        InvalidText("undefined", .unexpectedByte, at: 0),
        InvalidText("`a`", .unexpectedByte, at: 0),
        InvalidText("<a/>", .unexpectedByte, at: 0),
        InvalidText("\\u0022", .unexpectedByte, at: 0),
        InvalidText("“a”", .unexpectedByte, at: 0),
    ])
    func `syntax of other languages is not JSON`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("\u{0C}1", .unexpectedByte, at: 0),
        InvalidText("[1,\u{0B}2]", .unexpectedByte, at: 3),
        InvalidText("[\u{0}]", .unexpectedByte, at: 1),
        InvalidText("[\u{A0}1]", .unexpectedByte, at: 1),
        InvalidText("\u{2060}1", .unexpectedByte, at: 0),
        InvalidText("1\u{0}", .trailingBytes, at: 1),
        InvalidText("1\u{85}", .trailingBytes, at: 1),
        InvalidText([0xFF], .unexpectedByte, at: 0),
    ])
    func `white space is only the four bytes of section 2`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("1 2", .trailingBytes, at: 2),
        InvalidText("{} {}", .trailingBytes, at: 3),
        InvalidText("[]]", .trailingBytes, at: 2),
        InvalidText("{}}", .trailingBytes, at: 2),
        InvalidText("1,", .trailingBytes, at: 1),
        InvalidText("\"a\"\"b\"", .trailingBytes, at: 3),
        InvalidText("\"a\"x", .trailingBytes, at: 3),
        InvalidText("nulll", .trailingBytes, at: 4),
        InvalidText("[1] // one", .trailingBytes, at: 4),
        InvalidText("1\n2\n", .trailingBytes, at: 2),
    ])
    func `bytes after the value are rejected`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText("\u{FEFF}", .byteOrderMark, at: 0),
        InvalidText("\u{FEFF}{}", .byteOrderMark, at: 0),
        InvalidText([0xEF, 0xBB], .unexpectedByte, at: 0),
        InvalidText(" \u{FEFF}1", .unexpectedByte, at: 1),
        InvalidText("1\u{FEFF}", .trailingBytes, at: 1),
    ])
    func `a byte order mark is rejected`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        InvalidText([0xFF, 0xFE, 0x31, 0x00], .unexpectedByte, at: 0),
        InvalidText([0xFE, 0xFF, 0x00, 0x31], .unexpectedByte, at: 0),
        InvalidText([0x5B, 0x00, 0x5D, 0x00], .unexpectedByte, at: 1),
        InvalidText([0x00, 0x5B, 0x00, 0x5D], .unexpectedByte, at: 0),
        InvalidText([0x22, 0x00, 0x61, 0x00, 0x22, 0x00], .controlCharacter, at: 1),
    ])
    func `UTF-16 is rejected`(_ text: InvalidText) {
        #expect(parseError(of: text.bytes) == text.error)
    }

    @Test(arguments: [
        #"{"data":[{"id":1,"amount":-25,"name":"Nguyễn Thị 🌾","rate":1.5e+3}],"next":null}"#,
        #"["\u0110\n\ud83c\udf3e\"", true, false, [], {}, {"a": {"b": [0]}}]"#,
    ])
    func `every prefix of a document is rejected as truncated`(_ text: String) {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            #expect(
                parseError(of: Array(bytes.prefix(count))) == JSONError(offset: count, reason: .endOfText))
        }
        #expect(parseError(of: bytes) == nil)
    }
}
