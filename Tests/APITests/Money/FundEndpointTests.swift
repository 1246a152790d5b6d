import Domain
import HTTP
import TestSupport
import Testing

@Suite struct FundEndpointTests {
    @Test func `a new fund is empty`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/funds", #"{"hamlet":1,"name":"Đường xóm 9 đoạn 2"}"#, as: .head)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/funds/5")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows:
                #"{"id":5,"hamlet":1,"commune_unit":null,"organisation":null,"name":"Đường xóm 9 đoạn 2","collects_for":null,"collection_basis":null,"decision":null,"earlier_decisions":[],"balances":{"cash":0,"bank":0},"version":1,"similar":[]}"#
        )
        let shown = String(decoding: try office.get("/v1/funds/5").body, as: UTF8.self)
        #expect(response.bodyText == shown.dropLast() + #","similar":[]}"#)
    }

    @Test func `a name is unique in a hamlet`() throws {
        let response = try Office.village().post("/v1/funds", #"{"hamlet":1,"name":" Đường  xóm 9 "}"#)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/name already-exists"])
    }

    @Test func `a fund shows its balances, cash and bank separately`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":1,"sponsor_name":"Anh Sơn","method":"bank","amount":70000}"#)
        let response = try office.get("/v1/funds/1")
        #expect(try response.json.at("/balances") == json(#"{"cash":500000,"bank":70000}"#))
        #expect(response.taggedVersion == 1)
        #expect(
            try office.get("/v1/funds?hamlet=1").items().map { $0.integer("/balances/cash") } == [500_000, 0])
    }

    @Test func `anonymous callers see a hamlet's funds as its clerk does`() throws {
        let office = try Office.villageWithBooks()
        let response = try office.get("/v1/public/hamlets/1/funds", as: nil)
        #expect(response.ids == [1, 2])
        #expect(response.body == (try office.get("/v1/funds?hamlet=1").body))
    }

    @Test(arguments: ["", "?hamlet=x", "?hamlet=0", "?hamlet=-1", "?hamlet=9223372036854775808", "?hamlet="])
    func `a list contains one hamlet`(_ query: String) throws {
        let response = try Office.village().get("/v1/funds" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?hamlet parameter-invalid"])
    }
}
