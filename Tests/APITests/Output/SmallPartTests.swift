import Domain
import TestSupport
import Testing

@testable import API

/// Parts with rules of their own that requests cover only partly.
@Suite struct SmallPartTests {
    @Test(arguments: [
        (#""r1-x""#, true, true), (#"W/"r1-x""#, true, false), (#""r1""#, false, true),
        (#""r1-y""#, false, true),
        (#""r2-x""#, false, false), (#""r11-x""#, false, false), (#""r1x""#, false, false),
        (#""r1-x"#, false, false),
        ("*", true, true), (#""a", "r1-x""#, true, true), (",, ,", false, false), ("", false, false),
    ])
    func `tags are compared weakly for reads, for writes strongly by their version`(
        _ field: String, _ isWeakly: Bool, _ namesVersion: Bool
    ) {
        #expect(TagList(field).containsWeakly(#""r1-x""#) == isWeakly)
        #expect(TagList(field).containsWeakly(#"W/"r1-x""#) == isWeakly)
        #expect(TagList(field).names(version: 1) == namesVersion)
    }

    @Test(arguments: [
        ("q=1", 1000), ("q=0", 0), ("q=0.5", 500), ("q=0.123", 123), ("q=1.000", 1000), ("q=0.1234", 0),
        ("q=1.5", 1000), ("q=2", 0), ("q=-1", 0), ("q=", 0), ("q=.5", 0), ("q=a", 0), ("q=0.-1", -10),
        ("level=1", 1000), ("Q=0.3", 300), ("q=0.5.5", 0),
    ])
    func `weights are parsed in thousandths, and malformed ones are 0`(_ text: String, _ weight: Int) {
        #expect(max(thousandths(ofWeight: text[...]), -10) == weight)
    }

    @Test(arguments: [0, 1, 255, 256, 9_223_372_036_854_775_807, -1] as [Int64])
    func `a cursor preserves its number`(_ number: Int64) throws {
        let text = Cursor.text(key: Cursor.key(number), filter: "list")
        #expect(try Cursor(text, filter: "list").number == number)
        #expect(throws: Problem.self) { try Cursor(text, filter: "other") }
    }

    @Test func `the key of a cursor may be long, but not empty`() throws {
        let key = [UInt8](repeating: 7, count: 600)
        #expect(try Cursor(Cursor.text(key: key, filter: "x"), filter: "x").key == key)
        #expect(try Cursor(Cursor.text(key: key, filter: "x"), filter: "x").number == nil)
        #expect(throws: Problem.self) { try Cursor(Cursor.text(key: [], filter: "x"), filter: "x") }
    }

    @Test(arguments: [
        ("a", "a"), ("", ""), ("%41", "A"), ("%e1%bb%af", "ữ"), ("a+b", "a+b"), ("%2B", "+"),
        ("%00", "\u{0}"),
    ])
    func `percent-encoding is decoded`(_ text: String, _ decoded: String) {
        #expect(percentDecoded(text[...]) == decoded)
    }

    @Test(arguments: ["%", "%4", "%4g", "%g4", "%C3", "%ED%A0%80", "a%", "%%41"])
    func `malformed percent-encoding or UTF-8 gives nil`(_ text: String) {
        #expect(percentDecoded(text[...]) == nil)
    }

    @Test func `plus is a space only on request`() {
        #expect(percentDecoded("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test func `a range is described by the bounds it has`() {
        #expect(Sentence.range(from: "1", to: "2") == Sentence(vi: "từ 1 đến 2", en: "from 1 to 2"))
        #expect(Sentence.range(from: "1", to: nil) == Sentence(vi: "từ 1", en: "from 1"))
        #expect(Sentence.range(from: nil, to: "2") == Sentence(vi: "tối đa 2", en: "at most 2"))
        #expect(Sentence.range(from: nil, to: nil).en == "out of range")
    }

    @Test(arguments: [nil, "", "text/html;q=1", "application/json;q=0.5;v=1"] as [String?])
    func `a media type is parsed without its parameters`(_ field: String?) {
        #expect(["", "text/html", "application/json"].contains(mediaType(field)))
    }

    @Test func `a router for the table finds each row and no other`() throws {
        let router = Router(Service.table)
        for endpoint in Service.table {
            let path = endpoint.path.text.replacing("{id}", with: "7").replacing("{code}", with: "16702")
                .replacing("{tile}", with: "7")
            guard case .endpoint(let found, let values) = router.match(endpoint.method, path) else {
                Issue.record("\(endpoint.name) is not found")
                continue
            }
            #expect(found.name == endpoint.name)
            #expect(
                values.map(\.text)
                    == endpoint.path.text.matches(of: /\{[a-z]+\}/)
                    .map { _ in
                        path.contains("16702") ? "16702" : "7"
                    })
        }
    }

    @Test func `English summaries end with a full stop, Vietnamese ones do not`() {
        for endpoint in Service.table {
            #expect(endpoint.summary.en.hasSuffix("."), "\(endpoint.name)")
            #expect(!endpoint.summary.vi.hasSuffix("."), "\(endpoint.name)")
            #expect(endpoint.summary.vi.unicodeScalars.contains { $0.value > 0x7F }, "\(endpoint.name)")
        }
    }
}
