import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@Suite struct ModelRefusalTests {
    /// Sends `body`, and expects the refusal and that nothing was stored.
    private func expectRefusal(
        _ refused: Refused, in office: Office, _ send: () throws -> Response,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try office.models()
        let response = try send()
        #expect(Refused(response) == refused, sourceLocation: sourceLocation)
        #expect(try office.models() == before, sourceLocation: sourceLocation)
    }

    @Test func `recognise before the appraisals`() throws {
        let office = try Office.villageWithCriteria()
        for state in [Model.State.draft, .registered, .returned, .accepted] {
            let id = try office.newModel(state, Office.model("Mô hình \(state)"))
            try expectRefusal(Refused(409, "appraisal-missing"), in: office) {
                try office.decide(id, "recognise", Office.recognition)
            }
            try expectRefusal(Refused(409, "appraisal-missing"), in: office) {
                try office.decide(id, "decline", #"{"reason":"x"}"#)
            }
        }
    }

    @Test func `recognise after one appraisal`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        _ = try office.appraise(id, [10, 3])
        try expectRefusal(Refused(409, "appraisal-missing"), in: office) {
            try office.decide(id, "recognise", Office.recognition)
        }
    }

    @Test func `a score over its maximum`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        try expectRefusal(Refused(422, "score-too-large"), in: office) {
            let response = try office.appraise(id, [10, 4])
            #expect(response.errors == ["/scores/1/score score-too-large"])
            return response
        }
    }

    @Test(arguments: [
        #"{"scores":[{"criterion":1,"score":9}]}"#,
        #"{"scores":[{"criterion":1,"score":9},{"criterion":1,"score":3}]}"#,
        #"{"scores":[{"criterion":1,"score":9},{"criterion":3,"score":3}]}"#,
    ])
    func `missing or repeated scores`(_ body: String) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        try expectRefusal(Refused(422, "scores-incomplete"), in: office) {
            try office.post("/v1/models/\(id)/appraisals", body, as: .appraiser)
        }
    }

    @Test(arguments: ["9.5", "-1", "\"9\"", "9007199254740993", "1e1", "null"])
    func `a score that is not an integer`(_ score: String) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        let body = #"{"scores":[{"criterion":1,"score":\#(score)},{"criterion":2,"score":3}]}"#
        let response = try office.post("/v1/models/\(id)/appraisals", body, as: .appraiser)
        #expect(response.status == 422)
        #expect(response.errors.map { $0.hasPrefix("/scores/0/score ") } == [true])
    }

    @Test func `the same appraiser twice`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        _ = try office.appraise(id, [10, 3])
        try expectRefusal(Refused(409, "already-appraised"), in: office) { try office.appraise(id, [9, 3]) }
        try expectRefusal(Refused(409, "already-appraised"), in: office) {
            try office.appraise(id, [9, 3], at: .province)
        }
        #expect(try office.get("/v1/models/\(id)").items("/appraisals").count == 1)
    }

    @Test func `an appraiser from the owner's hamlet`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        try expectRefusal(Refused(409, "appraiser-in-owner-unit"), in: office) {
            _ = try office.secret(of: Bearer(.appraiser, at: .xom9))
            return try office.appraise(id, [9, 3], at: .xom9)
        }
    }

    @Test func `an appraiser from the owning organisation's unit`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted, Office.model(owner: #""organisation":1"#))
        _ = try office.secret(of: .appraiser)
        try expectRefusal(Refused(409, "appraiser-in-owner-unit"), in: office) {
            try office.appraise(id, [9, 3])
        }
        #expect(try office.appraise(id, [9, 3], at: .province).status == 201)
    }

    @Test func `an appraiser from elsewhere gets 404`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        for scope in [RoleAssignment.Scope.xom10, .otherCommune] {
            #expect(Refused(try office.appraise(id, [9, 3], at: scope)) == Refused(404, "not-found"))
        }
    }

    @Test func `a mean below the pass mark`() throws {
        let office = try Office.villageWithCriteria()
        // 40 · 9/10 + 60 · 2/3 = 76
        let id = try office.newModel(.appraised, points: [9, 2])
        try expectRefusal(Refused(409, "score-below-pass"), in: office) {
            let response = try office.decide(id, "recognise", Office.recognition)
            #expect(response.text("/detail") == "Điểm trung bình 76,00; cần từ 80.")
            return response
        }
        #expect(try office.decide(id, "decline", #"{"reason":"Chưa đạt"}"#).status == 200)
    }

    @Test func `a mean at the pass mark is recognised`() throws {
        let office = try Office.villageWithCriteria()
        // 40 · 5/10 + 60 · 3/3 = 80
        let id = try office.newModel(.appraised, points: [5, 3])
        #expect(try office.decide(id, "recognise", Office.recognition).status == 200)
    }

    @Test func `a decision by an appraiser`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        let secret = try office.newSecret(of: "Yến", role: .approver)
        for (step, body) in [("recognise", Office.recognition), ("decline", #"{"reason":"x"}"#)] {
            try expectRefusal(Refused(409, "own-appraisal"), in: office) {
                try office.post(
                    "/v1/models/\(id)/\(step)", body, as: nil, key: office.newKey(), ifMatch: "*",
                    fields: [("Authorization", "Bearer " + secret)])
            }
        }
    }

    @Test func `a district after its last day`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        func body(_ day: String) -> String {
            Office.recognition.replacing("commune", with: "district").replacing("2026-11-20", with: day)
        }
        try expectRefusal(Refused(422, "district-ended"), in: office) {
            let response = try office.decide(id, "recognise", body("2025-07-01"))
            #expect(response.errors == ["/level district-ended"])
            return response
        }
        #expect(try office.decide(id, "recognise", body("2025-06-30")).text("/level") == "district")
    }

    @Test func `a decision dated tomorrow`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        let body = Office.recognition.replacing("2026-11-20", with: "2026-11-24")
        try expectRefusal(Refused(422, "date-out-of-range"), in: office) {
            try office.decide(id, "recognise", body)
        }
    }

    @Test func `a decision without a key`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        for (step, body) in [("recognise", Office.recognition), ("decline", #"{"reason":"x"}"#)] {
            try expectRefusal(Refused(400, "idempotency-key-missing"), in: office) {
                try office.post("/v1/models/\(id)/\(step)", body, as: .officer, ifMatch: "*")
            }
        }
    }

    @Test(arguments: [Model.State.recognised, .declined])
    func `an edit or any other step after the decision`(_ state: Model.State) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(state)
        let frozen = Refused(409, "frozen")
        let path = "/v1/models/\(id)"
        _ = try office.secret(of: .officer)
        try expectRefusal(frozen, in: office) { try office.patch(path, #"{"name":"Khác"}"#) }
        try expectRefusal(frozen, in: office) { try office.post(path + "/register", ifMatch: "*") }
        try expectRefusal(frozen, in: office) {
            try office.post(path + "/accept", #"{"appraisers":[7,11]}"#, as: .officer, ifMatch: "*")
        }
        try expectRefusal(frozen, in: office) {
            try office.post(path + "/return", #"{"remarks":"x"}"#, as: .officer, ifMatch: "*")
        }
        try expectRefusal(frozen, in: office) { try office.appraise(id, [9, 3]) }
        try expectRefusal(frozen, in: office) { try office.decide(id, "recognise", Office.recognition) }
        try expectRefusal(frozen, in: office) { try office.decide(id, "decline", #"{"reason":"x"}"#) }
    }

    @Test(arguments: [Model.State.registered, .accepted, .appraised])
    func `an edit in a state that does not allow it`(_ state: Model.State) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(state)
        try expectRefusal(Refused(409, "invalid-transition"), in: office) {
            try office.patch("/v1/models/\(id)", #"{"name":"Khác"}"#)
        }
    }

    @Test func `a model that copies itself, directly or indirectly`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.draft)
        _ = try office.newModel(.draft, Office.model("Hai", others: #","replicated_from":1"#))
        _ = try office.newModel(.draft, Office.model("Ba", others: #","replicated_from":2"#))
        for source in [1, 2, 3] {
            try expectRefusal(Refused(422, "replication-cycle"), in: office) {
                let response = try office.patch("/v1/models/1", #"{"replicated_from":\#(source)}"#)
                #expect(response.errors == ["/replicated_from replication-cycle"])
                return response
            }
        }
    }

    @Test func `a source that does not exist or is hidden from the caller`() throws {
        let office = try Office.villageWithCriteria()
        let elsewhere = Bearer(.clerk, at: .otherCommune)
        let draft = try office.post("/v1/models", Office.model(owner: #""hamlet":3"#), as: elsewhere)
        let id = try #require(draft.integer("/id"))
        for source in [id, 99] {
            let response = try office.post(
                "/v1/models", Office.model(others: #","replicated_from":\#(source)"#))
            #expect(Refused(response) == Refused(422, "reference-unknown"))
            #expect(response.errors == ["/replicated_from reference-unknown"])
        }
        _ = try office.post("/v1/models/\(id)/register", as: elsewhere, ifMatch: "*")
        // A collective model in progress is public.
        let copy = try office.post("/v1/models", Office.model(others: #","replicated_from":\#(id)"#))
        #expect(copy.status == 201)
    }

    @Test(arguments: [
        (#""hamlet":1,"organisation":1"#, "/hamlet owner-ambiguous"),
        (#""hamlet":null"#, "/hamlet owner-ambiguous"),
        (#""hamlet":3"#, "/hamlet reference-unknown"),
        (#""organisation":2"#, "/organisation reference-unknown"),
        (#""hamlet":99"#, "/hamlet reference-unknown"),
    ])
    func `an ambiguous or unknown owner`(_ owner: String, _ error: String) throws {
        let office = try Office.villageWithCriteria()
        let response = try office.post("/v1/models", Office.model(owner: owner))
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a model with several errors gets all of them`() throws {
        let body = """
            {"hamlet":1,"name":" ","area":"sport","kind":"pair","year":1999,"method":7,"lasting":"\\u0007",
            "replicated_from":0,"colour":"red"}
            """
        let response = try Office.villageWithCriteria().post("/v1/models", body)
        #expect(
            Set(response.errors) == [
                "/name text-invalid", "/area choice-unknown", "/kind choice-unknown",
                "/year number-out-of-range",
                "/method type-mismatch", "/lasting text-invalid", "/replicated_from number-out-of-range",
                "/colour member-unknown",
            ])
    }

    @Test func `a text that is too long`() throws {
        let office = try Office.villageWithCriteria()
        func drafted(_ count: Int) throws -> Response {
            let text = String(repeating: "ộ", count: count)
            return try office.post("/v1/models", Office.model(others: #","method":"\#(text)""#))
        }
        #expect(try drafted(2000).status == 201)
        #expect(try drafted(2001).errors == ["/method text-too-long"])
    }

    @Test func `a list without a unit or hamlet`() throws {
        let response = try Office.villageWithCriteria().get("/v1/models")
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?unit parameter-invalid"])
    }

    @Test(arguments: ["register", "accept", "return", "recognise", "decline"])
    func `a transition without a version, or with a stale one`(_ step: String) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        let body =
            switch step {
            case "accept": #"{"appraisers":[7,11]}"#
            case "return": #"{"remarks":"x"}"#
            case "recognise": Office.recognition
            case "decline": #"{"reason":"x"}"#
            default: ""
            }
        let path = "/v1/models/\(id)/\(step)"
        func send(_ ifMatch: String?) throws -> Response {
            try office.post(path, body, as: .officer, key: office.newKey(), ifMatch: ifMatch)
        }
        #expect(Refused(try send(nil)) == Refused(428, "version-missing"))
        let stale = try send(#""r1""#)
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        #expect(stale.taggedVersion == 5)
    }
}

extension Office {
    /// All models with their appraisals.
    fileprivate func models() throws -> [Model: [Appraisal]] {
        try read { tx in
            var found: [Model: [Appraisal]] = [:]
            for model in try tx.models(below: "40", matching: ModelFilter(), before: nil, limit: 500) {
                found[model] = try tx.appraisals(of: model.id)
            }
            return found
        }
    }
}
