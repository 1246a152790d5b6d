import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Reports within historical and within current boundaries.
///
/// - Source: DOMAIN §3.
@Suite struct BoundariesTests {
    /// Hamlets 1 and 2, with contributions of households 1 and 5 and of a sponsor, merged into 4 on the next day.
    private func merged() throws -> Office {
        let office = try Office.villageWithBooks()
        for gift in [
            #"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":300000}"#,
            #"{"fund":3,"household":5,"method":"cash","amount":70000}"#,
        ] {
            try #require(try office.contribute(gift).status == 201)
        }
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        return office
    }

    private func year(_ office: Office, _ hamlet: Int64, _ boundaries: String) throws -> [Int64?] {
        let summary = try office.get("/v1/hamlets/\(hamlet)/summary?boundaries=\(boundaries)")
        let shown = try office.get("/v1/public/hamlets/\(hamlet)/summary?boundaries=\(boundaries)")
        // A year without money is not public.
        let received = summary.integer("/years/0/received")
        #expect(shown.integer("/years/0/received") == (received == 0 ? nil : received))
        return ["pledged", "pledges", "received", "contributions", "participating_households"]
            .map { summary.integer("/years/0/" + $0) }
    }

    @Test func `within current boundaries, contributions to the old hamlets count for the new one`() throws {
        let office = try merged()
        #expect(try year(office, 4, "historical") == [1_500_000, 1, 0, 0, 0])
        #expect(try year(office, 4, "current") == [2_000_000, 1, 870_000, 3, 2])
        #expect(try year(office, 1, "historical") == [500_000, 1, 800_000, 2, 1])
        #expect(try year(office, 1, "current") == [500_000, 1, 800_000, 2, 1])
        // Household 1 contributes again in its new hamlet, and is counted once.
        try #require(
            try office.contribute(#"{"fund":5,"household":1,"pledge":2,"method":"cash","amount":1500000}"#)
                .status
                == 201)
        #expect(try year(office, 4, "historical") == [1_500_000, 1, 1_500_000, 1, 1])
        #expect(try year(office, 4, "current") == [2_000_000, 1, 2_370_000, 4, 2])
        let now = try office.get("/v1/hamlets/4/summary?boundaries=current")
        #expect(now.integer("/balances/cash") == 2_070_000 && now.integer("/balances/bank") == 300_000)
    }

    @Test func `a hamlet that was split keeps its sums, and its parts start at zero`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 1)
        let parts = #"{"name":"A","type":"xom"},{"name":"B","type":"xom","households":[1]}"#
        try #require(try office.split(1, into: parts, on: "2026-11-24").status == 201)
        #expect(try year(office, 1, "current") == [500_000, 1, 500_000, 1, 1])
        #expect(try year(office, 5, "current") == [1_500_000, 1, 0, 0, 0])
        #expect(try office.get("/v1/hamlets/4/summary?boundaries=current").items("/years") == [])
        // Merged again, all of it is included.
        office.clock.advance(days: 1)
        try #require(try office.merge([4, 5], into: "C", on: "2026-11-25").status == 201)
        #expect(try year(office, 6, "historical") == [1_500_000, 1, 0, 0, 0])
        #expect(try year(office, 6, "current") == [2_000_000, 1, 500_000, 1, 1])
    }

    @Test func `models count where their hamlet was, or where it is`() throws {
        let office = try Office.forSamples()
        func count(_ unit: String, _ boundaries: String) throws -> Int64? {
            try office.get(
                "/v1/reports/models?unit=\(unit)\(boundaries)", as: Bearer(.auditor, at: .province)
            )
            .integer("/registered")
        }
        let all = try #require(try count("16702", ""))
        #expect(all > 2)
        #expect(try count("16702", "&boundaries=current") == all && count("40", "&boundaries=current") == all)
        let ofUnion = try #require(
            try office.read { tx in
                try tx.modelCountsByCurrentBoundaries(below: "16702", from: nil, to: nil)
                    .reduce(0) { $0 + $1.count }
            })
        #expect(ofUnion == all)
        let moved = try office.post(
            "/v1/hamlet-transfers", #"{"commune":"17329","hamlets":[1],\#(Office.order("2026-11-24"))}"#,
            as: Bearer(.clerk, at: .province), key: office.newKey())
        try #require(moved.status == 201, "\(moved.bodyText)")
        #expect(
            try count("16702", "&boundaries=historical") == all
                && count("17329", "&boundaries=historical") == 0)
        let left = try #require(try count("16702", "&boundaries=current"))
        let there = try #require(try count("17329", "&boundaries=current"))
        #expect(there > 0 && left + there == all)
        #expect(try count("40", "&boundaries=current") == all)
        let shown = try office.get("/v1/public/reports/models?unit=17329&boundaries=current")
        #expect(shown.integer("/registered") == there)
    }

    @Test func `within current boundaries a former commune's consultation counts for its successor`() throws {
        let office = try Office.village()
        try office.store.writer.write(actor: nil) { tx in
            let validity = try #require(Validity(from: nil, to: LocalDate("2025-06-30")))
            _ = try tx.record(
                code: "17300", level: .commune, parent: "40", name: "Xã Cũ", validity: validity)
        }
        let province = Bearer(.clerk, at: .province)
        let succession = #"{"predecessor":"17300","ended_on":"2025-06-30","successor":"17329"}"#
        try #require(
            try office.post("/v1/unit-successions", succession, as: Bearer(.admin, at: .province)).status
                == 201)
        for (place, last) in [(#""commune":"17300""#, "2025-05-15"), (#""hamlet":1"#, "2026-05-15")] {
            let body = """
                {\(place),"matter":"sap-nhap","title":"Sắp xếp","from":"2025-05-01","to":"\(last)","eligible":100,
                "invited":100,"participated":100,"agreed":98,"disagreed":2,"invalid":0}
                """
            try #require(try office.post("/v1/consultations", body, as: province).status == 201)
        }
        func communes(_ unit: String, _ boundaries: String) throws -> [String] {
            try office.get(
                "/v1/reports/consultations?unit=\(unit)&matter=sap-nhap&boundaries=\(boundaries)",
                as: province
            )
            .items("/communes").compactMap { $0.text("/commune") }
        }
        #expect(try communes("40", "historical") == ["16702", "17300"])
        #expect(try communes("40", "current") == ["16702", "17329"])
        #expect(try communes("17329", "historical") == [] && communes("17329", "current") == ["17329"])
        let moved = try office.post(
            "/v1/hamlet-transfers", #"{"commune":"17329","hamlets":[1],\#(Office.order("2026-06-01"))}"#,
            as: province, key: office.newKey())
        try #require(moved.status == 201)
        #expect(try communes("40", "historical") == ["16702", "17300"])
        #expect(try communes("40", "current") == ["17329"])
        #expect(
            try office
                .get("/v1/reports/consultations?unit=40&matter=sap-nhap&boundaries=current", as: province)
                .integer("/communes/0/places") == 2)
    }

    @Test func `a suppressed sum cannot be derived as a difference`() throws {
        // One household of hamlet 2 and three of hamlet 1 gave and pledged.
        let office = try Office.village()
        for (fund, household) in [(1, 1), (1, 2), (1, 3), (3, 5)] {
            let pledge = #"{"fund":\#(fund),"household":\#(household),"amount":1000}"#
            let id = try #require(try office.post("/v1/pledges", pledge).integer("/id"))
            try #require(try office.confirm(id).status == 200)
            let gift =
                #"{"fund":\#(fund),"household":\#(household),"method":"cash","amount":500,"pledge":\#(id)}"#
            try #require(try office.contribute(gift).status == 201)
        }
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        // Participation is public once the year has ended.
        office.clock.advance(days: 40)
        for (path, isShown) in [
            ("1/summary", true), ("2/summary", false), ("4/summary?boundaries=current", false),
        ] {
            let year = try office.get("/v1/public/hamlets/\(path)")
            #expect((year.json.at("/years/0/participating_households") != .null) == isShown, "\(path)")
        }
    }

    @Test func `within current boundaries recognised models of the old hamlets are listed`() throws {
        let office = try Office.forSamples()
        let before = try office.get("/v1/public/hamlets/1/models")
        try #require(!before.items().isEmpty)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let ids = { (response: Response) in response.items().compactMap { $0.integer("/id") } }
        #expect(try ids(office.get("/v1/public/hamlets/4/models?boundaries=current")) == ids(before))
        let own = try ids(office.get("/v1/models?hamlet=4"))
        let all = try ids(office.get("/v1/models?hamlet=4&boundaries=current"))
        #expect(Set(own).isSubset(of: all) && own.count < all.count)
    }

    @Test func `within current boundaries a statement treats merged hamlets as one`() throws {
        let office = try merged()
        for from in ["2026-01-01", "2026-11-24"] {
            let path = "statement?from=\(from)&to=2026-12-31&boundaries="
            let (now, then) = (
                try office.get("/v1/hamlets/4/\(path)current"),
                try office.get("/v1/hamlets/4/\(path)historical")
            )
            #expect(now.integer("/closing/cash") == 570_000 && now.integer("/closing/bank") == 300_000)
            #expect(then.integer("/closing/cash") == 570_000 && then.integer("/opening/cash") == 0)
            #expect(then.items("/received").compactMap { $0.text("/kind") } == ["handover"])
            let isWhole = from == "2026-01-01"
            #expect(now.integer("/opening/cash") == (isWhole ? 0 : 570_000))
            let kinds = now.items("/received").compactMap { $0.text("/kind") }
            #expect(kinds == (isWhole ? ["households", "individuals"] : []))
            #expect(now.items("/spent").isEmpty)
        }
        let both = try office.get(
            "/v1/hamlets/4/statement?from=2026-01-01&to=2026-12-31&boundaries=current&fund=5")
        #expect(both.errors == ["?boundaries parameter-invalid"])
    }

    @Test func `an unknown value of boundaries is refused`() throws {
        let response = try Office.village().get("/v1/hamlets/1/summary?boundaries=tomorrow")
        #expect(response.errors == ["?boundaries parameter-invalid"])
    }
}
