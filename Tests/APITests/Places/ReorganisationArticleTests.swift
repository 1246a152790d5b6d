import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// A merger as in the article: three hamlets with 2,000 households and money in six funds become one, which is merged
/// again.
///
/// - Source: DOMAIN §1, Hamlet 1 of Diễn Lâm after a merger; DOMAIN §3.
@Suite struct ArticleMergerTests {
    private static let sizes = [700, 700, 600]

    /// Hamlets 4 to 6 with funds 5 to 10, households 7 to 2006, a pledge of each household, cash and bank in each
    /// fund.
    private func commune() throws -> Office {
        let office = try Office.village()
        try office.store.writer.write(actor: Actor(User.ID(2))) { tx in
            for (index, size) in ArticleMergerTests.sizes.enumerated() {
                let hamlet = Hamlet(
                    id: try tx.newID(), commune: "16702", name: "Xóm \(20 + index)", kind: .xom,
                    validity: try #require(Validity(from: LocalDate("2020-01-01"), to: nil)), version: 1)
                try tx.save(hamlet)
                let funds = try ["Đường giao thông", "Quỹ riêng \(index)"]
                    .map { name in
                        let fund = Fund(id: try tx.newID(), owner: .hamlet(hamlet.id), name: name, version: 1)
                        try tx.save(fund)
                        return fund.id
                    }
                for number in 0..<size {
                    let household = Household(
                        id: try tx.newID(), hamlet: hamlet.id, code: "\(index)-\(number)",
                        headName: "Hộ \(number)", personsCount: 3, version: 1)
                    try tx.save(household, replacing: nil)
                    let pledge = Pledge(
                        id: try tx.newID(), fund: funds[0], household: household.id,
                        amount: Dong(500_000),
                        pledgedOn: try #require(LocalDate("2026-01-05")))
                    try tx.save(pledge, replacing: nil, in: hamlet.id)
                }
            }
        }
        for (fund, cash, bank) in [
            (5, 1_000_001, 7), (6, 2, 30_000_000), (7, 250_000, 1), (8, 9_999, 10), (9, 1, 650_000_000),
            (10, 77, 3),
        ] {
            for (method, amount) in [("cash", cash), ("bank", bank)] {
                let body =
                    #"{"fund":\#(fund),"sponsor_name":"Con em xa quê","method":"\#(method)","amount":\#(amount),"received_on":"2026-06-29"}"#
                try #require(try office.contribute(body).status == 201)
            }
        }
        return office
    }

    /// The balances of all hamlets of the commune at the end of `day`: cash, then bank.
    private func held(_ office: Office, on day: String) throws -> [Int64] {
        var sums: [Int64] = [0, 0]
        for hamlet in 1... {
            let path = "/v1/hamlets/\(hamlet)/statement?from=2020-01-01&to=\(day)"
            let statement = try office.get(path, as: Bearer(.auditor, at: .province))
            guard statement.status == 200 else { break }
            sums[0] += try #require(statement.integer("/closing/cash"))
            sums[1] += try #require(statement.integer("/closing/bank"))
        }
        return sums
    }

    @Test func `three hamlets merge, and the result again, without losing a household or đồng`() throws {
        let office = try commune()
        let before = try held(office, on: "2026-06-30")
        #expect(before == [1_260_080, 680_000_021])
        let body =
            #"{"commune":"16702","hamlets":[{"hamlet":4},{"hamlet":5},{"hamlet":6}],"name":"Xóm 1","type":"xom",\#(Office.order("2026-07-01"))}"#
        let preview = try office.post("/v1/hamlet-mergers?dry_run=true", body, key: office.newKey())
        let merged = try office.post("/v1/hamlet-mergers", body, key: office.newKey())
        try #require(merged.status == 201, "\(merged.bodyText)")
        #expect(preview.items("/body/funds") == merged.items("/funds") && merged.items("/funds").count == 6)
        #expect(merged.integer("/households") == 2000 && merged.integer("/persons") == 6000)
        #expect(merged.integer("/pledges") == 2000)
        #expect(
            merged.integer("/transferred/cash") == before[0]
                && merged.integer("/transferred/bank") == before[1])
        // The road funds share a name and become one; the others stay separate.
        let funds = try office.get("/v1/funds?hamlet=7")
        #expect(
            funds.items().compactMap { $0.text("/name") } == [
                "Đường giao thông", "Quỹ riêng 0", "Quỹ riêng 1", "Quỹ riêng 2",
            ])
        #expect(funds.integer("/data/0/balances/bank") == 650_000_008)
        for day in ["2026-06-29", "2026-06-30", "2026-07-01", "2026-11-23"] {
            #expect(try held(office, on: day) == before, "\(day)")
        }
        // The past and the present, as of each day.
        let summary = try office.get("/v1/hamlets/7/summary")
        #expect(summary.integer("/hamlet/households") == 2000)
        #expect(try office.get("/v1/hamlets?unit=16702&as_of=2026-06-30").items().count == 5)
        #expect(try office.get("/v1/hamlets?unit=16702&as_of=2026-07-01").items().count == 3)
        #expect(try office.get("/v1/households/7/history").text("/states/1/valid_to") == "2026-06-30")
        // Merged again, with Xóm 10.
        let second = try office.merge([7, 2], into: "Xóm 1", on: "2026-09-01")
        try #require(second.status == 201, "\(second.bodyText)")
        #expect(second.integer("/households") == 2001 && second.integer("/pledges") == 2000)
        #expect(try held(office, on: "2026-11-23") == before)
        #expect(try office.get("/v1/hamlets/8/summary").integer("/balances/bank") == before[1])
        for hamlet in [2, 4, 5, 6, 7] {
            #expect(try office.get("/v1/hamlets/\(hamlet)").json.items("/successors").count == 1)
        }
        for household in [7, 1000, 2006] {
            #expect(try office.get("/v1/households/\(household)").integer("/hamlet") == 8)
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
