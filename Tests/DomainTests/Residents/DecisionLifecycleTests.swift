import Domain
import Testing

/// A row of the matrix: the state that `step` leads to from `state`, or nil when it is refused.
private struct StepRow: Sendable, CustomTestStringConvertible {
    let state: Decision.State
    let step: Decision.Step
    let end: Decision.State?

    init(_ state: Decision.State, _ step: Decision.Step, _ end: Decision.State?) {
        self.state = state
        self.step = step
        self.end = end
    }

    var testDescription: String { "\(state) \(step) → \(end.map { "\($0)" } ?? "closed")" }

    /// Every state × every step, written by hand.
    ///
    /// Recorded votes pass the decision.
    static let matrix =
        [
            StepRow(.draft, .edit, .draft), StepRow(.draft, .recordVotes, .voted),
            StepRow(.draft, .conclude, nil),
            StepRow(.draft, .send, nil), StepRow(.draft, .supersede, nil),
            StepRow(.voted, .edit, nil), StepRow(.voted, .recordVotes, .voted),
            StepRow(.voted, .conclude, .passed),
            StepRow(.voted, .send, nil), StepRow(.voted, .supersede, nil),
            StepRow(.passed, .edit, nil), StepRow(.passed, .recordVotes, nil),
            StepRow(.passed, .conclude, nil),
            StepRow(.passed, .send, .sent), StepRow(.passed, .supersede, .superseded),
            StepRow(.failed, .edit, nil), StepRow(.failed, .recordVotes, nil),
            StepRow(.failed, .conclude, nil),
            StepRow(.failed, .send, .sent), StepRow(.failed, .supersede, nil),
            StepRow(.sent, .edit, nil), StepRow(.sent, .recordVotes, nil), StepRow(.sent, .conclude, nil),
            StepRow(.sent, .send, nil), StepRow(.sent, .supersede, .superseded),
            StepRow(.superseded, .edit, nil), StepRow(.superseded, .recordVotes, nil),
            StepRow(.superseded, .conclude, nil), StepRow(.superseded, .send, nil),
            StepRow(.superseded, .supersede, nil),
            StepRow(.draft, .recount, nil), StepRow(.voted, .recount, nil),
            StepRow(.passed, .recount, .passed), StepRow(.failed, .recount, nil),
            StepRow(.sent, .recount, .sent), StepRow(.superseded, .recount, nil),
        ]
}

extension Decision.Draft {
    fileprivate static func sample(
        _ title: String = "Đường bê tông", itemsCount: Int = 1, initiative: Decision.Initiative? = nil
    ) -> Decision.Draft {
        Decision.Draft(
            title: title,
            items: (1...itemsCount).map { Decision.Item(matter: .rates, text: "Nội dung \($0)") },
            initiative: initiative, amends: nil)
    }
}

extension Decision.Proceedings {
    /// A meeting on 2026-11-20 with this many of the households represented.
    fileprivate static func sample(
        _ votes: [Decision.Votes], represented: Int64, households: Int64 = 315,
        method: Decision.Method = .showOfHands, board: [String] = [], witnesses: [String] = []
    ) throws -> Decision.Proceedings {
        Decision.Proceedings(
            votingMode: .meeting, method: method, heldOn: try #require(LocalDate("2026-11-20")),
            place: "Nhà văn hóa", chair: "An", secretary: "Bình", householdsCount: households,
            representedCount: represented, votes: votes, board: board, witnesses: witnesses)
    }
}

@Suite struct DecisionLifecycleTests {
    private static let twoThirds = Threshold(">=2/3")

    private static func draft(_ draft: Decision.Draft = .sample()) -> Decision {
        Decision(
            id: Identifier(1), scope: .hamlet(Identifier(1)), recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0), draft: draft)
    }

    private static func voted(inFavour: Int64 = 300, of represented: Int64 = 300) throws -> Decision {
        let votes = Decision.Votes(inFavour: inFavour, against: represented - inFavour, other: 0)
        return try draft().voted(.sample([votes], represented: represented), consentMonths: 3)
    }

    private static func concluded(inFavour: Int64) throws -> Decision {
        try voted(inFavour: inFavour).concluded(by: [try #require(twoThirds)])
    }

    /// Decision 2, with items on `matters` of which those in `passing` passed.
    private static func other(
        _ matters: [Decision.Matter] = [.rates], passing: Set<Decision.Matter> = [.rates]
    ) throws -> Decision {
        let draft = Decision.Draft(
            title: "Sửa", items: matters.map { Decision.Item(matter: $0, text: "Mức") }, initiative: nil,
            amends: Identifier(1))
        let votes = matters.map { matter in
            let inFavour: Int64 = passing.contains(matter) ? 300 : 0
            return Decision.Votes(inFavour: inFavour, against: 300 - inFavour, other: 0)
        }
        return try Decision(
            id: Identifier(2), scope: .hamlet(Identifier(1)), recordedBy: Identifier(1),
            recordedAt: Instant(milliseconds: 0), draft: draft
        )
        .voted(.sample(votes, represented: 300), consentMonths: 3)
        .concluded(by: matters.map { _ in try #require(twoThirds) })
    }

    @Test func `only items on a matter that passed again are superseded`() throws {
        let both: [Decision.Matter] = [.rates, .byLaw]
        let first = try Self.other(both, passing: Set(both))
        #expect(try first.superseded(by: Self.other(both, passing: [])) == nil)
        #expect(try first.superseded(by: Self.other([.election], passing: [.election])) == nil)
        let part = try #require(try first.superseded(by: Self.other(both, passing: [.byLaw])))
        #expect(part.state == .passed && part.supersededBy == nil && part.version == first.version + 1)
        #expect(part.outcomes.map(\.supersededBy) == [nil, Identifier(2)])
        #expect(part.isInForce(at: 0) && !part.isInForce(at: 1))
        #expect(part.authorisesCollectionFrom != nil)
        let whole = try #require(try part.superseded(by: Self.other([.rates])))
        #expect(whole.state == .superseded && whole.supersededBy == Identifier(2))
        #expect(whole.authorisesCollectionFrom == nil && whole.authorisedCollectionFrom != nil)
    }

    /// A decision brought to `state` by its steps.
    private static func decision(_ state: Decision.State) throws -> Decision {
        switch state {
        case .draft: draft()
        case .voted: try voted()
        case .passed: try concluded(inFavour: 300)
        case .failed: try concluded(inFavour: 1)
        case .sent: try decision(.passed).sent(sending)
        case .superseded: try #require(try decision(.passed).superseded(by: other()))
        }
    }

    private static var sending: Decision.Sending {
        get throws {
            let day = try #require(LocalDate("2026-11-22"))
            return Decision.Sending(toCommuneOn: day, toFrontOn: day)
        }
    }

    private static func take(_ step: Decision.Step, on decision: Decision) throws -> Decision {
        switch step {
        case .edit: return try decision.edited(.sample("Đường khác"))
        case .recordVotes:
            let votes = Decision.Votes(inFavour: 250, against: 0, other: 0)
            return try decision.voted(.sample([votes], represented: 250), consentMonths: 3)
        case .conclude: return try decision.concluded(by: [try #require(twoThirds)])
        case .send: return try decision.sent(sending)
        case .recount: return try decision.recounted(316, by: Identifier(9))
        case .supersede: return try #require(try decision.superseded(by: other()))
        }
    }

    @Test func `the matrix lists every state and step once`() {
        let pairs = StepRow.matrix.map { "\($0.state) \($0.step)" }
        #expect(Set(pairs).count == Decision.State.allCases.count * Decision.Step.allCases.count)
        #expect(pairs.count == Set(pairs).count)
    }

    @Test(arguments: StepRow.matrix)
    fileprivate func `a step leads to the state in the matrix or is refused`(_ row: StepRow) throws {
        let before = try Self.decision(row.state)
        if let end = row.end {
            let after = try Self.take(row.step, on: before)
            #expect(after.state == end)
            #expect(after.version == before.version + 1)
        } else {
            let refusal = #expect(throws: Refusal.self) { try Self.take(row.step, on: before) }
            #expect(
                refusal
                    == (row.state == .superseded
                        ? .finalState(.decision, state: "superseded")
                        : .invalidTransition(.decision, step: row.step.rawValue, from: row.state.rawValue)))
        }
    }

    @Test func `a failed decision cannot be superseded after it was sent`() throws {
        let sent = try Self.decision(.failed).sent(Self.sending)
        #expect(throws: Refusal.invalidTransition(.decision, step: "supersede", from: "failed")) {
            try sent.superseded(by: Self.other())
        }
    }

    @Test(arguments: [(Int64(210), true), (209, false), (300, true), (0, false)])
    func `two thirds of 315 households are 210`(inFavour: Int64, passes: Bool) throws {
        let decision = try Self.concluded(inFavour: inFavour)
        #expect(decision.outcomes.map(\.isPassed) == [passes])
        #expect(decision.state == (passes ? .passed : .failed))
    }

    @Test func `items are decided separately, and one that passes is enough`() throws {
        let votes = [210, 209].map { Decision.Votes(inFavour: $0, against: 250 - $0, other: 0) }
        let decision = try Self.draft(.sample(itemsCount: 2))
            .voted(.sample(votes, represented: 250), consentMonths: 3)
            .concluded(by: [#require(Self.twoThirds), #require(Self.twoThirds)])
        #expect(decision.outcomes.map(\.isPassed) == [true, false])
        #expect(decision.state == .passed)
    }

    @Test func `more represented households than exist are refused`() throws {
        let votes = Decision.Votes(inFavour: 316, against: 0, other: 0)
        #expect(throws: Refusal.representedTooLarge(householdsCount: 315)) {
            try Self.draft().voted(.sample([votes], represented: 316), consentMonths: 3)
        }
    }

    @Test(arguments: [(Int64(249), Int64(0)), (250, 1), (0, 0)])
    func `votes must add up to the represented households`(inFavour: Int64, other: Int64) throws {
        let votes = Decision.Votes(inFavour: inFavour, against: 0, other: other)
        #expect(
            throws: Refusal.votesMismatch(
                at: Field.results[0], votesCount: inFavour + other, representedCount: 250)
        ) { try Self.draft().voted(.sample([votes], represented: 250), consentMonths: 3) }
    }

    @Test(arguments: [0, 1, 3]) func `each item needs exactly one result`(count: Int) throws {
        let votes = [Decision.Votes](repeating: .init(inFavour: 9, against: 0, other: 0), count: count)
        #expect(throws: Refusal.resultsIncomplete(itemsCount: 2)) {
            try Self.draft(.sample(itemsCount: 2)).voted(.sample(votes, represented: 9), consentMonths: 3)
        }
    }

    @Test(arguments: [
        (3, 2, true), (5, 2, true), (2, 2, false), (6, 2, false), (3, 1, false), (3, 3, false), (0, 0, false),
    ]) func `a secret ballot needs 3 to 5 counters and 2 witnesses`(
        boardCount: Int, witnessesCount: Int, isTaken: Bool
    ) throws {
        let votes = Decision.Votes(inFavour: 9, against: 0, other: 0)
        let proceedings = try Decision.Proceedings.sample(
            [votes], represented: 9, method: .secretBallot, board: (0..<boardCount).map { "Kiểm \($0)" },
            witnesses: (0..<witnessesCount).map { "Chứng \($0)" })
        if isTaken {
            #expect(try Self.draft().voted(proceedings, consentMonths: 3).state == .voted)
        } else {
            #expect(throws: Refusal.countingBoardRequired) {
                try Self.draft().voted(proceedings, consentMonths: 3)
            }
        }
    }

    @Test func `nobody is both counter and witness`() throws {
        let votes = Decision.Votes(inFavour: 9, against: 0, other: 0)
        #expect(throws: Refusal.countingBoardRequired) {
            try Self.draft()
                .voted(
                    .sample(
                        [votes], represented: 9, method: .secretBallot, board: ["An", "Bình", "Cúc"],
                        witnesses: ["Dung", "An"]), consentMonths: 3)
        }
    }

    @Test func `a show of hands has no counting board`() throws {
        let votes = Decision.Votes(inFavour: 9, against: 0, other: 0)
        #expect(throws: Refusal.countingBoardNotAllowed) {
            try Self.draft()
                .voted(.sample([votes], represented: 9, board: ["An", "Bình", "Cúc"]), consentMonths: 3)
        }
    }

    @Test(arguments: [("2026-08-20", true), ("2026-08-19", false), ("2026-11-20", true)])
    func `consents to an initiative are valid for three months`(firstOn: String, areGood: Bool) throws {
        let initiative = Decision.Initiative(consentsCount: 40, firstOn: try #require(LocalDate(firstOn)))
        let decision = Self.draft(.sample(initiative: initiative))
        let proceedings = try Decision.Proceedings.sample(
            [.init(inFavour: 300, against: 0, other: 0)], represented: 300)
        if areGood {
            #expect(try decision.voted(proceedings, consentMonths: 3).state == .voted)
        } else {
            let last = try #require(LocalDate("2026-11-19"))
            #expect(throws: Refusal.consentsLapsed(on: last)) {
                try decision.voted(proceedings, consentMonths: 3)
            }
        }
    }

    @Test func `a vote before the first consent is refused`() throws {
        let day = try #require(LocalDate("2026-11-21"))
        let decision = Self.draft(
            .sample(initiative: Decision.Initiative(consentsCount: 4, firstOn: day)))
        let proceedings = try Decision.Proceedings.sample(
            [.init(inFavour: 9, against: 0, other: 0)], represented: 9)
        #expect(throws: Refusal.dateOutOfRange(at: .heldOn, from: day, to: nil)) {
            try decision.voted(proceedings, consentMonths: 3)
        }
    }

    @Test func `minutes cannot be sent before the vote`() throws {
        let (before, after) = (try #require(LocalDate("2026-11-19")), try #require(LocalDate("2026-11-22")))
        let decision = try Self.decision(.passed)
        let heldOn = LocalDate("2026-11-20")
        #expect(throws: Refusal.dateOutOfRange(at: .sentToCommuneOn, from: heldOn, to: nil)) {
            try decision.sent(Decision.Sending(toCommuneOn: before, toFrontOn: after))
        }
        #expect(throws: Refusal.dateOutOfRange(at: .sentToFrontOn, from: heldOn, to: nil)) {
            try decision.sent(Decision.Sending(toCommuneOn: after, toFrontOn: before))
        }
    }
}

@Suite struct ThresholdTests {
    @Test(arguments: [">=2/3", ">1/2", ">=1/1", ">=1/100", ">99/100"])
    func `a threshold round-trips through text`(_ text: String) throws {
        #expect(try #require(Threshold(text)).text == text)
    }

    @Test(arguments: [
        "", "2/3", ">=2", ">=2/3/4", ">=0/3", ">=3/2", ">1/1", ">=1/0", ">=1/101", ">= 2/3", ">=+2/3",
        ">=02/3",
        "=>2/3", ">=-2/-3", ">=⅔", ">=2/3 ",
    ]) func `any other text is refused`(_ text: String) { #expect(Threshold(text) == nil) }

    @Test(arguments: [(">1/2", Int64(158), Int64(157)), (">=2/3", 210, 209), (">=1/1", 315, 314)])
    func `thresholds of 315 households`(_ text: String, enough: Int64, tooFew: Int64) throws {
        let threshold = try #require(Threshold(text))
        #expect(threshold.isReached(by: enough, of: 315))
        #expect(!threshold.isReached(by: tooFew, of: 315))
    }

    @Test func `half of an even number is not more than half`() throws {
        let half = try #require(Threshold(">1/2"))
        #expect(!half.isReached(by: 5, of: 10))
        #expect(half.isReached(by: 6, of: 10))
    }

    @Test func `a threshold is never reached without households`() throws {
        #expect(try !#require(Threshold(">=2/3")).isReached(by: 0, of: 0))
    }

    @Test func `the smallest sufficient number reaches the threshold, one less does not`() throws {
        for denominator in 1...20 as ClosedRange<Int64> {
            for numerator in 1...denominator {
                for sign in numerator == denominator ? [">="] : [">=", ">"] {
                    let threshold = try #require(Threshold("\(sign)\(numerator)/\(denominator)"))
                    for households in 1...61 as ClosedRange<Int64> {
                        let minimum = threshold.minimum(of: households)
                        #expect(threshold.isReached(by: minimum, of: households))
                        #expect(!threshold.isReached(by: minimum - 1, of: households))
                    }
                }
            }
        }
    }
}

@Suite struct ParameterTests {
    private static func parameter(_ key: Parameter.Key, _ value: String) throws -> Parameter {
        Parameter(
            id: Identifier(1), key: key, unit: nil, validFrom: try #require(LocalDate("2023-07-01")),
            value: value,
            source: "unverified")
    }

    @Test(arguments: [
        (Parameter.Key.ratesThreshold, ">=2/3"), (.initiativeMonths, "3"),
        (.motto, "Độc lập - Tự do - Hạnh phúc"),
        (.occupationGroups, "Nông nghiệp; Dịch vụ"), (.receiptForm, "C40-BB"),
        (.voucherHeading, "UBND {commune}; BAN ĐIỀU HÀNH {hamlet}"), (.voucherNumber, "{number}"),
        (.voucherNumber, "{prefix}-{sequence_6}/{year}"), (.receiptSigners, "A; B; C"),
        (.paymentSigners, "A (Ký, họ tên); B; C; D; E; F"), (.budgetCode, "none"), (.budgetCode, "1234567"),
        (.cashBookForm, "none"), (.fundLedgerForm, "S07-X; Thông tư 70/2019/TT-BTC"),
        (.bookSigners, "A; B; C"),
    ]) func `a value in the format of its key is accepted`(_ key: Parameter.Key, value: String) throws {
        try Self.parameter(key, value).check()
    }

    @Test(arguments: [
        (Parameter.Key.ratesThreshold, "2/3"), (.initiativeMonths, "0"), (.initiativeMonths, "03"),
        (.initiativeMonths, "1201"), (.initiativeMonths, "ba"), (.occupationGroups, "Nông nghiệp;; Dịch vụ"),
        (.occupationGroups, "A;A"), (.voucherHeading, "UBND {number}"), (.voucherHeading, "UBND {commune"),
        (.voucherHeading, "A; B; C; D"), (.voucherHeading, "UBND }{"), (.voucherNumber, "PT"),
        (.voucherNumber, "{sequence_6}"), (.voucherNumber, "{year}"), (.voucherNumber, "{number}{hamlet}"),
        (.receiptSigners, "A; B"), (.receiptSigners, "A; B; (Ký)"), (.receiptSigners, "A; B; C ()"),
        (.receiptSigners, "A; B; C; D; E; F; G"), (.budgetCode, "123456"), (.budgetCode, "١٢٣٤٥٦٧"),
        (.budgetCode, "None"), (.cashCountForm, "A; B; C"), (.countSigners, "A; B"),
    ]) func `a value in another format is refused`(_ key: Parameter.Key, value: String) throws {
        #expect(throws: Refusal.parameterValueInvalid(key.format)) { try Self.parameter(key, value).check() }
    }

    @Test func `every matter has its own threshold`() {
        let keys = Decision.Matter.allCases.map(\.threshold)
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.format == .threshold })
        #expect(zip(keys, Decision.Matter.allCases).allSatisfy { $0.rawValue == "threshold.\($1.rawValue)" })
    }
}

@Suite struct MonthTests {
    @Test(arguments: [
        ("2026-08-20", 3, "2026-11-20"), ("2026-11-30", 3, "2027-02-28"), ("2023-11-30", 3, "2024-02-29"),
        ("2026-12-31", 1, "2027-01-31"), ("2026-01-31", 1, "2026-02-28"), ("2026-10-05", 15, "2028-01-05"),
    ]) func `a term in months ends on the same day or the last of the month`(
        from: String, months: Int, to: String
    ) throws {
        #expect(try #require(LocalDate(from)).adding(months: months) == LocalDate(to))
    }
}
