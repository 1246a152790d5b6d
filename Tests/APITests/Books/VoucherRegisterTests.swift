import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@Suite struct VoucherRegisterTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every voucher is there once, with its state`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        for year in [2026, 2027] {
            let shown = try books.office.get("/v1/hamlets/1/vouchers?year=\(year)")
            try #require(shown.status == 200, "\(shown.bodyText)")
            let receipts = books.receipts.filter { $0.move.hamlet == 1 && $0.move.on.year == year }
            let payments = books.payments.filter { $0.move.on.year == year }
            let expected = (receipts + payments)
                .map { given -> String in
                    let refunded = given.refunded
                    let state =
                        given.isVoided
                        ? "voided"
                        : refunded == 0
                            ? "valid" : refunded < given.amount ? "partly_refunded" : "refunded"
                    return "\(given.move.number) \(given.amount) \(refunded) \(state)"
                }
            let lines = shown.items()
                .map { line in
                    "\(line.text("/number") ?? "") \(line.integer("/amount") ?? 0) \(line.integer("/refunded") ?? -1) "
                        + (line.text("/state") ?? "")
                }
            #expect(lines.sorted() == expected.sorted())
            #expect(shown.json.at("/continuity/complete")?.boolean() == true)
            #expect(shown.integer("/continuity/vouchers") == Int64(expected.count))
            #expect(shown.integer("/continuity/given") == Int64(expected.count))
            for line in shown.items() {
                #expect((line.text("/void_reason") != nil) == (line.text("/state") == "voided"))
            }
        }
        let ofKind = try books.office.get("/v1/hamlets/1/vouchers?year=2026&kind=payment").items()
        #expect(ofKind.allSatisfy { $0.text("/kind") == "payment" })
    }

    @Test(arguments: [
        "PT-2026-0001", "pt-2026-1", "PT-000001/2026", "PT%201/2026", "PT-2026-1-0001", "PT-1-0001/2026",
    ])
    func `a voucher is found by its number as it is read off the paper`(_ typed: String) throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        let found = try office.get("/v1/hamlets/1/vouchers?number=" + typed).items()
        #expect(found.compactMap { $0.text("/number") } == ["PT-2026-0001"])
    }

    @Test func `a number without a book finds the voucher that is printed so, else that of any book`() throws
    {
        let office = try Office.villageWithBooks()
        try office.registerBook("Q2")
        let other = try office.contribute(
            #"{"fund":1,"household":2,"method":"cash","amount":1000,"book":"Q2"}"#)
        try #require(other.text("/voucher/number") == "PT-2026-Q2-0001")
        func find(_ typed: String) throws -> [String] {
            try office.get("/v1/hamlets/1/vouchers?number=" + typed).items()
                .compactMap { $0.text("/number") }
        }
        #expect(try find("PT-2026-0001") == ["PT-2026-0001"])
        #expect(try find("pt-q2-1/2026") == ["PT-2026-Q2-0001"])
        #expect(try find("PT-2026-0002") == [])
        #expect(try find("PC-2026-0001") == [])
        let ofBook = try office.get("/v1/hamlets/1/vouchers?book=q%2002")
        #expect(ofBook.items().count == 1 && ofBook.integer("/continuity/books") == 1)
    }

    @Test(arguments: [
        "PT", "2026-0001", "PT-0001", "PT-2026-0", "PT-1066-0001", "XX-2026-0001", "PT-2026-Q2",
    ])
    func `what is no number is refused`(_ typed: String) throws {
        let refused = try Office.villageWithBooks().get("/v1/hamlets/1/vouchers?number=" + typed)
        #expect(Refused(refused) == Refused(400, "parameter-invalid"))
        #expect(refused.errors == ["?number parameter-invalid"])
    }

    @Test func `a number says its kind, year and book itself`() throws {
        let office = try Office.villageWithBooks()
        for filter in ["kind=receipt", "year=2026", "book=1"] {
            let refused = try office.get("/v1/hamlets/1/vouchers?number=PT-2026-0001&" + filter)
            #expect(Refused(refused) == Refused(400, "parameter-invalid"), "\(filter)")
        }
    }

    @Test func `a missing voucher and one too many are reported`() throws {
        let office = try Office.villageWithBooks()
        for _ in 0..<3 {
            _ = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#)
        }
        let raw = try RawFile(office.base.path)
        try raw.tamper("DELETE FROM contribution WHERE number = 2")
        var shown = try office.get("/v1/hamlets/1/vouchers?year=2026")
        #expect(shown.json.at("/continuity/complete")?.boolean() == false)
        #expect(shown.integer("/continuity/missing") == 1)
        #expect(shown.items("/continuity/missing_numbers").compactMap { $0.text() } == ["PT-2026-1-0002"])
        try raw.tamper("UPDATE contribution SET number = 4 WHERE number = 3")
        shown = try office.get("/v1/hamlets/1/vouchers?year=2026")
        #expect(shown.integer("/continuity/missing") == 2 && shown.integer("/continuity/excess") == 1)
    }
}
