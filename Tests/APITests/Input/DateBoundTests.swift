import API
import Domain
import JSON
import TestSupport
import Testing

/// No record is older than the country, and nothing happened the day after tomorrow.
@Suite struct DateBoundTests {
    private static let dates = BodyMember.all { $0.schema == .date }

    /// Dates that may lie ahead: rules that begin, units that end.
    private static let planned: Set<String> = [
        "POST /v1/parameters valid_from", "POST /v1/criteria-sets valid_from",
        "POST /v1/unit-successions ended_on",
    ]

    @Test(arguments: dates)
    func `a date in a body has bounds`(_ member: BodyMember) throws {
        let office = try Office.forSamples()
        let refused = "/\(member.name) date-out-of-range"
        for day in ["0001-01-01", "1945-09-01", "2101-01-01", "9999-12-31"] {
            #expect(try member.errors(with: day, in: office).contains(refused), "\(day)")
        }
        let later = LocalDate(office.clock.now.adding(days: 2)).text
        if !DateBoundTests.planned.contains(member.testDescription) {
            #expect(try member.errors(with: later, in: office).contains(refused))
        }
    }

    @Test func `every planned date is a member of an endpoint`() {
        #expect(DateBoundTests.planned.isSubset(of: DateBoundTests.dates.map(\.testDescription)))
        #expect(DateBoundTests.dates.count > 20)
    }
}
