import Domain
import Store

/// Amounts of one row of a statement: cash, bank, cash in the hands of collectors, and what moved none of them because the
/// fund owed it.
struct StatementAmounts: Hashable {
    var cash = Dong.zero
    var bank = Dong.zero
    var inHand = Dong.zero
    var owed = Dong.zero

    init() {}

    init(_ balances: Balances, inHand: Dong, owed: Dong) {
        cash = balances.cash
        bank = balances.bank
        self.inHand = inHand
        self.owed = owed
    }

    /// `amount` in the column of `account`.
    init(_ amount: Dong, in account: LedgerAccount.Kind) {
        switch account {
        case .cash: cash = amount
        case .bank: bank = amount
        case .inHand: inHand = amount
        case .payables: owed = amount
        default: preconditionFailure("\(account.rawValue) has no column")
        }
    }

    /// Both together, clamped: `check` has refused what is too large.
    func adding(_ other: StatementAmounts) -> StatementAmounts {
        var sum = self
        sum.cash = Dong(cash.amount.addingClamped(other.cash.amount))
        sum.bank = Dong(bank.amount.addingClamped(other.bank.amount))
        sum.inHand = Dong(inHand.amount.addingClamped(other.inHand.amount))
        sum.owed = Dong(owed.amount.addingClamped(other.owed.amount))
        return sum
    }

    var balances: Balances { Balances(cash: cash, bank: bank) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.cash, cash))
        fields.publish(Disclosure.money(.bank, bank))
        fields.publish(Disclosure.money(.inHand, inHand))
        fields.publish(Disclosure.money(.owed, owed))
    }
}

/// Table E of a statement: what the funds owed before the period, what arose in it, and what became of it.
///
/// Before and incurred, less repaid, given and corrected, is after.
struct StatementDebts: PublicView {
    let before: Dong
    private(set) var incurred = Dong.zero
    private(set) var repaid = Dong.zero
    private(set) var given = Dong.zero
    /// Debts of closed months that were wrong.
    private(set) var corrected = Dong.zero

    /// - Throws: `Refusal.amountTooLarge`.
    init(before: Dong, _ movements: [FundMovement]) throws(Refusal) {
        self.before = before
        for movement in movements {
            if movement.moneyAccount == .payables {
                incurred = try incurred.added(to: movement.outflow)
                if movement.contraAccount == .correction {
                    corrected = try corrected.added(to: movement.inflow)
                } else {
                    given = try given.added(to: movement.inflow)
                }
            } else if movement.contraAccount == .payables {
                repaid = try repaid.added(to: movement.outflow)
                // A repayment that was reversed after its month was closed is owed again.
                incurred = try incurred.added(to: movement.inflow)
            }
        }
    }

    private init(before: Dong) { self.before = before }

    var after: Dong {
        Dong(before.amount.addingClamped(incurred.amount)).less(repaid).less(given).less(corrected)
    }

    static var sample: StatementDebts { StatementDebts(before: .zero) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.owedBefore, before))
        fields.publish(Disclosure.money(.owedIncurred, incurred))
        fields.publish(Disclosure.money(.owedRepaid, repaid))
        fields.publish(Disclosure.money(.owedGiven, given))
        fields.publish(Disclosure.money(.owedCorrected, corrected))
        fields.publish(Disclosure.money(.owedAfter, after))
    }
}

/// What collectors had in hand at the beginning and at the end of a statement.
struct StatementHands: PublicView {
    let before: Dong
    let after: Dong

    init(before: Dong, after: Dong) {
        self.before = before
        self.after = after
    }

    /// After `movements`; clamped, because `check` has refused what is too large.
    init(before: Dong, _ movements: [FundMovement]) {
        let moved = movements.filter { $0.moneyAccount == .inHand }
        self.init(
            before: before,
            after: Dong(before.amount.addingClamped(moved.sum { $0.inflow.less($0.outflow).amount })))
    }

    static var sample: StatementHands { StatementHands(before: .zero, after: .zero) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.owedBefore, before))
        fields.publish(Disclosure.money(.owedAfter, after))
    }
}
