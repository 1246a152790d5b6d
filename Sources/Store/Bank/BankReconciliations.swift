package import Domain
package import JSON
package import SQLite

extension BankReconciliation: StoredRecord {
    package static let table = EntityTable(
        .bankReconciliation, "bank_reconciliation",
        [
            "id", "owner", "month", "book_dong", "note", "state", "confirmed_by", "recorded_by",
            "recorded_ms", "version",
        ], actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        personal: .kept("note", as: .accounts)
    )
    .with(part: "bank_reconciliation_line", of: "bank_reconciliation")

    package static let statements = RecordStatements(table, parts: ["account", "credit", "amount_dong"])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> BankReconciliation {
        let month = AccountingPeriod.Month(packed: row.integer(2))
        row.validate(month != nil, "a reconciliation is of a month")
        let state: State = row.choice(5)
        row.validate(
            (state == .confirmed) == (row.optionalInteger(6) != nil),
            "a confirmed reconciliation has two persons")
        let lines = try tx.parts(of: row.id(0) as ID) { line in
            (
                account: line.optionalID(0) as BankAccount.ID?, credit: line.optionalID(1) as BankCredit.ID?,
                amount: line.dong(2)
            )
        }
        row.validate(
            lines.allSatisfy { ($0.account == nil) != ($0.credit == nil) },
            "a line is of an account or of a credit")
        return BankReconciliation(
            id: row.id(0), owner: row.owner(1), month: month ?? AccountingPeriod.Month(of: .firstDay),
            balances: lines.compactMap { line in
                line.account.map { Balance(account: $0, amount: line.amount) }
            },
            credits: lines.compactMap { line in
                line.credit.map { OpenCredit(credit: $0, amount: line.amount) }
            },
            book: row.dong(3), note: row.optionalText(4), state: state, confirmedBy: row.optionalID(6),
            recording: row.recording(7))
    }

    /// No public list shows reconciliations: a difference of one credit would tell what one household gave.
    package var listOwner: FundOwner? { nil }

    package var row: [any Bindable] {
        [id, owner, month.packed, book, note, state.rawValue, confirmedBy]
    }

    package var parts: [[any Bindable]] {
        let none: Int64? = nil
        return balances.map { [$0.account, none, $0.amount] as [any Bindable] }
            + credits.map { [none, $0.credit, $0.amount] as [any Bindable] }
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("month", month.text)
        json.name("balances")
        json.beginArray()
        for balance in balances {
            json.beginObject()
            json.member("account", balance.account.number)
            json.member("amount", balance.amount.amount)
            json.endObject()
        }
        json.endArray()
        json.name("credits")
        json.beginArray()
        for credit in credits {
            json.beginObject()
            json.member("credit", credit.credit.number)
            json.member("amount", credit.amount.amount)
            json.endObject()
        }
        json.endArray()
        json.member("stated", stated.amount)
        json.member("book", book.amount)
        json.member("note", note)
        json.member("state", state.rawValue)
        json.member("confirmed_by", confirmedBy?.number)
        json.member("recorded_by", recording.by.number)
        json.member("recorded_at", recording.at.text)
        json.member("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM bank_reconciliation
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR month = ?3) AND (?4 IS NULL OR state = ?4)
        ORDER BY id DESC
        LIMIT ?5
        """)

    /// The credits of an account and of its holders before, up to a day, without what was receipted up to that day.
    fileprivate static let openCredits = Query(
        """
        WITH RECURSIVE chain (account, previous) AS (
            SELECT id, previous FROM bank_account WHERE id = ?1
            UNION
            SELECT bank_account.id, bank_account.previous
            FROM bank_account JOIN chain ON bank_account.id = chain.previous
        ), receipted (credit, dong) AS (
            SELECT part.credit, CAST(sum(part.amount_dong) AS BIGINT)
            FROM \(BankCredit.receipts)
            WHERE part.credit IN (
                    SELECT id FROM bank_credit WHERE account IN (SELECT chain.account FROM chain)
                ) AND NOT \(BankCredit.returned) AND contribution.received_on <= ?2
            GROUP BY part.credit
        )
        SELECT bank_credit.id, amount_dong - coalesce(receipted.dong, 0)
        FROM bank_credit LEFT JOIN receipted ON receipted.credit = bank_credit.id
        WHERE account IN (SELECT chain.account FROM chain) AND booked_on <= ?2 AND ignored_reason IS NULL
            AND amount_dong > coalesce(receipted.dong, 0)
        ORDER BY booked_on, bank_credit.id
        LIMIT ?3
        """)
}

extension Reading where Self: ~Copyable {
    /// The reconciliations of `owner`, newest first, before `cursor`.
    package borrowing func bankReconciliations(
        of owner: FundOwner, in month: AccountingPeriod.Month? = nil, state: BankReconciliation.State? = nil,
        before cursor: BankReconciliation.ID? = nil, limit: Int
    ) throws -> [BankReconciliation] {
        try all(
            BankReconciliation.ofOwner, owner, cursor?.number ?? Int64.max, month?.packed, state?.rawValue,
            limit)
    }

    /// What the funds of `owner` have at the bank at the end of `month`, by the book of now.
    package borrowing func bankBook(
        of owner: FundOwner, atEndOf month: AccountingPeriod.Month
    ) throws -> Dong {
        try balances(of: owner, fund: nil, before: month.lastDay.next ?? month.lastDay).bank
    }

    /// The accounts that `owner` held at the end of `month`, in the order of their ids.
    package borrowing func heldBankAccounts(
        of owner: FundOwner, atEndOf month: AccountingPeriod.Month
    ) throws -> [BankAccount] {
        try bankAccounts(of: owner).filter { $0.isHeld(atEndOf: month.lastDay) }.reversed()
    }

    /// What the banks had and the book had not at the end of `month`: credits of `accounts` without receipts by then.
    package borrowing func openCredits(
        of accounts: [BankAccount], atEndOf month: AccountingPeriod.Month
    ) throws -> [BankReconciliation.OpenCredit] {
        var credits: [BankReconciliation.OpenCredit] = []
        for account in accounts {
            credits += try connection.all(
                BankReconciliation.openCredits, account.id, month.lastDay,
                BankReconciliation.creditsMax - credits.count
            ) { row in BankReconciliation.OpenCredit(credit: row.id(0), amount: row.dong(1)) }
        }
        return credits
    }

    /// A month in which the owner had a bank account, or money at the bank at its end, needs a reconciliation that two
    /// persons agreed on and that the book still agrees with.
    borrowing func reconciliationBlockers(
        of month: AccountingPeriod.Month, of owner: FundOwner
    ) throws -> [BooksRefusal.Blocker] {
        let book = try bankBook(of: owner, atEndOf: month)
        guard try book != .zero || bankAccounts(of: owner).contains(where: { $0.isValid(in: month) }) else {
            return []
        }
        let confirmed = try bankReconciliations(of: owner, in: month, state: .confirmed, limit: 100)
        guard let last = confirmed.first else { return [.reconciliationMissing(month)] }
        let held = try heldBankAccounts(of: owner, atEndOf: month)
        // Any of them will do: the book may have gone back to what it was.
        if confirmed.contains(where: { $0.book == book && $0.covers(held) }) { return [] }
        return [.reconciliationOutdated(last.id, month, book: book)]
    }
}
