import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Transparency

@Suite struct IssuedReceiptPaperTests {
    @Test(arguments: [2, 3])
    func `one page has all lines with their total in words, by whichever line it is asked for`(
        _ line: Int64
    ) throws {
        let office = try Office.villageWithVouchers()
        let receipt = try office.issueTwoLines()
        let page = try office.get("/v1/contributions/\(line)/voucher").bodyText
        for text in [
            "Số: <b>PT-2026-0002</b>", "<td>1</td><td>Đóng góp quỹ Đường xóm 9</td>", "200.000 ₫",
            "<td>2</td><td>Đóng góp Quỹ khuyến học</td>", "300.000 ₫", "Cộng", "500.000 ₫",
            "Năm trăm nghìn đồng chẵn", try #require(receipt.text("/code")),
        ] { #expect(page.contains(text), "\(text)") }
    }

    @Test func `a print is of the voucher, not of a line`() throws {
        let office = try Office.villageWithVouchers()
        _ = try office.issueTwoLines()
        #expect(try office.print("contributions/3").integer("/contribution") == 2)
        #expect(try office.print("contributions/2").integer("/number") == 2)
        for line in [2, 3] {
            #expect(try office.get("/v1/contributions/\(line)/voucher").bodyText.contains("In lần 2"))
            #expect(try office.get("/v1/contributions/\(line)/prints").ids == [2, 1])
        }
        try office.expectSound()
    }

    @Test func `a voided receipt and one of which a part was paid back say so`() throws {
        let office = try Office.villageWithVouchers()
        _ = try office.issueTwoLines()
        let refund = try #require(try office.refund(3, 100_000).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, refund).status == 200) }
        let page = try office.get("/v1/contributions/2/voucher").bodyText
        #expect(page.contains("Đã hoàn trả một phần: 100.000 ₫"))
        let other = try #require(try office.issueTwoLines().integer("/id"))
        try #require(try office.take("void", onReceipt: other + 1).status == 200)
        #expect(try office.get("/v1/contributions/\(other)/voucher").bodyText.contains("ĐÃ HỦY ngày"))
    }

    @Test func `the register has the voucher once, with the sum of its lines`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        let register = try office.get("/v1/hamlets/1/vouchers?year=2026")
        #expect(register.items().map { $0.text("/number") } == ["PT-2026-0001", "PT-2026-0002"])
        #expect(register.items().map { $0.integer("/amount") } == [500_000, 500_000])
        #expect(register.items().map { $0.integer("/lines") } == [1, 2])
        #expect(register.items().map { $0.integer("/contribution") } == [1, 2])
        #expect(register.json.at("/continuity/complete")?.boolean() == true)
        #expect(register.integer("/continuity/vouchers") == 2 && register.integer("/continuity/given") == 2)
        let found = try office.get("/v1/hamlets/1/vouchers?number=PT-2026-0002").items()
        #expect(found.count == 1 && found[0].integer("/contribution") == 2)
        try RawFile(office.base.path).tamper("UPDATE contribution SET voucher_line = 1 WHERE id = 3")
        #expect(try office.get("/v1/hamlets/1/vouchers?year=2026").integer("/continuity/excess") == 1)
    }

    @Test func `the cash book has each line with its fund and the one number, the ledger of a fund its own`()
        throws
    {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        func lines(_ more: String = "") throws -> [JSONValue] {
            try office.get("/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-23" + more).items()
                .filter { $0.text("/section") == "line" }
        }
        let book = try lines()
        #expect(book.map { $0.text("/number") } == ["PT-2026-0001", "PT-2026-0002", "PT-2026-0002"])
        #expect(book.map { $0.integer("/fund") } == [1, 1, 2])
        #expect(book.last?.integer("/balance") == 1_000_000)
        let ofFund = try lines("&fund=2")
        #expect(ofFund.map { $0.text("/number") } == ["PT-2026-0002"])
        #expect(ofFund.map { $0.text("/reason") } == ["Đóng góp Quỹ khuyến học"])
    }

    @Test func `the code of any line shows all lines, each with a proof that says which line it is`() throws {
        let office = try Office.villageWithBooks()
        let receipt = try office.issueTwoLines()
        try office.signCheckpoint()
        let code = try #require(receipt.text("/code"))
        let shown = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(shown.items("/lines").map { $0.integer("/line") } == [1, 2])
        #expect(shown.items("/lines").map { $0.integer("/amount") } == [200_000, 300_000])
        #expect(shown.items("/lines").map { $0.integer("/fund") } == [1, 2])
        let codes = shown.items("/lines").compactMap { $0.text("/code") }
        #expect(codes.count == 2 && codes[0] == code)
        for (index, code) in codes.enumerated() {
            let line = try office.get("/v1/public/receipts/\(code)", as: nil)
            #expect(line.items("/lines") == shown.items("/lines"))
            let publicPart = try #require(line.text("/issued/public_part"))
            #expect(publicPart.contains(#""voucher_line":\#(index + 1),"voucher_lines":2"#))
        }
        let single = try office.get("/v1/contributions/1").text("/voucher/code") ?? ""
        #expect(try office.get("/v1/public/receipts/\(single)", as: nil).items("/lines").isEmpty)
    }
}
