import Domain
import TestSupport
import Testing

/// What is planned belongs to the item on the estimate, and ends with it.
@Suite struct DecisionEstimateTests {
    private static let plan = [
        Decision.PlannedItem(kind: .households, name: nil, amount: Dong(700)),
        Decision.PlannedItem(kind: .stateProvince, name: "Xi măng", amount: Dong(300)),
        Decision.PlannedItem(kind: .expenses, name: "Vật liệu", amount: Dong(900)),
    ]

    private func draft(_ matters: [Decision.Matter], _ plan: [Decision.PlannedItem] = plan) -> Decision.Draft
    {
        Decision.Draft(
            title: "Đường", items: matters.map { Decision.Item(matter: $0, text: "Dự toán") },
            initiative: nil, amends: nil, estimate: plan)
    }

    /// A decision of 2026-03-10 on rates and the estimate; the second item may have failed or been replaced.
    private func decision(isPassed: Bool = true, by successor: Decision.ID? = nil) throws -> Decision {
        let votes = Decision.Votes(inFavour: 4, against: 0, other: 0)
        let day = try #require(LocalDate("2026-03-10"))
        let all = try #require(Threshold(">=2/3"))
        return Decision(
            id: Identifier(1), scope: .hamlet(Identifier(1)), recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0), draft: draft([.rates, .estimate]),
            proceedings: Decision.Proceedings(
                votingMode: .meeting, method: .showOfHands, heldOn: day, place: "NVH", chair: "A",
                secretary: "B", householdsCount: 4, representedCount: 4, votes: [votes, votes], board: [],
                witnesses: [], signers: Decision.Signers(hamletHead: nil, frontHead: nil, households: [])),
            outcomes: [
                Decision.Outcome(threshold: all, isPassed: true),
                Decision.Outcome(threshold: all, isPassed: isPassed, supersededBy: successor),
            ], state: .passed)
    }

    @Test func `an estimate needs an item to be voted on, and is added up`() throws {
        #expect(throws: Refusal.duty(.estimateItemMissing)) {
            try draft([.rates, .spendingPlan]).checkEstimate()
        }
        try draft([.rates], []).checkEstimate()
        let planned = draft([.rates, .estimate])
        try planned.checkEstimate()
        #expect(try planned.planned(isExpense: false) == Dong(1000))
        #expect(try planned.planned(isExpense: true) == Dong(900))
        let large = Decision.PlannedItem(kind: .expenses, name: "Khác", amount: Dong.documentMax)
        #expect(throws: Refusal.amountTooLarge) {
            try draft([.estimate], Self.plan + [large]).checkEstimate()
        }
    }

    @Test(arguments: [
        ("2026-03-09", false), ("2026-03-10", true), ("2026-05-31", true), ("2026-06-01", false),
    ])
    func `an estimate counts from its decision until the one that replaces it`(
        _ text: String, _ isInForce: Bool
    ) throws {
        let day = try #require(LocalDate(text))
        let next = try #require(LocalDate("2026-06-01"))
        let replaced = try decision(by: Identifier(2))
        #expect(replaced.hasEstimate(on: day) { $0 == Identifier(2) ? next : nil } == isInForce)
        #expect(try !decision(isPassed: false).hasEstimate(on: day) { _ in nil })
    }

    @Test func `every kind that is planned is an account`() {
        for kind in Decision.PlannedKind.allCases {
            #expect(LedgerAccount.Kind(rawValue: kind.rawValue)?.isPlanned == true, "\(kind)")
        }
        #expect(LedgerAccount.Kind.allCases.count { $0.isPlanned } == Decision.PlannedKind.allCases.count)
    }
}
