import Domain
import SQLite
import Store

extension Verifier {
    /// The contributions of one hamlet, in the order in which they lie.
    func verifyContributions(into books: inout HamletBooks) throws {
        try connection.eachReadable(contributionsOfHamlet, books.hamlet) { row in
            pass(.contribution, id: row.integer(0))
            let contribution = try Contribution.read(row, in: reading)
            let position = row.integer(Contribution.table.columns.count)
            row.require(contribution.amount > .zero, "an amount is over 0")
            try row.check()
            let posting = contribution.posting
            tallyJournal(of: contribution, at: position)
            tally(posting, of: contribution, in: books)
            books.add(contribution, posting)
        } skipped: { row, _ in
            _ = latest(of: .contribution, row.integer(0))
            found(.rowUnreadable(.contribution, id: row.integer(0)))
        }
    }

    /// What the journal should say of `contribution`: that it was recorded, and when it is voided that too.
    private func tallyJournal(of contribution: Contribution, at position: Int64) {
        let id = contribution.id.number
        let latest = latest(of: .contribution, id)
        if let latest, latest != position {
            found(.rowNotLatest(.contribution, id: id, position: position, latest: latest))
        }
        switch contribution.state {
        case .valid: tallyJournal([id, 1, position], contribution)
        case .voided:
            tallyJournal([id, 2, position], contribution)
            tallyJournal([id, 1, known.postings.recordedPositions[id] ?? 0], contribution.beforeVoiding)
        }
    }

    private func tallyJournal(_ facts: InlineArray<3, Int64>, _ contribution: Contribution) {
        findings.contributionsComputed.add(facts, payload(of: contribution))
    }

    private func tally(_ posting: Posting, of contribution: Contribution, in books: HamletBooks) {
        // Account 0 does not exist: a contribution without its accounts agrees with no posting.
        let debit = books.accountIDs[AccountKey(posting.debit)] ?? 0
        let credit = books.accountIDs[AccountKey(posting.credit)] ?? 0
        let id = contribution.id.number
        let day = Int64(posting.on.packed)
        findings.postingsComputed.add([id, 1, debit, credit, posting.amount.amount, day])
        guard contribution.state == .voided else { return }
        findings.postingsComputed.add([id, 2, credit, debit, posting.amount.amount, day])
    }

    /// Every contribution is what the journal stored.
    ///
    /// Which are not is asked only when the tallies differ.
    func verifyContributionsAgainstJournal() throws {
        guard findings.contributionsStored != findings.contributionsComputed else { return }
        try connection.eachReadable(Contribution.table.verification, Int64.min, Int64.max) { row in
            let contribution = try Contribution.read(row, in: reading)
            try row.check()
            compare(contribution, with: row.link(at: Contribution.table.columns.count))
            if contribution.state == .voided { try verifyRecorded(contribution) }
        } skipped: { _, _ in
            // Named when the hamlet's contributions were read.
        }
    }

    /// A voided contribution was recorded as it is, but for the voiding.
    private func verifyRecorded(_ contribution: Contribution) throws {
        guard let position = findings.postings.recordedPositions[contribution.id.number] else { return }
        try connection.each(
            "SELECT position, kind, subject, payload FROM journal WHERE position = ?1", position
        ) {
            row in compare(contribution.beforeVoiding, with: row.link(at: 0))
        }
    }
}

extension Contribution {
    fileprivate var beforeVoiding: Contribution {
        Contribution(
            id: id, hamlet: hamlet, fund: fund, donor: donor, isAnonymous: isAnonymous, pledge: pledge,
            method: method, bankReference: bankReference, receivedOn: receivedOn, voucher: voucher,
            recordedBy: recordedBy, recordedAt: recordedAt, version: version - 1)
    }
}

private let contributionsOfHamlet = Query(
    "SELECT \(Contribution.table.columns), position FROM contribution WHERE hamlet = ?1 ORDER BY id")
