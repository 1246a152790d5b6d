import Domain
import Testing

/// Every state × every step of a bank reconciliation, and what it says.
@Suite struct BankReconciliationTests {
    private func reconciliation(
        _ balances: [Int64] = [900], credits: [Int64] = [], book: Int64 = 1000,
        state: BankReconciliation.State = .recorded
    ) -> BankReconciliation {
        BankReconciliation(
            id: Identifier(1), owner: .hamlet(.xom9),
            month: AccountingPeriod.Month(of: .sample("2026-03-31")),
            balances: balances.enumerated()
                .map { BankReconciliation.Balance(account: Identifier(Int64($0) + 1), amount: Dong($1)) },
            credits: credits.enumerated()
                .map { BankReconciliation.OpenCredit(credit: Identifier(Int64($0) + 1), amount: Dong($1)) },
            book: Dong(book), note: nil, state: state, confirmedBy: state == .confirmed ? .minh : nil,
            recording: Recording(by: .lan, at: .sample))
    }

    @Test(
        arguments: [
            (.recorded, .confirm, .confirmed), (.recorded, .withdraw, .withdrawn),
            (.confirmed, .confirm, nil), (.confirmed, .withdraw, nil),
            (.withdrawn, .confirm, nil), (.withdrawn, .withdraw, nil),
        ] as [(BankReconciliation.State, BankReconciliation.Step, BankReconciliation.State?)])
    func `every state and step`(
        _ state: BankReconciliation.State, _ step: BankReconciliation.Step,
        _ result: BankReconciliation.State?
    ) throws {
        let old = reconciliation(state: state)
        guard let result else {
            #expect(
                throws: Refusal.invalidTransition(
                    .bankReconciliation, step: step.rawValue, from: state.rawValue)
            ) { try old.taking(step, by: .minh) }
            return
        }
        let new = try old.taking(step, by: .minh)
        #expect(new.state == result && new.version == old.version + 1)
        #expect(new.confirmedBy == (result == .confirmed ? .minh : nil))
        #expect(new.balances == old.balances && new.book == old.book && new.credits == old.credits)
    }

    @Test func `the recorder does not confirm, but may withdraw`() throws {
        #expect(throws: Refusal.samePerson(first: "reconcile", second: "confirm", of: .bankReconciliation)) {
            try reconciliation().taking(.confirm, by: .lan)
        }
        #expect(try reconciliation().taking(.withdraw, by: .lan).state == .withdrawn)
    }

    @Test(
        arguments: [
            ([], [], 0, 0, 0), ([], [], 500, -500, -500), ([1000], [], 1000, 0, 0),
            ([1500], [500], 1000, 500, 0),
            ([700, 800], [200, 300], 1000, 500, 0), ([900], [], 1000, -100, -100),
            ([900], [50], 1000, -100, -150),
            ([2000], [500], 1000, 1000, 500),
        ] as [([Int64], [Int64], Int64, Int64, Int64)])
    func `the difference is what the banks stated less the book, and credits explain their part`(
        _ balances: [Int64], _ credits: [Int64], _ book: Int64, _ difference: Int64, _ unexplained: Int64
    ) {
        let reconciliation = reconciliation(balances, credits: credits, book: book)
        #expect(reconciliation.difference == Dong(difference))
        #expect(reconciliation.unexplained == Dong(unexplained))
    }

    /// The first and last day, whether it was used in March, and whether it was held at its end.
    private static let validities: [(from: String, to: String?, isUsed: Bool, isHeld: Bool)] = [
        ("2026-01-01", nil, true, true), ("2026-03-31", nil, true, true), ("2026-04-01", nil, false, false),
        ("2026-01-01", "2026-02-28", false, false), ("2026-01-01", "2026-03-01", true, false),
        ("2026-01-01", "2026-03-31", true, false), ("2026-01-01", "2026-04-01", true, true),
        ("2026-03-05", "2026-03-05", true, false),
    ]

    @Test(arguments: validities.indices)
    func `an account counts in a month by its first and last day`(_ index: Int) throws {
        let validity = Self.validities[index]
        let account = BankAccount(
            id: Identifier(1), owner: .hamlet(.xom9),
            bank: BankAccount.Bank(code: "970405", name: "Agribank"),
            number: "1903", holder: BankAccount.Holder(name: "UBND", kind: .financeOffice),
            basis: BankAccount.Basis(decision: nil, text: "QĐ"),
            opening: BankAccount.Statement(on: .sample(validity.from), balance: .zero),
            closing: validity.to.map { BankAccount.Statement(on: .sample($0), balance: .zero) },
            recording: Recording(by: .lan, at: .sample))
        let month = AccountingPeriod.Month(of: .sample("2026-03-31"))
        #expect(account.isValid(in: month) == validity.isUsed)
        #expect(account.isHeld(atEndOf: month.lastDay) == validity.isHeld)
        #expect(account.takesMoney(on: month.lastDay) == (validity.to == nil && validity.from < "2026-04"))
    }
}
