import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// Who may say where collected cash is, and from which receipts it comes.
@Suite struct HandOverSlipDutyTests {
    /// Receipts 2 and 3, of 30 000 and 20 000, in the hand of user 1, the head.
    private func village() throws -> Office {
        let office = try Office.villageWithBooks()
        for (household, amount) in [(2, 30_000), (3, 20_000)] as [(Int64, Int64)] {
            try #require(try office.collect(amount, from: household).status == 201)
        }
        return office
    }

    private func inHand(_ office: Office, of collector: Int64 = 1) throws -> Int64? {
        try office.get("/v1/collectors?hamlet=1&fund=1").items()
            .first { $0.integer("/id") == collector }?
            .integer("/in_hand")
    }

    @Test func `the treasurer who received the cash does not void the slip alone`() throws {
        let office = try village()
        try #require(try office.handOver(50_000).status == 201)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        let own = try office.voidMove("hand-over-slips", 1, as: .treasurer)
        #expect(Refused(own) == Refused(409, "own-cash"), "\(own.bodyText)")
        #expect(try inHand(office) == 0)
        #expect(try office.voidMove("hand-over-slips", 1, as: .accountant).status == 200)
        #expect(try inHand(office) == 50_000)
        #expect(try office.isClean)
    }

    @Test func `whoever has the cash in hand does not void its receipt`() throws {
        let office = try village()
        let accountant = try office.user(of: .accountant).number
        let receipt = try office.collect(10_000, from: 4, collector: accountant)
        let id = try #require(receipt.integer("/id"), "\(receipt.bodyText)")
        let (reason, less) = (#"{"reason":"Sai"}"#, #"{"reason":"Sai","amount":1000}"#)
        for (path, body) in [
            ("contributions/\(id)/void", reason), ("contributions/\(id)/replace", less),
            ("receipts/\(id)/void", reason),
            ("receipts/\(id)/replace", #"{"reason":"Sai","lines":[{"fund":1,"amount":1000}]}"#),
        ] {
            let own = try office.post(
                "/v1/" + path, body, as: .accountant, key: office.newKey(), ifMatch: "*")
            #expect(Refused(own) == Refused(409, "own-voucher"), "\(path) \(own.bodyText)")
        }
        #expect(try inHand(office, of: accountant) == 10_000)
        #expect(try office.void(id, as: .treasurer).status == 200)
        #expect(try office.isClean)
    }

    @Test func `nor reverses it once its month is closed`() throws {
        let office = try Office.villageWithBooks()
        let accountant = try office.user(of: .accountant).number
        let receipt = try office.collect(10_000, from: 4, collector: accountant, on: "2026-11-23")
        let id = try #require(receipt.integer("/id"), "\(receipt.bodyText)")
        let slip = try office.post(
            "/v1/hand-over-slips",
            #"{"fund":1,"collector":\#(accountant),"amount":10000,"first_receipt":\#(id),"last_receipt":\#(id)}"#,
            as: .clerk, key: office.newKey())
        try #require(slip.status == 201, "\(slip.bodyText)")
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        office.clock.advance(days: 8)
        try office.counted(510_000, on: "2026-11-30")
        try office.close("2026-11")
        let own = try office.post(
            "/v1/contributions/\(id)/reverse", #"{"reason":"Sai"}"#, as: .accountant, key: office.newKey(),
            ifMatch: "*")
        #expect(Refused(own) == Refused(409, "own-voucher"), "\(own.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `a slip hands over the money of the receipts that it names, once`() throws {
        let office = try village()
        let tooMuch = try office.handOver(30_001, receipts: (2, 2))
        #expect(Refused(tooMuch) == Refused(409, "hand-too-low"))
        #expect(tooMuch.text("/detail")?.contains("30.000") == true, "\(tooMuch.bodyText)")
        for amount in [25_000, 5000] as [Int64] {
            try #require(try office.handOver(amount, receipts: (2, 2)).status == 201)
        }
        for slip in [1, 2] as [Int64] { try #require(try office.take("confirm", ofSlip: slip).status == 200) }
        // Receipt 2 is handed over: what is in hand is of receipt 3.
        #expect(Refused(try office.handOver(1, receipts: (2, 2))) == Refused(409, "hand-too-low"))
        #expect(try office.handOver(20_000, receipts: (3, 3)).status == 201)
        // Both together name the rest too.
        try #require(try office.handOver(20_000, receipts: (2, 3)).status == 201)
        try #require(try office.take("confirm", ofSlip: 3).status == 200)
        #expect(Refused(try office.take("confirm", ofSlip: 4)) == Refused(409, "hand-too-low"))
        #expect(try inHand(office) == 0)
        #expect(try office.isClean)
    }

    @Test func `a slip whose receipts were voided since is not confirmed`() throws {
        let office = try village()
        try #require(try office.handOver(20_000, receipts: (3, 3)).status == 201)
        try #require(try office.void(3).status == 200)
        // There is enough in hand, but of another receipt.
        #expect(try inHand(office) == 30_000)
        #expect(Refused(try office.take("confirm", ofSlip: 1)) == Refused(409, "hand-too-low"))
        #expect(try office.isClean)
    }

    @Test func `cash of a receipt of several lines is in the collector's hand, and stays there`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.secret(of: .head)
        func lines(_ first: Int64) -> String {
            #""lines":[{"fund":1,"amount":\#(first)},{"fund":2,"amount":7000}]"#
        }
        let receipt = try office.post(
            "/v1/receipts", #"{"sponsor_name":"Anh Xa","method":"cash","collector":1,\#(lines(9000))}"#,
            as: .clerk, key: office.newKey())
        try #require(receipt.status == 201 && receipt.integer("/collector") == 1, "\(receipt.bodyText)")
        let id = try #require(receipt.integer("/id"))
        let replaced = try office.post(
            "/v1/receipts/\(id)/replace", #"{"reason":"Sai",\#(lines(8000))}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        #expect(replaced.status == 201 && replaced.integer("/collector") == 1, "\(replaced.bodyText)")
        let hands = try office.get("/v1/collectors?hamlet=1").items().map { $0.integer("/in_hand") }
        #expect(hands == [8000, 7000])
        #expect(try office.get("/v1/funds/2").integer("/balances/cash") == 0)
        #expect(try office.isClean)
    }

    @Test func `a single receipt that becomes one of two lines stays in the collector's hand`() throws {
        let office = try village()
        let replaced = try office.post(
            "/v1/receipts/2/replace",
            #"{"reason":"Sai","lines":[{"fund":1,"amount":30000},{"fund":2,"amount":5000}]}"#,
            as: .accountant, key: office.newKey(), ifMatch: "*")
        #expect(replaced.status == 201, "\(replaced.bodyText)")
        #expect(try inHand(office) == 50_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        #expect(try office.isClean)
    }

    @Test func `the receipt of a collector who was disabled since is replaced, and stays in that hand`()
        throws
    {
        let office = try village()
        try #require(
            try office.post("/v1/users/1/disable", as: Bearer(.admin, at: .commune)).status == 200)
        let replaced = try office.post(
            "/v1/contributions/2/replace", #"{"reason":"Sai","amount":31000}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        #expect(replaced.status == 201 && replaced.integer("/collector") == 1, "\(replaced.bodyText)")
        #expect(try inHand(office) == 51_000)
        #expect(Refused(try office.collect(1000, from: 4)).code == "reference-unknown")
    }

    @Test func `a collector by bank is refused for several lines too`() throws {
        let office = try village()
        let refused = try office.post(
            "/v1/receipts",
            #"{"sponsor_name":"Anh Xa","method":"bank","collector":1,"lines":[{"fund":1,"amount":1}]}"#,
            as: .clerk, key: office.newKey())
        #expect(refused.errors == ["/collector input-invalid"], "\(refused.bodyText)")
    }
}
