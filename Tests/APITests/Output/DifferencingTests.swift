import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// No difference of two public responses is a private value.
///
/// Private are the number of persons of a household and the amount of a pledge; in this village each is a prime, so that
/// a difference equals one only when it reveals it.
@Suite struct DifferencingTests {
    /// The integers of a response by their place, with the digits of the hamlet in the path.
    private func integers(_ value: JSONValue, at place: String, into found: inout [String: Set<Int64>]) {
        switch value {
        case .integer(let number): found[place, default: []].insert(number)
        case .object(let members):
            for member in members { integers(member.value, at: place + "/" + member.name, into: &found) }
        case .array(let items):
            for (index, item) in items.enumerated() { integers(item, at: place + "/\(index)", into: &found) }
        case .null, .bool, .number, .string: break
        }
    }

    private func look(_ office: Office, _ seen: inout [String: Set<Int64>]) throws {
        for target in PublicTargets.all {
            let response = try office.get(target, as: nil)
            if response.status == 404 { continue }
            try #require(response.status == 200, "\(target) \(response.bodyText)")
            integers(response.json, at: String(target.prefix { $0 != "?" }), into: &seen)
        }
    }

    /// A step of a household that no public response may tell: with the private number that it brings, if any.
    private func step(
        _ office: Office, _ generator: inout SeededGenerator, prime: Int64, pledges: Int64
    ) throws -> Int64? {
        let pledge = Int64.random(in: 1...max(1, pledges), using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1:
            let household = Int.random(in: 1...4, using: &generator)
            _ = try office.post(
                "/v1/pledges", #"{"fund":1,"household":\#(household),"amount":\#(prime * 1_000_003)}"#)
            return prime * 1_000_003
        case 2: _ = try office.confirm(pledge)
        case 3: _ = try office.post("/v1/pledges/\(pledge)/waive", ifMatch: "*")
        case 4:
            let body = #"{"hamlet":1,"code":"N\#(prime)","head_name":"Cao Thị Én","persons":\#(prime)}"#
            try #require(try office.post("/v1/households", body).status == 201)
            return prime
        default:
            let household = Int.random(in: 1...4, using: &generator)
            _ = try office.patch(
                "/v1/households/\(household)", #"{"persons":\#(prime)}"#, as: .clerk, ifMatch: "*")
            return prime
        }
        return nil
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `no step of a household changes a public figure by its private value`(_ seed: UInt64) throws {
        let office = try Office.villageWithBooks()
        var generator = SeededGenerator(seed: seed)
        var seen: [String: Set<Int64>] = [:]
        var secrets: Set<Int64> = []
        try look(office, &seen)
        for (index, prime) in [31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97].enumerated() {
            if let secret = try step(office, &generator, prime: Int64(prime), pledges: Int64(index)) {
                secrets.insert(secret)
            }
            if index % 4 == 3 { office.clock.advance(days: 1) }
            try look(office, &seen)
        }
        #expect(secrets.count > 3)
        for (place, values) in seen {
            for first in values {
                for second in values where first > second {
                    #expect(!secrets.contains(first - second), "\(place): \(first) − \(second)")
                }
                #expect(!secrets.contains(first), "\(place): \(first)")
            }
        }
    }

    @Test func `the groups of a profile never leave 1 or 2 persons, and never one group alone`() throws {
        let office = try Office.village()
        try office.set([("profile.occupations", "Nông nghiệp; Công nhân; Buôn bán")])
        let body = """
            {"as_of":"2026-10-31","households":30,"persons":100,"occupations":[{"name":"Nông nghiệp","persons":60},\
            {"name":"Công nhân","persons":38},{"name":"Buôn bán","persons":2}]}
            """
        let recorded = try office.post("/v1/hamlets/1/profiles", body)
        try #require(recorded.status == 201, "\(recorded.bodyText)")
        let shown = try office.get("/v1/public/hamlets/1/profiles", as: nil).items()[0]
        // 100 − 60 leaves 40 in two groups that cannot be told apart.
        #expect(shown.items("/occupations").compactMap { $0.text("/name") } == ["Nông nghiệp"])
        #expect(shown.integer("/persons") == 100)
    }

    @Test func `a hamlet of 2 voters is not the difference of then and now`() throws {
        let office = try Office.village()
        for (hamlet, eligible) in [(1, 40), (2, 2)] {
            let body = """
                {"hamlet":\(hamlet),"matter":"sap-nhap","title":"Sắp xếp","from":"2026-05-01","to":"2026-05-10",\
                "eligible":\(eligible),"invited":\(eligible),"participated":\(eligible),"agreed":\(eligible),\
                "disagreed":0,"invalid":0}
                """
            try #require(try office.post("/v1/consultations", body).status == 201)
        }
        _ = try office.write { tx in
            // Hamlet 2 lies in the other commune since 2026-06-01.
            let hamlet = try tx.existing(Hamlet.ID(2))
            try tx.change(
                try hamlet.changed(commune: "17329", on: LocalDate("2026-06-01") ?? .firstDay), from: hamlet)
        }
        let target = "/v1/public/reports/consultations?unit=40&matter=sap-nhap&boundaries="
        let then = try office.get(target + "historical", as: nil)
        let now = try office.get(target + "current", as: nil)
        for report in [then, now] {
            #expect(report.integer("/eligible") == 40 && report.integer("/suppressed") == 1)
            #expect(report.items("/communes").compactMap { $0.text("/commune") } == ["16702"])
        }
    }
}
