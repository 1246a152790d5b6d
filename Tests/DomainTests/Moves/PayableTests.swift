import Domain
import Testing

/// What a fund owes: its posting, its bounds, who confirms a gift of it.
@Suite struct PayableTests {
    private static let day = LocalDate.sample("2026-11-23")

    private static func payable(_ amount: Int64 = 1000) -> Payable {
        Payable(
            id: Identifier(7), owner: .hamlet(.xom9), fund: Identifier(5), expenditure: Identifier(3),
            kind: .advance, creditor: Payable.Creditor(.person, name: "An", address: ""),
            amount: Dong(amount), purpose: "Trả thợ", item: "Nhân công", on: day, document: "Giấy ứng tiền",
            recordedBy: .lan, recordedAt: .sample)
    }

    private static func settlement(_ repaid: Int64, _ given: Int64, _ pending: Int64) -> Payable.Settlement {
        Payable.Settlement(repaid: Dong(repaid), given: Dong(given), pending: Dong(pending))
    }

    private static func gift(_ state: PayableGift.State = .recorded) -> PayableGift {
        PayableGift(
            id: Identifier(2), owner: .hamlet(.xom9), payable: Identifier(7), amount: Dong(10),
            consent: "Giấy tặng", isAnonymous: false, state: state,
            confirmedBy: state == .confirmed ? .minh : nil,
            contribution: state == .confirmed ? Identifier(9) : nil,
            recording: Recording(by: .lan, at: .sample))
    }

    @Test func `a debt is an expense of its day, and moves no money`() throws {
        let posting = try #require(Self.payable().postings.first)
        #expect(posting.debit == .expenses && posting.credit == .payables && posting.item == "Nhân công")
        #expect(posting.on == Self.day && posting.decreasedAccount == nil && !posting.isInflow)
        #expect(MoneyFlow(posting.debit, posting.credit) == .spent)
    }

    @Test(arguments: [
        (LedgerAccount.Kind.payables, LedgerAccount.Kind.cash, MoneyFlow?.none),
        (.payables, .bank, nil), (.cash, .payables, nil), (.payables, .individuals, .fromSponsors),
        (.payables, .households, .fromHouseholds), (.correction, .payables, nil),
        (.expenses, .payables, .spent),
    ])
    func `repaying is no expense, and a gift of a debt is received`(
        _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind, _ flow: MoneyFlow?
    ) {
        #expect(MoneyFlow(debit, credit) == flow)
    }

    @Test(arguments: [
        ((0, 0, 0), 1000), ((300, 0, 0), 700), ((300, 200, 0), 500), ((300, 200, 500), 0), ((0, 1000, 0), 0),
    ])
    func `no more is repaid and given than is owed`(_ settled: (Int64, Int64, Int64), _ left: Int64) throws {
        let settlement = Self.settlement(settled.0, settled.1, settled.2)
        if left > 0 { try Self.payable().check(Dong(left), as: "repay", after: settlement) }
        #expect(throws: Refusal.payable(.exceeded(available: Dong(left)))) {
            try Self.payable().check(Dong(left + 1), as: "repay", after: settlement)
        }
        #expect(settlement.isNothing == (settled == (0, 0, 0)))
    }

    @Test func `of a voided debt nothing is owed`() throws {
        let voided = try Self.payable().voided(by: .minh, for: "Ghi sai", at: .sample)
        #expect(voided.outstanding(after: Self.settlement(0, 0, 0)) == .zero)
        #expect(throws: Refusal.invalidTransition(.payable, step: "give", from: "voided")) {
            try voided.check(Dong(1), as: "give", after: Self.settlement(0, 0, 0))
        }
        #expect(throws: Refusal.duty(.ownRecord(.payable, step: "void"))) {
            try Self.payable().voided(by: .lan, for: "Ghi sai", at: .sample)
        }
    }

    @Test func `creditors give as what they are`() {
        #expect(
            Payable.Creditor(household: Identifier(4), name: "An", address: "").donor
                == .household(Identifier(4)))
        #expect(
            Payable.Creditor(.company, name: "Cửa hàng", address: "").donor
                == .sponsor(Contribution.Sponsor(name: "Cửa hàng", kind: .company)))
    }

    /// Every state and step, with the state after it; nil where the step is refused.
    private static let matrix: [(PayableGift.State, PayableGift.Step, PayableGift.State?)] = [
        (.recorded, .confirm, .confirmed), (.recorded, .withdraw, .withdrawn), (.confirmed, .confirm, nil),
        (.confirmed, .withdraw, nil), (.withdrawn, .confirm, nil), (.withdrawn, .withdraw, nil),
    ]

    @Test func `the matrix has every state and step of a gift`() {
        let pairs = PayableGift.State.allCases.flatMap { state in
            PayableGift.Step.allCases.map { "\(state) \($0)" }
        }
        #expect(Self.matrix.map { "\($0.0) \($0.1)" }.sorted() == pairs.sorted())
    }

    @Test(arguments: matrix)
    func `a gift takes the steps of its state`(
        _ state: PayableGift.State, _ step: PayableGift.Step, _ next: PayableGift.State?
    ) throws {
        guard let next else {
            let refusal = Refusal.invalidTransition(.payableGift, step: step.rawValue, from: state.rawValue)
            #expect(throws: refusal) { try Self.gift(state).taking(step, by: .minh) }
            return
        }
        let taken = try Self.gift(state).taking(step, by: .minh, issuing: Identifier(9))
        #expect(taken.state == next && taken.version == 2)
        #expect(taken.contribution == (step == .confirm ? Identifier(9) : nil))
    }

    @Test func `two persons record a gift`() {
        #expect(throws: Refusal.duty(.ownRecord(.payableGift, step: "confirm"))) {
            try Self.gift().taking(.confirm, by: .lan, issuing: Identifier(9))
        }
    }

    @Test func `refunds and repayments are paid, never owed`() throws {
        for (refund, payable) in [(Contribution.ID(1), nil), (nil, Payable.ID(7))]
            as [(Contribution.ID?, Payable.ID?)]
        {
            var actors = Expenditure.StepActors(requestedBy: .lan)
            actors.checkedBy = .lan
            actors.approvedBy = .minh
            let approved = Expenditure(
                id: Identifier(1), owner: .hamlet(.xom9), fund: Identifier(5), payee: "An", purpose: "Trả",
                item: "Nhân công", amount: Dong(10), method: .cash, refundOf: refund, repays: payable,
                requestedAt: .sample, state: .approved, actors: actors)
            #expect(throws: Refusal.payable(.notOwed)) {
                try approved.taking(.owe, by: .minh, on: Self.day)
            }
        }
    }
}
