import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Every endpoint × every role × every place.
///
/// The service behaves as the table says.
@Suite struct AccessTableTests {
    @Test func `every endpoint in the table has a sample, and no sample is unused`() {
        #expect(Set(EndpointSample.all.keys) == Set(Endpoint.names))
    }

    @Test(arguments: Endpoint.names)
    func `roles that may call an endpoint are admitted, others get 403`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        for role in Role.allCases {
            let response = try office.sendSample(of: endpoint, as: Bearer(role))
            if endpoint.allows(role) {
                // Only the requester withdraws a request; who recorded votes neither concludes nor counts again; only
                // a second counter confirms a count of cash.
                let persons = ["not-requester", "own-votes", "own-count", "same-person", "not-counter"]
                if let code = response.code, persons.contains(code) { continue }
                #expect(response.status == 200, "\(role) \(response.bodyText)")
            } else {
                #expect(Refused(response) == Refused(403, "role-missing"), "\(role)")
                #expect(response.text("/detail")?.contains("(vai trò: \(role.vietnamese))") == true)
            }
        }
    }

    @Test(arguments: Endpoint.names)
    func `without a token only public endpoints respond`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let response = try Office.forSamples().sendSample(of: endpoint, as: nil)
        switch endpoint.access {
        case .anonymous, .codeHolder, .witness: #expect(response.status == 200)
        case .roles, .signed:
            #expect(Refused(response) == Refused(401, "token-missing"))
            #expect(response.field("WWW-Authenticate") == #"Bearer realm="danvan""#)
        }
    }

    @Test(arguments: Endpoint.names { $0.someRole != nil })
    func `a caller with a role elsewhere gets 404`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let role = try #require(endpoint.someRole)
        let office = try Office.forSamples()
        let sample = try endpoint.sample
        for scope in [RoleAssignment.Scope.province, .commune, .otherCommune, .xom9, .xom10] {
            let response = try office.sendSample(of: endpoint, as: Bearer(role, at: scope))
            if sample.isSeen(from: scope) {
                // Nobody may appraise a model of their own hamlet, or conclude on votes that they recorded; who was
                // recorded above the hamlet gets a first role from there; months are opened again above it.
                let codes = [
                    "appraiser-in-owner-unit", "own-votes", "own-count", "user-managed-above", "period-order",
                ]
                if let code = response.code, codes.contains(code) { continue }
                #expect(response.status == 200, "\(scope) \(response.bodyText)")
            } else if let pointer = sample.pointer {
                #expect(Refused(response) == Refused(422, "reference-unknown"), "\(scope)")
                #expect(response.errors == [pointer + " reference-unknown"])
            } else {
                #expect(Refused(response) == Refused(404, "not-found"), "\(scope)")
            }
        }
    }

    @Test(arguments: Endpoint.names)
    func `who may not call an endpoint learns nothing about the input`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        guard let role = Role.allCases.first(where: { !endpoint.allows($0) }) else { return }
        let office = try Office.forSamples()
        let target = try endpoint.sample.target
        let unknown = target + (target.contains("?") ? "&" : "?") + "unknown=1"
        for scope in [RoleAssignment.Scope.commune, .otherCommune] {
            let bearer = Bearer(role, at: scope)
            let response =
                switch endpoint.method {
                case .patch: try office.patch(unknown, #"{"unknown":1}"#, as: bearer)
                case .post:
                    try office.post(
                        unknown, #"{"unknown":1}"#, as: bearer, key: office.newKey(), ifMatch: "*")
                default: try office.get(unknown, as: bearer)
                }
            #expect(Refused(response) == Refused(403, "role-missing"), "\(scope) \(response.bodyText)")
        }
    }

    @Test(arguments: Endpoint.names { $0.method == .post || $0.method == .patch })
    func `a stored response is given only to who may see its place`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let sample = try endpoint.sample
        guard let role = endpoint.someRole, sample.about != .nothing else { return }
        let office = try Office.forSamples()
        let key = office.newKey()
        func send(_ scope: RoleAssignment.Scope) throws -> Response {
            endpoint.method == .patch
                ? try office.patch(sample.target, sample.body, as: Bearer(role, at: scope), key: key)
                : try office.post(
                    sample.target, sample.body, as: Bearer(role, at: scope), key: key, ifMatch: "*")
        }
        let own: RoleAssignment.Scope = sample.about == .province ? .province : .commune
        let first = try send(own)
        guard (200..<300).contains(first.status) else {
            // Nobody may appraise a model of their own hamlet.
            #expect(first.code == "appraiser-in-owner-unit", "\(first.bodyText)")
            return
        }
        let again = try send(own)
        // Only a secret is not stored.
        #expect(again.status == first.status && again.field("Idempotency-Replayed") == "true")
        // The same person with a token for another place.
        let elsewhere = try send(.otherCommune)
        #expect(elsewhere.status == (sample.pointer == nil ? 404 : 422), "\(elsewhere.bodyText)")
        #expect(elsewhere.field("Idempotency-Replayed") == nil)
    }

    @Test(arguments: Role.allCases)
    func `the caller's own user, role, place and requests are shown`(_ role: Role) throws {
        let office = try Office.village()
        let me = try office.get("/v1/me", as: Bearer(role, at: .xom9))
        #expect(me.text("/user/name") == role.rawValue && me.text("/role") == role.rawValue)
        #expect(me.text("/role_name") == role.vietnamese)
        #expect(me.text("/unit") == "16702" && me.text("/unit_name") == "Phường Vinh Phú")
        #expect(me.integer("/hamlet") == 1 && me.text("/hamlet_name") == "Xóm 9")
        let told = me.items("/requests").map { ($0.text("/method") ?? "") + " " + ($0.text("/path") ?? "") }
        #expect(told == Service.table.filter { $0.allows(role) }.map(\.name))
        let above = try office.get("/v1/me", as: Bearer(role, at: .province))
        #expect(above.text("/unit") == "40" && above.json.at("/hamlet") == .null)
    }

    @Test(arguments: Endpoint.names)
    func `the status of a success is the one in the table`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let response = try Office.forSamples()
            .sendSample(of: endpoint, as: endpoint.someRole.map { Bearer($0) }, isReal: true)
        #expect(response.status == endpoint.status, "\(response.bodyText)")
    }

    @Test(arguments: Endpoint.names { $0.path.text.contains("{") })
    func `an entity that does not exist gets 404`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let role = endpoint.someRole ?? .clerk
        let office = try Office.forSamples()
        for id in ["999", "0", "-1", "x", "1.0", "9223372036854775808", "%2F", "1%20"] {
            let query = try endpoint.sample.target.drop { $0 != "?" }
            let target =
                endpoint.path.text.replacing("{id}", with: id).replacing("{code}", with: "9" + id) + query
            let body = try endpoint.sample.body
            let response =
                switch endpoint.method {
                case .patch: try office.patch(target, body, as: Bearer(role))
                case .post:
                    try office.post(target, body, as: Bearer(role), key: office.newKey(), ifMatch: "*")
                default: try office.get(target, as: Bearer(role))
                }
            #expect(Refused(response) == Refused(404, "not-found"), "\(target)")
        }
    }
}

extension EndpointSample {
    fileprivate func isSeen(from scope: RoleAssignment.Scope) -> Bool {
        switch (about, scope) {
        case (.nothing, _), (_, .province), (_, .commune), (.hamlet, .xom9): true
        default: false
        }
    }
}
