import Domain
import SQLite
import Store

extension Verifier {
    /// Verifies what was erased of the journal: nothing without a row that says who was forgotten, and all of what such
    /// a row names.
    func verifyErasing() throws {
        for entity in EntityKind.allCases {
            let journal = findings.journal[entity]
            for (subject, position) in journal.erased.sorted(by: { $0.value < $1.value })
            where journal.forgotten[subject] ?? 0 <= position {
                report(.journalErased(position: position))
            }
            guard let type = entity.storedType as? any ForgettableEntity.Type else { continue }
            for (subject, position) in journal.forgotten.sorted(by: { $0.value < $1.value }) {
                // Whoever puts a private part back, from a copy of before, has one that fits its leaf.
                let rows = try connection.all(type.erasable, subject) { row in row.integer(0) }
                for row in rows where row < position { report(.forgottenRemains(position: row)) }
            }
        }
    }
}
