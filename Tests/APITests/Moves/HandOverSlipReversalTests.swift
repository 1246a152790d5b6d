import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// A slip of a closed month is taken back in the open one.
@Suite struct HandOverSlipReversalTests {
    private static let november = "/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30"
    private static let december = "/v1/hamlets/1/statement?from=2026-12-01&to=2026-12-31"

    /// 2026-12-01: receipt 2 of 30 000 of November 23, which slip 1 brought to the fund on that day; November is
    /// closed.
    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try #require(try office.collect(30_000, from: 2).integer("/id") == 2)
        try #require(try office.handOver(30_000, receipts: (2, 2)).status == 201)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        office.clock.advance(days: 8)
        try office.counted(530_000, on: "2026-11-30")
        try office.close("2026-11")
        return office
    }

    private func hand(_ office: Office, _ more: String = "") throws -> [Int64?] {
        let line = try office.get("/v1/collectors?hamlet=1&fund=1\(more)").items().first
        return ["received", "handed_over", "in_hand"].map { line?.integer("/" + $0) }
    }

    @Test func `cash goes back into the collector's hand through the corrections, and the month stays`()
        throws
    {
        let office = try office()
        let before = try office.get(Self.november).body
        let void = try office.voidMove("hand-over-slips", 1)
        #expect(Refused(void) == Refused(409, "period-closed"))
        #expect(void.text("/detail")?.contains("reverse") == true, "\(void.bodyText)")
        #expect(
            Refused(try office.reverseMove("hand-over-slips", 1, as: .treasurer)) == Refused(409, "own-cash"))
        let reversed = try office.reverseMove("hand-over-slips", 1)
        #expect(reversed.status == 200 && reversed.text("/state") == "voided", "\(reversed.bodyText)")
        #expect(reversed.text("/reversed_on") == "2026-12-01" && reversed.text("/on") == "2026-11-23")
        #expect(try office.get(Self.november).body == before)
        #expect(try hand(office) == [30_000, 0, 30_000])
        #expect(try hand(office, "&as_of=2026-11-30") == [30_000, 30_000, 0])
        let statement = try office.get(Self.december)
        #expect(
            statement.text("/spent/0/kind") == "correction" && statement.integer("/spent/0/cash") == 30_000)
        #expect(
            statement.text("/received/0/kind") == "correction"
                && statement.integer("/received/0/in_hand") == 30_000)
        #expect(
            statement.integer("/closing/cash") == 500_000 && statement.integer("/in_hand/after") == 30_000)
        let entries = try office.get("/v1/hamlets/1/ledger-entries?from=2026-12-01&to=2026-12-31").items()
        let reasons = Set(entries.compactMap { $0.text("/reason") })
        #expect(reasons == ["Điều chỉnh biên bản giao nộp 1 của tháng đã khóa"], "\(reasons)")
        // The collector hands it over again, against the same receipt.
        try #require(try office.handOver(30_000, receipts: (2, 2)).status == 201)
        #expect(try office.take("confirm", ofSlip: 2).status == 200)
        #expect(try hand(office).last == 0)
        #expect(Refused(try office.reverseMove("hand-over-slips", 1)) == Refused(409, "invalid-transition"))
        #expect(try office.isClean)
    }

    @Test func `nothing is taken back that was spent`() throws {
        let office = try office()
        _ = try office.spent(530_000)
        #expect(Refused(try office.reverseMove("hand-over-slips", 1)) == Refused(409, "balance-too-low"))
        #expect(try office.isClean)
    }

    @Test func `its receipt is taken back once the cash is in hand again`() throws {
        let office = try office()
        let reverse = {
            try office.post(
                "/v1/contributions/2/reverse", #"{"reason":"Sai"}"#, as: .approver, key: office.newKey(),
                ifMatch: "*")
        }
        #expect(Refused(try reverse()) == Refused(409, "hand-too-low"))
        try #require(try office.reverseMove("hand-over-slips", 1).status == 200)
        #expect(try reverse().status == 200)
        #expect(try hand(office).last == 0)
        #expect(try office.isClean)
    }

    @Test func `the month of the correction is not closed while the cash is in hand`() throws {
        let office = try office()
        try #require(try office.reverseMove("hand-over-slips", 1).status == 200)
        office.clock.advance(days: 31)
        try office.counted(500_000, on: "2026-12-31")
        let id = try #require(try office.recordMonth("2026-12").integer("/id"))
        let missing = try office.get("/v1/periods/\(id)").items("/missing").compactMap { $0.text("/en") }
        #expect(missing.contains { $0.contains("30.000 ₫") && $0.contains("in hand") }, "\(missing)")
    }

    @Test func `what is of an open month, or was never confirmed, is voided`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.collect(30_000, from: 2).status == 201)
        try #require(try office.handOver(20_000, receipts: (2, 2)).status == 201)
        #expect(Refused(try office.reverseMove("hand-over-slips", 1)) == Refused(409, "period-open"))
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        try #require(try office.handOver(10_000, receipts: (2, 2)).status == 201)
        let late = try office.handOver(10_000, receipts: (2, 2))
        try #require(late.integer("/id") == 3, "\(late.bodyText)")
        try #require(try office.take("confirm", ofSlip: 2).status == 200)
        office.clock.advance(days: 8)
        try office.counted(530_000, on: "2026-11-30")
        try office.close("2026-11")
        #expect(Refused(try office.reverseMove("hand-over-slips", 3)) == Refused(409, "invalid-transition"))
        #expect(try office.voidMove("hand-over-slips", 3).status == 200)
        #expect(try office.isClean)
    }
}
