import Domain
import SQLite
import Store

extension Verifier {
    /// Verifies the contributions of one owner, in storage order.
    func verifyContributions(into books: inout OwnerBooks) throws {
        try connection.forEachReadable(contributionsOfOwner, books.owner) { row in
            countRow(.contribution, id: row.integer(0))
            let contribution = try Contribution.read(row, in: reading)
            let position = row.integer(Contribution.table.columns.count)
            row.validate(contribution.amount > .zero, "an amount is over 0")
            let bankKey = row.optionalText(Contribution.table.columns.count + 2)
            try row.check()
            if bankKey.map({ Array($0.utf8) }) != contribution.bankKey.map({ Array($0.utf8) }) {
                report(.columnDiffers(.contribution, id: contribution.id.number, column: "bank_key"))
            }
            if contribution.refunds != .none {
                findings.refunds[contribution.id.number] = contribution.refunds
            }
            let issuedAt = row.optionalInteger(Contribution.table.columns.count + 1)
            tallyJournal(of: contribution, at: position, issuedAt: issuedAt)
            verifySource(of: contribution, in: books)
            if contribution.passesThrough != books.passThroughFunds.contains(contribution.fund.number) {
                report(.columnDiffers(.contribution, id: contribution.id.number, column: "passes_through"))
            }
            noteReplacement(of: contribution)
            books.note(row.text(Contribution.table.columns.count + 3), of: contribution)
            add(contribution.posting, at: issuedAt ?? 0, to: &books)
            if let voiding = contribution.voidingPosting { add(voiding, at: position, to: &books) }
            books.add(contribution)
            verifyLine(contribution, into: &books)
        } onUnreadable: { row, _ in
            _ = latest(of: .contribution, row.integer(0))
            report(.rowUnreadable(.contribution, id: row.integer(0)))
        }
        endReceipt(of: &books)
    }

    /// Checks that a receipt of several lines has all of them, one after the other, and that they say the same.
    private func verifyLine(_ contribution: Contribution, into books: inout OwnerBooks) {
        let line = contribution.voucher.line
        if line.isFirst { endReceipt(of: &books) }
        guard line != .only else { return }
        books.receiptLines.append(contribution)
        if line.isLast { endReceipt(of: &books) }
    }

    private func endReceipt(of books: inout OwnerBooks) {
        guard let first = books.receiptLines.first else { return }
        if Receipt(books.receiptLines) == nil {
            report(.receiptLinesDiffer(first.voucher.series, number: first.voucher.number))
        }
        books.receiptLines = []
    }

    /// Checks that the money of an organisation is state support if it was a state agency that day, and only then.
    private func verifySource(of contribution: Contribution, in books: OwnerBooks) {
        guard let organisation = contribution.donor.organisation,
            books.stateAgencies.contains(organisation.number, on: contribution.receivedOn)
                != (contribution.source == .state)
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
        switch contribution.state {
        case .valid:
            tallyJournal([id, 1, position], contribution)
            if voucherPosition != position {
                report(.columnDiffers(.contribution, id: id, column: "voucher_position"))
            }
        case .voided:
            tallyJournal([id, 2, position], contribution)
            tallyJournal([id, 1, voucherPosition ?? 0], contribution.beforeVoiding)
        }
    }

    private func tallyJournal(_ facts: InlineArray<3, Int64>, _ contribution: Contribution) {
        findings.contributionsComputed.add(facts, payload(of: contribution))
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
            // Already reported with the owner's contributions.
        }
    }

    /// Checks that a voided contribution was recorded with the same values, apart from the voiding.
    private func verifyRecorded(_ contribution: Contribution) throws {
        let id = contribution.id.number
        var isRecorded = false
        try connection.forEach(recordedAt, id) { row in
            guard row.text(1) == "contribution.recorded", row.integer(2) == id else { return }
            isRecorded = true
            compare(contribution.beforeVoiding, with: row.link(at: 0))
        }
        if !isRecorded { report(.columnDiffers(.contribution, id: id, column: "voucher_position")) }
    }
}

extension Contribution {
    fileprivate var beforeVoiding: Contribution {
        Contribution(
            id: id, owner: owner, fund: fund, donor: donor, donorName: donorName,
            donorNames: donorNames, source: source,
            isAnonymous: isAnonymous, pledge: pledge,
            method: method, bankReference: bankReference, receivedOn: receivedOn, voucher: voucher,
            foreign: foreign, importKey: importKey, replaces: replaces, settles: settles,
            collector: collector, passesThrough: passesThrough, recordedBy: recordedBy,
            recordedAt: recordedAt,
            version: version - 1)
    }
}

private let contributionsOfOwner = Query(
    """
    SELECT \(Contribution.table.columns), position, voucher_position, bank_key, commune
    FROM contribution
    WHERE owner = ?1
    ORDER BY id
    """)

/// The journal row by which a receipt was issued.
private let recordedAt = Query(
    """
    SELECT journal.position, kind, subject, payload
    FROM contribution JOIN journal ON journal.position = voucher_position
    WHERE contribution.id = ?1
    """)
