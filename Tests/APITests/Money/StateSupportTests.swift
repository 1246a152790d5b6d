import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// State support is a source of its own, apart from the people's money, wherever money is shown.
@Suite struct StateSupportTests {
    /// 100 from a household; 2000 from a sponsor; 30 000 from the province and 400 000 from an agency that is registered.
    private func office() throws -> Office {
        let office = try Office.village()
        try office.write { tx in
            try tx.save(
                Organisation(
                    id: Identifier(3), name: "UBND phường Vinh Phú", kind: .stateAgency, unit: "16702",
                    version: 1))
        }
        for (donor, method, amount) in [
            (#""household":1"#, "cash", 100), (#""sponsor_name":"Anh Xa""#, "bank", 2000),
            (Self.province, "bank", 30_000), (#""organisation":3"#, "cash", 400_000),
        ] {
            let gift = try office.contribute(
                #"{"fund":1,\#(donor),"method":"\#(method)","amount":\#(amount)}"#)
            try #require(gift.status == 201, "\(gift.bodyText)")
        }
        return office
    }

    private static let province =
        #""sponsor_name":"UBND tỉnh Nghệ An","sponsor_kind":"state","sponsor_level":"province""#

    private func year(_ response: Response) -> [Int64?] {
        [
            "received", "received_from_households", "received_from_sponsors", "received_from_state",
            "contributions", "participating_households",
        ]
        .map { response.integer("/years/0/" + $0) }
    }

    @Test func `a receipt tells its source and the level of the budget`() throws {
        let office = try office()
        let lines = try office.get("/v1/hamlets/1/contributions").items().reversed()
        #expect(lines.map { $0.text("/source") } == ["households", "sponsors", "state", "state"])
        let given = try office.get("/v1/contributions/3")
        #expect(given.text("/sponsor_kind") == "state" && given.text("/sponsor_level") == "province")
        #expect(given.text("/source") == "state")
        #expect(try office.get("/v1/contributions/4").json.at("/sponsor_level") == .null)
    }

    @Test func `summaries show three sources, statements the kinds of each, inside and for the public`()
        throws
    {
        let office = try office()
        #expect(
            try year(office.get("/v1/hamlets/1/summary")) == [432_100, 100, 2000, 430_000, 4, 1])
        let shown = try office.get("/v1/public/hamlets/1/summary", as: nil)
        #expect(shown.integer("/years/0/received_from_state") == 430_000)
        #expect(shown.integer("/years/0/received_from_sponsors") == 2000)
        for path in ["/v1/hamlets/1/statement", "/v1/public/hamlets/1/statement"] {
            for query in ["", "&boundaries=current"] {
                let statement = try office.get(path + "?from=2026-01-01&to=2026-12-31" + query)
                let lines = statement.items("/received")
                    .map {
                        [
                            $0.text("/kind"), $0.integer("/cash")?.description,
                            $0.integer("/bank")?.description,
                        ]
                    }
                #expect(
                    lines == [
                        ["households", "100", "0"], ["individuals", "0", "2000"],
                        ["state_agencies", "400000", "0"], ["state_province", "0", "30000"],
                    ])
            }
        }
        let donors = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
            .map { $0.text("/donor") }
        #expect(donors == ["state", "state", "sponsor", "household"])
        #expect(try year(office.get("/v1/hamlets/1/summary?boundaries=current"))[3] == 430_000)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `voiding and refunding state support leaves the other sources`() throws {
        let office = try office()
        try #require(try office.void(3).status == 200)
        let refund = try #require(try office.refund(4, 1000).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, refund).status == 200) }
        #expect(try year(office.get("/v1/hamlets/1/summary")) == [402_100, 100, 2000, 400_000, 3, 1])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `state support moves with its hamlet`() throws {
        let office = try office()
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let summary = try office.get("/v1/hamlets/4/summary?boundaries=current")
        #expect(summary.integer("/years/0/received_from_state") == 430_000)
        #expect(summary.integer("/balances/cash") == 400_100)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        (#""sponsor_name":"UBND tỉnh","sponsor_kind":"state""#, "/sponsor_level member-missing"),
        (
            #""sponsor_name":"UBND tỉnh","sponsor_kind":"company","sponsor_level":"province""#,
            "/sponsor_level donor-ambiguous"
        ),
        (#""sponsor_name":"UBND tỉnh","sponsor_level":"province""#, "/sponsor_level donor-ambiguous"),
        (#""household":1,"sponsor_level":"province""#, "/sponsor_level donor-ambiguous"),
        (#""organisation":1,"sponsor_level":"commune""#, "/sponsor_level donor-ambiguous"),
        (
            #""sponsor_name":"UBND tỉnh","sponsor_kind":"state","sponsor_level":"hamlet""#,
            "/sponsor_level choice-unknown"
        ),
        (
            #""sponsor_name":"UBND huyện","sponsor_kind":"state","sponsor_level":"district""#,
            "/sponsor_level district-ended"
        ),
        (
            #""sponsor_name":"UBND tỉnh","sponsor_kind":"state","sponsor_level":"province","anonymous":true"#,
            "/anonymous input-invalid"
        ),
        (#""organisation":3,"anonymous":true"#, "/anonymous input-invalid"),
    ])
    func `the level belongs to state support, which is public`(_ donor: String, _ error: String) throws {
        let refused = try office().contribute(#"{"fund":1,\#(donor),"method":"cash","amount":1}"#)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
    }

    @Test func `a district gave support until districts ended`() throws {
        let office = try office()
        let given = try office.contribute(
            """
            {"fund":1,"sponsor_name":"UBND thành phố Vinh","sponsor_kind":"state","sponsor_level":"district",
             "method":"bank","amount":5,"received_on":"2025-06-30"}
            """)
        #expect(given.status == 201 && given.text("/sponsor_level") == "district")
    }
}
