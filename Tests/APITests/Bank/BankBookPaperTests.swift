import HTTP
import TestSupport
import Testing

/// The head of a printed bank book: which accounts of the register it is about.
@Suite struct BankBookPaperTests {
    private static let account =
        "Nơi mở tài khoản: Agribank. Số hiệu tài khoản: 3600 205 123456. Chủ tài khoản: "

    /// The lines about accounts in the printed bank book of a period.
    private func accounts(
        _ office: Office, _ from: String = "2026-11-01", _ to: String = "2026-11-30",
        books: String = "/v1/hamlets/1/cash-book?account=bank"
    ) throws -> [String] {
        try office.page("\(books)&from=\(from)&to=\(to)").bodyText
            .components(between: "<p>", and: "</p>").filter { $0.contains("tài khoản") }
    }

    private func hand(_ office: Office, to holder: String, on day: String) throws {
        let handed = try office.post(
            "/v1/bank-accounts/1/holders",
            #"{"on":"\#(day)","balance":700000,\#(holder),"basis":"Biên bản bàn giao"}"#, as: .accountant,
            ifMatch: "*")
        try #require(handed.status == 201, "\(handed.bodyText)")
    }

    @Test func `it names the accounts that were in use in its period`() throws {
        let office = try Office.villageWithPapers()
        #expect(try accounts(office) == ["Trong kỳ không có tài khoản nào trong sổ đăng ký."])
        try office.registerBankAccount()
        try office.registerBankAccount(
            Office.bankAccount(bank: "970436", number: "0071", from: "2026-11-10"))
        try office.registerBankAccount(Office.bankAccount(#""hamlet":2"#, number: "999"))
        let held = Self.account + "UBND phường Vinh Phú."
        #expect(
            try accounts(office) == [
                held,
                String(held.replacing("3600 205 123456", with: "0071").dropLast())
                    + "; dùng từ ngày 10/11/2026, số dư 0.",
            ])
        // Whatever its fund: the funds share the accounts.
        #expect(try accounts(office, books: "/v1/hamlets/1/cash-book?account=bank&fund=1").count == 2)
        #expect(try accounts(office, "2026-10-01", "2026-10-31") == [held])
        #expect(try accounts(office, "2025-10-01", "2025-10-31").count == 1)
        #expect(try accounts(office, books: "/v1/hamlets/1/cash-book?account=cash") == [])
        #expect(
            try accounts(office, books: "/v1/cash-book?account=bank&hamlet=2")
                == [held.replacing("3600 205 123456", with: "999")])
    }

    @Test func `a change of holder within its period is shown with the balance of the day`() throws {
        let office = try Office.villageWithPapers()
        try office.registerBankAccount()
        try hand(office, to: #""holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head""#, on: "2026-11-20")
        let before = Self.account + "UBND phường Vinh Phú"
        let after = Self.account + "Nguyễn Văn An"
        #expect(
            try accounts(office) == [
                before + "; đến ngày 20/11/2026, số dư 700.000.",
                after + "; nhận bàn giao ngày 20/11/2026, số dư 700.000.",
            ])
        // It was not known then who would hold it later.
        #expect(try accounts(office, "2026-11-01", "2026-11-19") == [before + "."])
        #expect(try accounts(office, "2026-11-21", "2026-11-30") == [after + "."])
        let closing = #"{"on":"2026-11-23","balance":650000}"#
        try #require(
            try office.post("/v1/bank-accounts/2/close", closing, as: .accountant, ifMatch: "*").status == 200
        )
        #expect(
            try accounts(office, "2026-11-21", "2026-11-30")
                == [after + "; đến ngày 23/11/2026, số dư 650.000."])
    }
}
