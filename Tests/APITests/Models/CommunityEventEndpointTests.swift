import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct CommunityEventEndpointTests {
    @Test func `an event is recorded, corrected and listed`() throws {
        let office = try Office.village()
        let recorded = try office.post("/v1/community-events", Office.communityEvent())
        #expect(recorded.status == 201)
        #expect(recorded.field("Location") == "/v1/community-events/1")
        #expect(recorded.text("/unit") == "16702" && recorded.integer("/outputs/0/quantity") == 120)
        let corrected = try office.patch(
            "/v1/community-events/1", #"{"persons":60,"outputs":[]}"#, ifMatch: #""r1""#)
        #expect(corrected.status == 200 && corrected.integer("/version") == 2)
        #expect(corrected.integer("/persons") == 60 && corrected.integer("/households") == 40)
        #expect(corrected.json.items("/outputs").isEmpty)
        #expect(try office.get("/v1/community-events/1").json == corrected.json)
        #expect(
            try office.patch("/v1/community-events/1", #"{"persons":61}"#, ifMatch: #""r1""#).status == 412)
        _ = try office.post(
            "/v1/community-events", Office.communityEvent(#""organisation":1"#, on: "2026-10-04"))
        #expect(try office.get("/v1/community-events?unit=16702").ids == [2, 1])
        #expect(try office.get("/v1/community-events?unit=16702&from=2026-11-01").ids == [1])
        #expect(try office.get("/v1/community-events?unit=16702&to=2026-10-31").ids == [2])
        let first = try office.get("/v1/community-events?unit=16702&limit=1")
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try office.get("/v1/community-events?unit=16702&limit=1&cursor=\(cursor)").ids == [1])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        (#"{"hamlet":1,"organisation":1}"#, "/hamlet owner-ambiguous"),
        (Office.communityEvent(households: 40, persons: 39), "/persons number-out-of-range"),
        (Office.communityEvent(on: "2026-12-01"), "/held_on date-out-of-range"),
        (Office.communityEvent(on: "1999-01-01"), "/held_on date-out-of-range"),
        (Office.communityEvent(#""organisation":1"#, on: "2026-12-01"), "/held_on date-out-of-range"),
        (Office.communityEvent(#""hamlet":99"#), "/hamlet reference-unknown"),
        (Office.communityEvent(kind: "party"), "/kind choice-unknown"),
        (Office.communityEvent(kg: 0), "/outputs/0/quantity number-out-of-range"),
    ])
    func `an invalid event is refused with the place of its error`(_ body: String, _ error: String) throws {
        let refused = try Office.village().post("/v1/community-events", body)
        #expect(refused.errors.contains(error), "\(refused.errors)")
    }

    @Test func `totals by kind and period leave small events out of public reports`() throws {
        let office = try Office.village()
        for body in [
            Office.communityEvent(households: 40, persons: 55, kg: 120),
            Office.communityEvent(#""hamlet":2"#, households: 10, persons: 10, kg: 30, on: "2026-10-04"),
            Office.communityEvent(households: 2, persons: 7, kg: 5, on: "2026-11-08"),
            Office.communityEvent(
                households: 20, persons: 25, kg: 9, on: "2026-09-06", kind: "tree_planting"),
        ] {
            try #require(
                try office.post("/v1/community-events", body, as: Bearer(.clerk, at: .commune)).status == 201)
        }
        let report = try office.get("/v1/reports/community-events?unit=40", as: Bearer(.clerk, at: .province))
            .json
        #expect(report.integer("/total/events") == 4 && report.integer("/suppressed") == 0)
        #expect(report.integer("/total/households") == 72 && report.integer("/total/persons") == 97)
        #expect(report.items("/kinds").compactMap { $0.text("/kind") } == ["green_sunday", "tree_planting"])
        #expect(report.integer("/kinds/0/outputs/0/quantity") == 155)
        let open = try office.get("/v1/public/reports/community-events?unit=16702", as: nil)
        #expect(open.integer("/total/events") == 3 && open.integer("/suppressed") == 1)
        #expect(open.integer("/total/households") == 70 && open.integer("/kinds/0/outputs/0/quantity") == 150)
        // No difference between two periods reveals the suppressed event.
        let before = try office.get("/v1/public/reports/community-events?unit=16702&to=2026-11-07", as: nil)
        #expect(before.integer("/total/households") == open.integer("/total/households"))
        let october =
            try office.get(
                "/v1/reports/community-events?unit=16702&from=2026-10-01&to=2026-10-31"
            )
            .json
        #expect(october.integer("/total/events") == 1 && october.integer("/kinds/0/households") == 10)
        #expect(try office.get("/v1/reports/community-events?unit=17329").status == 404)
    }

    @Test func `an event after the effective date prevents a merger`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/community-events", Office.communityEvent(on: "2026-11-01"))
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-01")
        #expect(Refused(refused) == Refused(409, "records-after-effective-date"))
        #expect(refused.text("/errors/0/detail") == "hoạt động cộng đồng 1, ngày 01/11/2026")
    }
}
