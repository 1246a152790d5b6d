import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// The ledger of a fund by months against the rows of `posting`.
@Suite struct FundLedgerTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `totals, balances and the year to date equal the sums over postings`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        let posted = try books.posted()
        for fund in [1, 2, 3] as [Int64] {
            for year in [2025, 2026, books.today.year] {
                let rows = posted.filter { $0.fund == fund }
                let shown = try books.office.get("/v1/funds/\(fund)/ledger?year=\(year)")
                try #require(shown.status == 200, "\(shown.bodyText)")
                let lastMonth = year < books.today.year ? 12 : books.today.month
                #expect(shown.items().count { $0.text("/section") == "month_end" } == lastMonth)
                for account in ["cash", "bank"] {
                    try compare(shown.items(), rows, year, account)
                }
            }
        }
    }

    private func compare(_ shown: [JSONValue], _ rows: [PostedRow], _ year: Int, _ account: String) throws {
        func received(_ rows: [PostedRow]) -> Int64 {
            rows.filter { $0.debit == account }.reduce(0) { $0 + $1.amount }
        }
        func spent(_ rows: [PostedRow]) -> Int64 {
            rows.filter { $0.credit == account }.reduce(0) { $0 + $1.amount }
        }
        let before = rows.filter { $0.on.year < year }
        #expect(shown.first?.text("/section") == "opening")
        #expect(shown.first?.integer("/" + account) == received(before) - spent(before))
        for line in shown.dropFirst() {
            let month = try #require(line.integer("/month"))
            let ofMonth = rows.filter { $0.on.year == year && $0.on.month == month }
            let sinceNewYear = rows.filter { $0.on.year == year && $0.on.month <= month }
            switch line.text("/section") {
            case "month_total":
                #expect(line.integer("/received_" + account) == received(ofMonth))
                #expect(line.integer("/spent_" + account) == spent(ofMonth))
            case "year_to_date":
                #expect(line.integer("/received_" + account) == received(sinceNewYear))
                #expect(line.integer("/spent_" + account) == spent(sinceNewYear))
            case "month_end":
                let all = before + sinceNewYear
                #expect(line.integer("/" + account) == received(all) - spent(all))
            default:
                let kind = line.text("/kind")
                let inflow = line.integer("/received_" + account) ?? 0
                let outflow = line.integer("/spent_" + account) ?? 0
                if inflow != 0 { #expect(inflow == received(ofMonth.filter { $0.credit == kind })) }
                if outflow != 0 {
                    #expect(outflow == spent(ofMonth.filter { $0.debit == kind }))
                }
            }
        }
        let movements = shown.filter { $0.text("/section") == "movement" }
        let ofYear = rows.filter { $0.on.year == year }
        #expect(movements.reduce(0) { $0 + ($1.integer("/received_" + account) ?? 0) } == received(ofYear))
        #expect(movements.reduce(0) { $0 + ($1.integer("/spent_" + account) ?? 0) } == spent(ofYear))
    }

    @Test func `a ledger reads as it is printed`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.spent(120_000)
        let rows = try office.get("/v1/funds/1/ledger?year=2026").items()
        let ofNovember = rows.filter { $0.integer("/month") == 11 }
        #expect(
            ofNovember.compactMap { $0.text("/section") } == [
                "movement", "movement", "month_total", "month_end", "year_to_date",
            ])
        #expect(ofNovember[0].text("/kind") == "households" && ofNovember[1].text("/item") == "Vật liệu")
        #expect(ofNovember[3].integer("/cash") == 380_000 && ofNovember[3].integer("/bank") == 0)
        // December has not begun, and 2027 neither.
        #expect(rows.last?.integer("/month") == 11)
        #expect(try office.get("/v1/funds/1/ledger?year=2027").items().count == 1)
        #expect(try office.get("/v1/funds/1/ledger").status == 400)
    }
}
