import Domain
import HTTP
import TestSupport
import Testing

@testable import API

/// Public requests that mean the same have one key in the cache and are computed once, for every public endpoint.
@Suite struct CacheKeyTests {
    private static let dates = ["from", "to", "as_of"]
    /// What they show may be planned, so a day in the future is a day of its own.
    private static let planned = ["GET /v1/public/hamlets", "GET /v1/public/parameters"]

    private static func parameters(of endpoint: Endpoint) -> [String] {
        endpoint.fields.filter { $0.section == .query }.map(\.name)
    }

    private static let dated = Endpoint.names { endpoint in
        // Those of the log are numbers of entries.
        endpoint.access == .anonymous && !endpoint.path.text.hasPrefix("/v1/public/log/")
            && parameters(of: endpoint).contains { dates.contains($0) }
    }

    /// Groups of queries, each of which means one thing.
    private func groups(of endpoint: Endpoint, on today: LocalDate) throws -> [[String]] {
        let tomorrow = try #require(today.next).text
        let names = Self.parameters(of: endpoint)
        var groups: [[String]]
        if endpoint.fields.contains(where: { $0.name == "from" && $0.isRequired }) {
            let first = "from=2026-01-01"
            groups = [
                [
                    "\(first)&to=\(today.text)", "to=\(today.text)&\(first)", "\(first)&to=\(tomorrow)",
                    "\(first)&to=2100-12-31", "from=2026%2D01-01&to=2100-12-30",
                ],
                ["from=2090-01-01&to=2100-01-01", "from=2100-12-31&to=2100-12-31"],
            ]
        } else if names.contains("from") {
            groups = [
                [
                    "", "from=1945-09-02", "to=\(tomorrow)", "to=2100-12-31",
                    "to=2100-12-31&from=1945-09-02",
                ],
                ["from=2090-01-01", "from=2100-12-31", "from=2100-12-31&to=2100-12-31"],
            ]
        } else if Self.planned.contains(endpoint.name) {
            groups = [["as_of=2026-01-01", "as_of=2026%2D01-01"]]
        } else {
            groups = [["", "as_of=\(tomorrow)", "as_of=2100-12-31"]]
        }
        for (name, standard) in [("boundaries", "historical"), ("limit", "50"), ("limit", "050")]
        where names.contains(name) {
            for index in groups.indices { groups[index].append(groups[index][0] + "&\(name)=\(standard)") }
        }
        return groups
    }

    @Test func `there are public endpoints with dates`() { #expect(Self.dated.count >= 7, "\(Self.dated)") }

    @Test(arguments: dated)
    func `queries that mean the same are one response`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let parts = try endpoint.sample.target.split(separator: "?", maxSplits: 1)
        let others = (parts.count > 1 ? parts[1].split(separator: "&") : [])
            .filter { pair in !Self.dates.contains { pair.hasPrefix($0 + "=") } }
            .map(String.init)
        for (index, group) in try groups(of: endpoint, on: LocalDate(office.clock.now)).enumerated() {
            var first: (response: Response, entries: Set<ObjectIdentifier>)?
            for query in group {
                let pairs = (others + query.split(separator: "&").map(String.init)).joined(separator: "&")
                let target = String(parts[0]) + (pairs.isEmpty ? "" : "?" + pairs)
                let response = try office.get(target, as: nil)
                let entries = Set(office.service.responseCache.entries.map(ObjectIdentifier.init))
                #expect(response.status == 200, "\(target) \(response.bodyText)")
                #expect(entries.count == index + 1, "\(target)")
                guard let first else {
                    first = (response, entries)
                    continue
                }
                // Neither another entry nor the same one computed again.
                #expect(entries == first.entries, "\(target)")
                #expect(response.body == first.response.body, "\(target)")
                #expect(response.field("ETag") == first.response.field("ETag"))
            }
        }
    }

    @Test(arguments: Endpoint.names { $0.access == .anonymous && $0.path.text.contains("{id}") })
    func `an id in another spelling is the same response`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        office.checksContract = false
        let target = try endpoint.sample.target
        let first = try office.get(target, as: nil)
        try #require(first.status == 200)
        let pattern = try Regex("/([0-9]+)")
        for zeros in ["/0", "/00"] {
            let other = target.replacing(pattern, maxReplacements: 1) {
                zeros + $0.output[1].substring.orEmpty
            }
            #expect(other != target)
            #expect(try office.get(other, as: nil).body == first.body, "\(other)")
            // What has a tag of its bytes is not cached.
            let cachedCount = endpoint.etag == nil ? 0 : 1
            #expect(office.service.responseCache.entries.count == cachedCount, "\(other)")
        }
    }

    @Test func `other days, other values and other media types are other responses`() throws {
        let office = try Office.forSamples()
        let path = "/v1/public/hamlets/1/contributions"
        let queries = [
            "", "?to=2026-11-22", "?from=2026-11-22", "?fund=1", "?fund=2", "?limit=1", "?limit=2",
        ]
        for query in queries { try #require(try office.get(path + query, as: nil).status == 200) }
        #expect(office.service.responseCache.entries.count == queries.count)
        _ = try office.get(path, as: nil, fields: [("Accept", "text/csv")])
        _ = try office.get(path + "?bom=false", as: nil, fields: [("Accept", "text/csv")])
        _ = try office.get(path + "?bom=true", as: nil, fields: [("Accept", "text/csv")])
        #expect(office.service.responseCache.entries.count == queries.count + 2)
    }
}

extension Substring? {
    fileprivate var orEmpty: String { map(String.init) ?? "" }
}
