import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// The administrator of a hamlet, against users of other places, in every request about users and tokens.
@Suite struct UserScopeTests {
    /// A person other than the administrators of the tests.
    private struct Person {
        let office: Office
        let secret: String

        init(_ name: String, _ role: Role, at scope: RoleAssignment.Scope, in office: Office) throws {
            self.office = office
            secret = try office.newSecret(of: name, role: role, at: scope)
        }

        private var fields: [(String, String)] { [("Authorization", "Bearer " + secret)] }

        func get(_ target: String) throws -> Response { try office.get(target, as: nil, fields: fields) }

        func post(_ target: String, _ body: String = "") throws -> Response {
            try office.post(target, body, as: nil, fields: fields)
        }

        func record(_ name: String) throws -> Int64 {
            try #require(try post("/v1/users", #"{"name":"\#(name)"}"#).integer("/id"))
        }

        func assign(_ role: String, _ place: String, to user: Int64) throws -> Response {
            try post("/v1/users/\(user)/enrolment-codes", #"{"role":"\#(role)",\#(place)}"#)
        }
    }

    private func redeem(_ code: String?, in office: Office, with secret: String? = nil) throws -> Response {
        try office.post(
            "/v1/tokens", #"{"code":"\#(try #require(code))"}"#, as: nil,
            fields: secret.map { [("Authorization", "Bearer " + $0)] } ?? [])
    }

    /// Where a user was recorded and what they have.
    enum Standing: CaseIterable {
        case ofMachine, ofMachineWithRole, ofProvince, ofProvinceWithCode, ofCommune, ofCommuneWithRole
        case ofOtherHamlet, ofOtherHamletWithRole, disabledByProvince
    }

    private func user(_ standing: Standing, in office: Office) throws -> Int64 {
        let province = try Person("Quang", .admin, at: .province, in: office)
        let commune = try Person("Nga", .admin, at: .commune, in: office)
        let other = try Person("Minh", .admin, at: .xom10, in: office)
        func role(_ scope: RoleAssignment.Scope, by person: Person) throws -> Int64 {
            let user = try person.record("Lan")
            _ = try office.newSecret(of: "Lan", role: .accountant, at: scope)
            return user
        }
        switch standing {
        case .ofMachine: return try office.write { tx in try tx.addUser(named: "Lan").id.number }
        case .ofMachineWithRole:
            _ = try office.newSecret(of: "Lan", role: .accountant, at: .province)
            return try office.read { tx in try #require(try tx.user(named: "Lan")).id.number }
        case .ofProvince: return try province.record("Lan")
        case .ofProvinceWithCode:
            let user = try province.record("Lan")
            try #require(try province.assign("accountant", #""unit":"40""#, to: user).status == 201)
            return user
        case .ofCommune: return try commune.record("Lan")
        case .ofCommuneWithRole: return try role(.commune, by: commune)
        case .ofOtherHamlet: return try other.record("Lan")
        case .ofOtherHamletWithRole: return try role(.xom10, by: other)
        case .disabledByProvince:
            let user = try role(.province, by: province)
            try #require(try province.post("/v1/users/\(user)/disable").status == 200)
            return user
        }
    }

    @Test(arguments: Standing.allCases)
    func `users of other places do not exist for a hamlet's administrator, in any request`(
        _ standing: Standing
    ) throws {
        let office = try Office.village()
        let user = try user(standing, in: office)
        let hamlet = try Person("Sơn", .admin, at: .xom9, in: office)
        let tokens = try office.read { tx in
            try tx.tokens(after: nil, limit: 100).filter { $0.user.id.number == user }.map(\.id.number)
        }
        let position = office.lastPosition
        let paths = Service.table.map(\.path.text)
            .filter { $0.hasPrefix("/v1/users/{id}/") || $0.hasPrefix("/v1/tokens/{id}/") }
        #expect(paths.count == 4)
        for path in paths {
            for id in path.hasPrefix("/v1/users") ? [user] : tokens {
                let target = path.replacing("{id}", with: "\(id)")
                let body = path.hasSuffix("enrolment-codes") ? #"{"role":"supervisor","hamlet":1}"# : ""
                for run in ["?dry_run=true", ""] {
                    let response = try hamlet.post(target + run, body)
                    #expect(Refused(response) == Refused(404, "not-found"), "\(target) \(response.bodyText)")
                }
            }
        }
        #expect(try !hamlet.get("/v1/users?limit=500").ids.contains(user))
        #expect(Set(try hamlet.get("/v1/tokens?limit=500").ids).isDisjoint(with: tokens))
        #expect(office.lastPosition == position)
    }

    @Test func `who was recorded at a place gets roles from there and above`() throws {
        let office = try Office.village()
        let province = try Person("Quang", .admin, at: .province, in: office)
        let commune = try Person("Nga", .admin, at: .commune, in: office)
        let hamlet = try Person("Sơn", .admin, at: .xom9, in: office)
        let neighbour = try Person("Minh", .admin, at: .otherCommune, in: office)
        let duty = (role: "supervisor", place: #""hamlet":1"#)
        let machine = try office.write { tx in try tx.addUser(named: "Máy").id.number }
        let users: [(user: Int64, by: [Bool])] = [
            (machine, [true, false, false]), (try province.record("Tỉnh"), [true, false, false]),
            (try commune.record("Xã"), [true, true, false]), (try hamlet.record("Xóm"), [true, true, true]),
            (try neighbour.record("Láng giềng"), [true, false, false]),
        ]
        for (user, expected) in users {
            for (person, isExpected) in zip([province, commune, hamlet], expected) {
                let path = "/v1/users/\(user)/enrolment-codes?dry_run=true"
                let body = #"{"role":"\#(duty.role)",\#(duty.place)}"#
                #expect(try person.post(path, body).status == (isExpected ? 200 : 404), "\(user)")
                #expect(try person.get("/v1/users?limit=500").ids.contains(user) == isExpected)
            }
        }
    }

    @Test func `a lower administrator's code makes nobody a user of a higher place`() throws {
        let office = try Office.village()
        let province = try Person("Quang", .admin, at: .province, in: office)
        let hamlet = try Person("Sơn", .admin, at: .xom9, in: office)
        let lan = try province.record("Lan")
        let first = try province.assign("supervisor", #""hamlet":1"#, to: lan).text("/code")
        // The hamlet sees the user now, who holds no token to confirm with.
        let early = try hamlet.assign("hamlet_head", #""hamlet":1"#, to: lan)
        #expect(Refused(early) == Refused(409, "user-managed-above"))
        let own = try #require(try redeem(first, in: office).text("/token"))
        let second = try hamlet.assign("hamlet_head", #""hamlet":1"#, to: lan).text("/code")
        #expect(try redeem(second, in: office, with: hamlet.secret).code == "confirmation-required")
        // Not even when the hamlet has revoked the user's only token in between.
        let token = try #require(
            try hamlet.get("/v1/tokens").items().first { $0.integer("/user/id") == lan }?.integer("/id"))
        try #require(try hamlet.post("/v1/tokens/\(token)/revoke").status == 200)
        #expect(try redeem(second, in: office).code == "confirmation-required")
        #expect(try redeem(second, in: office, with: own).status == 401)
        // The place that recorded the user lets them in again.
        let third = try province.assign("supervisor", #""hamlet":1"#, to: lan).text("/code")
        let again = try #require(try redeem(third, in: office).text("/token"))
        #expect(try redeem(second, in: office, with: again).status == 201)
    }

    @Test func `an open code of the province is redeemed before one of a hamlet, which locks nobody out`()
        throws
    {
        let office = try Office.village()
        let province = try Person("Quang", .admin, at: .province, in: office)
        let hamlet = try Person("Sơn", .admin, at: .xom9, in: office)
        let lan = try hamlet.record("Lan")
        let first = try province.assign("accountant", #""unit":"40""#, to: lan).text("/code")
        let second = try hamlet.assign("supervisor", #""hamlet":1"#, to: lan).text("/code")
        #expect(try redeem(second, in: office).code == "confirmation-required")
        let own = try #require(try redeem(first, in: office).text("/token"))
        #expect(try redeem(second, in: office, with: own).status == 201)
    }

    @Test func `whom the province disabled, a hamlet does not enable`() throws {
        let office = try Office.village()
        let province = try Person("Quang", .admin, at: .province, in: office)
        let hamlet = try Person("Sơn", .admin, at: .xom9, in: office)
        let lan = try hamlet.record("Lan")
        try #require(try province.post("/v1/users/\(lan)/disable").status == 200)
        let refused = try hamlet.post("/v1/users/\(lan)/enable")
        #expect(Refused(refused) == Refused(409, "user-managed-above"))
        #expect(try province.post("/v1/users/\(lan)/enable").status == 200)
        try #require(try hamlet.post("/v1/users/\(lan)/disable").status == 200)
        #expect(try hamlet.post("/v1/users/\(lan)/enable").status == 200)
    }
}
