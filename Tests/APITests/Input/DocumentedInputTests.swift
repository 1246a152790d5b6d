import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// What the document says about inputs is what the decoder takes.
@Suite struct DocumentedInputTests {
    @Test(arguments: BodyMember.all { $0.takesNull })
    func `null is taken where the document says so`(_ member: BodyMember) throws {
        let errors = try member.errors(with: JSONValue.null, in: try Office.forSamples())
        #expect(!errors.contains("/\(member.name) type-mismatch"), "\(errors)")
        // A merge patch that clears one of a pair must clear the other too; a meeting needs a method, other votes none.
        guard !member.name.hasPrefix("initiative_"), member.name != "method" else { return }
        // Of two lists one is needed.
        guard member.endpoint != "POST /v1/bank-credits/{id}/receipts" else { return }
        #expect(!errors.contains("/\(member.name) member-missing"), "\(errors)")
    }

    @Test(arguments: BodyMember.all { !$0.takesNull })
    func `null is refused where the document does not allow it`(_ member: BodyMember) throws {
        let errors = try member.errors(with: JSONValue.null, in: try Office.forSamples())
        let ofNull = ["type-mismatch", "member-missing"].map { "/\(member.name) \($0)" }
        #expect(!Set(errors).isDisjoint(with: ofNull), "\(errors)")
    }

    private static let lists = Service.table.flatMap { endpoint in
        endpoint.fields.compactMap { field -> BodyMember? in
            guard field.section == .body, case .list(_, _, .some) = field.schema else { return nil }
            return BodyMember(endpoint: endpoint.name, name: field.name)
        }
    }

    @Test func `every list in a body has a largest number of items`() {
        let all = Service.table.flatMap(\.fields)
            .filter { if $0.section == .body, case .list = $0.schema { true } else { false } }
        #expect(DocumentedInputTests.lists.count == all.count && all.count > 5)
    }

    @Test(arguments: lists)
    func `a list longer than the document says is refused`(_ member: BodyMember) throws {
        let field = try #require(Endpoint.named(member.endpoint).fields.first { $0.name == member.name })
        guard case .list(_, let least, let most?) = field.schema else { return }
        let office = try Office.forSamples()
        let long = JSONValue.array(Array(repeating: .null, count: most + 1))
        #expect(try member.errors(with: long, in: office).contains("/\(member.name) number-out-of-range"))
        guard least > 0 else { return }
        #expect(
            try member.errors(with: .array([]), in: office).contains("/\(member.name) number-out-of-range"))
    }

    @Test(
        arguments: BodyMember.all { if case .text(_, .some) = $0.schema { true } else { false } },
        ["", " \t\u{200B}", "Xóm\u{7}", "Xóm\u{202E}"])
    func `a text that the pattern excludes is refused`(_ member: BodyMember, _ text: String) throws {
        #expect(
            try member.errors(with: text, in: try Office.forSamples())
                .contains("/\(member.name) text-invalid"))
    }

    @Test(arguments: [
        ("", false), ("\t", false), ("\u{7}", false), ("a\u{85}b", true), ("a\nb", true), ("Xóm 9", true),
        (" a ", true), ("a\u{202A}", false), ("\u{9F}", false), (String(repeating: "ô", count: 1000), true),
    ])
    func `the pattern of a line`(_ text: String, _ matches: Bool) throws {
        guard case .text(_, let pattern?) = JSONSchema.line(lengthMax: 1000) else {
            Issue.record("no pattern")
            return
        }
        let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
        #expect((try regex.firstMatch(in: text) != nil) == matches)
    }

    @Test(arguments: [
        ("thu-tien-2026-11-23-001", true), ("\"thu-tien-2026-11-23-001\"", true), ("ngan", false),
        ("\"thu-tien-2026-11-23-001", false), (String(repeating: "a", count: 255), true),
        (String(repeating: "a", count: 256), false), ("thu tien 2026 11 23 001", false),
    ])
    func `an Idempotency-Key is taken when the document says so`(_ key: String, _ isTaken: Bool) throws {
        let office = try Office.village()
        let parameters = Contract.shared.operation(.post, "/v1/funds")?.items("/parameters") ?? []
        let schema = try #require(
            parameters.first { $0.text("/name") == "Idempotency-Key" }?["schema"])
        #expect(Contract.shared.violations(of: .string(key), by: schema, at: "").isEmpty == isTaken)
        let response = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ mới"}"#, key: key)
        #expect((response.code == "idempotency-key-malformed") != isTaken)
    }

    @Test func `a registered method that no path supports is refused with 405`() throws {
        let response = try Office.village().send(.query, "/v1/funds")
        #expect(response.status == 405 && response.field("Allow") == "GET, HEAD, OPTIONS, POST")
    }
}
