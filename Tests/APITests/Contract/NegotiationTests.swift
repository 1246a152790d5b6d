import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// Which media type an `Accept` field gets.
///
/// - Source: RFC 9110 §12.5.1.
@Suite struct NegotiationTests {
    private static let xlsx = Media.xlsx.type
    private static let tables = Endpoint.names { $0.media.contains(.csv) }
    /// Imports give the table back that was sent: ImportedFileTests.
    private static let others = Endpoint.names { !$0.media.contains(.csv) && !$0.takesTable }
    /// What is also a page to be printed: a decision.
    private static let papers: Set<String> = [
        "GET /v1/hamlets/{id}/cash-book", "GET /v1/funds/{id}/ledger", "GET /v1/hamlets/{id}/vouchers",
        "GET /v1/hamlets/{id}/statement", "GET /v1/public/hamlets/{id}/statement", "GET /v1/cash-counts/{id}",
        "GET /v1/opening-balances/{id}", "GET /v1/cash-book", "GET /v1/vouchers", "GET /v1/statement",
        "GET /v1/public/statement", "GET /v1/hand-over-slips/{id}", "GET /v1/book-handovers/{id}",
        "GET /v1/payables/{id}",
    ]

    @Test(
        arguments: [
            (nil, .json, .json), ("", .json, .json), ("*/*", .json, .json), ("application/*", .json, .json),
            ("application/json", .json, .json), ("text/csv", .csv, nil), ("text/*", .csv, nil),
            ("application/x-ndjson", .ndjson, nil), ("TEXT/CSV ; header=present", .csv, nil),
            ("text/csv, */*", .csv, .json), ("*/*, text/csv", .csv, .json),
            ("text/csv, application/problem+json", .csv, .json),
            ("application/problem+json", .json, .json), ("text/csv;q=0.5, application/json", .json, .json),
            ("application/json;q=0.5, text/csv;q=0.9", .csv, .json),
            ("application/*;q=0.2, text/csv;q=0.1", .json, .json), ("text/csv;q=0, */*", .json, .json),
            ("application/json;q=0, */*", .csv, nil), ("*/*;q=0.1, text/*;q=0", .json, .json),
            ("application/x-ndjson, text/csv", .csv, nil),
            ("application/x-ndjson, */*;q=0.9", .ndjson, .json),
            ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", .json, .json),
            (xlsx, .xlsx, nil), (xlsx + ", */*;q=0.1", .xlsx, .json),
            ("application/json, " + xlsx, .json, .json),
            ("text/html", nil, nil), ("text/csv;q=0", nil, nil), ("csv", nil, nil), (",", nil, nil),
        ] as [(String?, Media?, Media?)])
    func `the most specific range and the weight decide`(_ field: String?, _ ofTable: Media?, _ ofOne: Media?)
    {
        #expect(Media.ofTables.preferred(by: field) == ofTable)
        #expect([Media.json].preferred(by: field) == ofOne)
    }

    @Test func `every list, summary and report is a table, and nothing else`() {
        for endpoint in Service.table {
            guard case .object(_, let members) = endpoint.output else {
                let documents: [[Media]] = [[.html], [.plain], [.octets], [.beancount]]
                #expect(documents.contains(endpoint.media), "\(endpoint.name)")
                continue
            }
            let path = endpoint.path.text
            let isReport =
                path.contains("/reports/")
                || ["/statement", "/summary", "/tree"].contains { path.hasSuffix($0) }
            let isTable = endpoint.method == .get && (isReport || members.contains { $0.name == "data" })
            let isReceipt = path == "/v1/public/receipts/{code}"
            let isPicture = path.hasSuffix("/vietqr")
            let others: [Media] =
                isTable ? [.csv, .ndjson, .xlsx] : isReceipt ? [.plain] : isPicture ? [.svg] : []
            let pages: [Media] = NegotiationTests.papers.contains(endpoint.name) ? [.html] : []
            #expect(endpoint.media == [.json] + others + pages, "\(endpoint.name)")
        }
        #expect(NegotiationTests.tables.count > 30)
    }

    @Test(arguments: tables)
    func `a list or report is sent as asked, and says that it depends on Accept`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let sample = try endpoint.sample
        let office = try Office.forSamples()
        let role = endpoint.someRole.map { Bearer($0) }
        let bearer = sample.about == .province ? role?.ofProvince : role
        // The first use of a token is recorded, which the list of tokens shows.
        _ = try office.get(sample.target, as: bearer)
        _ = try office.write { _ in }
        var tags: Set<String> = []
        let page = Self.papers.contains(name) ? [("text/html", "text/html; charset=utf-8")] : []
        for (media, type) in [
            ("*/*", "application/json"), ("text/csv", "text/csv; charset=utf-8; header=present"),
            ("application/x-ndjson", "application/x-ndjson"), (Self.xlsx, Self.xlsx),
        ] + page {
            let response = try office.get(sample.target, as: bearer, accepting: media)
            #expect(response.status == 200, "\(response.bodyText)")
            #expect(response.field("Content-Type") == type)
            let isFile = media == "text/csv" || media == Self.xlsx
            #expect((response.field("Content-Disposition") != nil) == isFile)
            let head = try office.send(.head, sample.target, as: bearer, fields: [("Accept", media)])
            #expect(head.field("Content-Type") == type && head.field("ETag") == response.field("ETag"))
            let vary = endpoint.access == .anonymous ? "Accept, Accept-Encoding" : "Accept"
            #expect(response.field("Vary") == vary)
            let tag = try #require(response.field("ETag"))
            // The tag of one media type is no tag of another.
            tags.insert(tag)
            let known = [("If-None-Match", tag)]
            let same = try office.get(sample.target, as: bearer, accepting: media, fields: known)
            #expect(same.status == 304 && same.field("Vary") == vary && same.field("ETag") == tag)
        }
        #expect(tags.count == 4 + page.count)
        let refused = page.isEmpty ? "text/html" : "text/plain"
        #expect(
            Refused(try office.get(sample.target, as: bearer, accepting: refused))
                == Refused(406, "not-acceptable"))
    }

    @Test(arguments: others, ["text/csv", "application/x-ndjson", xlsx])
    func `nothing else is a table`(_ name: String, _ media: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        // A new token is a journal row too.
        if let bearer { _ = try office.secret(of: bearer) }
        let position = office.lastPosition
        let response = try office.send(
            endpoint.method, endpoint.sample.target, as: bearer, fields: [("Accept", media)])
        #expect(Refused(response) == Refused(406, "not-acceptable"))
        #expect(office.lastPosition == position)
    }

    @Test func `a cached list is never sent as another media type`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        let target = "/v1/public/hamlets/1/contributions"
        func get(_ media: String?, _ others: [(String, String)] = []) -> Response {
            let fields = media.map { [("Accept", $0)] } ?? []
            return office.send(Request(method: .get, target: target, fields: fields + others), through: loop)
        }
        for _ in 0..<2 {
            let (table, list, lines) = (get("text/csv"), get(nil), get("application/x-ndjson"))
            #expect(table.bodyText.hasPrefix("number,book,"))
            #expect(
                table.field("Content-Disposition")
                    == #"attachment; filename="hamlets-1-contributions.csv""#)
            #expect(list.bodyText.hasPrefix(#"{"data":[{"number":"#))
            #expect(lines.bodyText.hasPrefix(#"{"number":"#))
            let workbook = get(Self.xlsx)
            #expect(workbook.body.starts(with: Array("PK".utf8)) && workbook.field("Content-Encoding") == nil)
            #expect(
                workbook.field("Content-Disposition")
                    == #"attachment; filename="hamlets-1-contributions.xlsx""#)
            let packed = get(Self.xlsx, [("Accept-Encoding", "gzip")])
            #expect(packed.body == workbook.body && packed.field("Content-Encoding") == nil)
            #expect(get("text/csv, */*").body == table.body && get("text/html").status == 406)
            let tag = try #require(list.field("ETag"))
            #expect(tag.hasPrefix("W/"))
            #expect(get("text/csv", [("If-None-Match", tag)]).body == table.body)
            #expect(get("application/json", [("If-None-Match", tag)]).status == 304)
        }
        let one = Request(
            method: .get, target: "/v1/public/hamlets/1", fields: [("Accept", "text/csv, */*;q=0.1")])
        for _ in 0..<2 {
            let response = office.send(one, through: loop)
            #expect(response.field("Content-Type") == "application/json")
            #expect(response.field("Vary") == "Accept-Encoding")
        }
    }

    @Test func `a long public table is compressed like its JSON`() throws {
        let office = try Office.villageWithBooks()
        for _ in 0..<30 { _ = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#) }
        let target = "/v1/public/hamlets/1/contributions"
        let plain = try office.get(target, as: nil, accepting: "text/csv")
        let packed = try office.get(
            target, as: nil, accepting: "text/csv", fields: [("Accept-Encoding", "gzip")])
        #expect(packed.field("Content-Encoding") == "gzip" && plain.field("Content-Encoding") == nil)
        #expect(packed.content == plain.body && packed.field("ETag") == plain.field("ETag"))
    }
}
