import Domain
import HTTP
import JSON
import TestSupport
import Testing
import Verify

/// Statements are imported as the bank exports them, and the same file again changes nothing.
@Suite struct BankStatementImportTests {
    private static let lines = [
        "Số tài khoản;3600205123456;;;;", "STT;Ngày GD;Số CT;Ghi nợ;Ghi có;Số dư",
        "1;22/11/2026;FT1;;200.000;200.000", "2;22/11/2026;FT2;50.000;;150.000",
        "3;23/11/2026;FT3;;1.000;151.000", ";Cộng phát sinh;;50.000;201.000;",
    ]

    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        _ = try office.secret(of: .accountant)
        return office
    }

    @Test func `a file is imported once, and twice changes nothing`() throws {
        let office = try office()
        let dryRun = try office.importStatement(Self.lines, isDryRun: true)
        #expect(dryRun.integer("/body/recorded") == 2)
        #expect(try office.get("/v1/bank-credits?hamlet=1", as: .accountant).ids == [])
        let first = try office.importStatement(Self.lines)
        #expect(first.status == 200, "\(first.bodyText)")
        #expect(first.integer("/credits") == 2 && first.integer("/debits") == 1)
        #expect(first.integer("/recorded") == 2 && first.integer("/standing") == 0)
        #expect(first.items("/balances").map { $0.integer("/balance") } == [151_000])
        #expect(first.text("/balances/0/on") == "2026-11-23")
        let position = office.lastPosition
        let again = try office.importStatement(Self.lines)
        #expect(again.integer("/recorded") == 0 && again.integer("/standing") == 2)
        #expect(office.lastPosition == position)
        let longer = try office.importStatement(
            Self.lines.dropLast() + ["4;23/11/2026;FT4;;9.000;160.000"] + Self.lines.suffix(1))
        #expect(longer.integer("/recorded") == 1 && longer.integer("/standing") == 2)
        #expect(try office.get("/v1/bank-credits?hamlet=1", as: .accountant).ids == [3, 2, 1])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a credit from before the account was the owner's, or from tomorrow, is refused`() throws {
        let office = try office()
        // The account is hamlet 1's since 2026-01-01.
        let early = try office.importStatement(
            Self.lines.map { $0.replacing("1;22/11/2026", with: "1;31/12/2025") })
        #expect(early.errors == ["/rows/3/booked_on date-out-of-range"], "\(early.bodyText)")
        for day in ["2025-12-31", "1950-01-01", "2026-11-24"] {
            let typed = try office.post(
                "/v1/bank-credits",
                #"{"account":1,"amount":5,"booked_on":"\#(day)","reference":"FT77","memo":"x"}"#,
                as: .accountant)
            #expect(typed.errors == ["/booked_on date-out-of-range"], "\(typed.bodyText)")
        }
        let first = try office.importStatement(
            Self.lines.map { $0.replacing("1;22/11/2026", with: "1;01/01/2026") })
        #expect(first.status == 200, "\(first.bodyText)")
    }

    @Test(arguments: ["Ghi có", "Ghi nợ", "Số dư", "GHI CÓ"])
    func `two columns of money with one head are refused`(_ head: String) throws {
        let office = try office()
        let twice = Self.lines.enumerated().map { $1 + ($0 == 1 ? ";" + head : ";") }
        let refused = try office.importStatement(twice)
        #expect(refused.errors == ["/rows/2 member-repeated"], "\(refused.bodyText)")
        // Another second column is nobody's concern.
        let noted = Self.lines.enumerated().map { $1 + ($0 == 1 ? ";STT" : ";") }
        #expect(try office.importStatement(noted).status == 200)
    }

    @Test func `errors are named by line, and nothing is stored`() throws {
        let office = try office()
        let position = office.lastPosition
        let wrong = Self.lines.map {
            $0.replacing("1.000;151.000", with: "1.000,5;151.000")
                .replacing("1;22/11/2026", with: "1;31/11/2026")
        }
        let response = try office.importStatement(wrong)
        #expect(response.status == 422 && response.code == "input-invalid")
        #expect(response.errors == ["/rows/3/booked_on date-invalid", "/rows/5/amount amount-not-exact"])
        let balance = try office.importStatement(
            Self.lines.map { $0.replacing(";151.000", with: ";152.000") })
        #expect(balance.errors == ["/rows/5/balance input-invalid"])
        #expect(balance.text("/errors/0/detail")?.contains("151.000 ₫") == true)
        let late = try office.importStatement(
            Self.lines.map { $0.replacing("23/11/2026", with: "24/11/2026") })
        #expect(late.errors == ["/rows/5/booked_on date-out-of-range"])
        let none = try office.importStatement(["a,b", "1,2"])
        #expect(none.errors == ["/rows/1 member-missing"])
        #expect(office.lastPosition == position)
    }

    @Test func `a reference with another amount is an error of its line`() throws {
        let office = try office()
        _ = try office.credit(999, "FT3")
        let response = try office.importStatement(Self.lines)
        #expect(response.errors == ["/rows/5/reference reference-differs"])
        #expect(response.code == "input-invalid" && response.status == 422)
        #expect(try office.get("/v1/bank-credits?hamlet=1", as: .accountant).ids == [1])
    }

    @Test func `a file in TCVN3 is named with its line, and offered in UTF-8`() throws {
        let office = try office()
        let response = try office.importStatement([
            "Ngay,So CT,Ghi co,Ten TK doi ung", "23/11/2026,FT1,1000,NguyÔn V¨n Hßa",
        ])
        #expect(response.status == 422 && response.code == "text-invalid")
        #expect(response.text("/errors/0/detail")?.contains("TCVN3 (ABC)") == true)
        #expect(response.items("/offer").first?.text()?.contains("Nguyễn Văn Hòa") == true)
        #expect(try office.get("/v1/bank-credits?hamlet=1", as: .accountant).ids == [])
    }

    @Test func `a formula in a name is text, and guarded in a table`() throws {
        let office = try office()
        let response = try office.importStatement([
            "Ngày,Số CT,Ghi có,Nội dung,Tên TK đối ứng",
            "23/11/2026,FT1,1000,'+ung ho,\"=HYPERLINK(\"\"x\"\")\"",
        ])
        #expect(response.integer("/recorded") == 1, "\(response.bodyText)")
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.text("/payer_name") == #"=HYPERLINK("x")"# && credit.text("/memo") == "+ung ho")
        let table = try office.get(
            "/v1/bank-credits?hamlet=1", as: .accountant, fields: [("Accept", "text/csv")])
        #expect(table.bodyText.contains(#""'=HYPERLINK(""x"")""#))
        #expect(table.bodyText.contains("'+ung ho"))
    }

    @Test func `a head over two columns and cells with both date and number are read`() throws {
        let office = try office()
        let response = try office.importStatement([
            "Ngày GD Số CT,Số tiền,,Nội dung", ",Nợ,Có,", "23/11/2026 FT9,,\"1,234,567\",ung ho",
        ])
        #expect(response.integer("/recorded") == 1, "\(response.bodyText)")
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.text("/reference") == "FT9" && credit.integer("/amount") == 1_234_567)
    }

    @Test func `codes in memos match while the file is read`() throws {
        let office = try office()
        let code = PaymentCode(.pledge(Identifier(1))).text
        let response = try office.importStatement([
            "Ngày,Số CT,Ghi có,Nội dung", "23/11/2026,FT1,1000,nop \(code.lowercased()) nhe",
            "23/11/2026,FT2,1000,x",
        ])
        #expect(response.integer("/matched") == 1 && response.integer("/recorded") == 2)
    }
}
