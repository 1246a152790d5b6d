import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Everyone sees who has the money of a commune or an organisation now, by which decision, and how much it was.
@Suite struct BookHandoverPublicTests {
    private static let list = "/v1/public/book-handovers?"

    /// Union 3 handed over to union 4 on 2026-11-20.
    private func office() throws -> Office { try Office.forSamples() }

    @Test(arguments: ["organisation=3", "organisation=4"])
    func `both parties show the hand-over`(_ owner: String) throws {
        let shown = try office().get(Self.list + owner, as: nil)
        let row = try #require(shown.items().first, "\(shown.bodyText)")
        #expect(shown.items().count == 1)
        #expect(row.integer("/organisation") == 3 && row.integer("/successor_organisation") == 4)
        #expect(row.at("/commune_unit") == .null && row.at("/successor_unit") == .null)
        #expect(row.text("/name") == "Chi hội 1" && row.text("/successor_name") == "Chi hội 2")
        #expect(row.text("/effective_on") == "2026-11-20" && row.text("/decision_number") == "3/QĐ")
        #expect(row.text("/funds/0/from_name") == "Phế liệu" && row.text("/funds/0/to_name") == "Phế liệu")
        #expect(row.integer("/funds/0/cash") == 0 && row.integer("/transferred/bank") == 0)
    }

    @Test func `nobody sees who recorded it, nor what was requested`() throws {
        let village = try office()
        let shown = try village.get(Self.list + "organisation=3", as: nil)
        for member in ["recorded_by", "recorded_at", "expenditures"] {
            #expect(!shown.bodyText.contains("\"\(member)\""), "\(member)")
        }
        let listed = try village.get("/v1/book-handovers?organisation=3", as: .accountant)
        let (inside, outside) = (try #require(listed.items().first), try #require(shown.items().first))
        for member in ["name", "successor_name", "effective_on", "decided_on", "decision_number"] {
            #expect(inside.text("/" + member) == outside.text("/" + member), "\(member)")
        }
        #expect(inside.at("/funds") == outside.at("/funds"))
    }

    @Test func `an owner without one has none, and an unknown one is not found`() throws {
        let village = try office()
        #expect(try village.get(Self.list + "organisation=5", as: nil).items().isEmpty)
        #expect(try village.get(Self.list + "organisation=99", as: nil).status == 404)
        #expect(try village.get(Self.list + "hamlet=1", as: nil).items().isEmpty)
    }
}
