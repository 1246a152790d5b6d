package import Domain
import JSON
import SQLite

extension Household {
    /// The rows of the index `journal_household`, in its words, so that it is used.
    static let journalKinds: SQL = """
        (kind = 'household.recorded' OR kind = 'household.corrected' OR kind = 'household.changed'
            OR kind = 'household.ended')
        """

    fileprivate static let changedBy = Query(
        """
        SELECT subject
        FROM (
            SELECT id AS subject FROM household WHERE hamlet = ?1
            UNION
            SELECT household FROM household_version WHERE hamlet = ?1
        ) AS candidate
        WHERE EXISTS (
            SELECT 1
            FROM journal
            WHERE journal.subject = candidate.subject AND \(journalKinds)
                AND kind <> 'household.recorded' AND ?2 = actor
        )
        ORDER BY subject
        """)

    fileprivate static let journalled = Query(
        """
        SELECT kind, payload, actor, recorded_ms
        FROM journal
        WHERE subject = ?1 AND \(journalKinds)
        ORDER BY position
        """)
}

/// Who took households out of the count of a day, after it.
extension Reading where Self: ~Copyable {
    /// True when `user` took a household, which is still missing, out of the count of `scope` on `day`: by correcting
    /// its first day, or by a step recorded after the day.
    ///
    /// A step recorded on the day or before is the daily work of the office. New households raise the number only.
    package borrowing func hasLowered(
        _ scope: Decision.Scope, on day: LocalDate, by user: User.ID
    ) throws -> Bool {
        let hamlets: [Hamlet.ID] =
            switch scope {
            case .hamlet(let id): [id]
            case .commune(let commune): try self.hamlets(of: commune, on: day)
            }
        var candidates: [(household: Household.ID, hamlet: Hamlet.ID)] = []
        for hamlet in hamlets {
            candidates += try changedHouseholds(of: hamlet, by: user).map { ($0, hamlet) }
        }
        if candidates.isEmpty { return false }
        let present = Set(try hamlets.flatMap { try households(of: $0, on: day).map(\.id) })
        return try candidates.contains { household, hamlet in
            guard !present.contains(household) else { return false }
            return try removers(of: household, from: hamlet, on: day).contains(user)
        }
    }

    /// The households that are or were in `hamlet`, and that `user` has corrected, changed or ended.
    private borrowing func changedHouseholds(
        of hamlet: Hamlet.ID, by user: User.ID
    ) throws -> [Household.ID] {
        try connection.all(
            Household.changedBy, hamlet, user
        ) { row in row.id(0) }
    }

    /// Who took the household out of the count of `hamlet` on `day`, in the order of the journal.
    private borrowing func removers(
        of household: Household.ID, from hamlet: Hamlet.ID, on day: LocalDate
    ) throws -> [User.ID] {
        var life = HouseholdLife(hamlet: hamlet, firstDay: try find(hamlet)?.validity.from)
        var people: [User.ID] = []
        try connection.forEach(
            Household.journalled, household
        ) { row in
            let kind = row.text(0)
            // Erased: nobody knows any more who lived where.
            guard let payload = row.optionalBytes(1) else { return }
            let wasCounted = life.isCounted(on: day)
            try life.add(kind, JSONDocument(parsing: payload).root)
            guard wasCounted, !life.isCounted(on: day), let actor: User.ID = row.optionalID(2) else { return }
            if kind == "household.corrected" || LocalDate(row.instant(3)) > day { people.append(actor) }
        }
        return people
    }
}

/// The stays of a household, as the journal tells them so far.
private struct HouseholdLife {
    private var stays: [(hamlet: Int64, from: LocalDate?, to: LocalDate?)] = []
    private let hamlet: Hamlet.ID
    /// Of the hamlet: a household without a first day has existed as long.
    private let firstDay: LocalDate?

    init(hamlet: Hamlet.ID, firstDay: LocalDate?) {
        self.hamlet = hamlet
        self.firstDay = firstDay
    }

    /// Adds what a journal row says.
    mutating func add(_ kind: String, _ payload: JSONValue) {
        guard case .integer(let hamlet) = payload["hamlet"] else { return }
        let (from, to) = (day("valid_from", of: payload), day("valid_to", of: payload))
        if kind == "household.changed" {
            if !stays.isEmpty { stays[stays.count - 1].to = from?.previous }
        } else if !stays.isEmpty {
            stays.removeLast()
        }
        stays.append((hamlet, from, to))
    }

    func isCounted(on day: LocalDate) -> Bool {
        stays.contains { stay in
            guard stay.hamlet == hamlet.number else { return false }
            let hasBegun = (stay.from ?? firstDay).map { $0 <= day } ?? true
            return hasBegun && (stay.to.map { day <= $0 } ?? true)
        }
    }

    private func day(_ member: String, of payload: JSONValue) -> LocalDate? {
        guard case .string(let text) = payload[member] else { return nil }
        return LocalDate(text)
    }
}
