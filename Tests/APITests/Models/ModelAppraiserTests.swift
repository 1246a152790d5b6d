import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Every named appraiser can appraise, or is replaced: no model is left without a way on.
@Suite struct ModelAppraiserTests {
    private func name(
        _ step: String, _ people: [Int64], of model: Int64, in office: Office
    ) throws -> Response {
        let list = people.map(String.init).joined(separator: ",")
        return try office.post(
            "/v1/models/\(model)/\(step)", #"{"appraisers":[\#(list)]}"#, as: .officer, ifMatch: "*")
    }

    /// The id of a user with a role; their first token has it.
    private func user(
        _ name: String, _ role: Role, at scope: RoleAssignment.Scope, in office: Office
    ) throws -> Int64 {
        _ = try office.newSecret(of: name, role: role, at: scope)
        return try office.read { tx in try #require(try tx.user(named: name)).id.number }
    }

    @Test(arguments: [
        (Role.appraiser, RoleAssignment.Scope.province, nil), (.appraiser, .commune, nil),
        (.appraiser, .xom9, "appraiser-without-role"), (.appraiser, .xom10, "appraiser-without-role"),
        (.appraiser, .otherCommune, "appraiser-without-role"), (.clerk, .province, "appraiser-without-role"),
        (.supervisor, .commune, "appraiser-without-role"),
    ])
    func `a model is accepted with appraisers who may appraise it`(
        _ role: Role, _ scope: RoleAssignment.Scope, _ code: String?
    ) throws {
        let office = try Office.villageWithCriteria()
        let sure = try user("Yến", .appraiser, at: .province, in: office)
        let other = try user("Sơn", role, at: scope, in: office)
        let id = try office.newModel(.registered)
        let response = try name("accept", [sure, other], of: id, in: office)
        #expect(response.errors == (code.map { ["/appraisers/1 " + $0] } ?? []), "\(response.bodyText)")
        #expect(response.status == (code == nil ? 200 : 422))
        if code != nil { return }
        // The same rule where other appraisers are named.
        let none = try name("name-appraisers", [sure, 9], of: id, in: office)
        #expect(none.errors == ["/appraisers/1 appraiser-without-role"])
    }

    @Test(arguments: ["disabled", "revoked", "expired"])
    func `who can no longer appraise is replaced, and nobody else`(_ end: String) throws {
        let office = try Office.villageWithCriteria()
        let people = try ["Yến", "Sơn", "Nga", "Quang"]
            .map { try user($0, .appraiser, at: .province, in: office) }
        let id = try office.newModel(.registered)
        try #require(try name("accept", Array(people[0...2]), of: id, in: office).status == 200)
        try #require(try office.appraise(id, [10, 3], by: "Yến").status == 201)
        func leave(_ user: Int64) throws {
            try office.write { tx in
                for token in try tx.currentTokens(of: User.ID(user)) { _ = try tx.revoke(token) }
                if end == "disabled" { _ = try tx.set(tx.existing(User.ID(user)), isDisabled: true) }
            }
        }
        if end == "expired" {
            office.clock.advance(days: 366)
            for name in ["Yến", "Sơn", "Quang"] { _ = try office.newSecret(of: name, role: .appraiser) }
        } else {
            try leave(people[2])
        }
        let officer = try office.newSecret(of: "front_officer", role: .frontOfficer)
        func asOfficer(_ step: String, _ body: String) throws -> Response {
            try office.post(
                "/v1/models/\(id)/\(step)", body, as: nil, key: office.newKey(), ifMatch: "*",
                fields: [("Authorization", "Bearer " + officer)])
        }
        func rename(_ people: [Int64]) throws -> Response {
            let list = people.map(String.init).joined(separator: ",")
            return try asOfficer("name-appraisers", #"{"appraisers":[\#(list)]}"#)
        }
        // Whatever would decide on the model says who is to be replaced, by whom and how.
        for (step, body) in [("recognise", Office.recognition), ("decline", #"{"reason":"x"}"#)] {
            let refused = try asOfficer(step, body)
            #expect(Refused(refused) == Refused(409, "appraiser-unavailable"))
            for part in ["Nga", Role.frontOfficer.vietnamese, "/v1/models/\(id)/name-appraisers"] {
                #expect(refused.text("/detail")?.contains(part) == true, "\(refused.bodyText)")
            }
        }
        for names in [[0, 3, 2], [0, 1], [3, 1, 2], [0, 3]] {
            let refused = try rename(names.map { people[$0] })
            #expect(Refused(refused) == Refused(409, "appraisers-fixed"), "\(names)")
        }
        let replaced = try rename([people[0], people[1], people[3]])
        #expect(replaced.status == 200, "\(replaced.bodyText)")
        for name in ["Sơn", "Quang"] {
            #expect(try office.appraise(id, [10, 3], by: name).status == 201)
        }
        #expect(try asOfficer("recognise", Office.recognition).status == 200)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an appraised model is declined although an appraiser has left, or the appraiser is replaced`()
        throws
    {
        for declines in [true, false] {
            let office = try Office.villageWithCriteria()
            let people = try ["Yến", "Sơn", "Nga", "Quang"]
                .map { try user($0, .appraiser, at: .province, in: office) }
            let id = try office.newModel(.registered)
            try #require(try name("accept", Array(people[0...2]), of: id, in: office).status == 200)
            for name in ["Yến", "Sơn"] {
                try #require(try office.appraise(id, [10, 3], by: name).status == 201)
            }
            try office.write { tx in _ = try tx.set(tx.existing(User.ID(people[2])), isDisabled: true) }
            let early = try office.decide(id, "recognise", Office.recognition)
            #expect(Refused(early) == Refused(409, "appraiser-unavailable"))
            if declines {
                #expect(try office.decide(id, "decline", #"{"reason":"Chưa bền"}"#).status == 200)
                continue
            }
            let replaced = try name("name-appraisers", [people[0], people[1], people[3]], of: id, in: office)
            #expect(replaced.text("/state") == "appraised", "\(replaced.bodyText)")
            #expect(try office.appraise(id, [10, 3], by: "Quang").status == 201)
            #expect(try office.decide(id, "recognise", Office.recognition).status == 200)
        }
    }
}
