import Domain
import Testing

@Suite struct DisclosureTests {
    @Test(
        arguments: [
            // Nothing to hide.
            ([60, 40], 100, [true, true]), ([], 100, []), ([0, 50], 60, [true, true]),
            // A single hidden part would be the rest: the smallest other goes with it.
            ([60, 38, 2], 100, [true, false, false]), ([3, 2], 5, [false, false]),
            ([3, 3, 2], 8, [false, true, false]),
            // A rest of at least 3 without a group hides it.
            ([60, 2], 100, [true, false]),
            // Two hidden parts of 1 are together 2.
            ([50, 1, 1], 52, [false, false, false]), ([50, 2, 1], 53, [true, false, false]),
        ] as [([Int64], Int64, [Bool])])
    func `parts are shown as far as none of 1 or 2 can be computed`(
        _ parts: [Int64], whole: Int64, shown: [Bool]
    ) {
        #expect(Disclosure.shownParts(parts, of: whole) == shown)
    }

    @Test(arguments: 0...6) func `the rest of any whole is none, or at least 3 in more than one part`(
        _ seed: Int64
    ) {
        for first in Int64(0)...6 {
            for second in Int64(0)...6 {
                let parts = [first, second, seed]
                for rest in Int64(0)...4 {
                    let whole = parts.reduce(rest) { $0 + $1 }
                    let shown = Disclosure.shownParts(parts, of: whole)
                    let hidden = zip(parts, shown).filter { !$0.1 }.map(\.0)
                    let remainder = hidden.reduce(rest) { $0 + $1 }
                    if hidden.isEmpty { continue }
                    let isAllHidden = zip(parts, shown).allSatisfy { !$0.1 || $0.0 == 0 }
                    #expect(remainder >= 3 || isAllHidden, "\(parts) of \(whole)")
                }
            }
        }
    }

    @Test(
        arguments: [
            (.live, "2026-11-20", "2026-11-20"), (.live, "2026-12-05", "2026-11-23"),
            (.monthEnd, "2026-11-23", "2026-10-31"), (.monthEnd, "2026-12-31", "2026-10-31"),
            (.monthEnd, "2026-10-31", "2026-10-31"), (.monthEnd, "2026-10-30", "2026-09-30"),
            (.monthEnd, "2024-02-29", "2024-02-29"), (.monthEnd, "2024-02-28", "2024-01-31"),
            (.yearEnd, "2026-11-23", "2025-12-31"), (.yearEnd, "2025-12-31", "2025-12-31"),
            (.yearEnd, "2025-12-30", "2024-12-31"),
        ] as [(Granularity, String, String)])
    func `a day stands for the last public day before it`(
        _ granularity: Granularity, asked: String, shown: String
    ) throws {
        let (asked, today) = (try #require(LocalDate(asked)), try #require(LocalDate("2026-11-23")))
        let day = granularity.day(onOrBefore: asked, today: today)
        #expect(day?.text == shown)
        // What is shown for that day is shown for itself.
        #expect(day.flatMap { granularity.day(onOrBefore: $0, today: today) } == day)
    }

    @Test func `the last day of a month is public from the next day on`() throws {
        let last = try #require(LocalDate("2026-11-30"))
        let next = try #require(LocalDate("2026-12-01"))
        #expect(Granularity.monthEnd.day(onOrBefore: last, today: last)?.text == "2026-10-31")
        #expect(Granularity.monthEnd.day(onOrBefore: next, today: next) == last)
    }

    @Test(arguments: [(0, true), (1, false), (2, false), (3, true)] as [(Int64, Bool)])
    func `a cell of 1 or 2 is suppressed, alone or as a part of a sum`(_ size: Int64, _ isShown: Bool) {
        let cell = Disclosure.cell(size, sizes: [10, size])
        #expect(Disclosure.count(.hamletHouseholds, in: cell) { $0 }.value == (isShown ? size : nil))
        let (shown, suppressedCount) = Disclosure.cells([10, size, 20]) { [$0] }
        let sum = Disclosure.count(.eventHouseholds, in: shown) { $0.reduce(0, +) }
        #expect(sum.value == (isShown ? 30 + size : 30) && suppressedCount == (isShown ? 0 : 1))
    }

    @Test(arguments: [
        ("Hỗ trợ bà Lan", true), ("(hỗ trợ)", true), ("Chi: HO TRO,lần 2", true), ("trợ  cấp", true),
        ("Quà Tết cho hộ", true), ("Học bổng", true), ("Mua xi măng", false), ("Sửa đường qua xóm", false),
        ("Tăng âm", false), ("Hồ trời", false), ("", false),
        ("Giúp bà Lan", true), ("Tiền thuốc của cụ Tư", true), ("VIỆN PHÍ cháu Na", true), ("Mổ tim", true),
        ("Xây nhà tình nghĩa", true), ("Gia đình chính sách", true), ("Cháu mồ côi", true), ("Ung-thư", true),
        ("Mai táng cụ Tư", true), ("Tặng bà Lan xe lăn", true), ("Học phí cháu Na", true),
        ("Đường thuộc xóm 9", false), ("Tầng hai nhà văn hóa", false), ("Thảm nhựa đường", false),
        ("Đổ dầu máy nổ", false), ("Mở rộng ngõ", false), ("Chăm sóc cây xanh", false), ("Mua quạt", false),
        ("Tham quan mô hình", false), ("Sửa biểu đồ", false),
        ("Phun thuốc phòng dịch bệnh", false), ("Phòng chống lụt bão, hỏa hoạn", false),
        ("Sửa nhà tắm", false),
    ])
    func `support to persons is recognised by its words`(_ text: String, _ isSupport: Bool) {
        #expect(Disclosure.isSupport(text) == isSupport)
    }

    @Test(
        arguments: [
            ("Số 187654321", .identityNumber), ("CCCD 040 087 001 234", .identityNumber),
            ("CCCD 040.087.001.234", .identityNumber), ("gọi 0912 345 678", .telephone),
            ("0912.345.678", .telephone),
            ("+84 912 345 678", .telephone), ("sđt:０９１２３４５６７８", .telephone), ("0912-345-678", .telephone),
            ("Mua 350.000.000 đồng xi măng", nil), ("1.234.567.890 đ", nil),
            ("Quyết định 15/2026/QĐ-UBND", nil),
            ("700 m2, 6 đường, năm 2026", nil), ("từ 01/02/2026 đến 28/02/2026", nil),
            ("2 000 000 000 đ", nil),
            ("350 000 000 đồng", nil), ("350000000 đ", nil), ("350000000₫", nil),
            ("350 000 000 và", .identityNumber),
            ("số 187654321 đã cấp", .identityNumber), ("187654321đt", .identityNumber),
            ("gọi (091) 234-5678", .telephone), ("CCCD 040/123/456/789", .identityNumber),
            ("gọi 091_234_5678", .telephone), ("091\u{2011}234\u{2011}5678", .telephone),
            ("091—234—5678", .telephone), ("091|234|5678", .telephone), ("091*234*5678", .telephone),
            ("0912\u{B7}345\u{B7}678", .telephone), ("tel:0912,345,678", .telephone),
            ("gọi 09I2345678", .telephone), ("gọi O912345678", .telephone), ("0912З", nil),
            ("gọi О9l234567o", .telephone), ("0 - 9 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8", .telephone),
            ("+84 (0) 912 345 678", .identityNumber), ("+84.912.345.678", .telephone),
            ("gọi ٠٩١٢٣٤٥٦٧٨", .telephone), ("𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", .telephone),
            ("3 lần, 0912345678, 5", .telephone), ("0912, 345.678", .telephone), ("0912-345.678", .telephone),
            ("0912 2034 2045", .identityNumber), ("0912345678 đồng", .telephone),
            ("từ 01/02/2026 - 28/02/2026", nil), ("5-10/02/2026", nil), ("2025-2026, 2027", nil),
            ("Quyết định 15/2026, 16/2026", nil), ("Xóm 1, 2, 3, 4, 5, 6, 7, 8, 9", nil),
            ("1.200.000, 2.000.000 đồng", nil), ("100 000 000, 200 000 000 đồng", .identityNumber),
            ("12.000.000.000.000 đ", nil), ("2.000.000.000.000", nil), ("5l dầu, 20 m2", nil), ("", nil),
        ] as [(String, PrivateData?)])
    func `a number that looks private is found, an amount is not`(_ text: String, found: PrivateData?) {
        #expect(PrivateData.number(in: text) == found)
    }
}
