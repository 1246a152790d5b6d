package import Domain
import SQLite

extension WriteTransaction {
    /// Runs `change`, which must not change how many households a hamlet had on the day of a decision that the writer
    /// drafted or whose votes they recorded.
    ///
    /// Whoever counts the votes does not also move the number that they are counted against: another person corrects it.
    /// Every way in which a household appears, moves or ends comes through here.
    ///
    /// - Parameters:
    ///   - hamlets: those that `change` may concern; one may be named twice.
    ///   - change: stores a household.
    /// - Throws: `Refusal.duty(.populationDecided)`.
    borrowing func keepingDecidedPopulations(
        of hamlets: [Hamlet.ID], _ change: () throws -> Void
    ) throws {
        guard let user = actor?.user else { return try change() }
        var before: [(hamlet: Hamlet.ID, decision: Decision.ID, day: LocalDate, count: Int64)] = []
        for hamlet in Set(hamlets).sorted(by: { $0.number < $1.number }) {
            for (decision, day) in try decidedDays(of: hamlet, by: user)
            where !before.contains(where: { $0.hamlet == hamlet && $0.day == day }) {
                let count = try population(of: hamlet, on: day).householdsCount
                before.append((hamlet, decision, day, count))
            }
        }
        try change()
        for (hamlet, decision, day, count) in before
        where try population(of: hamlet, on: day).householdsCount != count {
            throw Refusal.duty(.populationDecided(decision, on: day))
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The names of the heads of the present households of `hamlet` whose economic tier is recorded.
    package borrowing func headNamesWithTier(of hamlet: Hamlet.ID) throws -> [String] {
        try connection.all(
            "SELECT head_name FROM household WHERE hamlet = ?1 AND tier IS NOT NULL AND ended_on IS NULL",
            hamlet
        ) { row in row.text(0) }
    }

    /// The names of the heads of the present households of `hamlet`.
    package borrowing func headNames(of hamlet: Hamlet.ID) throws -> [String] {
        try connection.all(
            "SELECT head_name FROM household WHERE hamlet = ?1 AND ended_on IS NULL", hamlet
        ) { row in row.text(0) }
    }
}
