import Domain
import Testing

/// What corrects a posting of a closed month on a later day.
@Suite struct MoveCorrectionTests {
    private static let day = LocalDate.sample("2026-11-01")
    private static let later = LocalDate.sample("2026-12-05")

    private static func posting(_ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind) -> Posting {
        Posting(fund: Identifier(5), debit: debit, credit: credit, item: "A", amount: Dong(200), on: day)
    }

    /// Accounts of a posting, and of its corrections.
    private static let rows: [([LedgerAccount.Kind], [[LedgerAccount.Kind]])] = [
        ([.bank, .interest], [[.correction, .bank]]), ([.fees, .bank], [[.bank, .correction]]),
        ([.cash, .households], [[.correction, .cash]]), ([.expenses, .cash], [[.cash, .correction]]),
        ([.bank, .cash], [[.correction, .bank], [.cash, .correction]]),
        ([.cash, .bank], [[.correction, .cash], [.bank, .correction]]),
    ]

    @Test(arguments: rows)
    func `each account of money is brought back against the corrections`(
        _ accounts: [LedgerAccount.Kind], _ expected: [[LedgerAccount.Kind]]
    ) {
        let corrections = Self.posting(accounts[0], accounts[1]).corrections(on: Self.later)
        #expect(corrections.map { [$0.debit, $0.credit] } == expected)
        for correction in corrections {
            #expect(correction.on == Self.later && correction.amount == Dong(200) && !correction.isReversal)
            #expect(correction.item == "A" && correction.fund == Identifier(5))
        }
    }

    private static func opening(_ state: OpeningBalance.State = .confirmed) -> OpeningBalance {
        OpeningBalance(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), on: day, cash: Dong(500),
            bank: Dong(300), basis: "Biên bản", countedBy: ["An", "Bình"], recordedBy: .lan,
            recordedAt: .sample, state: state, confirmedBy: state == .recorded ? nil : .minh)
    }

    private static func voiding(by person: User.ID = .minh) -> Contribution.Voiding {
        Contribution.Voiding(reason: "Đếm sai", by: person, at: .sample, reversedOn: later)
    }

    @Test(
        arguments: [
            (500, 100, [("correction", "bank", 200)]), (0, 300, [("correction", "cash", 500)]),
            (700, 301, [("cash", "correction", 200), ("bank", "correction", 1)]),
            (0, 400, [("correction", "cash", 500), ("bank", "correction", 100)]),
        ] as [(Int64, Int64, [(String, String, Int64)])])
    func `an opening balance is corrected by the difference of each account`(
        _ cash: Int64, _ bank: Int64, _ expected: [(String, String, Int64)]
    ) throws {
        let held = OpeningBalance.Held(cash: Dong(cash), bank: Dong(bank))
        let corrected = try Self.opening().reversed(Self.voiding(), to: held)
        #expect(corrected.state == .voided && corrected.corrected == held && corrected.version == 2)
        #expect(corrected.confirmedBy == .minh && corrected.cash == Dong(500))
        let postings = corrected.voidingPostings.map {
            "\($0.debit.rawValue) \($0.credit.rawValue) \($0.amount.amount) \($0.on.text)"
        }
        #expect(postings == expected.map { "\($0.0) \($0.1) \($0.2) 2026-12-05" })
        // What was posted first stays posted.
        #expect(corrected.postings == Self.opening().postings)
    }

    @Test func `only a confirmed opening balance is corrected, to something else, by another person`() {
        let held = OpeningBalance.Held(cash: Dong(500), bank: Dong(300))
        let other = OpeningBalance.Held(cash: .zero, bank: .zero)
        #expect(throws: Refusal.noChange(at: .cash)) { try Self.opening().reversed(Self.voiding(), to: held) }
        for state in [OpeningBalance.State.recorded, .voided] {
            #expect(
                throws: Refusal.invalidTransition(.openingBalance, step: "reverse", from: state.rawValue)
            ) { try Self.opening(state).reversed(Self.voiding(), to: other) }
        }
        #expect(throws: Refusal.duty(.ownRecord(.openingBalance, step: "void"))) {
            try Self.opening().reversed(Self.voiding(by: .lan), to: other)
        }
    }
}
