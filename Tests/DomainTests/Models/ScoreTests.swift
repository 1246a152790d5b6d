import Domain
import TestSupport
import Testing

@Suite struct ScoreTests {
    @Test func `a score is in lowest terms`() {
        #expect(Score(250, 300) == Score(5, 6))
        #expect(Score(0, 7) == .zero)
        #expect(Score(6, 3).numerator == 2 && Score(6, 3).denominator == 1)
    }

    @Test func `scores are added and compared exactly`() {
        #expect(Score(1, 3).adding(Score(1, 6)) == Score(1, 2))
        #expect(Score(2, 3) < Score(667, 1000))
        #expect(!(Score(1, 2) < Score(2, 4)))
        // The cross products overflow 64 bits.
        #expect(Score(99_999_999_999, 1_000_000_000) < Score(100, 1))
    }

    @Test(
        arguments: [
            (Score(250, 3), 8333), (Score(1, 200), 1), (Score(1, 201), 0), (Score(5, 2), 250),
            (Score(100, 1), 10_000), (Score(0, 1), 0), (Score(79_995, 1000), 8000),
            (Score(799_949, 10_000), 7999),
        ] as [(Score, Int64)])
    func `hundredths are rounded half up`(_ row: (score: Score, hundredths: Int64)) {
        #expect(row.score.hundredths == row.hundredths)
    }

    @Test func `a score that rounds to the pass mark may be below it`() {
        let score = Score(79_996, 1000)
        #expect(score.hundredths == 8000)
        #expect(!score.reaches(80))
        #expect(Score(80, 1).reaches(80))
    }

    @Test func `there is no mean without scores`() {
        #expect(Score.mean(of: []) == nil)
        #expect(Score.mean(of: [Score(80, 1)]) == Score(80, 1))
        #expect(Score.mean(of: [Score(250, 3), Score(80, 1), Score(1, 7)]) == Score(3433, 63))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `the mean is Σ weight · points ÷ maximum ÷ appraisals, over one common denominator`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let maxima =
            (0..<4).map { _ in [3, 5, 7, 10, 20, 100].randomElement(using: &random) ?? 10 } as [Int64]
        let set = CriteriaSet.sample([25, 25, 30, 20], maxima: maxima)
        let appraisals = (1...Int64.random(in: 2...9, using: &random))
            .map { person in
                Appraisal.sample(
                    by: User.ID(person), maxima.map { Int64.random(in: 0...$0, using: &random) })
            }
        // 2100 is a multiple of every maximum above.
        let whole = appraisals.reduce(0) { sum, appraisal in
            sum
                + zip(set.criteria, appraisal.points)
                .reduce(0) { $0 + $1.0.weight * $1.1 * (2100 / $1.0.max) }
        }
        #expect(set.mean(of: appraisals) == Score(whole, 2100 * Int64(appraisals.count)))
    }
}

@Suite struct CriteriaSetTests {
    @Test func `weights must add up to 100`() throws {
        try CriteriaSet.sample().check()
        #expect(throws: Refusal.weightsSumMismatch(sum: 99)) { try CriteriaSet.sample([40, 30, 29]).check() }
        #expect(throws: Refusal.weightsSumMismatch(sum: 101)) {
            try CriteriaSet.sample([40, 30, 31]).check()
        }
    }

    @Test func `maxima without a small common multiple are refused`() throws {
        try CriteriaSet.sample([50, 50], maxima: [1000, 999]).check()
        #expect(throws: Refusal.maximaIncompatible) {
            try CriteriaSet.sample([25, 25, 25, 25], maxima: [997, 991, 983, 977]).check()
        }
    }

    @Test func `full marks score 100 and none score 0`() {
        let set = CriteriaSet.sample([33, 33, 34], maxima: [3, 7, 9])
        #expect(set.score(of: [3, 7, 9]) == Score(100, 1))
        #expect(set.score(of: [0, 0, 0]) == .zero)
        #expect(set.score(of: [1, 2, 5]) == Score(2477, 63))
    }

    private func points(_ marks: [(Int64, Int64)]) throws -> [Int64] {
        try CriteriaSet.sample().points(of: marks.map { CriteriaSet.Mark(criterion: $0.0, score: $0.1) })
    }

    @Test func `marks may be in any order`() throws {
        #expect(try points([(3, 7), (1, 9), (2, 0)]) == [9, 0, 7])
    }

    @Test func `each criterion needs exactly one mark`() {
        let refusal = Refusal.scoresIncomplete(criteriaCount: 3)
        #expect(throws: refusal) { try points([(1, 9), (2, 9)]) }
        #expect(throws: refusal) { try points([(1, 9), (2, 9), (2, 9)]) }
        #expect(throws: refusal) { try points([(1, 9), (2, 9), (3, 9), (4, 9)]) }
        #expect(throws: refusal) { try points([(0, 9), (1, 9), (2, 9)]) }
        #expect(throws: refusal) { try points([(.min, 9), (1, 9), (2, 9)]) }
    }

    @Test func `a score cannot exceed its maximum`() {
        #expect(throws: Refusal.scoreTooLarge(at: Field.scores[1].member(.score), max: 10)) {
            try points([(1, 10), (2, 11), (3, 0)])
        }
        #expect(throws: Refusal.scoreTooLarge(at: Field.scores[0].member(.score), max: 10)) {
            try points([(1, -1), (2, 1), (3, 0)])
        }
    }
}

/// Raw values stored in files and used by other programs.
///
/// Changing one breaks existing data.
@Suite struct ModelRawValueTests {
    @Test func `raw values of a model`() {
        #expect(
            Model.Area.allCases.map(\.rawValue)
                == ["economy", "culture_society", "security_defence", "political_system"])
        #expect(Model.Kind.allCases.map(\.rawValue) == ["collective", "individual"])
        #expect(
            Model.State.allCases.map(\.rawValue)
                == ["draft", "registered", "returned", "accepted", "appraised", "recognised", "declined"])
        #expect(
            Model.Step.allCases.map(\.rawValue)
                == [
                    "edit", "register", "accept", "name_appraisers", "return", "appraise", "recognise",
                    "decline",
                ])
        #expect(
            Model.Level.allCases.map(\.rawValue) == ["hamlet", "commune", "district", "province", "central"])
        #expect(
            Model.FormSection.allCases.map(\.rawValue) == [
                "situation", "objective", "method", "place", "forces", "resources", "time", "outputs",
                "lasting",
            ])
    }
}
