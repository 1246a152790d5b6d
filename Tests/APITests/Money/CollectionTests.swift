import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Where the rule applies, nothing is collected from households before they have decided.
///
/// - Source: Law 10/2022/QH15, article 15; DOMAIN §1, "a recorded decision precedes every collection".
@Suite struct CollectionTests {
    private static let gift = #"{"fund":1,"household":1,"method":"cash","amount":1000"#
    private static let pledge = #"{"fund":1,"household":1,"amount":1000"#

    private func village(_ rule: String = "required") throws -> Office {
        let office = try Office.villageWithParameters()
        try office.set([("collection.decision", rule)])
        return office
    }

    /// The id of a concluded decision on `matter` of hamlet 1, held on 2026-11-20 by default.
    private func decide(
        _ office: Office, _ matter: String = "rates", inFavour: Int = 4, amends: Int64? = nil,
        scope: String = #""hamlet":1"#, on day: String = "2026-11-20"
    ) throws -> Int64 {
        try decide(office, [(matter, inFavour)], amends: amends, scope: scope, on: day)
    }

    /// The id of a concluded decision with one item for each matter and the votes in its favour, of 4.
    private func decide(
        _ office: Office, _ items: [(matter: String, inFavour: Int)], amends: Int64? = nil,
        scope: String = #""hamlet":1"#, on day: String
    ) throws -> Int64 {
        let texts = items.map { #"{"matter":"\#($0.matter)","text":"Mức"}"# }.joined(separator: ",")
        let votes = items.map { #"{"for":\#($0.inFavour),"against":\#(4 - $0.inFavour),"other":0}"# }
            .joined(separator: ",")
        let more = amends.map { #","amends":\#($0)"# } ?? ""
        let draft = try office.post(
            "/v1/decisions",
            #"{\#(scope),"title":"Đường","items":[\#(texts)]\#(more)}"#)
        let id = try #require(draft.integer("/id"), "\(draft.bodyText)")
        let held = try office.post(
            "/v1/decisions/\(id)/record-votes",
            """
            {"voting_mode":"meeting","method":"show_of_hands","held_on":"\(day)","place":"NVH","chair":"A",
            "secretary":"B","represented":4,"results":[\(votes)]}
            """, ifMatch: "*")
        try #require(held.status == 200, "\(held.bodyText)")
        let concluded = try office.post(
            "/v1/decisions/\(id)/conclude", as: .approver, key: office.newKey(), ifMatch: "*")
        try #require(concluded.status == 200, "\(concluded.bodyText)")
        return id
    }

    private func authorise(_ office: Office, fund: Int64 = 1, _ decision: Int64) throws -> Response {
        try office.post("/v1/funds/\(fund)/authorise", #"{"decision":\#(decision)}"#, ifMatch: "*")
    }

    @Test func `without a decision a collection from a household is refused with instructions`() throws {
        let office = try village()
        let refused = try office.contribute(Self.gift + "}")
        #expect(Refused(refused) == Refused(409, "decision-missing"))
        #expect(refused.text("/detail")?.contains("/v1/funds/1/authorise") == true)
        #expect(
            try Refused(office.post("/v1/pledges", Self.pledge + "}")) == Refused(409, "decision-missing"))
        // Donations from outside need no decision.
        for donor in [#""sponsor_name":"Anh Xa""#, #""organisation":1"#] {
            let gift = try office.contribute(#"{"fund":1,\#(donor),"method":"cash","amount":1000}"#)
            #expect(gift.status == 201)
        }
        // Before the law came into force, no decision was required.
        #expect(try office.contribute(Self.gift + #","received_on":"2023-06-30"}"#).status == 201)
        #expect(try office.contribute(Self.gift + #","received_on":"2023-07-01"}"#).status == 409)
    }

    @Test func `a passed decision allows collecting from its date`() throws {
        let office = try village()
        let fund = try authorise(office, decide(office))
        #expect(fund.status == 200 && fund.integer("/decision") == 1 && fund.integer("/version") == 2)
        #expect(try office.get("/v1/funds/1").integer("/decision") == 1)
        #expect(try office.contribute(Self.gift + #","received_on":"2026-11-20"}"#).status == 201)
        #expect(try office.contribute(Self.gift + "}").status == 201)
        #expect(try office.post("/v1/pledges", Self.pledge + "}").status == 201)
        let early = try office.contribute(Self.gift + #","received_on":"2026-11-19"}"#)
        #expect(early.errors == ["/received_on date-out-of-range"])
        // The other fund has no decision of its own.
        let other = #"{"fund":2,"household":1,"method":"cash","amount":1000}"#
        #expect(try Refused(office.contribute(other)) == Refused(409, "decision-missing"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a decision that failed, has another matter or is elsewhere does not apply`()
        throws
    {
        let office = try village()
        let failed = try decide(office, inFavour: 1)
        let byLaw = try decide(office, "by_law")
        for decision in [failed, byLaw] {
            let response = try authorise(office, decision)
            #expect(response.errors == ["/decision decision-not-applicable"], "\(response.bodyText)")
        }
        let draft = try office.post("/v1/decisions", Office.decision)
        #expect(
            try authorise(office, #require(draft.integer("/id"))).errors == [
                "/decision decision-not-applicable"
            ])
        #expect(try authorise(office, 99).errors == ["/decision reference-unknown"])
        #expect(try authorise(office, fund: 3, decide(office)).errors == ["/decision reference-unknown"])
        #expect(try Refused(office.contribute(Self.gift + "}")) == Refused(409, "decision-missing"))
    }

    @Test func `the decision in force on the day of the receipt counts`() throws {
        let office = try village()
        let first = try decide(office, on: "2026-10-01")
        try #require(try authorise(office, first).status == 200)
        let second = try decide(office, on: "2026-11-10")
        let fund = try authorise(office, second)
        try #require(fund.status == 200)
        #expect(fund.integer("/decision") == second)
        #expect(fund.items("/earlier_decisions").compactMap { $0.integer() } == [first])
        for (day, isCollected) in [
            ("2026-09-30", false), ("2026-10-01", true), ("2026-11-09", true), ("2026-11-10", true),
        ] {
            let gift = try office.contribute(Self.gift + #","received_on":"\#(day)"}"#)
            #expect((gift.status == 201) == isCollected, "\(day) \(gift.bodyText)")
            let pledge = try office.post(
                "/v1/pledges", #"{"fund":1,"household":2,"amount":1000,"pledged_on":"\#(day)"}"#)
            #expect((pledge.status == 201) == isCollected, "\(day) \(pledge.bodyText)")
            if let id = pledge.integer("/id") {
                try #require(try office.post("/v1/pledges/\(id)/cancel", ifMatch: "*").status == 200)
            }
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an amendment supersedes only the items that it passed`() throws {
        let office = try village()
        let first = try decide(office, [("rates", 4), ("by_law", 4)], on: "2026-10-01")
        try #require(try authorise(office, first).status == 200)
        let byLaw = try decide(office, [("rates", 0), ("by_law", 4)], amends: first, on: "2026-10-10")
        let amended = try office.get("/v1/decisions/\(first)")
        #expect(amended.text("/state") == "passed" && amended.integer("/items/1/superseded_by") == byLaw)
        #expect(amended.json.at("/items/0/superseded_by") == .null)
        #expect(try office.contribute(Self.gift + "}").status == 201)
        // The rates are still those of the first decision: a fund can rest on it, and another one can amend it.
        #expect(try authorise(office, fund: 2, first).status == 200)
        #expect(try authorise(office, fund: 2, byLaw).errors == ["/decision decision-not-applicable"])
        let rates = try decide(office, [("rates", 4)], amends: byLaw, on: "2026-10-20")
        #expect(try office.get("/v1/decisions/\(byLaw)").text("/state") == "passed")
        #expect(try office.get("/v1/decisions/\(first)").text("/state") == "passed")
        let last = try decide(office, [("rates", 4)], amends: first, on: "2026-10-30")
        #expect(try office.get("/v1/decisions/\(first)").text("/state") == "superseded")
        #expect(try office.get("/v1/decisions/\(rates)").text("/state") == "passed")
        #expect(try authorise(office, last).status == 200)
        #expect(try office.contribute(Self.gift + "}").status == 201)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a superseded decision stands for its successor`() throws {
        let office = try village()
        let first = try decide(office)
        try #require(try authorise(office, first).status == 200)
        _ = try decide(office, amends: first)
        #expect(try office.get("/v1/decisions/\(first)").text("/state") == "superseded")
        #expect(try office.contribute(Self.gift + "}").status == 201)
        #expect(try authorise(office, first).errors == ["/decision decision-not-applicable"])
        // Nothing had been decided before the first decision.
        let early = try office.contribute(Self.gift + #","received_on":"2026-11-19"}"#)
        #expect(early.errors == ["/received_on date-out-of-range"])
    }

    @Test func `a rule that is lifted or never set requires no decision`() throws {
        #expect(try village("free").contribute(Self.gift + "}").status == 201)
        #expect(try Office.village().contribute(Self.gift + "}").status == 201)
        let office = try village()
        try #require(try office.contribute(Self.gift + "}").status == 409)
        let lifted =
            #"{"key":"collection.decision","unit":"40","valid_from":"2026-11-23","value":"free","source":"unverified"}"#
        let admin = Bearer(.admin, at: .province)
        try #require(try office.post("/v1/parameters", lifted, as: admin).status == 201)
        #expect(try office.contribute(Self.gift + "}").status == 201)
        let unreadable = lifted.replacing("free", with: "maybe").replacing("11-23", with: "11-24")
        #expect(
            try office.post("/v1/parameters", unreadable, as: admin).errors == [
                "/value parameter-value-invalid"
            ])
    }

    @Test func `the successor fund collects under the same decision`() throws {
        let office = try village()
        try #require(try authorise(office, decide(office)).status == 200)
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        #expect(
            try office.get("/v1/funds?hamlet=4").items().map { $0.integer("/decision") } == [1, nil, nil])
        let gift = try office.contribute(#"{"fund":5,"household":1,"method":"cash","amount":1000}"#)
        #expect(gift.status == 201, "\(gift.bodyText)")
        // Household 5 came from the hamlet without a decision.
        let other = try office.contribute(#"{"fund":5,"household":5,"method":"cash","amount":1000}"#)
        #expect(Refused(other) == Refused(409, "decision-missing"))
        // The new hamlet's fund may link it again, for the households that decided it.
        #expect(try authorise(office, fund: 6, 1).status == 200)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a fund merged from funds with different decisions has none`() throws {
        let office = try village()
        try #require(try authorise(office, decide(office)).status == 200)
        let held = #"{"hamlet":2,"code":"HA","head_name":"A","persons":1}"#
        for code in ["HA", "HB", "HC"] {
            try #require(
                try office.post("/v1/households", held.replacing("HA", with: code)).status == 201)
        }
        let second = try decide(office, scope: #""hamlet":2"#)
        try #require(try authorise(office, fund: 3, second).status == 200)
        office.clock.advance(days: 1)
        let merged = try office.merge(
            [1, 2], into: "Xóm Mới", on: "2026-11-24",
            more: #","funds":[{"fund":1,"name":"Quỹ"},{"fund":3,"name":"Quỹ"}]"#)
        try #require(merged.status == 201, "\(merged.bodyText)")
        #expect(try office.get("/v1/funds?hamlet=4").json.at("/data/0/decision") == .null)
        let gift = try office.contribute(#"{"fund":5,"household":1,"method":"cash","amount":1000}"#)
        #expect(Refused(gift) == Refused(409, "decision-missing"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
