import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The items of a decision in order, with votes once recorded and outcomes once concluded.
    borrowing func items(
        of decision: Decision.ID
    ) throws -> [(item: Decision.Item, votes: Decision.Votes?, outcome: Decision.Outcome?)] {
        try connection.all(
            """
            SELECT matter, text, votes_for, votes_against, votes_other, threshold, is_passed, superseded_by
            FROM decision_item
            WHERE decision = ?1
            ORDER BY number
            """, decision, read: readItem)
    }
}

extension WriteTransaction {
    borrowing func insertItems(of decision: Decision) throws(SQLiteError) {
        for (index, item) in decision.draft.items.enumerated() {
            try connection.run(
                "INSERT INTO decision_item (decision, number, matter, text) VALUES (?1, ?2, ?3, ?4)",
                decision.id, index + 1, item.matter.rawValue, item.text)
        }
    }

    borrowing func saveOutcomes(of decision: Decision) throws(SQLiteError) {
        for (index, outcome) in decision.outcomes.enumerated() {
            try connection.run(
                """
                UPDATE decision_item
                SET threshold = ?3, is_passed = ?4, superseded_by = ?5
                WHERE decision = ?1 AND number = ?2
                """, decision.id, index + 1, outcome.threshold.text, outcome.isPassed, outcome.supersededBy)
        }
    }
}

private func readItem(
    _ row: borrowing Row
) -> (item: Decision.Item, votes: Decision.Votes?, outcome: Decision.Outcome?) {
    let isVoted = row.optionalInteger(2) != nil
    row.validate(
        (row.optionalInteger(3) != nil) == isVoted && (row.optionalInteger(4) != nil) == isVoted,
        "votes are whole")
    row.validate(
        (row.optionalText(5) != nil) == (row.optionalInteger(6) != nil)
            && row.optionalInteger(6).map { (0...1).contains($0) } ?? true, "an outcome is whole")
    row.validate(
        row.optionalInteger(7) == nil || row.optionalText(5) != nil, "what is superseded has an outcome")
    let votes = row.optionalInteger(2)
        .map { Decision.Votes(inFavour: $0, against: row.integer(3), other: row.integer(4)) }
    let outcome = row.optionalText(5)
        .map { text in
            let threshold = Threshold(text)
            row.validate(threshold != nil, "column 5 is no threshold")
            return Decision.Outcome(
                threshold: threshold ?? .all, isPassed: row.boolean(6), supersededBy: row.optionalID(7))
        }
    return (Decision.Item(matter: row.choice(0), text: row.text(1)), votes, outcome)
}
