import HTTP
import Testing

@testable import API

/// Compressed responses for slow connections (RFC 9110 §8.4, §12.5.3).
@Suite struct ContentCodingTests {
    @Test(
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true),
            ("identity", false), ("br, deflate", false), ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("gzip;q=0", false), ("gzip;q=0, *", false), ("*;q=0", false), ("gzip;q=0.001", true),
            ("identity;q=1, gzip;q=0.5", false), ("identity;q=0.5, gzip;q=1", true), ("gzip ; q=1", true),
            ("gzip;q=high", false), (",,gzip,,", true), ("gzipped", false),
        ] as [(String?, Bool)])
    func `gzip is sent to clients that prefer it to identity`(
        _ field: String?, _ isWanted: Bool
    ) {
        #expect(isGzipWanted(by: field) == isWanted)
    }

    private static let list = "/v1/public/hamlets/1/contributions"

    private func request(_ target: String, accepting coding: String?) -> Request {
        Request(method: .get, target: target, fields: coding.map { [("Accept-Encoding", $0)] } ?? [])
    }

    private func officeWithLongList() throws -> Office {
        let office = try Office.villageWithBooks()
        for _ in 0..<20 {
            #expect(
                try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#).status == 201)
        }
        return office
    }

    /// Whichever coding comes first: new and cached lists, compressed and uncompressed.
    @Test(arguments: [["gzip", nil, "gzip", nil], [nil, "gzip", nil, "gzip"]] as [[String?]])
    func `a list is the same compressed or not, cached or not`(_ codings: [String?]) throws {
        let office = try officeWithLongList()
        let loop = try office.service.responder()
        let other = try office.service.responder()
        var lists: Set<[UInt8]> = []
        for coding in codings {
            for loop in [loop, other] {
                let response = office.send(request(Self.list, accepting: coding), through: loop)
                #expect(response.status == 200)
                #expect(response.field("Content-Encoding") == coding)
                #expect(response.field("Vary") == "Accept, Accept-Encoding")
                #expect(response.field("ETag")?.hasPrefix("W/") == true)
                #expect((response.body.count < 1000) == (coding != nil))
                lists.insert(response.content)
            }
        }
        #expect(lists.count == 1)
        #expect(String(decoding: try #require(lists.first), as: UTF8.self).hasPrefix(#"{"data":[{"number":"#))
    }

    @Test func `a change is visible in the compressed list immediately`() throws {
        let office = try officeWithLongList()
        let loop = try office.service.responder()
        let allowed = request(Self.list, accepting: "gzip")
        let before = office.send(allowed, through: loop)
        #expect(try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":2}"#).status == 201)
        let after = office.send(allowed, through: loop)
        #expect(after.field("Content-Encoding") == "gzip")
        #expect(after.body != before.body && after.field("ETag") != before.field("ETag"))
    }

    @Test func `a short body is not compressed, and a 304 has Vary`() throws {
        let office = try officeWithLongList()
        let loop = try office.service.responder()
        let short = office.send(request(Self.list + "?limit=1", accepting: "gzip"), through: loop)
        #expect(short.field("Content-Encoding") == nil)
        #expect(short.field("Vary") == "Accept, Accept-Encoding")
        let tag = try #require(short.field("ETag"))
        let known = Request(
            method: .get, target: Self.list, fields: [("If-None-Match", tag), ("Accept-Encoding", "gzip")])
        let notModified = office.send(known, through: loop)
        #expect(notModified.status == 304)
        #expect(notModified.field("Vary") == "Accept, Accept-Encoding")
        #expect(notModified.field("Content-Encoding") == nil)
    }

    /// Next to a secret, the compressed length would leak it (BREACH).
    @Test func `a non-public response is never compressed`() throws {
        let office = try officeWithLongList()
        let response = try office.get(
            "/v1/hamlets/1/contributions", as: .clerk, fields: [("Accept-Encoding", "gzip")])
        #expect(response.status == 200 && response.body.count > 1000)
        #expect(response.field("Content-Encoding") == nil)
        #expect(response.field("Vary") == "Accept")
    }
}
