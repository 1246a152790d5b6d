import Domain
import Testing

/// Which fund of the successor takes over each fund.
@Suite struct BookHandoverPlanTests {
    private static func fund(_ id: Int64, _ name: String) -> Fund {
        Fund(id: Identifier(id), owner: .organisation(Identifier(1)), name: name, version: 1)
    }

    private static let funds = [fund(1, "Phế liệu"), fund(2, "Khuyến học"), fund(3, "Quỹ Tết")]

    private static func plan(
        _ names: [(Int64, String)] = [], to known: [Fund] = []
    ) throws(Refusal) -> BookHandoverPlan {
        try BookHandoverPlan(
            of: funds,
            names: names.map { ReorganisationPlan.FundName(fund: Identifier($0.0), name: $0.1) }, to: known)
    }

    @Test func `each fund goes to a new one with its name`() throws {
        let plan = try Self.plan()
        #expect(plan.newNames == ["Phế liệu", "Khuyến học", "Quỹ Tết"])
        #expect(plan.targets == [.new(0), .new(1), .new(2)])
    }

    @Test func `a fund goes to the successor's fund of its name, however it is spelt`() throws {
        let plan = try Self.plan(to: [Self.fund(9, "QUỸ  tết"), Self.fund(8, "Khác")])
        #expect(plan.newNames == ["Phế liệu", "Khuyến học"])
        #expect(plan.targets == [.new(0), .new(1), .existing(Identifier(9))])
    }

    @Test func `funds that get one name become one`() throws {
        let plan = try Self.plan(
            [(1, "Quỹ chung"), (2, "quỹ  CHUNG"), (3, "Khác")], to: [Self.fund(8, "Khác")])
        #expect(plan.newNames == ["Quỹ chung"])
        #expect(plan.targets == [.new(0), .new(0), .existing(Identifier(8))])
    }

    @Test func `a name is for a fund that is handed over, once`() {
        #expect(throws: Refusal.unknownReference(.fund, at: Field.funds[1].member(.fund))) {
            try Self.plan([(1, "A"), (7, "B")])
        }
        #expect(throws: Refusal.alreadyExists(.fund, at: Field.funds[1].member(.fund))) {
            try Self.plan([(1, "A"), (1, "B")])
        }
    }
}
