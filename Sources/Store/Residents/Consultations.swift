package import Domain
package import JSON
package import SQLite

extension Consultation: StoredRecord {
    package static let table = EntityTable(
        .consultation, "consultation",
        [
            "id", "hamlet", "commune", "matter", "title", "first_on", "last_on", "eligible", "invited",
            "participated", "agreed", "disagreed", "invalid", "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .corrected], scopeSource: .hamletOrUnit("consultation.commune"),
        isVersioned: true, dating: EntityTable.Dating("last_on"))

    package static let statements = RecordStatements(table)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Consultation {
        Consultation(
            id: row.id(0), scope: row.decisionScope(hamlet: 1, commune: 2), matter: row.text(3),
            title: row.text(4), firstOn: row.date(5), lastOn: row.date(6),
            counts: Counts(
                eligible: row.integer(7), invited: row.integer(8), participated: row.integer(9),
                agreed: row.integer(10), disagreed: row.integer(11), invalid: row.integer(12)),
            recording: row.recording(13))
    }

    package var listOwner: FundOwner? { scope.hamlet.map { .hamlet($0) } }

    package var row: [any Bindable] {
        [
            id, scope.hamlet, scope.commune, matter, title, firstOn, lastOn, counts.eligible, counts.invited,
            counts.participated, counts.agreed, counts.disagreed, counts.invalid,
        ]
    }

    /// A place has one result on a matter.
    package var uniqueness: (columns: StaticString, refusal: Refusal)? {
        let columns: StaticString =
            scope.hamlet == nil
            ? "consultation.matter, consultation.commune" : "consultation.matter, consultation.hamlet"
        return (columns, .alreadyExists(.consultation, at: .matter))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", scope.hamlet?.number)
        json.member("commune", scope.commune)
        json.member("matter", matter)
        json.member("title", title)
        json.member("from", firstOn.text)
        json.member("to", lastOn.text)
        json.member("eligible", counts.eligible)
        json.member("invited", counts.invited)
        json.member("participated", counts.participated)
        json.member("agreed", counts.agreed)
        json.member("disagreed", counts.disagreed)
        json.member("invalid", counts.invalid)
        json.member(recording)
    }

    fileprivate static let ofScope = Query(
        """
        SELECT \(table.columns)
        FROM consultation
        WHERE hamlet IS NOT DISTINCT FROM ?1 AND commune IS NOT DISTINCT FROM ?2 AND id < ?3
        ORDER BY id DESC
        LIMIT ?4
        """)

    fileprivate static let onMatter = Query(
        """
        SELECT \(table.columns)
        FROM consultation
        WHERE matter = ?1
        ORDER BY id
        """)
}

extension Row {
    /// Reads a scope from two columns, of which exactly one is set.
    func decisionScope(hamlet: Int32, commune: Int32) -> Decision.Scope {
        validate(
            (optionalInteger(hamlet) == nil) != (optionalText(commune) == nil),
            "a scope is one place, not two")
        if let id: Hamlet.ID = optionalID(hamlet) { return .hamlet(id) }
        return .commune(text(commune))
    }
}

/// The consultation results of a commune on a matter: its own, or else the totals of its hamlets.
package struct CommuneResult: Hashable, Sendable {
    package let commune: AdministrativeUnit.Code
    /// The consultations added up.
    package let parts: [Consultation]
    package let counts: Consultation.Counts

    package init(commune: AdministrativeUnit.Code, parts: [Consultation]) {
        self.commune = commune
        self.parts = parts
        counts = parts.reduce(.zero) { sum, part in sum.adding(part.counts) }
    }

    package var placesCount: Int64 { Int64(parts.count) }
}

extension Reading where Self: ~Copyable {
    /// The consultations of `scope`, newest first, before `cursor`.
    package borrowing func consultations(
        of scope: Decision.Scope, before cursor: Consultation.ID?, limit: Int
    ) throws -> [Consultation] {
        try all(Consultation.ofScope, scope.hamlet, scope.commune, cursor?.number ?? Int64.max, limit)
    }

    /// The results on `matter` per commune below the unit `code`, ordered by commune code.
    ///
    /// Results of hamlets are left out where the commune has a result of its own, which includes them.
    ///
    /// - Parameters:
    ///   - code: the unit.
    ///   - matter: the key of the matter.
    ///   - boundaries: with `historical`, a hamlet counts in its commune of the last day, and communes are included
    ///     if any of their versions was below the unit, so merged communes appear under their old codes. With
    ///     `current`, results are grouped by today's communes.
    /// - Returns: one row per commune with results.
    /// - Throws: `SQLiteError`.
    package borrowing func consultedCommunes(
        below code: AdministrativeUnit.Code, on matter: String, by boundaries: Boundaries
    ) throws -> [CommuneResult] {
        let consultations: [Consultation] = try all(Consultation.onMatter, matter)
        let whole = Set(consultations.compactMap(\.scope.commune))
        var communes: [AdministrativeUnit.Code: [Consultation]] = [:]
        for consultation in consultations {
            var commune = consultation.scope.commune ?? ""
            if let id = consultation.scope.hamlet, let hamlet = try find(id) {
                commune = try version(of: hamlet, on: consultation.lastOn).commune
                if whole.contains(commune) { continue }
                if boundaries == .current {
                    commune = try self.find(currentSuccessor(of: id))?.commune ?? commune
                }
            }
            if boundaries == .current { commune = try currentCode(of: commune) }
            guard try isBelow(commune, below: code, boundaries) else { continue }
            communes[commune, default: []].append(consultation)
        }
        return communes.map(CommuneResult.init).sorted { $0.commune < $1.commune }
    }

    private borrowing func isBelow(
        _ commune: AdministrativeUnit.Code, below code: AdministrativeUnit.Code, _ boundaries: Boundaries
    ) throws -> Bool {
        switch boundaries {
        case .current: try unitPath(commune, on: today)?.contains(code) == true
        case .historical:
            try connection.first(
                "SELECT 1 FROM unit WHERE code = ?1 AND instr(path, '/' || ?2 || '/') > 0", commune, code
            ) { _ in true } ?? false
        }
    }
}
