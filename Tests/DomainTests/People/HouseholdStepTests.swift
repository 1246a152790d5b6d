import Domain
import Testing

@Suite struct HouseholdStepTests {
    private static let validFrom = LocalDate.sample("2024-02-29")
    private static let day = LocalDate.sample("2026-03-01")

    private func household(end: Household.End? = nil, workers: Int64? = 3) -> Household {
        Household(
            id: Household.ID(1), hamlet: .xom9, code: "H1", headName: "Lan", personsCount: 5,
            address: "Ngõ 3",
            workersCount: workers, tier: "Hộ nghèo", validFrom: HouseholdStepTests.validFrom, end: end,
            version: 4)
    }

    private func other(persons: Int64 = 2, workers: Int64? = 1) -> Household {
        Household(
            id: Household.ID(2), hamlet: .xom9, code: "H2", headName: "Minh", personsCount: persons,
            workersCount: workers, version: 1)
    }

    /// The name of every step that a household can take.
    private static let steps: [String] = ["correct", "change", "move", "part", "join", "end"]

    private func take(_ step: String, _ household: Household, on day: LocalDate) throws -> Household {
        switch step {
        case "correct": try household.corrected(HouseholdChange(code: "H9"), validFrom: nil)
        case "change": try household.changed(HouseholdChange(personsCount: 6), on: day)
        case "move": try household.moved(to: .xom1, as: "H7", on: day)
        case "part": try household.split(persons: 2, workersCount: 1, on: day)
        case "join": try household.merged(with: other(), on: day)
        default: try household.ended(.dissolved, on: day)
        }
    }

    @Test(arguments: steps) func `a household that has ended allows no step`(_ step: String) throws {
        let end = Household.End(lastDay: HouseholdStepTests.day, ending: .merged(into: Household.ID(8)))
        let refusal = Refusal.closed(
            .household, last: HouseholdStepTests.day, successors: [.init(number: 8, name: nil)])
        #expect(throws: refusal) { try take(step, household(end: end), on: .sample("2026-04-01")) }
    }

    @Test(arguments: steps) func `every step on an open household is a new version`(_ step: String) throws {
        let taken = try take(step, household(), on: HouseholdStepTests.day)
        #expect(taken.version == 5 && taken.id == household().id)
        let isDated = step != "correct" && step != "end"
        #expect(taken.validFrom == (isDated ? HouseholdStepTests.day : HouseholdStepTests.validFrom))
    }

    @Test(arguments: steps.filter { $0 != "correct" }, ["2024-02-29", "2024-02-28", "2020-01-01"])
    func `a step must be dated after the first day of the current version`(
        _ step: String, _ day: String
    ) throws {
        #expect(throws: Refusal.dateOutOfRange(at: .changeDate, from: .sample("2024-03-01"), to: nil)) {
            try take(step, household(), on: .sample(day))
        }
    }

    @Test func `the last day is the day before the end, across months, leap days and years`() throws {
        for (day, last) in [
            ("2026-03-01", "2026-02-28"), ("2028-03-01", "2028-02-29"), ("2027-01-01", "2026-12-31"),
            ("2026-05-31", "2026-05-30"),
        ] {
            let ended = try household().ended(.movedAway, on: .sample(day))
            #expect(ended.end?.lastDay == .sample(last) && ended.end?.ending == .movedAway)
        }
    }

    @Test func `a split and a merger preserve the number of persons and workers`() throws {
        let rest = try household().split(persons: 2, workersCount: 1, on: HouseholdStepTests.day)
        #expect(rest.personsCount == 3 && rest.workersCount == 2)
        let whole = try rest.merged(with: other(), on: .sample("2026-06-01"))
        #expect(whole.personsCount == 5 && whole.workersCount == 3)
    }

    @Test func `somebody must stay, and no more workers leave than there are`() throws {
        #expect(throws: Refusal.countTooLarge(at: .persons, max: 4)) {
            try household().split(persons: 5, workersCount: nil, on: HouseholdStepTests.day)
        }
        #expect(throws: Refusal.countTooLarge(at: .workers, max: 3)) {
            try household().split(persons: 2, workersCount: 4, on: HouseholdStepTests.day)
        }
    }

    @Test func `a household has at most 99 persons`() throws {
        #expect(throws: Refusal.countTooLarge(at: .into, max: 99)) {
            try household().merged(with: other(persons: 95), on: HouseholdStepTests.day)
        }
    }

    @Test func `there cannot be more workers than persons`() throws {
        #expect(throws: Refusal.countTooLarge(at: .workers, max: 2)) {
            try household().changed(HouseholdChange(personsCount: 2), on: HouseholdStepTests.day)
        }
        let cleared = try household()
            .changed(
                HouseholdChange(
                    personsCount: 2, address: .some(nil), workersCount: .some(nil), tier: .some(nil)),
                on: HouseholdStepTests.day)
        #expect(cleared.workersCount == nil && cleared.address == nil && cleared.tier == nil)
    }
}
