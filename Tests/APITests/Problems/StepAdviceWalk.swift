import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// An office with one entity in a state.
struct StepWalk {
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
        case .voucherBook, .openingBalance, .fundTransfer, .bankEntry, .bankAccount, .bankCredit, .payable,
            .payableGift, .handOverSlip:
            office = try Office.villageWithBooks()
            id = try office.ofBooksAndBanks(entity, in: state)
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
        case (.voucherBook, _), (.openingBalance, _), (.fundTransfer, _), (.bankEntry, _), (.bankAccount, _),
            (.bankCredit, _), (.payable, _), (.payableGift, _), (.handOverSlip, _):
            try office.takeOfBooksAndBanks(step, of: entity, id)
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
