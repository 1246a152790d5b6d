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
            "SELECT id, hamlet, code, head_name, persons, version FROM household WHERE id = ?1", id,
            read: readHousehold)
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
            SELECT id, hamlet, code, head_name, persons, version
            FROM household
            WHERE hamlet = ?1 AND (?2 = '' OR instr(search_key, ?2) > 0) AND (sort_key, id) > (?3, ?4)
            ORDER BY sort_key, id
            LIMIT ?5
            """, hamlet, search, cursor?.sortKey ?? [], cursor?.id.number ?? 0, limit, read: readHousehold)
    }
}

extension Reading where Self: ~Copyable {
    /// Calls `visit` with every household, of one hamlet or of all, by hamlet and code.
    ///
    /// - Throws: `SQLiteError`, or what `visit` throws.
    package borrowing func eachHousehold(of hamlet: Hamlet.ID?, visit: (Household) throws -> Void) throws {
        try connection.each(
            """
            SELECT id, hamlet, code, head_name, persons, version
            FROM household
            WHERE ?1 IS NULL OR hamlet = ?1
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

    /// Stores `household` in place of `old`, or as a new one.
    ///
    /// - Throws: `Refusal.taken` when another household of the hamlet has the code; `.staleVersion`.
    package borrowing func save(_ household: Household, replacing old: Household?) throws {
        let event: Event = old == nil ? .householdRecorded : .householdCorrected
        let position = try journal(event, subject: household.id.number, hamlet: household.hamlet) {
            household.write(to: &$0)
        }
        try refusing(.taken(.household, pointer: "/code"), on: "household.hamlet, household.code") {
            () throws(SQLiteError) in
            if old == nil {
                try insert(household, position: position)
            } else {
                try update(household, position: position)
            }
        }
        if let old, connection.changesCount == 0 { throw Refusal.staleVersion(current: old.version) }
        try count(
            in: household.hamlet, households: old == nil ? 1 : 0,
            persons: household.personsCount - (old?.personsCount ?? 0))
    }

    private borrowing func insert(_ household: Household, position: Int64) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO household (id, hamlet, code, head_name, persons, search_key, sort_key, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, household.id, household.hamlet, household.code, household.headName, household.personsCount,
            household.searchKey, household.headName.personSortKey, household.version, position)
    }

    private borrowing func update(_ household: Household, position: Int64) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE household
            SET code = ?2, head_name = ?3, persons = ?4, search_key = ?5, sort_key = ?6, version = ?7,
                position = ?8
            WHERE id = ?1 AND version = ?7 - 1
            """, household.id, household.code, household.headName, household.personsCount,
            household.searchKey,
            household.headName.personSortKey, household.version, position)
    }

    private borrowing func count(in hamlet: Hamlet.ID, households: Int64, persons: Int64) throws {
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
        version: row.integer(5))
}
