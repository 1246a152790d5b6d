import Domain
import JSON
import SQLite

extension Verifier {
    /// The contributions of one hamlet and their vouchers, in the order in which they lie.
    func verifyContributions(into books: inout HamletBooks, rows: inout Tally) throws {
        try connection.each(
            """
            SELECT contribution.hamlet, contribution.id, fund, household, organisation, sponsor_name, sponsor_kind,
                is_anonymous, pledge, method, bank_reference, received_on, contribution.amount_dong,
                contribution.book, contribution.number, contribution.party_name, recorded_by, recorded_ms,
                void_reason, voided_by, voided_ms, version, coalesce(party_address, ''), coalesce(reason, ''),
                position,
                voucher.amount_dong = contribution.amount_dong AND voucher.party_name = contribution.party_name
                    AND issued_on = received_on
            FROM contribution
            LEFT JOIN voucher ON voucher.hamlet = contribution.hamlet AND voucher.kind = 'receipt'
                AND voucher.year = received_on / 10000 AND voucher.book = contribution.book
                AND voucher.number = contribution.number
            WHERE contribution.hamlet = ?1
            ORDER BY contribution.id
            """, books.hamlet
        ) { row in
            let id = row.integer(1)
            rows.add([id])
            advance()
            guard row.isContribution else {
                journal(of: .contribution).latest.removeValue(forKey: id)
                return found(.rowUnreadable(.contribution, id: id))
            }
            switch row.optionalInteger(25) {
            case .none: found(.voucherMissing(contribution: id))
            case .some(0): found(.voucherDiffers(contribution: id))
            case .some: break
            }
            let contribution = readContribution(row)
            tallyJournal(of: contribution, at: row.integer(24))
            tallyPostings(of: contribution, in: books)
            books.add(contribution, empty: Tally(key: key))
        }
    }

    /// What the journal should say of `contribution`: that it was recorded, and when it is voided that too.
    private func tallyJournal(of contribution: Contribution, at position: Int64) {
        let id = contribution.id.number
        let latest = journal(of: .contribution).latest.removeValue(forKey: id)
        if let latest, latest != position {
            found(.rowNotLatest(.contribution, id: id, position: position, latest: latest))
        }
        switch contribution.state {
        case .valid: contributionsComputed.add([id, 1, position], contribution.payload)
        case .voided:
            contributionsComputed.add([id, 2, position], contribution.payload)
            contributionsComputed.add(
                [id, 1, recordedPositions[id] ?? 0], contribution.beforeVoiding.payload)
        }
    }

    private func tallyPostings(of contribution: Contribution, in books: HamletBooks) {
        let posting = contribution.posting
        // Account 0 does not exist: a contribution without its accounts agrees with no posting.
        let debit = books.accountIDs[posting.debit] ?? 0
        let credit = books.accountIDs[posting.credit] ?? 0
        let id = contribution.id.number
        let day = Int64(posting.on.packed)
        postingsComputed.add([id, 1, debit, credit, posting.amount.amount, day])
        guard contribution.state == .voided else { return }
        postingsComputed.add([id, 2, credit, debit, posting.amount.amount, day])
    }

    /// Every contribution is what the journal stored.
    ///
    /// Which are not is asked only when the tallies differ.
    func verifyContributionsAgainstJournal() throws {
        guard contributionsStored != contributionsComputed else { return }
        try connection.each(
            """
            SELECT contribution.hamlet, contribution.id, fund, household, organisation, sponsor_name, sponsor_kind,
                is_anonymous, pledge, method, bank_reference, received_on, contribution.amount_dong,
                contribution.book, contribution.number, contribution.party_name, recorded_by,
                contribution.recorded_ms, void_reason, voided_by, voided_ms, version,
                coalesce(party_address, ''), coalesce(voucher.reason, ''), contribution.position,
                CASE journal.kind WHEN 'contribution.recorded' THEN 1 WHEN 'contribution.voided' THEN 2 ELSE 0 END,
                subject, payload
            FROM contribution
            LEFT JOIN voucher ON voucher.hamlet = contribution.hamlet AND voucher.kind = 'receipt'
                AND voucher.year = received_on / 10000 AND voucher.book = contribution.book
                AND voucher.number = contribution.number
            LEFT JOIN journal ON journal.position = contribution.position
            ORDER BY contribution.hamlet, contribution.id
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
        guard let position = recordedPositions[id] else { return }
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
    fileprivate var payload: [UInt8] {
        var writer = JSONWriter(capacity: 640)
        writer.beginObject()
        write(to: &writer)
        writer.endObject()
        return writer.finish()
    }

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
        let donors = [optionalInteger(3) != nil, optionalInteger(4) != nil, hasSponsor]
        return donors.count { $0 } == 1 && (optionalText(6) != nil) == hasSponsor
            && (optionalInteger(19) != nil) == isVoided && (optionalInteger(20) != nil) == isVoided
            && integer(12) > 0 && isWord(6, of: Contribution.Sponsor.Kind.self)
            && isWord(9, of: Contribution.Method.self) && isDay(11) && isMoment(17) && isMoment(20)
    }
}
