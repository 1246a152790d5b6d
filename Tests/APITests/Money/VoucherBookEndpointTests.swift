import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Books of vouchers are registered by the accountant, and one book has one name however it is spelt.
@Suite struct VoucherBookEndpointTests {
    private static let path = "/v1/hamlets/1/voucher-books"

    private func receive(_ office: Office, in book: String?, fund: Int = 1) throws -> Response {
        let member = book.map { #","book":"\#($0)""# } ?? ""
        return try office.contribute(
            #"{"fund":\#(fund),"sponsor_name":"Anh Xa","method":"cash","amount":1000\#(member)}"#)
    }

    private func register(
        _ office: Office, _ name: String, as bearer: Bearer = .accountant
    ) throws -> Response {
        try office.post(Self.path, #"{"name":"\#(name)"}"#, as: bearer)
    }

    @Test(arguments: ["1", "01", "001", "１", " 1 ", "０１"])
    func `the default book is one, however it is spelt`(_ name: String) throws {
        let office = try Office.village()
        #expect(try receive(office, in: nil).text("/voucher/number") == "PT-2026-0001")
        let second = try receive(office, in: name)
        #expect(second.text("/voucher/number") == "PT-2026-0002" && second.text("/voucher/book") == "1")
        #expect(try register(office, name).errors == ["/name already-exists"])
    }

    @Test func `a book that nobody registered is refused, for receipts and payments`() throws {
        let office = try Office.villageWithBooks()
        let refused = try receive(office, in: "Q1")
        #expect(Refused(refused) == Refused(422, "book-not-registered"))
        #expect(refused.errors == ["/book book-not-registered"])
        #expect(refused.text("/errors/0/detail")?.contains("kế toán") == true)
        let id = try office.approved(1000)
        #expect(
            try office.take("pay", id, #"{"book":"Q1"}"#).errors == ["/book book-not-registered"])
        try office.registerBook("Q1")
        #expect(try receive(office, in: "Q1").status == 201)
        #expect(try office.take("pay", id, #"{"book":"q1"}"#).text("/voucher/number") == "PC-2026-Q1-0001")
        // Another hamlet has its own books.
        #expect(try receive(office, in: "Q1", fund: 3).errors == ["/book book-not-registered"])
    }

    @Test(arguments: ["Q1", "q1", "Q01", "q 1", "Ｑ１", "Q\u{AD}1"])
    func `a registered book is one, and its numbers name it`(_ name: String) throws {
        let office = try Office.village()
        #expect(try receive(office, in: nil).text("/voucher/number") == "PT-2026-0001")
        try office.registerBook("Q1")
        let receipt = try receive(office, in: name)
        #expect(receipt.text("/voucher/number") == "PT-2026-Q1-0001", "\(receipt.bodyText)")
        #expect(receipt.text("/voucher/book") == "Q1")
        // From now on the default book is named too; the number given before stays.
        #expect(try receive(office, in: nil).text("/voucher/number") == "PT-2026-1-0002")
        #expect(try office.get("/v1/contributions/1").text("/voucher/number") == "PT-2026-0001")
        let numbers = ["PT-2026-1-0002", "PT-2026-Q1-0001", "PT-2026-0001"]
        for path in ["/v1/hamlets/1/contributions", "/v1/public/hamlets/1/contributions"] {
            #expect(try office.get(path).items().map { $0.text("/number") } == numbers)
        }
        #expect(try register(office, name).errors == ["/name already-exists"])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        "-", "..", "Q2-0001", "PT-2026", "<b>", "=cmd", "\u{661}", "一", "\u{410}1", "A1\u{301}", "0002",
        "2026",
        "ABCDEFGHIJKLMNOPQ",
    ])
    func `a new book has 1 to 16 letters and digits, not like a number`(_ name: String) throws {
        #expect(try register(Office.village(), name).errors == ["/name text-invalid"])
    }

    @Test(arguments: [
        ("1", "l"), ("1", "I"), ("1", "i 1"), ("A1", "Al"), ("A1", "a 01"), ("A1", "Á1"), ("AO", "A0"),
    ])
    func `a book that looks like another one is not registered beside it`(
        _ first: String, _ name: String
    )
        throws
    {
        let office = try Office.village()
        if first != "1" { try office.registerBook(first) }
        let again = try register(office, name)
        if name == "i 1" { return #expect(again.status == 201) }
        #expect(again.errors == ["/name already-exists"], "\(again.bodyText)")
    }

    @Test func `a receipt may name its book by look-alike letters`() throws {
        let office = try Office.village()
        try office.registerBook("A1")
        for name in ["\u{410}1", "Al", "A-1"] {
            #expect(try receive(office, in: name).text("/voucher/book") == "A1", "\(name)")
        }
        #expect(try receive(office, in: "-").errors == ["/book book-not-registered"])
    }

    @Test func `only the accountant registers and closes books`() throws {
        let office = try Office.village()
        for role in Role.allCases where role != .accountant && role != .admin {
            #expect(try register(office, "Q1", as: Bearer(role)).status == 403, "\(role)")
        }
        try office.registerBook("Q1")
        #expect(
            try office.post("/v1/voucher-books/1/close", as: .treasurer, ifMatch: "*").status == 403)
    }

    @Test func `a closed book takes no more vouchers and stays closed`() throws {
        let office = try Office.village()
        try office.registerBook("Q1")
        try #require(try receive(office, in: "Q1").status == 201)
        let closed = try office.post("/v1/voucher-books/1/close", as: .accountant, ifMatch: #""r1""#)
        #expect(closed.text("/state") == "closed" && closed.field("ETag")?.hasPrefix(#""r2-"#) == true)
        #expect(try receive(office, in: "q 1").errors == ["/book book-closed"])
        #expect(try register(office, "q1").errors == ["/name already-exists"])
        let again = try office.post("/v1/voucher-books/1/close", as: .accountant, ifMatch: "*")
        #expect(Refused(again) == Refused(409, "invalid-transition"))
        // The closed book has numbers, so that of the default book names it.
        #expect(try receive(office, in: nil).text("/voucher/number") == "PT-2026-1-0001")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `the list shows the default book and those registered`() throws {
        let office = try Office.village()
        func lines() throws -> [String] {
            try office.get(Self.path).items()
                .map {
                    "\($0.integer("/id") ?? 0) \($0.text("/name") ?? "") \($0.text("/state") ?? "") "
                        + "\($0.boolean("/default") ?? false)"
                }
        }
        #expect(try lines() == ["0 1 open true"])
        try office.registerBook("Q1")
        #expect(try lines() == ["1 Q1 open false", "0 1 open true"])
        let book = try office.get("/v1/voucher-books/1")
        #expect(book.text("/name") == "Q1" && book.integer("/hamlet") == 1)
    }

    @Test func `books with vouchers from before are used as they were`() throws {
        let office = try Office.village()
        // As any text of anybody was a book: these spellings were two series.
        for (book, number) in [("A", 1), ("Q01", 1)] {
            _ = try office.write { tx in
                let series = Voucher.Series(
                    owner: .hamlet(Identifier(1)), kind: .receipt, year: 2026, book: book)
                var sums = ContributionSums(owner: .hamlet(Identifier(1)))
                let voucher = Voucher(
                    series: series, number: Int64(number), issuedOn: tx.today, amount: Dong(5),
                    partyName: "A", partyAddress: "", reason: "")
                try tx.record(
                    Contribution(
                        id: try tx.newID(), owner: .hamlet(Identifier(1)), fund: Identifier(1),
                        donor: .household(Identifier(1)), isAnonymous: false, pledge: nil, method: .cash,
                        bankReference: nil, receivedOn: tx.today, voucher: voucher,
                        recordedBy: Identifier(2), recordedAt: tx.now), in: "16702", adding: &sums)
                try tx.save(sums)
            }
        }
        #expect(try receive(office, in: "q1").text("/voucher/number") == "PT-2026-Q01-0002")
        try #require(try register(office, "Q1").text("/name") == "Q01")
        #expect(try receive(office, in: "Q1").text("/voucher/number") == "PT-2026-Q01-0003")
        #expect(try receive(office, in: "a").text("/voucher/number") == "PT-2026-A-0002")
        #expect(try receive(office, in: "B").status == 422)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [("Quyển số 2", 201), (String(repeating: "Ữ", count: 16), 201)])
    func `a name is a text of at most 16 characters`(_ name: String, _ status: Int) throws {
        let office = try Office.village()
        #expect(try register(office, name).status == status)
        #expect(try register(office, name + String(repeating: "x", count: 20)).status == 422)
    }
}
