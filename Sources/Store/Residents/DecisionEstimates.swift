import Domain
import JSON
import SQLite

extension Decision {
    /// Writes the lines of the estimate as a member of the payload.
    func writeEstimate(to json: inout JSONWriter) {
        json.name("estimate")
        json.beginArray()
        for item in draft.estimate {
            json.beginObject()
            json.member("kind", item.kind.rawValue)
            json.member("name", item.name)
            json.member("amount", item.amount.amount)
            json.endObject()
        }
        json.endArray()
    }
}

extension Reading where Self: ~Copyable {
    /// The lines of the estimate of a decision in order.
    borrowing func estimate(of decision: Decision.ID) throws -> [Decision.PlannedItem] {
        try connection.all(
            "SELECT kind, name, amount FROM decision_estimate WHERE decision = ?1 ORDER BY number", decision
        ) { row in
            Decision.PlannedItem(kind: row.choice(0), name: row.optionalText(1), amount: row.dong(2))
        }
    }
}

extension WriteTransaction {
    borrowing func insertEstimate(of decision: Decision) throws(SQLiteError) {
        for (index, item) in decision.draft.estimate.enumerated() {
            try connection.run(
                "INSERT INTO decision_estimate (decision, number, kind, name, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
                decision.id, index + 1, item.kind.rawValue, item.name, item.amount)
        }
    }
}
