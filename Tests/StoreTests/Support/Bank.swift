import Domain
import Testing

@testable import Store

extension WriteTransaction {
    /// Account 1 of the hamlet, which account 2 continues.
    ///
    /// Credit 1 has receipt 2, credit 2 is ignored, credit 3 is the notice of a service with a payment code.
    borrowing func addBank(of village: Village) throws {
        let day = try LocalDate.day("2026-11-01")
        let account = try addBankAccount(of: village, from: day)
        let closing = BankAccount.Statement(on: try .day("2026-11-20"), balance: Dong(200_000))
        let closed = try account.closed(closing, today: today)
        try save(closed, replacing: account)
        let next = BankAccount(
            id: try newID(), owner: account.owner, bank: account.bank, number: account.number,
            holder: BankAccount.Holder(name: "Nguyễn Văn An", kind: .hamletHead), basis: account.basis,
            opening: closing, previous: account.id, recording: recording(by: village.clerk.id))
        try save(next, replacing: nil)
        let first = try addBankCredit(200_000, "FT2", to: next, by: village.clerk.id)
        try save(
            first.adding([
                BankCredit.Part(contribution: Identifier(2), amount: Dong(200_000), reference: "FT2")
            ]), replacing: first)
        let second = try addBankCredit(1000, "LAI 1", to: next, by: village.clerk.id)
        try save(second.taking(.ignore, for: "Lãi tiền gửi"), replacing: second)
        try addReconciliations(of: village, account: next, credit: second)
    }

    /// Reconciliations of November: 1, withdrawn, and 2, confirmed, each with an account and a credit.
    private borrowing func addReconciliations(
        of village: Village, account: BankAccount, credit: BankCredit
    ) throws {
        for step in [BankReconciliation.Step.withdraw, .confirm] {
            let reconciliation = try reconcile(
                [(account.id, 251_000)], [(credit.id, 1000)], of: village, note: "Sao kê tháng 11")
            let taken = try reconciliation.taking(step, by: village.accountant.id)
            _ = try acting(as: village.accountant.id) { tx in
                try tx.save(taken, replacing: reconciliation, as: .changed)
            }
        }
    }

    /// A new reconciliation of November by the clerk.
    borrowing func reconcile(
        _ balances: [(BankAccount.ID, Int64)], _ credits: [(BankCredit.ID, Int64)], of village: Village,
        note: String? = nil
    ) throws -> BankReconciliation {
        let month = try #require(AccountingPeriod.Month(text: "2026-11"))
        let owner = village.fund.owner
        let reconciliation = BankReconciliation(
            id: try newID(), owner: owner, month: month,
            balances: balances.map { BankReconciliation.Balance(account: $0.0, amount: Dong($0.1)) },
            credits: credits.map { BankReconciliation.OpenCredit(credit: $0.0, amount: Dong($0.1)) },
            book: try bankBook(of: owner, atEndOf: month), note: note,
            recording: recording(by: village.clerk.id))
        try save(reconciliation, replacing: nil)
        return reconciliation
    }

    /// Credit 3, as a notice of the bank tells it.
    borrowing func addBankNotice(of village: Village) throws {
        _ = try addBankCredit(
            50_000, "FT3", to: try existing(BankAccount.ID(2)), by: nil,
            code: PaymentCode(.fund(village.fund.id)), payer: "TRAN THI BINH")
    }

    borrowing func addBankAccount(
        of village: Village, number: String = "3600205123456", from day: LocalDate
    ) throws -> BankAccount {
        let account = BankAccount(
            id: try newID(), owner: .hamlet(village.hamlet.id),
            bank: BankAccount.Bank(code: "970405", name: "Agribank"), number: number,
            holder: BankAccount.Holder(name: "UBND phường Vinh Phú", kind: .financeOffice),
            basis: BankAccount.Basis(decision: nil, text: "Quyết định 12/QĐ-UBND"),
            opening: BankAccount.Statement(on: day, balance: .zero),
            recording: recording(by: village.clerk.id))
        try save(account, replacing: nil)
        return account
    }

    borrowing func addBankCredit(
        _ amount: Int64, _ reference: String, to account: BankAccount, by user: User.ID?,
        code: PaymentCode? = nil, payer: String? = nil
    ) throws -> BankCredit {
        let credit = BankCredit(
            id: try newID(), account: account.id, owner: account.owner, line: account.line,
            facts: BankCredit.Facts(
                amount: Dong(amount), bookedOn: .sample, reference: reference, memo: "Ung ho",
                payerName: payer, payerAccount: nil),
            source: user == nil ? .webhook : .statement, code: code, recordedBy: user, recordedAt: now)
        try save(credit)
        return credit
    }
}
