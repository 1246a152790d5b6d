import Domain
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct BankTests {
    private func filled() throws -> (TestStore, Village) {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write(by: village.clerk.id) { tx in
            _ = try tx.receive(100_000, from: .sponsor, in: village)
            _ = try tx.receive(200_000, from: .sponsor, in: village, method: .bank, reference: "FT2")
            try tx.addBank(of: village)
        }
        try office.write { tx in try tx.addBankNotice(of: village) }
        return (office, village)
    }

    @Test func `accounts and credits round-trip and agree with the journal`() throws {
        let (office, village) = try filled()
        try office.read { tx throws in
            let accounts = try tx.bankAccounts(of: .hamlet(village.hamlet.id))
            #expect(accounts.map(\.id.number) == [2, 1])
            #expect(accounts[0].previous == accounts[1].id && accounts[0].line == accounts[1].line)
            #expect(accounts[0].opening == accounts[1].closing)
            let credits = try tx.bankCredits(
                of: .hamlet(village.hamlet.id), matching: BankCreditFilter(), before: nil, limit: 9)
            #expect(credits.map(\.state) == [.matched, .ignored, .used])
            #expect(credits[2].parts.map(\.contribution.number) == [2] && credits[2].left == .zero)
            #expect(try tx.bankCredit("ft3", of: accounts[0].line) == credits[0])
            #expect(try tx.bankCredit("ft4", of: accounts[0].line) == nil)
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a voided receipt gives its part back without a change of the credit's row`() throws {
        let (office, village) = try filled()
        _ = try office.write(by: village.accountant.id) { tx in
            try tx.voidReceipt(of: try tx.existing(Contribution.ID(2)), in: village)
        }
        try office.read { tx throws in
            let credit = try tx.existing(BankCredit.ID(1))
            #expect(credit.state == .unmatched && credit.left == Dong(200_000))
            #expect(credit.version == 2 && credit.versionWithReturns == 3)
            let scope = try tx.resourceScope(of: ResourceRef(credit.id))
            #expect(scope?.version == 3)
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a number is open once, and a reference comes once to the line of holders`() throws {
        let (office, village) = try filled()
        #expect(throws: Refusal.alreadyExists(.bankAccount, at: .number)) {
            try office.write { tx in
                _ = try tx.addBankAccount(of: village, number: "3600-205-123456", from: .sample)
            }
        }
        #expect(throws: Refusal.alreadyExists(.bankCredit, at: .reference)) {
            try office.write { tx in
                // On the row of the holder before.
                let first = try tx.existing(BankAccount.ID(1))
                _ = try tx.addBankCredit(1, "ft-3", to: first, by: village.clerk.id)
            }
        }
    }

    @Test func `the holder before does not see the credits of the one after it`() throws {
        let (office, village) = try filled()
        let other = try Village(in: office, named: "Xóm 10")
        let filter = BankCreditFilter()
        try office.read { tx throws in
            #expect(
                try tx.bankCredits(of: .hamlet(other.hamlet.id), matching: filter, before: nil, limit: 9)
                    == [])
            #expect(
                try tx.bankCredits(
                    of: .hamlet(village.hamlet.id), matching: BankCreditFilter(account: Identifier(1)),
                    before: nil, limit: 9) == [])
        }
    }

    private static let forbidden = [
        "DELETE FROM bank_credit", "DELETE FROM bank_account", "DELETE FROM bank_credit_receipt",
        "UPDATE bank_credit SET amount_dong = 1", "UPDATE bank_credit SET memo = 'x'",
        "UPDATE bank_credit_receipt SET amount_dong = 1", "UPDATE bank_account SET bank = '1'",
        "UPDATE bank_account SET closing_dong = 5 WHERE id = 2", "UPDATE bank_credit SET recorded_by = NULL",
        "DELETE FROM bank_reconciliation", "UPDATE bank_reconciliation SET note = 'x' WHERE id = 1",
        "UPDATE bank_reconciliation SET state = 'recorded', confirmed_by = NULL WHERE id = 2",
        "UPDATE bank_reconciliation_line SET account = 1, credit = 1",
        "UPDATE bank_reconciliation_line SET amount_dong = -1",
    ]

    @Test(arguments: forbidden)
    func `the schema refuses what the bank did not tell`(_ script: String) throws {
        let (office, _) = try filled()
        office.store.close()
        let raw = try RawFile(office.path)
        #expect(throws: (any Error).self) { try raw.run(script) }
    }

    @Test func `a reconciliation is read as it was stored, and confirmed ones are found by month`() throws {
        let (office, village) = try filled()
        let month = try #require(AccountingPeriod.Month(text: "2026-11"))
        try office.read { tx throws in
            let all = try tx.bankReconciliations(of: .hamlet(village.hamlet.id), limit: 9)
            #expect(all.map(\.state) == [.confirmed, .withdrawn])
            #expect(all[0].balances.map(\.account.number) == [2] && all[0].stated == Dong(251_000))
            #expect(all[0].credits.map(\.credit.number) == [2] && all[0].explained == Dong(1000))
            #expect(all[0].book == Dong(200_000) && all[0].unexplained == Dong(50_000))
            let confirmed = try tx.bankReconciliations(
                of: .hamlet(village.hamlet.id), in: month, state: .confirmed, limit: 9)
            #expect(confirmed.map(\.id.number) == [2])
            let held = try tx.heldBankAccounts(of: .hamlet(village.hamlet.id), atEndOf: month)
            #expect(held.map(\.id.number) == [2] && confirmed[0].covers(held))
            // Receipt 2 was issued on credit 1 in November, credit 2 is ignored, credit 3 has no receipt.
            let open = try tx.openCredits(of: held, atEndOf: month)
            #expect(open == [BankReconciliation.OpenCredit(credit: Identifier(3), amount: Dong(50_000))])
        }
    }

    @Test(arguments: [
        "UPDATE bank_reconciliation SET month = 202613 WHERE id = 2",
        "UPDATE bank_reconciliation SET book_dong = 1 WHERE id = 2",
        "UPDATE bank_reconciliation_line SET credit = 1 WHERE account IS NOT NULL",
        "DELETE FROM bank_reconciliation_line WHERE bank_reconciliation = 2 AND number = 2",
    ])
    func `a changed reconciliation is found`(_ script: String) throws {
        let (office, _) = try filled()
        office.store.close()
        try RawFile(office.path).tamper(script)
        #expect(try !office.discrepancies().isEmpty)
    }
}
