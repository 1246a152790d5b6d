import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// The text for Beancount, read back; `scripts/check-beancount` has the program itself read it.
@Suite struct BeancountTests {
    /// What a text says, as far as this test reads it.
    private struct Books {
        var opened: Set<String> = []
        /// By account: day and amount.
        var postings: [String: [(day: String, amount: Int64)]] = [:]
        var assertions: [(day: String, account: String, amount: Int64)] = []
        var transactionsCount = 0
        var numbers: [String] = []

        init(_ text: String) throws {
            var day = ""
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                if line.hasPrefix("  number: ") { numbers.append(String(line.dropFirst(11).dropLast())) }
                if line.hasPrefix("  "), words.count == 3, words[2] == "VND" {
                    postings[words[0], default: []].append((day, try #require(Int64(words[1]))))
                }
                guard let first = line.first, first.isNumber else { continue }
                day = words[0]
                switch words[1] {
                case "open": opened.insert(words[2])
                case "balance": assertions.append((day, words[2], try #require(Int64(words[3]))))
                case "*": transactionsCount += 1
                default: #expect(words[1] == "commodity")
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `postings are balanced and lead to the balance of each month's end`(_ seed: UInt64) throws {
        let random = try RandomBooks(seed: seed)
        for hamlet in [1, 2, 4] as [Int64] {
            let response = try random.office.get("/v1/ledger/beancount?hamlet=\(hamlet)")
            try #require(response.status == 200)
            #expect(response.field("Content-Type") == "text/x-beancount; charset=utf-8")
            let books = try Books(response.bodyText)
            let rows = try random.posted().filter { $0.owner == "h\(hamlet)" }
            #expect(books.transactionsCount == rows.count)
            #expect(books.postings.values.joined().reduce(0) { $0 + $1.amount } == 0)
            for account in books.postings.keys {
                #expect(books.opened.contains(account), "\(account)")
                #expect(
                    account.wholeMatch(
                        of:
                            /(Assets|Income|Expenses|Equity):Fund[0-9]+:[A-Z][A-Za-z0-9-]*(-[A-Z][A-Za-z0-9]*)*/
                    )
                        != nil, "\(account)")
            }
            #expect(!books.assertions.isEmpty)
            for assertion in books.assertions {
                let sum = (books.postings[assertion.account] ?? []).filter { $0.day < assertion.day }
                    .reduce(0) { $0 + $1.amount }
                #expect(sum == assertion.amount, "\(assertion)")
                #expect(assertion.day.hasSuffix("-01"))
            }
            for row in rows {
                for (account, sign) in [(row.debit, 1), (row.credit, -1)] as [(String, Int64)] {
                    let name = BeancountText.account(
                        try #require(LedgerAccount.Kind(rawValue: account)), of: Identifier(row.fund))
                    let isThere =
                        books.postings[name]?
                        .contains { $0.day == row.on.text && $0.amount == sign * row.amount } ?? false
                    #expect(isThere, "\(row)")
                }
            }
        }
        let first = try Books(try random.office.get("/v1/ledger/beancount?hamlet=1").bodyText)
        #expect(Set(first.numbers) == Set(random.moves.filter { $0.hamlet == 1 }.map(\.number)))
    }

    @Test func `every account has a name of its own in ASCII`() {
        let names = LedgerAccount.Kind.allCases.map { BeancountText.account($0, of: Identifier(1)) }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test func `quotation marks and backslashes are escaped`() throws {
        let office = try Office.village()
        let gift = #"{"fund":1,"sponsor_name":"Anh \"Sơn\" \\","method":"cash","amount":1000}"#
        let recorded = try office.contribute(gift)
        try #require(recorded.status == 201, "\(recorded.bodyText)")
        let text = try office.get("/v1/ledger/beancount?hamlet=1").bodyText
        #expect(text.contains(#"2026-11-23 * "Anh \"Sơn\" \\" "#), "\(text)")
        #expect(text.contains("2026-12-01 balance Assets:Fund1:Cash  1000 VND\n"))
    }

    @Test func `a hamlet without money has its funds, and one out of sight has no text`() throws {
        let office = try Office.village()
        let text = try office.get("/v1/ledger/beancount?hamlet=1").bodyText
        #expect(text.contains("2026-11-23 open Assets:Fund2:Bank  VND\n") && !text.contains("balance"))
        #expect(try office.get("/v1/ledger/beancount?hamlet=1", as: Bearer(.clerk, at: .xom10)).status == 404)
        #expect(
            try office.get("/v1/ledger/beancount?hamlet=1", fields: [("Accept", "text/csv")]).status == 406)
    }
}
