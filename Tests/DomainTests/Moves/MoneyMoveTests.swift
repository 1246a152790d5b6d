import Domain
import Testing

/// Opening balances, transfers, interest and fees: their states, their second person, their postings.
@Suite struct MoneyMoveTests {
    private static let day = LocalDate.sample("2026-11-01")

    private static func opening(
        _ state: OpeningBalance.State = .recorded, cash: Int64 = 500, bank: Int64 = 300
    ) -> OpeningBalance {
        OpeningBalance(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), on: day, cash: Dong(cash),
            bank: Dong(bank), basis: "Biên bản kiểm kê", countedBy: ["An", "Bình"], recordedBy: .lan,
            recordedAt: .sample, state: state, confirmedBy: state == .confirmed ? .minh : nil)
    }

    private static func transfer(
        _ recipient: FundTransfer.Recipient? = nil, from: Contribution.Method = .cash,
        to: Contribution.Method = .bank
    ) -> FundTransfer {
        FundTransfer(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), recipient: recipient, from: from,
            to: to, amount: Dong(200), on: day, recordedBy: .lan, recordedAt: .sample)
    }

    private static func entry(_ kind: BankEntry.Kind, reference: String? = nil) -> BankEntry {
        BankEntry(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), kind: kind, amount: Dong(90),
            on: day, reference: reference, recordedBy: .lan, recordedAt: .sample)
    }

    /// Every state and step, with the state after it; nil where the step is refused.
    private static let matrix: [(OpeningBalance.State, OpeningBalance.Step, OpeningBalance.State?)] = [
        (.recorded, .confirm, .confirmed), (.recorded, .void, .voided), (.confirmed, .confirm, nil),
        (.confirmed, .void, .voided), (.voided, .confirm, nil), (.voided, .void, nil),
    ]

    @Test func `the matrix has every state and step of an opening balance`() {
        let pairs = OpeningBalance.State.allCases.flatMap { state in
            OpeningBalance.Step.allCases.map { "\(state) \($0)" }
        }
        #expect(Self.matrix.map { "\($0.0) \($0.1)" }.sorted() == pairs.sorted())
    }

    @Test(arguments: matrix)
    func `an opening balance takes the steps of its state`(
        _ state: OpeningBalance.State, _ step: OpeningBalance.Step, _ next: OpeningBalance.State?
    ) throws {
        let opening = Self.opening(state)
        guard let next else {
            let refusal = Refusal.invalidTransition(
                .openingBalance, step: step.rawValue, from: state.rawValue)
            #expect(throws: refusal) { try opening.taking(step, by: .minh) }
            return
        }
        let taken = try opening.taking(step, by: .minh)
        #expect(taken.state == next && taken.version == 2)
        #expect(taken.confirmedBy == (step == .confirm || state == .confirmed ? .minh : nil))
    }

    @Test(arguments: [(OpeningBalance.State.recorded, OpeningBalance.Step.confirm), (.recorded, .void)])
    func `who recorded an opening balance neither confirms nor voids it`(
        _ state: OpeningBalance.State, _ step: OpeningBalance.Step
    ) {
        #expect(throws: Refusal.duty(.ownRecord(.openingBalance, step: step.rawValue))) {
            try Self.opening(state).taking(step, by: .lan)
        }
    }

    @Test func `a voided opening balance keeps who confirmed it and has its reason`() throws {
        let voiding = Contribution.Voiding(reason: "Đếm sai", by: .minh, at: .sample)
        let voided = try Self.opening(.confirmed).taking(.void, by: .minh).with(voiding)
        #expect(voided.voiding == voiding && voided.confirmedBy == .minh && voided.state == .voided)
    }

    @Test(arguments: [(500, 300, 2), (0, 300, 1), (500, 0, 1)] as [(Int64, Int64, Int)])
    func `an opening balance debits what was there`(_ cash: Int64, _ bank: Int64, _ count: Int) {
        let postings = Self.opening(cash: cash, bank: bank).postings
        #expect(postings.count == count)
        #expect(postings.allSatisfy { $0.credit == .opening && $0.on == Self.day && $0.isInflow })
        #expect(postings.filter { $0.debit == .cash }.reduce(0) { $0 + $1.amount.amount } == cash)
        #expect(postings.filter { $0.debit == .bank }.reduce(0) { $0 + $1.amount.amount } == bank)
    }

    @Test func `a transfer within a fund moves between cash and bank`() {
        let postings = Self.transfer().postings
        #expect(
            postings == [
                Posting(fund: Identifier(5), debit: .bank, credit: .cash, amount: Dong(200), on: Self.day)
            ])
        #expect(postings[0].decreasedAccount == .cash && postings[0].reversal.decreasedAccount == .bank)
        let back = Self.transfer(from: .bank, to: .cash).postings
        #expect(back[0].debit == .cash && back[0].credit == .bank)
    }

    @Test func `a transfer to another fund is two postings that meet in one account`() {
        let recipient = FundTransfer.Recipient(fund: Identifier(6), decision: Identifier(3))
        let postings = Self.transfer(recipient, from: .cash, to: .bank).postings
        #expect(
            postings == [
                Posting(
                    fund: Identifier(5), debit: .fundTransfer, credit: .cash, amount: Dong(200), on: Self.day),
                Posting(
                    fund: Identifier(6), debit: .bank, credit: .fundTransfer, amount: Dong(200), on: Self.day),
            ])
    }

    @Test func `interest comes into the bank and a fee leaves it`() {
        let (interest, fee) = (Self.entry(.interest).postings, Self.entry(.fee).postings)
        #expect(interest.map(\.debit) == [.bank] && interest.map(\.credit) == [.interest])
        #expect(fee.map(\.debit) == [.fees] && fee.map(\.credit) == [.bank])
    }

    @Test func `a reference is compared by its letters and digits`() {
        #expect(
            Self.entry(.fee, reference: "FT-01 a").referenceKey
                == Self.entry(.fee, reference: "ft01A").referenceKey)
        #expect(Self.entry(.fee).referenceKey == "")
    }

    @Test func `what was posted is voided once, by another person`() throws {
        #expect(throws: Refusal.duty(.ownRecord(.fundTransfer, step: "void"))) {
            try Self.transfer().voided(by: .lan, for: "Sai", at: .sample)
        }
        let voided = try Self.transfer().voided(by: .minh, for: "Sai", at: .sample)
        #expect(voided.state == .voided && voided.version == 2 && voided.voiding?.reason == "Sai")
        #expect(throws: Refusal.invalidTransition(.fundTransfer, step: "void", from: "voided")) {
            try voided.voided(by: .minh, for: "Sai", at: .sample)
        }
        #expect(throws: Refusal.duty(.ownRecord(.bankEntry, step: "void"))) {
            try Self.entry(.interest).voided(by: .lan, for: "Sai", at: .sample)
        }
    }

    /// The matters of a decision by which money may go to another fund.
    private static let matters: Set<Decision.Matter> = [.policy, .rates, .estimate, .spendingPlan]

    @Test(arguments: Decision.Matter.allCases)
    func `money goes to another fund by a decision on collecting or spending in force`(
        _ matter: Decision.Matter
    ) throws {
        let threshold = try #require(Threshold(">1/2"))
        func decision(isPassed: Bool, supersededBy: Decision.ID? = nil) -> Decision {
            Decision(
                id: Identifier(3), scope: .hamlet(.xom9), recordedBy: .lan, recordedAt: .sample,
                draft: Decision.Draft(
                    title: "A", items: [Decision.Item(matter: matter, text: "B")], initiative: nil,
                    amends: nil),
                proceedings: Decision.Proceedings(
                    votingMode: .meeting, method: .showOfHands, heldOn: Self.day, place: "A", chair: "B",
                    secretary: "C", householdsCount: 4, representedCount: 4,
                    votes: [Decision.Votes(inFavour: 4, against: 0, other: 0)], board: [], witnesses: []),
                outcomes: [
                    Decision.Outcome(threshold: threshold, isPassed: isPassed, supersededBy: supersededBy)
                ], state: .passed)
        }
        let isAbout = Self.matters.contains(matter)
        #expect(decision(isPassed: true).authorisesTransferFrom == (isAbout ? Self.day : nil))
        #expect(decision(isPassed: false).authorisesTransferFrom == nil)
        #expect(decision(isPassed: true, supersededBy: Identifier(4)).authorisesTransferFrom == nil)
    }
}
