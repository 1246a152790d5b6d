import Domain
import JSON
import TestSupport
import Testing

@testable import API

/// Words of the wire: one path for each entity, and no term that the glossary has replaced.
@Suite struct WireWordTests {
    /// Terms as they were before 0.1.0, and what to say instead.
    private static let replaced: [(old: String, new: String)] = [
        ("arrangement", "reorganisation"), ("grant", "role assignment"), ("duty", "role assignment"),
        ("lives", "history"), ("since", "valid_from"), ("until", "valid_to"), ("sort", "kind or type"),
        ("step-closed", "invalid-transition"), ("taken", "already-exists"),
        ("written-after", "records-after-effective-date"), ("map", "boundaries"),
    ]

    @Test func `no two entities have one path`() {
        let paths = EntityKind.allCases.map(\.path)
        for path in Set(paths) where paths.count(where: { $0 == path }) > 1 {
            Issue.record("\(path) is the path of two entities: change one in EntityNames.swift")
        }
    }

    @Test func `no two endpoints have one method and path`() {
        let names = Endpoint.names
        for name in Set(names) where names.count(where: { $0 == name }) > 1 {
            Issue.record("\(name) stands twice in Service.table: remove one, or give it a path of its own")
        }
    }

    @Test func `no replaced term is on the wire`() {
        let fields = Service.table.flatMap { $0.fields.map(\.name) }
        let steps = Service.table.flatMap { $0.path.text.split(separator: "/").map(String.init) }
        let members = OpenAPIWords.members(in: Contract.shared.document)
        let codes = ProblemCode.allCases.map(\.rawValue)
        for word in Set(fields + steps + members + codes) {
            let parts = Set(word.split { $0 == "-" || $0 == "_" }.map(String.init) + [word])
            for (old, new) in Self.replaced where parts.contains(old) || parts.contains(old + "s") {
                Issue.record("'\(word)' uses the old term '\(old)': say '\(new)' (docs/GLOSSARY.md)")
            }
        }
    }
}

/// The names of all members in the schemas of the OpenAPI document.
private enum OpenAPIWords {
    static func members(in document: JSONValue) -> [String] {
        (document.at("/components/schemas")?.names ?? [])
            .flatMap { document.at("/components/schemas/\($0)/properties")?.names ?? [] }
    }
}
