import Testing

@testable import Domain

private let day = LocalDate.sample("2026-03-01")

/// Three hamlets with a fund of one name each, which collect by decisions of their own.
private struct Hamlets {
    var all: [ReorganisationPlan.Holdings] = []

    init(decisions: [Int64?] = [1, 2, 3]) {
        for (index, decision) in decisions.enumerated() {
            let number = Int64(index + 1)
            var holdings = ReorganisationPlan.Holdings(of: Hamlets.hamlet(number))
            let fund = Fund(
                id: Fund.ID(number), owner: .hamlet(Hamlet.ID(number)), name: "Quỹ đường",
                decision: decision.map { Decision.ID($0) }, version: 1)
            holdings.funds = [
                ReorganisationPlan.FundHolding(
                    fund: fund, cash: Dong(number * 1000), bank: Dong(number * 100))
            ]
            holdings.households = [Hamlets.household(number * 10, of: number, code: "H1")]
            holdings.pledges = [
                Pledge(
                    id: Pledge.ID(number), fund: fund.id, household: Household.ID(number * 10),
                    amount: Dong(500),
                    pledgedOn: .sample("2026-01-01"))
            ]
            all.append(holdings)
        }
    }

    static func hamlet(_ number: Int64) -> Hamlet {
        Hamlet(
            id: Hamlet.ID(number), commune: "16702", name: "Xóm \(number)", kind: .xom,
            validity: Validity(from: .sample("2020-01-01")), version: 1)
    }

    static func household(_ number: Int64, of hamlet: Int64, code: String) -> Household {
        Household(
            id: Household.ID(number), hamlet: Hamlet.ID(hamlet), code: code, headName: "Lan", personsCount: 4,
            validFrom: .sample("2021-01-01"), version: 1)
    }

    static func token(_ number: Int64) -> AccessToken {
        AccessToken(
            id: AccessToken.ID(number), user: User(id: User.ID(number), name: "Lan"),
            assignment: RoleAssignment(role: .hamletHead, scope: .hamlet(Hamlet.ID(number))),
            createdAt: .sample, expiresAt: .sample)
    }

    func merged(
        _ order: [Int] = [0, 1, 2], names: [ReorganisationPlan.FundName] = [],
        keeping tokens: [AccessToken.ID] = []
    ) throws -> ReorganisationPlan {
        try ReorganisationPlan(
            merging: order.map { ReorganisationPlan.MergerPart(holdings: all[$0], codePrefix: "\($0)-") },
            into: "Xóm Mới", .xom, fundNames: names, keeping: tokens, in: "16702", on: day)
    }
}

private let permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

@Suite struct MergerPlanTests {
    @Test(arguments: permutations) func `the order of the hamlets changes nothing`(_ order: [Int]) throws {
        #expect(try Hamlets().merged(order) == Hamlets().merged())
    }

    @Test(
        arguments: [
            ([nil, nil, nil], nil), ([7, nil, nil], 7), ([nil, 7, 7], 7), ([7, 8, nil], nil),
            ([1, 2, 3], nil),
            ([1, 2, 1], nil),
        ] as [([Int64?], Int64?)], permutations)
    func `a fund keeps the only decision of those that it comes from`(
        _ decisions: (of: [Int64?], joint: Int64?), _ order: [Int]
    ) throws {
        let plan = try Hamlets(decisions: decisions.of).merged(order)
        #expect(plan.funds.map(\.decision?.number) == [decisions.joint])
    }

    @Test(arguments: permutations) func `roles that the decision does not name end`(_ order: [Int]) throws {
        var hamlets = Hamlets()
        for index in 0..<3 { hamlets.all[index].tokens = [Hamlets.token(Int64(index + 1))] }
        let plan = try hamlets.merged(order, keeping: [AccessToken.ID(2)])
        #expect(plan.tokens.map(\.value.id.number) == [2])
        #expect(plan.endedTokens.map(\.id.number) == [1, 3])
        #expect(plan.moved.roleAssignments == 1)
        #expect(throws: Refusal.unknownReference(.token, at: Field.roleAssignments[1])) {
            try hamlets.merged(order, keeping: [AccessToken.ID(2), AccessToken.ID(2)])
        }
        #expect(throws: Refusal.unknownReference(.token, at: Field.roleAssignments[0])) {
            try hamlets.merged(order, keeping: [AccessToken.ID(9)])
        }
    }

    @Test func `everything is handed over to the last đồng, and goes along`() throws {
        let plan = try Hamlets().merged()
        #expect(plan.transfers.map(\.cash.amount) == [1000, 2000, 3000])
        #expect(plan.transfers.map(\.bank.amount) == [100, 200, 300])
        #expect(plan.transfers.allSatisfy { $0.to == 0 })
        #expect(plan.households.map(\.code) == ["0-H1", "1-H1", "2-H1"])
        #expect(plan.pledges.map(\.value.id.number) == [1, 2, 3])
        #expect(plan.closings.allSatisfy { $0.closed.validity.to == day.previous })
        #expect(plan.moved.households == 3 && plan.moved.persons == 12 && plan.moved.pledges == 3)
    }

    @Test func `funds with other names stay apart, and a name is for a fund of theirs`() throws {
        let names = [ReorganisationPlan.FundName(fund: Fund.ID(2), name: "Quỹ khác")]
        #expect(try Hamlets().merged(names: names).funds.map(\.name) == ["Quỹ đường", "Quỹ khác"])
        for wrong in [
            [ReorganisationPlan.FundName(fund: Fund.ID(9), name: "Quỹ khác")], names + names,
        ] {
            let field = Field.funds[wrong.count - 1].member(.fund)
            #expect(throws: Refusal.unknownReference(.fund, at: field)) { try Hamlets().merged(names: wrong) }
        }
    }

    @Test(arguments: permutations)
    func `more than a document can state is not handed over`(_ order: [Int]) throws {
        var hamlets = Hamlets()
        let fund = hamlets.all[1].funds[0].fund
        for (cash, bank) in [(Dong.documentMax, Dong.zero), (.zero, .documentMax), (Dong(.max), Dong(.max))] {
            hamlets.all[1].funds = [ReorganisationPlan.FundHolding(fund: fund, cash: cash, bank: bank)]
            #expect(throws: Refusal.amountTooLarge) { try hamlets.merged(order) }
        }
    }

    @Test func `households with one code are all named`() throws {
        var hamlets = Hamlets()
        hamlets.all[1].households.append(Hamlets.household(21, of: 2, code: "H1"))
        hamlets.all[2].households += [
            Hamlets.household(31, of: 3, code: "H2"), Hamlets.household(32, of: 3, code: "H2"),
        ]
        #expect(throws: Refusal.householdCodesConflict(["1-H1", "2-H2"])) { try hamlets.merged() }
    }

    @Test(arguments: permutations)
    func `records of all hamlets after the day stand in the way, whatever they are`(_ order: [Int]) throws {
        var hamlets = Hamlets()
        let records = [
            Refusal.LaterRecords.Record(kind: .pledge, number: 4, date: .sample("2026-09-01")),
            Refusal.LaterRecords.Record(kind: .decision, number: 2, date: .sample("2026-03-01")),
        ]
        hamlets.all[0].laterRecords = Refusal.LaterRecords(records: [records[0]])
        hamlets.all[2].laterRecords = Refusal.LaterRecords(records: [records[1]])
        #expect(throws: Refusal.recordsAfterEffectiveDate(Refusal.LaterRecords(records: records))) {
            try hamlets.merged(order)
        }
    }
}

@Suite struct SplitPlanTests {
    /// Hamlet 1 with two more households; household 11 goes to one part, all else to the other.
    private static func split(
        _ change: (inout [ReorganisationPlan.SplitPart]) -> Void = { _ in }
    ) throws -> ReorganisationPlan {
        var holdings = Hamlets().all[0]
        holdings.households += [
            Hamlets.household(11, of: 1, code: "H2"), Hamlets.household(12, of: 1, code: "H3"),
        ]
        var named = ReorganisationPlan.SplitPart(name: "A", kind: .xom)
        named.households = [Household.ID(11)]
        named.shares = [ReorganisationPlan.Share(fund: Fund.ID(1), cash: Dong(400), bank: Dong(100))]
        var parts = [named, ReorganisationPlan.SplitPart(name: "B", kind: .xom)]
        change(&parts)
        return try ReorganisationPlan(splitting: holdings, into: parts, on: day)
    }

    @Test func `shares and the remainder make the whole, wherever the remainder stands`() throws {
        for isReversed in [false, true] {
            let plan = try SplitPlanTests.split { if isReversed { $0.reverse() } }
            let (named, rest) = isReversed ? (1, 0) : (0, 1)
            func sums(_ successor: Int) -> [Int64] {
                plan.transfers.filter { plan.funds[$0.to].successor == successor }
                    .reduce([0, 0]) { [$0[0] + $1.cash.amount, $0[1] + $1.bank.amount] }
            }
            #expect(sums(named) == [400, 100] && sums(rest) == [600, 0])
            #expect(plan.households.filter { $0.successor == named }.map(\.household.id.number) == [11])
            #expect(plan.successors.map(\.nameField) == [0, 1].map { Field.into[$0].member(.name) })
            // The pledge of household 10 goes where the household goes.
            #expect(plan.pledges.map { plan.funds[$0.to].successor } == [rest])
        }
    }

    @Test func `a share that is too large is named where it stands`() throws {
        for isReversed in [false, true] {
            let field = Field.into[isReversed ? 1 : 0].member(.funds)[0].member(.cash)
            #expect(throws: Refusal.countTooLarge(at: field, max: 1000)) {
                try SplitPlanTests.split { parts in
                    parts[0].shares = [
                        ReorganisationPlan.Share(fund: Fund.ID(1), cash: Dong(1001), bank: Dong(0))
                    ]
                    if isReversed { parts.reverse() }
                }
            }
        }
    }

    @Test func `the remainder states no shares`() throws {
        #expect(throws: Refusal.remainderAmbiguous(at: Field.into[1].member(.funds))) {
            try SplitPlanTests.split { $0[1].shares = $0[0].shares }
        }
    }

    @Test func `exactly one part takes the remainder`() throws {
        #expect(throws: Refusal.remainderAmbiguous(at: .into)) {
            try SplitPlanTests.split { $0[0].households = [] }
        }
        #expect(throws: Refusal.remainderAmbiguous(at: .into)) {
            try SplitPlanTests.split { $0[1].households = [Household.ID(12)] }
        }
    }

    @Test func `what a part names is the hamlet's, and named once`() throws {
        let households = Field.into[0].member(.households)
        for (ids, index) in [([11, 11], 1), ([11, 99], 1), ([99], 0)] as [([Int64], Int)] {
            #expect(throws: Refusal.unknownReference(.household, at: households[index])) {
                try SplitPlanTests.split { $0[0].households = ids.map { Household.ID($0) } }
            }
        }
        #expect(throws: Refusal.unknownReference(.model, at: Field.into[1].member(.models)[0])) {
            try SplitPlanTests.split { $0[1].models = [Model.ID(5)] }
        }
        #expect(throws: Refusal.unknownReference(.token, at: Field.into[1].member(.roleAssignments)[0])) {
            try SplitPlanTests.split { $0[1].tokens = [AccessToken.ID(5)] }
        }
        #expect(throws: Refusal.unknownReference(.fund, at: Field.into[0].member(.funds)[1].member(.fund))) {
            try SplitPlanTests.split { $0[0].shares += $0[0].shares }
        }
    }
}
