import Domain
import HTTP
import JSON
import TestSupport
import Testing

@Suite struct SummaryTests {
    @Test func `a hamlet without any records has no years`() throws {
        let response = try Office.village().get("/v1/hamlets/2/summary")
        try expect(
            response,
            shows: """
                {"hamlet":{"id":2,"commune":"16702","commune_name":"Phường Vinh Phú","commune_ended_on":null,"name":"Xóm 10","type":"xom","class":"thon",
                "valid_from":"2020-01-01","valid_to":null,"households":1,"persons":2,"successors":[],"version":1},
                "balances":{"cash":0,"bank":0},"years":[],"models":{"draft":0,"registered":0,"returned":0,
                "accepted":0,"appraised":0,"recognised":0,"declined":0}}
                """)
    }

    @Test func `sums follow confirmations, gifts, waivers and voids`() throws {
        let office = try Office.village()
        for household in 1...3 {
            _ = try office.post("/v1/pledges", #"{"fund":1,"household":\#(household),"amount":1000}"#)
        }
        #expect(try office.years() == [])
        for pledge in 1...3 { _ = try office.confirm(Int64(pledge)) }
        #expect(try office.years() == ["2026 pledged 3000/3 received 0=0+0 by 0 in 0"])
        for (pledge, amount) in [(1, 400), (1, 700), (2, 300)] {
            let body =
                #"{"fund":1,"household":\#(pledge),"pledge":\#(pledge),"method":"cash","amount":\#(amount)}"#
            _ = try office.contribute(body)
        }
        #expect(try office.years() == ["2026 pledged 3000/3 received 1400=1400+0 by 2 in 3"])
        _ = try office.post("/v1/pledges/2/waive", ifMatch: "*")
        #expect(try office.years() == ["2026 pledged 2300/3 received 1400=1400+0 by 2 in 3"])
        _ = try office.post("/v1/pledges/3/cancel", ifMatch: "*")
        #expect(try office.years() == ["2026 pledged 1300/2 received 1400=1400+0 by 2 in 3"])
        _ = try office.void(3)
        #expect(try office.years() == ["2026 pledged 1000/1 received 1100=1100+0 by 1 in 2"])
        _ = try office.void(2)
        #expect(try office.get("/v1/pledges/1").text("/state") == "partly")
        #expect(try office.years() == ["2026 pledged 1000/1 received 400=400+0 by 1 in 1"])
        #expect(try office.get("/v1/hamlets/1/summary").integer("/balances/cash") == 400)
    }

    @Test func `donors other than households are summed separately, and so are cash and bank`() throws {
        let office = try Office.village()
        for (donor, method, amount) in [
            (#""household":1"#, "bank", 1), (#""organisation":1"#, "cash", 20),
            (#""sponsor_name":"A""#, "bank", 300), (#""household":2,"anonymous":true"#, "cash", 4000),
        ] {
            _ = try office.contribute(#"{"fund":2,\#(donor),"method":"\#(method)","amount":\#(amount)}"#)
        }
        #expect(try office.years() == ["2026 pledged 0/0 received 4321=4001+320 by 2 in 4"])
        let balances = try office.get("/v1/hamlets/1/summary").json.at("/balances")
        #expect(balances == (try json(#"{"cash":4020,"bank":301}"#)))
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 0)
    }

    @Test func `years go by effective date, newest first, and balances cover all years`() throws {
        let office = try Office.village()
        _ = try office.post(
            "/v1/pledges", #"{"fund":1,"household":1,"amount":1000,"pledged_on":"2025-12-31"}"#)
        _ = try office.confirm(1)
        for (day, amount) in [("2025-12-31", 400), ("2026-01-01", 600), ("2024-05-05", 50)] {
            let pledge = amount == 50 ? "" : #","pledge":1"#
            let body =
                #"{"fund":1,"household":1,"method":"cash","amount":\#(amount),"received_on":"\#(day)"\#(pledge)}"#
            #expect(try office.contribute(body).status == 201)
        }
        #expect(
            try office.years() == [
                "2026 pledged 0/0 received 600=600+0 by 1 in 1",
                "2025 pledged 1000/1 received 400=400+0 by 1 in 1",
                "2024 pledged 0/0 received 50=50+0 by 1 in 1",
            ])
        #expect(try office.get("/v1/hamlets/1/summary").integer("/balances/cash") == 1050)
        _ = try office.void(2)
        #expect(try office.years().first == "2026 pledged 0/0 received 0=0+0 by 0 in 0")
        #expect(try office.get("/v1/pledges/1").text("/state") == "partly")
    }

    @Test func `a household is counted once, however often it gives, until all is voided`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"method":"cash","amount":5}"#
        for _ in 0..<3 { _ = try office.contribute(body) }
        #expect(try office.years() == ["2026 pledged 0/0 received 15=15+0 by 1 in 3"])
        _ = try office.void(1)
        _ = try office.void(2)
        #expect(try office.years() == ["2026 pledged 0/0 received 5=5+0 by 1 in 1"])
        _ = try office.void(3)
        #expect(try office.years() == ["2026 pledged 0/0 received 0=0+0 by 0 in 0"])
        _ = try office.contribute(body)
        #expect(try office.years() == ["2026 pledged 0/0 received 5=5+0 by 1 in 1"])
    }

    @Test func `another hamlet's money is not counted`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":3,"household":5,"method":"cash","amount":7}"#)
        #expect(try office.get("/v1/hamlets/2/summary").integer("/years/0/received") == 7)
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/received") == 500_000)
    }

    @Test func `anonymous callers see the same sums`() throws {
        let office = try Office.villageWithBooks()
        let internalView = try office.get("/v1/hamlets/1/summary").json
        let shown = try office.get("/v1/public/hamlets/1/summary", as: nil).json
        #expect(internalView.at("/balances") == shown.at("/balances"))
        for name in ["year", "received", "received_from_households", "received_from_sponsors", "spent"] {
            #expect(internalView.at("/years/0/" + name) == shown.at("/years/0/" + name))
        }
    }
}

extension Office {
    /// The years of hamlet 1, one line each.
    fileprivate func years() throws -> [String] {
        try get("/v1/hamlets/1/summary").items("/years")
            .map { year in
                func number(_ name: String) -> Int64 { year.integer("/" + name) ?? -1 }
                #expect(number("spent") == 0)
                return """
                    \(number("year")) pledged \(number("pledged"))/\(number("pledges")) received \(number("received"))\
                    =\(number("received_from_households"))+\(number("received_from_sponsors")) \
                    by \(number("participating_households")) in \(number("contributions"))
                    """
            }
    }
}
