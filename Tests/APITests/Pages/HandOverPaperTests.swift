import API
import Domain
import HTTP
import TestSupport
import Testing

/// What changes hands, printed: slips of collectors, hand-overs of books, what a fund owes.
@Suite struct HandOverPaperTests {
    /// A village with papers whose head, user 1, received 30 000 and 20 000 for fund 1: receipts 2 and 3.
    private func village() throws -> Office {
        let office = try Office.villageWithPapers()
        for (household, amount) in [(2, 30_000), (3, 20_000)] as [(Int64, Int64)] {
            let receipt = try office.collect(amount, from: household)
            try #require(receipt.status == 201, "\(receipt.bodyText)")
        }
        return office
    }

    @Test func `a slip lists the receipts of its collector, what is handed over, and who has it`() throws {
        let office = try village()
        // Neither of these is in the head's hand for fund 1.
        for members in [#""fund":1"#, #""fund":2,"collector":1"#] {
            let other = try office.contribute(
                #"{"household":2,"method":"cash","amount":7000,\#(members)}"#)
            try #require(other.status == 201, "\(other.bodyText)")
        }
        try #require(try office.collect(5000, from: 2).integer("/id") == 6)
        try #require(try office.handOver(45_000, receipts: (2, 6)).status == 201)
        let recorded = try office.page("/v1/hand-over-slips/1")
        for part in [
            "<h1>BẢNG KÊ GIAO NỘP TIỀN</h1>", "Mẫu số: BK-01", "Số: 1", "Quỹ: Đường xóm 9",
            "UBND PHƯỜNG VINH PHÚ", "ngày 23 tháng 11 năm 2026", "1. Người nộp tiền: Ông/Bà hamlet_head",
            "2. Người nhận tiền: Ông/Bà ……", "bằng chữ: Bốn mươi lăm nghìn đồng chẵn.",
            "Thủ quỹ chưa xác nhận; tiền chưa vào quỹ.", "NGƯỜI NỘP TIỀN", "THỦ QUỸ",
        ] { #expect(recorded.bodyText.contains(part), "\(part)") }
        let names = try [2, 3, 6]
            .map { try #require(try office.get("/v1/contributions/\($0)").text("/voucher/party_name")) }
        func line(_ index: Int, _ number: Int, _ amount: String, _ note: String = "") -> [String] {
            ["\(index + 1)", "PT-2026-000\(number)", "23/11/2026", names[index], amount, note]
        }
        #expect(
            recorded.printedRows == [
                line(0, 2, "30.000"), line(1, 3, "20.000"), line(2, 6, "5.000"),
                ["", "", "", "Cộng 3 phiếu thu", "55.000", ""],
                ["", "", "", "Số tiền giao nộp lần này", "45.000", ""],
            ])
        #expect(
            office.log.lines.last?.message == "GET /v1/hand-over-slips/1 private data read")
        try #require(try office.void(6).status == 200)
        try #require(try office.take("confirm", ofSlip: 1).status == 200)
        let confirmed = try office.page("/v1/hand-over-slips/1")
        #expect(confirmed.printedRows[2] == line(2, 6, "5.000", "ĐÃ HỦY, không tính"))
        #expect(confirmed.printedRows[3] == ["", "", "", "Cộng 2 phiếu thu", "50.000", ""])
        for part in ["Ông/Bà treasurer", "Thủ quỹ treasurer đã nhận đủ tiền."] {
            #expect(confirmed.bodyText.contains(part), "\(part)")
        }
        #expect(!confirmed.bodyText.contains("class=\"stamp\""))
        try #require(try office.voidMove("hand-over-slips", 1).status == 200)
        let voided = try office.page("/v1/hand-over-slips/1").bodyText
        #expect(voided.contains("ĐÃ HỦY</div>") && voided.contains("ĐÃ HỦY ngày 23/11/2026. Lý do: Ghi sai"))
    }

    @Test func `looking at a slip changes nothing, and strangers see neither page nor JSON`() throws {
        let office = try village()
        try #require(try office.handOver(1000).status == 201)
        let before = try office.get("/v1/hand-over-slips/1")
        let pages = try Role.allCases.map { try office.page("/v1/hand-over-slips/1", as: Bearer($0)) }
        #expect(Set(pages.map(\.body)).count == 1)
        #expect(try office.get("/v1/hand-over-slips/1").bodyText == before.bodyText)
        let stranger = Bearer(.clerk, at: .otherCommune)
        let html = [("Accept", "text/html")]
        let refused = try office.get("/v1/hand-over-slips/1", as: stranger, fields: html)
        #expect(Refused(refused) == Refused(try office.get("/v1/hand-over-slips/1", as: stranger)))
        #expect(refused.status >= 400)
        let bare = try Office.villageWithVouchers()
        for household in [2, 3] as [Int64] {
            try #require(try bare.collect(9000, from: household).status == 201)
        }
        try #require(try bare.handOver(1000).status == 201)
        #expect(
            Refused(try bare.get("/v1/hand-over-slips/1", fields: html)) == Refused(409, "parameter-missing"))
        #expect(try bare.get("/v1/hand-over-slips/1").status == 200)
    }

    @Test func `the minutes of a hand-over have each fund, its successor, the sums and the books`() throws {
        let suite = BookHandoverEndpointTests()
        let office = try suite.office()
        try office.setForVouchers()
        try office.setForPapers()
        try #require(try suite.handOver(in: office).status == 201)
        let page = try office.page("/v1/book-handovers/1", as: Bearer(.clerk, at: .otherCommune))
        for part in [
            "<h1>BIÊN BẢN BÀN GIAO SỔ, QUỸ</h1>", "Mẫu số: BB-02", "UBND XÃ ANH SƠN",
            "Căn cứ: 12/NQ-UBTVQH16, ngày 01/10/2026.", "1. Bên giao: Xã Cũ.", "2. Bên nhận: Xã Anh Sơn.",
            "ngày 01 tháng 11 năm 2026", "bằng chữ: Chín trăm nghìn đồng chẵn.",
            "Khoản chi chưa thanh toán chuyển sang bên nhận: 1.", "ĐẠI DIỆN BÊN GIAO",
        ] { #expect(page.bodyText.contains(part), "\(part)") }
        #expect(
            page.printedRows == [
                ["I", "Các quỹ", "", "", "", ""],
                ["1", "Hỗ trợ đường", "Hỗ trợ đường", "0", "900.000", "900.000"],
                ["2", "Quỹ Tết", "Quỹ tết", "0", "0", "0"], ["", "Cộng", "", "0", "900.000", "900.000"],
                ["II", "Quyển chứng từ", "", "", "", ""],
                ["1", "Phiếu thu năm 2026, quyển 1: từ số 1 đến số 1", "", "", "", ""],
            ])
    }

    @Test func `a debt is confirmed on paper with what was repaid, given and is owed`() throws {
        let office = try Office.villageWithPapers()
        let payable = try office.owed(700_000)
        _ = try office.repaid(payable, 400_000)
        let page = try office.page("/v1/payables/1")
        for part in [
            "<h1>GIẤY XÁC NHẬN NỢ</h1>", "Người được nợ: Thợ Hòa",
            "Đã ứng tiền riêng ngày 23 tháng 11 năm 2026 để chi: Mua xi măng",
            "Khoản mục: Vật liệu. Căn cứ: Giấy ứng tiền số 1",
            "Số tiền còn nợ bằng chữ: Ba trăm nghìn đồng chẵn.",
            "NGƯỜI ĐƯỢC NỢ",
        ] { #expect(page.bodyText.contains(part), "\(part)") }
        #expect(
            page.printedRows == [
                ["1", "Số nợ ban đầu", "700.000"], ["2", "Đã trả", "400.000"],
                ["3", "Người được nợ đã ủng hộ lại", "0"], ["", "Còn nợ", "300.000"],
            ])
        try #require(try office.repay(payable, 100_000).status == 201)
        #expect(
            try office.page("/v1/payables/1").bodyText
                .contains("Trong đó đang làm thủ tục chi trả, ủng hộ lại: 100.000 đồng."))
        let wrong = try office.owed(50_000, #""kind":"bill","creditor_name":"Cửa hàng""#)
        try #require(try office.voidMove("payables", wrong).status == 200)
        let voided = try office.page("/v1/payables/\(wrong)").bodyText
        #expect(voided.contains("Chưa được thanh toán khoản chi phát sinh ngày 23"))
        #expect(voided.contains("ĐÃ HỦY</div>") && voided.contains("bằng chữ: Không đồng chẵn."))
    }
}
