import JSON
import Testing

@Suite struct ValueTests {
    private let composed = "\u{E9}"
    private let decomposed = "e\u{301}"

    @Test(
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
            ("[]", .array([])), ("{}", .object([])), (" [ ] ", .array([])), ("\t{\r\n} ", .object([])),
            ("[1,[2],\"a\"]", .array([.integer(1), .array([.integer(2)]), .string("a")])),
            ("[ 1 , 2 ]", .array([.integer(1), .integer(2)])),
        ] as [(String, JSONValue)]
    )
    func `every kind of value is parsed`(_ text: String, _ expected: JSONValue) throws {
        #expect(try parsedValue(of: text) == expected)
    }

    @Test func `members keep their text order`() throws {
        let expected = [
            JSONMember(name: "b", value: .integer(1)), JSONMember(name: "a", value: .null),
            JSONMember(name: "", value: .string("x")),
        ]
        #expect(try parsedValue(of: #" { "b" : 1 , "a" : null , "" : "x" } "#) == .object(expected))
    }

    @Test func `a member is found by its name`() throws {
        let object = try parsedValue(of: #"{"a":1,"b":null}"#)
        #expect(object["a"] == .integer(1))
        #expect(object["b"] == .null)
        #expect(object["c"] == nil)
        #expect(JSONValue.array([object])["a"] == nil)
    }

    @Test func `names that differ only in composition are two members`() throws {
        let document = try JSONDocument(parsing: Array("{\"\(composed)\":1,\"\(decomposed)\":2}".utf8))
        #expect(document.ambiguities.isEmpty)
        #expect(document.root[composed] == .integer(1))
        #expect(document.root[decomposed] == .integer(2))
    }

    @Test func `names that differ only in the order of their marks are two members`() throws {
        let (left, right) = ("a\u{323}\u{302}", "a\u{302}\u{323}")
        let document = try JSONDocument(parsing: Array("{\"\(left)\":1,\"\(right)\":2}".utf8))
        #expect(left == right)
        #expect(document.ambiguities.isEmpty)
        #expect(document.root[right] == .integer(2))
    }

    @Test func `values are equal when their bytes are equal`() {
        #expect(JSONValue.string(composed) != .string(decomposed))
        #expect(JSONValue.number("1.0") != .number("1.00"))
        #expect(JSONValue.number("1") != .string("1"))
        #expect(JSONMember(name: composed, value: .null) != JSONMember(name: decomposed, value: .null))
        #expect(Set([JSONValue.string(composed), .string(decomposed), .string("é")]).count == 2)
        #expect(Set([JSONValue.string("123456789"), .string("12345678")]).count == 2)
    }

    @Test func `each kind is equal only to itself`() throws {
        let kinds = try [#"null"#, "true", "1", "1.5", #""1""#, "[1]", #"{"a":1}"#]
            .map { try parsedValue(of: $0) }
        for left in kinds.indices {
            for right in kinds.indices { #expect((kinds[left] == kinds[right]) == (left == right)) }
        }
        #expect(Set(kinds + kinds).count == kinds.count)
    }

    @Test(arguments: [
        (#" { "b" : [ 1 , 2.50 ] , "a" : null } "#, #"{"a":null,"b":[1,2.50]}"#),
        (#"{"b":{"d":1,"c":2},"a":[{"z":1,"y":2}]}"#, #"{"a":[{"y":2,"z":1}],"b":{"c":2,"d":1}}"#),
        (#"{"aa":1,"a":2,"":3,"B":4}"#, #"{"":3,"B":4,"a":2,"aa":1}"#),
        (#"["\u0041\/\u00e9\u000a\u001f"]"#, #"["A/é\n\u001f"]"#),
        (#"[1e3,1E3,-0,1.0,true,false]"#, #"[1e3,1E3,-0,1.0,true,false]"#),
        (#"{"\uffff":1,"\ud800\udc00":2}"#, "{\"\u{FFFF}\":1,\"\u{10000}\":2}"),
    ])
    func `the canonical bytes have a fixed form`(_ text: String, _ expected: String) throws {
        #expect(try canonical(text) == expected)
    }

    @Test func `the canonical bytes do not depend on the order of members`() throws {
        let left = try parsedValue(of: #"{"a":1,"b":{"c":2,"d":3}}"#)
        let right = try parsedValue(of: #"{"b":{"d":3,"c":2},"a":1}"#)
        #expect(left != right)
        #expect(left.canonicalBytes == right.canonicalBytes)
    }
}
