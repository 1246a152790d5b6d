import Domain
import JSON
import SQLite
import Text

/// Hamlets as they are and as they were, and what was arranged.
extension Verifier {
    func verifyHamlets(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, commune, name, hamlet.kind, valid_from, valid_to, current_from, version, hamlet.position,
                CASE journal.kind WHEN 'hamlet.recorded' THEN 1 WHEN 'hamlet.corrected' THEN 2
                    WHEN 'hamlet.changed' THEN 2 WHEN 'hamlet.closed' THEN 2 ELSE 0 END,
                subject, payload, search_key, sort_key
            FROM hamlet LEFT JOIN journal ON journal.position = hamlet.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.hamlet, id: id)
            guard row.isHamlet else {
                _ = latest(of: .hamlet, id)
                return found(.rowUnreadable(.hamlet, id: id))
            }
            let hamlet = readHamlet(row)
            compare(.hamlet, id: id, with: row.link(at: 8)) { hamlet.write(to: &$0) }
            compareKeys(
                .hamlet, id: id, row, at: 12, search: hamlet.name.searchKey, sort: hamlet.name.sortKey)
        }
    }

    /// Each is what the journal stored then, and lasted to the day before what came after it.
    func verifyFormerHamlets(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT former.hamlet, former.commune, former.name, former.kind, hamlet.valid_from, NULL, former.valid_from,
                former.version, former.position, 1, subject, payload, former.valid_to, ended_at,
                coalesce((
                    SELECT later.valid_from
                    FROM hamlet_version AS later
                    WHERE later.hamlet = former.hamlet AND later.version > former.version
                    ORDER BY later.version
                    LIMIT 1), hamlet.current_from)
            FROM hamlet_version AS former LEFT JOIN hamlet ON hamlet.id = former.hamlet
                LEFT JOIN journal ON journal.position = former.position
            WHERE former.hamlet BETWEEN ?1 AND ?2
            ORDER BY former.hamlet, former.version
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            advance()
            findings.formerComputed.add([2, id, row.integer(13)])
            guard row.isHamlet, row.isDay(12), row.isDay(14) else {
                return found(.rowUnreadable(.hamlet, id: id))
            }
            let hamlet = readHamlet(row)
            compareFormer(
                .hamlet, id: id, with: row.link(at: 8), validTo: row.date(12), next: row.optionalDate(14)
            ) { hamlet.write(to: &$0) }
        }
    }

    func verifyReorganisations(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, reorganisation.kind, effective_on, decision_number, decided_on, households, persons, pledges,
                expenditures, models, role_assignments, recorded_by, reorganisation.recorded_ms, reorganisation.position,
                CASE journal.kind WHEN 'reorganisation.recorded' THEN 1 ELSE 0 END, subject, payload
            FROM reorganisation LEFT JOIN journal ON journal.position = reorganisation.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.reorganisation, id: id)
            guard row.isChoice(1, of: Reorganisation.Kind.self), row.isDay(2), row.isDay(4), row.isMoment(12)
            else {
                return found(.rowUnreadable(.reorganisation, id: id))
            }
            let (steps, handOvers) = try parts(ofReorganisation: id)
            let reorganisation = readReorganisation(row, steps, handOvers)
            compare(.reorganisation, id: id, with: row.link(at: 13)) { reorganisation.write(to: &$0) }
        }
    }

    private func parts(
        ofReorganisation id: Int64
    ) throws -> (steps: [Reorganisation.Step], handOvers: [Reorganisation.HandOver]) {
        var numbers: [Int64] = []
        let steps = try connection.all(
            "SELECT predecessor, successor, number FROM reorganisation_hamlet WHERE reorganisation = ?1 ORDER BY number",
            id
        ) { row in
            numbers.append(row.integer(2))
            return Reorganisation.Step(predecessor: row.id(0), successor: row.id(1))
        }
        if !numbers.areInARow { found(.columnDiffers(.reorganisation, id: id, column: "number")) }
        numbers = []
        let handOvers = try connection.all(
            """
            SELECT from_fund, to_fund, cash_dong, bank_dong, number
            FROM reorganisation_fund
            WHERE reorganisation = ?1
            ORDER BY number
            """, id
        ) { row in
            numbers.append(row.integer(4))
            return Reorganisation.HandOver(
                from: row.id(0), to: row.id(1), cash: row.dong(2), bank: row.dong(3))
        }
        if !numbers.areInARow { found(.columnDiffers(.reorganisation, id: id, column: "number")) }
        return (steps, handOvers)
    }

    /// Steps and hand-overs of no arrangement.
    func verifyLooseReorganisationParts() throws {
        try connection.each(
            """
            SELECT reorganisation FROM reorganisation_hamlet WHERE reorganisation NOT IN (SELECT id FROM reorganisation)
            UNION
            SELECT reorganisation FROM reorganisation_fund WHERE reorganisation NOT IN (SELECT id FROM reorganisation)
            ORDER BY 1
            """
        ) { row in found(.columnDiffers(.reorganisation, id: row.integer(0), column: "reorganisation")) }
    }

    /// What the funds of one hamlet gave and took: by the minutes, for its postings and days.
    func verifyHandOvers(into books: inout HamletBooks) throws {
        var days = books.days
        try connection.each(
            """
            SELECT reorganisation, effective_on, from_fund, to_fund, cash_dong, bank_dong, 1
            FROM reorganisation_fund JOIN fund ON fund.id = from_fund JOIN reorganisation ON reorganisation.id = reorganisation
            WHERE fund.hamlet = ?1
            UNION ALL
            SELECT reorganisation, effective_on, from_fund, to_fund, cash_dong, bank_dong, 0
            FROM reorganisation_fund JOIN fund ON fund.id = to_fund JOIN reorganisation ON reorganisation.id = reorganisation
            WHERE fund.hamlet = ?1
            """, books.hamlet
        ) { row in
            guard row.isDay(1), row.integer(4) >= 0, row.integer(5) >= 0 else { return }
            let handOver = Reorganisation.HandOver(
                from: row.id(2), to: row.id(3), cash: row.dong(4), bank: row.dong(5))
            for postings in handOver.postings(on: row.date(1)) {
                let posting = row.boolean(6) ? postings.out : postings.into
                let debit = books.accountIDs[AccountKey(posting.debit)] ?? 0
                let credit = books.accountIDs[AccountKey(posting.credit)] ?? 0
                findings.postingsComputed.add([
                    row.integer(0), 5, debit, credit, posting.amount.amount, Int64(posting.on.packed),
                ])
                var sums = days[FundDay(posting)] ?? FundDay.Sums()
                if row.boolean(6) {
                    sums.outOf &+= posting.amount.amount
                } else {
                    sums.into &+= posting.amount.amount
                }
                days[FundDay(posting)] = sums
            }
        }
        books.days = days
    }
}

extension Row {
    /// True when `readHamlet` can read the row.
    fileprivate var isHamlet: Bool {
        isChoice(3, of: Hamlet.Kind.self) && isValidity(from: 4, to: 5) && isDay(6)
    }
}
