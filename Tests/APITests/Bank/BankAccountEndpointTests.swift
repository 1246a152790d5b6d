import Domain
import HTTP
import TestSupport
import Testing
import Verify

/// The register of bank accounts: one number is open once, and goes from holder to holder.
@Suite struct BankAccountEndpointTests {
    private static let holder =
        #""holder_name":"Nguyễn Văn An","holder_kind":"hamlet_head","basis":"Biên bản bàn giao""#

    private func hand(
        _ office: Office, _ id: Int64, on day: String = "2026-11-20", balance: Int64 = 700_000,
        more: String = ""
    ) throws -> Response {
        try office.post(
            "/v1/bank-accounts/\(id)/holders",
            #"{"on":"\#(day)","balance":\#(balance),\#(Self.holder)\#(more)}"#, as: .accountant, ifMatch: "*")
    }

    @Test func `an account is registered, shown and listed`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/bank-accounts", Office.bankAccount(), as: .accountant)
        #expect(response.status == 201 && response.field("Location") == "/v1/bank-accounts/1")
        #expect(response.text("/owner") == "h1" && response.integer("/hamlet") == 1)
        #expect(response.text("/number") == "3600 205 123456" && response.text("/state") == "open")
        #expect(response.integer("/opening_balance") == 0)
        #expect(try office.get("/v1/bank-accounts/1").body == response.body)
        #expect(try office.get("/v1/bank-accounts?hamlet=1").ids == [1])
        #expect(try office.get("/v1/bank-accounts?hamlet=2").ids == [])
    }

    @Test func `a commune and an organisation have accounts of their own`() throws {
        let office = try Office.village()
        for (owner, query, text) in [
            (#""commune":"16702""#, "commune=16702", "c"), (#""organisation":1"#, "organisation=1", "o1"),
        ] {
            let body = Office.bankAccount(owner, number: "NUMBER\(text)")
            let response = try office.post("/v1/bank-accounts", body, as: .accountant)
            #expect(response.status == 201, "\(response.bodyText)")
            #expect(response.text("/owner")?.hasPrefix(text) == true)
            let id = try #require(response.integer("/id"))
            #expect(try office.get("/v1/bank-accounts?\(query)").ids == [id])
        }
        let above = try office.post(
            "/v1/bank-accounts", Office.bankAccount(#""commune":"40""#),
            as: Bearer(.accountant, at: .province))
        #expect(above.errors == ["/commune reference-unknown"])
    }

    @Test(arguments: [
        "3600205123456", "3600-205-123456", "3600.205.123.456", "３６００205123456", " 3600 205 123456 ",
    ])
    func `a number is open once at its bank, however it is written`(_ number: String) throws {
        let office = try Office.village()
        try office.registerBankAccount()
        let twin = Office.bankAccount(#""hamlet":2"#, number: number)
        let refused = try office.post("/v1/bank-accounts", twin, as: .accountant)
        #expect(Refused(refused) == Refused(409, "already-exists"))
        #expect(refused.errors == ["/number already-exists"])
        // Another bank may give the same number.
        let other = try office.post(
            "/v1/bank-accounts", Office.bankAccount(bank: "970436", number: number), as: .accountant)
        #expect(other.status == 201)
        let close = #"{"on":"2026-11-23","balance":0}"#
        try #require(
            try office.post("/v1/bank-accounts/1/close", close, as: .accountant, ifMatch: "*").status == 200)
        #expect(try office.post("/v1/bank-accounts", twin, as: .accountant).status == 201)
    }

    @Test func `another holder is another row, and both state the balance of the day`() throws {
        let office = try Office.village()
        try office.registerBankAccount()
        let next = try hand(office, 1)
        #expect(next.status == 201 && next.field("Location") == "/v1/bank-accounts/2")
        #expect(next.integer("/previous") == 1 && next.text("/number") == "3600 205 123456")
        #expect(next.text("/valid_from") == "2026-11-20" && next.integer("/opening_balance") == 700_000)
        let old = try office.get("/v1/bank-accounts/1")
        #expect(old.text("/state") == "closed" && old.text("/valid_to") == "2026-11-20")
        #expect(old.integer("/closing_balance") == 700_000)
        let again = try hand(office, 1)
        #expect(Refused(again) == Refused(409, "invalid-transition"))
        #expect(try hand(office, 2, on: "2026-11-19").errors == ["/on date-out-of-range"])
        #expect(try hand(office, 2, on: "2026-11-24").errors == ["/on date-out-of-range"])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an account goes on in the successor of a closed hamlet, and nowhere else`() throws {
        let office = try Office.village()
        try office.registerBankAccount()
        #expect(try hand(office, 1, more: #","hamlet":2"#).errors == ["/hamlet owner-elsewhere"])
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let closed = try hand(office, 1, on: "2026-11-24")
        #expect(Refused(closed) == Refused(410, "closed"))
        let next = try hand(office, 1, on: "2026-11-24", more: #","hamlet":4"#)
        #expect(next.status == 201 && next.integer("/hamlet") == 4, "\(next.bodyText)")
        #expect(try office.get("/v1/bank-accounts?hamlet=4").ids == [2])
    }

    @Test func `the new owner is one that the caller sees, and the member that names it is told`() throws {
        let office = try Office.village()
        try office.registerBankAccount()
        #expect(try hand(office, 1, more: #","commune":"16702""#).errors == ["/commune owner-elsewhere"])
        #expect(try hand(office, 1, more: #","organisation":1"#).errors == ["/organisation owner-elsewhere"])
        office.clock.advance(days: 1)
        let parts = #"{"name":"Xóm 9A","type":"xom"},{"name":"Xóm 9B","type":"xom","households":[1,3]}"#
        try #require(try office.split(1, into: parts, on: "2026-11-24").status == 201)
        func handOver(to hamlet: Int64) throws -> Response {
            let body = """
                {"on":"2026-11-24","balance":0,"holder_name":"An","holder_kind":"hamlet_head","basis":"Bàn giao",
                "hamlet":\(hamlet)}
                """
            return try office.post(
                "/v1/bank-accounts/1/holders", body, as: Bearer(.accountant, at: .hamlet(Hamlet.ID(5))),
                ifMatch: "*")
        }
        // Both parts follow the hamlet that held the account.
        #expect(try handOver(to: 4).errors == ["/hamlet reference-unknown"])
        #expect(try handOver(to: 5).status == 201)
    }

    private static let wrong: [(String, String)] = [
        (#"{"hamlet":1,"commune":"16702"}"#, "/hamlet owner-ambiguous"), ("{}", "/hamlet owner-ambiguous"),
        (#"{"bank":"97040"}"#, "/bank text-invalid"), (#"{"bank":"97O405"}"#, "/bank text-invalid"),
        (#"{"number":"---"}"#, "/number text-invalid"), (#"{"number":"36Ж00"}"#, "/number text-invalid"),
        (#"{"holder_kind":"bank"}"#, "/holder_kind choice-unknown"), ("{}", "/decision member-missing"),
        (#"{"opening_balance":-1}"#, "/opening_balance number-out-of-range"),
        (#"{"opening_balance":1.5}"#, "/opening_balance amount-not-exact"),
    ]

    @Test(arguments: wrong.indices)
    func `what is wrong is named`(_ index: Int) throws {
        let (body, error) = Self.wrong[index]
        let response = try Office.village().post("/v1/bank-accounts", body, as: .accountant)
        #expect(response.status == 422 && response.errors.contains(error), "\(response.errors)")
    }
}
