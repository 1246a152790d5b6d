import API
import Domain
import HTTP
import TestSupport
import Testing
import Verify

/// What households promised at a meeting, as a table by household codes.
@Suite struct PledgeImportTests {
    private static let header = "hamlet_name,fund_name,household_code,amount,pledged_on"

    private func row(_ code: String, _ amount: Int, _ day: String = "2026-11-20") -> String {
        "Xóm 9,Đường xóm 9,\(code),\(amount),\(day)"
    }

    @Test func `a table by household codes proposes a pledge for each row`() throws {
        let office = try Office.village()
        let response = try office.importTable(
            "pledges", [Self.header, row("H001", 500_000), row("H003", 200_000)])
        #expect(response.status == 201 && response.integer("/recorded") == 2, "\(response.bodyText)")
        let pledges = try office.get("/v1/pledges?hamlet=1").items()
        #expect(pledges.map { $0.integer("/household") } == [3, 1])
        #expect(pledges.map { $0.integer("/amount") } == [200_000, 500_000])
        #expect(
            pledges.allSatisfy { $0.text("/state") == "proposed" && $0.text("/pledged_on") == "2026-11-20" })
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a longer table comes again: what was paid meanwhile stands`() throws {
        let office = try Office.village()
        let rows = [row("H001", 500_000), row("H003", 200_000)]
        try #require(try office.importTable("pledges", [Self.header] + rows).status == 201)
        try #require(try office.confirm(1).status == 200)
        try #require(
            try office.contribute(#"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":500000}"#)
                .status == 201)
        let again = try office.importTable("pledges", [Self.header] + rows + [row("H002", 100_000)])
        #expect(again.integer("/recorded") == 1 && again.integer("/standing") == 2, "\(again.bodyText)")
        #expect(try office.get("/v1/pledges?hamlet=1").ids == [3, 2, 1])
    }

    @Test func `a second open pledge, the same row twice and a row without its day are refused`() throws {
        let office = try Office.villageWithBooks()
        let position = office.lastPosition
        let response = try office.importTable(
            "pledges",
            [Self.header, row("H001", 1000), row("H002", 5000), row("H002", 5000), row("H003", 1000, "")])
        #expect(response.status >= 400)
        #expect(
            response.errors == [
                "/rows/2/household already-exists", "/rows/4/household already-exists",
                "/rows/5/pledged_on member-missing",
            ], "\(response.bodyText)")
        #expect(office.lastPosition == position)
    }
}
