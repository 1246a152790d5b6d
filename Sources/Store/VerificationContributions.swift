import Domain
import JSON
import SQLite

extension Verifier {
    /// The contributions of one hamlet, in the order in which they lie.
    func verifyContributions(into books: inout HamletBooks) throws {
        try connection.each(
            """
            SELECT hamlet, id, fund, household, organisation, sponsor_name, sponsor_kind, is_anonymous, pledge,
                method, bank_reference, received_on, amount_dong, book, number, party_name, recorded_by, recorded_ms,
                void_reason, voided_by, voided_ms, version, party_address, voucher_reason, position
            FROM contribution
            WHERE hamlet = ?1
            ORDER BY id
            """, books.hamlet
        ) { row in
            let id = row.integer(1)
            pass(.contribution, id: id)
            guard row.isContribution else {
                _ = latest(of: .contribution, id)
                return found(.rowUnreadable(.contribution, id: id))
            }
            let contribution = readContribution(row)
            let posting = contribution.posting
            tallyJournal(of: contribution, at: row.integer(24))
            tally(posting, of: contribution, in: books)
            books.add(contribution, posting)
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
        writer.removeAll()
        writer.beginObject()
        contribution.write(to: &writer)
        writer.endObject()
        findings.contributionsComputed.add(facts, writer.bytes)
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
        try connection.each(
            """
            SELECT hamlet, id, fund, household, organisation, sponsor_name, sponsor_kind, is_anonymous, pledge,
                method, bank_reference, received_on, amount_dong, book, number, party_name, recorded_by,
                contribution.recorded_ms, void_reason, voided_by, voided_ms, version, party_address, voucher_reason,
                contribution.position,
                CASE journal.kind WHEN 'contribution.recorded' THEN 1 WHEN 'contribution.voided' THEN 2 ELSE 0 END,
                subject, payload
            FROM contribution
            LEFT JOIN journal ON journal.position = contribution.position
            ORDER BY hamlet, id
            """
        ) { row in
            guard row.isContribution else { return }
            let contribution = readContribution(row)
            compare(.contribution, id: contribution.id.number, with: row.link(at: 24)) {
                contribution.write(to: &$0)
            }
            if contribution.state == .voided { try verifyRecorded(contribution) }
        }
    }

    /// A voided contribution was recorded as it is, but for the voiding.
    private func verifyRecorded(_ contribution: Contribution) throws {
        let id = contribution.id.number
        guard let position = findings.postings.recordedPositions[id] else { return }
        let recorded = contribution.beforeVoiding
        try connection.each(
            """
            SELECT position, CASE kind WHEN 'contribution.recorded' THEN 1 ELSE 0 END, subject, payload
            FROM journal
            WHERE position = ?1
            """, position
        ) { row in
            compare(.contribution, id: id, with: row.link(at: 0)) { recorded.write(to: &$0) }
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

extension Row {
    /// True when `readContribution` reads the row and leaves nothing of it out, whatever CHECKs it slipped past.
    fileprivate var isContribution: Bool {
        let hasSponsor = optionalText(5) != nil
        let isVoided = optionalText(18) != nil
        let donorsCount =
            (optionalInteger(3) == nil ? 0 : 1) + (optionalInteger(4) == nil ? 0 : 1) + (hasSponsor ? 1 : 0)
        return donorsCount == 1 && (optionalText(6) != nil) == hasSponsor
            && (optionalInteger(19) != nil) == isVoided && (optionalInteger(20) != nil) == isVoided
            && integer(12) > 0 && isChoice(6, of: Contribution.Sponsor.Kind.self)
            && isChoice(9, of: Contribution.Method.self) && isDay(11) && isMoment(17) && isMoment(20)
    }
}
