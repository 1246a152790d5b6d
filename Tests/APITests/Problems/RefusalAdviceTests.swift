import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// The way out that a refusal names, taken: what no step of a state machine is about.
@Suite struct RefusalAdviceTests {
    /// That `response` is the refusal `code`, whose text names `roles`.
    private func expect(
        _ response: Response, _ code: String, names roles: Role...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(response.code == code, "\(response.bodyText)", sourceLocation: sourceLocation)
        let text = (response.text("/title") ?? "") + " " + (response.text("/detail") ?? "")
        for role in roles {
            #expect(text.contains(role.vietnamese), "\(text)", sourceLocation: sourceLocation)
        }
    }

    @Test func `without a decision: vote, conclude, authorise, and the money is taken`() throws {
        let office = try Office.villageWithParameters()
        try office.set([("collection.decision", "required")])
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":1000}"#
        expect(try office.contribute(gift), "decision-missing", names: .hamletHead, .clerk, .accountant)
        let decision = try office.newDecision(.passed)
        let link = #"{"decision":\#(decision)}"#
        #expect(try office.post("/v1/funds/1/authorise", link, as: .accountant, ifMatch: "*").status == 200)
        #expect(try office.contribute(gift).status == 201)
    }

    @Test(arguments: [
        ("proposed", "cancel"), ("confirmed", "waive"), ("confirmed", "cancel"), ("partly", "waive"),
    ])
    func `an open pledge: the clerk ends it, and the household is dissolved`(
        _ state: String, _ ending: String
    ) throws {
        let office = try Office.villageWithBooks()
        let pledge = #"{"fund":1,"household":2,"amount":300000}"#
        let id = try #require(try office.post("/v1/pledges", pledge).integer("/id"))
        if state != "proposed" { try #require(try office.confirm(id).status == 200) }
        if state == "partly" {
            let gift = #"{"fund":1,"household":2,"pledge":\#(id),"method":"cash","amount":1000}"#
            try #require(try office.contribute(gift).status == 201)
        }
        func dissolve() throws -> Response {
            try office.post("/v1/households/2/dissolve", #"{"on":"2026-11-24"}"#, ifMatch: "*")
        }
        // A household that gave today can end tomorrow at the earliest.
        office.clock.advance(days: 1)
        expect(try dissolve(), "open-pledges", names: .clerk)
        #expect(try office.post("/v1/pledges/\(id)/\(ending)", as: .clerk, ifMatch: "*").status == 200)
        #expect(try dissolve().status == 200)
    }

    @Test func `a payment over the balance: receive more, then pay`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(500_001)
        expect(try office.take("pay", id), "balance-too-low", names: .clerk, .treasurer)
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":1}"#
        #expect(try office.contribute(gift, as: .clerk).status == 201)
        #expect(try office.take("pay", id).status == 200)
    }

    @Test func `a count that lacks what was spent since: withdraw it, and count again`() throws {
        let office = try Office.villageWithBooks()
        let day = LocalDate(office.clock.now).text
        office.clock.advance(days: 1)
        _ = try office.spent(499_500)
        let count = try office.recordCount(499_000, on: day, posts: true)
        let id = try #require(count.integer("/id"), "\(count.bodyText)")
        let refused = try office.take("confirm", ofCount: id)
        #expect(refused.text("/detail")?.contains("rút lần kiểm kê") == true, "\(refused.bodyText)")
        expect(refused, "balance-too-low", names: .clerk, .treasurer)
        let withdrawn = try office.take("withdraw", ofCount: id)
        #expect(withdrawn.status == 200, "\(withdrawn.bodyText)")
        #expect(try office.recordCount(500, posts: true).status == 201)
    }

    @Test func `a receipt whose money was spent: void the payment, then the receipt`() throws {
        for role in [Role.accountant, .approver] {
            let office = try Office.villageWithBooks()
            let id = try office.spent(1)
            expect(try office.void(1), "balance-too-low", names: .accountant, .approver)
            #expect(try office.take("void", id, as: Bearer(role)).status == 200)
            #expect(try office.void(1).status == 200)
        }
    }

    @Test func `money in the other account: fetch it, or void the transfer that took it away`() throws {
        let office = try Office.villageWithBooks()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try office.contribute(gift).integer("/id") == 2)
        let id = try #require(try office.request(4000, fund: 2).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
        expect(try office.take("pay", id), "balance-too-low", names: .treasurer)
        let fetched = try office.transfer(#""fund":2,"from":"bank","to":"cash","amount":4000"#)
        #expect(fetched.status == 201)
        // The money of the receipt has left the bank without any payment.
        let spent = try office.void(2)
        expect(spent, "balance-too-low", names: .approver)
        #expect(spent.text("/detail")?.contains("hủy lần chuyển tiền") == true)
        let transfer = try #require(fetched.integer("/id"))
        #expect(try office.voidMove("fund-transfers", transfer).status == 200)
        #expect(try office.void(2).status == 200)
    }

    @Test func `no criteria or too few appraisals: the Front records a set, appraisers score`() throws {
        let office = try Office.village()
        let id = try office.newModel(.accepted)
        expect(try office.appraise(id, [10, 3]), "criteria-set-missing", names: .frontOfficer)
        #expect(try office.post("/v1/criteria-sets", Office.criteria, as: .officer).status == 201)
        #expect(try office.appraise(id, [10, 3]).status == 201)
        let early = try office.decide(id, "recognise", Office.recognition)
        expect(early, "appraisal-missing", names: .appraiser)
        expect(try office.appraise(id, [10, 3]), "already-appraised")
        #expect(try office.appraise(id, [10, 3], by: "Yến").status == 201)
        #expect(try office.decide(id, "recognise", Office.recognition).status == 200)
    }

    @Test func `a mean below the pass mark: declining is open`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised, points: [9, 2])
        expect(try office.decide(id, "recognise", Office.recognition), "score-below-pass")
        #expect(try office.decide(id, "decline", #"{"reason":"Chưa bền"}"#).status == 200)
    }

    @Test func `no threshold: the administrator declares it, and the decision is concluded`() throws {
        let office = try Office.village()
        try office.set(Office.forms)
        let id = try office.newDecision(.voted)
        expect(try office.take("conclude", on: id), "parameter-missing", names: .admin)
        try office.set([("threshold.rates", ">=2/3")])
        #expect(try office.take("conclude", on: id).status == 200)
    }

    @Test func `lapsed consents: a new draft with new ones is voted on`() throws {
        let office = try Office.villageWithParameters()
        func draft(since day: String) throws -> Int64 {
            let initiative = #","initiative_consents":2,"initiative_first_on":"\#(day)"}"#
            return try office.newDecision(.draft, String(Office.decision.dropLast()) + initiative)
        }
        let lapsed = try office.take("record-votes", on: try draft(since: "2026-08-19"), Office.result())
        expect(lapsed, "consents-lapsed", names: .hamletHead, .clerk)
        let again = try draft(since: "2026-11-01")
        #expect(try office.take("record-votes", on: again, Office.result()).status == 200)
    }

    @Test func `a hamlet that has ended names the one to write to, which takes the record`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let closed = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ khác"}"#)
        #expect(closed.code == "closed" && closed.text("/detail")?.contains("Xóm Mới (thôn xóm 4)") == true)
        #expect(try office.post("/v1/funds", #"{"hamlet":4,"name":"Quỹ khác"}"#).status == 201)
    }
}
