import Domain
import HTTP
import Store
import TestSupport
import Testing

/// What a commune kept can be read after its end, by everyone and by its officers, and no longer be written.
@Suite struct EndedCommuneTests {
    /// Commune 17400 with 500,000 in cash, some days after it ended.
    private func endedCommune() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.write { tx in
            let days = try #require(Validity(from: LocalDate("2025-07-01"), to: LocalDate("2026-11-30")))
            _ = try tx.record(
                code: "17400", level: .commune, parent: "40", name: "Xã Anh Cũ", validity: days)
        }
        let clerk = Bearer(.clerk, at: .province)
        let fund = try office.post("/v1/funds", #"{"commune":"17400","name":"Quỹ đường"}"#, as: clerk)
        let id = try #require(fund.integer("/id"), "\(fund.bodyText)")
        let gift = try office.contribute(
            #"{"fund":\#(id),"sponsor_name":"Anh Xa","method":"cash","amount":500000}"#, as: clerk)
        try #require(gift.status == 201, "\(gift.bodyText)")
        office.clock.advance(days: 20)
        return office
    }

    @Test(arguments: [
        "/v1/statement?from=2026-01-01&to=2026-12-31&", "/v1/cash-book?from=2026-01-01&to=2026-12-31&",
        "/v1/contributions?", "/v1/funds?", "/v1/vouchers?year=2026&", "/v1/ledger/beancount?",
        "/v1/periods?",
        "/v1/cash-counts?", "/v1/ledger-entries?from=2026-01-01&to=2026-12-31&",
    ]) func `its books are read by its code`(_ path: String) throws {
        let office = try endedCommune()
        let shown = try office.get(path + "commune=17400", as: Bearer(.auditor, at: .province))
        #expect(shown.status == 200, "\(shown.bodyText)")
    }

    @Test func `everyone sees what it held`() throws {
        let office = try endedCommune()
        let year = "from=2026-01-01&to=2026-12-31"
        let statement = try office.get("/v1/public/statement?commune=17400&" + year, as: nil)
        #expect(statement.integer("/closing/cash") == 500_000, "\(statement.bodyText)")
        let gifts = try office.get("/v1/public/contributions?commune=17400", as: nil)
        #expect(gifts.items().map { $0.integer("/amount") } == [500_000], "\(gifts.bodyText)")
        #expect(try office.get("/v1/public/statement?commune=17999&" + year, as: nil).status == 404)
        #expect(try office.get("/v1/public/statement?commune=40&" + year, as: nil).status == 404)
    }

    @Test func `a code that another commune has means that one`() throws {
        let office = try Office.villageWithBooks()
        // 16702 was Phường Nghi Phú until 2025-06-30.
        let shown = try office.get(
            "/v1/public/statement?commune=16702&from=2026-01-01&to=2026-12-31", as: nil)
        #expect(shown.text("/name") == "Phường Vinh Phú")
    }

    @Test func `nothing more is written into its books`() throws {
        let office = try endedCommune()
        for (path, body) in [
            ("/v1/funds", #"{"commune":"17400","name":"Quỹ khác"}"#),
            ("/v1/periods", #"{"commune":"17400","month":"2026-12"}"#),
        ] {
            let refused = try office.post(path, body, as: Bearer(.accountant, at: .province))
            #expect(
                refused.status == 422 && refused.text("/errors/0/pointer") == "/commune",
                "\(refused.bodyText)")
        }
    }
}
