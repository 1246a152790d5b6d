import Domain
import Foundation
import SQLite

/// What the journal says about one noun, and which of its rows were seen.
struct NounFindings: Sendable {
    /// The subjects that were recorded.
    fileprivate(set) var recorded: Tally
    /// Numbers are given in ascending order and never again.
    fileprivate var firstRecorded: Int64?
    fileprivate var lastRecorded: Int64 = 0
    /// The highest subject that changed without having been recorded in the same part.
    fileprivate var lastChangedUnseen: Int64 = 0
    /// The last position of those that changed after they were recorded.
    ///
    /// Those whose rows were passed are taken out when the part is added.
    fileprivate(set) var latest: [Int64: Int64] = [:]
    /// The numbers of the rows.
    var rows: Tally
    /// The changed subjects whose rows were passed.
    var claimed: [Int64] = []

    fileprivate init(empty: Tally) {
        recorded = empty
        rows = empty
    }

    fileprivate mutating func add(_ part: NounFindings) {
        recorded.add(part.recorded)
        firstRecorded = firstRecorded ?? part.firstRecorded
        lastRecorded = max(lastRecorded, part.lastRecorded)
        latest.merge(part.latest) { $1 }
        rows.add(part.rows)
        for id in part.claimed { latest.removeValue(forKey: id) }
    }
}

/// What the journal says.
struct JournalFindings: Sendable {
    fileprivate(set) var rowsCount: Int64 = 0
    fileprivate var firstPosition: Int64?
    fileprivate(set) var lastPosition: Int64 = 0
    private var nouns: [NounFindings]

    init(empty: Tally) { nouns = Noun.allCases.map { _ in NounFindings(empty: empty) } }

    subscript(noun: Noun) -> NounFindings {
        get { nouns[noun.index] }
        _modify { yield &nouns[noun.index] }
    }

    /// For each noun, in the order of `allCases`, whether any of its rows changed.
    var areChanged: [Bool] { nouns.map { !$0.latest.isEmpty } }

    mutating func add(_ part: JournalFindings) {
        rowsCount += part.rowsCount
        if let first = part.firstPosition {
            firstPosition = firstPosition ?? first
            lastPosition = part.lastPosition
        }
        for index in nouns.indices { nouns[index].add(part.nouns[index]) }
    }

    /// What is missing between these rows and those of `part`.
    func gap(before part: JournalFindings) -> VerificationFault? {
        guard let first = part.firstPosition, first != lastPosition &+ 1 else { return nil }
        return .journalGap(after: lastPosition, next: first)
    }

    /// True when the subjects of `part` are above those of these rows, and its changes of others are of these.
    func isContinued(by part: JournalFindings) -> Bool {
        zip(nouns, part.nouns)
            .allSatisfy { noun, part in
                part.firstRecorded.map { $0 > noun.lastRecorded } ?? true
                    && part.lastChangedUnseen <= noun.lastRecorded
            }
    }
}

extension Verifier {
    /// Positions without a gap, every leaf, and what happened to whom.
    func verifyJournal(_ range: ClosedRange<Int64>) throws {
        let events = Dictionary(uniqueKeysWithValues: Event.allCases.map { ($0.rawValue, $0) })
        var leaf = JournalLeaf()
        try connection.each(
            """
            SELECT position, recorded_ms, actor, kind, subject, payload, leaf
            FROM journal
            WHERE position BETWEEN ?1 AND ?2
            ORDER BY position
            """, range.lowerBound, range.upperBound
        ) { row in
            let position = row.integer(0)
            follow(position)
            let kind = row.text(3)
            let subject = row.integer(4)
            let payload = row.bytes(5)
            leaf.write(
                position: position, at: row.instant(1), actor: row.optionalID(2), event: kind,
                subject: subject, payload: payload)
            if !leaf.isHashed(as: row.bytes(6)) { found(.journalLeafDiffers(position: position)) }
            if let event = events[kind] {
                note(event, of: subject, at: position)
                switch event {
                case .householdChanged: findings.formerStored.add([1, subject, position])
                case .hamletChanged: findings.formerStored.add([2, subject, position])
                default: break
                }
                if event.noun == .contribution {
                    findings.contributionsStored.add([subject, event.begins ? 1 : 2, position], payload)
                }
            } else {
                found(.journalKindUnknown(position: position, kind: kind))
            }
            advance()
        }
    }

    /// The gap before the first row is seen by who adds the part.
    private func follow(_ position: Int64) {
        let last = findings.journal.lastPosition
        if findings.journal.firstPosition == nil {
            findings.journal.firstPosition = position
        } else if position != last &+ 1 {
            found(.journalGap(after: last, next: position))
        }
        findings.journal.lastPosition = position
        findings.journal.rowsCount += 1
    }

    private func note(_ event: Event, of subject: Int64, at position: Int64) {
        let noun = event.noun
        let last = max(
            findings.journal[noun].lastRecorded, followsKnown ? known.journal[noun].lastRecorded : 0)
        if event.begins {
            if subject <= last {
                found(.journalSubjectRepeated(noun, id: subject, position: position))
            }
            if findings.journal[noun].firstRecorded == nil { findings.journal[noun].firstRecorded = subject }
            findings.journal[noun].lastRecorded = max(subject, last)
            findings.journal[noun].recorded.add([subject])
        } else {
            if subject > last {
                if followsKnown { found(.eventUnclaimed(noun, id: subject, position: position)) }
                findings.journal[noun].lastChangedUnseen = max(
                    subject, findings.journal[noun].lastChangedUnseen)
            }
            findings.journal[noun].latest[subject] = position
        }
    }
}

extension Noun {
    /// Its place in `allCases`.
    var index: Int {
        switch self {
        case .unit: 0
        case .hamlet: 1
        case .household: 2
        case .organisation: 3
        case .fund: 4
        case .pledge: 5
        case .contribution: 6
        case .expenditure: 7
        case .user: 8
        case .token: 9
        case .model: 10
        case .appraisal: 11
        case .criteriaSet: 12
        case .parameter: 13
        case .decision: 14
        case .consultation: 15
        case .profile: 16
        case .succession: 17
        case .arrangement: 18
        }
    }
}

extension Event {
    var noun: Noun {
        switch self {
        case .unitRecorded: .unit
        case .hamletRecorded, .hamletCorrected, .hamletChanged, .hamletClosed: .hamlet
        case .householdRecorded, .householdCorrected, .householdChanged, .householdEnded: .household
        case .organisationRecorded, .organisationMoved: .organisation
        case .fundRecorded, .fundChanged: .fund
        case .pledgeRecorded, .pledgeChanged: .pledge
        case .contributionRecorded, .contributionVoided: .contribution
        case .expenditureRecorded, .expenditureChanged: .expenditure
        case .userRecorded: .user
        case .tokenIssued, .tokenRevoked, .tokenMoved: .token
        case .criteriaSetRecorded: .criteriaSet
        case .modelRecorded, .modelChanged: .model
        case .appraisalRecorded: .appraisal
        case .parameterRecorded: .parameter
        case .decisionRecorded, .decisionChanged: .decision
        case .consultationRecorded, .consultationCorrected: .consultation
        case .profileRecorded, .profileCorrected: .profile
        case .successionRecorded: .succession
        case .arrangementRecorded: .arrangement
        }
    }

    /// True when the subject's row begins with it, false when it changes the row.
    var begins: Bool {
        switch self {
        case .unitRecorded, .hamletRecorded, .householdRecorded, .organisationRecorded, .fundRecorded,
            .pledgeRecorded, .contributionRecorded, .expenditureRecorded, .userRecorded, .tokenIssued:
            true
        case .criteriaSetRecorded, .modelRecorded, .appraisalRecorded, .parameterRecorded, .decisionRecorded,
            .consultationRecorded, .profileRecorded, .successionRecorded, .arrangementRecorded:
            true
        case .hamletCorrected, .householdCorrected, .householdChanged, .householdEnded, .pledgeChanged,
            .contributionVoided, .expenditureChanged,
            .tokenRevoked, .tokenMoved, .hamletChanged, .hamletClosed, .fundChanged,
            .organisationMoved:
            false
        case .modelChanged, .decisionChanged, .consultationCorrected, .profileCorrected: false
        }
    }
}
