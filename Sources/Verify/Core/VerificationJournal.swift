import Domain
import JSON
import SQLite
import Store
import Transparency

/// What the journal says about one kind of entity, and which rows of it were verified.
struct EntityFindings: Sendable {
    /// The ids that were recorded.
    fileprivate(set) var recorded: Tally
    /// Ids ascend and are never reused.
    fileprivate var firstRecorded: Int64?
    fileprivate var lastRecorded: Int64 = 0
    /// The highest id that was changed without having been recorded in the same part.
    fileprivate var lastUnknownChanged: Int64 = 0
    /// The last position of each entity that was changed after it was recorded.
    ///
    /// Entities whose rows were verified are removed when the part is added.
    fileprivate(set) var latest: [Int64: Int64] = [:]
    /// The last position of each entity whose private part was erased, and the one that says so.
    fileprivate(set) var erased: [Int64: Int64] = [:]
    fileprivate(set) var forgotten: [Int64: Int64] = [:]
    /// The first entry that shows what is public now, and the last that shows what was public before.
    fileprivate var firstShown: Int64?
    fileprivate var lastHidden: Int64 = 0
    /// The ids of the rows.
    var rows: Tally
    /// The changed entities whose rows were verified.
    var verified: [Int64] = []

    fileprivate init(empty: Tally) {
        recorded = empty
        rows = empty
    }

    fileprivate mutating func add(_ part: EntityFindings) {
        recorded.add(part.recorded)
        firstRecorded = firstRecorded ?? part.firstRecorded
        lastRecorded = max(lastRecorded, part.lastRecorded)
        latest.merge(part.latest) { $1 }
        erased.merge(part.erased) { $1 }
        forgotten.merge(part.forgotten) { $1 }
        firstShown = firstShown ?? part.firstShown
        lastHidden = max(lastHidden, part.lastHidden)
        rows.add(part.rows)
        for id in part.verified { latest.removeValue(forKey: id) }
    }
}

/// The results of verifying journal rows.
struct JournalFindings: Sendable {
    fileprivate(set) var rowsCount: Int64 = 0
    fileprivate var firstPosition: Int64?
    fileprivate(set) var lastPosition: Int64 = 0
    fileprivate var firstTime: Instant?
    fileprivate var lastTime = Instant(milliseconds: Instant.range.lowerBound)
    private var entities: [EntityFindings]

    init(empty: Tally) { entities = EntityKind.allCases.map { _ in EntityFindings(empty: empty) } }

    subscript(entity: EntityKind) -> EntityFindings {
        get { entities[entity.index] }
        _modify { yield &entities[entity.index] }
    }

    /// Whether any entity of a kind was changed, in the order of `allCases`.
    var areChanged: [Bool] { entities.map { !$0.latest.isEmpty } }

    mutating func add(_ part: JournalFindings) {
        rowsCount += part.rowsCount
        if let first = part.firstPosition {
            firstPosition = firstPosition ?? first
            lastPosition = part.lastPosition
            firstTime = firstTime ?? part.firstTime
            lastTime = part.lastTime
        }
        for index in entities.indices { entities[index].add(part.entities[index]) }
    }

    /// The gap between these rows and those of `part`, if any.
    func gap(before part: JournalFindings) -> Discrepancy? {
        guard let first = part.firstPosition, first != lastPosition &+ 1 else { return nil }
        return .journalGap(after: lastPosition, next: first)
    }

    /// The fall of time between these rows and those of `part`, if any.
    func fall(before part: JournalFindings) -> Discrepancy? {
        guard let time = part.firstTime, let position = part.firstPosition, time < lastTime else {
            return nil
        }
        return .journalTimeFalls(position: position)
    }

    /// True when new ids in `part` are above these, and its changes of other entities refer to these.
    func isConsistent(with part: JournalFindings) -> Bool {
        zip(entities, part.entities)
            .allSatisfy { entity, part in
                part.firstRecorded.map { $0 > entity.lastRecorded } ?? true
                    && part.lastUnknownChanged <= entity.lastRecorded
            }
    }
}

extension Verifier {
    /// Verifies that positions have no gaps and every entry follows from its row, and collects the events of each
    /// entity and the leaves.
    func verifyJournal(_ range: ClosedRange<Int64>) throws {
        let events = Dictionary(uniqueKeysWithValues: JournalEvent.all.map { ($0.name, $0) })
        var entry = JournalEntry()
        try connection.forEach(
            """
            SELECT position, recorded_ms, actor, kind, subject, payload, leaf, token, assigned_by, owner,
                public_members, nonce, private_hash, request
            FROM journal
            WHERE position BETWEEN ?1 AND ?2
            ORDER BY position
            """, range.lowerBound, range.upperBound
        ) { row in
            let (position, kind, subject) = (row.integer(0), row.text(3), row.integer(4))
            checkGap(before: position)
            checkTime(row.instant(1), at: position)
            let payload = row.optionalBytes(5)
            followRequest(of: row, payload, events[kind])
            try verifyLeaf(of: row, payload, &entry)
            if let event = events[kind] {
                if let payload { verifyParts(of: row, event, payload) }
                if payload == nil { findings.journal[event.kind].erased[subject] = position }
                collect(event, of: subject, at: position)
                if event.action == .changed, event.kind.keepsVersions {
                    findings.previousStored.add([Int64(event.kind.index), subject, position])
                }
                if event.kind == .contribution {
                    findings.contributionsStored.add(
                        [subject, event.action.createsEntity ? 1 : 2, position], payload ?? [])
                }
            } else if kind == StoredResponse.eventName || kind == StoredResponse.sealName {
                verifyResponseEntry(row, payload)
            } else {
                report(.journalKindUnknown(position: position, kind: kind))
            }
            rowDone()
        }
        try endRequest()
    }

    /// Checks that the stored leaf is the hash of the row's entry, and takes that as a leaf of the tree.
    private func verifyLeaf(
        of row: borrowing Row, _ payload: [UInt8]?, _ entry: inout JournalEntry
    ) throws {
        let author = row.optionalID(2)
            .map { Actor($0, token: row.optionalID(7), assignedBy: row.optionalID(8)) }
        // Nobody has no token and no role.
        let isAnonymous = author == nil && (row.optionalInteger(7) ?? row.optionalInteger(8)) != nil
        let columns = JournalEntry.Row(
            position: row.integer(0), recordedAt: row.instant(1), author: author, event: row.text(3),
            subject: row.integer(4), owner: row.optionalText(9),
            request: row.optionalBytes(13))
        let publicMembers = row.optionalBytes(10)
        let leaf: TreeHash?
        if let payload {
            entry.write(
                columns, nonce: row.optionalBytes(11) ?? [], payload: payload, publicMembers: publicMembers)
            leaf = entry.leaf
        } else {
            entry.writePublicPart(of: columns, publicMembers)
            leaf = TreeHash(row.optionalBytes(12) ?? []).map { entry.leaf(withPrivateHash: $0) }
        }
        // A row has its private part, or the hash of what was erased.
        let isHalf = (payload == nil) != (row.optionalBytes(12) != nil)
        if isAnonymous || isHalf || leaf?.bytes != row.bytes(6) {
            report(.journalHashDiffers(position: row.integer(0)))
        }
        if let leaf { try collect(leaf, at: row.integer(0)) }
    }

    /// Checks the public members of a row, and who acted when on whose books, against its payload.
    private func verifyParts(of row: borrowing Row, _ event: JournalEvent, _ payload: [UInt8]) {
        let (members, stored) = (event.kind.table.publicMembers, row.optionalBytes(10))
        let selected = members.selected(from: payload)
        // Only an entry that the earlier lists would have made otherwise shows that the present one is in force.
        func isEarlier() -> Bool { members.earlier.contains { $0.selected(from: payload) == stored } }
        if selected == stored {
            if !members.earlier.isEmpty, findings.journal[event.kind].firstShown == nil, !isEarlier() {
                findings.journal[event.kind].firstShown = row.integer(0)
            }
        } else if isEarlier() {
            findings.journal[event.kind].lastHidden = row.integer(0)
        } else {
            report(.publicPartDiffers(position: row.integer(0)))
        }
        verifyAuthor(AuthorColumns(row), of: event, payload)
    }

    /// Reports entries that show what was public before although an earlier one of their kind shows what is now.
    func verifyHidden() {
        for entity in EntityKind.allCases {
            let journal = findings.journal[entity]
            guard let first = journal.firstShown, journal.lastHidden > first else { continue }
            report(.publicPartDiffers(position: journal.lastHidden))
        }
    }

    /// Checks for a gap before `position`.
    ///
    /// The gap before a part's first row is found when the part is added.
    private func checkGap(before position: Int64) {
        let last = findings.journal.lastPosition
        if findings.journal.firstPosition == nil {
            findings.journal.firstPosition = position
        } else if position != last &+ 1 {
            report(.journalGap(after: last, next: position))
        }
        findings.journal.lastPosition = position
        findings.journal.rowsCount += 1
    }

    /// Checks that the row was not recorded before the one preceding it.
    private func checkTime(_ time: Instant, at position: Int64) {
        if findings.journal.firstTime == nil {
            findings.journal.firstTime = time
        } else if time < findings.journal.lastTime {
            report(.journalTimeFalls(position: position))
        }
        findings.journal.lastTime = time
    }

    private func collect(_ event: JournalEvent, of subject: Int64, at position: Int64) {
        let entity = event.kind
        let last = max(
            findings.journal[entity].lastRecorded, followsKnown ? known.journal[entity].lastRecorded : 0)
        if event.action.createsEntity {
            if subject <= last {
                report(.journalSubjectRepeated(entity, id: subject, position: position))
            }
            if findings.journal[entity].firstRecorded == nil {
                findings.journal[entity].firstRecorded = subject
            }
            findings.journal[entity].lastRecorded = max(subject, last)
            findings.journal[entity].recorded.add([subject])
        } else {
            if subject > last {
                if followsKnown { report(.eventWithoutRow(entity, id: subject, position: position)) }
                findings.journal[entity].lastUnknownChanged = max(
                    subject, findings.journal[entity].lastUnknownChanged)
            }
            findings.journal[entity].latest[subject] = position
            if event.action == .forgotten { findings.journal[entity].forgotten[subject] = position }
        }
    }
}
