import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct ConsultationEndpointTests {
    @Test func `the article's consultation: 100 % participated, 98.86 % agreed`() throws {
        let office = try Office.village()
        let body = Office.consultation(
            #""commune":"16702""#, eligible: 7000, agreed: 6920, disagreed: 70, invalid: 10)
        let recorded = try office.post("/v1/consultations", body)
        #expect(recorded.status == 201)
        #expect(recorded.json.text("/participation/percent") == "100.00")
        #expect(recorded.json.integer("/participation/numerator") == 1)
        #expect(recorded.json.text("/agreement/percent") == "98.86")
        #expect(recorded.json.integer("/agreement/numerator") == 173)
        #expect(recorded.json.integer("/agreement/denominator") == 175)
        #expect(try office.get("/v1/consultations/1").json == recorded.json)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `communes are summed, and hamlets only where their commune has no result`() throws {
        let office = try Office.village()
        func record(_ scope: String, _ eligible: Int, _ agreed: Int) throws {
            let body = Office.consultation(
                scope, eligible: eligible, agreed: agreed, disagreed: eligible - agreed, invalid: 0,
                to: "2026-05-15")
            try #require(
                try office.post("/v1/consultations", body, as: Bearer(.clerk, at: .province)).status == 201)
        }
        try record(#""hamlet":1"#, 100, 90)
        try record(#""hamlet":2"#, 50, 50)
        try record(#""hamlet":3"#, 10, 1)
        try record(#""commune":"17329""#, 400, 300)
        let report =
            try office.get(
                "/v1/reports/consultations?unit=40&matter=sap-nhap", as: Bearer(.clerk, at: .province)
            )
            .json
        #expect(report.items("/communes").compactMap { $0.text("/commune") } == ["16702", "17329"])
        #expect(report.items("/communes").compactMap { $0.integer("/eligible") } == [150, 400])
        #expect(report.items("/communes").compactMap { $0.integer("/places") } == [2, 1])
        #expect(report.integer("/eligible") == 550)
        #expect(report.integer("/agreed") == 440)
        #expect(report.text("/agreement/percent") == "80.00")
        #expect(report.integer("/agreement/numerator") == 4)
        let other = try office.get("/v1/reports/consultations?unit=16702&matter=khac").json
        #expect(other.integer("/eligible") == 0)
        #expect(other.at("/agreement") == .null)
    }

    @Test func `sums are public, except for 1 or 2 people`() throws {
        let office = try Office.village()
        _ = try office.post(
            "/v1/consultations",
            Office.consultation(
                #""hamlet":1"#, eligible: 2, agreed: 2, disagreed: 0, invalid: 0, to: "2026-05-15"))
        let target = "/v1/public/reports/consultations?unit=16702&matter=sap-nhap"
        let hidden = try office.get(target, as: nil).json
        #expect(hidden.items("/communes") == [])
        #expect(hidden.integer("/suppressed") == 1)
        _ = try office.post(
            "/v1/consultations", Office.consultation(#""hamlet":2"#, to: "2026-05-15"))
        let shown = try office.get(target, as: nil).json
        // The sum does not grow by the small place, before or after it.
        #expect(shown.integer("/eligible") == 4000)
        #expect(shown.items("/communes").compactMap { $0.integer("/places") } == [1])
        #expect(shown.integer("/suppressed") == 1)
        // Many were invited and one participated.
        _ = try office.post(
            "/v1/consultations",
            Office.consultation(
                #""hamlet":1"#, matter: "khac", eligible: 100, participated: 1, agreed: 1, disagreed: 0,
                invalid: 0,
                to: "2026-05-15"))
        let one = try office.get("/v1/public/reports/consultations?unit=16702&matter=khac", as: nil).json
        #expect(one.items("/communes") == [] && one.integer("/suppressed") == 1)
    }

    @Test func `counts are corrected, and a stale version is refused`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/consultations", Office.consultation(#""hamlet":1"#, to: "2026-05-15"))
        let corrected = try office.patch("/v1/consultations/1", #"{"agreed":3950,"invalid":10}"#)
        #expect(corrected.status == 200)
        #expect(corrected.json.integer("/agreed") == 3950)
        #expect(corrected.json.integer("/version") == 2)
        #expect(try office.patch("/v1/consultations/1", #"{"agreed":1}"#, ifMatch: #""r1""#).status == 412)
        let wrong = try office.patch("/v1/consultations/1", #"{"agreed":1}"#)
        #expect(wrong.errors == ["/agreed opinions-mismatch"])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a place has one result per matter`() throws {
        let office = try Office.village()
        for scope in [#""hamlet":1"#, #""commune":"16702""#] {
            let body = Office.consultation(scope, to: "2026-05-15")
            #expect(try office.post("/v1/consultations", body).status == 201)
            #expect(Refused(try office.post("/v1/consultations", body)) == Refused(409, "already-exists"))
        }
        let list = try office.get("/v1/consultations?commune=16702").json
        #expect(list.items("/data").compactMap { $0.text("/commune") } == ["16702"])
    }

    @Test(arguments: [
        (Office.consultation(#""hamlet":1"#, participated: 4001), "/participated number-out-of-range"),
        (Office.consultation(#""hamlet":1"#, agreed: 3955), "/agreed opinions-mismatch"),
        (Office.consultation(#""hamlet":1"#, agreed: -1), "/agreed number-out-of-range"),
        (Office.consultation(#""hamlet":1"#, to: "2026-11-24"), "/to date-out-of-range"),
        (
            Office.consultation(#""hamlet":1"#, to: "2019-12-31")
                .replacing("2024-05-01", with: "2019-12-01"), "/to date-out-of-range"
        ),
        (Office.consultation(#""hamlet":1"#, to: "2024-04-30"), "/to date-out-of-range"),
        (Office.consultation(#""x":1"#), "/x member-unknown"),
        (
            Office.consultation(#""hamlet":1"#).replacing(#""invited":4000"#, with: #""invited":4001"#),
            "/invited number-out-of-range"
        ),
    ]) func `inconsistent counts and dates are refused with the place`(body: String, error: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/consultations", body)
        #expect(response.status == 422)
        #expect(response.errors.contains(error))
        #expect(try office.get("/v1/consultations?hamlet=1").json.items("/data") == [])
    }

    @Test func `a code that was not a commune at the time is refused`() throws {
        let office = try Office.village()
        let body = Office.consultation(#""commune":"17329""#, to: "2024-05-15")
        let response = try office.post("/v1/consultations", body, as: Bearer(.clerk, at: .province))
        #expect(response.errors == ["/commune reference-unknown"])
    }
}

@Suite struct ProfileEndpointTests {
    private static let groups =
        #","occupations":[{"name":"Nông nghiệp","persons":400},{"name":"Dịch vụ","persons":300}]"#

    @Test func `the article's hamlets: 315 households, and a house with 240 seats`() throws {
        let office = try Office.villageWithParameters()
        let first = try office.post("/v1/hamlets/1/profiles", Office.profile(others: Self.groups))
        #expect(first.status == 201)
        #expect(first.json.integer("/households") == 315)
        #expect(first.json.items("/occupations").compactMap { $0.integer("/persons") } == [400, 300])
        #expect(first.json.at("/cultural_house_seats") == .null)
        let later = try office.post(
            "/v1/hamlets/1/profiles",
            Office.profile(
                asOf: "2026-01-01",
                others: #","cultural_house_seats":240,"cultural_house_m2":700,"area_m2":250000"#))
        #expect(later.json.integer("/cultural_house_seats") == 240)
        func days(_ query: String = "", as bearer: Bearer? = .clerk) throws -> [String] {
            let path = bearer == nil ? "/v1/public/hamlets/1/profiles" : "/v1/hamlets/1/profiles"
            return try office.get(path + query, as: bearer).json.items("/data")
                .compactMap { $0.text("/as_of") }
        }
        #expect(try days() == ["2026-01-01", "2023-12-31"])
        #expect(try days("?as_of=2025-06-30&limit=1") == ["2023-12-31"])
        #expect(try days("?as_of=2023-12-30") == [])
        #expect(try days(as: nil) == ["2026-01-01", "2023-12-31"])
        let page = try office.get("/v1/hamlets/1/profiles?limit=1").json
        let cursor = try #require(page.text("/page/next_cursor"))
        #expect(try days("?limit=1&cursor=\(cursor)") == ["2023-12-31"])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a profile is updated by a merge patch`() throws {
        let office = try Office.villageWithParameters()
        _ = try office.post("/v1/hamlets/1/profiles", Office.profile(others: Self.groups))
        let patched = try office.patch(
            "/v1/profiles/1",
            #"{"persons":900,"area_m2":5,"occupations":[{"name":"Cán bộ","persons":900}]}"#)
        #expect(patched.status == 200)
        #expect(patched.json.items("/occupations").compactMap { $0.text("/name") } == ["Cán bộ"])
        let cleared = try office.patch("/v1/profiles/1", #"{"area_m2":null,"occupations":null}"#)
        #expect(cleared.json.at("/area_m2") == .null)
        #expect(cleared.json.items("/occupations") == [])
        #expect(cleared.json.integer("/persons") == 900)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        (
            Office.profile(others: #","occupations":[{"name":"Đánh cá","persons":1}]"#),
            "/occupations/0/name occupation-unknown"
        ),
        (
            Office.profile(
                others: #","occupations":[{"name":"Dịch vụ","persons":1},{"name":"Dịch vụ","persons":1}]"#),
            "/occupations/1/name occupation-repeated"
        ),
        (
            Office.profile(
                others: #","occupations":[{"name":"Dịch vụ","persons":800},{"name":"Cán bộ","persons":98}]"#),
            "/occupations/1/persons number-out-of-range"
        ),
        (#"{"as_of":"2023-12-31","households":315,"persons":314}"#, "/persons number-out-of-range"),
        (Office.profile(asOf: "2026-11-24"), "/as_of date-out-of-range"),
        (Office.profile(asOf: "2019-12-31"), "/as_of date-out-of-range"),
        (Office.profile(others: #","cultural_house_seats":0"#), "/cultural_house_seats number-out-of-range"),
        (Office.profile(others: #","religion":"x""#), "/religion member-unknown"),
    ]) func `an invalid profile is refused with its place`(body: String, error: String) throws {
        let office = try Office.villageWithParameters()
        let response = try office.post("/v1/hamlets/1/profiles", body)
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a hamlet has one profile per date, and no groups unless configured`() throws {
        let office = try Office.village()
        #expect(try office.post("/v1/hamlets/1/profiles", Office.profile()).status == 201)
        #expect(
            Refused(try office.post("/v1/hamlets/1/profiles", Office.profile()))
                == Refused(409, "already-exists"))
        let grouped = try office.post(
            "/v1/hamlets/1/profiles", Office.profile(asOf: "2024-01-01", others: Self.groups))
        #expect(Refused(grouped) == Refused(409, "parameter-missing"))
    }

    @Test func `the number of people in 1 or 2 households is suppressed`() throws {
        let office = try Office.village()
        let body = #"{"as_of":"2026-01-01","households":2,"persons":5,"area_m2":900}"#
        #expect(try office.post("/v1/hamlets/2/profiles", body).status == 201)
        let shown = try office.get("/v1/public/hamlets/2/profiles", as: nil).json
        #expect(shown.at("/data/0/persons") == .null)
        #expect(shown.integer("/data/0/area_m2") == 900)
    }

    @Test func `a group of 1 or 2 people is suppressed, and an empty list is accepted`() throws {
        let office = try Office.villageWithParameters()
        let groups = #","occupations":[{"name":"Nông nghiệp","persons":2},{"name":"Dịch vụ","persons":3}]"#
        _ = try office.post("/v1/hamlets/1/profiles", Office.profile(others: groups))
        let shown = try office.get("/v1/public/hamlets/1/profiles", as: nil).json
        #expect(shown.items("/data/0/occupations").compactMap { $0.text("/name") } == ["Dịch vụ"])
        #expect(try office.patch("/v1/profiles/1", #"{"occupations":[]}"#).json.items("/occupations") == [])
    }
}
