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
            } + ofBooksAndBanks

        private static let ofBooksAndBanks: [Situation] =
            VoucherBook.State.allCases.map {
                Situation(entity: .voucherBook, state: $0.rawValue, steps: ["close"])
            }
            + OpeningBalance.State.allCases.map {
                Situation(
                    entity: .openingBalance, state: $0.rawValue,
                    steps: OpeningBalance.Step.allCases.map(\.rawValue))
            }
            + HandOverSlip.State.allCases.map {
                Situation(
                    entity: .handOverSlip, state: $0.rawValue,
                    steps: HandOverSlip.Step.allCases.map(\.rawValue))
            }
            + PayableGift.State.allCases.map {
                Situation(
                    entity: .payableGift, state: $0.rawValue, steps: PayableGift.Step.allCases.map(\.rawValue)
                )
            }
            + FundTransfer.State.allCases.flatMap { state in
                [EntityKind.fundTransfer, .bankEntry, .payable]
                    .map {
                        Situation(entity: $0, state: state.rawValue, steps: ["void"])
                    }
            }
            + BankAccount.State.allCases.map {
                Situation(entity: .bankAccount, state: $0.rawValue, steps: ["close", "holders"])
            }
            + BankCredit.State.allCases.map {
                Situation(
                    entity: .bankCredit, state: $0.rawValue,
                    steps: BankCredit.Step.allCases.map(\.rawValue) + ["receipts"])
            }
    }

    @Test func `every entity that has states is walked`() {
        let walked = Set(Situation.all.map(\.entity))
        let states = Set(Situation.all.map(\.state))
        for entity in EntityKind.allCases where !walked.contains(entity) {
            for state in states {
                #expect(API.advice(for: "confirm", of: entity, in: state) == nil, "\(entity.rawValue)")
            }
        }
        #expect(walked.count == 17)
    }

    @Test(arguments: Situation.all)
    func `what a refused step advises is possible, in that order, for the roles that it names`(
        _ situation: Situation
    ) throws {
        for step in situation.steps {
            let walk = try StepWalk(situation)
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
                // What the bank told is there once: its receipt is voided, not the credit recorded again.
                let advised =
                    situation.entity == .bankCredit
                    ? "hủy phiếu đó trước" : "lập \(situation.entity.vietnamese) mới"
                #expect(detail.contains(advised), "\(detail)")
                // Somebody may.
                #expect(!detail.contains("(người thực hiện: )"), "\(detail)")
            case .instead(let steps):
                try walk.check(detail, names: steps)
                // Open for a named appraiser who has not marked yet; here all have.
                for step in steps where situation.state != "appraised" || step != "appraise" {
                    try StepWalk(situation).expectTaken(step, before: "\(situation)")
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
