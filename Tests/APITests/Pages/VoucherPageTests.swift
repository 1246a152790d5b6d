import Domain
import Testing

@testable import API

@Suite struct VoucherPageTests {
    private static let signers = "Trưởng thôn (Ký, họ tên, đóng dấu); Kế toán; Người lập; Người nộp; Thủ quỹ"

    private func text(
        _ lines: [VoucherPage.Line], kind: Voucher.Kind = .receipt, party: String = "Nguyễn Văn An",
        standing: VoucherPage.Standing = .valid, printNumber: Int64 = 0, copiesCount: Int = 1,
        budgetCode: String = "none", numbering: String = "{number}"
    ) throws -> String {
        let form = try #require(
            VoucherForm(
                number: "C40-BB", issuingText: "Ban hành kèm theo Thông tư số 107/2017/TT-BTC",
                heading: "A", numbering: numbering, signers: Self.signers, budgetCode: budgetCode))
        let voucher = Voucher(
            series: Voucher.Series(owner: .hamlet(Identifier(1)), kind: kind, year: 2026, book: "Q2"),
            number: 12,
            issuedOn: try #require(LocalDate("2026-11-03")), amount: Dong(lines.sum(of: \.amount.amount)),
            partyName: party, partyAddress: "Xóm 9", reason: lines[0].text)
        let code = ReceiptCode(Contribution.ID(1))
        let page = VoucherPage(
            form: form, heading: ["UBND XÃ ANH SƠN", "THÔN 1"], voucher: voucher, lines: lines,
            debit: "Tiền mặt", credit: "Hộ gia đình đóng góp", standing: standing, code: code,
            proof: "https://thon.example.vn/v1/public/receipts/\(code.text)", printNumber: printNumber,
            copiesCount: copiesCount)
        return String(decoding: try page.page().bytes, as: UTF8.self)
    }

    private func lines(_ count: Int) -> [VoucherPage.Line] {
        (1...count).map { VoucherPage.Line(text: "Đợt \($0)", amount: Dong(1_234_567)) }
    }

    @Test func `one line is the reason, in the places of the form`() throws {
        let text = try text([VoucherPage.Line(text: "Góp làm đường", amount: Dong(1_500_000))])
        for part in [
            "<title>Phiếu thu PT-2026-0012</title>", "UBND XÃ ANH SƠN", "THÔN 1", "Mẫu số: C40-BB",
            "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)", "<h1>PHIẾU THU</h1>",
            "Ngày 03 tháng 11 năm 2026", "Số: <b>PT-2026-0012</b>", "Quyển số: Q2", "Nợ: Tiền mặt",
            "Có: Hộ gia đình đóng góp", "Họ và tên người nộp tiền: <b>Nguyễn Văn An</b>",
            "Địa chỉ: <span>Xóm 9</span>", "Nội dung: <span>Góp làm đường</span>",
            "1.500.000 ₫</b> (viết bằng chữ: <i>Một triệu năm trăm nghìn đồng chẵn</i>)", "chứng từ gốc",
            "TRƯỞNG THÔN", "(Ký, họ tên, đóng dấu)", "THỦ QUỸ", "Đã nhận đủ số tiền", "Tỷ giá ngoại tệ",
            "Số tiền quy đổi",
            "size: A5 landscape",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(!text.contains("<table>") && !text.contains("Mã QHNS") && !text.contains("In lần"))
        #expect(!text.contains("ĐÃ HỦY") && !text.contains("oàn trả") && !text.contains("Liên "))
    }

    @Test(arguments: [(1, false), (3, false), (30, true)])
    func `each line stands once, and many run over several pages`(_ count: Int, _ isLong: Bool) throws {
        let text = try text(lines(count))
        for number in 1...count { #expect(text.components(between: ">Đợt \(number)<", and: "/").count == 1) }
        #expect(text.contains("<table>") == (count > 1))
        #expect(text.contains(#"<section class="voucher long">"#) == isLong)
        if count > 1 {
            #expect(text.components(between: "<tr><td>", and: "</td>").count == count)
            #expect(text.contains(#"<td colspan="2">Cộng</td>"#))
        }
        #expect(text.components(between: "<section", and: "</section>").count == 1)
    }

    @Test func `two copies are two equal vouchers on A4, each with its number`() throws {
        let text = try text(lines(1), copiesCount: 2)
        let copies = text.components(between: "<section", and: "</section>")
        try #require(copies.count == 2)
        #expect(copies[0].replacing("Liên 1", with: "Liên 2") == copies[1] && copies[0] != copies[1])
        #expect(text.contains("size: A4;") && copies[0].contains("half"))
    }

    @Test(arguments: [(0, false), (1, false), (2, true), (12, true)] as [(Int64, Bool)])
    func `the second and later prints say so, the original does not`(_ number: Int64, _ isMarked: Bool) throws
    {
        let text = try text(lines(1), printNumber: number)
        #expect(text.contains("In lần") == isMarked)
        #expect(text.contains("In lần \(number)<") == isMarked)
    }

    @Test func `a voided voucher says so across the page, with reason and day`() throws {
        let voided = VoucherPage.Standing.voided(reason: "Sai <tên>", on: LocalDate("2026-11-24"))
        let text = try text(lines(1), kind: .payment, standing: voided)
        #expect(text.contains(#"<div class="stamp">ĐÃ HỦY</div>"#))
        #expect(text.contains("ĐÃ HỦY ngày 24/11/2026. Lý do: Sai &lt;tên&gt;"))
        #expect(text.contains("<h1>PHIẾU CHI</h1>") && text.contains("Họ và tên người nhận tiền: "))
        #expect(try self.text(lines(1), standing: .voided(reason: "A", on: nil)).contains("ĐÃ HỦY. Lý do: A"))
    }

    @Test func `a receipt that was refunded says how far`() throws {
        let whole = try text(lines(1), standing: .refunded(Dong(1_234_567)))
        #expect(whole.contains("ĐÃ HOÀN TRẢ</div>"))
        #expect(whole.contains("Đã hoàn trả toàn bộ: 1.234.567 ₫"))
        let part = try text(lines(1), standing: .refunded(Dong(1_000)))
        #expect(part.contains("Đã hoàn trả một phần: 1.000 ₫") && !part.contains("<div class=\"stamp\">"))
    }

    @Test func `a budget code and another way of writing the number are those of the form`() throws {
        let text = try text(
            lines(1), budgetCode: "1234567", numbering: "{prefix}-{sequence_6}/{year}")
        #expect(text.contains("Mã QHNS: 1234567") && text.contains("Số: <b>PT-000012/2026</b>"))
    }

    @Test func `long texts are set smaller`() throws {
        let names = [("A", "voucher"), (String(repeating: "A", count: 100), "voucher dense")]
        for (name, style) in names {
            #expect(try text(lines(1), party: name).contains("<section class=\"\(style)\">"))
        }
        let long = VoucherPage.Line(text: String(repeating: "Ộ", count: 400), amount: Dong(987_654_321_987))
        #expect(try text([long]).contains(#"<section class="voucher tight">"#))
    }

    @Test func `what people typed is text, and the page loads nothing`() throws {
        let typed = "\"\u{301}><script>alert(1)</script>"
        let text = try text([VoucherPage.Line(text: typed, amount: Dong(1))], party: typed)
        #expect(text.components(between: "<script", and: ">").isEmpty)
        for word in ["src=", "<link", "url(", " style=", "@import"] {
            #expect(!text.contains(word), "\(word)")
        }
        // The name space of SVG is no address that is opened.
        #expect(
            text.replacing("http://www.w3.org/2000/svg", with: "").components(between: "\"http", and: "\"")
                .isEmpty)
    }
}
