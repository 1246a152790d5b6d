import API
import Domain
import JSON
import Logging
import Store
import TestSupport
import Testing

@testable import App

@Suite struct DemoPartsTests {
    @Test func `the same number always has the same name`() {
        #expect(DemoNames.name(0) == "Nguyễn Văn An")
        #expect((0..<5_000).allSatisfy { DemoNames.name($0) == DemoNames.name($0) })
    }

    @Test func `names have three words and vary`() {
        let names = (0..<2_000).map(DemoNames.name)
        #expect(names.allSatisfy { $0.split(separator: " ").count == 3 })
        #expect(Set(names).count > 500)
    }

    @Test func `a household code has three digits`() throws {
        for (number, code) in [(1, "H001"), (42, "H042"), (315, "H315")] {
            let body = try JSONDocument(
                parsing: DemoRequest.household(of: 1, number: number, name: "An", persons: 3).body()
            )
            .root
            #expect(body.text("/code") == code && body.integer("/persons") == 3)
        }
    }

    @Test func `a request without members has no body`() {
        #expect(DemoRequest.confirm(7).body() == [])
        #expect(DemoRequest.confirm(7).path == "/v1/pledges/7/confirm")
    }

    @Test func `the key of a contribution is well-formed and unique`() {
        let keys = [
            ("household", JSONValue.integer(1)), ("household", .integer(2)), ("sponsor_name", .string("An")),
        ]
        .map { donor in
            DemoRequest.contribution(
                to: 1, from: donor, pledge: nil, 5, on: "2023-01-01", method: "cash"
            )
            .fields[0].1
        }
        #expect(Set(keys).count == 3)
        #expect(keys.allSatisfy { (16...255).contains($0.utf8.count) && $0.allSatisfy(\.isASCII) })
    }

    @Test func `a pledge without a date leaves it to the service`() throws {
        let body = try JSONDocument(parsing: DemoRequest.pledge(to: 1, by: 2, 3, on: nil).body()).root
        #expect(body["pledged_on"] == nil && body.integer("/amount") == 3)
    }

    @Test func `a response that is not a success stops the demo with the reason`() throws {
        let folder = try Folder()
        let store = try Store(
            path: folder.path + "/x.db", clock: systemClock)
        defer { store.close() }
        let service = Service(store: store, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        let client = try DemoClient(service, token: "dv_" + String(repeating: "a", count: 43))
        let failure = #expect(throws: Failure.self) {
            try client.post([.hamlet("16702", "Xóm 9", type: "xom")])
        }
        #expect(failure?.code == .data)
        #expect(failure?.lines.first?.hasPrefix("/v1/hamlets: {") == true)
        #expect(failure?.lines.first?.contains("token-invalid") == true)
    }

    @Test func `the commands contain the token once and the address each time`() {
        let lines = Demo.invitation(token: "dv_x", at: "127.0.0.1:9")
        #expect(lines.count == 6 && lines[0] == "TOKEN=dv_x")
        #expect(
            lines.dropFirst().allSatisfy { $0.contains("http://127.0.0.1:9/v1/") && !$0.contains("dv_x") })
    }
}
