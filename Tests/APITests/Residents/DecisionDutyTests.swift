import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Nobody moves the number of households that they count votes against.
@Suite struct DecisionDutyTests {
    /// A village in which collecting needs a decision; hamlet 1 has households 1 to 4.
    private func village() throws -> Office {
        let office = try Office.villageWithParameters()
        try office.set([("collection.decision", "required")])
        return office
    }

    private func authorise(_ office: Office, _ decision: Int64) throws -> Response {
        try office.post("/v1/funds/1/authorise", #"{"decision":\#(decision)}"#, ifMatch: "*")
    }

    private func shift(
        _ office: Office, _ household: Int, to day: String, as bearer: Bearer = .clerk
    ) throws -> Response {
        try office.patch(
            "/v1/households/\(household)", #"{"valid_from":"\#(day)"}"#, as: bearer, ifMatch: "*")
    }

    @Test func `households shifted away for a vote do not come back by the same hand`() throws {
        let office = try village()
        for household in 2...4 {
            try #require(try shift(office, household, to: "2026-11-21", as: .head).status == 200)
        }
        let id = try office.newDecision(.voted, result: Office.result(1))
        // Whoever recorded the votes does not conclude; who does sees the number.
        let own = try office.take("conclude", on: id, as: .clerk)
        #expect(Refused(own) == Refused(409, "own-votes"))
        #expect(own.text("/detail")?.contains("người phê duyệt") == true)
        #expect(try office.take("conclude", on: id).integer("/households") == 1)
        let back = try shift(office, 2, to: "2020-01-01")
        #expect(Refused(back) == Refused(409, "population-decided"))
        #expect(back.text("/detail")?.contains("quyết định \(id), biểu quyết ngày 20/11/2026") == true)
        // Another person may, and then the fund is not authorised: both numbers and the step are named.
        for household in 2...4 {
            try #require(
                try shift(office, household, to: "2020-01-01", as: .head).status == 200)
        }
        let refused = try authorise(office, id)
        #expect(Refused(refused) == Refused(409, "households-changed"))
        for part in ["ghi 1 hộ", "nay có 4 hộ", "/v1/decisions/\(id)/recount"] {
            #expect(refused.text("/detail")?.contains(part) == true)
        }
        let recount = try office.take("recount", on: id)
        #expect(Refused(recount) == Refused(409, "recount-fails"))
        #expect(try office.get("/v1/public/decisions/\(id)", as: nil).integer("/households") == 1)
    }

    @Test func `the first receipt compares the households again, later ones do not`() throws {
        let office = try village()
        try #require(try shift(office, 4, to: "2026-11-21", as: .head).status == 200)
        let id = try office.newDecision(.passed, result: Office.result(3))
        try #require(try authorise(office, id).status == 200)
        try #require(try shift(office, 4, to: "2020-01-01", as: .head).status == 200)
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":1000}"#
        let refused = try office.contribute(gift)
        #expect(Refused(refused) == Refused(409, "households-changed"))
        let pledge = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":1000}"#)
        #expect(Refused(pledge) == Refused(409, "households-changed"))
        // Who recorded the decision does not count again; another person does, and 3 of 4 still pass.
        let own = try office.take("recount", on: id, as: .clerk)
        #expect(Refused(own) == Refused(409, "own-count"))
        let counted = try office.take("recount", on: id)
        #expect(counted.status == 200 && counted.integer("/recounted_households") == 4)
        #expect(counted.integer("/households") == 3)
        #expect(try office.contribute(gift).status == 201)
        // From then on a household that is found later changes nothing for those who pay.
        let late = #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4}"#
        try #require(try office.post("/v1/households", late, as: .admin).status == 201)
        #expect(try office.contribute(gift).status == 201)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an amendment is compared too, although the fund was authorised before`() throws {
        let office = try village()
        let first = try office.newDecision(.passed, result: Office.result(4, heldOn: "2026-11-10"))
        try #require(try authorise(office, first).status == 200)
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":1000}"#
        try #require(try office.contribute(gift.dropLast() + #","received_on":"2026-11-11"}"#).status == 201)
        for household in 2...4 {
            let ended = try office.post(
                "/v1/households/\(household)/move", #"{"on":"2026-11-19"}"#, as: .head, ifMatch: "*")
            try #require(ended.status == 200, "\(ended.bodyText)")
        }
        let amending = Office.decision.replacing(#""hamlet":1"#, with: #""hamlet":1,"amends":\#(first)"#)
        let second = try office.newDecision(.passed, amending, result: Office.result(1))
        #expect(try office.get("/v1/decisions/\(second)").integer("/households") == 1)
        let back = #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4}"#
        try #require(try office.post("/v1/households", back, as: .admin).status == 201)
        #expect(Refused(try office.contribute(gift)) == Refused(409, "households-changed"))
    }

    /// Every way in which a household appears, moves or ends, dated before the vote.
    private static let changes: [(path: String, body: String)] = [
        ("/v1/households", #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4}"#),
        (
            "/v1/households",
            #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4,"valid_from":"2026-11-20"}"#
        ),
        ("/v1/households/2/dissolve", #"{"on":"2026-11-19"}"#),
        ("/v1/households/2/move", #"{"on":"2026-11-19"}"#),
        ("/v1/households/2/move", #"{"on":"2026-11-19","hamlet":2,"code":"H077"}"#),
        ("/v1/households/5/move", #"{"on":"2026-11-19","hamlet":1,"code":"H077"}"#),
        ("/v1/households/2/merge", #"{"on":"2026-11-19","into":3}"#),
        (
            "/v1/households/2/split",
            #"{"on":"2026-11-20","code":"H088","head_name":"Cao Văn Út","persons":1}"#
        ),
    ]

    @Test(arguments: changes.indices)
    func `who recorded a decision changes no population of its day, in any spelling`(_ index: Int) throws {
        let (path, body) = Self.changes[index]
        let office = try village()
        _ = try office.newDecision(.passed, draftedBy: .head)
        let isStep = path != "/v1/households"
        func send(_ body: String, as bearer: Bearer) throws -> Response {
            try office.post(path, body, as: bearer, ifMatch: isStep ? "*" : nil)
        }
        for scope in [RoleAssignment.Scope.commune, .province] {
            _ = try office.secret(of: Bearer(.clerk, at: scope))
        }
        let position = office.lastPosition
        // The clerk recorded the votes; another token of the same person changes nothing.
        for scope in [RoleAssignment.Scope.commune, .province] {
            let refused = try send(body, as: Bearer(.clerk, at: scope))
            #expect(Refused(refused) == Refused(409, "population-decided"), "\(refused.bodyText)")
        }
        #expect(office.lastPosition == position)
        // From the day after the vote it is the clerk's daily work.
        let later = body.replacing("2026-11-19", with: "2026-11-21")
            .replacing("2026-11-20", with: "2026-11-21")
        if later != body { #expect(try send(later, as: .clerk).status < 300) }
        if later == body { #expect(try send(body, as: .admin).status < 300) }
    }

    @Test func `a vote from before a merger is recorded, concluded and sent after it`() throws {
        let office = try Office.villageWithParameters()
        let voted = try office.newDecision(.voted)
        let (held, late) = (try office.newDecision(.draft), try office.newDecision(.draft))
        office.clock.advance(days: 1)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24")
        try #require(merged.status == 201, "\(merged.bodyText)")
        // The office may correct the votes before it concludes.
        #expect(try office.take("record-votes", on: voted, Office.result(4)).status == 200)
        #expect(try office.take("record-votes", on: held, Office.result()).status == 200)
        for id in [voted, held] {
            let concluded = try office.take("conclude", on: id)
            #expect(concluded.text("/state") == "passed", "\(concluded.bodyText)")
            #expect(concluded.integer("/households") == 4)
            #expect(try office.take("send", on: id, Office.sending).text("/state") == "sent")
        }
        // Nothing is decided in a hamlet after its last day.
        let after = try office.take("record-votes", on: late, Office.result(heldOn: "2026-11-24"))
        #expect(after.errors == ["/held_on date-out-of-range"], "\(after.bodyText)")
        let edited = try office.patch("/v1/decisions/\(late)", #"{"title":"Khác"}"#)
        #expect(Refused(edited) == Refused(410, "closed"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
