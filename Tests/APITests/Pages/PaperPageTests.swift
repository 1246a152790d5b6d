import Domain
import Foundation
import Testing

@testable import API

/// The layout of books and minutes, whatever is in them.
@Suite struct PaperPageTests {
    private func text(
        _ rows: [PaperPage.Row], isLandscape: Bool = false, signers: String = "Kế toán; Thủ quỹ; Trưởng thôn"
    ) throws -> String {
        let form = try #require(
            PaperForm(
                form: "S07-X; Ban hành kèm theo Thông tư số 70/2019/TT-BTC",
                heading: "UBND {commune}; {hamlet}",
                signers: signers, budgetCode: "1234567"))
        let paper = PaperPage(
            head: PaperHead(form, unit: ["UBND XÃ ANH SƠN", "THÔN 1"]), title: "Sổ quỹ",
            subtitles: ["Năm 2026"], isLandscape: isLandscape, stamp: "ĐÃ HỦY", before: ["Trước bảng"],
            columns: [.init("Ngày", .date, "A"), .init("Diễn giải", .text, "B"), .init("Thu", .number, "1")],
            rows: rows, after: ["Sau bảng"], isBook: true, signers: form.signers,
            people: (VoucherForm.Signer(title: "Người đếm", note: "Ký, họ tên"), ["An", "Bình"]))
        return String(decoding: paper.page().bytes, as: UTF8.self)
    }

    private func rows(_ count: Int) -> [PaperPage.Row] {
        (0..<count).map { PaperPage.Row(["01/11/2026", "Dòng \($0 + 1)", Dong(1_234_567).inColumn]) }
    }

    @Test func `head, title, table and signatures stand in this order`() throws {
        let text = try text(rows(1))
        var rest = text[...]
        for part in [
            "<title>Sổ quỹ</title>", "UBND XÃ ANH SƠN", ">THÔN 1<", "Mã QHNS: 1234567", "Mẫu số: S07-X",
            "(Ban hành kèm theo Thông tư số 70/2019/TT-BTC)", "<h1>SỔ QUỸ</h1>", "Năm 2026", "Trước bảng",
            "<thead>", "Diễn giải", ">B<", "</thead>", "01/11/2026", ">1.234.567<", "Sau bảng",
            "trang, đánh số từ trang 01", "Ngày mở sổ", "KẾ TOÁN", "TRƯỞNG THÔN", "NGƯỜI ĐẾM", ">Bình<",
            "ĐÃ HỦY",
        ] {
            let found = try #require(rest.range(of: part), "\(part)")
            rest = rest[found.upperBound...]
        }
        #expect(text.contains("size: A4;") && !text.contains("landscape"))
    }

    @Test(arguments: [0, 1, 30, 500]) func `every row stands once under one head that repeats`(
        _ count: Int
    ) throws {
        let text = try text(rows(count), isLandscape: true)
        #expect(text.components(between: "<tr class=\"line\">", and: "</tr>").count == count)
        #expect(text.components(between: "<thead>", and: "</thead>").count == 1)
        #expect(text.contains(".paper thead { display: table-header-group }"))
        #expect(text.contains("size: A4 landscape"))
    }

    @Test func `what users typed is text`() throws {
        let row = PaperPage.Row(["<b>", "\"><script>alert(1)</script>&", "1"])
        let text = try text([row], signers: "<i>; B & C; D")
        #expect(!text.contains("<script") && !text.contains("<i>") && !text.contains("<b>"))
        #expect(text.contains("&lt;script&gt;") && text.contains("&lt;I&gt;") && text.contains("B &amp; C"))
    }

    @Test func `a paper without a form has no number, and one without signers no place for them`() throws {
        let form = try #require(PaperForm(form: "none", heading: "A", signers: "A; B; C", budgetCode: "none"))
        #expect(form.number == nil && form.budgetCode == nil)
        let head = PaperHead(form, unit: ["A"])
        let paper = PaperPage(
            head: head, title: "Công khai", subtitles: [], columns: [.init("Nội dung", .text)], rows: [])
        let text = String(decoding: paper.page().bytes, as: UTF8.self)
        #expect(!text.contains("Mẫu số") && !text.contains("Mã QHNS") && !text.contains("class=\"signers\""))
        #expect(!text.contains("class=\"labels\""))
    }

    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1000, "1.000"), (-1_234_567, "-1.234.567"),
            (9_007_199_254_740_991, "9.007.199.254.740.991"),
        ] as [(Int64, String)])
    func `an amount in a column has dots and no sign`(_ amount: Int64, _ text: String) {
        #expect(Dong(amount).inColumn == text)
    }

    @Test func `every account has a name of its own`() {
        let names = LedgerAccount.Kind.allCases.map(\.printed)
        #expect(Set(names).count == names.count && names.allSatisfy { !$0.isEmpty })
    }
}
