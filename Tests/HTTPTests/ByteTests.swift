import Testing

@testable import HTTP

/// Checks the byte classes against the characters listed in the RFCs.
@Suite struct ByteTests {
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let digits = "0123456789"

    private func members(_ isMember: (UInt8) -> Bool) -> Set<UInt8> { Set((0...255).filter(isMember)) }

    private func set(_ characters: String...) -> Set<UInt8> { Set(characters.joined().utf8) }

    @Test func `token bytes are those of RFC 9110 §5.6.2`() {
        #expect(members(\.isTokenByte) == set("!#$%&'*+-.^_`|~", ByteTests.digits, ByteTests.letters))
    }

    @Test func `control bytes are those of RFC 5234 except the tab`() {
        #expect(members(\.isControl) == Set(0...31).subtracting([9]).union([127]))
    }

    @Test func `target bytes are those of RFC 3986 §3.3 and §3.4, and those that browsers do not encode`() {
        let unreserved = set("-._~", ByteTests.digits, ByteTests.letters)
        #expect(members(\.isTargetByte) == unreserved.union(set("!$&'()*+,;=", ":@/?%", "[]^`{|}")))
    }

    @Test func `host bytes are those of RFC 3986 §3.2.2 except the percent sign`() {
        #expect(members(\.isHostByte) == set("-._~", "!$&'()*+,;=", ByteTests.digits, ByteTests.letters))
    }

    @Test func `hexadecimal digits have the same value in both cases`() {
        for (value, digit) in "0123456789abcdef".utf8.enumerated() { #expect(digit.hexValue == value) }
        for (value, digit) in "ABCDEF".utf8.enumerated() { #expect(digit.hexValue == value + 10) }
        #expect(members { $0.hexValue != nil } == set("0123456789abcdefABCDEF"))
        #expect(members(\.isDigit) == set("0123456789"))
        #expect(members(\.isBlank) == set(" \t"))
    }

    @Test func `only ASCII letters are lowercased`() {
        #expect("AZaz[@`{09".utf8.map(\.lowercased) == Array("azaz[@`{09".utf8))
        #expect(UInt8(0xC3).lowercased == 0xC3)
    }

    @Test func `blanks are trimmed at both ends only`() {
        func trimmed(_ text: String) -> String {
            String(decoding: Array(text.utf8)[...].trimmingBlanks, as: UTF8.self)
        }
        #expect(trimmed(" \ta \tb\t ") == "a \tb")
        #expect(trimmed(" \t ") == "")
        #expect(trimmed("") == "")
        #expect(trimmed("a") == "a")
    }
}

@Suite struct FieldListTests {
    private func fields(_ pairs: (String, String)...) -> Fields { Fields(pairs) }

    @Test func `a list contains its words in any case and on any line`() {
        let fields = fields(("Connection", "foo , Keep-Alive"), ("connection", "BAR"))
        #expect(fields.list("connection", contains: "keep-alive"))
        #expect(fields.list("connection", contains: "foo"))
        #expect(fields.list("connection", contains: "bar"))
        #expect(!fields.list("connection", contains: "keep"))
        #expect(!fields.list("connection", contains: "close"))
        #expect(!fields.list("other", contains: "foo"))
    }

    @Test func `values are returned in order and only for their name`() {
        let values = fields(("A", "1"), ("AB", "2"), ("a", "3")).values(of: "a")
        #expect(values.map { String(decoding: $0, as: UTF8.self) } == ["1", "3"])
    }
}
