import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// A member of a request body that is a date.
private struct DateMember: Sendable, CustomTestStringConvertible {
    let endpoint: String
    let name: String

    var testDescription: String { "\(endpoint) \(name)" }

    static let all: [DateMember] = Service.table.flatMap { endpoint in
        endpoint.fields.filter { $0.section == .body && $0.schema == .date }
            .map { DateMember(endpoint: endpoint.name, name: $0.name) }
    }

    /// Dates that may lie ahead: rules that begin, units that end.
    static let planned: Set<String> = [
        "POST /v1/parameters valid_from", "POST /v1/criteria-sets valid_from",
        "POST /v1/unit-successions ended_on",
    ]

    var isPlanned: Bool { DateMember.planned.contains(testDescription) }

    /// The errors of the endpoint's sample with `day` in this member.
    func errors(on day: String, in office: Office) throws -> [String] {
        let endpoint = try Endpoint.named(endpoint)
        let sample = try endpoint.sample
        guard case .roles(let roles) = endpoint.access else { return [] }
        let ofCommune = Bearer(roles.contains(.clerk) ? .clerk : roles.min() ?? .admin)
        let bearer = sample.about == .province ? ofCommune.ofProvince : ofCommune
        var members: [JSONMember] = []
        if !sample.body.isEmpty, case .object(let known) = try json(sample.body) {
            members = known.filter { $0.name != name }
        }
        members.append(JSONMember(name: name, value: .string(day)))
        var writer = JSONWriter()
        writer.value(JSONValue.object(members))
        let body = String(decoding: writer.finish(), as: UTF8.self)
        let response =
            endpoint.method == .patch
            ? try office.patch(sample.target, body, as: bearer)
            : try office.post(sample.target, body, as: bearer, key: office.newKey(), ifMatch: "*")
        return response.errors
    }
}

/// No record is older than the country, and nothing happened the day after tomorrow.
@Suite struct DateBoundTests {
    @Test(arguments: DateMember.all)
    private func `a date in a body has bounds`(_ member: DateMember) throws {
        let office = try Office.forSamples()
        let refused = "/\(member.name) date-out-of-range"
        for day in ["0001-01-01", "1945-09-01", "2101-01-01", "9999-12-31"] {
            #expect(try member.errors(on: day, in: office).contains(refused), "\(day)")
        }
        let later = LocalDate(office.clock.now.adding(days: 2)).text
        if !member.isPlanned { #expect(try member.errors(on: later, in: office).contains(refused)) }
    }

    @Test func `every planned date is a member of an endpoint`() {
        #expect(DateMember.planned.isSubset(of: DateMember.all.map(\.testDescription)))
        #expect(DateMember.all.count > 20)
    }
}
