import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// What a closed month refuses names a way on that there is, and the way is walked.
@Suite struct ClosedPeriodAdviceTests {
    private static let month = AccountingPeriod.Month(of: .firstDay)

    /// All steps of the endpoint table that may change the books of an earlier day.
    private static let steps: [BooksRefusal.Step] = EntityKind.allCases.flatMap { entity in
        ["confirm", "void", "replace"].filter { !Endpoint.roles(taking: $0, of: entity).isEmpty }
            .map { BooksRefusal.Step($0, of: entity) }
    }

    @Test(arguments: steps.indices)
    func `a step in a closed month is answered with a step of the endpoint table`(_ index: Int) throws {
        let step = Self.steps[index]
        let refusal = BooksRefusal.periodClosed(Self.month, named: nil, taking: step)
        let detail = try #require(Problem(of: refusal).detail)
        #expect(detail.vi.contains("0001-01") && detail.vi.contains(Role.approver.vietnamese))
        let reversers = Endpoint.roles(taking: "reverse", of: step.entity)
        switch ClosedPeriodExit(from: step) {
        case .reverse(let entity):
            #expect(step.name != "confirm" && entity == step.entity && !reversers.isEmpty)
            #expect(detail.vi.contains("reverse (người thực hiện: \(reversers.alternatives.vi))"))
        case .ending(let ending, let entity):
            let roles = Endpoint.roles(taking: ending, of: entity)
            #expect(step.name == "confirm" && entity == step.entity && !roles.isEmpty)
            #expect(detail.vi.contains("(\(ending); người thực hiện: \(roles.alternatives.vi))"))
        case .reopening: #expect(step.name == "confirm" || reversers.isEmpty)
        }
        if step.name == "confirm" || reversers.isEmpty { #expect(!detail.vi.contains("reverse")) }
    }

    @Test func `the steps are those of vouchers, moves, counts and reconciliations`() {
        let entities = Set(Self.steps.map(\.entity))
        #expect(
            entities.isSuperset(of: [
                .contribution, .expenditure, .openingBalance, .fundTransfer, .bankEntry, .cashCount,
                .bankReconciliation,
            ]))
    }

    @Test func `a reconciliation that was not confirmed in time is withdrawn`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        let id = try #require(try office.recordReconciliation("2026-11").integer("/id"))
        try office.close("2026-11")
        let refused = try office.take("confirm", ofReconciliation: id)
        try expect(refused, advises: "withdraw", of: .bankReconciliation)
        #expect(try office.take("withdraw", ofReconciliation: id).status == 200)
    }

    @Test func `a count whose difference would be posted in a closed month is withdrawn`() throws {
        let office = try Office.villageInDecember()
        let recorded = try office.recordCount(498_000, on: "2026-11-30", posts: true)
        let id = try #require(recorded.integer("/id"))
        try office.counted(499_000, on: "2026-11-30")
        try office.close("2026-11")
        try expect(try office.take("confirm", ofCount: id), advises: "withdraw", of: .cashCount)
        #expect(try office.take("withdraw", ofCount: id).status == 200)
    }

    @Test func `an opening balance that was not confirmed in time is voided`() throws {
        let office = try Office.villageWithBooks()
        let made = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ khuyến học"}"#)
        let fund = try #require(made.integer("/id"))
        let id = try #require(try office.open(fund, cash: 1000, on: "2026-10-15").integer("/id"))
        try office.close("2026-10")
        try expect(try office.confirmOpening(id), advises: "void", of: .openingBalance)
        #expect(try office.voidMove("opening-balances", id).status == 200)
    }

    private func expect(_ refused: Response, advises step: String, of entity: EntityKind) throws {
        #expect(Refused(refused) == Refused(409, "period-closed"), "\(refused.bodyText)")
        let detail = try #require(refused.text("/detail"))
        let roles = Endpoint.roles(taking: step, of: entity).alternatives.vi
        #expect(detail.contains("(\(step); người thực hiện: \(roles))"), "\(detail)")
        #expect(!detail.contains("reverse"))
    }
}
