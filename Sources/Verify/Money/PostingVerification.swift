import Domain
import SQLite
import Store

/// An account with its stored totals.
struct VerifiedAccount: Sendable {
    let hamlet: Int64
    let account: LedgerAccount
    let debitedStored: Int64
    let creditedStored: Int64
}

/// The key of an account within its hamlet, fast to hash.
struct AccountKey: Hashable, Sendable {
    private let fund: Int64
    private let kind: Int

    init(_ account: LedgerAccount) {
        fund = account.fund.number
        kind = account.kind.index
    }
}

extension LedgerAccount.Kind {
    /// The index in `allCases`.
    var index: Int {
        switch self {
        case .cash: 0
        case .bank: 1
        case .households: 2
        case .sponsors: 3
        case .state: 4
        case .expenses: 5
        case .refunds: 6
        case .transfer: 7
        }
    }
}

/// The totals of postings.
struct PostingFindings: Sendable {
    /// By account id.
    fileprivate var sums: [Int64: (debited: Int64, credited: Int64)] = [:]
    /// The positions at which voided contributions were recorded.
    ///
    /// Their own rows have the position of the voiding.
    fileprivate(set) var recordedPositions: [Int64: Int64] = [:]
    fileprivate var firstPosition: Int64?
    fileprivate var lastPosition: Int64 = 0

    mutating func add(_ part: PostingFindings) {
        sums.merge(part.sums) { ($0.debited &+ $1.debited, $0.credited &+ $1.credited) }
        recordedPositions.merge(part.recordedPositions) { $1 }
        firstPosition = firstPosition ?? part.firstPosition
        lastPosition = max(lastPosition, part.lastPosition)
    }

    /// True when the postings of `part` have later positions.
    func isConsistent(with part: PostingFindings) -> Bool {
        part.firstPosition.map { $0 > lastPosition } ?? true
    }
}

extension Verifier {
    /// Verifies each posting against the journal and the accounts.
    ///
    /// The comparison with contributions and expenditures uses tallies: see `verifyPostingsAgainstContributions`.
    func verifyPostings(_ range: ClosedRange<Int64>) throws {
        var lastPosition = followsKnown ? known.postings.lastPosition : 0
        var sums: [Int64: (debited: Int64, credited: Int64)] = [:]
        var stored = findings.postingsStored
        let voided = known.journal[.contribution].latest
        try connection.forEach(
            """
            SELECT id, debit_account, credit_account, amount_dong, posted_on, posting.position,
                CASE kind WHEN 'contribution.recorded' THEN 1 WHEN 'contribution.voided' THEN 2
                    WHEN 'expenditure.changed' THEN 3 WHEN 'reorganisation.recorded' THEN 5 ELSE 0 END,
                subject, CASE kind WHEN 'expenditure.changed' THEN payload END
            FROM posting LEFT JOIN journal ON journal.position = posting.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let (debit, credit, amount) = (row.integer(1), row.integer(2), row.integer(3))
            let position = row.integer(5)
            let event = postingEvent(row.optionalInteger(6) ?? 0, payload: row.optionalBytes(8))
            rowDone()
            sums[debit, default: (0, 0)].debited &+= amount
            sums[credit, default: (0, 0)].credited &+= amount
            // A reorganisation has a posting per fund; all other events have one.
            let isNext = position > lastPosition || event == 5 && position == lastPosition
            guard event > 0, isNext, let subject = row.optionalInteger(7) else {
                return report(.postingWithoutEvent(id: row.integer(0), position: position))
            }
            if findings.postings.firstPosition == nil { findings.postings.firstPosition = position }
            lastPosition = position
            if event == 1, voided[subject] != nil { findings.postings.recordedPositions[subject] = position }
            stored.add([subject, event, debit, credit, amount, row.integer(4)])
        }
        findings.postings.sums = sums
        findings.postings.lastPosition = lastPosition
        findings.postingsStored = stored
    }

    /// Distinguishes changes of an expenditure: 3 when it was paid, 4 when the payment was voided, otherwise 0.
    private func postingEvent(_ event: Int64, payload: [UInt8]?) -> Int64 {
        guard event == 3 else { return event }
        return switch expenditureState(in: payload ?? []) {
        case .paid: 3
        case .voided: 4
        case .requested, .checked, .approved, .booked, .rejected, .withdrawn, .cancelled, nil: 0
        }
    }

    func loadAccounts() throws {
        try connection.forEach(
            "SELECT id, hamlet, fund, kind, debited_dong, credited_dong FROM ledger_account ORDER BY id"
        ) { row in
            guard let kind = LedgerAccount.Kind(rawValue: row.text(3)) else {
                return report(.accountKindUnknown(id: row.integer(0), kind: row.text(3)))
            }
            let account = VerifiedAccount(
                hamlet: row.integer(1), account: LedgerAccount(fund: row.id(2), kind: kind),
                debitedStored: row.total(4), creditedStored: row.total(5))
            findings.accounts[row.integer(0)] = account
            findings.accountsOfHamlets[account.hamlet, default: [:]][AccountKey(account.account)] =
                row.integer(0)
        }
    }

    func verifyAccounts() {
        var debited: Int64 = 0
        var credited: Int64 = 0
        for (id, account) in findings.accounts.sorted(by: { $0.key < $1.key }) {
            debited &+= account.debitedStored
            credited &+= account.creditedStored
            let sums = findings.postings.sums[id]
            compare(account.debitedStored, sums?.debited, of: account, "debited_dong")
            compare(account.creditedStored, sums?.credited, of: account, "credited_dong")
            if account.account.kind.isMoneyAccount, account.creditedStored > account.debitedStored {
                report(.accountNegative(account.account, hamlet: account.hamlet))
            }
        }
        if debited != credited { report(.booksUnbalanced(debited: debited, credited: credited)) }
    }

    private func compare(
        _ stored: Int64, _ computed: Int64?, of account: VerifiedAccount, _ column: String
    ) {
        guard stored != computed else { return }
        report(
            .totalDiffers(
                .account(account.account, hamlet: account.hamlet, column: column), stored: stored,
                computed: computed))
    }

    /// Checks that each recorded contribution, payment and voided voucher has one posting with its accounts, amount
    /// and date.
    ///
    /// The differing postings are searched for only when the tallies differ.
    func verifyPostingsAgainstContributions() throws {
        let (stored, computed) = (findings.postingsStored, findings.postingsComputed)
        guard stored != computed else { return }
        var hasReported = try reportMissingPostings()
        if try reportMissingPaymentPostings() { hasReported = true }
        if try reportDifferingPostings() { hasReported = true }
        if try reportDifferingPaymentPostings() { hasReported = true }
        if !hasReported {
            report(.postingsDiffer(stored: stored.count, computed: computed.count))
        }
    }

    private func reportMissingPostings() throws -> Bool {
        var hasReported = false
        try connection.forEach(
            """
            SELECT subject, position
            FROM journal
            WHERE kind IN ('contribution.recorded', 'contribution.voided')
                AND position NOT IN (SELECT position FROM posting)
            ORDER BY position
            """
        ) { row in
            hasReported = true
            report(.postingMissing(contribution: row.integer(0), position: row.integer(1)))
        }
        return hasReported
    }

    private func reportDifferingPostings() throws -> Bool {
        var hasReported = false
        try connection.forEach(
            """
            SELECT posting.id, posting.position
            FROM posting
            JOIN journal ON journal.position = posting.position
            LEFT JOIN contribution ON contribution.id = journal.subject
            LEFT JOIN ledger_account AS money
                ON money.id = CASE journal.kind WHEN 'contribution.recorded' THEN debit_account ELSE credit_account END
            LEFT JOIN ledger_account AS source
                ON source.id = CASE journal.kind WHEN 'contribution.recorded' THEN credit_account ELSE debit_account END
            WHERE journal.kind IN ('contribution.recorded', 'contribution.voided')
                AND NOT coalesce(posting.amount_dong = contribution.amount_dong
                    AND posting.posted_on = contribution.received_on
                    AND money.hamlet = contribution.hamlet AND source.hamlet = contribution.hamlet
                    AND money.fund = contribution.fund AND source.fund = contribution.fund
                    AND money.kind = contribution.method
                    AND source.kind = contribution.source
                    AND (journal.kind = 'contribution.recorded' OR contribution.voided_ms IS NOT NULL), false)
            ORDER BY posting.id
            """
        ) { row in
            hasReported = true
            report(.postingDiffers(id: row.integer(0), position: row.integer(1)))
        }
        return hasReported
    }
}
