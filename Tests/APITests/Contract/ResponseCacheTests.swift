import Domain
import Gzip
import HTTP
import Store
import TestSupport
import Testing

@testable import API

@Suite struct ResponseCacheTests {
    private func cachedEntry(_ target: String, limit: Int = 1) -> ResponseCache.Entry {
        ResponseCache.Entry(
            Representation(Page<Published<PublicContributionLine>>([], limit: limit) { _ in "" }), to: target,
            etag: "W/1", fields: FieldLines(),
            position: 1, owner: nil, day: .firstDay)
    }

    @Test func `a cached response is returned for its target only`() {
        let cache = ResponseCache(kibibytesMax: 64)
        let first = cachedEntry("/a")
        cache.insert(first)
        #expect(cache.entry(for: "/a")?.entry === first)
        #expect(cache.entry(for: "/b") == nil)
    }

    @Test func `a newer response replaces an older one`() {
        let cache = ResponseCache(kibibytesMax: 64)
        let newer = cachedEntry("/a", limit: 2)
        cache.insert(cachedEntry("/a"))
        cache.insert(newer)
        #expect(cache.entry(for: "/a")?.entry === newer)
    }

    @Test func `when the cache is full, used entries stay and others are evicted`() {
        let cache = ResponseCache(kibibytesMax: 4)
        cache.insert(cachedEntry("/asked"))
        for index in 0..<50 {
            cache.insert(cachedEntry("/\(index)"))
            #expect(cache.entry(for: "/asked") != nil)
        }
        #expect(cache.entry(for: "/49") != nil)
        #expect(cache.entry(for: "/0") == nil)
    }

    /// Even when every entry was used, the hand finds room, and as many stay as fit.
    @Test func `the cache uses its memory limit`() {
        let cache = ResponseCache(kibibytesMax: 16)
        for round in 0..<10 {
            for index in 0..<100 {
                let target = "/\(round)/\(index)"
                cache.insert(cachedEntry(target))
                #expect(cache.entry(for: target) != nil)
            }
        }
        let stayedCount = (0..<100).count { cache.entry(for: "/9/\($0)") != nil }
        #expect(stayedCount > 40 && stayedCount < 100)
    }

    /// A body of some 10 KB, which gzip makes a few hundred bytes of.
    private func list(_ target: String) -> (entry: ResponseCache.Entry, plain: Representation) {
        let plain = Representation(EntityNames(count: 300))
        let compressed = plain.compressed(by: Gzip())
        return (
            ResponseCache.Entry(
                compressed, to: target, etag: "W/1", fields: FieldLines(), position: 1, owner: nil,
                day: .firstDay),
            plain
        )
    }

    @Test func `plain bytes stay beside compressed ones, and are the first to go`() throws {
        let cache = ResponseCache(kibibytesMax: 32)
        let first = list("/0")
        cache.insert(first.entry, plain: first.plain)
        #expect(try #require(cache.entry(for: "/0")).plain?.body == first.plain.body)
        for index in 1..<20 {
            let list = list("/\(index)")
            cache.insert(list.entry, plain: list.plain)
        }
        // All are still there, but few of them with their plain bytes.
        let found = try (0..<20).map { try #require(cache.entry(for: "/\($0)")) }
        let plainCount = found.count { $0.plain != nil }
        #expect((1...3).contains(plainCount), "\(plainCount)")
        #expect(found.last?.plain != nil)
    }

    @Test func `plain bytes of a response that was replaced are not kept`() throws {
        let cache = ResponseCache(kibibytesMax: 32)
        let (older, newer) = (list("/a"), list("/a"))
        cache.insert(older.entry)
        cache.insert(newer.entry)
        cache.keep(older.plain, with: older.entry)
        #expect(try #require(cache.entry(for: "/a")).plain == nil)
    }

    @Test func `a cache without memory stores nothing`() {
        let cache = ResponseCache(kibibytesMax: 0)
        cache.insert(cachedEntry("/a"))
        #expect(cache.entry(for: "/a") == nil)
    }

    /// Through the service: the second response comes from the cache and equals the first, until something changes.
    @Test func `a cached response is identical, and never older than a commit`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        for target in [
            "/v1/public/hamlets/1/summary", "/v1/public/hamlets/1/contributions?limit=1",
            "/v1/public/hamlets/1/contributions",
        ] {
            let allowed = Request(method: .get, target: target)
            let (first, second) = (office.send(allowed, through: loop), office.send(allowed, through: loop))
            #expect(first.status == 200)
            #expect(first.body == second.body)
            for name in ["ETag", "Link", "Content-Type", "Cache-Control"] {
                #expect(first.field(name) == second.field(name), "\(target) \(name)")
            }
            #expect(
                try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#).status == 201)
            let third = office.send(allowed, through: loop)
            #expect(third.body != first.body)
            #expect(third.field("ETag") != first.field("ETag"))
        }
    }

    /// Hamlets unchanged since the start share a journal position, but must not share a tag.
    @Test func `the tag of one hamlet does not match another`() throws {
        let office = try Office.village()
        let tag = try #require(try office.get("/v1/public/hamlets/1/summary", as: nil).field("ETag"))
        for (target, status) in [
            ("/v1/public/hamlets/1/summary", 304), ("/v1/public/hamlets/2/summary", 200),
            ("/v1/public/hamlets/99/summary", 404),
        ] {
            let allowed = Request(method: .get, target: target, fields: [("If-None-Match", tag)])
            #expect(
                office.send(allowed, through: try office.service.responder()).status == status, "\(target)")
        }
    }

    /// The shorter path of a cached response must give the same result as the full one.
    @Test(arguments: [
        ("Accept", "text/html", 406), ("Accept", "application/json", 200), ("If-None-Match", "*", 304),
        ("If-None-Match", "\"x\"", 200), ("Authorization", "Bearer dv_nobody", 200),
    ])
    func `header fields apply to cached responses`(_ name: String, _ value: String, _ status: Int) throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        let target = "/v1/public/hamlets/1/summary"
        for method in [HTTP.Method.get, .head] {
            let allowed = Request(method: method, target: target, fields: [(name, value)])
            let another = try Office.villageWithBooks()
            let new = another.send(allowed, through: try another.service.responder())
            #expect(new.status == status)
            #expect(office.send(Request(method: .get, target: target), through: loop).status == 200)
            let cached = office.send(allowed, through: loop)
            #expect(cached.status == status)
            #expect(cached.field("ETag") == new.field("ETag") && cached.field("Vary") == new.field("Vary"))
        }
        let written = Request(method: .put, target: target)
        #expect(office.send(written, through: loop).status == 405)
    }

    @Test func `a new day ends cached responses`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        let allowed = Request(method: .get, target: "/v1/public/hamlets/1/summary")
        let today = office.send(allowed, through: loop)
        office.clock.advance(minutes: 24 * 60)
        #expect(office.send(allowed, through: loop).field("ETag") != today.field("ETag"))
    }
}

private struct EntityNames: Output {
    let count: Int

    func write(to fields: inout some FieldWriter) {
        fields.member("names", (0..<count).map { "Nguyễn Văn An, Xóm \($0)" }.joined(separator: ", "))
    }

    static var sample: EntityNames { EntityNames(count: 1) }
}
