import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Households over time: previous versions remain.
@Suite struct HouseholdStepTests {
    private func village() throws -> Office {
        let office = try Office.village()
        try office.set([("household.tiers", "Hộ nghèo; Hộ khác")])
        return office
    }

    private func step(
        _ office: Office, _ id: Int64, _ step: String, _ body: String, as bearer: Bearer = .clerk,
        ifMatch: String = "*"
    ) throws -> Response {
        try office.post("/v1/households/\(id)/\(step)", body, as: bearer, ifMatch: ifMatch)
    }

    private func names(_ response: Response) -> [String] {
        response.items().compactMap { $0.text("/head_name") }
    }

    @Test func `a code is unique on every day of every version`() throws {
        let office = try village()
        let codes = try office.get("/v1/households?hamlet=1").items().compactMap { $0.text("/code") }
        let old = try #require(try office.get("/v1/households/1").text("/code"))
        try #require(try step(office, 1, "change", #"{"on":"2026-06-01","persons":3}"#).status == 200)
        let corrected = try office.patch("/v1/households/1", #"{"code":"C-NEW"}"#, ifMatch: "*")
        try #require(corrected.status == 200)
        func record(_ code: String, from day: String) throws -> Response {
            try office.post(
                "/v1/households",
                #"{"hamlet":1,"code":"\#(code)","head_name":"Lê Văn Ba","persons":1,"valid_from":"\#(day)"}"#)
        }
        // The code belonged to household 1 until 2026-05-31.
        #expect(try record(old, from: "2026-03-01").errors == ["/code already-exists"])
        #expect(try record(old, from: "2026-05-31").errors == ["/code already-exists"])
        #expect(try record("C-NEW", from: "2026-06-01").errors == ["/code already-exists"])
        #expect(try record(old, from: "2026-06-01").status == 201)
        // An update does not change the past either.
        let again = try office.patch("/v1/households/2", #"{"code":"\#(old)"}"#, ifMatch: "*")
        #expect(again.errors == ["/code already-exists"])
        for day in ["2026-03-01", "2026-05-31", "2026-06-01", "2026-11-01"] {
            let listed = try office.get("/v1/households?hamlet=1&as_of=\(day)").items()
                .compactMap { $0.text("/code") }
            #expect(Set(listed).count == listed.count && listed.count >= codes.count, "\(day)")
        }
    }

    @Test func `a change applies from its date, and previous versions remain`() throws {
        let office = try village()
        let changed = try step(
            office, 1, "change",
            #"{"on":"2026-06-01","head_name":"Nguyễn Thị Yên","persons":3,"workers":2,"tier":"Hộ nghèo"}"#,
            as: .head)
        #expect(changed.status == 200 && changed.taggedVersion == 2)
        #expect(changed.text("/valid_from") == "2026-06-01" && changed.text("/tier") == "Hộ nghèo")
        let history = try office.get("/v1/households/1/history", as: .head)
        #expect(
            history.json.items("/states").compactMap { $0.text("/head_name") } == [
                "Nguyễn Thị Yên", "Nguyễn Văn An",
            ])
        #expect(
            history.text("/states/1/valid_to") == "2026-05-31" && history.integer("/states/1/persons") == 2)
        #expect(try names(office.get("/v1/households?hamlet=1&as_of=2026-05-31")).contains("Nguyễn Văn An"))
        #expect(try names(office.get("/v1/households?hamlet=1&as_of=2026-06-01")).last == "Nguyễn Thị Yên")
        #expect(try office.get("/v1/hamlets/1").integer("/persons") == 15)
    }

    @Test func `a list as of a day has pages, name order and search without accents`() throws {
        let office = try village()
        try #require(
            try step(office, 1, "change", #"{"on":"2026-06-01","head_name":"Vũ Ánh"}"#).status == 200)
        let path = "/v1/households?hamlet=1&as_of=2026-05-31&limit=2"
        let first = try office.get(path)
        #expect(names(first) == ["Nguyễn Văn An", "Trần Thị Bình"])
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try names(office.get(path + "&cursor=\(cursor)")) == ["Lê Đức Cường", "Phan Thị Đào"])
        #expect(try names(office.get("/v1/households?hamlet=1&as_of=2026-05-31&q=duc")) == ["Lê Đức Cường"])
        // A cursor for one day is not valid for another.
        #expect(
            try Refused(office.get("/v1/households?hamlet=1&as_of=2026-06-01&limit=2&cursor=\(cursor)"))
                == Refused(400, "cursor-mismatch"))
    }

    @Test func `the tier must be a configured one, and is only for roles that manage households`() throws {
        let office = try village()
        let unknown = try step(office, 1, "change", #"{"on":"2026-06-01","tier":"Hộ giàu"}"#)
        #expect(
            Refused(unknown) == Refused(422, "choice-unknown") && unknown.errors == ["/tier choice-unknown"])
        try #require(try step(office, 1, "change", #"{"on":"2026-06-01","tier":"Hộ khác"}"#).status == 200)
        for role in Role.allCases {
            let bearer = Bearer(role)
            let isShown = [.hamletHead, .clerk, .frontOfficer, .admin].contains(role)
            #expect(
                try office.get("/v1/households/1", as: bearer).text("/tier") == (isShown ? "Hộ khác" : nil))
            let list = try office.get("/v1/households?hamlet=1", as: bearer)
            #expect(list.json.items("/data").contains { $0.text("/tier") != nil } == isShown)
            #expect(try office.get("/v1/households/1/history", as: bearer).status == (isShown ? 200 : 403))
        }
        try #require(try office.patch("/v1/households/1", #"{"tier":null}"#, ifMatch: "*").status == 200)
        #expect(try office.get("/v1/households/1").json.at("/tier") == .null)
    }

    @Test func `without configured tiers none can be set`() throws {
        let response = try step(Office.village(), 1, "change", #"{"on":"2026-06-01","tier":"Hộ nghèo"}"#)
        #expect(Refused(response) == Refused(409, "parameter-missing"))
    }

    @Test func `a household moves to another hamlet and is never in two at once`() throws {
        let office = try village()
        let moved = try step(office, 1, "move", #"{"on":"2026-06-01","hamlet":2,"code":"H009"}"#)
        #expect(moved.status == 200 && moved.integer("/hamlet") == 2 && moved.text("/code") == "H009")
        for (day, here, there) in [("2026-05-31", 4, 1), ("2026-06-01", 3, 2)] {
            #expect(try office.get("/v1/households?hamlet=1&as_of=\(day)").items().count == here)
            #expect(try office.get("/v1/households?hamlet=2&as_of=\(day)").items().count == there)
        }
        #expect(try office.get("/v1/hamlets/1").integer("/households") == 3)
        #expect(try office.get("/v1/hamlets/2").integer("/households") == 2)
        // Back on a day on which it was still there, or on the same day.
        for day in ["2026-05-31", "2026-06-01"] {
            let response = try step(office, 1, "move", #"{"on":"\#(day)","hamlet":1}"#)
            #expect(response.status == 422 && response.errors == ["/on date-out-of-range"])
        }
        // From now on it contributes in the new hamlet.
        #expect(
            try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1000}"#).errors == [
                "/household household-elsewhere"
            ])
        #expect(
            try office.contribute(#"{"fund":3,"household":1,"method":"cash","amount":1000}"#).status == 201)
    }

    @Test func `a household moves only to a hamlet the caller knows, with a free code`() throws {
        let office = try village()
        for target in ["3", "99", "1"] {
            let response = try step(office, 1, "move", #"{"on":"2026-06-01","hamlet":\#(target)}"#)
            #expect(Refused(response) == Refused(422, "reference-unknown"), "\(target)")
        }
        let taken = try step(office, 1, "move", #"{"on":"2026-06-01","hamlet":2}"#)
        #expect(Refused(taken) == Refused(409, "already-exists"))
        #expect(try office.get("/v1/households/1/history").json.items("/states").count == 1)
    }

    @Test func `a household that moves away ends, and its code becomes free`() throws {
        let office = try village()
        let gone = try step(office, 2, "move", #"{"on":"2026-06-01"}"#)
        #expect(gone.text("/ending") == "moved_away" && gone.text("/valid_to") == "2026-05-31")
        #expect(try office.get("/v1/households?hamlet=1").items().count == 3)
        #expect(try office.get("/v1/households?hamlet=1&as_of=2026-05-31").items().count == 4)
        let again = #"{"hamlet":1,"code":"H002","head_name":"Cao Én","persons":1,"valid_from":"2026-06-01"}"#
        #expect(try office.post("/v1/households", again).status == 201)
        let gift = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        #expect(Refused(gift) == Refused(410, "closed"))
        for (name, body) in [
            ("change", #"{"on":"2026-07-01","persons":3}"#), ("move", #"{"on":"2026-07-01"}"#),
            ("split", #"{"on":"2026-07-01","code":"X","head_name":"Y","persons":1}"#),
            ("merge", #"{"on":"2026-07-01","into":1}"#), ("dissolve", #"{"on":"2026-07-01"}"#),
        ] {
            #expect(try Refused(step(office, 2, name, body)) == Refused(410, "closed"), "\(name)")
        }
        #expect(
            try Refused(office.patch("/v1/households/2", #"{"persons":1}"#, ifMatch: "*"))
                == Refused(410, "closed"))
    }

    @Test func `a household that splits off refers to its origin`() throws {
        let office = try village()
        let parted = try step(
            office, 4, "split",
            #"{"on":"2026-06-01","code":"H010","head_name":"Phan Văn Út","persons":2,"address":"Ngõ 5"}"#)
        #expect(parted.status == 201 && parted.field("Location") == "/v1/households/7")
        #expect(parted.integer("/split_from") == 4 && parted.text("/valid_from") == "2026-06-01")
        #expect(try office.get("/v1/households/4").integer("/persons") == 3)
        #expect(try office.get("/v1/hamlets/1").integer("/persons") == 14)
        let all = try step(
            office, 4, "split", #"{"on":"2026-07-01","code":"H011","head_name":"X","persons":3}"#)
        #expect(all.errors == ["/persons number-out-of-range"])
    }

    @Test func `a merged household refers to its successor`() throws {
        let office = try village()
        let merged = try step(office, 1, "merge", #"{"on":"2026-06-01","into":2}"#)
        #expect(merged.text("/ending") == "merged" && merged.integer("/merged_into") == 2)
        #expect(try office.get("/v1/households/2").integer("/persons") == 5)
        #expect(try office.get("/v1/hamlets/1").integer("/persons") == 14)
        let late = try step(office, 1, "change", #"{"on":"2026-07-01","persons":3}"#)
        #expect(late.field("Link") == #"</v1/households/2>; rel="successor-version""#)
        #expect(late.text("/detail")?.contains("hộ 2") == true)
        for into in ["2", "99"] {
            #expect(
                try step(office, 2, "merge", #"{"on":"2026-06-02","into":\#(into)}"#).errors == [
                    "/into reference-unknown"
                ])
        }
        #expect(
            try step(office, 2, "merge", #"{"on":"2026-06-02","into":5}"#).errors == [
                "/into household-elsewhere"
            ])
    }

    @Test func `open pledges must be settled before a household moves or ends`() throws {
        let office = try Office.villageWithBooks()
        for (name, body) in [
            ("move", #"{"on":"2026-11-01","hamlet":2,"code":"X"}"#), ("move", #"{"on":"2026-11-01"}"#),
            ("merge", #"{"on":"2026-11-01","into":2}"#), ("dissolve", #"{"on":"2026-11-01"}"#),
        ] {
            #expect(try Refused(step(office, 1, name, body)) == Refused(409, "open-pledges"), "\(name)")
        }
        #expect(try office.get("/v1/households/2").integer("/version") == 1)
    }

    @Test(arguments: ["change", "move", "split", "merge", "dissolve"])
    func `a future date, or one before the hamlet or previous version, is refused`(_ name: String) throws {
        let office = try village()
        func body(_ day: String) -> String {
            switch name {
            case "change": #"{"on":"\#(day)","persons":9}"#
            case "split": #"{"on":"\#(day)","code":"X","head_name":"Y","persons":1}"#
            case "merge": #"{"on":"\#(day)","into":2}"#
            default: #"{"on":"\#(day)"}"#
            }
        }
        for day in ["2026-11-24", "2019-12-31"] {
            #expect(try step(office, 1, name, body(day)).errors == ["/on date-out-of-range"], "\(day)")
        }
        #expect(try step(office, 1, name, body("2026-02-30")).errors == ["/on date-invalid"])
        #expect(
            try Refused(step(office, 1, name, body("2026-11-01"), ifMatch: #""r9""#))
                == Refused(412, "version-mismatch"))
        #expect(
            try Refused(step(office, 1, name, body("2026-11-01"), as: .auditor))
                == Refused(403, "role-missing"))
    }

    @Test func `only the first version's start can be changed`() throws {
        let office = try village()
        let path = "/v1/households/1"
        #expect(try office.patch(path, #"{"valid_from":"2026-01-01"}"#, ifMatch: "*").status == 200)
        try #require(try step(office, 1, "change", #"{"on":"2026-06-01","persons":3}"#).status == 200)
        let response = try office.patch(path, #"{"valid_from":"2026-05-01"}"#, ifMatch: "*")
        #expect(response.errors == ["/valid_from date-out-of-range"])
        #expect(try office.get("/v1/households?hamlet=1&as_of=2025-12-31").items().count == 3)
    }

    @Test func `a household cannot end before its last receipt, but receipts can be late`() throws {
        let office = try village()
        let gift = #"{"fund":1,"household":1,"method":"cash","amount":1000,"received_on":"2026-05-01"}"#
        try #require(try office.contribute(gift).status == 201)
        for (name, body) in [
            ("dissolve", #"{"on":"2026-03-01"}"#), ("move", #"{"on":"2026-05-01"}"#),
            ("move", #"{"on":"2026-05-01","hamlet":2,"code":"X"}"#),
            ("merge", #"{"on":"2026-04-01","into":2}"#),
        ] {
            let refused = try step(office, 1, name, body)
            #expect(Refused(refused) == Refused(409, "records-after-effective-date"), "\(name)")
            #expect(refused.errors == ["/on records-after-effective-date"])
        }
        #expect(try office.get("/v1/households/2").integer("/version") == 1)
        try #require(try step(office, 1, "dissolve", #"{"on":"2026-05-02"}"#).status == 200)
        #expect(try office.contribute(gift).status == 201)
        #expect(
            try Refused(office.contribute(gift.replacing("05-01", with: "05-02"))) == Refused(410, "closed"))
    }

    @Test func `a code is free again from the day its household ended`() throws {
        let office = try village()
        try #require(try step(office, 2, "move", #"{"on":"2026-06-01"}"#).status == 200)
        let again = #"{"hamlet":1,"code":"H002","head_name":"Cao Én","persons":1,"valid_from":"@"}"#
        #expect(
            try office.post("/v1/households", again.replacing("@", with: "2026-05-31")).errors == [
                "/code already-exists"
            ])
        #expect(try office.post("/v1/households", again.replacing("@", with: "2026-06-01")).status == 201)
    }

    @Test func `each read of a household is logged with the reader, but without its content`() throws {
        let office = try village()
        for path in [
            "/v1/households/1", "/v1/households?hamlet=1&q=an", "/v1/households/1/history",
            "/v1/hamlets/1/household-duplicates",
        ] {
            let before = office.log.lines.count
            try #require(try office.get(path, as: .head).status == 200)
            let lines = office.log.lines.dropFirst(before)
            let shown = path.prefix { $0 != "?" }
            #expect(lines.map(\.message) == ["GET \(shown) private data read"])
            #expect(lines.first?.metadata["role"] == "hamlet_head" && lines.first?.metadata["user"] == "1")
        }
        let before = office.log.lines.count
        _ = try office.get("/v1/funds?hamlet=1", as: .head)
        #expect(office.log.lines.count == before)
    }

    @Test func `the address is only for roles that manage households`() throws {
        let office = try village()
        try #require(try step(office, 1, "change", #"{"on":"2026-06-01","address":"Ngõ 3"}"#).status == 200)
        for role in Role.allCases {
            let isShown = [.hamletHead, .clerk, .frontOfficer, .admin].contains(role)
            let shown = try office.get("/v1/households/1", as: Bearer(role)).text("/address")
            #expect(shown == (isShown ? "Ngõ 3" : nil), "\(role)")
        }
    }

    @Test func `a household cannot be older than its hamlet`() throws {
        let office = try village()
        #expect(try office.get("/v1/households?hamlet=1&as_of=2019-12-31").items() == [])
        #expect(try office.get("/v1/households?hamlet=1&as_of=2020-01-01").items().count == 4)
    }

    @Test func `a meeting counts the households as of its day`() throws {
        let office = try village()
        try office.set([("threshold.rates", ">=2/3")])
        try #require(try step(office, 2, "move", #"{"on":"2026-11-01"}"#).status == 200)
        try office.set(Office.forms)
        try #require(
            try office
                .post(
                    "/v1/decisions",
                    #"{"hamlet":1,"title":"Đường","items":[{"matter":"rates","text":"Mức"}]}"#
                )
                .status == 201)
        func hold(_ day: String) throws -> Int64? {
            try office.post(
                "/v1/decisions/1/record-votes?dry_run=true",
                """
                {"voting_mode":"meeting","method":"show_of_hands","held_on":"\(day)","place":"NVH","chair":"A",
                "secretary":"B","represented":3,"results":[{"for":3,"against":0,"other":0}]}
                """, as: .head, ifMatch: "*"
            )
            .integer("/body/households")
        }
        #expect(try hold("2026-10-31") == 4)
        #expect(try hold("2026-11-01") == 3)
    }
}
