import API
import Domain
import HTTP
import Store
import TestSupport
import Testing
import Verify

/// Receipts are dated in the order of their numbers, and payments not before their approval, on every way in.
@Suite struct VoucherDateEndpointTests {
    private func receive(_ office: Office, on day: String, _ more: String = "") throws -> Response {
        try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Xa","method":"cash","amount":1000,"received_on":"\#(day)"\#(more)}"#
        )
    }

    @Test func `a receipt before the last one of its book is refused and names it`() throws {
        let office = try Office.village()
        try #require(try receive(office, on: "2026-11-10").status == 201)
        let late = try receive(office, on: "2026-11-09")
        #expect(Refused(late) == Refused(422, "date-before-series"))
        #expect(late.errors == ["/received_on date-before-series"])
        #expect(
            late.text("/errors/0/detail")
                == "phiếu cuối của quyển 1 là PT-2026-0001 ngày 10/11/2026; hãy ghi từ ngày đó, "
                + "hoặc ghi vào một quyển riêng (book)")
        try office.registerBook("M")
        #expect(try receive(office, on: "2026-11-09", #","book":"M""#).status == 201)
        // The refusal names the last one as it was printed.
        #expect(
            try receive(office, on: "2026-11-08", #","book":"m""#).text("/errors/0/detail")
                == "phiếu cuối của quyển M là PT-2026-M-0001 ngày 09/11/2026; hãy ghi từ ngày đó, "
                + "hoặc ghi vào một quyển riêng (book)")
        #expect(
            try receive(office, on: "2026-11-09").text("/errors/0/detail")?.contains("PT-2026-0001 ") == true)
        #expect(try receive(office, on: "2026-11-10").text("/voucher/number") == "PT-2026-1-0002")
        #expect(try receive(office, on: "2025-11-10").text("/voucher/number") == "PT-2025-1-0001")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a payment is not dated before its approval, for purchases and refunds`() throws {
        let office = try Office.villageWithBooks()
        let bought = try office.approved(1000)
        office.clock.advance(days: 1)
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, refund).status == 200) }
        office.clock.advance(days: 2)
        for (id, early, first) in [(bought, "22", "2026-11-23"), (refund, "23", "2026-11-24")] {
            let refused = try office.take("pay", id, #"{"paid_on":"2026-11-\#(early)"}"#)
            #expect(refused.errors == ["/paid_on date-out-of-range"])
            let paid = try office.take("pay", id, #"{"paid_on":"\#(first)"}"#)
            #expect(paid.status == 200, "\(paid.bodyText)")
            #expect(paid.text("/approved_on") == first && paid.text("/voucher/issued_on") == first)
        }
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an approval belongs to the local day`() throws {
        let office = try Office.villageWithBooks()
        // 23:59 of 23 November in Vietnam, then 00:00 of the 24th, while it is the 23rd in UTC.
        office.clock.advance(minutes: 14 * 60 + 59)
        let first = try office.approved(1000)
        office.clock.advance(minutes: 1)
        let second = try office.approved(1000)
        #expect(try office.get("/v1/expenditures/\(first)").text("/approved_on") == "2026-11-23")
        #expect(try office.get("/v1/expenditures/\(second)").text("/approved_on") == "2026-11-24")
        let refused = try office.take("pay", second, #"{"paid_on":"2026-11-23"}"#)
        #expect(refused.errors == ["/paid_on date-out-of-range"])
    }

    @Test func `a payment before the last one of its book is refused and names it`() throws {
        let office = try Office.villageWithBooks()
        let (first, second) = (try office.approved(1000), try office.approved(1000))
        office.clock.advance(days: 3)
        try #require(try office.take("pay", first, #"{"paid_on":"2026-11-25"}"#).status == 200)
        let late = try office.take("pay", second, #"{"paid_on":"2026-11-24"}"#)
        #expect(Refused(late) == Refused(422, "date-before-series"))
        #expect(late.errors == ["/paid_on date-before-series"])
        #expect(late.text("/errors/0/detail")?.contains("PC-2026-0001 ngày 25/11/2026") == true)
        #expect(try office.take("pay", second).text("/voucher/number") == "PC-2026-0002")
    }

    @Test func `an import numbers its rows by date, and refuses those before the last receipt`() throws {
        let office = try Office.village()
        func record(_ days: [String]) throws -> [Int: String] {
            let rows = days.enumerated()
                .map { index, day in
                    // Two funds of the hamlet share its books.
                    RowImport.Row(
                        line: index + 2,
                        values: [
                            ("fund", "\(index % 2 + 1)"), ("sponsor_name", "Anh Xa"), ("method", "cash"),
                            ("amount", "\(1000 + index)"), ("received_on", day),
                        ])
                }
            return try office.store.writer.write(actor: Actor(Identifier(1))) { tx in
                var refused: [Int: String] = [:]
                try RowImport.contributions.record(rows, by: Identifier(1), with: ServiceSettings(), in: tx) {
                    row, outcome in
                    if case .refused(let problem) = outcome { refused[row.line] = problem.code.rawValue }
                }
                return refused
            }
        }
        #expect(try record(["2026-05-03", "2026-05-01", "2026-05-02", "2026-05-01"]) == [:])
        let receipts = try office.get("/v1/hamlets/1/contributions").items()
            .map { [$0.text("/number"), $0.text("/received_on"), $0.integer("/amount").map(String.init)] }
        #expect(
            receipts == [
                ["PT-2026-0004", "2026-05-03", "1000"], ["PT-2026-0003", "2026-05-02", "1002"],
                ["PT-2026-0002", "2026-05-01", "1003"], ["PT-2026-0001", "2026-05-01", "1001"],
            ])
        #expect(try record(["2026-05-03", "2026-05-02"]) == [3: "date-before-series"])
    }
}
