package import Domain
import SQLite

extension WriteTransaction {
    /// Runs `change`, which must not change how many households were counted on the day of a decision that the writer
    /// drafted or whose votes they recorded.
    ///
    /// Whoever counts the votes does not also move the number that they are counted against: another person corrects it.
    /// Every way in which a household, or a hamlet of a commune, appears, moves or ends comes through here.
    ///
    /// - Parameters:
    ///   - hamlets: those that `change` may concern; one may be named twice.
    ///   - change: stores households or hamlets, and returns the hamlets that it created.
    /// - Throws: `Refusal.duty(.populationDecided)`.
    borrowing func keepingDecidedPopulations(
        of hamlets: [Hamlet.ID], _ change: () throws -> [Hamlet.ID]
    ) throws {
        guard let user = actor?.user else {
            _ = try change()
            return
        }
        let concerned = Set(hamlets).sorted { $0.number < $1.number }
        var before: [(decided: DecidedDay, count: Int64)] = []
        for decided in try decidedDays(of: concerned, by: user)
        where !before.contains(where: { $0.decided.counts(asMuchAs: decided) }) {
            before.append((decided, try householdsCount(of: concerned, in: decided)))
        }
        let created = try change()
        for (decided, count) in before
        where try householdsCount(of: concerned + created, in: decided) != count {
            throw Refusal.duty(.populationDecided(decided.decision, on: decided.day))
        }
    }
}

extension WriteTransaction {
    /// Checks that the new `household` does not count on the day of a decision that the writer drafted or whose votes
    /// they recorded: as `keepingDecidedPopulations`, without counting the others.
    ///
    /// A table of households asks once for each hamlet.
    ///
    /// - Throws: `Refusal.duty(.populationDecided)`.
    borrowing func checkDecidedPopulations(adding household: Household) throws {
        guard let user = actor?.user else { return }
        let decided = try decidedDays(counting: household.hamlet, by: user)
        // A household without a first day has existed as long as its hamlet.
        guard !decided.isEmpty,
            let from = try household.validFrom ?? find(household.hamlet)?.validity.from
        else { return }
        let last = household.end?.lastDay ?? .latestPlanned
        guard let counting = decided.first(where: { from <= $0.day && $0.day <= last }) else { return }
        throw Refusal.duty(.populationDecided(counting.decision, on: counting.day))
    }

    private borrowing func decidedDays(
        counting hamlet: Hamlet.ID, by user: User.ID
    ) throws -> [DecidedDay] {
        let key = Session.DecidingUser(user: user, hamlet: hamlet)
        if let kept = session.caches.decidedDays[key] { return kept }
        let days = try decidedDays(of: [hamlet], by: user)
            .filter { try isCounted(hamlet, in: $0.scope, on: $0.day) }
        session.caches.decidedDays[key] = days
        return days
    }
}

extension Reading where Self: ~Copyable {
    /// The number of households of those of `hamlets` whose households were counted for the decision.
    fileprivate borrowing func householdsCount(
        of hamlets: [Hamlet.ID], in decided: DecidedDay
    ) throws -> Int64 {
        try hamlets.filter { try isCounted($0, in: decided.scope, on: decided.day) }
            .map { try population(of: $0, on: decided.day).householdsCount }.sum(of: \.self)
    }

    /// True when the households of `hamlet` were among those of `scope` on `day`.
    fileprivate borrowing func isCounted(
        _ hamlet: Hamlet.ID, in scope: Decision.Scope, on day: LocalDate
    ) throws -> Bool {
        switch scope {
        case .hamlet(let id): return id == hamlet
        case .commune(let commune):
            guard let found = try find(hamlet), found.validity.contains(day) else { return false }
            return try version(of: found, on: day).commune == commune
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The names of the present and former heads of the households of `commune` whose economic tier is or was recorded,
    /// also of those that moved away or ended.
    package borrowing func headNamesWithTier(in commune: AdministrativeUnit.Code) throws -> [String] {
        try connection.all(
            """
            WITH private (id) AS (
                SELECT household.id
                FROM hamlet JOIN household ON household.hamlet = hamlet.id
                WHERE hamlet.commune = ?1 AND tier IS NOT NULL
                UNION
                SELECT household_version.household
                FROM hamlet JOIN household_version ON household_version.hamlet = hamlet.id
                WHERE hamlet.commune = ?1 AND tier IS NOT NULL
            )
            SELECT head_name FROM private JOIN household ON household.id = private.id
            UNION
            SELECT head_name FROM private JOIN household_version ON household_version.household = private.id
            """, commune
        ) { row in row.text(0) }
    }

    /// The names of the heads of the present households of `hamlet`.
    package borrowing func headNames(of hamlet: Hamlet.ID) throws -> [String] {
        try connection.all(
            "SELECT head_name FROM household WHERE hamlet = ?1 AND ended_on IS NULL", hamlet
        ) { row in row.text(0) }
    }
}
