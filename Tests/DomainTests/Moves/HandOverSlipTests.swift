import Domain
import Testing

/// Cash that collectors hand over: its states, its persons, its posting.
@Suite struct HandOverSlipTests {
    private static func slip(_ state: HandOverSlip.State = .recorded) -> HandOverSlip {
        HandOverSlip(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), collector: Identifier(77),
            on: .sample("2026-11-23"), amount: Dong(200),
            receipts: HandOverSlip.Receipts(first: Identifier(1), last: Identifier(2)), recordedBy: .lan,
            recordedAt: .sample, state: state, confirmedBy: state == .confirmed ? Identifier(78) : nil)
    }

    /// Every state and step, with the state after it; nil where the step is refused.
    private static let matrix: [(HandOverSlip.State, HandOverSlip.Step, HandOverSlip.State?)] = [
        (.recorded, .confirm, .confirmed), (.recorded, .void, .voided), (.confirmed, .confirm, nil),
        (.confirmed, .void, .voided), (.voided, .confirm, nil), (.voided, .void, nil),
    ]

    @Test func `the matrix has every state and step of a slip`() {
        let pairs = HandOverSlip.State.allCases.flatMap { state in
            HandOverSlip.Step.allCases.map { "\(state) \($0)" }
        }
        #expect(Self.matrix.map { "\($0.0) \($0.1)" }.sorted() == pairs.sorted())
    }

    @Test(arguments: matrix)
    func `a slip takes the steps of its state`(
        _ state: HandOverSlip.State, _ step: HandOverSlip.Step, _ next: HandOverSlip.State?
    ) throws {
        guard let next else {
            let refusal = Refusal.invalidTransition(.handOverSlip, step: step.rawValue, from: state.rawValue)
            #expect(throws: refusal) { try Self.slip(state).taking(step, by: .minh) }
            return
        }
        let taken = try Self.slip(state).taking(step, by: .minh)
        #expect(taken.state == next && taken.version == 2)
        #expect(taken.confirmedBy == (step == .confirm ? .minh : state == .confirmed ? Identifier(78) : nil))
    }

    @Test func `neither the recorder nor the collector confirms a slip`() {
        #expect(throws: Refusal.duty(.ownRecord(.handOverSlip, step: "confirm"))) {
            try Self.slip().taking(.confirm, by: .lan)
        }
        #expect(throws: Refusal.collector(.ownCash(step: "confirm"))) {
            try Self.slip().taking(.confirm, by: Identifier(77))
        }
    }

    @Test func `whoever received the cash does not void the slip`() {
        #expect(throws: Refusal.collector(.ownCash(step: "void"))) {
            try Self.slip(.confirmed).taking(.void, by: Identifier(78))
        }
    }

    @Test func `a confirmed slip of a closed month goes back through the corrections`() throws {
        let voiding = Contribution.Voiding(
            reason: "Sai", by: .minh, at: .sample, reversedOn: .sample("2026-12-01"))
        let postings = try Self.slip(.confirmed).reversed(voiding).voidingPostings
        #expect(
            postings.map(\.debit) == [.correction, .inHand] && postings.map(\.credit) == [.cash, .correction])
        #expect(postings.allSatisfy { $0.on == .sample("2026-12-01") && !$0.isReversal })
        for state in [HandOverSlip.State.recorded, .voided] {
            #expect(throws: (any Error).self) { try Self.slip(state).reversed(voiding) }
        }
    }

    @Test func `it moves cash from the collector's hand into the fund's`() throws {
        let posting = try #require(Self.slip().postings.first)
        #expect(posting.debit == .cash && posting.credit == .inHand && posting.decreasedAccount == .inHand)
        #expect(!posting.isInflow && MoneyFlow(posting.debit, posting.credit) == nil)
        #expect(MoneyFlow(.inHand, .households) == .fromHouseholds)
    }
}
