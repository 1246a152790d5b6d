import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// Whose households are counted for a decision, who must not change that number, and whom the decision binds.
@Suite struct DecisionPopulationTests {
    private static let province = Bearer(.clerk, at: .province)
    private static let other = Bearer(.admin, at: .province)
    private static let ofCommune = Office.decision.replacing(#""hamlet":1"#, with: #""commune":"16702""#)

    /// A village in which collecting needs a decision: 4 households in hamlet 1, one in hamlet 2.
    private func village() throws -> Office {
        let office = try Office.villageWithParameters()
        try office.set([("collection.decision", "required")])
        return office
    }

    /// The id of a decision of the commune's 5 households on 2026-11-20, recorded by the clerk.
    private func communeDecision(_ state: Decision.State, in office: Office) throws -> Int64 {
        try office.newDecision(state, Self.ofCommune, result: Office.result(4, against: 1))
    }

    private func transfer(
        _ hamlet: Int64, to commune: String, on day: String, in office: Office,
        as bearer: Bearer = DecisionPopulationTests.province
    ) throws -> Response {
        try office.post(
            "/v1/hamlet-transfers",
            #"{"commune":"\#(commune)","hamlets":[\#(hamlet)],\#(Office.order(day))}"#, as: bearer,
            key: office.newKey())
    }

    private func authorise(_ fund: Int64, _ decision: Int64, in office: Office) throws -> Response {
        try office.post(
            "/v1/funds/\(fund)/authorise", #"{"decision":\#(decision)}"#, as: Self.province, ifMatch: "*")
    }

    private func count(_ scope: Decision.Scope, _ day: String, in office: Office) throws -> Int64 {
        try office.read { tx in try tx.householdsCount(in: scope, on: try #require(LocalDate(day))) }
    }

    // MARK: Changes of the number

    @Test func `who recorded a commune's votes transfers no hamlet out of the count, or into it`() throws {
        let office = try village()
        let id = try communeDecision(.voted, in: office)
        _ = try office.secret(of: Self.province)
        let position = office.lastPosition
        let out = try transfer(2, to: "17329", on: "2026-11-01", in: office)
        #expect(Refused(out) == Refused(409, "population-decided"))
        #expect(out.text("/detail")?.contains("quyết định \(id), biểu quyết ngày 20/11/2026") == true)
        let into = try transfer(3, to: "16702", on: "2026-11-01", in: office)
        #expect(Refused(into) == Refused(409, "population-decided"))
        #expect(office.lastPosition == position)
        // From the day after the vote, or by another person: then the number is compared at the conclusion.
        #expect(try transfer(2, to: "17329", on: "2026-11-21", in: office).status == 201)
        #expect(try transfer(3, to: "16702", on: "2026-11-01", in: office, as: Self.other).status == 201)
        #expect(Refused(try office.take("conclude", on: id)) == Refused(409, "households-changed"))
    }

    @Test(arguments: [
        ("hamlet-mergers", #""commune":"16702","hamlets":[{"hamlet":1},{"hamlet":2,"code_prefix":"B"}]"#),
        (
            "hamlet-splits",
            #""commune":"16702","hamlet":1,"into":[{"name":"A","type":"xom"},{"name":"B","type":"xom","households":[2]}]"#
        ), ("hamlet-renames", #""commune":"16702","hamlet":1,"name":"Xóm Xanh""#),
    ])
    func `what leaves the number of a commune as it was, its recorder may do`(
        _ path: String, _ body: String
    )
        throws
    {
        let office = try village()
        _ = try communeDecision(.voted, in: office)
        let names = path == "hamlet-mergers" ? #","name":"Xóm Mới","type":"xom""# : ""
        let response = try office.post(
            "/v1/\(path)", "{\(body)\(names),\(Office.order("2026-11-01"))}", key: office.newKey())
        #expect(response.status == 201, "\(response.bodyText)")
        #expect(try count(.commune("16702"), "2026-11-20", in: office) == 5)
    }

    /// Every write that a clerk may make, after votes that the clerk recorded or drafted.
    @Test(arguments: Endpoint.names { $0.method != .get && $0.allows(.clerk) })
    func `no write of a clerk changes the number of a decision that they recorded`(_ name: String) throws {
        let office = try Office.forSamples()
        let scopes: [Decision.Scope] = [.commune("16702"), .hamlet(Identifier(1))]
        let day = "2026-11-23"
        for (scope, represented) in zip([Self.ofCommune, Office.decision], [5, 4]) {
            _ = try office.newDecision(
                .voted, scope, result: Office.result(represented, heldOn: day))
        }
        let before = try scopes.map { try count($0, day, in: office) }
        let endpoint = try Endpoint.named(name)
        _ = try office.sendSample(of: endpoint, as: .clerk, isReal: true)
        #expect(try scopes.map { try count($0, day, in: office) } == before)
    }

    // MARK: Votes after own corrections

    /// Every way to take household 2 out of the count of 2026-11-20.
    private static let removals: [(path: String, body: String)] = [
        ("", #"{"valid_from":"2026-11-21"}"#), ("/dissolve", #"{"on":"2026-11-19"}"#),
        ("/move", #"{"on":"2026-11-19"}"#), ("/move", #"{"on":"2026-11-19","hamlet":2,"code":"H077"}"#),
        ("/merge", #"{"on":"2026-11-19","into":3}"#),
    ]

    private func remove(_ index: Int, in office: Office, as bearer: Bearer = .clerk) throws -> Response {
        let (path, body) = Self.removals[index]
        let target = "/v1/households/2" + path
        return path.isEmpty
            ? try office.patch(target, body, as: bearer)
            : try office.post(target, body, as: bearer, ifMatch: "*")
    }

    @Test(arguments: removals.indices)
    func `who lowered the number of a day afterwards does not record its votes`(_ index: Int) throws {
        let office = try village()
        try #require(try remove(index, in: office).status == 200)
        let id = try office.newDecision(.draft)
        for bearer in [Bearer.clerk, Self.province] {
            let own = try office.take("record-votes", on: id, Office.result(3), as: bearer)
            #expect(Refused(own) == Refused(409, "own-households"), "\(own.bodyText)")
            #expect(own.text("/detail")?.contains(Role.hamletHead.vietnamese) == true)
        }
        // Another person records them; the votes of a day on which the household is counted are the clerk's work.
        #expect(try office.take("record-votes", on: id, Office.result(3), as: .head).status == 200)
        let next = try office.newDecision(.draft)
        let others = Office.result(4, heldOn: index == 0 ? "2026-11-22" : "2026-11-10")
        #expect(try office.take("record-votes", on: next, others).status == 200)
    }

    @Test(arguments: removals.indices)
    func `what another person lowered, or was recorded in time, stands in nobody's way`(_ index: Int) throws {
        let office = try village()
        try #require(try remove(index, in: office, as: Self.other).status == 200)
        let id = try office.newDecision(.draft)
        let today = Office.result(3, heldOn: "2026-11-23")
        #expect(try office.take("record-votes", on: id, today).status == 200)
        let other = try village()
        let (path, body) = Self.removals[index]
        if path.isEmpty { return }
        // A step of yesterday, recorded today, before today's meeting.
        let step = body.replacing("2026-11-19", with: "2026-11-22")
        try #require(
            try other.post("/v1/households/2" + path, step, ifMatch: "*").status == 200)
        let meeting = try other.newDecision(.draft)
        #expect(try other.take("record-votes", on: meeting, today).status == 200)
    }

    @Test func `a correction that was taken back stands in nobody's way`() throws {
        let office = try village()
        try #require(try remove(0, in: office).status == 200)
        try #require(try office.patch("/v1/households/2", #"{"valid_from":"2020-01-01"}"#).status == 200)
        _ = try office.newDecision(.voted, result: Office.result(4))
    }

    @Test func `who lowered the number in one hamlet does not record the commune's votes`() throws {
        let office = try village()
        try #require(try remove(1, in: office).status == 200)
        let id = try office.newDecision(.draft, Self.ofCommune)
        let own = try office.take("record-votes", on: id, Office.result(4))
        #expect(Refused(own) == Refused(409, "own-households"))
    }

    // MARK: Whom a decision binds

    @Test func `a commune's decision binds no hamlet that was founded or joined after it`() throws {
        let office = try village()
        let id = try communeDecision(.passed, in: office)
        try #require(try authorise(1, id, in: office).status == 200)
        let founded = try office.post(
            "/v1/hamlets", #"{"commune":"16702","name":"Xóm Sau","type":"xom","valid_from":"2026-11-21"}"#)
        let hamlet = try #require(founded.integer("/id"))
        let fund = try #require(
            try office.post("/v1/funds", #"{"hamlet":\#(hamlet),"name":"Quỹ"}"#).integer("/id"))
        #expect(try authorise(fund, id, in: office).errors == ["/decision reference-unknown"])
        try #require(try transfer(3, to: "16702", on: "2026-11-21", in: office).status == 201)
        #expect(try authorise(4, id, in: office).errors == ["/decision reference-unknown"])
        // A counted hamlet stays bound after it has left the commune.
        try #require(try transfer(2, to: "17329", on: "2026-11-21", in: office).status == 201)
        #expect(try authorise(3, id, in: office).status == 200)
        let gift = #"{"fund":3,"household":5,"method":"cash","amount":1000}"#
        let paid = try office.post(
            "/v1/contributions", gift, as: Self.province, key: office.newKey())
        #expect(paid.status == 201, "\(paid.bodyText)")
    }

    @Test func `after a merger with a hamlet that was not counted, only those who were counted pay`() throws {
        let office = try village()
        let id = try communeDecision(.passed, in: office)
        try #require(try transfer(3, to: "16702", on: "2026-11-21", in: office).status == 201)
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 3], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let fund = try #require(
            try office.post("/v1/funds", #"{"hamlet":4,"name":"Quỹ"}"#).integer("/id"))
        try #require(try authorise(fund, id, in: office).status == 200)
        func pay(_ household: Int64) throws -> Response {
            try office.contribute(
                #"{"fund":\#(fund),"household":\#(household),"method":"cash","amount":1000}"#)
        }
        #expect(try pay(1).status == 201)
        #expect(Refused(try pay(6)) == Refused(409, "decision-missing"))
    }
}
