import Domain
import HTTP
import JSON
import TestSupport
import Testing

@Suite struct ModelReportTests {
    /// Five models in the first five months of 2024, one outside, one draft.
    private func office() throws -> Office {
        let office = try Office.villageWithCriteria()
        let models: [(area: String, kind: String, day: String)] = [
            ("economy", "collective", "2024-01-01"), ("economy", "individual", "2024-05-31"),
            ("culture_society", "collective", "2024-02-10"), ("security_defence", "collective", "2024-03-10"),
            ("political_system", "collective", "2024-04-10"), ("economy", "collective", "2024-06-01"),
        ]
        for (index, model) in models.enumerated() {
            let sort = #""area":"\#(model.area)","kind":"\#(model.kind)""#
            let body = #"{"hamlet":1,"name":"Mô hình \#(index)",\#(sort),"year":2024}"#
            let id = try #require(try office.post("/v1/models", body).integer("/id"))
            let registered = try office.post(
                "/v1/models/\(id)/register", #"{"registered_on":"\#(model.day)"}"#, ifMatch: "*")
            try #require(registered.status == 200)
        }
        _ = try office.newModel(.draft)
        return office
    }

    private let months = "/v1/reports/models?unit=16702&from=2024-01-01&to=2024-05-31"

    @Test func `models are counted by area in one call`() throws {
        let response = try office().get(months + "&by=area")
        try expect(
            response,
            shows: """
                {"unit":"16702","from":"2024-01-01","to":"2024-05-31","by":"area",
                "registered":5,"collective":4,"individual":1,"recognised":0,"rows":[
                {"key":"economy","registered":2,"collective":1,"individual":1,"recognised":0},
                {"key":"culture_society","registered":1,"collective":1,"individual":0,"recognised":0},
                {"key":"security_defence","registered":1,"collective":1,"individual":0,"recognised":0},
                {"key":"political_system","registered":1,"collective":1,"individual":0,"recognised":0}]}
                """)
    }

    @Test(
        arguments: [
            ("kind", ["collective": 4, "individual": 1]),
            (
                "state",
                [
                    "registered": 5, "returned": 0, "accepted": 0, "appraised": 0, "recognised": 0,
                    "declined": 0,
                ]
            ),
            ("level", ["hamlet": 0, "commune": 0, "district": 0, "province": 0, "central": 0, "none": 5]),
        ] as [(String, [String: Int64])])
    func `models are counted by kind, state or level`(_ grouping: String, _ wanted: [String: Int64]) throws {
        let rows = try office().get(months + "&by=" + grouping).items("/rows")
        let reported = Dictionary(
            uniqueKeysWithValues: rows.map { ($0.text("/key") ?? "", $0.integer("/registered") ?? -1) })
        #expect(reported == wanted)
    }

    @Test func `a recognised model counts at its level on its registration date`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.recognised)
        let report = try office.get("/v1/reports/models?unit=16702&by=level")
        #expect(report.integer("/recognised") == 1)
        #expect(report.items("/rows").first { $0.text("/key") == "commune" }?.integer("/recognised") == 1)
    }

    @Test func `a former district counts only its own days`() throws {
        let office = try office()
        let auditor = Bearer(.auditor, at: .province)
        #expect(try office.get("/v1/reports/models?unit=412", as: auditor).integer("/registered") == 6)
        _ = try office.newModel(.registered, Office.model("Hôm nay"))
        #expect(try office.get("/v1/reports/models?unit=412", as: auditor).integer("/registered") == 6)
        #expect(try office.get("/v1/reports/models?unit=40", as: auditor).integer("/registered") == 7)
    }

    @Test func `a report that ends before it starts is refused`() throws {
        let office = try Office.villageWithCriteria()
        let response = try office.get("/v1/reports/models?unit=16702&from=2024-05-31&to=2024-01-01")
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?to parameter-invalid"])
        #expect(Refused(try office.get(months + "&by=owner")) == Refused(400, "parameter-invalid"))
        #expect(Refused(try office.get("/v1/reports/models?unit=40")) == Refused(404, "not-found"))
    }

    @Test func `anonymous callers see only what the models' own pages show`() throws {
        let office = try office()
        for grouping in ["area", "kind", "state", "level"] {
            let target = months + "&by=" + grouping
            let internalView = try office.get(target)
            let shown = try office.get(target.replacing("/v1/", with: "/v1/public/"), as: nil)
            // An individual who is not recognised is in no row.
            #expect(internalView.integer("/registered") == 5 && shown.integer("/registered") == 4)
            #expect(shown.integer("/individual") == 0)
            #expect(shown.items("/rows").allSatisfy { $0.integer("/individual") == 0 })
            #expect(shown.integer("/collective") == internalView.integer("/collective"))
        }
        let nowhere = try office.get("/v1/public/reports/models?unit=99999", as: nil)
        #expect(Refused(nowhere) == Refused(404, "not-found"))
    }

    @Test func `an unchanged report is not sent again`() throws {
        let office = try office()
        let etag = try #require(try office.get(months).field("ETag"))
        #expect(try office.get(months, fields: [("If-None-Match", etag)]).status == 304)
        // A draft is not counted; once it is registered, it is.
        let id = try office.newModel(.draft, Office.model("Khác"))
        #expect(try office.get(months, fields: [("If-None-Match", etag)]).status == 304)
        let register = #"{"registered_on":"2024-05-01"}"#
        try #require(try office.post("/v1/models/\(id)/register", register, ifMatch: "*").status == 200)
        #expect(try office.get(months, fields: [("If-None-Match", etag)]).status == 200)
    }

    @Test func `the hamlet summary counts models by state`() throws {
        let office = try Office.villageWithCriteria()
        for (index, state) in Model.State.allCases.enumerated() {
            _ = try office.newModel(state, Office.model("Mô hình \(index)"))
        }
        _ = try office.newModel(.draft, Office.model("Thêm"))
        let internalView = try office.get("/v1/hamlets/1/summary").json.at("/models")
        #expect(
            internalView
                == (try json(
                    """
                    {"draft":2,"registered":1,"returned":1,"accepted":1,"appraised":1,"recognised":1,
                    "declined":1}
                    """)))
        let shown = try office.get("/v1/public/hamlets/1/summary", as: nil).json.at("/models")
        #expect(shown == (try json(#"{"registered":1,"accepted":1,"appraised":1,"recognised":1}"#)))
    }
}

@Suite struct PublicModelTests {
    private static let individual = Office.model("Bà Nguyễn Thị Tư")
        .replacing("collective", with: "individual")

    @Test func `anonymous callers see models in progress and recognised ones`() throws {
        let office = try Office.villageWithCriteria()
        for (index, state) in Model.State.allCases.enumerated() {
            _ = try office.newModel(state, Office.model("Mô hình \(index)"))
        }
        let lines = try office.get("/v1/public/hamlets/1/models", as: nil).items()
        #expect(
            lines.map { $0.text("/state") } == ["recognised", "appraised", "accepted", "registered"])
        for (index, state) in Model.State.allCases.enumerated() {
            let isShown = lines.contains { $0.text("/state") == state.rawValue }
            let status = try office.get("/v1/public/models/\(index + 1)", as: nil).status
            #expect(status == (isShown ? 200 : 404), "\(state)")
        }
    }

    @Test func `a recognition is public with level, number and date, without texts or scores`() throws {
        let office = try Office.villageWithCriteria()
        let body = Office.model(others: #","method":"Thu gom","forces":"Bà Tư chủ trì""#)
        let id = try office.newModel(.recognised, body)
        try expect(
            office.get("/v1/public/models/\(id)", as: nil),
            shows: """
                {"id":1,"hamlet":1,"organisation":null,"unit":"16702","name":"Biến rác thành đường hoa",
                "area":"culture_society","kind":"collective","year":2026,"replicated_from":null,
                "state":"recognised","registered_on":"2026-11-23","level":"commune",
                "decision_number":"45/QĐ-UBND","decided_on":"2026-11-20"}
                """)
    }

    @Test func `an individual's model is public only once recognised`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.appraised, PublicModelTests.individual)
        #expect(try office.get("/v1/public/hamlets/1/models", as: nil).items().isEmpty)
        #expect(try office.get("/v1/public/models/\(id)", as: nil).status == 404)
        #expect(try office.get("/v1/public/hamlets/1/summary", as: nil).integer("/models/appraised") == 0)
        _ = try office.decide(id, "recognise", Office.recognition)
        #expect(try office.get("/v1/public/models/\(id)", as: nil).text("/name") == "Bà Nguyễn Thị Tư")
        #expect(try office.get("/v1/public/hamlets/1/summary", as: nil).integer("/models/recognised") == 1)
    }

    @Test func `the public list is filtered by area, kind and year only`() throws {
        let office = try Office.villageWithCriteria()
        _ = try office.newModel(.registered)
        let path = "/v1/public/hamlets/1/models"
        #expect(try office.get(path + "?area=culture_society&kind=collective&year=2026", as: nil).ids == [1])
        #expect(try office.get(path + "?area=economy", as: nil).ids == [])
        for query in ["state=declined", "q=tu", "signer=x"] {
            let response = try office.get(path + "?" + query, as: nil)
            #expect(Refused(response) == Refused(400, "parameter-unknown"))
        }
        #expect(try office.get("/v1/public/hamlets/99/models", as: nil).status == 404)
    }

    @Test func `the public list has pages`() throws {
        let office = try Office.villageWithCriteria()
        for index in 1...3 { _ = try office.newModel(.registered, Office.model("Mô hình \(index)")) }
        let first = try office.get("/v1/public/hamlets/1/models?limit=2", as: nil)
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(first.ids == [3, 2])
        #expect(try office.get("/v1/public/hamlets/1/models?limit=2&cursor=" + cursor, as: nil).ids == [1])
    }
}

@Suite struct ModelRoleTests {
    /// The roles that may perform each write, written by hand.
    private static let rolesByStep: [(step: String, roles: Set<Role>)] = [
        ("draft", [.hamletHead, .clerk, .frontOfficer]), ("edit", [.hamletHead, .clerk, .frontOfficer]),
        ("register", [.hamletHead, .clerk, .frontOfficer]), ("accept", [.frontOfficer]),
        ("name-appraisers", [.frontOfficer]),
        ("return", [.frontOfficer]), ("appraisals", [.appraiser]), ("recognise", [.approver, .frontOfficer]),
        ("decline", [.approver, .frontOfficer]),
    ]

    /// State × step × role: a wrong role gets 403 in every state; a right role gets what the state allows.
    @Test(arguments: Model.State.allCases)
    func `in every state each step is allowed only for its roles`(_ state: Model.State) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(state)
        for (step, roles) in ModelRoleTests.rolesByStep {
            for role in Role.allCases {
                let response = try office.dryRun(step, on: id, as: Bearer(role))
                if roles.contains(role) {
                    #expect(response.status == ModelRoleTests.status(of: step, in: state), "\(step) \(role)")
                } else {
                    #expect(Refused(response) == Refused(403, "role-missing"), "\(step) \(role)")
                }
            }
        }
    }

    /// The state × step matrix as seen by a client.
    private static func status(of step: String, in state: Model.State) -> Int {
        switch (state, step) {
        case (_, "draft"), (.draft, "edit"), (.draft, "register"), (.returned, "edit"),
            (.returned, "register"),
            (.registered, "accept"), (.registered, "return"), (.accepted, "appraisals"),
            (.accepted, "name-appraisers"),
            (.appraised, "recognise"), (.appraised, "decline"):
            200
        // The appraiser of this office has already scored the model.
        default: 409
        }
    }

    @Test(arguments: Role.allCases)
    func `any role in the unit reads models, reports and criteria`(_ role: Role) throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.recognised)
        for target in [
            "/v1/models/\(id)", "/v1/models?unit=16702", "/v1/models/\(id)/replications",
            "/v1/reports/models?unit=16702", "/v1/criteria-sets", "/v1/criteria-sets/1",
        ] {
            #expect(try office.get(target, as: Bearer(role)).status == 200, "\(target)")
        }
    }

    @Test func `a role elsewhere finds no model`() throws {
        let office = try Office.villageWithCriteria()
        let id = try office.newModel(.draft)
        for scope in [RoleAssignment.Scope.xom10, .otherCommune] {
            let response = try office.get("/v1/models/\(id)", as: Bearer(.frontOfficer, at: scope))
            #expect(Refused(response) == Refused(404, "not-found"))
        }
    }

    @Test func `criteria are recorded by the front officer and the administrator`() throws {
        for role in Role.allCases {
            let response = try Office.village().post("/v1/criteria-sets", Office.criteria, as: Bearer(role))
            #expect(response.status == ([.frontOfficer, .admin].contains(role) ? 201 : 403), "\(role)")
        }
    }
}

extension Office {
    fileprivate func dryRun(_ step: String, on id: Int64, as bearer: Bearer) throws -> Response {
        let path = "/v1/models/\(id)"
        let body =
            switch step {
            case "draft": Office.model("Khác")
            case "edit": #"{"name":"Khác"}"#
            case "accept", "name-appraisers": try appraisers()
            case "return": #"{"remarks":"x"}"#
            case "appraisals": #"{"scores":[{"criterion":1,"score":9},{"criterion":2,"score":3}]}"#
            case "recognise": Office.recognition
            case "decline": #"{"reason":"x"}"#
            default: ""
            }
        switch step {
        case "draft": return try post("/v1/models?dry_run=true", body, as: bearer)
        case "edit": return try patch(path + "?dry_run=true", body, as: bearer)
        default:
            return try post("\(path)/\(step)?dry_run=true", body, as: bearer, key: newKey(), ifMatch: "*")
        }
    }
}
