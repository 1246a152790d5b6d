package import Domain
package import JSON
package import SQLite

extension CommunityEvent: StoredEntity {
    package static let table = EntityTable(
        .communityEvent, "community_event",
        [
            "community_event.id", "community_event.hamlet", "organisation", "community_event.unit",
            "community_event.kind", "title", "held_on", "households", "persons", "recorded_by", "recorded_ms",
            "community_event.version",
        ], actions: [.recorded, .corrected], scopeSource: .hamletOrUnit("community_event.unit"),
        isVersioned: true,
        dating: EntityTable.Dating("held_on")
    )
    .with(part: "community_event_output", of: "event")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> CommunityEvent {
        let hamlet: Hamlet.ID? = row.optionalID(1)
        row.validate((hamlet == nil) != (row.optionalInteger(2) == nil), "an event has one owner")
        return CommunityEvent(
            id: row.id(0),
            owner: hamlet.map { .hamlet($0) } ?? .organisation(row.optionalID(2) ?? Identifier(0)),
            unit: row.text(3),
            facts: Facts(
                kind: row.choice(4), title: row.text(5), heldOn: row.date(6), householdsCount: row.integer(7),
                personsCount: row.integer(8), outputs: try tx.outputs(of: row.id(0))),
            recordedBy: row.id(9), recordedAt: row.instant(10), version: row.integer(11))
    }

    package func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", owner.hamlet?.number)
        json.member("organisation", owner.organisation?.number)
        json.member("unit", unit)
        json.member("kind", facts.kind.rawValue)
        json.member("title", facts.title)
        json.member("held_on", facts.heldOn.text)
        json.member("households", facts.householdsCount)
        json.member("persons", facts.personsCount)
        json.name("outputs")
        json.beginArray()
        for output in facts.outputs {
            json.beginObject()
            json.member("item", output.item)
            json.member("quantity", output.quantity)
            json.member("measure", output.measure)
            json.endObject()
        }
        json.endArray()
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    fileprivate static let belowUnit = Query(
        """
        SELECT \(table.columns)
        FROM community_event
        WHERE unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0) AND id < ?2
            AND held_on BETWEEN coalesce(?3, 0) AND coalesce(?4, 99991231)
        ORDER BY id DESC
        LIMIT ?5
        """)
}

extension Reading where Self: ~Copyable {
    /// The events held below the unit `code` in a period, newest first, before `cursor`.
    package borrowing func communityEvents(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate?,
        before cursor: CommunityEvent.ID? = nil,
        limit: Int = Int.max
    ) throws -> [CommunityEvent] {
        try all(CommunityEvent.belowUnit, code, cursor?.number ?? Int64.max, from, to, limit)
    }

    fileprivate borrowing func outputs(of event: CommunityEvent.ID) throws -> [CommunityEvent.Output] {
        try connection.all(
            "SELECT item, quantity, measure FROM community_event_output WHERE event = ?1 ORDER BY number",
            event
        ) { row in CommunityEvent.Output(item: row.text(0), quantity: row.integer(1), measure: row.text(2)) }
    }
}

extension WriteTransaction {
    /// Stores `event` in place of `old`, or as a new one.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func save(_ event: CommunityEvent, replacing old: CommunityEvent?) throws {
        let facts = event.facts
        let position = try journal(
            old == nil ? .recorded : .corrected, event, owner: event.owner.hamlet.map { .hamlet($0) })
        try update(to: event) {
            try connection.run(
                """
                INSERT INTO community_event (id, hamlet, organisation, unit, kind, title, held_on, households, persons,
                    recorded_by, recorded_ms, version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                ON CONFLICT (id) DO UPDATE
                SET unit = ?4, kind = ?5, title = ?6, held_on = ?7, households = ?8, persons = ?9, version = ?12,
                    position = ?13
                WHERE community_event.version = ?12 - 1
                """, event.id, event.owner.hamlet, event.owner.organisation, event.unit, facts.kind.rawValue,
                facts.title, facts.heldOn, facts.householdsCount, facts.personsCount, event.recordedBy,
                event.recordedAt, event.version, position)
        }
        try connection.run("DELETE FROM community_event_output WHERE event = ?1", event.id)
        for (index, output) in facts.outputs.enumerated() {
            try connection.run(
                """
                INSERT INTO community_event_output (event, number, item, quantity, measure)
                VALUES (?1, ?2, ?3, ?4, ?5)
                """, event.id, index + 1, output.item, output.quantity, output.measure)
        }
    }
}
