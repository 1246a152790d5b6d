import HTTP
import Testing

@testable import API

@Suite struct PublicAnswersTests {
    private func answer(_ bytesCount: Int) -> Answer {
        var answer = Answer(Page<PublicContributionLine>([], limit: bytesCount) { _ in "" })
        answer.giveBackRoom()
        return answer
    }

    @Test func `an answer is given again under its ETag, and under no other`() {
        let answers = PublicAnswers(kibibytesMax: 64)
        answers.keep(answer(1), to: "/a", etag: "1")
        #expect(answers.answer(to: "/a", etag: "1") == answer(1))
        #expect(answers.answer(to: "/a", etag: "2") == nil)
        #expect(answers.answer(to: "/b", etag: "1") == nil)
    }

    @Test func `a newer answer takes the place of an older one`() {
        let answers = PublicAnswers(kibibytesMax: 64)
        answers.keep(answer(1), to: "/a", etag: "1")
        answers.keep(answer(2), to: "/a", etag: "2")
        #expect(answers.answer(to: "/a", etag: "1") == nil)
        #expect(answers.answer(to: "/a", etag: "2") == answer(2))
    }

    @Test func `what is asked for stays, the rest goes when there is no room`() {
        let answers = PublicAnswers(kibibytesMax: 4)
        answers.keep(answer(1), to: "/asked", etag: "1")
        for index in 0..<50 {
            answers.keep(answer(1), to: "/\(index)", etag: "1")
            #expect(answers.answer(to: "/asked", etag: "1") != nil)
        }
        #expect(answers.answer(to: "/49", etag: "1") != nil)
        #expect(answers.answer(to: "/0", etag: "1") == nil)
    }

    @Test func `without room nothing is kept`() {
        let answers = PublicAnswers(kibibytesMax: 0)
        answers.keep(answer(1), to: "/a", etag: "1")
        #expect(answers.answer(to: "/a", etag: "1") == nil)
    }

    /// Through the service: the second answer comes from memory and is the first, until something changes.
    @Test func `an answer from memory is the same to the byte, and never older than a commit`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        for target in [
            "/v1/public/hamlets/1/summary", "/v1/public/hamlets/1/contributions?limit=1",
            "/v1/public/hamlets/1/contributions",
        ] {
            let asked = Request(method: .get, target: target)
            let (first, second) = (office.send(asked, through: loop), office.send(asked, through: loop))
            #expect(first.status == 200)
            #expect(first.body == second.body)
            for name in ["ETag", "Link", "Content-Type", "Cache-Control"] {
                #expect(first.field(name) == second.field(name), "\(target) \(name)")
            }
            #expect(
                try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#).status == 201)
            let third = office.send(asked, through: loop)
            #expect(third.body != first.body)
            #expect(third.field("ETag") != first.field("ETag"))
        }
    }

    /// Hamlets not changed since the start share a position: their tags must not.
    @Test func `a tag of one hamlet says nothing of another`() throws {
        let office = try Office.village()
        let tag = try #require(try office.get("/v1/public/hamlets/1/summary", as: nil).field("ETag"))
        for (target, status) in [
            ("/v1/public/hamlets/1/summary", 304), ("/v1/public/hamlets/2/summary", 200),
            ("/v1/public/hamlets/99/summary", 404),
        ] {
            let asked = Request(method: .get, target: target, fields: [("If-None-Match", tag)])
            #expect(office.send(asked, through: try office.service.responder()).status == status, "\(target)")
        }
    }

    @Test func `a day that begins ends what was kept`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        let asked = Request(method: .get, target: "/v1/public/hamlets/1/summary")
        let today = office.send(asked, through: loop)
        office.clock.advance(minutes: 24 * 60)
        #expect(office.send(asked, through: loop).field("ETag") != today.field("ETag"))
    }
}
