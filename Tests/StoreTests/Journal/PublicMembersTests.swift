import Testing

@testable import Store

@Suite struct PublicMembersTests {
    private static let members = PublicMembers([
        .init("amount"), .init("name", .not("anonymous", "true"), .without("void_reason")), .init("list"),
    ])

    private func selected(_ payload: String, by members: PublicMembers = Self.members) -> String? {
        members.selected(from: Array(payload.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `members are copied as they are written, in the order of the table`() {
        #expect(
            selected(
                #"{"name":"Xóm \"9\", {A}","id":7,"amount":5,"anonymous":false,"list":[1,{"amount":2}]}"#)
                == #"{"amount":5,"name":"Xóm \"9\", {A}","list":[1,{"amount":2}]}"#)
    }

    @Test func `a member whose condition does not hold is left out`() {
        #expect(selected(#"{"amount":5,"name":"An","anonymous":true}"#) == #"{"amount":5}"#)
        #expect(selected(#"{"amount":5,"name":"An","void_reason":"Sai"}"#) == #"{"amount":5}"#)
        #expect(selected(#"{"amount":5,"name":"An","void_reason":null}"#) == #"{"amount":5,"name":"An"}"#)
    }

    @Test func `nothing is public when the condition for all does not hold, or no member is there`() {
        let members = PublicMembers([.init("amount")], when: .with("number"))
        #expect(selected(#"{"amount":5,"number":null}"#, by: members) == nil)
        #expect(selected(#"{"amount":5,"number":"PC-1"}"#, by: members) == #"{"amount":5}"#)
        #expect(selected(#"{"id":1}"#) == nil)
        #expect(selected(#"{"amount":5}"#, by: .none) == nil)
    }

    @Test func `of a list of objects only the named members are public`() {
        let members = PublicMembers(
            [.init("state"), .init(listOf: "items", "text", "passed")],
            when: .among("state", ["\"passed\"", "\"failed\""]))
        #expect(
            selected(
                #"{"items":[{"text":"a,]}\"","for":9,"passed":true},{"for":1},{"text":"b","x":[1]}],"state":"passed"}"#,
                by: members)
                == #"{"state":"passed","items":[{"text":"a,]}\"","passed":true},{},{"text":"b"}]}"#)
        #expect(selected(#"{"items":[],"state":"failed"}"#, by: members) == #"{"state":"failed","items":[]}"#)
        #expect(selected(#"{"items":7,"state":"failed"}"#, by: members) == #"{"state":"failed","items":[]}"#)
        #expect(selected(#"{"items":[],"state":"draft"}"#, by: members) == nil)
        #expect(selected(#"{"items":[]}"#, by: members) == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "{\"amount\"}", "{\"amount\":", "{\"amount\":5", "{\"amount\":\"5}", "{,}", "{}x",
    ])
    func `what is no object has no members`(_ payload: String) {
        #expect(selected(payload) == nil)
    }
}
