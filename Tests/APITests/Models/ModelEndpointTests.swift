import Domain
import HTTP
import JSON
import TestSupport
import Testing

@Suite struct ModelEndpointTests {
    @Test func `a model is drafted with the minimum of members`() throws {
        let office = try Office.villageWithCriteria()
        let response = try office.post("/v1/models", Office.model(), as: .head)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/models/1")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows: """
                {"id":1,"hamlet":1,"organisation":null,"unit":"16702","name":"Biến rác thành đường hoa",
                "area":"culture_society","kind":"collective","year":2026,"replicated_from":null,"state":"draft",
                "registered_on":null,"level":null,"decision_number":null,"decided_on":null,"situation":null,
                "objective":null,"method":null,"place":null,"forces":null,"resources":null,"time":null,
                "outputs":null,"lasting":null,"criteria_set":null,"appraisers":[],"remarks":null,"appraisals":[],
                "score_numerator":null,"score_denominator":null,"score_hundredths":null,"pass":null,
                "signer":null,"decline_reason":null,"decided_by":null,"recorded_by":1,
                "recorded_at":"2026-11-23T02:00:00.000Z","version":1,"likely_duplicates":[]}
                """)
    }

    @Test func `all ten texts of the form are stored`() throws {
        let office = try Office.villageWithCriteria()
        let names = [
            "situation", "objective", "method", "place", "forces", "resources", "time", "outputs", "lasting",
        ]
        let texts = names.map { #","\#($0)":"Về \#($0)""# }.joined()
        let created = try office.post("/v1/models", Office.model(others: texts))
        let shown = try office.get("/v1/models/1")
        for name in names {
            #expect(created.text("/" + name) == "Về " + name)
            #expect(shown.text("/" + name) == "Về " + name)
        }
    }

    @Test func `an organisation may own a model`() throws {
        let office = try Office.villageWithCriteria()
        let response = try office.post("/v1/models", Office.model(owner: #""organisation":1"#), as: .officer)
        #expect(response.integer("/organisation") == 1)
        #expect(response.text("/unit") == "16702")
        #expect(try office.post("/v1/models/1/register", ifMatch: "*").status == 200)
    }

    @Test func `likely duplicates are reported when drafting and registering`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.draft)
        let again = try office.post("/v1/models", Office.model("BIEN RAC THANH DUONG HOA"))
        #expect(again.items("/likely_duplicates").map { $0.integer() } == [1])
        let registered = try office.post("/v1/models/1/register", ifMatch: "*")
        #expect(registered.items("/likely_duplicates").map { $0.integer() } == [2])
        let elsewhere = try office.post("/v1/models", Office.model(owner: #""hamlet":2"#))
        #expect(elsewhere.items("/likely_duplicates").isEmpty)
    }

    @Test func `registering stores today and the criteria in force`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.draft)
        let response = try office.post("/v1/models/1/register", as: .head, ifMatch: #""r1""#)
        #expect(response.status == 200)
        #expect(response.taggedVersion == 2)
        #expect(response.text("/state") == "registered")
        #expect(response.text("/registered_on") == "2026-11-23")
        #expect(response.integer("/criteria_set") == 1)
    }

    @Test func `an office may enter past dates, but not future ones or before the hamlet`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.draft)
        func register(on day: String) throws -> Response {
            try office.post("/v1/models/1/register", #"{"registered_on":"\#(day)"}"#, ifMatch: "*")
        }
        for day in ["2026-11-24", "2019-12-31"] {
            let refused = try register(on: day)
            #expect(Refused(refused) == Refused(422, "date-out-of-range"))
            #expect(refused.errors == ["/registered_on date-out-of-range"])
        }
        let response = try register(on: "2024-03-01")
        #expect(response.text("/registered_on") == "2024-03-01")
        // No criteria set was in force then, so the first appraisal decides.
        #expect(response.json.at("/criteria_set") == .null)
    }

    @Test func `a returned model is edited and registered again`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.returned)
        let returned = try office.get("/v1/models/\(id)")
        #expect(returned.text("/remarks") == "Nêu rõ kết quả")
        let etag = try #require(returned.field("ETag"))
        let edited = try office.patch(
            "/v1/models/\(id)", #"{"outputs":"13 triệu đồng","year":2025}"#, ifMatch: etag)
        #expect(edited.text("/outputs") == "13 triệu đồng")
        #expect(edited.integer("/year") == 2025)
        #expect(edited.text("/state") == "returned")
        let registered = try office.post("/v1/models/\(id)/register", ifMatch: "*")
        #expect(registered.text("/state") == "registered")
        #expect(registered.json.at("/remarks") == .null)
    }

    @Test func `a merge patch sets, keeps and removes members`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.recognised)
        let id = try office.newModel(
            .draft,
            Office.model("Thùng rác", others: #","method":"Thu gom","place":"Xóm 9","replicated_from":1"#))
        let patch = #"{"method":null,"replicated_from":null,"name":"Thùng rác văn minh"}"#
        let edited = try office.patch("/v1/models/\(id)", patch)
        #expect(edited.text("/name") == "Thùng rác văn minh")
        #expect(edited.json.at("/method") == .null)
        #expect(edited.text("/place") == "Xóm 9")
        #expect(edited.json.at("/replicated_from") == .null)
        let refused = try office.patch(
            "/v1/models/\(id)", #"{"name":null,"area":null,"kind":null,"year":null}"#)
        #expect(refused.errors == ["/name", "/area", "/kind", "/year"].map { $0 + " type-mismatch" })
    }

    @Test func `two appraisals make a score, exact and rounded`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        let named = try office.post(
            "/v1/models/\(id)/name-appraisers", office.appraisers(["Yến", "Nga"]), as: .officer, ifMatch: "*")
        #expect(named.status == 200 && named.json.at("/appraisers/2") != nil)
        let first = try office.appraise(id, [7, 2])
        #expect(first.status == 201)
        #expect(first.field("Location") == "/v1/models/\(id)")
        #expect(first.text("/state") == "accepted")
        // 40 · 7/10 + 60 · 2/3 = 68
        #expect(first.integer("/score_numerator") == 68)
        #expect(first.integer("/score_denominator") == 1)
        // 40 · 10/10 + 60 · 3/3 = 100, the mean 84
        let second = try office.appraise(id, [10, 3], by: "Yến")
        #expect(second.text("/state") == "appraised")
        #expect(second.integer("/score_hundredths") == 8400)
        // 40 · 9/10 + 60 · 1/3 = 56, the mean 224/3
        let third = try office.appraise(id, [9, 1], by: "Nga")
        #expect(third.text("/state") == "appraised")
        #expect(third.integer("/score_numerator") == 224)
        #expect(third.integer("/score_denominator") == 3)
        #expect(third.integer("/score_hundredths") == 7467)
        #expect(third.integer("/pass") == 80)
        #expect(third.items("/appraisals").count == 3)
        #expect(third.integer("/appraisals/2/scores/1/score") == 1)
        #expect(try office.get("/v1/models/\(id)").body == third.body)
    }

    @Test func `a third, kinder appraiser is refused after a failing mean`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.accepted)
        let others = try office.appraisers(["Yến", "Nga"])
        let name = "/v1/models/\(id)/name-appraisers"
        _ = try office.appraise(id, [7, 2])
        // Already the first appraisal fixes them: neither a person nor a new token of one makes a difference.
        let fixed = Refused(409, "appraisers-fixed")
        #expect(Refused(try office.post(name, others, as: .officer, ifMatch: "*")) == fixed)
        #expect(Refused(try office.appraise(id, [10, 3], by: "Nga")) == fixed)
        _ = try office.appraise(id, [7, 2], by: "Yến")
        let kinder = try office.appraise(id, [10, 3], by: "Nga")
        #expect(Refused(kinder) == fixed)
        #expect(kinder.text("/detail")?.contains("decline") == true)
        #expect(Refused(try office.post(name, others, as: .officer, ifMatch: "*")) == fixed)
        let again = try office.decide(id, "recognise", Office.recognition)
        #expect(Refused(again) == Refused(409, "score-below-pass"))
    }

    @Test func `who is not named does not appraise, and all who are named do before a recognition`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.registered)
        let accepted = try office.post(
            "/v1/models/\(id)/accept", office.appraisers(["Yến", "Sơn"]), as: .officer, ifMatch: "*")
        try #require(accepted.status == 200)
        let stranger = try office.appraise(id, [10, 3], by: "Nga")
        #expect(Refused(stranger) == Refused(409, "not-appraiser"))
        #expect(stranger.text("/detail")?.contains("name-appraisers") == true)
        _ = try office.appraise(id, [10, 3])
        _ = try office.appraise(id, [10, 3], by: "Yến")
        let early = try office.decide(id, "recognise", Office.recognition)
        #expect(Refused(early) == Refused(409, "appraisers-pending"))
        #expect(early.text("/detail")?.hasPrefix("Còn 1 người") == true)
        _ = try office.appraise(id, [10, 3], by: "Sơn")
        #expect(try office.decide(id, "recognise", Office.recognition).status == 200)
    }

    @Test(arguments: [
        (#"{"appraisers":[7]}"#, "/appraisers number-out-of-range"), ("{}", "/appraisers member-missing"),
        (#"{"appraisers":[7,7]}"#, "/appraisers/1 appraiser-repeated"),
        (#"{"appraisers":[7,999]}"#, "/appraisers/1 reference-unknown"),
    ])
    func `a model is accepted with two known appraisers`(_ body: String, _ error: String) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.registered)
        let response = try office.post("/v1/models/\(id)/accept", body, as: .officer, ifMatch: "*")
        #expect(response.errors == [error])
        // The clerk, who recorded it, appraises it with no token.
        let own = try office.post(
            "/v1/models/\(id)/accept", #"{"appraisers":[2,7]}"#, as: .officer, ifMatch: "*")
        #expect(Refused(own) == Refused(409, "own-model"))
    }

    @Test func `a model registered before any criteria uses those of its first appraisal`() throws {
        let office = try Office.village()
        let id = try office.newModel(.accepted)
        #expect(Refused(try office.appraise(id, [9, 3])) == Refused(409, "criteria-set-missing"))
        _ = try office.post("/v1/criteria-sets", Office.criteria, as: .officer)
        #expect(try office.appraise(id, [9, 3]).integer("/criteria_set") == 1)
    }

    @Test func `recognition shows level, number, date and signer, and freezes`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        let response = try office.decide(id, "recognise", Office.recognition)
        #expect(response.status == 200)
        #expect(response.text("/state") == "recognised")
        #expect(response.text("/level") == "commune")
        #expect(response.text("/decision_number") == "45/QĐ-UBND")
        #expect(response.text("/decided_on") == "2026-11-20")
        #expect(response.text("/signer") == "Nguyễn Văn Hải")
        #expect(response.taggedVersion == 6)
    }

    @Test func `a repeated recognition has one effect and the same response`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised)
        let key = office.newKey()
        func recognise() throws -> Response {
            try office.post(
                "/v1/models/\(id)/recognise", Office.recognition, as: .approver, key: key, ifMatch: #""r5""#)
        }
        let first = try recognise()
        let position = office.lastPosition
        let second = try recognise()
        #expect(second.body == first.body)
        #expect(second.field("Idempotency-Replayed") == "true")
        #expect(office.lastPosition == position)
    }

    @Test func `a declined model gives the reason to the office`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.declined)
        let response = try office.get("/v1/models/\(id)")
        #expect(response.text("/state") == "declined")
        #expect(response.text("/decline_reason") == "Chưa bền")
        #expect(response.integer("/decided_by") != nil)
    }

    @Test func `models are listed by hamlet, by unit and by every filter, in pages`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.registered, Office.model("Đường hoa"))
        _ = try office.newModel(.draft, Office.model("Thùng rác", owner: #""hamlet":2"#))
        _ = try office.newModel(
            .draft,
            #"{"organisation":1,"name":"Tổ tự quản","area":"economy","kind":"individual","year":2025}"#)
        func listed(_ query: String) throws -> [Int64] { try office.get("/v1/models?" + query).ids }
        #expect(try listed("unit=16702") == [3, 2, 1])
        #expect(try listed("hamlet=2") == [2])
        #expect(
            try office.get("/v1/models?unit=16702&hamlet=1").errors == ["?unit parameter-invalid"])
        #expect(try listed("unit=16702&state=draft") == [3, 2])
        #expect(try listed("unit=16702&area=economy") == [3])
        #expect(try listed("unit=16702&kind=individual") == [3])
        #expect(try listed("unit=16702&year=2026") == [2, 1])
        #expect(try listed("unit=16702&q=rac") == [2])
        let page = try office.get("/v1/models?unit=16702&limit=2")
        let cursor = try #require(page.text("/page/next_cursor"))
        #expect(page.ids == [3, 2])
        #expect(try listed("unit=16702&limit=2&cursor=" + cursor) == [1])
        let other = try office.get("/v1/models?hamlet=1&limit=2&cursor=" + cursor)
        #expect(Refused(other) == Refused(400, "cursor-mismatch"))
    }

    @Test func `a replication tree is counted and listed`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.recognised)
        _ = try office.newModel(.registered, Office.model("Bản sao", others: #","replicated_from":1"#))
        _ = try office.newModel(
            .registered, Office.model("Sao của sao", owner: #""hamlet":2"#, others: #","replicated_from":2"#))
        _ = try office.newModel(.draft, Office.model("Bản dự thảo", others: #","replicated_from":1"#))
        let tree = try office.get("/v1/models/1/replications")
        #expect(tree.integer("/direct") == 1)
        #expect(tree.integer("/transitive") == 2)
        #expect(tree.integer("/hamlets") == 2)
        #expect(tree.ids == [2, 3])
        #expect(tree.items().map { $0.integer("/depth") } == [1, 2])
        let first = try office.get("/v1/models/1/replications?limit=1")
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try office.get("/v1/models/1/replications?limit=1&cursor=" + cursor).ids == [3])
        #expect(first.field("Link")?.contains("rel=\"next\"") == true)
    }
}

@Suite struct CriteriaSetEndpointTests {
    @Test func `a criteria set is recorded, shown and listed`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/criteria-sets", Office.criteria, as: .officer)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/criteria-sets/1")
        try expect(
            response,
            shows: """
                {"id":1,"unit":"16702","valid_from":"2026-01-01","criteria":[
                {"number":1,"name":"Hiệu quả","weight":40,"max":10},
                {"number":2,"name":"Cách làm","weight":60,"max":3}],"pass":80}
                """)
        #expect(try office.get("/v1/criteria-sets/1", as: .appraiser).body == response.body)
        #expect(try office.get("/v1/criteria-sets", as: .head).ids == [1])
        #expect(try office.get("/v1/criteria-sets?unit=40").ids == [])
    }

    @Test func `weights with a sum of 99 are refused`() throws {
        let office = try Office.village()
        let body = Office.criteria.replacing(#""weight":40"#, with: #""weight":39"#)
        let response = try office.post("/v1/criteria-sets", body, as: .officer)
        #expect(Refused(response) == Refused(422, "weights-total"))
        #expect(response.errors == ["/criteria weights-total"])
        #expect(response.text("/errors/0/detail") == "tổng là 99, cần 100")
        #expect(try office.get("/v1/criteria-sets").ids == [])
    }

    @Test func `maximum scores without exact arithmetic are refused`() throws {
        let criteria = [997, 991, 983, 977].map { #"{"name":"A","weight":25,"max":\#($0)}"# }
        let body =
            #"{"unit":"16702","valid_from":"2026-01-01","pass":80,"criteria":[\#(criteria.joined(separator: ","))]}"#
        let response = try Office.village().post("/v1/criteria-sets", body, as: .officer)
        #expect(Refused(response) == Refused(422, "maxima-incompatible"))
    }

    @Test func `a unit has one criteria set from each date`() throws {
        let office = try Office.villageWithCriteria()
        let response = try office.post("/v1/criteria-sets", Office.criteria, as: .officer)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/valid_from already-exists"])
    }

    @Test func `all errors of all criteria are reported at once, each with its place`() throws {
        let body = """
            {"unit":"16702","valid_from":"2026-02-30","pass":101,"criteria":[
            {"name":"","weight":0,"max":10},{"weight":"40","max":1001,"color":1}]}
            """
        let response = try Office.village().post("/v1/criteria-sets", body, as: .officer)
        #expect(Refused(response) == Refused(422, "input-invalid"))
        #expect(
            Set(response.errors) == [
                "/valid_from date-invalid", "/criteria/0/name text-invalid",
                "/criteria/0/weight number-out-of-range",
                "/criteria/1/name member-missing", "/criteria/1/weight type-mismatch",
                "/criteria/1/max number-out-of-range", "/criteria/1/color member-unknown",
                "/pass number-out-of-range",
            ])
    }

    @Test(arguments: [
        (#""criteria":{}"#, "type-mismatch"), (#""criteria":[]"#, "number-out-of-range"),
        (#""criteria":[1]"#, "type-mismatch"), (#""criteria":null"#, "member-missing"),
        (#""criteria":"x""#, "type-mismatch"),
    ])
    func `a list must be an array of objects`(_ member: String, _ code: String) throws {
        let body = #"{"unit":"16702","valid_from":"2026-01-01","pass":80,\#(member)}"#
        let response = try Office.village().post("/v1/criteria-sets", body, as: .officer)
        #expect(response.errors == ["/criteria " + code])
    }

    @Test func `a list has a maximum length`() throws {
        let one = #"{"name":"A","weight":1,"max":10}"#
        func recorded(_ count: Int) throws -> Response {
            let list = Array(repeating: one, count: count).joined(separator: ",")
            let body = #"{"unit":"16702","valid_from":"2026-01-01","pass":80,"criteria":[\#(list)]}"#
            return try Office.village().post("/v1/criteria-sets", body, as: .officer)
        }
        #expect(try recorded(100).status == 201)
        #expect(try recorded(101).errors == ["/criteria number-out-of-range"])
    }

    @Test func `at most a hundred errors are reported`() throws {
        let list = Array(repeating: #"{"a":1,"b":2}"#, count: 100).joined(separator: ",")
        let body = #"{"unit":"16702","valid_from":"2026-01-01","pass":80,"criteria":[\#(list)]}"#
        let response = try Office.village().post("/v1/criteria-sets", body, as: .officer)
        #expect(response.errors.count == 100)
    }
}
