import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// Rows that name hamlets, funds and households by the words of an office.
@Suite struct RowReferenceTests {
    /// For each kind of table, rows that name by words what those of `ImportEndpointTests` name by ids or codes.
    private static let named: [String: [String]] = [
        "households": [
            "commune,hamlet_name,code,head_name,persons", "16702,xóm  9,H098,Cao Thị Én,4",
            "16702,XÓM 10,=H99,Cao Văn Yến,1",
        ],
        "funds": ["hamlet_name,commune,name", "Xóm 9,16702,Thắp sáng", "Xóm 10,,Thắp sáng"],
        "pledges": [
            "hamlet_name,fund_name,household_code,amount,pledged_on",
            "Xóm 9,đường xóm 9,H001,50000,2026-02-01", "Xóm 9,NHÀ VĂN HÓA,h001,20000,2026-01-31",
        ],
        "contributions": [
            "hamlet_name,fund_name,household_code,method,amount,received_on",
            "Xóm 9,đường xóm 9,H001,cash,50000,2026-02-01", "Xóm 9,Đường  Xóm 9,h002,bank,20000,2026-01-31",
        ],
    ]

    /// Columns of ids that no name stands for: two organisations of a commune's path may have one name, a pledge has
    /// none, and users are known by their numbers only.
    private static let withoutName: Set<String> = ["organisation", "pledge", "collector"]

    @Test func `every column of ids has one of words, in every kind of table`() throws {
        for table in ImportEndpointTests.tables {
            let columns = table.rows.columns
            let ids = columns.filter { $0.schema == .id && !Self.withoutName.contains($0.name) }.map(\.name)
            let words = Set(RowReference.allCases.filter { ids.contains($0.idColumn) }.map(\.nameColumn))
            #expect(words.count == ids.count, "\(table.kind): \(ids)")
            #expect(words.isSubset(of: Set(columns.map(\.name))), "\(table.kind)")
            // The other kinds name units by their codes, as offices do.
            #expect(ids.isEmpty == (Self.named[table.kind] == nil), "\(table.kind)")
        }
    }

    @Test(arguments: ImportEndpointTests.tables.filter { named[$0.kind] != nil })
    func `a table by names stores what a table by ids stores`(_ table: ImportEndpointTests.Table) throws {
        let lines = try #require(Self.named[table.kind])
        let (byName, byID) = (try Office.village(), try Office.village())
        let response = try byName.importTable(table.kind, lines, as: table.bearer)
        #expect(response.status == 201 && response.integer("/recorded") == 2, "\(response.bodyText)")
        #expect(try byID.importTable(table.kind, table.lines, as: table.bearer).status == 201)
        for target in table.shownBy {
            #expect(try byName.get(target).body == byID.get(target).body, "\(target)")
        }
        // The same rows stand, whichever way they name their places.
        let again = try byName.importTable(table.kind, table.lines, as: table.bearer)
        #expect(again.integer("/standing") == 2, "\(again.bodyText)")
    }

    private func refused(
        _ office: Office, _ kind: String, _ lines: [String], as bearer: Bearer = .clerk
    ) throws -> (errors: [String], detail: String) {
        let position = office.lastPosition
        let response = try office.importTable(kind, lines, as: bearer)
        #expect(response.status == 422, "\(response.bodyText)")
        #expect(office.lastPosition == position)
        return (response.errors, response.text("/errors/0/detail") ?? "")
    }

    @Test func `unknown names are refused with what may be meant`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let hamlet = try refused(office, "funds", ["hamlet_name,name", "Xom 9,Thắp sáng"])
        #expect(hamlet.errors == ["/rows/2/hamlet_name reference-unknown"])
        #expect(
            hamlet.detail
                == "không có thôn xóm 'Xom 9' ngày 23/11/2026; có: Xóm 9 – 16702 (số 1, từ 01/01/2020)")
        let header = "hamlet,fund_name,household_code,method,amount,received_on"
        let fund = try refused(office, "contributions", [header, "1,Đường,H001,cash,1,2026-11-23"])
        #expect(fund.errors == ["/rows/2/fund_name reference-unknown"])
        // Zeros that a spreadsheet removed are for the office to decide.
        let code = try refused(office, "contributions", [header, "1,Đường xóm 9,H1,cash,1,2026-11-23"])
        #expect(code.errors == ["/rows/2/household_code reference-unknown"])
        #expect(code.detail.contains("; có: H001 (số 1)"))
    }

    @Test func `all errors of a row are reported at once`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let row = "Xóm 77,Đường xóm 9,H001,coins,0,2026-13-01"
        let errors = try refused(
            office, "contributions",
            ["hamlet_name,fund_name,household_code,method,amount,received_on", row]
        )
        .errors
        #expect(
            Set(errors) == [
                "/rows/2/hamlet_name reference-unknown", "/rows/2/method choice-unknown",
                "/rows/2/amount amount-not-positive", "/rows/2/received_on date-invalid",
            ])
    }

    @Test func `a name that several have needs its commune, and an id must be the same`() throws {
        let office = try Office.village()
        let added = try office.importTable(
            "hamlets", ["commune,name,type,valid_from", "17329,Xóm 9,xom,2026-01-01"],
            as: Bearer(.clerk, at: .province))
        #expect(added.integer("/recorded") == 1)
        let province = Bearer(.clerk, at: .province)
        _ = try office.secret(of: province)
        let several = try refused(office, "funds", ["hamlet_name,name", "Xóm 9,A"], as: province)
        #expect(several.errors == ["/rows/2/hamlet_name reference-ambiguous"])
        #expect(several.detail.contains("16702 (số 1") && several.detail.contains("17329 (số 4"))
        let other = try refused(
            office, "funds", ["hamlet,hamlet_name,commune,name", "2,Xóm 9,16702,A"], as: province)
        #expect(other.errors == ["/rows/2/hamlet_name reference-ambiguous"])
        for lines in [
            ["hamlet_name,commune,name", "Xóm 9,17329,A"],
            ["hamlet,hamlet_name,commune,name", "1,Xóm 9,16702,A"],
        ] {
            #expect(try office.importTable("funds", lines, as: province).integer("/recorded") == 1)
        }
        // On a day before the second one, there was one.
        let day = ["hamlet_name,code,head_name,persons,valid_from", "Xóm 9,H100,An,1,2025-12-31"]
        #expect(try office.importTable("households", day, as: province).integer("/recorded") == 1)
        // A clerk of one commune has one.
        #expect(try office.importTable("funds", ["hamlet_name,name", "Xóm 9,B"]).status == 201)
    }

    @Test func `what is elsewhere is not named`() throws {
        let office = try Office.village()
        let elsewhere = Bearer(.clerk, at: .otherCommune)
        _ = try office.secret(of: elsewhere)
        for commune in ["", "16702"] {
            let lines = ["hamlet_name,commune,name", "Xóm 9,\(commune),A", "Xóm 99,\(commune),A"]
            let response = try office.importTable("funds", lines, as: elsewhere)
            let places = [2, 3].map { "/rows/\($0)/hamlet_name reference-unknown" }
            #expect(response.errors == places)
            #expect(
                response.text("/errors/0/detail")
                    == response.text("/errors/1/detail")?.replacing("Xóm 99", with: "Xóm 9"))
        }
        // Nor are the funds and households of a hamlet that is given by its id.
        let header = "hamlet,fund,fund_name,household_code,method,amount,received_on"
        for row in ["1,,Đường xóm 9,H1,cash,1,2026-11-23", "99,,Đường xóm 9,H1,cash,1,2026-11-23"] {
            let found = try refused(office, "contributions", [header, row], as: elsewhere)
            #expect(found.errors == ["/rows/2/hamlet reference-unknown"], "\(row)")
        }
        for row in [",1,,H1,cash,1,2026-11-23", ",99,,H1,cash,1,2026-11-23"] {
            let found = try refused(office, "contributions", [header, row], as: elsewhere)
            #expect(found.errors == ["/rows/2/fund reference-unknown"], "\(row)")
        }
    }

    @Test func `a code names the household that had it on the day of the row`() throws {
        let office = try Office.village()
        // Household 1 left its code on 2026-03-01; another household has had it since.
        let moved = try office.post(
            "/v1/households/1/move", #"{"on":"2026-03-01","hamlet":2,"code":"H050"}"#, ifMatch: "*")
        try #require(moved.status == 200, "\(moved.bodyText)")
        let next = try office.importTable(
            "households",
            ["hamlet,code,head_name,persons,valid_from", "1,H001,Cao Thị Én,2,2026-03-01"])
        try #require(next.integer("/recorded") == 1, "\(next.bodyText)")
        let header = "fund,household_code,method,amount,received_on"
        let gifts = try office.importTable(
            "contributions", [header, "1,H001,cash,1000,2026-02-28", "1,H001,cash,2000,2026-03-01"])
        #expect(gifts.integer("/recorded") == 2, "\(gifts.bodyText)")
        #expect(try office.get("/v1/contributions/1").integer("/household") == 1)
        #expect(try office.get("/v1/contributions/2").integer("/household") == 7)
    }

    @Test func `a row needs an id or a name, and a name its place`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        #expect(
            try refused(office, "funds", ["commune,name", "16702,A"]).errors == ["/rows/1 member-missing"])
        #expect(
            try refused(office, "funds", ["hamlet,hamlet_name,name", ",,A"]).errors
                == ["/rows/2/hamlet member-missing"])
        #expect(
            try refused(office, "funds", ["hamlet,commune,name", "1,16702,A"]).errors
                == ["/rows/2/commune input-invalid"])
        let header = "fund,fund_name,household_code,method,amount,received_on,hamlet"
        #expect(
            try refused(office, "contributions", [header, ",Đường xóm 9,H001,cash,1,2026-11-23,"]).errors
                .contains("/rows/2/hamlet_name member-missing"))
        #expect(
            try refused(office, "contributions", [header, "3,,H001,cash,1,2026-11-23,1"]).errors
                == ["/rows/2/fund reference-unknown"])
    }
}
