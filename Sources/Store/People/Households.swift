package import Domain
import SQLite
import Text

/// The place of a household in the list by given name.
package struct HouseholdCursor: Hashable, Sendable {
    package let sortKey: [UInt8]
    package let id: Household.ID

    package init(sortKey: [UInt8], id: Household.ID) {
        self.sortKey = sortKey
        self.id = id
    }

    package init(after household: Household) {
        self.init(sortKey: household.headName.personSortKey, id: household.id)
    }
}

extension Reading where Self: ~Copyable {
    package borrowing func household(_ id: Household.ID) throws -> Household? {
        try connection.first(
            """
            SELECT id, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin, ended_on, ending,
                merged_into, version
            FROM household
            WHERE id = ?1
            """, id, read: readHousehold)
    }

    /// The households of `hamlet` by the head's given name, then family name, then middle name.
    ///
    /// - Parameters:
    ///   - hamlet: where they live.
    ///   - search: a search key that must occur in the head's name or the code; empty for all.
    ///   - cursor: the last household of the page before.
    ///   - limit: the most rows.
    /// - Returns: up to `limit` of them.
    /// - Throws: `SQLiteError`.
    package borrowing func households(
        of hamlet: Hamlet.ID, search: String, after cursor: HouseholdCursor?, limit: Int
    ) throws -> [Household] {
        try connection.all(
            """
            SELECT id, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin, ended_on, ending, merged_into,
                version
            FROM household
            WHERE hamlet = ?1 AND ended_on IS NULL AND (?2 = '' OR instr(search_key, ?2) > 0) AND (sort_key, id) > (?3, ?4)
            ORDER BY sort_key, id
            LIMIT ?5
            """, hamlet, search, cursor?.sortKey ?? [], cursor?.id.number ?? 0, limit, read: readHousehold)
    }
}

extension Reading where Self: ~Copyable {
    /// Calls `visit` with every household that has not ended, of one hamlet or of all, by hamlet and code.
    ///
    /// - Throws: `SQLiteError`, or what `visit` throws.
    package borrowing func eachHousehold(of hamlet: Hamlet.ID?, visit: (Household) throws -> Void) throws {
        try connection.each(
            """
            SELECT id, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin, ended_on, ending, merged_into,
                version
            FROM household
            WHERE ended_on IS NULL AND (?1 IS NULL OR hamlet = ?1)
            ORDER BY hamlet, code
            """, hamlet
        ) { row in try visit(readHousehold(row)) }
    }

    /// Households of `hamlet` whose heads' names fold to the same letters, by those letters.
    ///
    /// A hamlet has at most some thousands, so they are compared here.
    package borrowing func likelyDuplicates(
        in hamlet: Hamlet.ID
    ) throws -> [(letters: String, households: [Household])] {
        var groups: [String: [Household]] = [:]
        try eachHousehold(of: hamlet) { household in
            groups[household.headName.searchKey, default: []].append(household)
        }
        return groups.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { (letters: $0.key, households: $0.value) }
    }
}

extension WriteTransaction {
    package borrowing func newHouseholdID() throws -> Household.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM household") { row in row.integer(0) }
                ?? 1)
    }

    /// Stores `household` in place of `old`, as mended or ended, or as a new one.
    ///
    /// - Throws: `Refusal.taken` when another household of the hamlet has the code; `.staleVersion`.
    package borrowing func save(_ household: Household, replacing old: Household?) throws {
        let event: Event =
            old == nil ? .householdRecorded : household.end == nil ? .householdCorrected : .householdEnded
        _ = try store(household, replacing: old, as: event)
    }

    /// Stores what `household` is from its first day on; what `old` was until then is kept.
    ///
    /// - Throws: as `save`.
    package borrowing func change(_ household: Household, from old: Household) throws {
        guard let validTo = household.validFrom?.previous else { preconditionFailure("a change is of a day") }
        let former = try connection.first("SELECT position FROM household WHERE id = ?1", old.id) { row in
            row.integer(0)
        }
        let position = try store(household, replacing: old, as: .householdChanged)
        effects.hamlets.insert(old.hamlet)
        try connection.run(
            """
            INSERT INTO household_version (household, version, hamlet, code, head_name, persons, address, workers,
                tier, valid_from, origin, valid_to, position, ended_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, old.id, old.version, old.hamlet, old.code, old.headName, old.personsCount, old.address,
            old.workersCount, old.tier, old.validFrom, old.origin, validTo, former, position)
    }

    /// - Returns: the position in the journal.
    private borrowing func store(
        _ household: Household, replacing old: Household?, as event: Event
    ) throws -> Int64 {
        try checkCode(of: household)
        let position = try journal(event, subject: household.id.number, hamlet: household.hamlet) {
            household.write(to: &$0)
        }
        try refusing(.alreadyExists(.household, pointer: "/code"), on: "household.hamlet, household.code") {
            () throws(SQLiteError) in
            if old == nil {
                try insert(household, position: position)
            } else {
                try update(household, position: position)
            }
        }
        if let old, connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
        try count(household, replacing: old)
        return position
    }

    /// A code is used by one household of a hamlet on each day: also by those that ended since.
    private borrowing func checkCode(of household: Household) throws {
        guard household.end == nil, let validFrom = household.validFrom else { return }
        let isTaken = try connection.first(
            """
            SELECT 1
            FROM household
            WHERE hamlet = ?1 AND code = ?2 AND id <> ?3 AND ended_on IS NOT NULL AND ended_on >= ?4
            """, household.hamlet, household.code, household.id, validFrom
        ) { _ in true }
        if isTaken == true { throw Refusal.alreadyExists(.household, pointer: "/code") }
    }

    private borrowing func insert(_ household: Household, position: Int64) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO household (id, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin,
                search_key, sort_key, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, household.id, household.hamlet, household.code, household.headName, household.personsCount,
            household.address, household.workersCount, household.tier, household.validFrom, household.origin,
            household.searchKey, household.headName.personSortKey, household.version, position)
    }

    private borrowing func update(_ household: Household, position: Int64) throws(SQLiteError) {
        let end = household.end
        try connection.run(
            """
            UPDATE household
            SET hamlet = ?2, code = ?3, head_name = ?4, persons = ?5, address = ?6, workers = ?7, tier = ?8,
                valid_from = ?9, ended_on = ?10, ending = ?11, merged_into = ?12, search_key = ?13, sort_key = ?14,
                version = ?15, position = ?16
            WHERE id = ?1 AND version = ?15 - 1
            """, household.id, household.hamlet, household.code, household.headName, household.personsCount,
            household.address, household.workersCount, household.tier, household.validFrom, end?.on,
            end?.ending.kind.rawValue, end?.ending.successor, household.searchKey,
            household.headName.personSortKey, household.version, position)
    }

    /// Only those that have not ended are counted, each in its hamlet.
    private borrowing func count(_ household: Household, replacing old: Household?) throws {
        let isOpen = household.end == nil
        if let old, old.hamlet != household.hamlet || !isOpen {
            try count(in: old.hamlet, households: -1, persons: -old.personsCount)
            guard isOpen else { return }
            try count(in: household.hamlet, households: 1, persons: household.personsCount)
        } else {
            try count(
                in: household.hamlet, households: old == nil ? 1 : 0,
                persons: household.personsCount - (old?.personsCount ?? 0))
        }
    }

    private borrowing func count(in hamlet: Hamlet.ID, households: Int64, persons: Int64) throws {
        if households < 0 {
            // An upsert's CHECKs would look at the negative number before they look at what is there.
            return try connection.run(
                """
                UPDATE hamlet_population
                SET households = households + ?2, persons = persons + ?3
                WHERE hamlet = ?1
                """, hamlet, households, persons)
        }
        try connection.run(
            """
            INSERT INTO hamlet_population (hamlet, households, persons) VALUES (?1, ?2, max(?3, 0))
            ON CONFLICT (hamlet) DO UPDATE SET households = households + ?2, persons = persons + ?3
            """, hamlet, households, persons)
    }
}

extension Household {
    /// Found by name and by code.
    var searchKey: String { headName.searchKey + " " + code.searchKey }
}

func readHousehold(_ row: borrowing Row) -> Household {
    Household(
        id: row.id(0), hamlet: row.id(1), code: row.text(2), headName: row.text(3),
        personsCount: row.integer(4),
        address: row.optionalText(5), workersCount: row.optionalInteger(6), tier: row.optionalText(7),
        validFrom: row.optionalDate(8), origin: row.optionalID(9), end: readEnd(row), version: row.integer(13)
    )
}

private func readEnd(_ row: borrowing Row) -> Household.End? {
    guard let day = row.optionalDate(10) else { return nil }
    let ending: Household.Ending =
        switch row.choice(11, as: Household.Ending.Kind.self) {
        case .movedAway: .movedAway
        case .merged: .merged(into: row.id(12))
        case .dissolved: .dissolved
        }
    return Household.End(on: day, ending: ending)
}
