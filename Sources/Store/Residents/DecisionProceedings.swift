import Domain
import JSON
import SQLite

extension Decision.Proceedings {
    /// Writes the members of the journal payload; those that came later only when they are set, so that the payloads of
    /// earlier rows stay as they were.
    func write(to json: inout JSONWriter) {
        json.member("voting_mode", votingMode.rawValue)
        json.member("method", method?.rawValue)
        json.member("held_on", heldOn.text)
        json.member("place", place)
        json.member("chair", chair)
        json.member("secretary", secretary)
        json.member("households", householdsCount)
        json.member("represented", representedCount)
        json.list("board", board)
        json.list("witnesses", witnesses)
        if let name = signers.hamletHead { json.member("hamlet_head", name) }
        if let name = signers.frontHead { json.member("front_head", name) }
        if !signers.households.isEmpty { json.list("household_signers", signers.households) }
        if let earlierMeeting { json.member("earlier_meeting", earlierMeeting.number) }
        if let choseOnlineCount { json.member("chose_online", choseOnlineCount) }
        if let votedBy { json.member("voted_by", votedBy.number) }
    }
}

extension JSONWriter {
    fileprivate mutating func list(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        beginArray()
        for text in texts { value(text) }
        endArray()
    }
}

extension Decision {
    func writeRecordings(to json: inout JSONWriter) {
        json.name("earlier_recordings")
        json.beginArray()
        for recording in earlierRecordings {
            json.beginObject()
            json.member("voted_by", recording.by?.number)
            json.member("voting_mode", recording.votingMode.rawValue)
            json.member("held_on", recording.heldOn.text)
            json.member("households", recording.householdsCount)
            json.member("represented", recording.representedCount)
            json.name("results")
            json.beginArray()
            for votes in recording.votes {
                json.beginObject()
                json.member("for", votes.inFavour)
                json.member("against", votes.against)
                json.member("other", votes.other)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
    }
}

extension Row {
    /// A threshold in a column, or nil when it is NULL.
    func optionalThreshold(_ column: Int32) -> Threshold? {
        optionalText(column)
            .map { text in
                let threshold = Threshold(text)
                validate(threshold != nil, "column \(column) is no threshold")
                return threshold ?? .all
            }
    }
}

extension Reading where Self: ~Copyable {
    borrowing func people(of decision: Decision.ID, with role: String) throws -> [String] {
        try connection.all(
            "SELECT name FROM decision_person WHERE decision = ?1 AND duty = ?2 ORDER BY number", decision,
            role
        ) { row in row.text(0) }
    }

    /// What stood before the votes of `decision` were recorded again, oldest first.
    borrowing func recordings(of decision: Decision.ID) throws -> [Decision.Recording] {
        var recordings: [Decision.Recording] = []
        try connection.forEach(
            """
            SELECT recording, recorded_by, voting_mode, held_on, households, represented, votes_for, votes_against,
                votes_other
            FROM decision_recording
            WHERE decision = ?1
            ORDER BY recording, number
            """, decision
        ) { row in
            let number = Int(clamping: row.integer(0))
            let votes = Decision.Votes(
                inFavour: row.integer(6), against: row.integer(7), other: row.integer(8))
            let before = number == recordings.count ? recordings.last : nil
            let recording = Decision.Recording(
                by: row.optionalID(1), votingMode: row.choice(2), heldOn: row.date(3),
                householdsCount: row.integer(4), representedCount: row.integer(5),
                votes: (before?.votes ?? []) + [votes])
            row.validate(
                before.map { recording.isSame(as: $0) } ?? (number == recordings.count + 1),
                "recordings are numbered from 1, and each is one")
            if before == nil { recordings.append(recording) } else { recordings[number - 1] = recording }
        }
        return recordings
    }

    /// The days of the recorded votes of `hamlets`, and of all communes, that `user` drafted or recorded.
    ///
    /// - Returns: each decision with its day, in the order of the decisions.
    /// - Throws: `SQLiteError`.
    borrowing func decidedDays(of hamlets: [Hamlet.ID], by user: User.ID) throws -> [DecidedDay] {
        try connection.all(
            """
            SELECT id, held_on, hamlet, commune
            FROM decision
            WHERE held_on IS NOT NULL
                AND (recorded_by = ?1 OR voted_by = ?1 OR EXISTS (
                    SELECT 1 FROM decision_recording AS earlier
                    WHERE earlier.decision = decision.id AND earlier.recorded_by = ?1))
            ORDER BY id
            """, user
        ) { row in
            DecidedDay(decision: row.id(0), day: row.date(1), scope: row.decisionScope(hamlet: 2, commune: 3))
        }
        .filter { decided in decided.scope.hamlet.map(hamlets.contains) ?? true }
    }
}

/// The day of a decision's votes, and whose households were counted.
struct DecidedDay {
    let decision: Decision.ID
    let day: LocalDate
    let scope: Decision.Scope

    func counts(asMuchAs other: DecidedDay) -> Bool { scope == other.scope && day == other.day }
}

extension Decision.Recording {
    fileprivate func isSame(as other: Decision.Recording) -> Bool {
        by == other.by && votingMode == other.votingMode && heldOn == other.heldOn
            && householdsCount == other.householdsCount && representedCount == other.representedCount
    }
}

extension WriteTransaction {
    borrowing func savePeople(
        of proceedings: Decision.Proceedings, of decision: Decision.ID
    ) throws(SQLiteError) {
        try connection.run("DELETE FROM decision_person WHERE decision = ?1", decision)
        let signers = proceedings.signers
        try insert(proceedings.board, of: decision, as: "board")
        try insert(proceedings.witnesses, of: decision, as: "witness")
        try insert(signers.hamletHead.map { [$0] } ?? [], of: decision, as: "hamlet_head")
        try insert(signers.frontHead.map { [$0] } ?? [], of: decision, as: "front_head")
        try insert(signers.households, of: decision, as: "household")
    }

    private borrowing func insert(
        _ people: [String], of decision: Decision.ID, as role: String
    ) throws(SQLiteError) {
        for (index, name) in people.enumerated() {
            try connection.run(
                "INSERT INTO decision_person (decision, duty, number, name) VALUES (?1, ?2, ?3, ?4)",
                decision, role, index + 1, name)
        }
    }

    borrowing func insert(
        _ recording: Decision.Recording, number: Int, of decision: Decision.ID
    ) throws(SQLiteError) {
        for (index, votes) in recording.votes.enumerated() {
            try connection.run(
                """
                INSERT INTO decision_recording (decision, recording, number, recorded_by, voting_mode, held_on,
                    households, represented, votes_for, votes_against, votes_other)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """, decision, number, index + 1, recording.by, recording.votingMode.rawValue,
                recording.heldOn, recording.householdsCount, recording.representedCount, votes.inFavour,
                votes.against, votes.other)
        }
    }
}
