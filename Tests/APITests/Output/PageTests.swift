import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

@Suite struct PageTests {
    @Test func `a page has the cursor of the next one`() throws {
        let office = try Office.village()
        let first = try office.get("/v1/households?hamlet=1&limit=3")
        #expect(first.items().count == 3)
        #expect(first.integer("/page/limit") == 3)
        #expect(first.json.at("/page/has_more")?.boolean() == true)
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(cursor.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
        #expect(first.field("Link") == "</v1/households?hamlet=1&limit=3&cursor=\(cursor)>; rel=\"next\"")
        let second = try office.get("/v1/households?hamlet=1&limit=3&cursor=" + cursor)
        #expect(second.items().count == 1)
        #expect(second.json.at("/page/has_more")?.boolean() == false)
        #expect(second.json.at("/page/next_cursor") == .null)
        #expect(second.field("Link") == nil)
    }

    @Test func `Link replaces the cursor and keeps the filters as sent`() throws {
        let office = try Office.village()
        let first = try office.get("/v1/households?hamlet=1&q=%C3%A1n+h&limit=1")
        #expect(first.field("Link") == nil)
        let second = try office.get("/v1/households?limit=1&q=h%30&hamlet=1")
        let cursor = try #require(second.text("/page/next_cursor"))
        let third = try office.get("/v1/households?limit=1&cursor=\(cursor)&q=h%30&hamlet=1")
        let next = try #require(third.text("/page/next_cursor"))
        #expect(
            third.field("Link") == "</v1/households?limit=1&q=h%30&hamlet=1&cursor=\(next)>; rel=\"next\"")
    }

    @Test func `a page with exactly the limit is the last`() throws {
        let office = try Office.village()
        let response = try office.get("/v1/households?hamlet=1&limit=4")
        #expect(response.items().count == 4)
        #expect(response.json.at("/page/has_more")?.boolean() == false)
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `all pages together are the list, without repetition`(_ limit: Int) throws {
        let office = try Office.village()
        for index in 0..<10 {
            _ = try office.contribute(
                #"{"fund":1,"sponsor_name":"A\#(index)","method":"cash","amount":\#(index + 1)}"#)
        }
        #expect(try office.walk("/v1/hamlets/1/contributions?limit=\(limit)") == Array((1...10).reversed()))
        #expect(try office.walk("/v1/public/hamlets?unit=40&limit=\(limit)", as: nil) == [1, 2, 3])
        for index in 1...3 { _ = try office.post("/v1/users", #"{"name":"Lan \#(index)"}"#, as: .admin) }
        // The clerk and the administrator have tokens for the commune; the others were recorded by the latter.
        #expect(try office.walk("/v1/users?limit=\(limit)", as: .admin) == [2, 10, 11, 12, 13])
        #expect(try office.walk("/v1/funds?hamlet=1&limit=\(limit)") == [1, 2])
        #expect(try office.walk("/v1/households?hamlet=1&limit=\(limit)") == [1, 2, 3, 4])
    }

    @Test func `rows inserted while paging are neither lost nor repeated`() throws {
        let office = try Office.village()
        func add(_ name: String) throws {
            let count = try office.get("/v1/households?hamlet=1&limit=500").items().count
            let body = #"{"hamlet":1,"code":"N\#(count)","head_name":"\#(name)","persons":1}"#
            try #require(try office.post("/v1/households", body).status == 201)
        }
        var names: [String] = []
        var target: String? = "/v1/households?hamlet=1&limit=1"
        let newcomers = ["Lê Văn Ân", "Đỗ Thị Yến", "Lê Thị Bình", "Hồ Thị Ấn"]
        var step = 0
        while let next = target {
            let page = try office.get(next)
            names += page.items().compactMap { $0.text("/head_name") }
            target = page.text("/page/next_cursor")
                .map { "/v1/households?hamlet=1&limit=1&cursor=" + $0 }
            if step < newcomers.count { try add(newcomers[step]) }
            step += 1
        }
        let later = try office.get("/v1/households?hamlet=1&limit=500").items()
            .compactMap { $0.text("/head_name") }
        #expect(Set(names).count == names.count)
        #expect(Set(["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường", "Phan Thị Đào"]).isSubset(of: names))
        #expect(later.filter { names.contains($0) } == names)
    }

    @Test func `newest-first pages do not shift when rows are inserted`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"sponsor_name":"A","method":"cash","amount":1}"#
        for _ in 0..<4 { _ = try office.contribute(body) }
        let first = try office.get("/v1/hamlets/1/contributions?limit=2")
        #expect(first.ids == [4, 3])
        _ = try office.contribute(body)
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try office.get("/v1/hamlets/1/contributions?limit=2&cursor=" + cursor).ids == [2, 1])
    }

    @Test(arguments: [
        "/v1/hamlets/1/contributions?fund=1", "/v1/hamlets/1/contributions?method=cash",
        "/v1/hamlets/2/contributions?", "/v1/public/hamlets/1/contributions?fund=1", "/v1/funds?hamlet=1",
        "/v1/households?hamlet=1", "/v1/units?", "/v1/pledges?hamlet=1", "/v1/hamlets?unit=16702",
        "/v1/organisations?unit=16702",
    ])
    func `a cursor is valid only for its list and filters`(_ target: String) throws {
        let office = try Office.village()
        for _ in 0..<3 { _ = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#) }
        let cursor = try #require(
            try office.get("/v1/hamlets/1/contributions?limit=1").text("/page/next_cursor"))
        let response = try office.get(target + "&cursor=" + cursor)
        #expect(Refused(response) == Refused(400, "cursor-mismatch"))
    }

    @Test func `another limit does not invalidate a cursor`() throws {
        let office = try Office.village()
        let cursor = try #require(try office.get("/v1/funds?hamlet=1&limit=1").text("/page/next_cursor"))
        #expect(try office.get("/v1/funds?hamlet=1&limit=500&cursor=" + cursor).ids == [2])
    }

    @Test(arguments: [
        "x", "AAAA", "AAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA", "%F0%9F%92%A9", "====", "a%20b", "-_-_",
        "%3B%20DROP%20TABLE%20fund",
    ])
    func `a malformed cursor is refused`(_ cursor: String) throws {
        let office = try Office.village()
        for target in ["/v1/funds?hamlet=1", "/v1/households?hamlet=1", "/v1/units?", "/v1/users?"] {
            let response = try office.get("\(target)&cursor=\(cursor)", as: .admin)
            #expect(Refused(response) == Refused(400, "cursor-mismatch"), "\(target)")
        }
    }

    @Test func `a long cursor is refused`() throws {
        let long = String(repeating: "A", count: 5000)
        #expect(try Office.village().get("/v1/units?cursor=" + long).status == 400)
    }

    @Test(arguments: ["0", "501", "x", "-1", "1.5", "1e2", "", "+5", "%205", "99999999999999999999", "٣"])
    func `a limit is 1 to 500`(_ limit: String) throws {
        let response = try Office.village().get("/v1/units?limit=" + limit)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?limit parameter-invalid"])
    }

    @Test func `limits come from the settings`() throws {
        var settings = ServiceSettings()
        settings.pageLimitDefault = 2
        settings.pageLimitMax = 3
        let office = try Office.village(settings: settings)
        #expect(try office.get("/v1/households?hamlet=1").items().count == 2)
        #expect(try office.get("/v1/households?hamlet=1&limit=3").items().count == 3)
        #expect(try office.get("/v1/households?hamlet=1&limit=4").status == 400)
    }
}

extension Office {
    /// The ids on all pages, in order.
    fileprivate func walk(_ first: String, as bearer: Bearer? = .clerk) throws -> [Int64] {
        var ids: [Int64] = []
        var target: String? = first
        while let next = target {
            let page = try get(next, as: bearer)
            ids += page.ids
            target = page.text("/page/next_cursor").map { first + "&cursor=" + $0 }
        }
        return ids
    }
}
