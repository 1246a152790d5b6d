import Domain
import Store
import Testing

extension Decision.Proceedings {
    /// A secret ballot on 2026-11-20 with this many of the village's 5 households in favour and one against.
    static func sample(inFavour: Int64 = 4) throws -> Decision.Proceedings {
        Decision.Proceedings(
            votingMode: .meeting, method: .secretBallot, heldOn: try .day("2026-11-20"), place: "Nhà văn hóa",
            chair: "An", secretary: "Bình", householdsCount: 5, representedCount: inFavour + 1,
            votes: [Decision.Votes(inFavour: inFavour, against: 1, other: 0)], board: ["Cúc", "Dung", "Em"],
            witnesses: ["Giang", "Hà"],
            signers: Decision.Signers(hamletHead: "An", frontHead: "Khoa", households: ["Lan", "Mai"]))
    }
}

extension Decision.Proceedings {
    /// Ballots after `meeting`, or an online vote, on 2026-11-22.
    static func sample(
        _ mode: Decision.VotingMode, after meeting: Decision.ID, by voter: User.ID
    ) throws -> Decision.Proceedings {
        let isOnline = mode == .online
        return Decision.Proceedings(
            votingMode: mode, method: nil, heldOn: try .day("2026-11-22"), place: "Nhà văn hóa", chair: "An",
            secretary: "Bình", householdsCount: 5, representedCount: 4,
            votes: [Decision.Votes(inFavour: 4, against: 0, other: 0)],
            board: isOnline ? [] : ["Cúc", "Dung", "Em"], witnesses: isOnline ? [] : ["Giang", "Hà"],
            earlierMeeting: isOnline ? nil : meeting, choseOnlineCount: isOnline ? 4 : nil, votedBy: voter)
    }
}

extension Decision {
    static let samplePlan = [
        PlannedItem(kind: .households, name: nil, amount: Dong(6_000_000)),
        PlannedItem(kind: .expenses, name: "Xi măng", amount: Dong(5_000_000)),
    ]
}

extension WriteTransaction {
    borrowing func draftDecision(
        _ scope: Decision.Scope, by user: User.ID, initiative: Decision.Initiative? = nil,
        amends: Decision.ID? = nil, estimate: [Decision.PlannedItem] = []
    ) throws -> Decision {
        let decision = Decision(
            id: try newID(), scope: scope, recordedBy: user, recordedAt: now,
            draft: Decision.Draft(
                title: "Đường bê tông", items: [Decision.Item(matter: .rates, text: "Mức góp")],
                initiative: initiative, amends: amends, estimate: estimate))
        try save(decision, replacing: nil)
        return decision
    }

    borrowing func recordVotes(_ decision: Decision, inFavour: Int64 = 4) throws -> Decision {
        let held = try decision.voted(.sample(inFavour: inFavour), consentMonths: 3)
        try save(held, replacing: decision)
        return held
    }

    borrowing func conclude(_ decision: Decision, quorum: Threshold? = nil) throws -> Decision {
        let concluded = try decision.concluded(by: [try #require(Threshold(">=2/3"))], quorum: quorum)
        try save(concluded, replacing: decision)
        return concluded
    }

    borrowing func send(_ decision: Decision) throws -> Decision {
        let sent = try decision.sent(
            Decision.Sending(toCommuneOn: .day("2026-11-21"), toFrontOn: .day("2026-11-22")))
        try save(sent, replacing: decision)
        return sent
    }

    borrowing func addParameter(
        _ key: Parameter.Key = .ratesThreshold, _ value: String = ">=2/3", of unit: String? = "40",
        from day: String = "2023-07-01"
    ) throws {
        try save(
            Parameter(
                id: try newID(), key: key, unit: unit, validFrom: try .day(day), value: value,
                source: "unverified"))
    }

    /// Decision 1: an initiative, passed and sent, superseded by 3.
    ///
    /// Decision 2: a draft of the commune. Parameter 1. The votes of decision 3, which may plan money, were recorded
    /// twice.
    borrowing func addDecisions(of village: Village, estimate: [Decision.PlannedItem] = []) throws {
        try addParameter()
        let hamlet = Decision.Scope.hamlet(village.hamlet.id)
        let initiative = Decision.Initiative(consentsCount: 4, firstOn: try .day("2026-11-01"))
        let old = try send(
            conclude(recordVotes(draftDecision(hamlet, by: village.clerk.id, initiative: initiative))))
        _ = try draftDecision(.commune(Village.commune), by: village.clerk.id)
        let wrong = try recordVotes(
            draftDecision(hamlet, by: village.clerk.id, amends: old.id, estimate: estimate), inFavour: 3)
        let new = try conclude(recordVotes(wrong))
        try save(try #require(try old.superseded(by: new)), replacing: old)
        try authorise(village.fund, by: [old.id, new.id])
        try addConsultations(of: village)
        try addProfile(of: village)
        try addSuccession()
    }

    private borrowing func authorise(_ fund: Fund, by decisions: [Decision.ID]) throws {
        var fund = fund
        for decision in decisions {
            let authorised = fund.authorised(by: decision)
            try save(authorised, replacing: fund)
            fund = authorised
        }
    }

    /// Household 6: with all values set, changed twice.
    ///
    /// Household 7: split from it and merged into it again.
    borrowing func addHouseholdHistory(of village: Village) throws {
        let first = Household(
            id: try newID(), hamlet: village.hamlet.id, code: "H006", headName: "Cao Thị Én",
            personsCount: 5, address: "Ngõ 3", workersCount: 3, tier: "Hộ khác",
            validFrom: try .day("2026-01-01"),
            version: 1)
        try save(first, replacing: nil)
        let rest = try first.split(persons: 2, workersCount: 1, on: .day("2026-03-01"))
        try change(rest, from: first)
        let parted = Household(
            id: try newID(), hamlet: village.hamlet.id, code: "H007", headName: "Cao Văn Út",
            personsCount: 2, address: "Ngõ 4", workersCount: 1, tier: "Hộ nghèo",
            validFrom: try .day("2026-03-01"),
            origin: first.id, version: 1)
        try save(parted, replacing: nil)
        try change(try rest.merged(with: parted, on: .day("2026-06-01")), from: rest)
        try save(try parted.ended(.merged(into: first.id), on: .day("2026-06-01")), replacing: parted)
    }

    /// Consultation 1: of the commune.
    ///
    /// Consultation 2: of its hamlet, corrected.
    borrowing func addConsultations(of village: Village) throws {
        func consultation(
            _ id: Int64, _ scope: Decision.Scope, agreed: Int64, version: Int64 = 1
        ) throws -> Consultation {
            Consultation(
                id: Identifier(id), scope: scope, matter: "sap-nhap", title: "Sắp xếp",
                firstOn: try .day("2026-05-01"), lastOn: try .day("2026-05-15"),
                counts: Consultation.Counts(
                    eligible: 10, invited: 9, participated: 8, agreed: agreed, disagreed: 7 - agreed,
                    invalid: 1),
                recording: Recording(by: village.clerk.id, at: now, version: version))
        }
        try save(consultation(1, .commune(Village.commune), agreed: 7), replacing: nil)
        let first = try consultation(2, .hamlet(village.hamlet.id), agreed: 5)
        try save(first, replacing: nil)
        try save(consultation(2, first.scope, agreed: 6, version: 2), replacing: first)
    }

    /// Unit 3, which ended, and succession 1 to its successor, unit 2.
    borrowing func addSuccession() throws {
        let validity = try #require(Validity(from: nil, to: LocalDate("2025-06-30")))
        _ = try record(code: "16705", level: .commune, parent: "40", name: "Xã Nghi Ân", validity: validity)
        try save(
            UnitSuccession(
                id: try newID(), predecessor: Identifier(3), successor: Identifier(2),
                decisionNumber: "1678/NQ-UBTVQH15", decidedOn: .day("2025-06-16")))
    }

    /// Profile 1, with all values set.
    borrowing func addProfile(of village: Village) throws {
        let profile = Profile(
            id: try newID(), hamlet: village.hamlet.id, asOf: try .day("2026-01-01"),
            facts: Profile.Facts(
                householdsCount: 5, personsCount: 15, areaSquareMetres: 250_000,
                occupations: [Profile.Occupation(name: "Nông nghiệp", personsCount: 9)],
                culturalHouseSquareMetres: 700, culturalHouseSeatsCount: 240),
            recording: recording(by: village.clerk.id))
        try save(profile, replacing: nil)
    }
}
