import Domain
import JSON
import SQLite

/// A row's position and what the journal holds there: the four columns that every pass over a noun selects.
///
/// Lent like the row itself.
struct JournalLink {
    let position: Int64
    /// 1 when the journal's row begins the subject, 2 when it changes it, 0 for another noun's, nil for none.
    let event: Int64?
    let subject: Int64?
    let payload: [UInt8]
}

extension Row {
    func link(at column: Int32) -> JournalLink {
        JournalLink(
            position: integer(column), event: optionalInteger(column + 1),
            subject: optionalInteger(column + 2),
            payload: optionalBytes(column + 3) ?? [])
    }

    /// True when nothing or a day of the calendar stands in the column.
    func isDay(_ column: Int32) -> Bool {
        guard let packed = optionalInteger(column) else { return true }
        return LocalDate(packed: packed) != nil
    }

    /// True when the columns hold days, or nothing, and the last is not before the first.
    func isValidity(from: Int32, to: Int32) -> Bool {
        isDay(from) && isDay(to) && Validity(from: optionalDate(from), to: optionalDate(to)) != nil
    }

    /// True when nothing or a moment with a year of four digits stands in the column.
    func isMoment(_ column: Int32) -> Bool {
        guard let milliseconds = optionalInteger(column) else { return true }
        return (-62_135_596_800_000...253_402_300_799_999).contains(milliseconds)
    }

    /// True when nothing or a word of `type` stands in the column.
    func isChoice<Word: RawRepresentable<String>>(_ column: Int32, of type: Word.Type) -> Bool {
        guard let text = optionalText(column) else { return true }
        return Word(rawValue: text) != nil
    }
}

extension Verifier {
    /// One more row of `noun`, whatever is in it.
    func pass(_ entity: EntityKind, id: Int64) {
        findings.journal[entity].rows.add([id])
        advance()
    }

    /// The row `id` is what the journal stored last about it.
    ///
    /// - Parameters:
    ///   - entity: what the row is.
    ///   - id: its number.
    ///   - link: its position and what the journal holds there.
    ///   - payload: writes the row's members, as `WriteTransaction.journal` does.
    func compare(_ entity: EntityKind, id: Int64, with link: JournalLink, payload: (inout JSONWriter) -> Void)
    {
        let latest = latest(of: entity, id)
        guard let event = link.event, event != 0, link.subject == id else {
            return found(.rowUnclaimed(entity, id: id, position: link.position))
        }
        if let latest, latest != link.position {
            found(.rowNotLatest(entity, id: id, position: link.position, latest: latest))
        }
        writer.removeAll()
        writer.beginObject()
        payload(&writer)
        writer.endObject()
        if writer.bytes != link.payload { found(.payloadDiffers(entity, id: id, position: link.position)) }
    }

    /// A row that tells what `id` was is what the journal stored then, and it lasted to the day before `next`.
    func compareFormer(
        _ entity: EntityKind, id: Int64, with link: JournalLink, validTo: LocalDate, next: LocalDate?,
        payload: (inout JSONWriter) -> Void
    ) {
        writer.removeAll()
        writer.beginObject()
        payload(&writer)
        writer.endObject()
        if link.subject != id || writer.bytes != link.payload {
            found(.payloadDiffers(entity, id: id, position: link.position))
        }
        if validTo.next != next { found(.columnDiffers(entity, id: id, column: "valid_to")) }
    }

    /// Every recorded subject has a row, and every change a row that took it in, once all rows of `noun` are passed.
    ///
    /// - Throws: `SQLiteError`.
    func finish(_ entity: EntityKind) throws {
        let journal = findings.journal[entity]
        for (subject, position) in journal.latest.sorted(by: { $0.value < $1.value }) {
            found(.eventUnclaimed(entity, id: subject, position: position))
        }
        guard journal.rows != journal.recorded else { return }
        // Asked only now: it costs another reading of the journal.
        try connection.each(entity.missingRows) { row in
            let subject = row.integer(0)
            if journal.latest[subject] == nil {
                found(.eventUnclaimed(entity, id: subject, position: row.integer(1)))
            }
        }
    }
}
