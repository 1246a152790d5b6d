import Domain
import JSON
import SQLite
import Store

/// A row's position and the journal row there: the four columns of `EntityTable.verification`.
struct JournalLink {
    let position: Int64
    /// The event's name, or nil when the journal has no such position.
    let event: String?
    let subject: Int64?
    let payload: [UInt8]
    /// The row is there, but its private part was erased.
    let isErased: Bool

    static let columnsCount: Int32 = 4
}

extension Row {
    func link(at column: Int32) -> JournalLink {
        JournalLink(
            position: integer(column), event: optionalText(column + 1), subject: optionalInteger(column + 2),
            payload: optionalBytes(column + 3) ?? [],
            isErased: optionalText(column + 1) != nil && optionalBytes(column + 3) == nil)
    }
}

extension Verifier {
    /// Counts one more row of `entity`, whatever its content.
    func countRow(_ entity: EntityKind, id: Int64) {
        findings.journal[entity].rows.add([id])
        rowDone()
    }

    /// Compares `value` with the last journal row about it.
    func compare<Value: StoredEntity>(_ value: Value, with link: JournalLink) {
        let id = value.id.number
        let latest = latest(of: Value.kind, id)
        guard let event = link.event, Value.table.eventNames.contains(event), link.subject == id else {
            return report(.rowWithoutEvent(Value.kind, id: id, position: link.position))
        }
        if let latest, latest != link.position {
            report(.rowNotLatest(Value.kind, id: id, position: link.position, latest: latest))
        }
        if payload(of: value) != link.payload {
            report(.payloadDiffers(Value.kind, id: id, position: link.position))
        }
    }

    /// Compares a previous version with its journal row, and its last day with the first day of the next version.
    func comparePrevious<Value: StoredEntity>(
        _ value: Value, with link: JournalLink, validTo: LocalDate, next: LocalDate?,
        isAnonymous: Bool = false
    ) {
        let id = value.id.number
        // Of a version whose payload was erased, nothing may be left that names anyone.
        let agrees = link.isErased ? isAnonymous : payload(of: value) == link.payload
        if link.subject != id || !agrees {
            report(.payloadDiffers(Value.kind, id: id, position: link.position))
        }
        if validTo.next != next { report(.columnDiffers(Value.kind, id: id, column: "valid_to")) }
    }

    /// The journal payload of `value`.
    ///
    /// Overwritten by the next call.
    func payload(of value: some StoredEntity) -> [UInt8] {
        writer.removeAll()
        writer.beginObject()
        value.writePayload(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Checks that every recorded entity has a row and every change belongs to one, once all rows were verified.
    ///
    /// - Throws: `SQLiteError`.
    func finish(_ entity: EntityKind) throws {
        let journal = findings.journal[entity]
        for (subject, position) in journal.latest.sorted(by: { $0.value < $1.value }) {
            report(.eventWithoutRow(entity, id: subject, position: position))
        }
        guard journal.rows != journal.recorded else { return }
        // Only now, because this reads the journal a second time.
        try connection.forEach(entity.table.withoutRow, entity.table.eventNames[0]) { row in
            let subject = row.integer(0)
            if journal.latest[subject] == nil {
                report(.eventWithoutRow(entity, id: subject, position: row.integer(1)))
            }
        }
    }
}

extension String {
    /// True when both have the same bytes, as SQLite compares texts: for `==`, "é" is "e" with a combining accent.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
