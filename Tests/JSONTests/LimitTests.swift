import JSON
import Testing

@Suite struct LimitTests {
    private func nested(_ depth: Int, open: String, close: String) -> String {
        String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
    }

    @Test func `32 nested arrays or objects are accepted, 33 are not`() {
        #expect(parseError(of: nested(32, open: "[", close: "]")) == nil)
        #expect(parseError(of: nested(33, open: "[", close: "]")) == JSONError(offset: 32, reason: .tooDeep))
        #expect(parseError(of: nested(32, open: "{\"a\":", close: "}")) == nil)
        #expect(
            parseError(of: nested(33, open: "{\"a\":", close: "}"))
                == JSONError(offset: 160, reason: .tooDeep)
        )
    }

    @Test func `depth counts open containers, not closed ones`() {
        let row = nested(31, open: "[", close: "]")
        #expect(parseError(of: "[\(row),\(row),{\"a\":[]}]") == nil)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `a hundred thousand open brackets are rejected early`(_ open: String) {
        #expect(parseError(of: String(repeating: open, count: 100_000))?.reason == .tooDeep)
    }

    @Test(arguments: [(0, "1", nil), (0, "[]", 0), (1, "[]", nil), (1, "[ []]", 2)] as [(Int, String, Int?)])
    func `the depth limit is set by the caller`(_ depthMax: Int, _ text: String, _ offset: Int?) {
        let expected = offset.map { JSONError(offset: $0, reason: .tooDeep) }
        #expect(parseError(of: text, limits: JSONLimits(depthMax: depthMax)) == expected)
    }

    @Test func `a text of bytesMax is accepted, one more byte is too long`() {
        let limits = JSONLimits(bytesMax: 8)
        #expect(parseError(of: "[1234  ]", limits: limits) == nil)
        #expect(parseError(of: "[1234   ]", limits: limits) == JSONError(offset: 8, reason: .tooLong))
        #expect(JSONLimits().bytesMax == 1_048_576)
    }

    @Test(arguments: [
        ("1", 1), ("[]", 1), ("[1,1]", 3), (#"{"a":1,"b":[]}"#, 3), (#"{"a":{"b":{"c":null}}}"#, 4),
    ])
    func `every value counts: those in a container, and the container`(_ text: String, _ count: Int) {
        #expect(parseError(of: text, limits: JSONLimits(valuesMax: count)) == nil)
        #expect(parseError(of: text, limits: JSONLimits(valuesMax: count - 1))?.reason == .tooManyValues)
    }

    @Test func `the first value too many is named, whatever follows`() {
        let limits = JSONLimits(valuesMax: 3)
        #expect(
            parseError(of: "[1,1,1,!", limits: limits) == JSONError(offset: 5, reason: .tooManyValues))
        let members = (0..<80_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(parseError(of: "{\(members)}", limits: limits)?.reason == .tooManyValues)
    }

    @Test func `ambiguities are recorded up to faultsMax`() throws {
        let text = Array(#"{"a":1,"a":1,"a":1,"a":1}"#.utf8)
        #expect(try JSONDocument(parsing: text, limits: JSONLimits(ambiguitiesMax: 2)).ambiguities.count == 2)
        #expect(try JSONDocument(parsing: text, limits: JSONLimits(ambiguitiesMax: 3)).ambiguities.count == 3)
    }

    @Test func `a long name cannot make the pointers much larger than the text`() throws {
        let name = String(repeating: "~", count: 10_000)
        let row = "{\"\(name)\":{" + (0..<90).map { _ in "\"a\":0" }.joined(separator: ",") + "}}"
        let pointers = try ambiguities(in: row).map(\.pointer.utf8.count)
        #expect(pointers == [20_003])
    }
}
