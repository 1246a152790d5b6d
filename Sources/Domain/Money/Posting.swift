/// A movement of an amount from a credited to a debited account of one fund, balanced by construction (bút toán).
///
/// A voided voucher is reversed by the same posting with a negative amount on the same day (ghi âm), so that the books
/// are as if it had never existed.
package struct Posting: Hashable, Sendable {
    package let fund: Fund.ID
    package let debit: LedgerAccount.Kind
    package let credit: LedgerAccount.Kind
    /// The item of the estimate that the money is spent on; empty for incoming money.
    package let item: String
    /// Positive.
    package let amount: Dong
    package let on: LocalDate
    /// True for the posting of a voided voucher.
    package let isReversal: Bool

    package init(
        fund: Fund.ID, debit: LedgerAccount.Kind, credit: LedgerAccount.Kind, item: String = "", amount: Dong,
        on: LocalDate, isReversal: Bool = false
    ) {
        precondition(amount > .zero, "a posting moves something")
        precondition(debit != credit, "a posting moves between two accounts")
        precondition(debit.isMoneyOrDebt || credit.isMoneyOrDebt, "money or a debt is on one side at least")
        self.fund = fund
        self.debit = debit
        self.credit = credit
        self.item = item
        self.amount = amount
        self.on = on
        self.isReversal = isReversal
    }

    /// The posting of the voided voucher.
    package var reversal: Posting {
        Posting(
            fund: fund, debit: debit, credit: credit, item: item, amount: amount, on: on,
            isReversal: !isReversal)
    }

    /// What corrects it on a later day, because the month of its own is closed.
    ///
    /// Each account of money is brought back, against the corrections of prior periods.
    package func corrections(on day: LocalDate) -> [Posting] {
        // What is owed, or held for others, is so again: that corrects no income and no expense.
        if debit.isLiability && credit.isMoneyAccount || credit.isLiability && debit.isMoneyAccount {
            return [
                Posting(fund: fund, debit: credit, credit: debit, item: item, amount: amount, on: day)
            ]
        }
        return [(debit: LedgerAccount.Kind.correction, credit: debit), (debit: credit, credit: .correction)]
            .filter { $0.debit.isMoneyOrDebt || $0.credit.isMoneyOrDebt }
            .map {
                Posting(fund: fund, debit: $0.debit, credit: $0.credit, item: item, amount: amount, on: day)
            }
    }

    /// What it adds to the sum over its pair of accounts.
    package var signedAmount: Int64 { isReversal ? Dong.zero.less(amount).amount : amount.amount }

    /// What it adds to the number of vouchers that stand.
    package var signedCount: Int64 { isReversal ? -1 : 1 }

    /// The money account that has less afterwards; nil when none has.
    package var decreasedAccount: LedgerAccount.Kind? {
        let decreased = isReversal ? debit : credit
        return decreased.isMoneyAccount ? decreased : nil
    }

    /// True when money comes into the fund, or leaves it again because the receipt was voided.
    package var isInflow: Bool { debit.isMoneyAccount && !credit.isMoneyAccount }
}
