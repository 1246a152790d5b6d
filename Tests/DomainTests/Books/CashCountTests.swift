import Domain
import Testing

/// Every state × every step of a count of cash, and what a count says.
@Suite struct CashCountTests {
    private static let recorder = User.ID.lan
    private static let second = User.ID.minh
    private static let stranger = User.ID(3)

    private func count(
        _ notes: [(CashCount.Denomination, Int64)] = [(.d500000, 2)], book: Int64 = 1_000_000,
        posts: Bool = false, state: CashCount.State = .recorded
    ) -> CashCount {
        CashCount(
            id: Identifier(1), owner: .hamlet(.xom9), fund: Identifier(5), on: .sample("2026-03-31"),
            notes: notes.map { CashCount.Notes(denomination: $0.0, count: $0.1) }, book: Dong(book),
            countedBy: [Self.recorder, Self.second], postsDifference: posts, note: nil, state: state,
            confirmedBy: state == .confirmed ? Self.second : nil,
            recording: Recording(by: Self.recorder, at: .sample))
    }

    @Test(
        arguments: [
            (.recorded, .confirm, .confirmed), (.recorded, .withdraw, .withdrawn),
            (.confirmed, .confirm, nil), (.confirmed, .withdraw, nil),
            (.withdrawn, .confirm, nil), (.withdrawn, .withdraw, nil),
        ] as [(CashCount.State, CashCount.Step, CashCount.State?)])
    func `every state and step`(
        _ state: CashCount.State, _ step: CashCount.Step, _ result: CashCount.State?
    ) throws {
        let old = count([(.d500000, 2)], state: state)
        guard let result else {
            #expect(
                throws: Refusal.invalidTransition(.cashCount, step: step.rawValue, from: state.rawValue)
            ) { try old.taking(step, by: Self.second) }
            return
        }
        let new = try old.taking(step, by: Self.second)
        #expect(new.state == result && new.version == old.version + 1)
        #expect(new.confirmedBy == (result == .confirmed ? Self.second : nil))
        #expect(new.notes == old.notes && new.book == old.book && new.countedBy == old.countedBy)
    }

    @Test func `the matrix has every state and step`() {
        #expect(CashCount.State.allCases.count * CashCount.Step.allCases.count == 6)
    }

    @Test func `the recorder does not confirm, nor does anyone who did not count`() {
        #expect(throws: Refusal.samePerson(first: "count", second: "confirm", of: .cashCount)) {
            try count().taking(.confirm, by: Self.recorder)
        }
        #expect(throws: Refusal.books(.notCounter)) { try count().taking(.confirm, by: Self.stranger) }
    }

    @Test func `the recorder may withdraw, and others too`() throws {
        for person in [Self.recorder, Self.second, Self.stranger] {
            #expect(try count().taking(.withdraw, by: person).state == .withdrawn)
        }
    }

    /// Some notes, and what they add up to.
    private static let sums: [(notes: [(CashCount.Denomination, Int64)], sum: Int64)] = [
        ([], 0), ([(.d200, 1)], 200), ([(.d500000, 12), (.d1000, 3)], 6_003_000),
        ([(.d500000, CashCount.notesMax)], 500_000_000_000),
        // More than there are notes, yet no trap.
        ([(.d500000, .max)], .max), ([(.d500000, .max), (.d200000, .max)], .max),
    ]

    @Test(arguments: sums.indices)
    func `the notes add up`(_ index: Int) {
        let (notes, sum) = Self.sums[index]
        #expect(count(notes).counted == Dong(sum))
    }

    @Test func `the notes of all denominations at their most stay exact`() {
        let all = CashCount.Denomination.allCases.map { ($0, CashCount.notesMax) }
        #expect(count(all).counted == Dong(888_700_000_000))
        #expect(count(all).counted <= Dong.documentMax)
    }

    private static let differences: [(Int64, Int64, LedgerAccount.Kind?, LedgerAccount.Kind?)] = [
        (1_000_000, 0, nil, nil), (990_000, 10_000, .cash, .surplus),
        (1_010_000, -10_000, .shortage, .cash), (0, 1_000_000, .cash, .surplus),
    ]

    @Test(arguments: differences)
    func `the difference of a confirmed count is posted when its counters decided so`(
        _ book: Int64, _ difference: Int64, _ debit: LedgerAccount.Kind?, _ credit: LedgerAccount.Kind?
    ) throws {
        #expect(count(book: book).difference == Dong(difference))
        for state in [CashCount.State.recorded, .withdrawn] {
            #expect(count(book: book, posts: true, state: state).posting == nil)
        }
        // Left open, it stays visible in the count alone.
        #expect(count(book: book, posts: false, state: .confirmed).posting == nil)
        let posting = try count(book: book, posts: true).taking(.confirm, by: Self.second).posting
        #expect(posting?.debit == debit && posting?.credit == credit)
        guard let posting else { return #expect(difference == 0) }
        #expect(posting.amount == Dong(abs(difference)) && posting.fund == Identifier(5))
        #expect(posting.on == .sample("2026-03-31") && !posting.isReversal && posting.item == "")
    }

    @Test func `a count has two to five persons`() { #expect(CashCount.countersRange == 2...5) }
}
