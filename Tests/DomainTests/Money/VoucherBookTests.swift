import Domain
import Testing

@Suite struct VoucherBookTests {
    @Test(arguments: [
        (["1", "01", "001", " 1", "１"], "1"), (["0", "00"], "0"), (["10", "010"], "10"),
        (["Q1", "q1", "Q01", "q 01", "Ｑ１"], "q1"), (["Q100"], "q100"), (["2026-01", "2026-1"], "2026-1"),
        (["Quyển A"], "quyểna"), (["1007"], "1007"),
    ])
    func `spellings of one book have one key`(_ names: [String], _ key: String) {
        for name in names { #expect(VoucherBook.key(of: name) == key, "\(name)") }
    }

    @Test(arguments: [
        ("Q1", "Q1"), ("Q 1", "Q1"), ("Ｑ１", "Q1"), ("Đò", "Đò"), ("999", "999"), ("Q2026", "Q2026"),
        ("1000", nil), ("Q-1", nil), ("", nil), (" ", nil), ("\u{410}1", nil), ("\u{661}", nil), ("ƀ", nil),
        (String(repeating: "A", count: 16), String(repeating: "A", count: 16)),
        (String(repeating: "A", count: 17), nil),
    ])
    func `a new name is letters and digits that do not read like a number`(_ text: String, _ name: String?) {
        #expect(VoucherBook.newName(text) == name)
    }

    @Test func `look-alike names are found, unless another book has exactly the name`() throws {
        #expect(try books(["Q1"]).use("QI").name == "Q1")
        #expect(try books(["Q1", "QI"]).use("qi").name == "QI")
        #expect(try books(["QI"], closed: ["Ql"]).use("Q1").name == "QI")
        #expect(throws: Refusal.voucher(.bookClosed("Ql"))) { try books(closed: ["Ql"]).use("Q1") }
        #expect(throws: Refusal.voucher(.bookNotRegistered("-"))) { try books(["Q1"], used: [".."]).use("-") }
        #expect(books().hasLookAlike(of: "l") && books(["AO"]).hasLookAlike(of: "\u{410}0"))
        #expect(!books(used: ["Q7"]).hasLookAlike(of: "q 7") && books(used: ["Q7"]).hasLookAlike(of: "Q-7"))
    }

    private func books(
        _ registered: [String] = [], closed: [String] = [], used: [String] = [], byDefault: String = "1"
    ) -> VoucherBooks {
        let books = registered.map { VoucherBook(id: Identifier(1), owner: .hamlet(Identifier(1)), name: $0) }
        let ended = closed.map {
            VoucherBook(id: Identifier(2), owner: .hamlet(Identifier(1)), name: $0, state: .closed)
        }
        return VoucherBooks(registered: books + ended, used: used, byDefault: byDefault)
    }

    @Test func `one book is not named, several are`() throws {
        #expect(try books().use(nil) == VoucherBooks.Use(name: "1", isNamed: false))
        #expect(try books(used: ["1"]).use("01") == VoucherBooks.Use(name: "1", isNamed: false))
        #expect(try books(["Q2"]).use(nil) == VoucherBooks.Use(name: "1", isNamed: true))
        #expect(try books(["Q2"]).use("q2") == VoucherBooks.Use(name: "Q2", isNamed: true))
        #expect(try books(closed: ["Q2"]).use(nil).isNamed)
    }

    @Test func `another spelling of the default book in the settings goes on in its series`() throws {
        #expect(try books(used: ["1"], byDefault: "01").use(nil) == .init(name: "1", isNamed: false))
        // Another default book leaves the old one, so both are named.
        #expect(try books(used: ["1"], byDefault: "Q7").use(nil) == .init(name: "Q7", isNamed: true))
        #expect(try books(used: ["1"], byDefault: "Q7").use("1") == .init(name: "1", isNamed: true))
    }

    @Test func `spellings that were two series go on in one`() throws {
        #expect(try books(used: ["1", "01"], byDefault: "01").use("1").name == "01")
        #expect(try books(used: ["q1", "Q1"]).use("q1").name == "Q1")
    }

    @Test func `other books are refused`() {
        #expect(throws: Refusal.voucher(.bookNotRegistered("Q9"))) { try books(["Q2"]).use("Q9") }
        #expect(throws: Refusal.voucher(.bookClosed("Q2"))) { try books(closed: ["Q2"]).use("q 2") }
    }

    @Test func `a book is closed once`() throws {
        let closed = try VoucherBook(id: Identifier(1), owner: .hamlet(Identifier(1)), name: "Q2").closed()
        #expect(closed.state == .closed && closed.version == 2)
        #expect(throws: Refusal.self) { try closed.closed() }
    }

    @Test func `a printed number names the book where there are several`() {
        let series = Voucher.Series(owner: .hamlet(Identifier(1)), kind: .payment, year: 2026, book: "Q2")
        #expect(series.printed(12) == "PC-2026-0012")
        #expect(series.printed(12, namingBook: true) == "PC-2026-Q2-0012")
        #expect(series.printed(123_456, namingBook: true) == "PC-2026-Q2-123456")
    }
}
