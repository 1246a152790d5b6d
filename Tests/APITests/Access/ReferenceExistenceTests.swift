import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// A caller learns nothing about what lies outside of their scope: it is answered as if there were none.
@Suite struct ReferenceExistenceTests {
    private static let references = BodyMember.all { $0.schema == .id }

    /// What a member names.
    private enum Named: String, CaseIterable {
        case household, fund, hamlet, organisation, pledge, contribution, decision, model, account, user, unit

        init?(member: String) {
            switch member {
            case "into": self = .household
            case "to_fund": self = .fund
            case "first_receipt", "last_receipt": self = .contribution
            case "collector": self = .user
            case "amends", "earlier_meeting": self = .decision
            case "replicated_from": self = .model
            case "parent", "successor_organisation": self = .organisation
            // Everyone sees units.
            case "commune_unit": self = .unit
            default: self.init(rawValue: member)
            }
        }
    }

    /// The samples' office with everything in hamlet 2, by kind: the ids there, and in the other commune.
    private static func office() throws -> (Office, elsewhere: [Named: [Int64]]) {
        let office = try Office.forSamples()
        func made(_ target: String, _ body: String, as bearer: Bearer = .clerk) throws -> Int64 {
            let response = try office.post(target, body, as: bearer, key: office.newKey())
            return try #require(response.integer("/id"), "\(response.bodyText)")
        }
        let pledge = try made("/v1/pledges", #"{"fund":3,"household":5,"amount":1000}"#)
        let decision = try made(
            "/v1/decisions", #"{"hamlet":2,"title":"Họp","items":[{"matter":"rates","text":"Góp"}]}"#)
        let model = try made(
            "/v1/models",
            #"{"hamlet":2,"name":"Đường hoa","area":"economy","kind":"collective","year":2026}"#)
        let account = try made(
            "/v1/bank-accounts", Office.bankAccount(#""hamlet":2"#, number: "1903"), as: .accountant)
        let gift = try made("/v1/contributions", #"{"fund":3,"household":5,"method":"cash","amount":1000}"#)
        let user = try office.write { tx in try tx.addUser(named: "Lạ").id }
        return (
            office,
            [
                .household: [5, 6], .fund: [3, 4], .hamlet: [2, 3], .organisation: [2], .pledge: [pledge],
                .contribution: [gift], .user: [user.number],
                .decision: [decision], .model: [model], .account: [account],
            ]
        )
    }

    @Test func `every member that names something by number is known here`() {
        #expect(Self.references.count > 10)
        for member in Self.references {
            #expect(Named(member: member.name) != nil, "what does \(member.name) name?")
        }
    }

    @Test(arguments: references)
    func `a number outside of the caller's hamlet is answered like an unknown one`(
        _ member: BodyMember
    ) throws {
        let (office, elsewhere) = try Self.office()
        let endpoint = try Endpoint.named(member.endpoint)
        guard case .roles(let roles) = endpoint.access else { return }
        let role = try #require(roles.contains(.hamletHead) ? .hamletHead : endpoint.someRole)
        let named = try #require(Named(member: member.name))
        func answer(_ id: Int64) throws -> [String] {
            let response = try office.dryRun(
                endpoint, with: JSONMember(name: member.name, value: .integer(id)),
                as: Bearer(role, at: .xom9))
            let text = (response.text("/detail") ?? "").replacing("\(id)", with: "#")
            return ["\(response.status)", response.code ?? "", text] + response.errors
        }
        let unknown = try answer(999_999)
        for id in elsewhere[named] ?? [] {
            #expect(try answer(id) == unknown, "\(member.endpoint) \(member.name) \(id)")
        }
    }

    @Test func `a household that moved away is still known where it lived`() throws {
        let office = try Office.village()
        let moved = try office.post(
            "/v1/households/1/move", #"{"on":"2026-09-01","hamlet":2,"code":"H777"}"#, ifMatch: "*")
        try #require(moved.status == 200)
        let body = #"{"fund":1,"household":1,"method":"cash","amount":1000}"#
        #expect(try office.contribute(body, as: .head).errors == ["/household household-elsewhere"])
        let other = #"{"fund":1,"household":5,"method":"cash","amount":1000}"#
        #expect(try office.contribute(other, as: .head).errors == ["/household reference-unknown"])
        #expect(try office.contribute(other, as: .clerk).errors == ["/household household-elsewhere"])
    }
}

extension Office {
    /// The sample of `endpoint` as a dry run, with `member` in place of its own.
    fileprivate func dryRun(
        _ endpoint: Endpoint, with member: JSONMember, as bearer: Bearer
    ) throws -> Response {
        let sample = try endpoint.sample
        var members: [JSONMember] = []
        if !sample.body.isEmpty, case .object(let known) = try json(sample.body) {
            members = known.filter { $0.name != member.name }
        }
        var writer = JSONWriter()
        writer.value(JSONValue.object(members + [member]))
        let body = String(decoding: writer.finish(), as: UTF8.self)
        let target = sample.target + "?dry_run=true"
        if endpoint.method == .patch { return try patch(target, body, as: bearer) }
        return try post(target, body, as: bearer, key: newKey(), ifMatch: "*")
    }
}
