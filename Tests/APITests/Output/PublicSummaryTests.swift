import HTTP
import JSON
import TestSupport
import Testing

/// The public summary shows neither a lone anonymous donor nor what was only pledged.
@Suite struct PublicSummaryTests {
    @Test(arguments: [false, true])
    func `where all households gave, the number names no anonymous one`(_ isAnonymous: Bool) throws {
        let office = try Office.village()
        for household in 1...4 {
            let anonymous = household == 4 && isAnonymous
            _ = try office.contribute(
                #"{"fund":1,"household":\#(household),"anonymous":\#(anonymous),"method":"cash","amount":1000}"#
            )
        }
        office.clock.advance(days: 40)
        let year = try #require(
            try office.get("/v1/public/hamlets/1/summary", as: nil).json.at("/years/0"))
        #expect(year.integer("/participating_households") == (isAnonymous ? nil : 4))
        #expect(year.integer("/contributions") == 4)
    }

    @Test func `a year in which nothing was received or paid is not public`() throws {
        let office = try Office.village()
        let pledge = #"{"fund":1,"household":1,"amount":1000,"pledged_on":"2025-04-01"}"#
        try #require(try office.post("/v1/pledges", pledge).status == 201)
        try #require(try office.confirm(1).status == 200)
        func years(_ path: String, as bearer: Bearer?) throws -> [Int64?] {
            try office.get(path, as: bearer).items("/years").map { $0.integer("/year") }
        }
        for boundaries in ["historical", "current"] {
            let path = "/v1/public/hamlets/1/summary?boundaries=" + boundaries
            #expect(try years(path, as: nil) == [])
        }
        #expect(try years("/v1/hamlets/1/summary", as: .clerk) == [2025])
        try #require(
            try office
                .contribute(
                    #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1000}"#
                )
                .status == 201)
        #expect(try years("/v1/public/hamlets/1/summary", as: nil) == [2026])
    }
}
