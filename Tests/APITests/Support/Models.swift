import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

extension Bearer {
    static let officer = Bearer(.frontOfficer)
    static let appraiser = Bearer(.appraiser)
}

extension Office {
    /// A valid body for `POST /v1/models`.
    static func model(
        _ name: String = "Biến rác thành đường hoa", owner: String = #""hamlet":1"#, others: String = ""
    ) -> String {
        #"{\#(owner),"name":"\#(name)","area":"culture_society","kind":"collective","year":2026\#(others)}"#
    }

    static let criteria = """
        {"unit":"16702","valid_from":"2026-01-01","pass":80,"criteria":[
        {"name":"Hiệu quả","weight":40,"max":10},{"name":"Cách làm","weight":60,"max":3}]}
        """

    static let recognition =
        #"{"level":"commune","decision_number":"45/QĐ-UBND","decided_on":"2026-11-20","signer":"Nguyễn Văn Hải"}"#

    /// A village with criteria set 1: weights 40 and 60, maxima 10 and 3, pass mark 80.
    static func villageWithCriteria() throws -> Office {
        let office = try village()
        try #require(try office.post("/v1/criteria-sets", criteria, as: .officer).status == 201)
        return office
    }

    /// The id of a new model, brought to `state` through all earlier steps.
    func newModel(
        _ state: Model.State, _ body: String = Office.model(), points: [Int64] = [10, 3]
    ) throws -> Int64 {
        let id = try #require(try post("/v1/models", body).integer("/id"))
        let path = "/v1/models/\(id)"
        if state == .draft { return id }
        try #require(try post(path + "/register", ifMatch: "*").status == 200)
        if state == .registered { return id }
        if state == .returned {
            let remarks = #"{"remarks":"Nêu rõ kết quả"}"#
            try #require(try post(path + "/return", remarks, as: .officer, ifMatch: "*").status == 200)
            return id
        }
        let accepted = try post(path + "/accept", appraisers(), as: .officer, ifMatch: "*")
        try #require(accepted.status == 200)
        if state == .accepted { return id }
        try #require(try appraise(id, points).status == 201)
        try #require(try appraise(id, points, by: "Yến").status == 201)
        if state == .appraised { return id }
        let decided =
            state == .recognised
            ? try decide(id, "recognise", Office.recognition)
            : try decide(id, "decline", #"{"reason":"Chưa bền"}"#)
        try #require(decided.status == 200)
        return id
    }

    /// A body that names the role's own person and `names` as appraisers, with that role in the province; people who
    /// are unknown are added.
    func appraisers(_ names: [String] = ["Yến"]) throws -> String {
        _ = try secret(of: Bearer(.appraiser, at: .province))
        let ids = try store.writer.write(actor: nil) { tx in
            var ids = [try #require(try tx.user(named: Role.appraiser.rawValue)).id.number]
            for name in names {
                let user = try tx.user(named: name) ?? tx.addUser(named: name)
                if try tx.currentTokens(of: user.id).isEmpty {
                    _ = try tx.issueToken(
                        for: user, assignment: RoleAssignment(role: .appraiser, scope: .province),
                        hash: TokenSecret().hash, daysCount: 365)
                }
                ids.append(user.id.number)
            }
            return ids
        }
        return #"{"appraisers":[\#(ids.map(String.init).joined(separator: ","))]}"#
    }

    func decide(
        _ model: Int64, _ step: String, _ body: String, as bearer: Bearer = .approver
    ) throws -> Response {
        try post("/v1/models/\(model)/\(step)", body, as: bearer, key: newKey(), ifMatch: "*")
    }

    /// An appraisal by the role's own person, or by an appraiser named `name`.
    func appraise(
        _ model: Int64, _ points: [Int64], by name: String? = nil, at scope: RoleAssignment.Scope = .commune
    ) throws -> Response {
        let scores = points.enumerated().map { #"{"criterion":\#($0 + 1),"score":\#($1)}"# }
        let body = #"{"scores":[\#(scores.joined(separator: ","))]}"#
        let target = "/v1/models/\(model)/appraisals"
        guard let name else { return try post(target, body, as: Bearer(.appraiser, at: scope)) }
        let secret = try newSecret(of: name, role: .appraiser, at: scope)
        return try post(target, body, as: nil, fields: [("Authorization", "Bearer " + secret)])
    }

    /// A token for the person `name`, who is added if unknown.
    func newSecret(of name: String, role: Role, at scope: RoleAssignment.Scope = .commune) throws -> String {
        let secret = TokenSecret()
        _ = try store.writer.write(actor: nil) { tx in
            let user = try tx.user(named: name) ?? tx.addUser(named: name)
            let assignment = RoleAssignment(role: role, scope: scope)
            return try tx.issueToken(for: user, assignment: assignment, hash: secret.hash, daysCount: 365)
        }
        return secret.text
    }
}

extension EndpointSample {
    /// Samples for models, in a village with criteria set 1 and one model in each of these states: 1 draft, 2
    /// registered, 3 accepted, 4 appraised, 5 recognised.
    static let models: [String: EndpointSample] = [
        "POST /v1/criteria-sets": .init(
            "/v1/criteria-sets",
            #"{"unit":"16702","valid_from":"2027-01-01","pass":80,"criteria":[{"name":"A","weight":100,"max":9}]}"#,
            about: .commune, pointer: "/unit"),
        "GET /v1/criteria-sets": .init("/v1/criteria-sets", about: .nothing),
        "GET /v1/criteria-sets/{id}": .init("/v1/criteria-sets/1", about: .nothing),
        "POST /v1/models": .init("/v1/models", Office.model(), pointer: "/hamlet"),
        "GET /v1/models": .init("/v1/models?hamlet=1"),
        "GET /v1/models/{id}": .init("/v1/models/1"),
        "PATCH /v1/models/{id}": .init("/v1/models/1", #"{"name":"Đường cờ"}"#),
        "POST /v1/models/{id}/register": .init("/v1/models/1/register"),
        "POST /v1/models/{id}/accept": .init("/v1/models/2/accept", #"{"appraisers":[7,11]}"#),
        "POST /v1/models/{id}/name-appraisers": .init(
            "/v1/models/3/name-appraisers", #"{"appraisers":[7,11]}"#),
        "POST /v1/models/{id}/return": .init("/v1/models/2/return", #"{"remarks":"Nêu rõ kết quả"}"#),
        "POST /v1/models/{id}/appraisals": .init(
            "/v1/models/3/appraisals", #"{"scores":[{"criterion":1,"score":9},{"criterion":2,"score":3}]}"#),
        "POST /v1/models/{id}/recognise": .init("/v1/models/4/recognise", Office.recognition),
        "POST /v1/models/{id}/decline": .init("/v1/models/4/decline", #"{"reason":"Chưa bền vững"}"#),
        "GET /v1/models/{id}/replications": .init("/v1/models/1/replications"),
        "GET /v1/reports/models": .init("/v1/reports/models?unit=16702", about: .commune),
        "GET /v1/public/reports/models": .init("/v1/public/reports/models?unit=16702", about: .nothing),
        "GET /v1/public/hamlets/{id}/models": .init("/v1/public/hamlets/1/models", about: .nothing),
        "GET /v1/public/models/{id}": .init("/v1/public/models/5", about: .nothing),
    ]

    /// Adds to `office` what `models` needs.
    static func addModels(to office: Office) throws {
        _ = try office.post("/v1/criteria-sets", Office.criteria, as: .officer)
        let states: [Model.State] = [.draft, .registered, .accepted, .appraised, .recognised]
        for (index, state) in states.enumerated() {
            try #require(try office.newModel(state, Office.model("Mô hình \(index)")) == Int64(index + 1))
        }
    }
}
