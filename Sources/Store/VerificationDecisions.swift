import Domain
import JSON
import SQLite

/// Parameters and decisions, each against the journal.
extension Verifier {
    func verifyParameters(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, key, unit, valid_from, value, source, parameter.position,
                CASE kind WHEN 'parameter.recorded' THEN 1 ELSE 0 END, subject, payload
            FROM parameter LEFT JOIN journal ON journal.position = parameter.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.parameter, id: id)
            guard row.isChoice(1, of: Parameter.Key.self), row.isDay(3) else {
                return found(.rowUnreadable(.parameter, id: id))
            }
            let parameter = readParameter(row)
            compare(.parameter, id: id, with: row.link(at: 6)) { parameter.write(to: &$0) }
        }
    }

    func verifyDecisions(_ range: ClosedRange<Int64>) throws {
        let reading = ReadTransaction(session: Session(connection: connection, now: Instant(milliseconds: 0)))
        try connection.each(
            """
            SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by,
                decision.recorded_ms, state, voting_mode, method, held_on, place, chair, secretary, households,
                represented, sent_to_commune_on, sent_to_front_on, superseded_by, version, decision.position,
                CASE kind WHEN 'decision.recorded' THEN 1 WHEN 'decision.changed' THEN 2 ELSE 0 END, subject,
                payload
            FROM decision LEFT JOIN journal ON journal.position = decision.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.decision, id: id)
            guard row.isDecision, try areItemsReadable(of: id) else {
                _ = latest(of: .decision, id)
                return found(.rowUnreadable(.decision, id: id))
            }
            let decision = try reading.readDecision(row)
            compare(.decision, id: id, with: row.link(at: 22)) { decision.write(to: &$0) }
            if !decision.addsUp { found(.columnDiffers(.decision, id: id, column: "is_passed")) }
        }
    }

    /// True when the items and people of a decision can be read, and are numbered from 1 on without a gap.
    private func areItemsReadable(of decision: Int64) throws -> Bool {
        var numbers: [Int64] = []
        var areReadable = true
        try connection.each(
            """
            SELECT number, matter, text, votes_for, votes_against, votes_other, threshold, is_passed
            FROM decision_item
            WHERE decision = ?1
            ORDER BY number
            """, decision
        ) { row in
            numbers.append(row.integer(0))
            let isVoted = row.optionalInteger(3) != nil
            let threshold = row.optionalText(6)
            areReadable =
                areReadable && row.isChoice(1, of: Decision.Matter.self)
                && (row.optionalInteger(4) != nil) == isVoted && (row.optionalInteger(5) != nil) == isVoted
                && (threshold != nil) == (row.optionalInteger(7) != nil)
                && threshold.map { Threshold($0) != nil } ?? true
                && row.optionalInteger(7).map { (0...1).contains($0) } ?? true
        }
        var people: [String: [Int64]] = [:]
        try connection.each(
            "SELECT duty, number FROM decision_person WHERE decision = ?1 ORDER BY duty, number", decision
        ) { row in people[row.text(0), default: []].append(row.integer(1)) }
        let areKnown = Set(people.keys).isSubset(of: ["board", "witness"])
        return areReadable && areKnown && numbers.areInARow && people.values.allSatisfy(\.areInARow)
    }

    /// Items and people of no decision.
    func verifyLooseDecisionItems() throws {
        try connection.each(
            """
            SELECT DISTINCT decision
            FROM (SELECT decision FROM decision_item UNION ALL SELECT decision FROM decision_person)
            WHERE decision NOT IN (SELECT id FROM decision)
            ORDER BY decision
            """
        ) { row in found(.columnDiffers(.decision, id: row.integer(0), column: "decision")) }
    }
}

extension Decision {
    /// True when every outcome follows from its votes.
    fileprivate var addsUp: Bool {
        guard let proceedings else { return outcomes.isEmpty }
        return zip(outcomes, proceedings.votes)
            .allSatisfy { outcome, votes in
                outcome.threshold.isReached(by: votes.inFavour, of: proceedings.householdsCount)
                    == outcome.isPassed
            }
    }
}

extension Row {
    /// True when `readDecision` reads the row and leaves nothing of it out, whatever CHECKs it slipped past.
    fileprivate var isDecision: Bool {
        let isHeld = optionalInteger(12) != nil
        let texts: [Int32] = [10, 11, 13, 14, 15]
        let isWhole =
            texts.allSatisfy { (optionalText($0) != nil) == isHeld }
            && (optionalInteger(16) != nil) == isHeld && (optionalInteger(17) != nil) == isHeld
        return isWhole && (optionalInteger(1) == nil) != (optionalText(2) == nil)
            && (optionalInteger(4) == nil) == (optionalInteger(5) == nil)
            && (optionalInteger(18) == nil) == (optionalInteger(19) == nil)
            && isDay(5) && isDay(12) && isDay(18) && isDay(19) && isMoment(8)
            && isChoice(9, of: Decision.State.self) && isChoice(10, of: Decision.VotingMode.self)
            && isChoice(11, of: Decision.Method.self)
    }
}
