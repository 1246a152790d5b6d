import Domain
import HTTP
import TestSupport
import Testing

@Suite struct HouseholdEndpointTests {
    private static let body = #"{"hamlet":1,"code":"H005","head_name":"Đặng Thị Nga","persons":6}"#

    @Test func `a household is recorded and counted`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/households", HouseholdEndpointTests.body, as: .head)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/households/7")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows: """
                {"id":7,"hamlet":1,"code":"H005","head_name":"Đặng Thị Nga","persons":6,"workers":null,"address":null,
                "tier":null,"valid_from":null,"valid_to":null,"ending":null,"merged_into":null,"split_from":null,
                "version":1}
                """)
        #expect(try office.get("/v1/households/7", as: .head).body == response.body)
        let hamlet = try office.get("/v1/hamlets/1")
        #expect(hamlet.integer("/households") == 5)
        #expect(hamlet.integer("/persons") == 20)
    }

    @Test func `names that are equal without accents are likely duplicates within a hamlet`() throws {
        let office = try Office.village()
        for (hamlet, code, name) in [
            (1, "H010", "Đặng Thị Nga"), (1, "H011", "Dang  Thi Nga"), (1, "nga 2", "ĐẶNG THỊ NGÀ"),
            (2, "H010", "Đặng Thị Nga"), (1, "H012", "Đặng Thị Ngân"),
        ] {
            let body = #"{"hamlet":\#(hamlet),"code":"\#(code)","head_name":"\#(name)","persons":4}"#
            try #require(try office.post("/v1/households", body).status == 201)
        }
        let found = try office.get("/v1/hamlets/1/household-duplicates").json
        #expect(found.items("/data").compactMap { $0.text("/name_key") } == ["dang thi nga"])
        #expect(
            found.items("/data/0/households").compactMap { $0.text("/code") } == ["H010", "H011", "nga 2"])
        #expect(try office.get("/v1/hamlets/2/household-duplicates").json.items("/data") == [])
    }

    @Test func `a code is unique in a hamlet`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/households", #"{"hamlet":1,"code":"H001","head_name":"A","persons":1}"#)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/code already-exists"])
        let there = #"{"hamlet":2,"code":"H002","head_name":"A","persons":1}"#
        #expect(try office.post("/v1/households", there).status == 201)
    }

    @Test(arguments: [
        ("0", "/persons number-out-of-range"), ("100", "/persons number-out-of-range"),
        ("-1", "/persons number-out-of-range"),
        ("1.5", "/persons type-mismatch"), (#""4""#, "/persons type-mismatch"),
        ("null", "/persons member-missing"),
        ("9223372036854775808", "/persons type-mismatch"), ("true", "/persons type-mismatch"),
    ])
    func `persons are 1 to 99`(_ persons: String, _ error: String) throws {
        let response = try Office.village()
            .post(
                "/v1/households", #"{"hamlet":1,"code":"A","head_name":"B","persons":\#(persons)}"#)
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `an update changes only the members it contains`() throws {
        let office = try Office.village()
        let response = try office.patch(
            "/v1/households/1", #"{"head_name":"Nguyễn Văn Ân"}"#, ifMatch: #""r1""#)
        #expect(response.status == 200)
        #expect(response.taggedVersion == 2)
        #expect(response.field("Location") == nil)
        try expect(
            response,
            shows: """
                {"id":1,"hamlet":1,"code":"H001","head_name":"Nguyễn Văn Ân","persons":2,"workers":null,
                "address":null,"tier":null,"valid_from":null,"valid_to":null,"ending":null,"merged_into":null,
                "split_from":null,"version":2}
                """)
        let again = try office.patch("/v1/households/1", #"{"code":"H1","persons":9}"#, ifMatch: #""r2""#)
        #expect(again.taggedVersion == 3)
        #expect(try office.get("/v1/hamlets/1").integer("/persons") == 21)
    }

    @Test func `an update cannot remove required values`() throws {
        let response = try Office.village()
            .patch("/v1/households/1", #"{"code":null,"head_name":null,"persons":null}"#)
        #expect(Refused(response) == Refused(422, "type-mismatch"))
        #expect(
            response.errors == ["/code type-mismatch", "/head_name type-mismatch", "/persons type-mismatch"])
    }

    @Test func `an update cannot move a household or take the code of another`() throws {
        let office = try Office.village()
        #expect(try office.patch("/v1/households/1", #"{"hamlet":2}"#).errors == ["/hamlet member-unknown"])
        #expect(
            Refused(try office.patch("/v1/households/1", #"{"code":"H002"}"#))
                == Refused(409, "already-exists"))
        #expect(try office.get("/v1/households/1").taggedVersion == 1)
    }

    @Test func `a commune's households are those of its hamlets, page by page`() throws {
        let office = try Office.village()
        let hamlets = try [1, 2].flatMap { try office.get("/v1/households?hamlet=\($0)").ids }
        let clerk = Bearer(.clerk, at: .commune)
        let all = try office.get("/v1/households?commune=16702", as: clerk)
        #expect(all.status == 200 && Set(all.ids) == Set(hamlets) && all.ids.count == hamlets.count)
        var (found, query): ([Int64], String) = ([], "/v1/households?commune=16702&limit=2")
        while true {
            let page = try office.get(query, as: clerk)
            found += page.ids
            guard let cursor = page.text("/page/next_cursor") else { break }
            query = "/v1/households?commune=16702&limit=2&cursor=" + cursor
        }
        #expect(found == all.ids)
        #expect(try office.get("/v1/households?commune=17329", as: clerk).status != 200)
        for more in ["&hamlet=1", "&as_of=2026-11-01"] {
            #expect(try office.get("/v1/households?commune=16702" + more, as: clerk).status == 400)
        }
    }

    @Test func `households are ordered by given name`() throws {
        let office = try Office.village()
        _ = try office.post(
            "/v1/households", #"{"hamlet":1,"code":"H9","head_name":"Lê Thị Ánh","persons":1}"#)
        let response = try office.get("/v1/households?hamlet=1")
        #expect(
            response.items().compactMap { $0.text("/head_name") }
                == ["Nguyễn Văn An", "Lê Thị Ánh", "Trần Thị Bình", "Lê Đức Cường", "Phan Thị Đào"])
        #expect(try office.get("/v1/households?hamlet=2").ids == [5])
    }

    @Test(arguments: [("binh", [2]), ("B%C3%ACnh", [2]), ("H003", [3]), ("thi", [2, 4]), ("khong", [])])
    func `a search covers names and codes, with or without accents`(_ q: String, _ ids: [Int64]) throws {
        #expect(try Office.village().get("/v1/households?hamlet=1&q=" + q).ids == ids)
    }

    @Test func `a cursor is a number, without the name of a person`() throws {
        let office = try Office.village()
        func cursor(_ query: String) throws -> String {
            let page = try office.get("/v1/households?hamlet=1&limit=1" + query)
            return try #require(page.text("/page/next_cursor"), "\(page.bodyText)")
        }
        // 8 bytes of the filter and 8 of the number; one more for the rank of an accented search.
        #expect(try cursor("").utf8.count == 22)
        #expect(try cursor("&as_of=2026-11-01").utf8.count == 22)
        #expect(try cursor("&q=Th%E1%BB%8B").utf8.count == 23)
    }

    @Test func `a cursor names a household of the list, which may be renamed, but not moved away`() throws {
        let office = try Office.village()
        let first = try office.get("/v1/households?hamlet=1&limit=1")
        let cursor = try #require(first.text("/page/next_cursor"))
        let id = try #require(first.ids.first)
        let all = try office.get("/v1/households?hamlet=1").ids
        let rest = "/v1/households?hamlet=1&cursor=" + cursor
        #expect(try office.get(rest).ids == Array(all.dropFirst()))
        let named = try office.patch("/v1/households/\(id)", #"{"head_name":"Nguyễn Thị An"}"#)
        try #require(named.status == 200)
        #expect(try office.get(rest).status == 200)
        let moved = try office.post(
            "/v1/households/\(id)/move", #"{"on":"2026-11-20","hamlet":2,"code":"H777"}"#, ifMatch: "*")
        try #require(moved.status == 200)
        #expect(Refused(try office.get(rest)) == Refused(400, "cursor-mismatch"))
    }

    @Test func `the cursor of the longest name can be sent`() throws {
        let office = try Office.village()
        let name = String(repeating: "Ễ", count: 100)
        for code in ["X1", "X2"] {
            let body = #"{"hamlet":2,"code":"\#(code)","head_name":"\#(name)","persons":1}"#
            try #require(try office.post("/v1/households", body).status == 201)
        }
        let page = try office.get("/v1/households?hamlet=2&limit=1")
        let cursor = try #require(page.text("/page/next_cursor"))
        #expect(try office.get("/v1/households?hamlet=2&limit=1&cursor=" + cursor).status == 200)
    }
}
