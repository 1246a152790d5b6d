package import Domain
package import JSON
package import SQLite
import Text

extension Household: StoredEntity {
    package static let table = EntityTable(
        .household, "household",
        [
            "id", "hamlet", "code", "head_name", "persons", "address", "workers", "tier", "valid_from",
            "origin",
            "ended_on", "ending", "merged_into", "version",
        ], actions: [.recorded, .corrected, .changed, .ended, .forgotten], scopeSource: .hamlet,
        isVersioned: true,
        derived: ["search_key", "sort_key"],
        personal: PersonalMembers(erased: [
            "head_name", "address", "workers", "tier", "search_key", "sort_key",
            "household_version.head_name", "household_version.address", "household_version.workers",
            "household_version.tier",
        ]))

    /// The columns of a previous version, in the order of the reader.
    package static let versionColumns = table.columns.replacing("id", with: "household")
        .replacing("ended_on", with: "NULL").replacing("ending", with: "NULL")
        .replacing("merged_into", with: "NULL")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Household {
        Household(
            id: row.id(0), hamlet: row.id(1), code: row.text(2), headName: row.text(3),
            personsCount: row.integer(4), address: row.optionalText(5), workersCount: row.optionalInteger(6),
            tier: row.optionalText(7), validFrom: row.optionalDate(8), origin: row.optionalID(9),
            end: row.householdEnd(), version: row.integer(13))
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] {
        let name = keys.keys(of: headName)
        return [.text(name.search + " " + keys.searchKey(of: code)), .bytes(name.sort)]
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("code", code)
        json.member("head_name", headName)
        json.member("persons", personsCount)
        // Members added in 2026-11 are written only when they have a value, so that older payloads keep their bytes.
        if let address { json.member("address", address) }
        if let workersCount { json.member("workers", workersCount) }
        if let tier { json.member("tier", tier) }
        if let validFrom { json.member("valid_from", validFrom.text) }
        if let origin { json.member("origin", origin.number) }
        if let end {
            json.member("valid_to", end.lastDay.text)
            json.member("ending", end.ending.kind.rawValue)
            if let successor = end.ending.successor { json.member("merged_into", successor.number) }
        }
        json.member("version", version)
    }

    /// Matches both the name and the code.
    package var searchKey: String { headName.searchKey + " " + code.searchKey }

    /// What `searchKey` was made of, with its accents.
    package var searchedText: String { headName + " " + code }

    fileprivate static let byGivenName = Query(
        """
        SELECT \(table.columns)
        FROM household
        WHERE hamlet = ?1 AND ended_on IS NULL AND (?2 = '' OR instr(search_key, ?2) > 0)
            AND (sort_key, id) > (?3, ?4)
        ORDER BY sort_key, id
        LIMIT ?5
        """)

    fileprivate static let open = Query(
        """
        SELECT \(table.columns)
        FROM household
        WHERE ended_on IS NULL AND (?1 IS NULL OR hamlet = ?1) AND (?2 IS NULL OR hamlet IN (
            SELECT id FROM hamlet
            WHERE commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?2 || '/') > 0)))
        ORDER BY hamlet, code
        """)
}

extension Row {
    fileprivate func householdEnd() -> Household.End? {
        let isMerged = optionalText(11) == Household.Ending.Kind.merged.rawValue
        validate((optionalInteger(10) == nil) == (optionalText(11) == nil), "an end has a day and a kind")
        validate((optionalInteger(12) != nil) == isMerged, "a household is merged into another")
        guard let day = optionalDate(10) else { return nil }
        let ending: Household.Ending =
            switch choice(11, as: Household.Ending.Kind.self) {
            case .movedAway: .movedAway
            case .merged: .merged(into: id(12))
            case .dissolved: .dissolved
            }
        return Household.End(lastDay: day, ending: ending)
    }
}

/// The position of a household in the list by given name.
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
    /// The households of `hamlet`, ordered by the head's given name, then family name, then middle name.
    ///
    /// - Parameters:
    ///   - hamlet: where they live.
    ///   - search: a search key that must occur in the head's name or the code; empty for all.
    ///   - cursor: the last household of the previous page.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` households.
    /// - Throws: `SQLiteError`.
    package borrowing func households(
        of hamlet: Hamlet.ID, search: String, after cursor: HouseholdCursor?, limit: Int
    ) throws -> [Household] {
        try all(
            Household.byGivenName, hamlet, search, cursor?.sortKey ?? [], cursor?.id.number ?? 0, limit)
    }
}

extension Reading where Self: ~Copyable {
    /// Calls `body` with every household that has not ended, ordered by hamlet and code.
    ///
    /// - Parameters:
    ///   - hamlet: nil for all.
    ///   - code: the unit below which the hamlets lie; nil for all.
    ///   - body: called with each.
    /// - Throws: `SQLiteError`, or any error of `body`.
    package borrowing func forEachHousehold(
        of hamlet: Hamlet.ID?, below code: AdministrativeUnit.Code? = nil, body: (Household) throws -> Void
    ) throws {
        try connection.forEach(Household.open, hamlet, code) { row in
            try body(try Household.read(row, in: self))
        }
    }

    /// Households of `hamlet` whose heads' names have the same search key, ordered by that key.
    ///
    /// Compared in memory, because a hamlet has at most a few thousand.
    package borrowing func likelyDuplicates(
        in hamlet: Hamlet.ID
    ) throws -> [(letters: String, households: [Household])] {
        var groups: [String: [Household]] = [:]
        try forEachHousehold(of: hamlet) { household in
            groups[household.headName.searchKey, default: []].append(household)
        }
        return groups.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { (letters: $0.key, households: $0.value) }
    }
}

extension WriteTransaction {
    /// Stores `household` as a correction or the end of `old`, or as a new household.
    ///
    /// - Throws: `Refusal.nameTaken` when another household of the hamlet has the code; `.versionMismatch`;
    ///   `.duty(.populationDecided)`, see `keepingDecidedPopulations`.
    package borrowing func save(_ household: Household, replacing old: Household?) throws {
        guard let old else {
            try checkDecidedPopulations(adding: household)
            _ = try store(household, replacing: nil, as: .recorded)
            return
        }
        let action: JournalEvent.Action = household.end == nil ? .corrected : .ended
        try keepingDecidedPopulations(of: [old.hamlet, household.hamlet]) {
            _ = try store(household, replacing: old, as: action)
            return []
        }
    }

    /// Stores a new version of the household from its first day on, and keeps `old` as a previous version.
    ///
    /// - Throws: as `save`.
    package borrowing func change(_ household: Household, from old: Household) throws {
        try keepingDecidedPopulations(of: [old.hamlet, household.hamlet]) {
            try storeVersion(household, from: old)
            return []
        }
    }

    /// As `change`, within a larger change that keeps the populations of decisions.
    borrowing func storeVersion(_ household: Household, from old: Household) throws {
        guard let validTo = household.validFrom?.previous else {
            throw SQLiteError(
                invalidRow: "household \(household.id.number) has no first day", operation: "change")
        }
        let previous = try connection.first("SELECT position FROM household WHERE id = ?1", old.id) { row in
            row.integer(0)
        }
        let position = try store(household, replacing: old, as: .changed)
        try connection.run(
            """
            INSERT INTO household_version (household, version, hamlet, code, head_name, persons, address, workers,
                tier, valid_from, origin, valid_to, position, ended_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, old.id, old.version, old.hamlet, old.code, old.headName, old.personsCount, old.address,
            old.workersCount, old.tier, old.validFrom, old.origin, validTo, previous, position)
        codeStored(ofVersion: old, until: validTo)
    }

    /// - Returns: the position of the journal row.
    private borrowing func store(
        _ household: Household, replacing old: Household?, as action: JournalEvent.Action
    ) throws -> Int64 {
        try checkCode(of: household, replacing: old)
        let position = try journal(action, household, owner: .hamlet(household.hamlet))
        try mappingConstraint(.alreadyExists(.household, at: .code), on: "household.hamlet, household.code") {
            if old == nil {
                try insert(household, position: position)
            } else {
                try update(to: household) { try update(household, position: position) }
            }
        }
        codeStored(of: household, replacing: old)
        try count(household, replacing: old)
        return position
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
            household.address, household.workersCount, household.tier, household.validFrom, end?.lastDay,
            end?.ending.kind.rawValue, end?.ending.successor, household.searchKey,
            household.headName.personSortKey, household.version, position)
    }

    /// Updates the population counts, which include only households that have not ended.
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
            // An upsert would check the CHECK constraints against the negative inserted values, not against the sums.
            return try connection.run(
                """
                UPDATE hamlet_population
                SET households = hamlet_population.households + ?2,
                persons = hamlet_population.persons + ?3
                WHERE hamlet = ?1
                """, hamlet, households, persons)
        }
        try connection.run(
            """
            INSERT INTO hamlet_population (hamlet, households, persons) VALUES (?1, ?2, max(?3, 0))
            ON CONFLICT (hamlet) DO UPDATE SET households = hamlet_population.households + ?2,
                persons = hamlet_population.persons + ?3
            """, hamlet, households, persons)
    }
}
