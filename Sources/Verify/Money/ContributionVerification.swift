import Domain
import SQLite
import Store

extension Verifier {
    /// Verifies the contributions of one hamlet, in storage order.
    func verifyContributions(into books: inout HamletBooks) throws {
        try connection.forEachReadable(contributionsOfHamlet, books.hamlet) { row in
            countRow(.contribution, id: row.integer(0))
            let contribution = try Contribution.read(row, in: reading)
            let position = row.integer(Contribution.table.columns.count)
            row.validate(contribution.amount > .zero, "an amount is over 0")
            let bankKey = row.optionalText(Contribution.table.columns.count + 2)
            try row.check()
            let posting = contribution.posting
            if bankKey != contribution.bankKey {
                report(.columnDiffers(.contribution, id: contribution.id.number, column: "bank_key"))
            }
            if contribution.refunds != .none {
                findings.refunds[contribution.id.number] = contribution.refunds
            }
            tallyJournal(
                of: contribution, at: position,
                issuedAt: row.optionalInteger(Contribution.table.columns.count + 1))
            verifySource(of: contribution, in: books)
            books.note(row.text(Contribution.table.columns.count + 3), of: contribution)
            tally(posting, of: contribution, in: books)
            books.add(contribution, posting)
        } onUnreadable: { row, _ in
            _ = latest(of: .contribution, row.integer(0))
            report(.rowUnreadable(.contribution, id: row.integer(0)))
        }
    }

    /// Checks that the money of an organisation is state support if it is a state agency, and only then.
    private func verifySource(of contribution: Contribution, in books: HamletBooks) {
        guard let organisation = contribution.donor.organisation,
            books.stateAgencies.contains(organisation.number) != (contribution.source == .state)
        else { return }
        report(.columnDiffers(.contribution, id: contribution.id.number, column: "source"))
    }

    /// Tallies the journal rows implied by `contribution`: its recording and, if voided, its voiding.
    private func tallyJournal(
        of contribution: Contribution, at position: Int64, issuedAt voucherPosition: Int64?
    ) {
        let id = contribution.id.number
        let latest = latest(of: .contribution, id)
        if let latest, latest != position {
            report(.rowNotLatest(.contribution, id: id, position: position, latest: latest))
        }
        let recordedPosition: Int64
        switch contribution.state {
        case .valid: recordedPosition = position
        case .voided:
            tallyJournal([id, 2, position], contribution)
            recordedPosition = known.postings.recordedPositions[id] ?? 0
        }
        tallyJournal(
            [id, 1, recordedPosition],
            contribution.state == .valid ? contribution : contribution.beforeVoiding)
        if voucherPosition != recordedPosition {
            report(.columnDiffers(.contribution, id: id, column: "voucher_position"))
        }
    }

    private func tallyJournal(_ facts: InlineArray<3, Int64>, _ contribution: Contribution) {
        findings.contributionsComputed.add(facts, payload(of: contribution))
    }

    private func tally(_ posting: Posting, of contribution: Contribution, in books: HamletBooks) {
        // There is no account 0: a contribution without accounts matches no posting.
        let debit = books.accountIDs[AccountKey(posting.debit)] ?? 0
        let credit = books.accountIDs[AccountKey(posting.credit)] ?? 0
        let id = contribution.id.number
        let day = Int64(posting.on.packed)
        findings.postingsComputed.add([id, 1, debit, credit, posting.amount.amount, day])
        guard contribution.state == .voided else { return }
        findings.postingsComputed.add([id, 2, credit, debit, posting.amount.amount, day])
    }

    /// Checks that every contribution equals its journal row.
    ///
    /// The differing rows are searched for only when the tallies differ.
    func verifyContributionsAgainstJournal() throws {
        guard findings.contributionsStored != findings.contributionsComputed else { return }
        try connection.forEachReadable(Contribution.table.verification, Int64.min, Int64.max) { row in
            let contribution = try Contribution.read(row, in: reading)
            try row.check()
            compare(contribution, with: row.link(at: Contribution.table.columns.count))
            if contribution.state == .voided { try verifyRecorded(contribution) }
        } onUnreadable: { _, _ in
            // Already reported with the hamlet's contributions.
        }
    }

    /// Checks that a voided contribution was recorded with the same values, apart from the voiding.
    private func verifyRecorded(_ contribution: Contribution) throws {
        guard let position = findings.postings.recordedPositions[contribution.id.number] else { return }
        try connection.forEach(
            "SELECT position, kind, subject, payload FROM journal WHERE position = ?1", position
        ) {
            row in compare(contribution.beforeVoiding, with: row.link(at: 0))
        }
    }
}

extension Contribution {
    fileprivate var beforeVoiding: Contribution {
        Contribution(
            id: id, hamlet: hamlet, fund: fund, donor: donor, donorName: donorName, source: source,
            isAnonymous: isAnonymous, pledge: pledge,
            method: method, bankReference: bankReference, receivedOn: receivedOn, voucher: voucher,
            importKey: importKey, recordedBy: recordedBy, recordedAt: recordedAt, version: version - 1)
    }
}

private let contributionsOfHamlet = Query(
    """
    SELECT \(Contribution.table.columns), position, voucher_position, bank_key, commune
    FROM contribution
    WHERE hamlet = ?1
    ORDER BY id
    """)
