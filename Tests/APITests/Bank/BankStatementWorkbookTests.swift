import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// Statements as workbooks: the same rules as for CSV, and the cells are taken for what they are.
@Suite struct BankStatementWorkbookTests {
    private typealias Cell = BankWorkbook.Cell

    /// 2026-11-22 and 2026-11-23 in days since 1899-12-30.
    private static let (first, second) = ("46348", "46349")

    private static let head: [Cell] = ["STT", "Ngày GD", "Số CT", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]
        .map { .text($0) }

    private static let rows: [[Cell]] = [
        [.text("Số tài khoản"), .text("3600205123456")], [], head,
        [
            .number("1"), .number(first, isDay: true), .text("FT1"), .none, .number("200000"),
            .number("200000"),
            .text("Ung ho"),
        ],
        [
            .number("2"), .number(first, isDay: true), .text("FT2"), .number("50000.0"), .none,
            .number("1.5E5"), .text("Phi"),
        ],
        head,
        [
            .number("3"), .text("23/11/2026"), .text("FT3"), .none, .text("1.000"), .text("151.000"),
            .text("x"),
        ],
        [.none, .text("Cộng phát sinh"), .none, .number("50000"), .number("201000")],
    ]

    /// The same as text.
    private static let lines = [
        "Số tài khoản;3600205123456", "STT;Ngày GD;Số CT;Ghi nợ;Ghi có;Số dư;Nội dung",
        "1;22/11/2026;FT1;;200.000;200.000;Ung ho", "2;22/11/2026;FT2;50.000;;150.000;Phi",
        "3;23/11/2026;FT3;;1.000;151.000;x", ";Cộng phát sinh;;50.000;201.000;;",
    ]

    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        _ = try office.secret(of: .accountant)
        return office
    }

    private func replacing(_ row: Int, _ column: Int, by cell: Cell) -> BankWorkbook {
        var rows = Self.rows
        rows[row][column] = cell
        return BankWorkbook(rows: rows)
    }

    @Test func `a workbook records what the CSV records, and either one again changes nothing`() throws {
        let (office, other) = (try office(), try office())
        let response = try office.importStatement(workbook: BankWorkbook(rows: Self.rows).bytes)
        #expect(response.status == 200, "\(response.bodyText)")
        let csv = try other.importStatement(Self.lines)
        #expect(response.body == csv.body && csv.integer("/recorded") == 2)
        let list = "/v1/bank-credits?hamlet=1"
        #expect(
            try office.get(list, as: .accountant).items().map { $0.text("/reference") }
                == other.get(list, as: .accountant).items().map { $0.text("/reference") })
        let position = office.lastPosition
        #expect(try office.importStatement(Self.lines).integer("/standing") == 2)
        let again = try office.importStatement(workbook: BankWorkbook(rows: Self.rows).bytes)
        #expect(again.integer("/standing") == 2 && office.lastPosition == position)
    }

    @Test func `days that are counted from 1904 are the same days`() throws {
        let office = try office()
        var book = BankWorkbook(rows: Self.rows, is1904: true)
        for row in [3, 4] { book.rows[row][1] = .number("44886", isDay: true) }
        let response = try office.importStatement(workbook: book.bytes)
        #expect(response.integer("/recorded") == 2, "\(response.bodyText)")
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.text("/booked_on") == "2026-11-22")
    }

    @Test func `a head over two columns with merged cells is read`() throws {
        let office = try office()
        let book = BankWorkbook(
            rows: [
                [.text("Ngày GD Số CT"), .text("Số tiền"), .text("Số tiền"), .text("Nội dung")],
                [.none, .text("Nợ"), .text("Có")],
                [.text("23/11/2026\nFT9"), .none, .number("1234567"), .text("ung ho")],
            ], merged: ["B1:C1"])
        let response = try office.importStatement(workbook: book.bytes)
        #expect(response.integer("/recorded") == 1, "\(response.bodyText)")
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.text("/reference") == "FT9" && credit.integer("/amount") == 1_234_567)
    }

    @Test func `a number with a fraction is no number of thousands`() throws {
        let office = try office()
        let position = office.lastPosition
        // As text 1234.567 is 1,234,567; as a number it is not a whole đồng.
        for (number, column) in [("1234.567", "amount"), ("200000.5", "amount")] {
            let refused = try office.importStatement(
                workbook: replacing(3, 4, by: .number(number)).bytes)
            #expect(refused.errors == ["/rows/4/\(column) amount-not-exact"], "\(refused.bodyText)")
        }
        let balance = try office.importStatement(workbook: replacing(3, 5, by: .number("200.001")).bytes)
        #expect(balance.errors == ["/rows/4/amount amount-not-exact"], "\(balance.bodyText)")
        #expect(office.lastPosition == position)
    }

    @Test func `errors are named by the rows of the sheet, and nothing is stored`() throws {
        let office = try office()
        let position = office.lastPosition
        let missing = try office.importStatement(workbook: replacing(6, 5, by: .text("152.000")).bytes)
        #expect(missing.errors == ["/rows/7/balance input-invalid"])
        let error = try office.importStatement(workbook: replacing(3, 4, by: .error("#REF!")).bytes)
        #expect(error.status == 422 && error.text("/errors/0/pointer") == "/rows/4")
        let heads: [Cell] = ["Ngay", "So CT", "Ghi co", "Ten TK doi ung"].map { .text($0) }
        let tcvn: [Cell] = [.text("23/11/2026"), .text("FT1"), .number("1000"), .text("NguyÔn V¨n Hßa")]
        let legacy = try office.importStatement(workbook: BankWorkbook(rows: [heads, tcvn]).bytes)
        #expect(legacy.code == "text-invalid", "\(legacy.bodyText)")
        #expect(legacy.text("/errors/0/detail")?.contains("TCVN3 (ABC)") == true)
        let none = try office.importStatement(workbook: BankWorkbook(rows: [[.text("a")]]).bytes)
        #expect(none.errors == ["/rows/1 member-missing"])
        #expect(office.lastPosition == position)
    }

    @Test func `a small file that inflates to a large one is refused before it fills the memory`() throws {
        let office = try office()
        let bomb = BankWorkbook(rows: Self.rows, paddingCount: 40 << 20).bytes
        #expect(bomb.count < 1 << 20)
        let refused = try office.importStatement(workbook: bomb)
        #expect(Refused(refused) == Refused(413, "body-too-large"), "\(refused.bodyText)")
    }

    @Test func `what is no workbook is refused with advice`() throws {
        let office = try office()
        let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        #expect(Refused(try office.importStatement(workbook: old)) == Refused(415, "media-type-unsupported"))
        let text = Array(Self.lines.joined(separator: "\n").utf8)
        #expect(Refused(try office.importStatement(workbook: text)) == Refused(422, "input-invalid"))
        let operation = Contract.shared.operation(.post, "/v1/imports/bank-statements")
        #expect(operation?.at("/requestBody/content")?.names == ["text/csv", Media.xlsx.type])
    }
}
