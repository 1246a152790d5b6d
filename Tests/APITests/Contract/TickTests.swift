import API
import Domain
import HTTP
import Testing

/// Several requests in one event-loop tick, and two event loops.
@Suite struct TickTests {
    @Test func `everyone reads their own writes, on every event loop`() throws {
        let office = try Office.village()
        let fields = [("Authorization", "Bearer " + (try office.secret(of: .clerk)))]
        let other = try office.service.responder()
        let allowed = Request(method: .get, target: "/v1/funds?hamlet=1", fields: fields)
        #expect(office.send(allowed, through: other).ids == [1, 2])
        _ = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ mới"}"#)
        #expect(office.send(allowed, through: other).ids == [1, 2, 5])
    }

    @Test func `a commit between two requests of a tick is visible to the second`() throws {
        let office = try Office.village()
        let fields = [("Authorization", "Bearer " + (try office.secret(of: .clerk)))]
        let loop = try office.service.responder()
        let allowed = Request(method: .get, target: "/v1/public/hamlets/1/funds", fields: fields)
        let first = try #require(loop.respond(to: allowed) { _ in })
        _ = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ mới"}"#)
        let second = try #require(loop.respond(to: allowed) { _ in })
        loop.tickEnded()
        #expect(first.ids == [1, 2])
        #expect(second.ids == [1, 2, 5])
        #expect(first.field("ETag") != second.field("ETag"))
    }

    @Test func `a tick may end without any read, and twice`() throws {
        let office = try Office.village()
        let loop = try office.service.responder()
        loop.tickEnded()
        loop.tickEnded()
        #expect(office.lastPosition > 0)
    }

    @Test func `a write completes later, a read immediately`() throws {
        let office = try Office.village()
        let loop = try office.service.responder()
        let fields = [("Authorization", "Bearer " + (try office.secret(of: .clerk)))]
        let read = loop.respond(to: Request(method: .get, target: "/v1/units", fields: fields)) { _ in
            Issue.record("a read is not answered later")
        }
        #expect(read?.status == 200)
        let refused = loop.respond(to: Request(method: .post, target: "/v1/funds", fields: fields)) { _ in
            Issue.record("a refusal before the writer is not answered later")
        }
        #expect(refused?.status == 422)
        loop.tickEnded()
    }
}
