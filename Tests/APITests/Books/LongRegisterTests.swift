import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// Registers of vouchers and ledgers of funds of many lines, which are read and written line by line.
@Suite struct LongRegisterTests {
    private static let register = "/v1/hamlets/1/vouchers?year=2026"
    private static let ledger = "/v1/funds/1/ledger?year=2026"
    private static let ndjson = "application/x-ndjson"

    private func table(_ office: Office, _ target: String, as type: String) throws -> Response {
        try office.get(target, fields: [("Accept", type)])
    }

    /// Adds `count` items on which fund 1 spent 1,001 đồng and more in November.
    private func spend(on count: Int, in office: Office) throws {
        try RawFile(office.base.path)
            .tamper(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                SELECT 'h1', 1, 20261101 + i % 23, 'expenses', CASE WHEN i % 3 = 0 THEN 'bank' ELSE 'cash' END,
                    'Mục ' || (i % 2) || '-' || i, 'dong', 1000 + i, 1
                FROM n
                """)
    }

    /// All forms of `target` have the same rows; returns those of the JSON.
    private func rows(of target: String, in office: Office) throws -> [JSONValue] {
        let list = try office.get(target)
        try #require(list.status == 200 && list.longBody != nil, "\(list.bodyText.prefix(300))")
        let rows = list.items()
        let csv = try ReceivedTable(try table(office, target, as: "text/csv"))
        #expect(csv.cut == nil && csv.rows == rows.map { csv.cells(of: $0) })
        #expect(try table(office, target, as: Self.ndjson).jsonLines == rows)
        let workbook = try WorkbookTable(try table(office, target, as: Media.xlsx.type))
        #expect(workbook.rows.count == rows.count + 1)
        return rows
    }

    @Test func `a register of 60,000 vouchers is a table, and no print`() throws {
        let count = 60_000
        let office = try Office.villageWithBooks(andReceipts: count)
        office.checksContract = false
        let csv = try table(office, Self.register, as: "text/csv")
        try #require(csv.status == 200, "\(csv.bodyText)")
        #expect(csv.longBody != nil && csv.body.isEmpty)
        let shown = try ReceivedTable(csv)
        #expect(shown.cut == nil && shown.rows.count == count + 1)
        let number = try #require(shown.header.firstIndex(of: "number"))
        #expect(shown.rows.last?[number] == "PT-2026-60001")
        try office.setForVouchers()
        try office.setForPapers()
        let page = try table(office, Self.register, as: "text/html")
        #expect(page.status == 400 && page.errors == ["?book parameter-invalid"], "\(page.bodyText)")
        let found = try office.get("/v1/hamlets/1/vouchers?number=PT-2026-60000")
        #expect(found.items().count == 1 && found.longBody == nil)
    }

    @Test func `all forms of a long register have the same rows, after the report on all of them`() throws {
        let office = try Office.villageWithBooks(andReceipts: 3000)
        let rows = try rows(of: Self.register, in: office)
        let numbers = rows.compactMap { $0.text("/number") }
        #expect(numbers.count == 3001 && numbers == numbers.sorted())
        let list = try office.get(Self.register)
        #expect(list.integer("/continuity/vouchers") == 3001 && list.integer("/continuity/given") == 3001)
        #expect(list.json.at("/continuity/complete")?.boolean() == true)
        #expect(try office.get(Self.register + "&book=9").items().isEmpty)
        #expect(try office.get(Self.register + "&kind=payment").items().isEmpty)
    }

    @Test func `the report names the first hundred missing numbers of all books`() throws {
        let office = try Office.villageWithBooks(andReceipts: 300)
        office.checksContract = false
        let raw = try RawFile(office.base.path)
        try raw.tamper(
            """
            DELETE FROM contribution WHERE number BETWEEN 3 AND 250;
            UPDATE contribution SET number = 2 WHERE number = 260;
            UPDATE contribution SET number = 999 WHERE number = 301
            """)
        let list = try office.get(Self.register)
        #expect(list.json.at("/continuity/complete")?.boolean() == false)
        // 3 to 250, 260 and 301; both vouchers with another's number, or one that was not given, are too many.
        #expect(list.integer("/continuity/missing") == 250 && list.integer("/continuity/excess") == 2)
        let missing = list.items("/continuity/missing_numbers").compactMap { $0.text() }
        #expect(missing.count == 100 && missing.first == "PT-2026-1-0003" && missing.last == "PT-2026-1-0102")
    }

    @Test(arguments: ["application/json", "text/csv", ndjson, Media.xlsx.type])
    func `a long register that cannot be read to its end is refused as a whole`(_ type: String) throws {
        let office = try Office.villageWithBooks(andReceipts: 3000)
        office.checksContract = false
        try RawFile(office.base.path).tamper("UPDATE contribution SET amount_dong = 0 WHERE number = 2990")
        let damaged = try table(office, Self.register, as: type)
        #expect(Refused(damaged) == Refused(500, "internal-error") && damaged.longBody == nil)
    }

    @Test func `all forms of a long ledger have the same rows, by items and with totals`() throws {
        let office = try Office.villageWithBooks(andReceipts: 100)
        try spend(on: 5000, in: office)
        let rows = try rows(of: Self.ledger, in: office)
        let ofNovember = rows.filter { $0.integer("/month") == 11 }
        let items = ofNovember.filter { $0.text("/kind") == "expenses" }
        #expect(items.count == 5000)
        let names = items.compactMap { $0.text("/item") }
        #expect(names == names.sorted())
        let cash = items.compactMap { $0.integer("/spent_cash") }.reduce(0, +)
        let bank = items.compactMap { $0.integer("/spent_bank") }.reduce(0, +)
        #expect(cash + bank == (1...5000).reduce(0) { $0 + 1000 + $1 } && bank > 0)
        let total = try #require(ofNovember.first { $0.text("/section") == "month_total" })
        #expect(total.integer("/spent_cash") == cash && total.integer("/spent_bank") == bank)
    }
}
