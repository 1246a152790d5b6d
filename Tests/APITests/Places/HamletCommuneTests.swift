import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Hamlets that remain in a commune that has ended, and the lists of callers of one hamlet.
@Suite struct HamletCommuneTests {
    /// Commune 17330, which ends on 2026-11-30, with a hamlet whose model is registered two days later.
    private func office(successors: [String]) throws -> (office: Office, hamlet: Int64) {
        let office = try Office.village()
        try office.write { tx in
            let validity = try #require(Validity(from: LocalDate("2025-07-01"), to: LocalDate("2026-11-30")))
            _ = try tx.record(
                code: "17330", level: .commune, parent: "40", name: "Xã Cũ", validity: validity)
            for (index, code) in successors.enumerated() {
                let later = try #require(Validity(from: LocalDate("2026-12-01"), to: nil))
                _ = try tx.record(
                    code: code, level: .commune, parent: "40", name: "Xã Mới \(index)", validity: later)
            }
        }
        let province = Bearer(.clerk, at: .province)
        let body = #"{"commune":"17330","name":"Bản Xa","type":"ban","valid_from":"2025-07-01"}"#
        let hamlet = try #require(try office.post("/v1/hamlets", body, as: province).integer("/id"))
        office.clock.advance(days: 9)
        for code in successors {
            let succession = #"{"predecessor":"17330","ended_on":"2026-11-30","successor":"\#(code)"}"#
            let recorded = try office.post(
                "/v1/unit-successions", succession, as: Bearer(.admin, at: .province))
            try #require(recorded.status == 201, "\(recorded.bodyText)")
        }
        let model = try office.post("/v1/models", Office.model(owner: #""hamlet":\#(hamlet)"#), as: province)
        let id = try #require(model.integer("/id"), "\(model.bodyText)")
        try #require(try office.post("/v1/models/\(id)/register", as: province, ifMatch: "*").status == 200)
        return (office, hamlet)
    }

    private func registered(in unit: String, _ office: Office) throws -> [Int64?] {
        try ["historical", "current"]
            .flatMap { boundaries in
                let query = "?unit=\(unit)&boundaries=\(boundaries)"
                let shown = try office.get("/v1/public/reports/models" + query, as: nil)
                let listed = try office.get("/v1/reports/models" + query, as: Bearer(.auditor, at: .province))
                return [shown.integer("/registered"), listed.integer("/registered")]
            }
    }

    @Test func `a model of an ended commune counts with its only successor, and in the province`() throws {
        let (office, _) = try office(successors: ["17331"])
        #expect(try registered(in: "40", office) == [1, 1, 1, 1])
        #expect(try registered(in: "17331", office) == [1, 1, 1, 1])
        #expect(try registered(in: "16702", office) == [0, 0, 0, 0])
        let before = "/v1/public/reports/models?unit=40&to=2026-11-30"
        #expect(try office.get(before, as: nil).integer("/registered") == 0)
    }

    @Test(arguments: [[], ["17331", "17332"]] as [[String]])
    func `without one successor the province still counts it, once`(_ successors: [String]) throws {
        let (office, _) = try office(successors: successors)
        #expect(try registered(in: "40", office) == [1, 1, 1, 1])
        #expect(try registered(in: "17330", office) == [1, 1, 1, 1])
        for unit in successors { #expect(try registered(in: unit, office) == [0, 0, 0, 0]) }
    }

    @Test func `hamlets of ended communes are listed and marked`() throws {
        let (office, hamlet) = try office(successors: ["17331"])
        let admin = Bearer(.admin, at: .province)
        let ended = try office.get("/v1/hamlets?unit=40&commune=ended", as: admin)
        #expect(ended.ids == [hamlet])
        #expect(ended.text("/data/0/commune_ended_on") == "2026-11-30")
        #expect(try office.get("/v1/hamlets?unit=40&commune=current", as: admin).ids == [1, 2, 3])
        #expect(try office.get("/v1/hamlets/\(hamlet)", as: admin).text("/commune_ended_on") == "2026-11-30")
        #expect(try office.get("/v1/hamlets/1").json.at("/commune_ended_on") == .null)
        for day in ["2026-11-30", "2026-12-01"] {
            let list = try office.get("/v1/public/hamlets?unit=40&as_of=\(day)", as: nil)
            #expect(list.ids == [1, 2, 3, hamlet])
        }
        let both = try office.get("/v1/hamlets?unit=40&commune=ended&as_of=2026-11-30", as: admin)
        #expect(both.errors == ["?commune parameter-invalid"])
        // Once it is moved, nothing remains.
        let body = #"{"commune":"17331","hamlets":[\#(hamlet)],\#(Office.order("2026-12-01"))}"#
        let moved = try office.post(
            "/v1/hamlet-transfers", body, as: Bearer(.clerk, at: .province), key: office.newKey())
        #expect(moved.status == 201 || moved.code == "records-after-effective-date", "\(moved.bodyText)")
    }

    @Test func `a caller of one hamlet lists it`() throws {
        let office = try Office.village()
        let list = try office.get("/v1/hamlets", as: .head)
        #expect(list.ids == [1] && list.text("/data/0/name") == "Xóm 9")
        #expect(list.json.at("/page/next_cursor") == .null)
        #expect(try office.get("/v1/hamlets?q=xom%209", as: .head).ids == [1])
        #expect(try office.get("/v1/hamlets?q=xom%2010", as: .head).ids == [])
        #expect(try office.get("/v1/hamlets?as_of=2020-01-01", as: .head).ids == [1])
        #expect(try office.get("/v1/hamlets?as_of=2019-12-31", as: .head).ids == [])
        #expect(try office.get("/v1/hamlets?commune=ended", as: .head).ids == [])
        #expect(Refused(try office.get("/v1/hamlets?unit=16702", as: .head)) == Refused(404, "not-found"))
        #expect(try office.get("/v1/hamlets").ids == [1, 2])
        #expect(try office.get("/v1/hamlets", as: Bearer(.clerk, at: .province)).ids == [1, 2, 3])
    }
}
