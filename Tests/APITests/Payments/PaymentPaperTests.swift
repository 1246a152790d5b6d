import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Transparency

@Suite struct PaymentPaperTests {
    @Test(arguments: [1, 2] as [Int64])
    func `one page has all lines with their total in words, by whichever line it is asked for`(
        _ line: Int64
    ) throws {
        let office = try Office.villageWithTwoFunds()
        try office.setForVouchers()
        let early = try office.payTwoLines(["check", "approve"])
        #expect(
            Refused(try office.get("/v1/expenditures/\(line)/voucher")) == Refused(409, "invalid-transition"))
        #expect(early.text("/number") == nil)
        let paid = try office.take("pay", 1, of: "payments", #"{"attachments":3}"#)
        let page = try office.get("/v1/expenditures/\(line)/voucher").bodyText
        for text in [
            "Số: <b>PC-2026-0001</b>", "<td>1</td><td>Mua xi măng (mục Vật liệu, quỹ Đường xóm 9)</td>",
            "120.000 ₫", "<td>2</td><td>Công thợ (mục Nhân công, quỹ ", "80.000 ₫", "Cộng", "200.000 ₫",
            "Hai trăm nghìn đồng chẵn", "Nợ: Chi: Vật liệu; Chi: Nhân công", "Kèm theo: 3 chứng từ gốc",
            try #require(paid.text("/code")),
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("bà Tư"))
    }

    @Test(arguments: [1, 3, 30])
    func `a page of any number of lines has each of them`(_ count: Int) throws {
        let office = try Office.villageWithTwoFunds()
        try office.setForVouchers()
        let lines = (1...count)
            .map { #"{"fund":1,"item":"Mục \#($0)","purpose":"Việc số \#($0)","amount":\#($0 * 1000)}"# }
        try #require(try office.requestPayment(lines.joined(separator: ",")).status == 201)
        for step in ["check", "approve", "pay"] {
            try #require(try office.take(step, 1, of: "payments").status == 200)
        }
        let page = try office.get("/v1/expenditures/1/voucher?copies=2").bodyText
        #expect(page.contains("Có: Tiền mặt") && page.contains("\(count * (count + 1) / 2).000 ₫"))
        for number in 1...count {
            let text = count == 1 ? "Việc số 1</span>" : "Việc số \(number) (mục Mục \(number))</td>"
            #expect(page.contains(text), "\(text)")
        }
        #expect(page.contains("Nợ: Theo từng dòng") == (count > 2))
    }

    @Test func `a print is of the voucher, not of a line`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.setForVouchers()
        try office.payTwoLines()
        #expect(try office.print("expenditures/2").integer("/expenditure") == 1)
        #expect(try office.print("expenditures/1").integer("/number") == 2)
        for line in [1, 2] {
            #expect(try office.get("/v1/expenditures/\(line)/voucher").bodyText.contains("In lần 2"))
            #expect(try office.get("/v1/expenditures/\(line)/prints").ids == [2, 1])
        }
        try #require(try office.take("void", 1, of: "payments").status == 200)
        let page = try office.get("/v1/expenditures/2/voucher").bodyText
        #expect(page.contains("ĐÃ HỦY ngày") && page.contains("Lý do: Sai số tiền"))
        try office.expectSound()
    }

    @Test func `the register has the voucher once, with the sum of its lines`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines()
        let register = try office.get("/v1/hamlets/1/vouchers?year=2026&kind=payment")
        #expect(register.items().map { $0.text("/number") } == ["PC-2026-0001"])
        #expect(register.items().map { $0.integer("/amount") } == [200_000])
        #expect(register.items().map { $0.integer("/lines") } == [2])
        #expect(register.items().map { $0.integer("/expenditure") } == [1])
        #expect(register.json.at("/continuity/complete")?.boolean() == true)
        let found = try office.get("/v1/hamlets/1/vouchers?number=PC-2026-0001").items()
        #expect(found.count == 1 && found[0].integer("/expenditure") == 1)
    }

    @Test func `the books have each line with its fund and item and the one number`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines()
        func lines(_ more: String = "") throws -> [JSONValue] {
            try office.get("/v1/hamlets/1/cash-book?from=2026-11-01&to=2026-11-23" + more).items()
                .filter { ($0.integer("/spent") ?? 0) > 0 && $0.text("/section") == "line" }
        }
        let book = try lines()
        #expect(book.map { $0.text("/number") } == ["PC-2026-0001", "PC-2026-0001"])
        #expect(book.map { $0.integer("/fund") } == [1, 2])
        #expect(book.map { $0.text("/item") } == ["Vật liệu", "Nhân công"])
        #expect(book.last?.integer("/balance") == 600_000)
        #expect(try lines("&fund=2").map { $0.text("/reason") } == ["Công thợ"])
        let statement = try office.get("/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30")
        #expect(statement.bodyText.contains("Nhân công") && statement.bodyText.contains("Vật liệu"))
        let report = try office.get("/v1/public/reports/money?unit=16702&by=year", as: nil)
        #expect(report.integer("/total/spent") == 200_000, "\(report.bodyText)")
    }

    @Test func `everyone sees each line without payee and note, and the code shows all of them`() throws {
        let office = try Office.villageWithTwoFunds()
        let paid = try office.payTwoLines()
        try office.signCheckpoint()
        let list = try office.get("/v1/public/hamlets/1/expenditures", as: nil)
        #expect(list.items().map { $0.text("/purpose") } == ["Công thợ", "Mua xi măng"])
        #expect(list.items().map { $0.integer("/amount") } == [80_000, 120_000])
        let code = try #require(paid.text("/code"))
        let shown = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(shown.items("/lines").map { $0.integer("/amount") } == [120_000, 80_000])
        #expect(shown.items("/lines").map { $0.integer("/fund") } == [1, 2])
        for text in [list.bodyText, shown.bodyText] {
            #expect(!text.contains("Cửa hàng") && !text.contains("bà Tư"))
        }
        for (index, line) in shown.items("/lines").enumerated() {
            let code = try #require(line.text("/code"))
            let proof = try office.get("/v1/public/receipts/\(code)", as: nil)
            #expect(proof.items("/lines") == shown.items("/lines"))
            let publicPart = try #require(proof.text("/issued/public_part"))
            #expect(publicPart.contains(#""voucher_line":\#(index + 1),"voucher_lines":2"#), "\(publicPart)")
        }
        let single = try office.get("/v1/expenditures/\(office.spent(1000))").text("/voucher/code") ?? ""
        #expect(try office.get("/v1/public/receipts/\(single)", as: nil).items("/lines").isEmpty)
    }
}
