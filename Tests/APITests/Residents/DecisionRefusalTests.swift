import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct DecisionRefusalTests {
    @Test(arguments: [
        (Office.result(3, represented: 4), "/results/0 votes-mismatch", "votes-mismatch"),
        (Office.result(5), "/represented represented-too-large", "represented-too-large"),
        (
            Office.result(3, others: #","board":["An","Bình","Cúc"]"#), "/board counting-board-not-allowed",
            "counting-board-not-allowed"
        ),
        (
            Office.result(3).replacing(#""method":"show_of_hands","#, with: ""), "/method member-missing",
            "member-missing"
        ),
        (
            Office.result(3).replacing("meeting", with: "ballots"), "/method form-member-not-allowed",
            "form-member-not-allowed"
        ),
        (
            Office.result(3, others: #","earlier_meeting":1"#), "/earlier_meeting form-member-not-allowed",
            "form-member-not-allowed"
        ),
        (
            Office.result(3, others: #","chose_online":4"#), "/chose_online form-member-not-allowed",
            "form-member-not-allowed"
        ),
        (Office.result(3, heldOn: "2026-11-24"), "/held_on date-out-of-range", "date-out-of-range"),
        (Office.result(3, heldOn: "2026-02-30"), "/held_on date-invalid", "date-invalid"),
        (Office.result(3, heldOn: "2019-12-31"), "/held_on date-out-of-range", "date-out-of-range"),
        (Office.result(-1, represented: 3), "/results/0/for number-out-of-range", "number-out-of-range"),
        (
            Office.result(3).replacing("show_of_hands", with: "secret_ballot"),
            "/board counting-board-required",
            "counting-board-required"
        ),
        (
            Office.result(3, others: #","board":["An","Bình"],"witnesses":["Dung","Em"]"#)
                .replacing("show_of_hands", with: "secret_ballot"), "/board counting-board-required",
            "counting-board-required"
        ),
        (
            Office.result(3, others: #","board":["An",7,"Cúc"],"witnesses":["Dung","Em"]"#)
                .replacing("show_of_hands", with: "secret_ballot"), "/board/1 type-mismatch", "type-mismatch"
        ),
        (
            Office.result(3).replacing(#""results":["#, with: #""results":[{"for":3,"against":0},"#),
            "/results results-incomplete", "results-incomplete"
        ),
    ])
    func `an invalid result is refused with its place, and nothing is stored`(
        body: String, error: String, code: String
    ) throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.draft)
        let before = try office.get("/v1/decisions/\(id)").json
        let position = office.store.changes.lastPosition
        let response = try office.take("record-votes", on: id, body)
        #expect(Refused(response) == Refused(422, code))
        #expect(response.errors == [error])
        #expect(try office.get("/v1/decisions/\(id)").json == before)
        #expect(office.store.changes.lastPosition == position)
    }

    @Test(arguments: [
        (#"{"title":"x","items":[{"matter":"rates","text":"y"}]}"#, "/hamlet scope-ambiguous"),
        (
            #"{"hamlet":1,"commune":"16702","title":"x","items":[{"matter":"rates","text":"y"}]}"#,
            "/hamlet scope-ambiguous"
        ),
        (#"{"hamlet":1,"title":"x","items":[]}"#, "/items number-out-of-range"),
        (#"{"hamlet":1,"title":"x"}"#, "/items member-missing"),
        (
            #"{"hamlet":1,"title":"x","items":[{"matter":"tax","text":"y"}]}"#,
            "/items/0/matter choice-unknown"
        ),
        (
            #"{"hamlet":1,"title":"x","items":[{"matter":"rates","text":"y"}],"initiative_consents":4}"#,
            "/initiative_first_on member-missing"
        ),
        (
            #"{"hamlet":1,"title":"x","items":[{"matter":"rates","text":"y"}],"initiative_consents":4,"initiative_first_on":"2026-11-24"}"#,
            "/initiative_first_on date-out-of-range"
        ),
        (
            #"{"hamlet":1,"title":"x","items":[{"matter":"rates","text":"y"}],"amends":9}"#,
            "/amends reference-unknown"
        ),
    ])
    func `an invalid draft is refused with the places of its errors`(body: String, error: String) throws {
        let office = try Office.villageWithParameters()
        let response = try office.post("/v1/decisions", body)
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a decision of other households cannot be amended`() throws {
        let office = try Office.villageWithParameters()
        _ = try office.newDecision(.passed)
        let body = #"{"hamlet":2,"title":"x","items":[{"matter":"rates","text":"y"}],"amends":1}"#
        let response = try office.post("/v1/decisions", body)
        #expect(Refused(response) == Refused(422, "reference-unknown"))
    }

    @Test(arguments: [Decision.State.draft, .voted]) func `a decision that has not passed cannot be amended`(
        _ state: Decision.State
    ) throws {
        let office = try Office.villageWithParameters()
        let old = try office.newDecision(state)
        let body = #"{"hamlet":1,"title":"x","items":[{"matter":"rates","text":"y"}],"amends":\#(old)}"#
        #expect(Refused(try office.post("/v1/decisions", body)) == Refused(409, "invalid-transition"))
    }

    @Test func `without a threshold no decision can be concluded`() throws {
        let office = try Office.village()
        try office.set(Office.forms)
        let id = try office.newDecision(.voted)
        let response = try office.take("conclude", on: id)
        #expect(Refused(response) == Refused(409, "parameter-missing"))
        #expect(response.json.text("/detail") == "Tham số 'threshold.rates'.")
        #expect(try office.get("/v1/decisions/\(id)").json.text("/state") == "voted")
    }

    @Test func `lapsed consents prevent recording the votes`() throws {
        let office = try Office.villageWithParameters()
        let body =
            #"{"hamlet":1,"title":"x","items":[{"matter":"rates","text":"y"}],"initiative_consents":2,"initiative_first_on":"2026-08-19"}"#
        let id = try office.newDecision(.draft, body)
        let response = try office.take("record-votes", on: id, Office.result())
        #expect(Refused(response) == Refused(409, "consents-lapsed"))
        #expect(
            response.json.text("/detail")
                == "Có hiệu lực đến hết ngày 19/11/2026. Cần lấy lại rồi soạn bản dự thảo mới "
                + "(người thực hiện: trưởng thôn/tổ trưởng hoặc cán bộ văn phòng).")
    }

    @Test func `minutes cannot be sent on a future date`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.passed)
        let body = #"{"sent_to_commune_on":"2026-11-24","sent_to_front_on":"2026-11-22"}"#
        let response = try office.take("send", on: id, body)
        #expect(response.errors == ["/sent_to_commune_on date-out-of-range"])
    }

    @Test func `a stale version is refused at every step`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.voted)
        let stale = try office.post(
            "/v1/decisions/\(id)/conclude", key: office.newKey(), ifMatch: #""v1""#)
        #expect(stale.status == 412)
    }
}

@Suite struct ParameterEndpointTests {
    private static func body(
        _ key: String = "threshold.rates", unit: String? = "40", from: String = "2026-01-01",
        value: String = ">=2/3"
    ) -> String {
        let unit = unit.map { #""unit":"\#($0)","# } ?? ""
        return #"{"key":"\#(key)",\#(unit)"valid_from":"\#(from)","value":"\#(value)","source":"unverified"}"#
    }

    @Test func `a parameter is recorded, read and listed`() throws {
        let office = try Office.village()
        let set = try office.post("/v1/parameters", Self.body(), as: Bearer(.admin, at: .province))
        #expect(set.status == 201)
        #expect(try office.get("/v1/parameters/1").json == set.json)
        _ = try office.post(
            "/v1/parameters", Self.body(from: "2026-06-01", value: ">=3/4"), as: Bearer(.admin, at: .province)
        )
        func values(_ query: String) throws -> [String] {
            try office.get("/v1/parameters" + query).json.items("/data").compactMap { $0.text("/value") }
        }
        #expect(try values("") == [">=2/3", ">=3/4"])
        #expect(try values("?as_of=2026-05-31") == [">=2/3"])
        #expect(try values("?as_of=2026-06-01&unit=40&key=threshold.rates") == [">=3/4"])
        #expect(try values("?as_of=2025-12-31") == [])
        #expect(try values("?key=threshold.by_law") == [])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        (body(value: "2/3"), "/value parameter-value-invalid"),
        (body("initiative.months", value: "0"), "/value parameter-value-invalid"),
        (body("threshold.tax"), "/key choice-unknown"), (body(unit: "99999"), "/unit reference-unknown"),
        (body(unit: nil), "/unit unit-required"), (body(from: "2026-13-01"), "/valid_from date-invalid"),
    ]) func `an invalid parameter is refused with its place`(body: String, error: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/parameters", body, as: Bearer(.admin, at: .province))
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a key has one value per unit and date`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/parameters", Self.body(), as: Bearer(.admin, at: .province))
        let again = try office.post(
            "/v1/parameters", Self.body(value: ">1/2"), as: Bearer(.admin, at: .province))
        #expect(Refused(again) == Refused(409, "already-exists"))
    }

    @Test func `the value of the nearest unit applies, then the general one`() throws {
        let office = try Office.village()
        func value(on text: String = "2026-11-20") throws -> String {
            try office.read { tx in
                try tx.value(of: .ratesThreshold, in: "16702", on: #require(LocalDate(text)))
            }
        }
        #expect(throws: Refusal.parameterMissing(.ratesThreshold)) { try value() }
        func set(_ unit: String?, _ from: String, _ value: String) throws {
            try office.store.writer.write(actor: nil) { tx in
                let parameter = Parameter(
                    id: try tx.newID(), key: .ratesThreshold, unit: unit,
                    validFrom: try #require(LocalDate(from)), value: value, source: "unverified")
                try tx.save(parameter)
            }
        }
        try set(nil, "2023-07-01", ">=2/3")
        #expect(try value() == ">=2/3")
        try set("40", "2026-01-01", ">=3/4")
        #expect(try value() == ">=3/4")
        #expect(try value(on: "2025-12-31") == ">=2/3")
        try set("16702", "2026-11-20", ">=4/5")
        #expect(try value() == ">=4/5")
        #expect(try value(on: "2026-11-19") == ">=3/4")
        try set("17329", "2026-11-20", ">=1/1")
        #expect(try value() == ">=4/5")
    }
}
