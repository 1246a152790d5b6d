import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Transfers between cash and bank, and to another fund by a decision of the residents.
@Suite struct FundTransferEndpointTests {
    private static let spending =
        #"{"hamlet":1,"title":"Dùng phần còn lại","items":[{"matter":"spending_plan","text":"Chuyển sang quỹ nhà văn hóa"}]}"#

    /// A village with 500 000 in cash of fund 1 and decision 1, passed on 2026-11-20, on the rest of it.
    private func villageWithDecision(_ body: String = Self.spending) throws -> Office {
        let office = try Office.villageWithParameters()
        try office.set([("threshold.spending_plan", ">1/2"), ("threshold.estimate", ">1/2")])
        _ = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":500000}"#)
        #expect(try office.newDecision(.passed, body) == 1)
        return office
    }

    private func held(_ office: Office, _ fund: Int64) throws -> [Int64?] {
        let shown = try office.get("/v1/funds/\(fund)")
        return [shown.integer("/balances/cash"), shown.integer("/balances/bank")]
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `cash is brought to the bank and fetched again`() throws {
        let office = try Office.villageWithBooks()
        let transfer = try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":300000"#)
        #expect(transfer.status == 201 && transfer.field("Location") == "/v1/fund-transfers/1")
        #expect(transfer.text("/state") == "valid" && transfer.json.at("/to_fund") == .null)
        #expect(try held(office, 1) == [200_000, 300_000])
        #expect(try office.transfer(#""fund":1,"from":"bank","to":"cash","amount":1000"#).status == 201)
        #expect(try held(office, 1) == [201_000, 299_000])
        // It is in no line and no total of the statement.
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-11-01&to=2026-11-30", as: nil)
        #expect(statement.items("/received").count == 1 && statement.items("/spent").isEmpty)
        #expect(
            statement.integer("/closing/cash") == 201_000 && statement.integer("/closing/bank") == 299_000)
        try expectSound(office)
    }

    @Test func `more than there is, on any day, is not transferred`() throws {
        let office = try Office.villageWithBooks()
        #expect(
            Refused(try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":500001"#))
                == Refused(409, "balance-too-low"))
        #expect(
            Refused(try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1,"on":"2026-11-22""#))
                == Refused(409, "balance-too-low-on-date"))
        #expect(try held(office, 1) == [500_000, 0])
    }

    @Test func `a transfer is voided by another person while the money is there`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":300000"#)
        #expect(
            Refused(try office.voidMove("fund-transfers", 1, as: .treasurer)) == Refused(409, "same-person"))
        let payment = try office.spent(250_000, method: "bank")
        #expect(Refused(try office.voidMove("fund-transfers", 1)) == Refused(409, "balance-too-low"))
        #expect(try office.take("void", payment).status == 200)
        #expect(try office.voidMove("fund-transfers", 1).text("/state") == "voided")
        #expect(try held(office, 1) == [500_000, 0])
        #expect(Refused(try office.voidMove("fund-transfers", 1)) == Refused(409, "invalid-transition"))
        try expectSound(office)
    }

    @Test func `the rest of a work goes to another fund by a new decision`() throws {
        let office = try villageWithDecision()
        let transfer = try office.transfer(
            #""fund":1,"to_fund":2,"from":"cash","amount":200000,"decision":1"#)
        #expect(transfer.status == 201, "\(transfer.bodyText)")
        #expect(transfer.text("/to") == "cash" && transfer.integer("/decision") == 1)
        #expect(try held(office, 1) == [300_000, 0])
        #expect(try held(office, 2) == [200_000, 0])
        // One fund's statement shows it, and so does the hamlet's, on both sides.
        let given = try office.get("/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30&fund=1")
        #expect(given.items("/spent").compactMap { $0.text("/kind") } == ["fund_transfer"])
        let taken = try office.get("/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30&fund=2")
        #expect(taken.items("/received").compactMap { $0.text("/kind") } == ["fund_transfer"])
        #expect(taken.integer("/closing/cash") == 200_000)
        #expect(try office.get("/v1/hamlets/1/fund-transfers?fund=2").ids == [1])
        #expect(try office.voidMove("fund-transfers", 1).status == 200)
        #expect(try held(office, 2) == [0, 0])
        try expectSound(office)
    }

    @Test func `to another fund the money may change from cash to the bank`() throws {
        let office = try villageWithDecision()
        let members = #""fund":1,"to_fund":2,"from":"cash","to":"bank","amount":200000,"decision":1"#
        #expect(try office.transfer(members).status == 201)
        #expect(try held(office, 2) == [0, 200_000])
        try expectSound(office)
    }

    @Test func `a decision by which the fund collects allows no other purpose`() throws {
        let office = try villageWithDecision(Office.decision)
        let members = #""fund":1,"to_fund":2,"from":"cash","amount":1000,"decision":1"#
        // Until the fund relies on it, it is a decision like any other.
        #expect(try office.transfer(members).status == 201)
        #expect(
            try office.post("/v1/funds/1/authorise", #"{"decision":1}"#, as: .accountant, ifMatch: "*").status
                == 200)
        #expect(try office.transfer(members).errors == ["/decision decision-not-applicable"])
    }

    @Test func `a decision on other things, or that did not pass, allows no other purpose`() throws {
        let office = try villageWithDecision()
        let other = Self.spending.replacing("spending_plan", with: "other")
        #expect(try office.newDecision(.passed, other) == 2)
        #expect(try office.newDecision(.voted, Self.spending) == 3)
        for decision in [2, 3] {
            let response = try office.transfer(
                #""fund":1,"to_fund":2,"from":"cash","amount":1000,"decision":\#(decision)"#)
            #expect(response.errors == ["/decision decision-not-applicable"], "\(response.bodyText)")
        }
    }

    @Test(
        arguments: [
            (#""fund":1,"from":"cash","amount":1"#, ["/to input-invalid"]),
            (#""fund":1,"from":"cash","to":"cash","amount":1"#, ["/to no-change"]),
            (#""fund":1,"from":"safe","to":"bank","amount":1"#, ["/from choice-unknown"]),
            (#""fund":1,"from":"cash","to":"bank","amount":0"#, ["/amount amount-not-positive"]),
            (#""fund":1,"from":"cash","to":"bank","amount":1,"decision":1"#, ["/decision input-invalid"]),
            (#""fund":1,"to_fund":2,"from":"cash","amount":1"#, ["/decision member-missing"]),
            (#""fund":1,"to_fund":1,"from":"cash","amount":1,"decision":1"#, ["/to_fund no-change"]),
            (#""fund":1,"to_fund":3,"from":"cash","amount":1,"decision":1"#, ["/to_fund reference-unknown"]),
            (#""fund":1,"to_fund":99,"from":"cash","amount":1,"decision":1"#, ["/to_fund reference-unknown"]),
            (
                #""fund":1,"to_fund":2,"from":"cash","amount":1,"decision":99"#,
                ["/decision reference-unknown"]
            ),
            (
                #""fund":1,"to_fund":2,"from":"cash","amount":1,"decision":1,"on":"2026-11-19""#,
                ["/on date-out-of-range"]
            ),
            (#""fund":1,"from":"cash","to":"bank","amount":1,"on":"2026-11-24""#, ["/on date-out-of-range"]),
            (#""fund":99,"from":"cash","to":"bank","amount":1"#, ["/fund reference-unknown"]),
        ])
    func `a wrong transfer is refused`(_ members: String, _ errors: [String]) throws {
        let response = try villageWithDecision().transfer(members)
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }

    @Test func `the log shows what the statement shows, and no more`() throws {
        let office = try villageWithDecision()
        _ = try office.transfer(#""fund":1,"to_fund":2,"from":"cash","amount":2000,"decision":1"#)
        _ = try office.enter(#""fund":1,"kind":"interest","amount":15,"reference":"BIMAT1""#)
        _ = try office.voidMove("bank-entries", 1)
        _ = try office.open(2, cash: 7, on: "2026-11-22")
        let last = office.lastPosition
        let parts = try office.read { tx in
            try tx.logEntries(1...last).map { String(decoding: $0.publicPart, as: UTF8.self) }
        }
        #expect(parts.contains { $0.contains("fund_transfer.recorded") && $0.contains(#""to_fund":2"#) })
        #expect(parts.contains { $0.contains("bank_entry.recorded") && $0.contains(#""amount":15"#) })
        for part in parts {
            for text in ["BIMAT1", "Ghi sai", "Biên bản kiểm kê", "Trần Thị Bình"] where part.contains(text) {
                // The household's own receipt may name its head; none of the moves names anyone.
                #expect(part.contains("contribution."), "\(part)")
            }
            if part.contains("opening_balance") { #expect(!part.contains(#""cash""#), "\(part)") }
        }
    }
}
