import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// What the law sets is made stricter below the province, never weaker and never backwards.
@Suite struct LegalBoundTests {
    /// A lawful value of each bound key, a stricter one and weaker ones.
    private static let values: [(key: String, lawful: String, stricter: String, weaker: [String])] = [
        ("threshold.rates", ">=2/3", ">=3/4", [">1/2", ">=1/100", ">=65/99"]),
        ("threshold.by_law", ">1/2", ">=2/3", [">=1/2", ">1/3"]),
        ("threshold.election", ">1/2", ">3/5", [">=50/100"]),
        ("collection.decision", "required", "required", ["free"]),
        ("publication.board_days", "30", "31", ["29", "1"]),
        ("publication.loudspeaker_days", "3", "4", ["2"]),
        ("publication.start_working_days", "5", "4", ["6", "1200"]),
        ("initiative.share", ">=1/10", ">=1/20", [">=1/9", ">1/10"]),
        ("quorum.by_law", ">1/2", ">=2/3", [">=1/2"]), ("decision.send_working_days", "5", "4", ["6"]),
        ("recognition.working_days", "5", "4", ["6"]), ("notice.days", "2", "3", ["1"]),
        ("assembly.notice_days", "5", "6", ["4"]), ("opinion.days", "20", "21", ["19"]),
        ("recommendation.days", "15", "14", ["16"]), ("data_request.working_days", "2", "1", ["3"]),
        ("initiative.months", "3", "2", ["4"]),
        ("answer.days", "5", "4", ["6"]),
        ("answer.complex_days", "20", "15", ["21"]),
        ("online.share", ">1/2", ">=2/3", [">=1/2"]),
        ("forms.contributions", "meeting; ballots_after_meeting", "meeting", ["meeting; online", "ballots"]),
        ("forms.by_law", "meeting; ballots_after_meeting", "meeting", ["meeting; ballots"]),
        ("forms.election", "meeting; ballots_after_meeting", "meeting", ["meeting; ballots"]),
        ("forms.boards", "meeting; ballots_after_meeting", "meeting", ["meeting; ballots"]),
        ("forms.other", "meeting; ballots", "ballots", ["meeting; ballots; online"]),
    ]

    private func set(
        _ office: Office, _ key: String, _ value: String, from day: String = "2026-11-23",
        unit: String = "16702"
    ) throws -> Response {
        try office.post(
            "/v1/parameters",
            #"{"key":"\#(key)","unit":"\#(unit)","valid_from":"\#(day)","value":"\#(value)","source":"NQ"}"#,
            as: unit == "40" ? Bearer(.admin, at: .province) : .admin)
    }

    private func inForce(_ office: Office, _ key: String) throws -> String {
        try office.read { tx in
            try tx.value(of: #require(Parameter.Key(rawValue: key)), in: "16702", on: tx.today)
        }
    }

    @Test(arguments: values)
    func `a commune sets a bound value only stricter`(
        _ key: String, _ lawful: String, _ stricter: String, _ weaker: [String]
    ) throws {
        let office = try Office.village()
        try office.set([(key, lawful)])
        for value in weaker {
            let refused = try set(office, key, value)
            #expect(refused.errors == ["/value parameter-weaker"], "\(value) \(refused.bodyText)")
            #expect(refused.text("/errors/0/detail")?.contains(lawful) == true)
        }
        #expect(
            try set(office, key, stricter, from: "2026-11-22").errors == ["/valid_from date-out-of-range"])
        #expect(try set(office, key, stricter).status == 201)
        #expect(try inForce(office, key) == stricter)
        let list = try office.get("/v1/public/parameters?unit=16702", as: nil)
        #expect(list.items().map { $0.text("/value") } == [stricter])
    }

    @Test(arguments: values)
    func `the order in which province and commune set it does not matter`(
        _ key: String, _ lawful: String, _ stricter: String, _ weaker: [String]
    ) throws {
        for value in weaker {
            let office = try Office.village()
            // Nothing is set above, so the commune's value stands until the province sets one.
            try #require(try set(office, key, value).status == 201)
            #expect(try inForce(office, key) == value)
            try #require(try set(office, key, lawful, unit: "40").status == 201)
            #expect(try inForce(office, key) == lawful)
            try #require(
                try office.read { tx in try tx.needsDecision(in: "16702", on: tx.today) }
                    == (key == "collection.decision"))
        }
    }

    @Test func `every key has a bound or is the office's own`() {
        let bound = Parameter.Key.allCases.filter { $0.legalBound != nil }.map(\.rawValue)
        let tested = Set(LegalBoundTests.values.map(\.key))
        #expect(
            Set(bound.filter { !$0.hasPrefix("threshold.") }) == tested.filter { !$0.hasPrefix("threshold.") }
        )
        #expect(bound.count { $0.hasPrefix("threshold.") } == 13)
    }

    @Test func `what the office sets as it likes is not bound`() throws {
        let office = try Office.village()
        try office.set([("household.tiers", "Hộ nghèo; Hộ khác")])
        #expect(try set(office, "household.tiers", "A; B", from: "2024-01-01").status == 201)
    }
}
