import Domain
import HTTP
import TestSupport
import Testing

/// Rows that come again, rows beside refused ones, and rows that say something else than what stands.
@Suite struct StandingRowTests {
    private static let gifts = "fund,household,method,amount,received_on,bank_reference,source"

    /// Tables with a good row before and after each refused one, and the errors of the refused rows alone.
    private static let mixed: [(kind: String, lines: [String], errors: [String])] = [
        (
            "contributions",
            [
                gifts, "1,1,bank,5,2026-02-01,FT1,", "1,2,bank,5,2026-02-01,ft-1,",
                "1,3,bank,5,2026-02-01,FT2,",
            ],
            ["/rows/3/bank_reference already-exists"]
        ),
        (
            "contributions",
            [gifts, "1,1,cash,5,2026-02-01,,", "1,2,cash,5,2026-02-01,,state", "1,3,cash,5,2026-02-01,,"],
            ["/rows/3/source input-invalid"]
        ),
        (
            "households",
            ["hamlet,code,head_name,persons", "1,K1,Cao Én,4", "1,k1,Cao Yến,4", "1,K2,Cao Hà,4"],
            ["/rows/3/code already-exists"]
        ),
        (
            "funds", ["hamlet,name", "1,Cây Xanh", "1,CÂY XANH", "1,Thắp sáng"],
            ["/rows/3/name already-exists"]
        ),
    ]

    @Test(arguments: mixed.indices)
    func `a row that is refused late is the only one that is refused`(_ index: Int) throws {
        let (kind, lines, errors) = Self.mixed[index]
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let position = office.lastPosition
        let refused = try office.importTable(kind, lines)
        #expect(refused.status == 422 && refused.errors == errors, "\(refused.bodyText)")
        #expect(office.lastPosition == position)
        let good = try office.importTable(kind, [lines[0], lines[1], lines[3]])
        #expect(good.integer("/recorded") == 2, "\(good.bodyText)")
    }

    @Test func `a row of money says its day`() throws {
        let office = try Office.village()
        let column = try office.importTable(
            "contributions", ["fund,household,method,amount", "1,1,cash,5"], isDryRun: true)
        #expect(column.status == 422 && column.errors == ["/rows/1 member-missing"], "\(column.bodyText)")
        #expect(column.text("/errors/0/detail")?.contains("received_on") == true)
        let cell = try office.importTable(
            "contributions",
            ["fund,household,method,amount,received_on", "1,1,cash,5,2026-02-01", "1,2,cash,5,"])
        #expect(cell.errors == ["/rows/3/received_on member-missing"], "\(cell.bodyText)")
    }

    @Test func `a sponsor whose name is typed otherwise is the same one`() throws {
        let office = try Office.village()
        let head = "fund,sponsor_name,method,amount,received_on"
        let first = try office.importTable("contributions", [head, "1,Bà Hòa,cash,5000,2026-02-01"])
        try #require(first.integer("/recorded") == 1, "\(first.bodyText)")
        for name in ["bà hòa", "BÀ HÒA", "Bà Hoà", "Bà  Hòa"] {
            let again = try office.importTable("contributions", [head, "1,\(name),cash,5000,2026-02-01"])
            #expect(again.integer("/standing") == 1 && again.integer("/recorded") == 0, "\(again.bodyText)")
        }
        let other = try office.importTable("contributions", [head, "1,Bà Hoa,cash,5000,2026-02-01"])
        #expect(other.integer("/recorded") == 1, "\(other.bodyText)")
    }

    @Test func `the rows of a table that comes again name their receipts, voided ones too`() throws {
        let office = try Office.village()
        let lines = [
            "fund,household,method,amount,received_on", "1,1,cash,5000,2026-02-01",
            "1,2,cash,5000,2026-02-01",
        ]
        try #require(try office.importTable("contributions", lines).integer("/recorded") == 2)
        try #require(try office.void(1).status == 200)
        let names = [
            "phiếu thu PT-2026-0001 (quyển 1) ngày 01/02/2026, đã hủy",
            "phiếu thu PT-2026-0002 (quyển 1) ngày 01/02/2026",
        ]
        let again = try office.importTable("contributions", lines)
        #expect(again.integer("/standing") == 2 && again.integer("/recorded") == 0)
        #expect(again.items("/skipped").compactMap { $0.text("/standing_as") } == names)
        let dry = try office.importTable("contributions", lines, isDryRun: true, accepting: "text/csv")
        for name in names { #expect(dry.bodyText.contains("\"đã có, \(name)\""), "\(dry.bodyText)") }
    }

    @Test func `a row that differs from the household with its code is refused, naming where`() throws {
        let office = try Office.village()
        let head = try #require(try office.get("/v1/households/1").text("/head_name"))
        let header = "hamlet,code,head_name,persons,address,workers,valid_from"
        for isDryRun in [false, true] {
            let refused = try office.importTable(
                "households", [header, "1,H001,\(head),2,Ngõ 7,1,2021-05-05"], isDryRun: isDryRun)
            #expect(refused.errors == ["/rows/2/code already-exists"], "\(refused.bodyText)")
            #expect(
                refused.text("/errors/0/detail")
                    == "đã có: hộ H001 (số 1), nhưng khác address, workers, valid_from; hãy sửa hộ đó hoặc ghi mã khác"
            )
        }
        // Empty cells say nothing, and a code is the same in any spelling.
        for code in ["H001", "h001", "Ｈ001"] {
            let stands = try office.importTable("households", [header, "1,\(code),\(head),2,,,"])
            #expect(stands.text("/skipped/0/standing_as") == "hộ H001 (số 1)", "\(stands.bodyText)")
        }
    }

    @Test(arguments: ["h001", "Ｈ001", "H０01", "\u{41D}001"])
    func `a code in another spelling is taken, in requests and tables`(_ code: String) throws {
        let office = try Office.village()
        let body = #"{"hamlet":1,"code":"\#(code)","head_name":"Cao Én","persons":9}"#
        let refused = try office.post("/v1/households", body)
        #expect(Refused(refused) == Refused(409, "already-exists"), "\(refused.bodyText)")
        #expect(refused.text("/detail")?.contains("'H001' (/v1/households/1)") == true)
        let patched = try office.patch("/v1/households/2", #"{"code":"\#(code)"}"#)
        #expect(Refused(patched) == Refused(409, "already-exists"), "\(patched.bodyText)")
        let table = try office.importTable(
            "households", ["hamlet,code,head_name,persons", "1,\(code),Cao Én,9"])
        #expect(table.errors == ["/rows/2/code already-exists"], "\(table.bodyText)")
    }
}
