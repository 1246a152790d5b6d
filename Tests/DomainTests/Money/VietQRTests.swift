import Testing

@testable import Domain

/// The vectors are codes of banks and of NAPAS's examples.
@Suite struct VietQRTests {
    private static let vectors = [
        "00020101021238570010A00000072701270006970405011336002051234560208QRIBFTTA5303704540715000005802VN"
            + "62230819DVK X09 H0123 P00456304F69C",
        "00020101021138570010A00000072701270006970405011336002051234560208QRIBFTTA53037045802VN6304BABA",
        "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
            + "62150811Chuyen tien630453E6",
        "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540410005802VN"
            + "62150811Chuyen tien6304BBB8",
        "00020101021138580010A000000727012800069704070114190304136010180208QRIBFTTA53037045802VN63040283",
        "00020101021138540010A00000072701240006970422011003523509170208QRIBFTTA53037045802VN630479db",
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
            + "62340107NPS68690819thanh toan don hang63042E2E",
    ]

    @Test(arguments: vectors) func `the checksum of each vector is computed`(_ vector: String) {
        #expect(VietQR.withChecksum(String(vector.dropLast(8))).lowercased() == vector.lowercased())
    }

    @Test(
        arguments: [
            (0, "970405", "3600205123456", 1_500_000, "DVK X09 H0123 P0045"),
            (1, "970405", "3600205123456", nil, nil), (2, "970416", "257678859", nil, nil),
            (5, "970407", "19030413601018", nil, nil), (6, "970422", "0352350917", nil, nil),
        ] as [(Int, String, String, Int64?, String?)])
    func `a vector with our fields only is made again`(
        _ index: Int, _ bank: String, _ account: String, _ amount: Int64?, _ memo: String?
    ) throws {
        let request = try #require(
            VietQR(
                bank: bank, account: account, amount: amount.map { Dong($0) },
                memo: memo.flatMap { VietQR.Memo($0) }))
        #expect(request.payload.lowercased() == Self.vectors[index].lowercased())
        // The checksum is upper-case, whatever some bank prints.
        #expect(request.payload.suffix(4) == Self.vectors[index].suffix(4).uppercased())
    }

    @Test(arguments: [(3, 10_000), (4, 1_000)] as [(Int, Int64)])
    func `a memo in small letters becomes capitals, the rest of the vector stays`(
        _ index: Int, _ amount: Int64
    ) throws {
        let request = try #require(
            VietQR(
                bank: "970416", account: "257678859", amount: Dong(amount),
                memo: VietQR.Memo("Chuyen tien")))
        let vector = Self.vectors[index].replacing("Chuyen tien", with: "CHUYEN TIEN")
        #expect(request.payload == VietQR.withChecksum(String(vector.dropLast(8))))
    }

    @Test(arguments: [
        ("Đóng góp đường xóm 9", "DONG GOP DUONG XOM 9"), ("X09-H0123/P0045", "X09 H0123 P0045"),
        ("  đ  Đ\u{301} ", "D D"), ("Ngữ\u{301}, \"ừ\"!", "NGU U"), ("e\u{302}\u{301}", "E"),
        ("1234567890123456789012345", "1234567890123456789012345"),
    ])
    func `a memo keeps letters, digits and single spaces`(_ text: String, _ memo: String) {
        #expect(VietQR.Memo(text)?.text == memo)
    }

    @Test(arguments: ["", "  ", "!?", "漢字", "12345678901234567890123456", "ấ ơ ứ ê ô â ă ư đ a b c d e"])
    func `a memo that would be empty or cut is refused`(_ text: String) {
        #expect(VietQR.Memo(text) == nil)
    }

    @Test(
        arguments: [
            ("97040", "1", 1), ("9704055", "1", 1), ("97040A", "1", 1), ("970405", "", 1),
            ("970405", "1 2", 1),
            ("970405", "12345678901234567890", 1), ("970405", "1é", 1), ("970405", "1", 0),
            ("970405", "1", -1),
            ("970405", "1", 10_000_000_000_000), ("٩٧٠٤٠٥", "1", 1),
        ] as [(String, String, Int64)])
    func `a bank, account or amount of another form is refused`(
        _ bank: String, _ account: String, _ amount: Int64
    ) {
        #expect(VietQR(bank: bank, account: account, amount: Dong(amount)) == nil)
    }

    @Test func `the longest request fits its fields`() throws {
        let request = try #require(
            VietQR(
                bank: "970405", account: "ABCDEFGHIJ123456789", amount: Dong(9_999_999_999_999),
                memo: VietQR.Memo("1234567890123456789012345")))
        #expect(request.payload.contains("0119ABCDEFGHIJ123456789") && request.payload.utf8.count == 150)
    }
}
