import API
import HTTP
import JSON
import SQLite
import TestSupport
import Testing
import Verify

/// A merge patch that changes nothing stores nothing but its response, for every PATCH of the table.
@Suite struct UnchangedTests {
    private static let patches = Endpoint.names { $0.method == .patch }

    @Test(arguments: patches)
    func `a patch without an effect stores nothing and keeps the tag`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let sample = try endpoint.sample
        let bearer = endpoint.someRole.map { Bearer($0) }
        let changed = try office.patch(sample.target, sample.body, as: bearer)
        #expect(changed.status == 200)
        let (before, tag) = (try changesCount(of: office), changed.field("ETag"))
        for body in ["{}", sample.body] {
            for ifMatch in ["*", tag ?? ""] {
                let again = try office.patch(
                    sample.target, body, as: bearer, key: office.newKey(), ifMatch: ifMatch)
                #expect(again.status == 200 && again.body == changed.body, "\(again.bodyText)")
                #expect(again.field("ETag") == tag)
            }
        }
        #expect(try changesCount(of: office) == before)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
        // The whole representation, sent back member by member, changes nothing either.
        let shown = try office.get(sample.target, as: bearer)
        let members = endpoint.fields.filter { $0.section == .body }.map(\.name)
        for member in shown.json.names where members.contains(member) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.name(dynamic: member)
            writer.value(shown.json[member] ?? .null)
            writer.endObject()
            let body = String(decoding: writer.finish(), as: UTF8.self)
            let again = try office.patch(sample.target, body, as: bearer)
            #expect(again.status >= 400 || again.body == shown.body, "\(body) \(again.bodyText)")
        }
        #expect(try changesCount(of: office) == before)
    }

    /// The rows of the journal that say of a change; others say of stored responses.
    private func changesCount(of office: Office) throws -> Int64? {
        try RawFile(office.base.path).connection
            .first("SELECT count(*) FROM journal WHERE kind <> 'response.stored'") { row in row.integer(0) }
    }

    @Test func `a patch that is refused is refused without an effect too`() throws {
        let office = try Office.forSamples()
        let stale = try office.patch("/v1/households/1", "{}", ifMatch: #""r99""#)
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        // A concluded decision is not edited, whatever the patch contains.
        #expect(try office.patch("/v1/decisions/3", "{}").code == "invalid-transition")
    }
}
