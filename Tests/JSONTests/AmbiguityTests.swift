import JSON
import Testing

@Suite struct AmbiguityTests {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, ["/a"]),
        (#"{"a":1,"\u0061":2}"#, ["/a"]),
        (#"{"a":1,"b":2,"a":3,"b":4,"a":5}"#, ["/a", "/b", "/a"]),
        (#"{"x":{"a":1,"a":2}}"#, ["/x/a"]),
        (#"[0,{"a":[{},{"b":1,"b":1}]}]"#, ["/1/a/1/b"]),
        (#"{"":1,"":2}"#, ["/"]),
        (#"{"a/b~c":1,"a/b~c":2}"#, ["/a~1b~0c"]),
        (#"{"x":{"a":1},"y":{"a":1},"a":1}"#, []),
        (#"[{"a":1},{"a":1}]"#, []),
        (#"{"a":1,"A":2}"#, []),
        (#"{"a":1,"a":{"b":1,"b":1}}"#, ["/a", "/a/b"]),
    ])
    func `a duplicate name is reported by pointer`(_ text: String, _ pointers: [String]) throws {
        #expect(
            try ambiguities(in: text) == pointers.map { JSONAmbiguity(pointer: $0, kind: .duplicateMember) })
    }

    @Test func `the first of two members is kept`() throws {
        let expected = [JSONMember(name: "a", value: .integer(1)), JSONMember(name: "b", value: .integer(2))]
        #expect(try parsedValue(of: #"{"a":1,"b":2,"a":3}"#) == .object(expected))
    }

    @Test(arguments: [
        (#""\ud800""#, "\u{FFFD}", ""),
        (#""\udfff""#, "\u{FFFD}", ""),
        (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}", ""),
        (#""\ud800\ud800\udc00""#, "\u{FFFD}\u{10000}", ""),
        (#""\ud800a""#, "\u{FFFD}a", ""),
        (#""\ud800\n""#, "\u{FFFD}\n", ""),
        (#""\ud800\u0041""#, "\u{FFFD}A", ""),
        (#""a\uDBFF""#, "a\u{FFFD}", ""),
    ])
    func `an unpaired surrogate is read as U+FFFD and reported`(
        _ text: String,
        _ expected: String,
        _ pointer: String
    ) throws {
        #expect(try parsedValue(of: text) == .string(expected))
        #expect(try ambiguities(in: text) == [JSONAmbiguity(pointer: pointer, kind: .unpairedSurrogate)])
        #expect(try ambiguities(in: "[0,{\"é\":\(text)}]").map(\.pointer) == ["/1/é"])
    }

    @Test func `an unpaired surrogate in a name is reported with the name as read`() throws {
        let text = #"{"x":{"a\ud800":[1]}}"#
        #expect(
            try ambiguities(in: text) == [JSONAmbiguity(pointer: "/x/a\u{FFFD}", kind: .unpairedSurrogate)])
        #expect(try parsedValue(of: text)["x"]?["a\u{FFFD}"] == .array([.integer(1)]))
    }

    @Test func `names that are equal only as read are reported as surrogate and duplicate`() throws {
        let kinds = try ambiguities(in: #"{"\ud800":1,"\ud801":2}"#).map(\.kind)
        #expect(kinds == [.unpairedSurrogate, .unpairedSurrogate, .duplicateMember])
    }

    @Test func `U+FFFD itself is not ambiguous`() throws {
        #expect(try ambiguities(in: #"["\ufffd","�"]"#).isEmpty)
    }

    @Test func `ambiguities are reported in text order`() throws {
        let text = #"{"a":"\ud800","b":[{"c":1,"c":"\udc00"}],"a":0}"#
        #expect(try ambiguities(in: text).map(\.pointer) == ["/a", "/b/0/c", "/b/0/c", "/a"])
    }

    @Test(arguments: [15, 16, 17, 18, 19, 100])
    func `every duplicate name is found in objects of any size`(_ count: Int) throws {
        let names = (0..<count).map { "name-\($0)" }
        let text = "{" + (names + names).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try ambiguities(in: text).map(\.pointer) == names.map { "/" + $0 })
        guard case .object(let members) = try parsedValue(of: text) else { throw NotAnObject() }
        #expect(members.map(\.name) == names)
    }

    @Test func `names that differ only in composition are distinct in large objects`() throws {
        let marks = (0..<40)
            .map { String(repeating: "e\u{301}", count: $0) + String(repeating: "é", count: 40 - $0) }
        let text = "{" + marks.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try ambiguities(in: text).isEmpty)
        #expect(
            try ambiguities(in: text.dropLast() + ",\"\(marks[20])\":1}").map(\.pointer) == ["/" + marks[20]])
    }

    @Test func `a hundred thousand members are parsed in linear time`() throws {
        let text = "{" + (0..<100_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        let started = ContinuousClock.now
        #expect(try ambiguities(in: text).isEmpty)
        #expect(ContinuousClock.now - started < .seconds(10), "comparing each with each takes minutes")
    }

    private struct NotAnObject: Error {}
}
