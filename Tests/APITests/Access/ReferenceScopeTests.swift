import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Every member of a body that names an entity × an entity of a hamlet that the caller does not see.
@Suite struct ReferenceScopeTests {
    private static let members = BodyMember.all { $0.schema == .id }
        .filter { !$0.endpoint.contains("/imports/") }

    /// Members that may name an entity of another place: a model may be a copy of one there.
    private static let anywhere: Set = ["replicated_from"]

    /// The ids of entities of hamlet 2, and of another commune where hamlets have none.
    private func elsewhere(in office: Office) throws -> [String: Int64] {
        let pledge = try office.post("/v1/pledges", #"{"fund":3,"household":5,"amount":1000}"#)
        let decision = try office.post(
            "/v1/decisions",
            Office.decision.replacing(#""hamlet":1"#, with: #""hamlet":2"#))
        let id = try #require(decision.integer("/id"), "\(decision.bodyText)")
        let gift = try #require(
            try office.contribute(#"{"fund":3,"household":5,"method":"cash","amount":1000}"#).integer("/id"))
        let stranger = try office.write { tx in try tx.addUser(named: "Lạ").id }
        return [
            "first_receipt": gift, "last_receipt": gift, "collector": stranger.number,
            "to_fund": 3, "hamlet": 2, "fund": 3,
            "household": 5, "into": 5, "pledge": try #require(pledge.integer("/id")),
            "decision": id, "amends": id, "earlier_meeting": id, "organisation": 2, "parent": 2,
            // The account of hamlet 2: see `addBankForSamples`.
            "account": 2, "commune_unit": 5, "successor_organisation": 2,
        ]
    }

    @Test(arguments: members)
    func `an entity of a hamlet that the caller does not see cannot be named`(_ member: BodyMember) throws {
        guard !Self.anywhere.contains(member.name) else { return }
        let office = try Office.forSamples()
        let ids = try elsewhere(in: office)
        let id = try #require(ids[member.name], "a new member: name an entity of hamlet 2")
        let endpoint = try Endpoint.named(member.endpoint)
        let sample = try endpoint.sample
        guard let role = endpoint.someRole else { return }
        var known: [JSONMember] = []
        if !sample.body.isEmpty, case .object(let all) = try json(sample.body) {
            known = all.filter { $0.name != member.name }
        }
        // One donor at most.
        if ["organisation", "household"].contains(member.name) {
            known.removeAll {
                ["household", "organisation", "sponsor_name", "sponsor_kind"].contains($0.name)
            }
        }
        var writer = JSONWriter()
        writer.value(JSONValue.object(known + [JSONMember(name: member.name, value: .integer(id))]))
        let body = String(decoding: writer.finish(), as: UTF8.self)
        let bearer = Bearer(role, at: .xom9)
        let response =
            endpoint.method == .patch
            ? try office.patch(sample.target, body, as: bearer, ifMatch: "*")
            : try office.post(sample.target, body, as: bearer, key: office.newKey(), ifMatch: "*")
        #expect((400..<500).contains(response.status), "\(member) \(response.bodyText)")
    }

    @Test func `after a split, the head of one part cannot spend the money of the other by a refund`() throws
    {
        let office = try Office.villageWithBooks()
        let gift = #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":300000}"#
        try #require(try office.contribute(gift).integer("/id") == 2)
        office.clock.advance(days: 1)
        let split = try office.split(
            1,
            into: """
                {"name":"Xóm 9A","type":"xom"},{"name":"Xóm 9B","type":"xom","households":[1,3],
                "funds":[{"fund":1,"cash":200000}]}
                """, on: "2026-11-24")
        try #require(split.status == 201, "\(split.bodyText)")
        func refund(_ contribution: Int64, _ fund: Int64?, in hamlet: Int64) throws -> Response {
            let member = fund.map { #","fund":\#($0)"# } ?? ""
            return try office.post(
                "/v1/contributions/\(contribution)/refunds", #"{"amount":1000,"reason":"Nhầm"\#(member)}"#,
                as: Bearer(.hamletHead, at: .hamlet(Hamlet.ID(hamlet))), key: office.newKey())
        }
        let funds = try [Int64(4), 5]
            .map { hamlet in
                try #require(try office.get("/v1/funds?hamlet=\(hamlet)").items().first?.integer("/id"))
            }
        let other = try refund(2, funds[0], in: 5)
        #expect(Refused(other) == Refused(422, "reference-unknown"), "\(other.bodyText)")
        #expect(other.errors == ["/fund reference-unknown"])
        #expect(try refund(2, 999, in: 5).errors == ["/fund reference-unknown"])
        #expect(try refund(2, funds[1], in: 5).integer("/hamlet") == 5)
        // Without a fund it is that of the household, which the head of the other part does not see.
        let unclear = try refund(1, nil, in: 4)
        #expect(unclear.errors == ["/fund choice-unknown"], "\(unclear.bodyText)")
        #expect(try refund(1, nil, in: 5).integer("/hamlet") == 5)
    }
}
