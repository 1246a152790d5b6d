import Domain
import Testing

/// A row of the matrix: the state that `step` leads to, and whose earlier duty excludes a person from taking it.
private struct StepRow: Sendable, CustomTestStringConvertible {
    let state: Expenditure.State
    let step: Expenditure.Step
    /// Nil when the step is not allowed.
    let result: Expenditure.State?
    let excluded: [Clerk]

    init(
        _ state: Expenditure.State, _ step: Expenditure.Step, _ result: Expenditure.State?,
        apart: [Clerk] = []
    ) {
        self.state = state
        self.step = step
        self.result = result
        self.excluded = apart
    }

    var testDescription: String { "\(state) \(step) → \(result?.rawValue ?? "refused")" }

    /// Every state × every step, written by hand.
    static let matrix = [
        StepRow(.requested, .check, .checked),
        StepRow(.requested, .approve, nil),
        StepRow(.requested, .pay, nil),
        StepRow(.requested, .book, nil),
        StepRow(.requested, .reject, .rejected, apart: [.requester]),
        StepRow(.requested, .withdraw, .withdrawn),
        StepRow(.requested, .cancel, nil),
        StepRow(.requested, .owe, nil),
        StepRow(.requested, .void, nil),
        StepRow(.checked, .check, nil),
        StepRow(.checked, .approve, .approved, apart: [.requester]),
        StepRow(.checked, .pay, nil),
        StepRow(.checked, .book, nil),
        StepRow(.checked, .reject, .rejected, apart: [.requester]),
        StepRow(.checked, .withdraw, .withdrawn),
        StepRow(.checked, .cancel, nil),
        StepRow(.checked, .owe, nil),
        StepRow(.checked, .void, nil),
        StepRow(.approved, .check, nil),
        StepRow(.approved, .approve, nil),
        StepRow(.approved, .pay, .paid, apart: [.requester, .checker, .approver]),
        StepRow(.approved, .book, nil),
        StepRow(.approved, .reject, nil),
        StepRow(.approved, .withdraw, .withdrawn),
        StepRow(.approved, .cancel, .cancelled, apart: [.requester]),
        StepRow(.approved, .owe, .cancelled, apart: [.requester]),
        StepRow(.approved, .void, nil),
        StepRow(.paid, .check, nil),
        StepRow(.paid, .approve, nil),
        StepRow(.paid, .pay, nil),
        StepRow(.paid, .book, .booked, apart: [.payer]),
        StepRow(.paid, .reject, nil),
        StepRow(.paid, .withdraw, nil),
        StepRow(.paid, .cancel, nil),
        StepRow(.paid, .owe, nil),
        StepRow(.paid, .void, .voided, apart: [.payer]),
        StepRow(.booked, .check, nil),
        StepRow(.booked, .approve, nil),
        StepRow(.booked, .pay, nil),
        StepRow(.booked, .book, nil),
        StepRow(.booked, .reject, nil),
        StepRow(.booked, .withdraw, nil),
        StepRow(.booked, .cancel, nil),
        StepRow(.booked, .owe, nil),
        StepRow(.booked, .void, .voided, apart: [.payer]),
        StepRow(.rejected, .check, nil),
        StepRow(.rejected, .approve, nil),
        StepRow(.rejected, .pay, nil),
        StepRow(.rejected, .book, nil),
        StepRow(.rejected, .reject, nil),
        StepRow(.rejected, .withdraw, nil),
        StepRow(.rejected, .cancel, nil),
        StepRow(.rejected, .owe, nil),
        StepRow(.rejected, .void, nil),
        StepRow(.withdrawn, .check, nil),
        StepRow(.withdrawn, .approve, nil),
        StepRow(.withdrawn, .pay, nil),
        StepRow(.withdrawn, .book, nil),
        StepRow(.withdrawn, .reject, nil),
        StepRow(.withdrawn, .withdraw, nil),
        StepRow(.withdrawn, .cancel, nil),
        StepRow(.withdrawn, .owe, nil),
        StepRow(.withdrawn, .void, nil),
        StepRow(.cancelled, .check, nil),
        StepRow(.cancelled, .approve, nil),
        StepRow(.cancelled, .pay, nil),
        StepRow(.cancelled, .book, nil),
        StepRow(.cancelled, .reject, nil),
        StepRow(.cancelled, .withdraw, nil),
        StepRow(.cancelled, .cancel, nil),
        StepRow(.cancelled, .owe, nil),
        StepRow(.cancelled, .void, nil),
        StepRow(.voided, .check, nil),
        StepRow(.voided, .approve, nil),
        StepRow(.voided, .pay, nil),
        StepRow(.voided, .book, nil),
        StepRow(.voided, .reject, nil),
        StepRow(.voided, .withdraw, nil),
        StepRow(.voided, .cancel, nil),
        StepRow(.voided, .owe, nil),
        StepRow(.voided, .void, nil),
    ]

    static let open = matrix.filter { $0.result != nil }

    /// Someone who may take the step.
    var taker: Clerk { step == .withdraw ? .requester : .unrelated }

    /// Those who must not take it.
    var barred: [Clerk] { step == .withdraw ? Clerk.allCases.filter { $0 != .requester } : excluded }
}

/// Five people with one duty each, and one without any.
private enum Clerk: Int64, CaseIterable {
    case requester = 1
    case checker
    case approver
    case payer
    case booker
    case unrelated

    var id: User.ID { User.ID(rawValue) }

    /// The refusal for a person with this duty when it excludes them from `step`.
    func refusal(of step: Expenditure.Step) -> Refusal {
        switch (self, step) {
        case (_, .withdraw): .notRequester
        case (.requester, _): .ownRequest(step: step.rawValue)
        case (.payer, .void): .ownVoucher
        case (.checker, _): .samePerson(first: "check", second: step.rawValue)
        case (.approver, _): .samePerson(first: "approve", second: step.rawValue)
        case (.payer, _): .samePerson(first: "pay", second: step.rawValue)
        case (.booker, _), (.unrelated, _): preconditionFailure("nothing is closed to them")
        }
    }
}

extension Expenditure {
    /// An expenditure in `state`, with a different person for each duty on the way.
    fileprivate static func sample(
        _ state: State = .requested, method: Contribution.Method = .cash, refundOf: Contribution.ID? = nil
    ) -> Expenditure {
        let order: [State] = [.requested, .checked, .approved, .paid, .booked]
        let reached = order.firstIndex(of: state) ?? (state == .voided ? 4 : 1)
        var actors = StepActors(requestedBy: Clerk.requester.id)
        if reached >= 1 { actors.checkedBy = Clerk.checker.id }
        if reached >= 2 { actors.approvedBy = Clerk.approver.id }
        if reached >= 3 { actors.paidBy = Clerk.payer.id }
        if reached >= 4 { actors.bookedBy = Clerk.booker.id }
        return Expenditure(
            id: ID(7), owner: .hamlet(.xom9), fund: Fund.ID(5), payee: "Cửa hàng vật liệu",
            purpose: "Mua xi măng",
            item: "Vật liệu", amount: Dong(120_000), method: method, refundOf: refundOf, requestedAt: .sample,
            state: state, actors: actors,
            voucher: reached >= 3 ? .sample(.payment, number: 3, amount: 120_000) : nil,
            version: Int64(reached + 1))
    }
}

@Suite struct ExpenditureLifecycleTests {
    @Test func `the matrix lists every state and step once`() {
        let pairs = Set(StepRow.matrix.map { "\($0.state) \($0.step)" })
        #expect(pairs.count == StepRow.matrix.count)
        #expect(pairs.count == Expenditure.State.allCases.count * Expenditure.Step.allCases.count)
    }

    @Test(arguments: StepRow.matrix)
    private func `a step leads to the state in the matrix or is refused for everyone`(_ row: StepRow) throws {
        let old = Expenditure.sample(row.state)
        guard let result = row.result else {
            for clerk in Clerk.allCases {
                #expect(
                    throws: Refusal.invalidTransition(
                        .expenditure, step: row.step.rawValue, from: row.state.rawValue)
                ) { try old.taking(row.step, by: clerk.id, on: .sample("2026-11-23")) }
            }
            return
        }
        let moved = try old.taking(row.step, by: row.taker.id, on: .sample("2026-11-23"))
        #expect(moved.state == result)
        #expect(moved.version == old.version + 1)
        #expect(moved.approvedOn == (row.step == .approve ? .sample("2026-11-23") : old.approvedOn))
    }

    @Test(arguments: StepRow.open)
    private func `a person may take a step unless separation of duties forbids it`(_ row: StepRow) throws {
        let old = Expenditure.sample(row.state)
        for clerk in Clerk.allCases {
            if row.barred.contains(clerk) {
                #expect(throws: clerk.refusal(of: row.step)) {
                    try old.taking(row.step, by: clerk.id, on: .sample("2026-11-23"))
                }
            } else {
                #expect(try old.taking(row.step, by: clerk.id, on: .sample("2026-11-23")).state == row.result)
            }
        }
    }

    @Test(arguments: StepRow.open)
    private func `a step records who took it and keeps the other duties`(_ row: StepRow) throws {
        let old = Expenditure.sample(row.state)
        let moved = try old.taking(row.step, by: row.taker.id, on: .sample("2026-11-23"))
        var expected = old.actors
        switch row.step {
        case .check: expected.checkedBy = Clerk.unrelated.id
        case .approve: expected.approvedBy = Clerk.unrelated.id
        case .pay: expected.paidBy = Clerk.unrelated.id
        case .book: expected.bookedBy = Clerk.unrelated.id
        case .reject: expected.rejectedBy = Clerk.unrelated.id
        case .cancel, .owe: expected.cancelledBy = Clerk.unrelated.id
        case .withdraw: break
        case .void: expected.voidedBy = Clerk.unrelated.id
        }
        #expect(moved.actors == expected)
    }

    @Test func `a step changes only state, duty and version`() throws {
        let old = Expenditure.sample()
        let moved = try old.taking(.check, by: Clerk.checker.id, on: .sample("2026-11-23"))
        #expect(moved == Expenditure.sample(.checked))
    }

    @Test func `the same person cannot check, approve and pay`() throws {
        let one = User.ID(99)
        let approved = try Expenditure.sample().taking(.check, by: one, on: .sample("2026-11-23"))
            .taking(.approve, by: one, on: .sample("2026-11-23"))
        #expect(throws: Refusal.samePerson(first: "check", second: "pay")) {
            try approved.taking(.pay, by: one, on: .sample("2026-11-23"))
        }
    }

    @Test func `nobody approves their own request even after checking it`() throws {
        let requester = Clerk.requester.id
        let checked = try Expenditure.sample().taking(.check, by: requester, on: .sample("2026-11-23"))
        #expect(throws: Refusal.ownRequest(step: "approve")) {
            try checked.taking(.approve, by: requester, on: .sample("2026-11-23"))
        }
    }

    @Test func `four states are final`() {
        let ends = Set(StepRow.matrix.map(\.state)).subtracting(StepRow.open.map(\.state))
        #expect(ends == [.rejected, .withdrawn, .cancelled, .voided])
    }

    @Test func `until money has moved both the requester and the office have an exit`() {
        for state in Expenditure.State.allCases where Expenditure.sample(state).isUnpaid {
            let ends = StepRow.open.filter {
                $0.state == state && [.withdrawn, .rejected, .cancelled].contains($0.result)
            }
            #expect(Set(ends.map(\.taker)) == [.requester, .unrelated], "\(state)")
        }
    }

    @Test(arguments: Expenditure.State.allCases)
    func `only states without a payment do not count against a receipt`(_ state: Expenditure.State) {
        let ended: Set<Expenditure.State> = [.rejected, .withdrawn, .cancelled, .voided]
        #expect(Expenditure.sample(state).countsAgainstReceipt == !ended.contains(state))
    }
}

@Suite struct ExpenditurePostingTests {
    @Test(arguments: [Expenditure.State.requested, .checked, .approved, .rejected])
    func `an unpaid expenditure has no posting`(_ state: Expenditure.State) {
        #expect(Expenditure.sample(state).posting == nil)
    }

    @Test(arguments: [Expenditure.State.paid, .booked, .voided])
    func `a payment posts its amount on the date of its voucher`(_ state: Expenditure.State) throws {
        let posting = try #require(Expenditure.sample(state).posting)
        #expect(posting.amount == Dong(120_000))
        #expect(posting.on == .sample("2026-11-23"))
        #expect(posting.item == "Vật liệu")
        #expect(!posting.isInflow && posting.decreasedAccount == posting.credit)
        #expect(!posting.isReversal)
    }

    @Test(arguments: [
        (Contribution.Method.cash, nil, LedgerAccount.Kind.cash, LedgerAccount.Kind.expenses),
        (.bank, nil, .bank, .expenses),
        (.cash, Contribution.ID(1), .cash, .refunds),
        (.bank, Contribution.ID(1), .bank, .refunds),
    ])
    func `a payment posts from the money account to expenses, a refund to refunds`(
        _ method: Contribution.Method, _ refundOf: Contribution.ID?, _ money: LedgerAccount.Kind,
        _ other: LedgerAccount.Kind
    ) throws {
        let posting = try #require(Expenditure.sample(.paid, method: method, refundOf: refundOf).posting)
        #expect(posting.fund == Fund.ID(5))
        #expect(posting.credit == money)
        #expect(posting.debit == other)
    }

    @Test func `a payment and its reversal cancel out`() throws {
        let posting = try #require(Expenditure.sample(.paid).posting)
        let reversal = posting.reversal
        #expect(reversal.isReversal)
        #expect([reversal.debit, reversal.credit] == [posting.debit, posting.credit])
        #expect(reversal.item == posting.item && reversal.on == posting.on)
        #expect(posting.signedAmount + reversal.signedAmount == 0)
        #expect(posting.signedCount + reversal.signedCount == 0)
    }

    @Test func `adding a voucher or a reason changes nothing else`() {
        let voucher = Voucher.sample(.payment, number: 9, amount: 120_000)
        let paid = Expenditure.sample(.approved).with(voucher)
        #expect(paid.voucher == voucher)
        #expect(paid.state == .approved)
        #expect(paid.with(reason: "Sai số tiền").reason == "Sai số tiền")
        #expect(Expenditure.sample().reason == nil)
    }

    @Test func `payment voucher numbers start with PC`() {
        #expect(Voucher.sample(.payment, number: 3).printedNumber == "PC-2026-0003")
    }
}
