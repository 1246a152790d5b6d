package import Domain
package import SQLite

extension CommunityEvent: StoredRecord {
    package static let table = EntityTable(
        .communityEvent, "community_event",
        [
            "id", "hamlet", "organisation", "unit", "kind", "title", "held_on", "households", "persons",
            "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .corrected], scopeSource: .hamletOrUnit("community_event.unit"),
        isVersioned: true,
        dating: EntityTable.Dating("held_on")
    )
    .with(part: "community_event_output", of: "event")

    package static let statements = RecordStatements(table, parts: ItemQuantity.columns)

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
                personsCount: row.integer(8), outputs: try tx.parts(of: row.id(0) as ID, ItemQuantity.init)),
            recording: row.recording(9))
    }

    package var listOwner: FundOwner? { owner.hamlet.map { .hamlet($0) } }

    package var row: [any Bindable] {
        [
            id, owner.hamlet, owner.organisation, unit, facts.kind.rawValue, facts.title, facts.heldOn,
            facts.householdsCount, facts.personsCount,
        ]
    }

    package var parts: [[any Bindable]] { facts.outputs.map(\.values) }

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

extension CommunityEvent: Described {
    package static let sample = CommunityEvent(
        id: Identifier(1), owner: .hamlet(Identifier(1)), unit: "16702",
        facts: Facts(
            kind: .greenSunday, title: "Ngày Chủ nhật xanh", heldOn: .sample, householdsCount: 40,
            personsCount: 55, outputs: [.sample]), recording: .sample)

    package func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.member("hamlet", owner.hamlet)
        fields.member("organisation", owner.organisation)
        fields.member("unit", unit)
        fields.choice("kind", facts.kind)
        fields.member("title", facts.title)
        fields.member("held_on", facts.heldOn)
        fields.count("households", facts.householdsCount)
        fields.count("persons", facts.personsCount)
        fields.list("outputs", facts.outputs)
        fields.member(recording)
    }
}

extension Reading where Self: ~Copyable {
    /// The events held below the unit `code` in a period, newest first, before `cursor`.
    package borrowing func communityEvents(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate?,
        before cursor: CommunityEvent.ID? = nil, limit: Int = Int.max
    ) throws -> [CommunityEvent] {
        try all(CommunityEvent.belowUnit, code, cursor?.number ?? Int64.max, from, to, limit)
    }
}
