import Domain
import Testing

private let heldOn = LocalDate.sample("2026-11-20")

/// A decision of hamlet 1, or of the commune, on `matters`, with one result for all of them.
private func decision(
    _ matters: [Decision.Matter] = [.rates], of scope: Decision.Scope = .hamlet(Identifier(1)), id: Int64 = 1
) -> Decision {
    Decision(
        id: Identifier(id), scope: scope, recordedBy: Identifier(1), recordedAt: Instant(milliseconds: 0),
        draft: Decision.Draft(
            title: "Đường", items: matters.map { Decision.Item(matter: $0, text: "Mức") }, initiative: nil,
            amends: nil))
}

private func votes(
    _ inFavour: Int64, of households: Int64 = 6, in mode: Decision.VotingMode = .meeting, items: Int = 1,
    on day: LocalDate = heldOn, by voter: Int64 = 2
) -> Decision.Proceedings {
    let isBallot = mode == .ballots
    return Decision.Proceedings(
        votingMode: mode, method: mode == .meeting ? .showOfHands : nil, heldOn: day, place: "NVH",
        chair: "An",
        secretary: "Bình", householdsCount: households, representedCount: inFavour,
        votes: (0..<items).map { _ in Decision.Votes(inFavour: inFavour, against: 0, other: 0) },
        board: isBallot ? ["A", "B", "C"] : [], witnesses: isBallot ? ["D", "E"] : [],
        votedBy: Identifier(voter))
}

private func threshold(_ text: String) throws -> Threshold { try #require(Threshold(text)) }

@Suite struct DecisionFormTests {
    /// What the law opens for contributions, by-laws and other affairs.
    private static let contributions: Set<Decision.Form> = [
        .meeting, .ballotsAfterMeeting, .ballotsCommuneWide,
    ]
    private static let byLaw: Set<Decision.Form> = [.meeting, .ballotsAfterMeeting]
    private static let other: Set<Decision.Form> = [.meeting, .ballots, .online]

    private func check(
        _ mode: Decision.VotingMode, _ forms: Set<Decision.Form>, lacked: Bool = false,
        of scope: Decision.Scope = .hamlet(Identifier(1))
    ) throws {
        try decision(of: scope)
            .checkForm(
                of: votes(4, in: mode),
                open: [Decision.OpenForms(forms, meetingLackedHouseholds: lacked)])
    }

    @Test(arguments: [contributions, byLaw, other])
    func `a meeting is open for everything`(_ forms: Set<Decision.Form>) throws { try check(.meeting, forms) }

    @Test func `online votes are only for other own affairs`() throws {
        try check(.online, Self.other)
        for forms in [Self.contributions, Self.byLaw] {
            let open = Decision.Form.allCases.filter(forms.contains)
            #expect(throws: Refusal.duty(.formClosed(item: 1, open: open))) { try check(.online, forms) }
        }
    }

    @Test(arguments: [contributions, byLaw])
    func `ballots in a hamlet need a meeting that lacked households`(_ forms: Set<Decision.Form>) throws {
        #expect(throws: Refusal.duty(.meetingFirst(item: 1))) { try check(.ballots, forms) }
        try check(.ballots, forms, lacked: true)
    }

    @Test func `ballots on contributions of the whole commune need no meeting, those on by-laws do`() throws {
        try check(.ballots, Self.contributions, of: .commune("16702"))
        #expect(throws: Refusal.duty(.meetingFirst(item: 1))) {
            try check(.ballots, Self.byLaw, of: .commune("16702"))
        }
    }

    @Test func `every item is checked, not only the first`() throws {
        let forms = [
            Decision.OpenForms(Self.other, meetingLackedHouseholds: false),
            Decision.OpenForms(Self.byLaw, meetingLackedHouseholds: false),
        ]
        #expect(throws: Refusal.duty(.meetingFirst(item: 2))) {
            try decision([.other, .byLaw]).checkForm(of: votes(4, in: .ballots, items: 2), open: forms)
        }
    }

    @Test func `a meeting lacked households when those represented could not reach the share`() throws {
        let twoThirds = try threshold(">=2/3")
        let scope = Decision.Scope.hamlet(Identifier(1))
        func lacked(
            _ represented: Int64, before day: String = "2026-11-21", _ matter: Decision.Matter = .rates
        )
            throws -> Bool
        {
            let meeting = try decision().voted(votes(represented), consentMonths: 3)
                .concluded(by: [twoThirds])
            return meeting.lackedHouseholds(
                for: matter, before: .sample(day), in: scope, needed: [twoThirds])
        }
        #expect(try lacked(3))
        #expect(try !lacked(4))
        #expect(try !lacked(3, before: "2026-11-20"))
        #expect(try !lacked(3, .policy))
    }

    @Test func `a meeting that is not concluded, or was no meeting, does not open ballots`() throws {
        let scope = Decision.Scope.hamlet(Identifier(1))
        let (later, needed) = (LocalDate.sample("2026-11-21"), [try threshold(">=2/3")])
        let voted = try decision().voted(votes(1), consentMonths: 3)
        #expect(!voted.lackedHouseholds(for: .rates, before: later, in: scope, needed: needed))
        let ballots = try decision().voted(votes(1, in: .ballots), consentMonths: 3)
            .concluded(by: needed)
        #expect(!ballots.lackedHouseholds(for: .rates, before: later, in: scope, needed: needed))
        let elsewhere = try decision(of: .hamlet(Identifier(2))).voted(votes(1), consentMonths: 3)
            .concluded(by: needed)
        #expect(!elsewhere.lackedHouseholds(for: .rates, before: later, in: scope, needed: needed))
    }

    @Test func `without its quorum a meeting on a by-law passes nothing`() throws {
        let half = try threshold(">1/2")
        let voted = try decision([.byLaw, .other]).voted(votes(3, items: 2), consentMonths: 3)
        let lacking = try voted.concluded(by: [threshold(">=1/6"), threshold(">=1/6")], quorum: half)
        #expect(lacking.lacksQuorum && lacking.state == .failed)
        #expect(lacking.outcomes.map(\.isPassed) == [false, false])
        #expect(lacking.outcomesMatchVotes)
        let enough = try decision([.byLaw]).voted(votes(4), consentMonths: 3)
            .concluded(by: [half], quorum: half)
        #expect(!enough.lacksQuorum && enough.state == .passed)
    }

    @Test(arguments: [
        ("meeting", "meeting; ballots_after_meeting", true), ("online", "meeting", false),
        ("ballots_after_meeting", "ballots", true), ("ballots", "ballots_after_meeting", false),
        ("meeting; online", "meeting; ballots; online", true), ("postal", "meeting", false),
    ])
    func `below the province fewer forms may be open, not more`(mine: String, theirs: String, isAllowed: Bool)
    {
        #expect(Parameter.Key.otherForms.isAtLeastAsStrict(mine, as: theirs) == isAllowed)
    }
}

@Suite struct DecisionCountTests {
    private func passed(_ inFavour: Int64 = 1, of households: Int64 = 1) throws -> Decision {
        try decision().voted(votes(inFavour, of: households), consentMonths: 3)
            .concluded(by: [threshold(">=2/3")])
    }

    @Test func `a decision holds for the households that it counted`() throws {
        let decision = try passed()
        try decision.checkHouseholds(1)
        #expect(
            throws: Refusal.duty(
                .householdsChanged(decision.id, state: .passed, on: heldOn, recorded: 1, now: 6))
        ) { try decision.checkHouseholds(6) }
    }

    @Test func `another person counts again, and the outcome must hold`() throws {
        let decision = try passed(4, of: 4)
        for person: Int64 in [1, 2] {
            #expect(throws: Refusal.duty(.ownCount(decision.id))) {
                try decision.recounted(6, by: Identifier(person))
            }
        }
        #expect(throws: Refusal.duty(.recountFails(decision.id, count: 7))) {
            try decision.recounted(7, by: Identifier(3))
        }
        #expect(throws: Refusal.duty(.recountFails(decision.id, count: 3))) {
            try decision.recounted(3, by: Identifier(3))
        }
        // The same number is a confirmation.
        #expect(try decision.recounted(4, by: Identifier(3)).recount?.householdsCount == 4)
        let recounted = try decision.recounted(6, by: Identifier(3))
        try recounted.checkHouseholds(6)
        #expect(throws: Refusal.self) { try recounted.checkHouseholds(4) }
        #expect(recounted.proceedings?.householdsCount == 4 && recounted.outcomesMatchVotes)
    }

    @Test func `votes recorded again leave the first ones as they were`() throws {
        let first = try decision().voted(votes(1, of: 1), consentMonths: 3)
        let second = try first.voted(votes(4, by: 3), consentMonths: 3)
        #expect(second.earlierRecordings.map(\.householdsCount) == [1])
        #expect(second.earlierRecordings.map(\.by) == [Identifier(2)])
        #expect(second.proceedings?.householdsCount == 6)
    }

    @Test func `nobody concludes on votes that they recorded, the earlier ones included`() throws {
        let decision = try decision().voted(votes(1), consentMonths: 3)
            .voted(votes(4, by: 3), consentMonths: 3)
        for person: Int64 in [2, 3] {
            #expect(throws: Refusal.duty(.ownVotes(decision.id))) {
                try decision.checkConcluder(Identifier(person))
            }
        }
        // Who only drafted it may.
        try decision.checkConcluder(Identifier(1))
    }
}
