import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Cash in the hands of collectors, until slips bring it to the treasurer.
@Suite struct HandOverSlipEndpointTests {
    private static let november = "from=2026-11-01&to=2026-11-30"

    private func held(_ office: Office) throws -> [Int64?] {
        let shown = try office.get("/v1/funds/1")
        return [shown.integer("/balances/cash"), shown.integer("/balances/bank")]
    }

    /// Received, handed over and in hand of the head, user 1, for fund 1.
    private func hand(_ office: Office, _ more: String = "") throws -> [Int64?] {
        let line = try office.get("/v1/collectors?hamlet=1&fund=1\(more)").items()
            .first { $0.integer("/id") == 1 }
        return ["received", "handed_over", "in_hand"].map { line?.integer("/" + $0) }
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// A village whose head, user 1, received 30 000 and 20 000 for fund 1: receipts 2 and 3.
    private func village() throws -> Office {
        let office = try Office.villageWithBooks()
        for (household, amount) in [(2, 30_000), (3, 20_000)] as [(Int64, Int64)] {
            let receipt = try office.collect(amount, from: household)
            try #require(receipt.status == 201, "\(receipt.bodyText)")
        }
        return office
    }

    @Test func `money that a collector received is in their hand, and counts as received`() throws {
        let office = try village()
        let shown = try office.get("/v1/contributions/2")
        #expect(shown.integer("/collector") == 1 && shown.text("/method") == "cash")
        #expect(try held(office) == [500_000, 0])
        #expect(try hand(office) == [50_000, 0, 50_000])
        #expect(try hand(office, "&as_of=2026-11-22") == [nil, nil, nil])
        let statement = try office.get("/v1/public/hamlets/1/statement?\(Self.november)", as: nil)
        #expect(
            statement.integer("/received/0/in_hand") == 50_000
                && statement.integer("/received/0/cash") == 500_000)
        #expect(statement.integer("/in_hand/before") == 0 && statement.integer("/in_hand/after") == 50_000)
        #expect(statement.integer("/closing/cash") == 500_000)
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/received") == 550_000)
        // It pays nothing yet.
        let id = try office.approved(500_001)
        #expect(Refused(try office.take("pay", id)) == Refused(409, "balance-too-low"))
        try expectSound(office)
    }

    @Test func `a slip brings it to the fund's cash once the treasurer confirms it`() throws {
        let office = try village()
        let slip = try office.handOver(40_000)
        #expect(slip.status == 201 && slip.field("Location") == "/v1/hand-over-slips/1", "\(slip.bodyText)")
        #expect(try held(office) == [500_000, 0])
        let confirmed = try office.take("confirm", ofSlip: 1)
        #expect(confirmed.text("/state") == "confirmed" && confirmed.integer("/confirmed_by") == 4)
        #expect(try held(office) == [540_000, 0])
        #expect(try hand(office) == [50_000, 40_000, 10_000])
        let statement = try office.get("/v1/hamlets/1/statement?\(Self.november)")
        #expect(statement.items("/received").count == 1 && statement.items("/spent").isEmpty)
        #expect(
            statement.integer("/closing/cash") == 540_000 && statement.integer("/in_hand/after") == 10_000)
        let book = try office.get("/v1/hamlets/1/cash-book?\(Self.november)")
        #expect(book.integer("/closing") == 540_000 && book.bodyText.contains("Người thu giao nộp tiền mặt"))
        #expect(try office.get("/v1/hand-over-slips?hamlet=1&collector=1&state=confirmed").ids == [1])
        #expect(try office.get("/v1/hand-over-slips?hamlet=1&fund=2").ids == [])
        try expectSound(office)
    }

    @Test func `no collector hands over more than is in hand, on any day`() throws {
        let office = try village()
        #expect(Refused(try office.handOver(50_001)) == Refused(409, "hand-too-low"))
        #expect(Refused(try office.handOver(1, on: "2026-11-22")) == Refused(409, "hand-too-low"))
        // Two slips may be recorded, but only one confirmed.
        for _ in 0..<2 { try #require(try office.handOver(30_000).status == 201) }
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        #expect(Refused(try office.take("confirm", ofSlip: 2)) == Refused(409, "hand-too-low"))
        // Nor is a receipt voided whose money was handed over.
        #expect(Refused(try office.void(2)) == Refused(409, "hand-too-low"))
        #expect(try office.void(3).status == 200)
        #expect(try hand(office) == [30_000, 30_000, 0])
        try expectSound(office)
    }

    @Test func `a slip is voided by another person while the cash is there`() throws {
        let office = try village()
        try #require(try office.handOver(50_000).status == 201)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        let payment = try office.spent(540_000)
        #expect(Refused(try office.voidMove("hand-over-slips", 1)) == Refused(409, "balance-too-low"))
        try #require(try office.take("void", payment).status == 200)
        #expect(try office.voidMove("hand-over-slips", 1).text("/state") == "voided")
        #expect(try hand(office) == [50_000, 0, 50_000])
        #expect(try held(office) == [500_000, 0])
        #expect(Refused(try office.voidMove("hand-over-slips", 1)) == Refused(409, "invalid-transition"))
        try expectSound(office)
    }

    @Test func `whoever hands the cash over does not confirm it`() throws {
        let office = try village()
        let secret = try office.secondRole(.treasurer, of: .hamletHead)
        try #require(try office.handOver(1000, as: .clerk).status == 201)
        let own = try office.post(
            "/v1/hand-over-slips/1/confirm", as: nil, key: office.newKey(), ifMatch: "*",
            fields: [("Authorization", "Bearer " + secret)])
        #expect(Refused(own) == Refused(409, "own-cash"))
    }

    @Test func `whoever has or had the cash does not void the receipt or the slip`() throws {
        let office = try village()
        let secret = try office.secondRole(.treasurer, of: .hamletHead)
        for (step, more) in [("void", ""), ("replace", #","amount":35000"#)] {
            let own = try office.post(
                "/v1/contributions/2/\(step)", #"{"reason":"Mất phiếu"\#(more)}"#, as: nil,
                key: office.newKey(), ifMatch: "*", fields: [("Authorization", "Bearer " + secret)])
            #expect(Refused(own) == Refused(409, "own-voucher"), "\(own.bodyText)")
        }
        try #require(try office.handOver(50_000).status == 201)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        let own = try office.voidMove("hand-over-slips", 1, as: .treasurer)
        #expect(Refused(own) == Refused(409, "own-cash"), "\(own.bodyText)")
        #expect(try office.voidMove("hand-over-slips", 1).status == 200)
        try expectSound(office)
    }

    @Test func `a replaced receipt stays in the collector's hand`() throws {
        let office = try village()
        let replaced = try office.post(
            "/v1/contributions/2/replace", #"{"reason":"Sai số tiền","amount":35000}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        #expect(replaced.status == 201 && replaced.integer("/collector") == 1, "\(replaced.bodyText)")
        #expect(try hand(office) == [55_000, 0, 55_000])
        try expectSound(office)
    }

    @Test(arguments: [
        (#""collector":99,"method":"cash""#, ["/collector reference-unknown"]),
        (#""collector":1,"method":"bank""#, ["/collector input-invalid"]),
    ])
    func `only a known person holds cash`(_ members: String, _ errors: [String]) throws {
        let office = try Office.villageWithBooks()
        let response = try office.contribute(#"{"fund":1,"household":2,"amount":1000,\#(members)}"#)
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }

    @Test(arguments: [
        (1, 2, ["/first_receipt receipts-differ"]), (2, 1, ["/last_receipt receipts-differ"]),
        (3, 2, ["/last_receipt receipts-differ"]), (2, 99, ["/last_receipt receipts-differ"]),
    ])
    func `a slip names receipts of its collector`(_ first: Int64, _ last: Int64, _ errors: [String]) throws {
        let response = try village().handOver(1000, receipts: (first, last))
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }

    @Test func `a month is not closed while a collector has its cash in hand`() throws {
        let office = try Office.villageInDecember()
        let late = try office.collect(30_000, from: 2, on: "2026-11-30")
        try #require(late.status == 201, "\(late.bodyText)")
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        func missing() throws -> [String] {
            try office.get("/v1/periods/1").items("/missing").compactMap { $0.text("/en") }
        }
        #expect(
            try missing() == [
                "hamlet_head has 30.000 ₫ of fund 'Đường xóm 9' in hand; hand it over to the treasurer "
                    + "(POST /v1/hand-over-slips, collector 1)"
            ])
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        // Handed over on the next day, it is the cash of December.
        try #require(try office.handOver(30_000, receipts: (3, 3)).status == 201)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        #expect(try missing() == [])
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        #expect(
            try office.get("/v1/hamlets/1/statement?\(Self.november)").integer("/in_hand/after") == 30_000)
        try expectSound(office)
    }

    @Test func `a hamlet whose collectors have cash in hand is not merged`() throws {
        let office = try village()
        office.clock.advance(days: 1)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24")
        #expect(Refused(refused) == Refused(409, "cash-in-hand"))
    }
}
