import Domain
import Testing

/// A row of the matrix: the state that `step` leads to from `state`, or nil when it is refused.
private struct StepRow: Sendable, CustomTestStringConvertible {
    let state: Pledge.State
    let step: Pledge.Step
    let result: Pledge.State?

    init(_ state: Pledge.State, _ step: Pledge.Step, _ result: Pledge.State?) {
        self.state = state
        self.step = step
        self.result = result
    }

    var testDescription: String { "\(state) \(step) → \(result?.rawValue ?? "refused")" }

    /// Every state × every step, written by hand.
    static let matrix = [
        StepRow(.proposed, .confirm, .confirmed),
        StepRow(.proposed, .waive, nil),
        StepRow(.proposed, .cancel, .cancelled),
        StepRow(.confirmed, .confirm, nil),
        StepRow(.confirmed, .waive, .waived),
        StepRow(.confirmed, .cancel, .cancelled),
        StepRow(.partiallyReceived, .confirm, nil),
        StepRow(.partiallyReceived, .waive, .waived),
        StepRow(.partiallyReceived, .cancel, nil),
        StepRow(.fulfilled, .confirm, nil),
        StepRow(.fulfilled, .waive, nil),
        StepRow(.fulfilled, .cancel, nil),
        StepRow(.waived, .confirm, nil),
        StepRow(.waived, .waive, nil),
        StepRow(.waived, .cancel, nil),
        StepRow(.cancelled, .confirm, nil),
        StepRow(.cancelled, .waive, nil),
        StepRow(.cancelled, .cancel, nil),
        StepRow(.transferred, .confirm, nil),
        StepRow(.transferred, .waive, nil),
        StepRow(.transferred, .cancel, nil),
    ]
}

/// A row of a money matrix: a pledge of 500 000 đ, the money received or reversed, and the resulting state.
private struct MoneyRow: Sendable, CustomTestStringConvertible {
    let state: Pledge.State
    let received: Int64
    let money: Int64
    let result: Pledge.State?

    init(_ state: Pledge.State, _ received: Int64, _ money: Int64, _ result: Pledge.State?) {
        self.state = state
        self.received = received
        self.money = money
        self.result = result
    }

    var pledge: Pledge { .sample(state, received: received) }
    var testDescription: String { "\(state) \(received) \(money) → \(result?.rawValue ?? "refused")" }

    static let receiving = [
        MoneyRow(.proposed, 0, 1, nil),
        MoneyRow(.confirmed, 0, 1, .partiallyReceived),
        MoneyRow(.confirmed, 0, 499_999, .partiallyReceived),
        MoneyRow(.confirmed, 0, 500_000, .fulfilled),
        MoneyRow(.confirmed, 0, 500_001, .fulfilled),
        MoneyRow(.partiallyReceived, 200_000, 299_999, .partiallyReceived),
        MoneyRow(.partiallyReceived, 200_000, 300_000, .fulfilled),
        MoneyRow(.partiallyReceived, 499_999, 100_000_000, .fulfilled),
        MoneyRow(.fulfilled, 500_000, 1, .fulfilled),
        MoneyRow(.fulfilled, 900_000, 500_000, .fulfilled),
        MoneyRow(.waived, 200_000, 300_000, nil),
        MoneyRow(.waived, 0, 1, nil),
        MoneyRow(.cancelled, 0, 500_000, nil),
        MoneyRow(.transferred, 200_000, 1, nil),
    ]

    static let reversing = [
        MoneyRow(.transferred, 200_000, 200_000, .transferred),
        MoneyRow(.partiallyReceived, 200_000, 200_000, .confirmed),
        MoneyRow(.partiallyReceived, 200_000, 199_999, .partiallyReceived),
        MoneyRow(.partiallyReceived, 1, 1, .confirmed),
        MoneyRow(.fulfilled, 500_000, 500_000, .confirmed),
        MoneyRow(.fulfilled, 500_000, 1, .partiallyReceived),
        MoneyRow(.fulfilled, 500_001, 1, .fulfilled),
        MoneyRow(.fulfilled, 900_000, 399_999, .fulfilled),
        MoneyRow(.fulfilled, 900_000, 400_001, .partiallyReceived),
        MoneyRow(.fulfilled, 900_000, 900_000, .confirmed),
        MoneyRow(.waived, 200_000, 200_000, .waived),
        MoneyRow(.waived, 200_000, 1, .waived),
        // States that the books never contain; the result is defined all the same.
        MoneyRow(.proposed, 200_000, 1, .partiallyReceived),
        MoneyRow(.confirmed, 200_000, 200_000, .confirmed),
        MoneyRow(.cancelled, 200_000, 200_000, .cancelled),
    ]
}

@Suite struct PledgeLifecycleTests {
    @Test func `the matrix lists every state and step once`() {
        let pairs = StepRow.matrix.map { "\($0.state) \($0.step)" }
        #expect(Set(pairs).count == Pledge.State.allCases.count * Pledge.Step.allCases.count)
        #expect(pairs.count == Set(pairs).count)
    }

    @Test(arguments: StepRow.matrix)
    private func `a step leads to the state in the matrix or is refused`(_ row: StepRow) throws {
        let pledge = Pledge.sample(row.state, version: 4)
        guard let result = row.result else {
            let refusal = Refusal.invalidTransition(
                .pledge, step: row.step.rawValue, from: row.state.rawValue)
            #expect(throws: refusal) { try pledge.taking(row.step) }
            return
        }
        let after = try pledge.taking(row.step)
        #expect(after == .sample(result, received: pledge.received.amount, version: 5))
    }

    @Test func `a step does not change the original value`() throws {
        let pledge = Pledge.sample(.proposed)
        _ = try pledge.taking(.confirm)
        #expect(pledge == .sample(.proposed))
    }

    @Test func `a new pledge is proposed, has received nothing and has version 1`() {
        let pledge = Pledge(
            id: Pledge.ID(1),
            fund: Fund.ID(2),
            household: Household.ID(3),
            amount: Dong(420_000),
            pledgedOn: .sample("2026-01-31")
        )
        #expect(pledge.state == .proposed && pledge.received == .zero && pledge.version == 1)
        #expect(pledge.fund == Fund.ID(2) && pledge.household == Household.ID(3))
        #expect(pledge.amount == Dong(420_000) && pledge.pledgedOn.text == "2026-01-31")
    }

    @Test(arguments: [Pledge.State.proposed, .confirmed, .partiallyReceived])
    func `transferring an open pledge moves the outstanding amount`(_ state: Pledge.State) throws {
        let pledge = Pledge.sample(state, version: 4)
        let (old, new) = try pledge.transferred(to: Fund.ID(8), as: Pledge.ID(99), on: .sample("2026-07-01"))
        #expect(old.state == .transferred && old.version == 5 && old.countedAmount == old.received)
        #expect(new.amount.amount + old.received.amount == pledge.amount.amount)
        #expect(new.state == (state == .proposed ? .proposed : .confirmed) && new.received == .zero)
        #expect(
            new.fund == Fund.ID(8) && new.transferredFrom == pledge.id && new.household == pledge.household)
        #expect(new.pledgedOn == .sample("2026-07-01") && new.version == 1)
    }

    @Test(arguments: [Pledge.State.fulfilled, .waived, .cancelled, .transferred])
    func `other pledges cannot be transferred`(_ state: Pledge.State) {
        #expect(throws: Refusal.invalidTransition(.pledge, step: "transfer", from: state.rawValue)) {
            try Pledge.sample(state).transferred(to: Fund.ID(8), as: Pledge.ID(99), on: .sample("2026-07-01"))
        }
    }

    @Test func `waiving keeps the amount received`() throws {
        #expect(
            try Pledge.sample(.partiallyReceived, received: 200_000).taking(.waive).received == Dong(200_000))
    }
}

@Suite struct PledgeMoneyTests {
    @Test func `both money matrices cover every state`() {
        #expect(Set(MoneyRow.receiving.map(\.state)) == Set(Pledge.State.allCases))
        #expect(Set(MoneyRow.reversing.map(\.state)) == Set(Pledge.State.allCases))
    }

    @Test(arguments: MoneyRow.receiving)
    private func `receiving money leads to the state in the matrix or is refused`(_ row: MoneyRow) throws {
        guard let result = row.result else {
            let refusal = Refusal.invalidTransition(.pledge, step: "receive", from: row.state.rawValue)
            #expect(throws: refusal) { try row.pledge.receiving(Dong(row.money)) }
            return
        }
        let after = try row.pledge.receiving(Dong(row.money))
        #expect(after == .sample(result, received: row.received + row.money, version: 2))
    }

    @Test(arguments: MoneyRow.reversing)
    private func `reversing money leads to the state in the matrix`(_ row: MoneyRow) throws {
        let result = try #require(row.result)
        let after = row.pledge.reversing(Dong(row.money))
        #expect(after == .sample(result, received: row.received - row.money, version: 2))
    }

    @Test func `money above the pledged amount is kept in full`() throws {
        let pledge = try Pledge.sample(.confirmed).receiving(Dong(800_000))
        #expect(pledge.state == .fulfilled)
        #expect(pledge.received == Dong(800_000))
        #expect(pledge.amount == Dong(500_000))
        #expect(pledge.countedAmount == Dong(500_000))
    }

    @Test func `a receipt that overflows 64 bits is refused`() throws {
        let pledge = Pledge.sample(.fulfilled, received: .max - 10)
        #expect(try pledge.receiving(Dong(10)).received == Dong(.max))
        #expect(throws: Refusal.amountTooLarge) { try pledge.receiving(Dong(11)) }
        #expect(throws: Refusal.amountTooLarge) { try pledge.receiving(Dong(.max)) }
    }

    @Test func `the largest pledge is fulfilled by the largest receipt`() throws {
        let pledge = Pledge.sample(.confirmed, amount: .max)
        #expect(try pledge.receiving(Dong(.max - 1)).state == .partiallyReceived)
        #expect(try pledge.receiving(Dong(.max)).state == .fulfilled)
    }

    @Test(
        arguments: [
            (.proposed, 0, 0), (.confirmed, 0, 500_000), (.partiallyReceived, 200_000, 500_000),
            (.fulfilled, 500_000, 500_000), (.fulfilled, 900_000, 500_000), (.waived, 0, 0),
            (.waived, 200_000, 200_000), (.waived, 900_000, 500_000), (.cancelled, 0, 0),
        ] as [(Pledge.State, Int64, Int64)]
    )
    func `the counted amount excludes unconfirmed, cancelled and waived money`(
        _ state: Pledge.State,
        _ received: Int64,
        _ counted: Int64
    ) {
        #expect(Pledge.sample(state, received: received).countedAmount == Dong(counted))
    }

    @Test func `reversing more than was received, as in a damaged file, leaves nothing`() {
        #expect(
            Pledge.sample(.partiallyReceived, received: 200_000).reversing(Dong(200_001)).received == .zero)
        #expect(Pledge.sample(.fulfilled, received: .max).reversing(Dong(.min)).received == Dong(.max))
    }

    @Test(
        arguments: [
            (.confirmed, 0, .partiallyReceived), (.partiallyReceived, 400_000, .fulfilled),
            (.fulfilled, 500_000, .fulfilled), (.waived, 0, .waived), (.transferred, 100_000, .transferred),
        ] as [(Pledge.State, Int64, Pledge.State)])
    func `restoring what was refunded counts it again`(
        _ state: Pledge.State, _ received: Int64, _ after: Pledge.State
    ) throws {
        let restored = try Pledge.sample(state, received: received).restoring(Dong(100_000))
        #expect(restored.received == Dong(received + 100_000) && restored.state == after)
        #expect(throws: Refusal.amountTooLarge) {
            try Pledge.sample(state, received: Dong.documentMax.amount).restoring(Dong(1))
        }
    }

    @Test(arguments: Pledge.State.allCases)
    func `a pledge of a hamlet that has ended is not open again`(_ state: Pledge.State) {
        let reversed = Pledge.sample(state, received: 100_000).reversing(Dong(100_000), isClosed: true)
        #expect([.waived, .cancelled, .transferred].contains(reversed.state))
    }
}
