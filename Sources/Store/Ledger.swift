package import Domain
import SQLite

/// What a hamlet's funds hold together.
package struct Balances: Hashable, Sendable {
    package let cash: Dong
    package let bank: Dong

    package init(cash: Dong, bank: Dong) {
        self.cash = cash
        self.bank = bank
    }
}

extension Reading where Self: ~Copyable {
    /// What the safes and the bank accounts of all funds of `hamlet` hold.
    package borrowing func balances(of hamlet: Hamlet.ID) throws -> Balances {
        try connection.first(
            """
            SELECT coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0),
                coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0)
            FROM ledger_account
            WHERE hamlet = ?1
            """, hamlet
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }

    /// What the safe and the bank account of one fund hold.
    package borrowing func balances(of fund: Fund) throws -> Balances {
        try connection.first(
            """
            SELECT coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0),
                coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0)
            FROM ledger_account
            WHERE hamlet = ?1 AND fund = ?2
            """, fund.hamlet, fund.id
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }
}

extension WriteTransaction {
    /// Moves the money of `posting` between two accounts of `hamlet`, as the effect of the journal row at `position`.
    ///
    /// - Throws: `Refusal.balanceTooLow` when the safe or the bank holds less; `.amountTooLarge` when an account
    ///   would hold more than a document can name.
    borrowing func post(_ posting: Posting, in hamlet: Hamlet.ID, position: Int64) throws {
        let debited = try move(posting.amount, .zero, on: posting.debit, in: hamlet)
        let credited = try move(.zero, posting.amount, on: posting.credit, in: hamlet)
        try connection.run(
            """
            INSERT INTO posting (debit_account, credit_account, amount_dong, posted_on, position)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, debited, credited, posting.amount, posting.on, position)
    }

    private borrowing func move(
        _ debit: Dong, _ credit: Dong, on account: LedgerAccount, in hamlet: Hamlet.ID
    ) throws -> LedgerAccount.ID {
        if account.kind.holdsMoney, credit > .zero {
            let held = try held(in: account, of: hamlet)
            guard held >= credit else { throw Refusal.balanceTooLow(available: held) }
        }
        let known: (id: LedgerAccount.ID, debited: Dong, credited: Dong)? = try connection.first(
            """
            UPDATE ledger_account
            SET debited_dong = debited_dong + ?4, credited_dong = credited_dong + ?5
            WHERE hamlet = ?1 AND fund = ?2 AND kind = ?3
            RETURNING id, debited_dong, credited_dong
            """, hamlet, account.fund, account.kind.rawValue, debit, credit
        ) { row in (row.id(0), row.dong(1), row.dong(2)) }
        if let known {
            let held = known.debited.amount - known.credited.amount
            guard max(known.debited, known.credited) <= movedMax, held <= Dong.documentMax.amount else {
                throw Refusal.amountTooLarge
            }
            return known.id
        }
        // Not an upsert: its CHECKs would look at what is added before they look at what is there.
        try connection.run(
            """
            INSERT INTO ledger_account (hamlet, fund, kind, debited_dong, credited_dong)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, hamlet, account.fund, account.kind.rawValue, debit, credit)
        return LedgerAccount.ID(connection.lastInsertedID)
    }

    private borrowing func held(in account: LedgerAccount, of hamlet: Hamlet.ID) throws -> Dong {
        try connection.first(
            """
            SELECT debited_dong - credited_dong
            FROM ledger_account
            WHERE hamlet = ?1 AND fund = ?2 AND kind = ?3
            """, hamlet, account.fund, account.kind.rawValue
        ) { row in row.dong(0) } ?? .zero
    }
}

/// What may pass through one side of an account: far from the end of 64 bits, so that no sum overflows.
private let movedMax = Dong(1 << 62)
