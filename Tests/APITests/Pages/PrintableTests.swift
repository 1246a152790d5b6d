import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// Books, statements and minutes as pages: what is in them, and for whom.
@Suite struct PrintableTests {
    private static let year = "from=2026-01-01&to=2026-12-31"

    @Test func `the cash book has opening, vouchers by months, totals and closing`() throws {
        let office = try Office.villageWithPapers()
        _ = try office.spent(120_000)
        office.clock.advance(days: 10)
        let gift = try office.contribute(
            #"{"fund":2,"sponsor_name":"Công ty <Hồng & Lam>","method":"cash","amount":1234567}"#)
        try #require(gift.status == 201)
        let page = try office.page("/v1/hamlets/1/cash-book?\(Self.year)")
        for part in [
            "<h1>SỔ QUỸ TIỀN MẶT</h1>", "UBND PHƯỜNG VINH PHÚ", "BAN ĐIỀU HÀNH XÓM 9",
            "Từ ngày 01/01/2026 đến ngày 03/12/2026", "Tất cả các quỹ", "Đơn vị tính: đồng",
            "Công ty &lt;Hồng &amp; Lam&gt;", "NGƯỜI GHI SỔ", "(Ký, họ tên, đóng dấu)", "A4 landscape",
            "Số dư cuối kỳ bằng chữ: Một triệu sáu trăm mười bốn nghìn năm trăm sáu mươi bảy đồng chẵn.",
        ] { #expect(page.bodyText.contains(part), "\(part)") }
        #expect(!page.bodyText.contains("Mẫu số"))
        #expect(
            page.printedRows == [
                ["", "", "", "Số dư đầu kỳ", "", "", "0", ""],
                [
                    "23/11/2026", "PT-2026-0001", "", "Đóng góp quỹ Đường xóm 9 – Nguyễn Văn An", "500.000",
                    "",
                    "500.000", "Đường xóm 9",
                ],
                [
                    "23/11/2026", "", "PC-2026-0001", "Mua xi măng – Cửa hàng vật liệu", "", "120.000",
                    "380.000", "Đường xóm 9",
                ],
                ["", "", "", "Cộng phát sinh tháng 11/2026", "500.000", "120.000", "", ""],
                ["", "", "", "Số dư cuối tháng 11/2026", "", "", "380.000", ""],
                [
                    "03/12/2026", "PT-2026-0002", "",
                    "Đóng góp quỹ Nhà văn hóa – Công ty &lt;Hồng &amp; Lam&gt;", "1.234.567", "", "1.614.567",
                    "Nhà văn hóa",
                ],
                ["", "", "", "Cộng phát sinh tháng 12/2026", "1.234.567", "0", "", ""],
                ["", "", "", "Số dư cuối tháng 12/2026", "", "", "1.614.567", ""],
                ["", "", "", "Cộng phát sinh trong kỳ", "1.734.567", "120.000", "", ""],
                ["", "", "", "Số dư cuối kỳ", "", "", "1.614.567", ""],
            ])
    }

    @Test func `an empty bank book of one fund has its balances only`() throws {
        let office = try Office.villageWithPapers()
        let page = try office.page("/v1/hamlets/1/cash-book?account=bank&fund=2&\(Self.year)")
        #expect(page.bodyText.contains("<h1>SỔ TIỀN GỬI NGÂN HÀNG</h1>"))
        #expect(page.bodyText.contains("Quỹ: Nhà văn hóa"))
        #expect(
            page.printedRows == [
                ["", "", "Số dư đầu kỳ", "", "", "0"], ["", "", "Cộng phát sinh trong kỳ", "0", "0", ""],
                ["", "", "Số dư cuối kỳ", "", "", "0"],
            ])
    }

    @Test func `the ledger of a fund is S07-X, a line for each voucher`() throws {
        let office = try Office.villageWithPapers()
        _ = try office.spent(120_000)
        try #require(
            try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1000"#).status == 201)
        let page = try office.page("/v1/funds/1/ledger?year=2026")
        for part in [
            "<h1>SỔ THEO DÕI CÁC QUỸ TÀI CHÍNH NGOÀI NGÂN SÁCH</h1>", "Mẫu số: S07-X",
            "(Ban hành kèm theo Thông tư số 70/2019/TT-BTC)", "Năm 2026", "Tên quỹ: Đường xóm 9",
        ] { #expect(page.bodyText.contains(part), "\(part)") }
        #expect(
            page.printedRows == [
                ["", "", "", "Số dư đầu kỳ", "", "", "", "0"],
                ["", "", "", "Số dư đầu tháng 11", "", "", "", "0"],
                [
                    "23/11/2026", "PT-2026-0001", "23/11/2026", "Đóng góp quỹ Đường xóm 9 – Nguyễn Văn An",
                    "500.000", "", "", "500.000",
                ],
                [
                    "23/11/2026", "PC-2026-0001", "23/11/2026", "Mua xi măng – Cửa hàng vật liệu", "",
                    "Vật liệu", "120.000", "380.000",
                ],
                ["", "", "", "Cộng phát sinh tháng 11", "500.000", "", "120.000", ""],
                ["", "", "", "Số dư cuối tháng 11", "", "", "", "380.000"],
                ["", "", "", "Lũy kế từ đầu năm", "500.000", "", "120.000", ""],
            ])
        #expect(office.log.lines.last?.message == "GET /v1/funds/1/ledger private data read")
        let empty = try office.page("/v1/funds/1/ledger?year=2025").printedRows
        #expect(empty.map { $0[3] } == ["Số dư đầu kỳ", "Không có phát sinh; số dư cuối kỳ"])
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `printed ledgers and cash books end with the balances of the JSON`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        try books.office.setForVouchers()
        try books.office.setForPapers()
        for fund in [1, 2, 3] as [Int64] {
            for year in [2026, books.today.year] {
                let path = "/v1/funds/\(fund)/ledger?year=\(year)"
                let last = try books.office.get(path).items().last { $0.text("/section") == "month_end" }
                let held = (last?.integer("/cash") ?? 0) + (last?.integer("/bank") ?? 0)
                let printed = try books.office.page(path).printedRows.last { $0[3].hasPrefix("Số dư cuối") }
                #expect(printed.map { $0[7] } ?? "0" == Dong(held).inColumn, "\(path)")
            }
        }
        for (hamlet, account) in [(1, "cash"), (1, "bank"), (2, "cash"), (4, "bank")] as [(Int64, String)] {
            let to = books.today.text
            let path = "/v1/hamlets/\(hamlet)/cash-book?account=\(account)&from=2026-01-01&to=\(to)"
            let shown = try books.office.get(path)
            let rows = try books.office.page(path).printedRows
            let lines = shown.items().filter { $0.text("/section") == "line" }
            let isLine: ([String]) -> Bool = { !$0[0].isEmpty }
            #expect(rows.count(where: isLine) == lines.count)
            #expect(rows.last?.contains(Dong(shown.integer("/closing") ?? -1).inColumn) == true)
        }
    }

    @Test func `the register has each book apart, and voided vouchers in their place`() throws {
        let office = try Office.villageWithPapers()
        let gift = try office.contribute(
            #"{"fund":1,"sponsor_name":"Công ty","method":"cash","amount":70000}"#)
        try #require(try office.void(try #require(gift.integer("/id"))).status == 200)
        _ = try office.spent(120_000)
        let page = try office.page("/v1/hamlets/1/vouchers?year=2026")
        #expect(page.bodyText.contains("<h1>SỔ ĐĂNG KÝ CHỨNG TỪ THU, CHI</h1>"))
        #expect(
            page.bodyText.contains(
                "Số phiếu đã cấp: 3; phiếu trong sổ: 3. Số phiếu liên tục, không thiếu số."))
        let rows = page.printedRows
        #expect(
            rows.map { $0[1] } == ["", "PT-2026-0001", "PT-2026-0002", "", "", "PC-2026-0001", ""])
        #expect(rows[2][5] == "70.000" && rows[2][7].hasPrefix("ĐÃ HỦY: "))
        #expect(rows[3][3] == "Cộng 2 phiếu, không kể 1 phiếu đã hủy" && rows[3][5] == "500.000")
        #expect(rows[6][3] == "Cộng 1 phiếu, không kể 0 phiếu đã hủy" && rows[6][6] == "120.000")
        let empty = try office.page("/v1/hamlets/1/vouchers?year=2025").printedRows
        #expect(empty.map { $0[3] } == ["Không có phiếu nào"])
    }

    @Test func `the statement has tables A to E for the office, A to D for everyone`() throws {
        let office = try Office.villageWithPapers()
        _ = try office.spent(120_000)
        _ = try office.approved(30_000)
        try #require(
            try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1000"#).status == 201)
        let query = "/statement?from=2026-11-01&to=2026-11-30"
        let ours = try office.page("/v1/hamlets/1" + query)
        let tables = [
            ["A", "Số dư đầu kỳ", "0", "0", "0"], ["B", "Thu trong kỳ", "", "", ""],
            ["1", "Hộ gia đình đóng góp", "500.000", "0", "500.000"],
            ["", "Cộng thu", "500.000", "0", "500.000"], ["C", "Chi trong kỳ", "", "", ""],
            ["1", "Vật liệu", "120.000", "0", "120.000"], ["", "Cộng chi", "120.000", "0", "120.000"],
            ["", "Nộp tiền vào tài khoản, rút tiền về quỹ", "-1.000", "1.000", "0"],
            ["D", "Số dư cuối kỳ", "379.000", "1.000", "380.000"],
        ]
        #expect(
            ours.printedRows == tables + [
                ["E", "Còn chờ thu, chờ chi đến ngày 23/11/2026", "", "", ""],
                ["1", "Cam kết chưa nộp: 1 cam kết", "", "", "1.500.000"],
                ["2", "Đã duyệt, chưa chi: 1 khoản", "", "", "30.000"],
            ])
        #expect(ours.bodyText.contains("TRƯỞNG THÔN") && ours.bodyText.contains("BÁO CÁO THU, CHI"))
        let theirs = try office.page("/v1/public/hamlets/1" + query, as: nil)
        #expect(theirs.printedRows == tables)
        #expect(theirs.bodyText.contains("CÔNG KHAI THU, CHI") && theirs.bodyText.contains("PHƯỜNG VINH PHÚ"))
        for part in ["class=\"signers\"", "Cam kết", "Nguyễn Văn An"] {
            #expect(!theirs.bodyText.contains(part), "\(part)")
        }
    }

    @Test func `the minutes of a count have notes, words, the difference and who counted`() throws {
        let office = try Office.villageWithPapers()
        try #require(try office.recordCount(450_000).status == 201)
        let recorded = try office.page("/v1/cash-counts/1")
        for part in [
            "<h1>BIÊN BẢN KIỂM KÊ QUỸ TIỀN MẶT</h1>", "Mẫu số: C34-HD", "ngày 23 tháng 11 năm 2026",
            "1. Ông/Bà: hamlet_head", "2. Ông/Bà: clerk", "Quỹ: Đường xóm 9",
            "bằng chữ: Bốn trăm năm mươi nghìn đồng chẵn.", "thiếu 50.000 ₫ so với sổ quỹ",
            "Chưa có người thứ hai xác nhận.", "NGƯỜI KIỂM KÊ",
        ] { #expect(recorded.bodyText.contains(part), "\(part)") }
        let rows = recorded.printedRows
        #expect(rows.first == ["I", "Số dư theo sổ quỹ", "×", "500.000"])
        #expect(rows.dropFirst().first == ["II", "Số kiểm kê thực tế", "×", "450.000"])
        #expect(rows.last == ["III", "Chênh lệch (III = II – I)", "×", "-50.000"])
        try #require(try office.take("confirm", ofCount: 1, ifMatch: "*").status == 200)
        #expect(try office.page("/v1/cash-counts/1").bodyText.contains("Người xác nhận: clerk."))
        try #require(try office.recordCount(500_000).status == 201)
        try #require(try office.take("withdraw", ofCount: 2, ifMatch: "*").status == 200)
        let withdrawn = try office.page("/v1/cash-counts/2").bodyText
        #expect(withdrawn.contains("ĐÃ RÚT</div>") && withdrawn.contains("không có giá trị"))
        #expect(withdrawn.contains("khớp với sổ quỹ"))
    }

    @Test func `the minutes of an opening balance say who counted, confirmed and voided`() throws {
        let office = try Office.villageWithPapers()
        try #require(try office.open(1, cash: 3000, bank: 12_000).status == 201)
        let recorded = try office.page("/v1/opening-balances/1")
        #expect(
            recorded.printedRows == [
                ["1", "Tiền mặt", "3.000"], ["2", "Tiền gửi ngân hàng", "12.000"], ["", "Cộng", "15.000"],
            ])
        for part in [
            "1. Ông/Bà: Nguyễn Văn An", "2. Ông/Bà: Trần Thị Bình", "ngày 31 tháng 10 năm 2026",
            "Căn cứ: Biên bản kiểm kê quỹ số 01", "Mười lăm nghìn đồng chẵn",
            "Người ghi: accountant. Chưa có người thứ hai xác nhận, chưa ghi sổ.",
        ] { #expect(recorded.bodyText.contains(part), "\(part)") }
        try #require(try office.confirmOpening(1).status == 200)
        let confirmed = try office.page("/v1/opening-balances/1").bodyText
        #expect(confirmed.contains("Người xác nhận: approver.") && !confirmed.contains("ĐÃ HỦY"))
        try #require(try office.voidMove("opening-balances", 1).status == 200)
        let voided = try office.page("/v1/opening-balances/1").bodyText
        #expect(voided.contains("ĐÃ HỦY ngày 23/11/2026. Lý do: Ghi sai") && voided.contains("ĐÃ HỦY</div>"))
    }

    @Test func `whoever reads the book prints the same paper, and nobody else does`() throws {
        let office = try Office.villageWithPapers()
        let path = "/v1/hamlets/1/cash-book?\(Self.year)"
        let pages = try Role.allCases.map { try office.page(path, as: Bearer($0)) }
        #expect(Set(pages.map(\.body)).count == 1)
        let stranger = try office.get(
            path, as: Bearer(.clerk, at: .otherCommune), fields: [("Accept", "text/html")])
        let ofJSON = try office.get(path, as: Bearer(.clerk, at: .otherCommune))
        #expect(Refused(stranger) == Refused(ofJSON) && stranger.status >= 400)
        #expect(try office.get(path, as: nil, fields: [("Accept", "text/html")]).status == 401)
    }

    @Test func `a browser gets the page, and whoever names no page the JSON`() throws {
        let office = try Office.villageWithPapers()
        let path = "/v1/public/hamlets/1/statement?from=2026-11-01&to=2026-11-30"
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        func get(_ accept: String, _ others: [(String, String)] = []) throws -> Response {
            try office.get(path, as: nil, fields: [("Accept", accept)] + others)
        }
        // The second answer is that of the cache.
        for _ in 0..<2 {
            #expect(try get("*/*").field("Content-Type") == "application/json")
            let page = try get(browser)
            #expect(page.field("Content-Type") == "text/html; charset=utf-8")
            #expect(page.field("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(page.field("Vary") == "Accept, Accept-Encoding")
            #expect(try get("text/*").field("Content-Type")?.hasPrefix("text/csv") == true)
            let tag = try #require(page.field("ETag"))
            #expect(try get(browser, [("If-None-Match", tag)]).status == 304)
            #expect(try get("*/*", [("If-None-Match", tag)]).status == 200)
        }
    }

    @Test func `without its parameters a paper is not printed, but the public statement is`() throws {
        let office = try Office.villageWithVouchers()
        let html = [("Accept", "text/html")]
        for path in [
            "/v1/hamlets/1/cash-book?\(Self.year)", "/v1/funds/1/ledger?year=2026",
            "/v1/hamlets/1/vouchers?year=2026", "/v1/hamlets/1/statement?\(Self.year)",
        ] {
            #expect(
                Refused(try office.get(path, fields: html)) == Refused(409, "parameter-missing"), "\(path)")
            #expect(try office.get(path).status == 200)
        }
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?\(Self.year)", as: nil, fields: html)
        #expect(statement.status == 200)
    }
}
