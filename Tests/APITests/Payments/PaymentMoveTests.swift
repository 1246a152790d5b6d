import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Unpaid payments of several lines when their books go to successors.
@Suite struct PaymentMoveTests {
    private static let day = "2026-11-24"

    /// `villageWithTwoFunds` on the next day, with the checked payment 1 of two lines and the expenditure 3.
    private func office() throws -> Office {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines(["check"])
        try #require(try office.request(1000).integer("/id") == 3)
        office.clock.advance(days: 1)
        return office
    }

    private func hamlets(_ office: Office) throws -> [Int64?] {
        try (1...3).map { try office.get("/v1/expenditures/\($0)").integer("/hamlet") }
    }

    @Test(arguments: ["[1]", "[2]", "[2,1]"])
    func `a split takes a payment to one successor, by whichever line it is named`(_ named: String) throws {
        let office = try office()
        let parts = """
            {"name":"B","type":"xom","households":[1],"expenditures":\(named),
            "funds":[{"fund":1,"cash":200000,"bank":0},{"fund":2,"cash":100000,"bank":0}]},
            {"name":"A","type":"xom"}
            """
        let split = try office.split(1, into: parts, on: Self.day)
        try #require(split.status == 201, "\(split.bodyText)")
        #expect(try hamlets(office) == [4, 4, 5])
        for step in ["approve", "pay", "book"] {
            let taken = try office.take(step, 2, of: "payments")
            #expect(taken.status == 200, "\(step) \(taken.bodyText)")
        }
        #expect(try office.get("/v1/payments/1").text("/number") == "PC-2026-0001")
        try office.expectSound()
    }

    @Test func `two parts do not take a line each, and no part takes one twice`() throws {
        let office = try office()
        func split(_ first: String, _ second: String) throws -> Response {
            let parts = """
                {"name":"A","type":"xom","expenditures":\(first)},
                {"name":"B","type":"xom","households":[1],"expenditures":\(second)},
                {"name":"C","type":"xom","households":[2]}
                """
            return try office.split(1, into: parts, on: Self.day)
        }
        let apart = try split("[1]", "[2]")
        #expect(apart.errors == ["/into/1/expenditures/0 reference-unknown"], "\(apart.bodyText)")
        #expect(try split("[3,3]", "[]").errors == ["/into/0/expenditures/1 reference-unknown"])
    }

    @Test func `a merger takes all lines along`() throws {
        let office = try office()
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: Self.day)
        try #require(merged.status == 201, "\(merged.bodyText)")
        #expect(try hamlets(office) == [4, 4, 4])
        let payment = try office.get("/v1/payments/2")
        #expect(payment.items("/lines").count == 2 && payment.integer("/hamlet") == 4)
        for step in ["approve", "pay"] {
            try #require(try office.take(step, 1, of: "payments").status == 200)
        }
        try office.expectSound()
    }
}
