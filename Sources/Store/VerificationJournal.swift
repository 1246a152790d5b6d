import Domain
import SQLite

/// What the journal says about one noun.
final class JournalOfNoun {
    let noun: Noun
    /// The subjects that were recorded.
    var recorded: Tally
    /// Numbers are given in ascending order and never again.
    var lastRecorded: Int64 = 0
    /// The last position of those that changed after they were recorded.
    ///
    /// Rows take theirs out.
    var latest: [Int64: Int64] = [:]

    init(noun: Noun, empty: Tally) {
        self.noun = noun
        recorded = empty
    }
}

extension Verifier {
    /// Positions without a gap, every leaf, and what happened to whom.
    func verifyJournal() throws {
        try connection.each(
            """
            SELECT position, recorded_ms, actor, kind, subject, payload, leaf
            FROM journal
            ORDER BY position
            """
        ) { row in
            let position = row.integer(0)
            if position != lastPosition &+ 1 { found(.journalGap(after: lastPosition, next: position)) }
            lastPosition = position
            journalRowsCount += 1
            let kind = row.text(3)
            let subject = row.integer(4)
            let payload = row.bytes(5)
            let leaf = journalLeaf(
                position: position, at: row.instant(1), actor: row.optionalID(2), event: kind,
                subject: subject,
                payload: payload)
            if leaf != row.bytes(6) { found(.journalLeafDiffers(position: position)) }
            if let event = Event(rawValue: kind) {
                note(event, of: subject, at: position)
                if event.noun == .contribution {
                    contributionsStored.add([subject, event.begins ? 1 : 2, position], payload)
                }
            } else {
                found(.journalKindUnknown(position: position, kind: kind))
            }
            advance()
        }
    }

    private func note(_ event: Event, of subject: Int64, at position: Int64) {
        let journal = journal(of: event.noun)
        if event.begins {
            if subject <= journal.lastRecorded {
                found(.journalSubjectRepeated(event.noun, id: subject, position: position))
            }
            journal.lastRecorded = max(subject, journal.lastRecorded)
            journal.recorded.add([subject])
        } else {
            if subject > journal.lastRecorded {
                found(.eventUnclaimed(event.noun, id: subject, position: position))
            }
            journal.latest[subject] = position
        }
    }

    func journal(of noun: Noun) -> JournalOfNoun {
        guard let journal = journal[noun] else { preconditionFailure("every noun has its part: \(noun)") }
        return journal
    }
}

extension Event {
    var noun: Noun {
        switch self {
        case .unitRecorded: .unit
        case .hamletRecorded, .hamletCorrected: .hamlet
        case .householdRecorded, .householdCorrected: .household
        case .organisationRecorded: .organisation
        case .fundRecorded: .fund
        case .pledgeRecorded, .pledgeChanged: .pledge
        case .contributionRecorded, .contributionVoided: .contribution
        case .expenditureRecorded, .expenditureChanged: .expenditure
        case .userRecorded: .user
        case .tokenIssued, .tokenRevoked: .token
        case .criteriaSetRecorded: .criteriaSet
        case .modelRecorded, .modelChanged: .model
        case .appraisalRecorded: .appraisal
        }
    }

    /// True when the subject's row begins with it, false when it changes the row.
    var begins: Bool {
        switch self {
        case .unitRecorded, .hamletRecorded, .householdRecorded, .organisationRecorded, .fundRecorded,
            .pledgeRecorded, .contributionRecorded, .expenditureRecorded, .userRecorded, .tokenIssued:
            true
        case .criteriaSetRecorded, .modelRecorded, .appraisalRecorded: true
        case .hamletCorrected, .householdCorrected, .pledgeChanged, .contributionVoided, .expenditureChanged,
            .tokenRevoked:
            false
        case .modelChanged: false
        }
    }
}
