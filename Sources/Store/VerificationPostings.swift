import Domain
import SQLite

/// An account, and what its postings add up to.
struct VerifiedAccount {
    let hamlet: Int64
    let account: LedgerAccount
    let debitedStored: Int64
    let creditedStored: Int64
    var debited: Int64 = 0
    var credited: Int64 = 0
    var isUsed = false
}

extension Verifier {
    /// Each posting against the journal and the accounts.
    ///
    /// Against the contributions and expenditures: by tallies, see
    /// `verifyPostingsAgainstContributions`.
    func verifyPostings() throws {
        try loadAccounts()
        var lastPosition: Int64 = 0
        let voided = journal(of: .contribution).latest
        try connection.each(
            """
            SELECT id, debit_account, credit_account, amount_dong, posted_on, posting.position,
                CASE kind WHEN 'contribution.recorded' THEN 1 WHEN 'contribution.voided' THEN 2
                    WHEN 'expenditure.changed' THEN CASE WHEN json_valid(CAST(payload AS TEXT)) THEN
                        CASE json_extract(CAST(payload AS TEXT), '$.state')
                            WHEN 'paid' THEN 3 WHEN 'voided' THEN 4 ELSE 0 END
                        ELSE 0 END
                    ELSE 0 END,
                subject
            FROM posting LEFT JOIN journal ON journal.position = posting.position
            ORDER BY id
            """
        ) { row in
            let position = row.integer(5)
            let event = row.optionalInteger(6) ?? 0
            advance()
            add(row.integer(3), debit: row.integer(1), credit: row.integer(2))
            guard event > 0, position > lastPosition, let subject = row.optionalInteger(7) else {
                return found(.postingUnclaimed(id: row.integer(0), position: position))
            }
            lastPosition = position
            if event == 1, voided[subject] != nil { recordedPositions[subject] = position }
            postingsStored.add(
                [subject, event, row.integer(1), row.integer(2), row.integer(3), row.integer(4)])
        }
        verifyAccounts()
    }

    private func loadAccounts() throws {
        try connection.each(
            "SELECT id, hamlet, fund, kind, debited_dong, credited_dong FROM ledger_account ORDER BY id"
        ) { row in
            guard let kind = LedgerAccount.Kind(rawValue: row.text(3)) else {
                return found(.accountKindUnknown(id: row.integer(0), kind: row.text(3)))
            }
            accounts[row.integer(0)] = VerifiedAccount(
                hamlet: row.integer(1), account: LedgerAccount(fund: row.id(2), kind: kind),
                debitedStored: row.integer(4), creditedStored: row.integer(5))
        }
    }

    private func add(_ amount: Int64, debit: Int64, credit: Int64) {
        accounts[debit]?.debited &+= amount
        accounts[debit]?.isUsed = true
        accounts[credit]?.credited &+= amount
        accounts[credit]?.isUsed = true
    }

    private func verifyAccounts() {
        var debited: Int64 = 0
        var credited: Int64 = 0
        for (_, account) in accounts.sorted(by: { $0.key < $1.key }) {
            debited &+= account.debitedStored
            credited &+= account.creditedStored
            compare(
                account.debitedStored, account.isUsed ? account.debited : nil, of: account, "debited_dong")
            compare(
                account.creditedStored, account.isUsed ? account.credited : nil, of: account, "credited_dong")
            if account.account.kind.holdsMoney, account.creditedStored > account.debitedStored {
                found(.accountBelowZero(account.account, hamlet: account.hamlet))
            }
        }
        if debited != credited { found(.booksUnbalanced(debited: debited, credited: credited)) }
    }

    private func compare(
        _ stored: Int64, _ computed: Int64?, of account: VerifiedAccount, _ column: String
    ) {
        guard stored != computed else { return }
        found(
            .sumDiffers(
                .account(account.account, hamlet: account.hamlet, column: column), stored: stored,
                computed: computed))
    }

    /// One posting for each recorded contribution, each payment and each voided voucher, with its accounts, amount
    /// and day.
    ///
    /// Which differ is asked only when the tallies say that some do.
    func verifyPostingsAgainstContributions() throws {
        guard postingsStored != postingsComputed else { return }
        var isNamed = try nameMissingPostings()
        if try nameMissingPaymentPostings() { isNamed = true }
        if try nameDifferingPostings() { isNamed = true }
        if try nameDifferingPaymentPostings() { isNamed = true }
        if !isNamed {
            found(.postingsDiffer(stored: postingsStored.count, computed: postingsComputed.count))
        }
    }

    private func nameMissingPostings() throws -> Bool {
        var isNamed = false
        try connection.each(
            """
            SELECT subject, position
            FROM journal
            WHERE kind IN ('contribution.recorded', 'contribution.voided')
                AND position NOT IN (SELECT position FROM posting)
            ORDER BY position
            """
        ) { row in
            isNamed = true
            found(.postingMissing(contribution: row.integer(0), position: row.integer(1)))
        }
        return isNamed
    }

    private func nameDifferingPostings() throws -> Bool {
        var isNamed = false
        try connection.each(
            """
            SELECT posting.id, posting.position
            FROM posting
            JOIN journal ON journal.position = posting.position
            LEFT JOIN contribution ON contribution.id = journal.subject
            LEFT JOIN ledger_account AS money
                ON money.id = iif(journal.kind = 'contribution.recorded', debit_account, credit_account)
            LEFT JOIN ledger_account AS source
                ON source.id = iif(journal.kind = 'contribution.recorded', credit_account, debit_account)
            WHERE journal.kind IN ('contribution.recorded', 'contribution.voided')
                AND NOT coalesce(posting.amount_dong = contribution.amount_dong
                    AND posting.posted_on = contribution.received_on
                    AND money.hamlet = contribution.hamlet AND source.hamlet = contribution.hamlet
                    AND money.fund = contribution.fund AND source.fund = contribution.fund
                    AND money.kind = contribution.method
                    AND source.kind = iif(contribution.household IS NULL, 'sponsors', 'households')
                    AND (journal.kind = 'contribution.recorded' OR contribution.voided_ms IS NOT NULL), 0)
            ORDER BY posting.id
            """
        ) { row in
            isNamed = true
            found(.postingDiffers(id: row.integer(0), position: row.integer(1)))
        }
        return isNamed
    }
}
