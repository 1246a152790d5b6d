import JSON
import Testing

@Suite struct PointerTests {
    @Test(
        arguments: [
            ([], ""), ([.member("")], "/"), ([.index(0)], "/0"), ([.member("a"), .index(12)], "/a/12"),
            ([.member("a/b")], "/a~1b"), ([.member("m~n")], "/m~0n"), ([.member("~1")], "/~01"),
            ([.member("c%d"), .member(" "), .member("k\"l")], "/c%d/ /k\"l"),
            ([.member("e\u{301}")], "/e\u{301}"),
        ] as [([JSONPointer.Step], String)]
    )
    func `a pointer is written as in RFC 6901`(_ steps: [JSONPointer.Step], _ expected: String) {
        #expect(Array(JSONPointer(steps).text.utf8) == Array(expected.utf8))
    }
}
