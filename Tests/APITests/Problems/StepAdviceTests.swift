import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// What a refusal of a step advises is walked, for every entity with states, every state and every refused step.
@Suite struct StepAdviceTests {
    /// An entity in one of its states.
    struct Situation: Sendable, CustomTestStringConvertible {
        let entity: EntityKind
        let state: String
        let steps: [String]

        var testDescription: String { "\(entity.rawValue) \(state)" }

        static let all: [Situation] =
            Pledge.State.allCases.map {
                Situation(
                    entity: .pledge, state: $0.rawValue,
                    steps: Pledge.Step.allCases.map(\.rawValue) + ["receive"])
            }
            + Contribution.State.allCases.map {
                Situation(entity: .contribution, state: $0.rawValue, steps: ["void", "refund"])
            }
            + Expenditure.State.allCases.map {
                Situation(
                    entity: .expenditure, state: $0.rawValue, steps: Expenditure.Step.allCases.map(\.rawValue)
                )
            }
            + Model.State.allCases.map {
                Situation(entity: .model, state: $0.rawValue, steps: Model.Step.allCases.map(\.rawValue))
            }
            + Decision.State.allCases.map {
                Situation(
                    entity: .decision, state: $0.rawValue,
                    steps: Decision.Step.allCases.map(\.rawValue) + ["print"])
            }
            + CashCount.State.allCases.map {
                Situation(
                    entity: .cashCount, state: $0.rawValue, steps: CashCount.Step.allCases.map(\.rawValue))
            }
            + BankReconciliation.State.allCases.map {
                Situation(
                    entity: .bankReconciliation, state: $0.rawValue,
                    steps: BankReconciliation.Step.allCases.map(\.rawValue))
            }
            + AccountingPeriod.State.allCases.map {
                Situation(
                    entity: .accountingPeriod, state: $0.rawValue,
                    steps: AccountingPeriod.Step.allCases.map(\.rawValue))
            }
    }

    @Test(arguments: Situation.all)
    func `what a refused step advises is possible, in that order, for the roles that it names`(
        _ situation: Situation
    ) throws {
        for step in situation.steps {
            let walk = try Walk(situation)
            let refused = try walk.take(step)
            if refused.status < 300 { continue }
            // A hamlet that was merged refuses all writes, and names its successor.
            if refused.code == "closed" {
                #expect(refused.text("/detail")?.contains("Hãy ghi vào: Xóm Mới") == true)
                continue
            }
            // Who was named and has marked cannot mark again, nor can others: what is left is the decision.
            if refused.code == "already-appraised" { continue }
            if refused.code == "appraisers-fixed" {
                #expect(refused.text("/detail")?.contains("decline") == true)
                continue
            }
            #expect(refused.status == 409, "\(step): \(refused.bodyText)")
            let found = API.advice(for: step, of: situation.entity, in: situation.state)
            let advice = try #require(found)
            let detail = try #require(refused.text("/detail") ?? refused.text("/title"))
            switch advice {
            case .first(let steps):
                try walk.check(detail, names: steps)
                for step in steps { try walk.expectTaken(step, before: "\(situation) \(step)") }
                try walk.expectTaken(step, before: "the end")
            case .instead([]):
                #expect(detail.contains("lập \(situation.entity.vietnamese) mới"), "\(detail)")
            case .instead(let steps):
                try walk.check(detail, names: steps)
                // Open for a named appraiser who has not marked yet; here all have.
                for step in steps where situation.state != "appraised" || step != "appraise" {
                    try Walk(situation).expectTaken(step, before: "\(situation)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ([], "reject"), (["check"], "reject"), (["check", "approve"], "cancel"),
            (["check", "approve", "pay"], "void"), (["check", "approve", "pay", "book"], "void"),
        ] as [([String], String)])
    func `a receipt with a refund is voided once the refund has ended as advised`(
        _ steps: [String], _ ending: String
    ) throws {
        for role in [Role.accountant, .approver] {
            let office = try Office.villageWithBooks()
            let refund = try #require(try office.refund(1, 1000).integer("/id"))
            for step in steps { try #require(try office.take(step, refund).status == 200) }
            let refused = try office.void(1)
            #expect(Refused(refused) == Refused(409, "has-refunds"))
            #expect(refused.text("/detail")?.contains(role.vietnamese) == true)
            #expect(try office.take(ending, refund, as: Bearer(role)).status == 200, "\(ending) by \(role)")
            #expect(try office.void(1).status == 200)
        }
    }

    @Test func `who may not take a step themselves is told who may, and that person can`() throws {
        let office = try Office.villageWithBooks()
        // The accountant requests, the accountant must not reject; the approver may.
        let id = try #require(try office.request(as: .accountant).integer("/id"))
        let own = try office.take("reject", id, as: .accountant)
        #expect(Refused(own) == Refused(409, "own-request") || Refused(own) == Refused(403, "own-request"))
        #expect(own.text("/detail")?.contains(Role.approver.vietnamese) == true)
        #expect(try office.take("reject", id, as: .approver).status == 200)
        // Others than the requester are told how else the request ends, in both stages.
        for (steps, ending) in [(["check"], "reject"), (["check", "approve"], "cancel")] {
            let id = try #require(try office.request().integer("/id"))
            for step in steps { try #require(try office.take(step, id).status == 200) }
            let foreign = try office.take("withdraw", id, as: .accountant)
            #expect(foreign.code == "not-requester")
            #expect(foreign.text("/detail")?.contains(Role.approver.vietnamese) == true)
            #expect(try office.take(ending, id, as: .approver).status == 200)
        }
    }
}

/// An office with one entity in a state.
private struct Walk {
    let office: Office
    let entity: EntityKind
    let id: Int64

    init(_ situation: StepAdviceTests.Situation) throws {
        entity = situation.entity
        let state = situation.state
        switch entity {
        case .pledge:
            office = try Office.villageWithBooks()
            id = try office.pledge(in: try #require(Pledge.State(rawValue: state)))
        case .contribution:
            office = try Office.villageWithBooks()
            id = 1
            if state == "voided" { try #require(try office.void(1).status == 200) }
        case .expenditure:
            office = try Office.villageWithBooks()
            id = try office.expenditure(in: try #require(Expenditure.State(rawValue: state)))
        case .model:
            office = try Office.villageWithCriteria()
            id = try office.newModel(try #require(Model.State(rawValue: state)))
        case .cashCount:
            office = try Office.villageWithBooks()
            id = try #require(try office.recordCount(500_000).integer("/id"))
            let step = ["confirmed": "confirm", "withdrawn": "withdraw"][state]
            if let step { try #require(try office.take(step, ofCount: id).status == 200) }
        case .bankReconciliation:
            office = try Office.villageWithBooks()
            id = try #require(try office.recordReconciliation("2026-10").integer("/id"))
            let step = ["confirmed": "confirm", "withdrawn": "withdraw"][state]
            if let step { try #require(try office.take(step, ofReconciliation: id).status == 200) }
        case .accountingPeriod:
            office = try Office.villageWithBooks()
            id = try #require(try office.recordMonth("2026-10").integer("/id"))
            let steps = ["submitted": ["submit"], "closed": ["submit", "close"]][state] ?? []
            for step in steps { try #require(try office.take(step, ofMonth: id).status == 200) }
        default:
            office = try Office.villageWithParameters()
            id = try office.decision(in: try #require(Decision.State(rawValue: state)))
        }
    }

    /// That the text names each step in Vietnamese, with the roles of the endpoint table.
    func check(_ detail: String, names steps: [String]) throws {
        for step in steps {
            let roles = Endpoint.roles(taking: step, of: entity)
            #expect(!roles.isEmpty)
            #expect(detail.contains("\(vietnamese(step)) (\(roles.alternatives.vi))"), "\(detail)")
        }
    }

    func expectTaken(_ step: String, before: String) throws {
        let response = try take(step)
        #expect((200...201).contains(response.status), "\(step), \(before): \(response.bodyText)")
    }

    func take(_ step: String) throws -> Response {
        let path = "\(entity.path)/\(id)"
        return switch (entity, step) {
        case (.pledge, "receive"):
            try office.contribute(
                #"{"fund":1,"household":2,"pledge":\#(id),"method":"cash","amount":1000}"#)
        case (.contribution, "void"): try office.void(id)
        case (.contribution, "refund"): try office.refund(id, 1000)
        case (.expenditure, _): try office.take(step, id)
        case (.cashCount, _): try office.take(step, ofCount: id)
        case (.bankReconciliation, _): try office.take(step, ofReconciliation: id)
        case (.accountingPeriod, _): try office.take(step, ofMonth: id)
        case (.model, "edit"): try office.patch(path, #"{"name":"Tên khác"}"#)
        case (.model, "accept"):
            try office.post(path + "/accept", office.appraisers(), as: .officer, ifMatch: "*")
        case (.model, "name_appraisers"):
            try office.post(path + "/name-appraisers", office.appraisers(), as: .officer, ifMatch: "*")
        case (.model, "return"):
            try office.post(path + "/return", #"{"remarks":"Nêu rõ kết quả"}"#, as: .officer, ifMatch: "*")
        case (.model, "appraise"): try appraise()
        case (.model, "recognise"): try office.decide(id, "recognise", Office.recognition)
        case (.model, "decline"): try office.decide(id, "decline", #"{"reason":"Chưa bền"}"#)
        case (.decision, "edit"): try office.patch(path, #"{"title":"Tên khác"}"#)
        case (.decision, "record_votes"): try office.take("record-votes", on: id, Office.result())
        case (.decision, "conclude"), (.decision, "recount"): try office.take(step, on: id)
        case (.decision, "send"): try office.take("send", on: id, Office.sending)
        case (.decision, "supersede"): try office.supersede(id)
        case (.decision, "print"): try office.get(path + "/minutes")
        default: try office.post("\(path)/\(step)", key: office.newKey(), ifMatch: "*")
        }
    }

    /// Two persons appraise, as the decision requires; the second response.
    private func appraise() throws -> Response {
        let first = try office.appraise(id, [10, 3])
        return first.status == 201 ? try office.appraise(id, [10, 3], by: "Yến") : first
    }
}

extension Office {
    fileprivate func pledge(in state: Pledge.State) throws -> Int64 {
        let pledged = try post("/v1/pledges", #"{"fund":1,"household":2,"amount":300000}"#)
        let id = try #require(pledged.integer("/id"))
        if state == .proposed { return id }
        if state == .cancelled {
            try #require(try post("/v1/pledges/\(id)/cancel", ifMatch: "*").status == 200)
            return id
        }
        try #require(try confirm(id).status == 200)
        let amount: [Pledge.State: Int64] = [.partiallyReceived: 100_000, .fulfilled: 300_000]
        if let amount = amount[state] {
            let gift = #"{"fund":1,"household":2,"pledge":\#(id),"method":"cash","amount":\#(amount)}"#
            try #require(try contribute(gift).status == 201)
        } else if state == .waived {
            try #require(try post("/v1/pledges/\(id)/waive", ifMatch: "*").status == 200)
        } else if state == .transferred {
            clock.advance(days: 1)
            try #require(try merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        }
        #expect(try get("/v1/pledges/\(id)").text("/state") == state.rawValue)
        return id
    }

    fileprivate func expenditure(in state: Expenditure.State) throws -> Int64 {
        let id = try #require(try request(1000).integer("/id"))
        let steps: [Expenditure.State: [String]] = [
            .checked: ["check"], .approved: ["check", "approve"], .paid: ["check", "approve", "pay"],
            .booked: ["check", "approve", "pay", "book"], .rejected: ["reject"], .withdrawn: ["withdraw"],
            .cancelled: ["check", "approve", "cancel"], .voided: ["check", "approve", "pay", "void"],
        ]
        for step in steps[state] ?? [] { try #require(try take(step, id).status == 200) }
        #expect(try get("/v1/expenditures/\(id)").text("/state") == state.rawValue)
        return id
    }

    fileprivate func decision(in state: Decision.State) throws -> Int64 {
        let id: Int64
        switch state {
        case .draft, .voted, .passed, .sent: id = try newDecision(state)
        case .failed: id = try newDecision(.passed, result: Office.result(1, against: 3))
        case .superseded:
            id = try newDecision(.passed)
            try #require(try supersede(id).status == 200)
        }
        #expect(try get("/v1/decisions/\(id)").text("/state") == state.rawValue)
        return id
    }

    /// Passes a decision that amends `decision`; the response to its conclusion, or the refusal of its draft.
    fileprivate func supersede(_ decision: Int64) throws -> Response {
        let body = Office.decision.dropLast() + #","amends":\#(decision)}"#
        let draft = try post("/v1/decisions", String(body))
        guard let id = draft.integer("/id") else { return draft }
        try #require(try take("record-votes", on: id, Office.result()).status == 200)
        return try take("conclude", on: id)
    }
}
