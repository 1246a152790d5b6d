import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// The document against the table, and against itself.
///
/// All responses in all tests are checked against it too: see `Contract`.
@Suite struct OpenAPITests {
    private let document = Contract.shared.document

    @Test func `the document has every row of the table and nothing else`() {
        let paths = document["paths"] ?? .null
        let reported = paths.names.flatMap { path in
            (paths[path]?.names ?? []).map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(reported) == Set(Endpoint.names))
        #expect(reported.count == Endpoint.names.count)
    }

    @Test func `every reference resolves`() {
        let references = OpenAPITests.references(in: document)
        #expect(references.count > Endpoint.names.count)
        for reference in references { #expect(Contract.shared.resolved(reference) != nil, "\(reference)") }
    }

    @Test func `every schema is used`() {
        let used = Set(OpenAPITests.references(in: document))
        for name in document.at("/components/schemas")?.names ?? [] {
            #expect(used.contains("#/components/schemas/" + name), "\(name)")
        }
    }

    @Test func `names of schemas and operations are well-formed and unique`() {
        let schemas = document.at("/components/schemas")?.names ?? []
        for name in schemas { #expect(name.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil, "\(name)") }
        let ids = Endpoint.names.compactMap { name in operation(name)?.text("/operationId") }
        #expect(ids.count == Endpoint.names.count)
        #expect(Set(ids).count == ids.count)
        #expect(ids.contains("post_v1_pledges_id_confirm"))
    }

    @Test(arguments: Endpoint.names)
    func `an operation matches its row in the table`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let operation = try #require(self.operation(name))
        #expect(operation.text("/summary") == endpoint.summary.vi)
        #expect(operation.text("/description")?.hasPrefix(endpoint.summary.en) == true)
        let ofDryRun = endpoint.key == .none || endpoint.status == 200 ? [] : ["200"]
        #expect(operation["responses"]?.names == [String(endpoint.status)] + ofDryRun + ["default"])
        #expect(operation.text("/responses/default/$ref") == "#/components/responses/Problem")
        let needsNoToken = [Access.anonymous, .witness].contains(endpoint.access)
        #expect(operation.items("/security").isEmpty == needsNoToken)
        let parameters = operation.items("/parameters")
        func isRequired(_ name: String) -> Bool? {
            parameters.first { $0.text("/name") == name }?.at("/required")?.boolean()
        }
        #expect(isRequired("If-Match") == (endpoint.needsVersion ? true : nil))
        let key: Bool? =
            switch endpoint.key {
            case .required: true
            case .accepted: false
            case .none: nil
            }
        #expect(isRequired("Idempotency-Key") == key)
        #expect(isRequired("dry_run") == (endpoint.key == .none ? nil : false))
        #expect(isRequired("bom") == (endpoint.media.contains(.csv) ? false : nil))
        let content = operation["responses"]?[String(endpoint.status)]?["content"]
        #expect(content?.names == endpoint.media.map(\.type))
    }

    @Test(arguments: Endpoint.names)
    func `every path placeholder is a parameter, and vice versa`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let inPath = try #require(operation(name)).items("/parameters").filter { $0.text("/in") == "path" }
        let named = endpoint.path.text.matches(of: /\{([a-z_]+)\}/).map { String($0.output.1) }
        #expect(inPath.compactMap { $0.text("/name") } == named)
        #expect(inPath.allSatisfy { $0.at("/required")?.boolean() == true })
    }

    @Test func `the roles are listed`() throws {
        let described = try #require(operation("POST /v1/funds")?.text("/description"))
        #expect(described == "Opens a fund. Roles: accountant, clerk, hamlet_head.")
    }

    @Test func `the body of a contribution is described with its bounds`() throws {
        let body = try #require(operation("POST /v1/contributions")?.at("/requestBody"))
        #expect(body.at("/required")?.boolean() == true)
        let schema = try #require(body.at("/content/application~1json/schema"))
        #expect(schema.items("/required").compactMap { $0.text() } == ["fund", "amount", "method"])
        #expect(
            schema.at("/properties/amount")
                == (try json(
                    #"{"type":"integer","format":"int64","minimum":1,"maximum":9007199254740991}"#)))
        #expect(schema.at("/properties/method/enum") == (try json(#"["cash","bank"]"#)))
        #expect(schema.at("/additionalProperties")?.boolean() == false)
    }

    @Test func `an update is described as a merge patch without required members`() throws {
        let body = try #require(operation("PATCH /v1/households/{id}")?.at("/requestBody"))
        #expect(body["content"]?.names == ["application/merge-patch+json"])
        #expect(body.items("/content/application~1merge-patch+json/schema/required").isEmpty)
    }

    @Test func `a transition without input has no body`() {
        #expect(operation("POST /v1/pledges/{id}/confirm")?.at("/requestBody") == nil)
    }

    @Test func `problems are described with every code`() throws {
        let words = document.items("/components/schemas/Problem/properties/code/enum")
            .compactMap { $0.text() }
        #expect(words == ProblemCode.allCases.map(\.rawValue))
        #expect(
            document.at("/components/responses/Problem/content")?.names == ["application/problem+json"])
    }

    @Test func `the document is always the same`() {
        #expect(openAPIDocument(of: Service.table) == openAPIDocument(of: Service.table))
    }

    @Test func `the response check detects errors`() throws {
        let schema = try json(
            """
            {"type":"object","required":["a"],"additionalProperties":false,"properties":{
            "a":{"type":"integer","minimum":1,"maximum":3},"b":{"type":"string","enum":["x"]},
            "c":{"anyOf":[{"type":"string","format":"date"},{"type":"null"}]},
            "d":{"type":"array","minItems":1,"maxItems":2,"items":{"type":"boolean"}},
            "e":{"type":"string","pattern":"^[a-z]+$"}}}
            """)
        func errors(_ text: String) throws -> Int {
            Contract.shared.violations(of: try json(text), by: schema, at: "").count
        }
        #expect(try errors(#"{"a":1,"b":"x","c":null,"d":[true],"e":"x"}"#) == 0)
        #expect(try errors(#"{"b":"x"}"#) == 1)
        #expect(try errors(#"{"a":4}"#) == 1)
        #expect(try errors(#"{"a":"1"}"#) == 1)
        #expect(try errors(#"{"a":1,"b":"y","c":"soon","d":[1],"f":1}"#) == 4)
        #expect(try errors(#"{"a":1,"d":[]}"#) == 1 && errors(#"{"a":1,"d":[true,true,true],"e":"1"}"#) == 2)
        #expect(Contract.shared.violations(of: .null, by: try json(#"{"multipleOf":2}"#), at: "").count == 2)
    }

    private func operation(_ name: String) -> JSONValue? {
        let parts = name.split(separator: " ").map(String.init)
        return document["paths"]?[parts[1]]?[parts[0].lowercased()]
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            members.flatMap { member -> [String] in
                if member.name == "$ref", case .string(let reference) = member.value { return [reference] }
                return references(in: member.value)
            }
        case .array(let items): items.flatMap { references(in: $0) }
        case .null, .bool, .integer, .number, .string: []
        }
    }
}
