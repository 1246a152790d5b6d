import Domain
import Testing

/// Statements as five banks export them, with invented names and numbers.
@Suite struct BankStatementTests {
    private static func day(_ text: String) -> LocalDate { LocalDate(text) ?? .firstDay }

    private func expectNoFaults(_ statement: BankStatement) {
        #expect(statement.faults == [])
    }

    @Test(arguments: [false, true])
    func `the balance of each month is that after its last entry, whichever stands first`(
        _ isNewestFirst: Bool
    ) {
        let rows = [
            ["30/10/2026", "FT1", "", "100", "100"], ["30/10/2026", "FT2", "", "50", "150"],
            ["02/11/2026", "FT3", "30", "", "120"], ["02/11/2026", "FT4", "", "5", "125"],
        ]
        let head = ["Ngày", "Số CT", "Ghi nợ", "Ghi có", "Số dư"]
        let statement = BankStatement([head] + (isNewestFirst ? rows.reversed() : rows))
        expectNoFaults(statement)
        #expect(
            statement.monthEnds == [
                BankAccount.Statement(on: Self.day("2026-10-30"), balance: Dong(150)),
                BankAccount.Statement(on: Self.day("2026-11-02"), balance: Dong(125)),
            ])
        #expect(BankStatement([["Ngày", "Ghi có"], ["02/11/2026", "5"]]).monthEnds == [])
    }

    @Test func `Vietcombank: date and number in one cell, repeated heads, totals, points`() {
        let head = [
            "STT", "Ngày GD/TNX Date\nSố CT/Doc No", "Số tiền ghi nợ/Debit", "Số tiền ghi có/Credit",
            "Số dư/Balance",
            "Nội dung chi tiết/Transactions in detail",
        ]
        let statement = BankStatement([
            ["SAO KÊ TÀI KHOẢN"], ["Số tài khoản/Account number:", "0011000000001"],
            head,
            ["", "Số dư đầu kỳ/Opening balance", "", "", "1.000.000", ""],
            ["1", "10/09/2024\n5231.84310", "", "1.234.567", "2.234.567", "NGUYEN VAN A ung ho"],
            ["2", "10/09/2024 5232.1", "234.567", "", "2.000.000", "Phi"],
            ["", "Trang 1/2", "", "", "", ""], head,
            ["3", "11/09/2024\n5233.7", "", "500.000", "2.500.000", "TRAN THI B ung ho"],
            ["", "Cộng phát sinh", "234.567", "1.734.567", "", ""],
            ["", "Số dư cuối kỳ", "", "", "2.500.000", ""], ["", "GIAO DỊCH VIÊN", "", "", "", ""],
        ])
        expectNoFaults(statement)
        #expect(statement.entries.map(\.line) == [5, 6, 9])
        #expect(statement.entries.map(\.direction) == [.credit, .debit, .credit])
        #expect(statement.entries.map(\.amount) == [Dong(1_234_567), Dong(234_567), Dong(500_000)])
        #expect(statement.entries.map(\.reference) == ["5231.84310", "5232.1", "5233.7"])
        #expect(statement.entries[0].bookedOn == Self.day("2024-09-10"))
        #expect(statement.entries[0].memo == "NGUYEN VAN A ung ho")
        #expect(statement.entries[2].balance == Dong(2_500_000))
    }

    @Test func `BIDV: other words, no accents, totals with amounts`() {
        let statement = BankStatement([
            ["STT", "Ngay HL/GD", "So tham chieu", "Mo ta", "Phat sinh no", "Phat sinh co", "So du"],
            ["1", "05/11/2026 08:12:55", "BIDV001", "ung ho quy", "0", "300,000", "300,000"],
            ["2", "05/11/2026 09:00:00", "BIDV002", "phi", "5,500", "0", "294,500"],
            ["", "Tong cong", "", "", "5,500", "300,000", ""],
        ])
        expectNoFaults(statement)
        #expect(statement.credits.map(\.reference) == ["BIDV001"])
        #expect(statement.credits[0].amount == Dong(300_000))
        #expect(statement.entries[1].direction == .debit)
    }

    @Test func `Agribank: machine columns, one signed column, name and account within the text`() {
        let statement = BankStatement([
            ["trdt", "acctccyamt", "aftrbal", "rem", "trcdnm", "tomgntno", "toacctno", "thrref", "lclbrnm"],
            [
                "20231220", "200000", "1200000",
                "337221-NGUYEN VAN HOA ;MCC;20231220224051;3600205777777;970422", "", "", "", "TR001", "",
            ],
            ["20231221", "-50000", "1150000", "Thu phi", "", "", "", "TR002", ""],
            ["20231222", "100000", "1250000", "Tran Thi Muoi nop tien : ung ho", "", "", "", "TR003", ""],
        ])
        expectNoFaults(statement)
        #expect(statement.entries.map(\.direction) == [.credit, .debit, .credit])
        #expect(statement.credits.map(\.payerName) == ["NGUYEN VAN HOA", "Tran Thi Muoi"])
        #expect(statement.credits[0].payerAccount == "3600205777777")
        #expect(statement.credits[0].bookedOn == Self.day("2023-12-20"))
        #expect(statement.credits.map(\.reference) == ["TR001", "TR003"])
    }

    @Test func `VietinBank: the header stands in row 24, and entries have no reference`() {
        let block = (1...23).map { ["Thông tin tài khoản \($0)", "", "", ""] }
        let rows = [
            ["STT", "Ngày GD", "Mô tả", "Ghi nợ", "Ghi có", "Số dư", "STK đối ứng", "Tên TK đối ứng"],
            ["1", "01/11/2026", "ung ho", "", "100.000", "100.000", "0123", "LE VAN C"],
            ["2", "01/11/2026", "ung ho", "", "100.000", "200.000", "0124", "LE VAN D"],
        ]
        let statement = BankStatement(block + rows)
        expectNoFaults(statement)
        #expect(statement.credits.map(\.payerName) == ["LE VAN C", "LE VAN D"])
        #expect(statement.credits.map(\.payerAccount) == ["0123", "0124"])
        #expect(
            statement.credits.map(\.reference) == ["SK20261101T100000D100000", "SK20261101T100000D200000"])
        #expect(BankStatement(block + rows).credits == statement.credits)
        let late = (1...40).map { ["dòng \($0)"] }
        #expect(BankStatement(late + rows).faults == [BankStatement.Fault(line: 1, .headerMissing)])
        #expect(BankStatement(Array(late.dropFirst()) + rows).credits.count == 2)
    }

    @Test func `Techcombank: two dates, commas and a sign with a space`() {
        let statement = BankStatement([
            [
                "Ngày KH thực hiện", "Ngày giao dịch", "Số bút toán", "Ngân hàng đối tác", "TK đích",
                "Tên TK đối ứng", "Diễn giải", "Nợ", "Có",
            ],
            [
                "02/11/2026", "03/11/2026", "FT26307000001", "VCB", "19030000000001", "PHAM THI E",
                "ung ho", "", "+ 1,234,567",
            ],
            ["03/11/2026", "03/11/2026", "FT26307000002", "", "", "", "phi", "- 11,000", ""],
        ])
        expectNoFaults(statement)
        #expect(statement.credits.map(\.bookedOn) == [Self.day("2026-11-03")])
        #expect(statement.credits[0].amount == Dong(1_234_567))
        #expect(statement.credits[0].payerName == "PHAM THI E")
        #expect(statement.credits[0].payerAccount == "19030000000001")
        #expect(statement.entries[1].direction == .debit && statement.entries[1].amount == Dong(11_000))
    }

    @Test func `a head over two columns is read with the row below it`() {
        for first in ["Số tiền", "Phát sinh", "Số tiền giao dịch"] {
            let statement = BankStatement([
                ["Ngày", "Số CT", first, "", "Số dư", "Nội dung"], ["", "", "Nợ", "Có", "", ""],
                ["23/11/2026", "FT1", "", "7.000", "7.000", "ung ho"],
                ["Ngày", "Số CT", first, "", "Số dư", "Nội dung"], ["", "", "Nợ", "Có", "", ""],
                ["23/11/2026", "FT2", "2.000", "", "5.000", "phi"],
            ])
            expectNoFaults(statement)
            #expect(statement.entries.map(\.direction) == [.credit, .debit], "\(first)")
            #expect(statement.entries.map(\.reference) == ["FT1", "FT2"])
        }
    }

    private static let amounts: [(String, Int64?)] = [
        ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("1 234 567", 1_234_567), ("1234567", 1_234_567),
        ("+ 1,234,567", 1_234_567), ("1.234.567,00", 1_234_567), ("1,234,567.00", 1_234_567), ("500.00", 500),
        ("500 VND", 500), ("500 ₫", 500), ("500đ", 500), ("1.234", 1234), ("９００", 900),
        ("9007199254740991", 9_007_199_254_740_991), ("9007199254740992", nil), ("500.50", nil),
        ("1.23.456", nil),
        ("12.34", nil), ("1.234,567", nil), ("1,2345", nil), ("1..234", nil), (".5", nil), ("12e3", nil),
        ("một", nil), ("1234.567", nil),
    ]

    @Test(arguments: amounts.indices)
    func `an amount is a whole number of đồng in any spelling, or an error of its line`(_ index: Int) {
        let (text, amount) = Self.amounts[index]
        let statement = BankStatement([["Ngày", "Số CT", "Ghi có"], ["23/11/2026", "FT1", text]])
        if let amount {
            #expect(statement.credits.map(\.amount) == [Dong(amount)], "\(text)")
            expectNoFaults(statement)
        } else {
            #expect(statement.entries == [])
            #expect(statement.faults.map(\.line) == [2], "\(text)")
        }
    }

    private static let dates: [(String, String?)] = [
        ("23/11/2026", "2026-11-23"), ("3/1/2026", "2026-01-03"), ("23-11-2026 08:15:00", "2026-11-23"),
        ("2026-11-23", "2026-11-23"), ("20261123", "2026-11-23"), ("20261123224051", "2026-11-23"),
        ("23.11.2026", "2026-11-23"), ("31/02/2026", nil), ("23/11/26", nil), ("11/2026", nil),
        ("hôm nay", nil),
    ]

    @Test(arguments: dates.indices)
    func `a date has its day first, or its year`(_ index: Int) {
        let (text, date) = Self.dates[index]
        let statement = BankStatement([["Ngày", "Số CT", "Ghi có"], [text, "FT1", "5"]])
        #expect(statement.credits.map(\.bookedOn) == (date.map { [Self.day($0)] } ?? []), "\(text)")
        #expect(statement.faults.map(\.kind) == (date == nil ? [.dateInvalid(text)] : []))
    }

    @Test func `what is missing or twice is named with its line`() {
        let statement = BankStatement([
            ["Ngày", "Số CT", "Ghi nợ", "Ghi có"], ["", "FT1", "", "5.000"], ["23/11/2026", "FT2", "", ""],
            ["23/11/2026", "FT3", "1", "2"], ["23/11/2026", "FT4", "", "7"], ["23/11/2026", "ft-4", "", "8"],
        ])
        #expect(
            statement.faults == [
                BankStatement.Fault(line: 2, .dateMissing), BankStatement.Fault(line: 3, .amountMissing),
                BankStatement.Fault(line: 4, .amountTwice),
                BankStatement.Fault(line: 6, .referenceRepeated(firstLine: 5)),
            ])
    }

    @Test func `the running balance is checked, oldest or newest first`() {
        let head = ["Ngày", "Số CT", "Nợ", "Có", "Số dư"]
        let rows = [
            ["21/11/2026", "FT1", "", "100", "1.100"], ["22/11/2026", "FT2", "40", "", "1.060"],
            ["23/11/2026", "FT3", "", "10", "1.070"],
        ]
        expectNoFaults(BankStatement([head] + rows))
        expectNoFaults(BankStatement([head] + rows.reversed()))
        var wrong = rows
        wrong[1][4] = "1.050"
        #expect(
            BankStatement([head] + wrong).faults == [
                BankStatement.Fault(line: 3, .balanceMismatch(expected: Dong(1060))),
                BankStatement.Fault(line: 4, .balanceMismatch(expected: Dong(1060))),
            ])
        // A row is missing.
        let gap = BankStatement([head, rows[0], rows[2]])
        #expect(gap.faults == [BankStatement.Fault(line: 3, .balanceMismatch(expected: Dong(1110)))])
    }

    @Test func `entries without reference and balance are told apart by their order`() {
        let rows = [
            ["Ngày", "Ghi có"], ["23/11/2026", "100"], ["23/11/2026", "100"], ["23/11/2026", "200"],
        ]
        #expect(
            BankStatement(rows).credits.map(\.reference)
                == ["SK20261123T100", "SK20261123T100N2", "SK20261123T200"])
    }

    @Test func `no rows and no header are one fault`() {
        #expect(BankStatement([[String]]()).faults == [BankStatement.Fault(line: 1, .headerMissing)])
        #expect(BankStatement([["a", "b"], ["1", "2"]]).faults.map(\.kind) == [.headerMissing])
    }
}
