import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@testable import API

/// Tables over HTTP: the same code as `danvan import`, with the scope of the caller.
@Suite struct ImportEndpointTests {
    /// A table of two new rows in a village, who may import it, and what shows the rows afterwards.
    struct Table: Sendable, CustomTestStringConvertible {
        let kind: String
        let rows: RowImport
        let bearer: Bearer
        let lines: [String]
        let shownBy: [String]

        var testDescription: String { kind }
        var file: String { lines.joined(separator: "\n") + "\n" }
    }

    static let tables: [Table] = [
        Table(
            kind: "units", rows: .units, bearer: Bearer(.admin, at: .province),
            lines: [
                "code,level,parent_code,name,valid_from,valid_to",
                "499,district,40,Huyện Cũ,,2025-06-30", "16999,commune,499,Xã Cũ,,2025-06-30",
            ], shownBy: ["/v1/units/499", "/v1/units/16999"]),
        Table(
            kind: "unit-successions", rows: .successions, bearer: Bearer(.admin, at: .province),
            lines: [
                "predecessor,ended_on,successor,decision_number,decided_on",
                "16702,2025-06-30,16702,1678/NQ-UBTVQH15,2025-06-16",
                "16702,2025-06-30,17329,1678/NQ-UBTVQH15,2025-06-16",
            ], shownBy: ["/v1/units/16702", "/v1/units/17329"]),
        Table(
            kind: "parameters", rows: .parameters, bearer: Bearer(.admin, at: .province),
            lines: [
                "key,unit,valid_from,value,source", "threshold.rates,40,2023-07-01,>=2/3,unverified",
                "threshold.rates,16702,2027-01-01,>=3/4,unverified",
            ], shownBy: ["/v1/parameters"]),
        Table(
            kind: "hamlets", rows: .hamlets, bearer: .clerk,
            lines: [
                "commune,name,type,valid_from", "16702,Xóm 11,xom,2020-01-01", "16702,Xóm 12,xom,2020-01-01",
            ], shownBy: ["/v1/hamlets?unit=16702"]),
        Table(
            kind: "households", rows: .households, bearer: .clerk,
            lines: ["hamlet,code,head_name,persons", "1,H098,Cao Thị Én,4", "2,=H99,Cao Văn Yến,1"],
            shownBy: ["/v1/households?hamlet=1", "/v1/households?hamlet=2"]),
        Table(
            kind: "funds", rows: .funds, bearer: .clerk,
            lines: ["hamlet,name", "1,Thắp sáng", "2,Thắp sáng"],
            shownBy: ["/v1/funds?hamlet=1", "/v1/funds?hamlet=2"]),
        Table(
            kind: "pledges", rows: .pledges, bearer: .clerk,
            lines: [
                "fund,household,amount,pledged_on", "1,1,50000,2026-02-01", "2,1,20000,2026-01-31",
            ], shownBy: ["/v1/pledges?hamlet=1", "/v1/hamlets/1/summary"]),
        Table(
            kind: "contributions", rows: .contributions, bearer: .clerk,
            lines: [
                "fund,household,method,amount,received_on", "1,1,cash,50000,2026-02-01",
                "1,2,bank,20000,2026-01-31",
            ],
            shownBy: [
                "/v1/hamlets/1/contributions", "/v1/funds/1", "/v1/hamlets/1/summary",
                "/v1/hamlets/1/statement?from=2026-01-01&to=2026-11-23",
            ]),
    ]

    @Test func `every endpoint of imports is tested here, with the columns of the command`() throws {
        let endpoints = importEndpoints.map(\.path.text)
        #expect(Set(endpoints) == Set(Self.tables.map { "/v1/imports/" + $0.kind }))
        for table in Self.tables {
            let operation = Contract.shared.operation(.post, "/v1/imports/" + table.kind)
            let row = operation?.at("/requestBody/content/text~1csv/schema/items")
            #expect(row?["properties"]?.names == table.rows.columns.map(\.name))
            #expect(
                row?.items("/required").compactMap { $0.text() }
                    == table.rows.columns.filter(\.isRequired).map(\.name))
        }
    }

    @Test(arguments: tables)
    func `a table over HTTP stores what the command stores`(_ table: Table) throws {
        let (office, other) = (try Office.village(), try Office.village())
        for each in [office, other] { _ = try each.secret(of: table.bearer) }
        let response = try office.importTable(table.kind, table.lines, as: table.bearer)
        #expect(response.status == 201, "\(response.bodyText)")
        #expect(response.text("/kind") == table.kind)
        #expect(response.integer("/rows") == 2 && response.integer("/recorded") == 2)
        #expect(response.integer("/standing") == 0 && response.items("/skipped").isEmpty)
        let user = try #require(try other.read { tx in try tx.user(named: table.bearer.role.rawValue) })
        let read = try CSVTable(bytes: Array(table.file.utf8), columns: table.rows.columns)
        let result = try other.store.writer.write(actor: Actor(user.id)) { tx in
            try table.rows.take(
                read, by: .server(user.id), with: ServiceSettings(), refusedRowsMax: 20, in: tx)
        }
        #expect(result.recordedCount == 2)
        for target in table.shownBy {
            let bearer = Bearer(.auditor, at: .province)
            let (shown, wanted) = (try office.get(target, as: bearer), try other.get(target, as: bearer))
            #expect(shown.status == 200 && shown.body == wanted.body, "\(target) \(shown.bodyText)")
        }
        // One entry more: what is stored under the key of the request.
        #expect(office.lastPosition == other.lastPosition + 1)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: tables)
    func `a repeated table has one effect, with the same key or another one`(_ table: Table) throws {
        let office = try Office.village()
        let key = office.newKey()
        let first = try office.importTable(table.kind, table.lines, as: table.bearer, key: key)
        let position = office.lastPosition
        let again = try office.importTable(table.kind, table.lines, as: table.bearer, key: key)
        #expect(again.status == 201 && again.body == first.body)
        #expect(again.field("Idempotency-Replayed") == "true")
        let other = try office.importTable(table.kind, table.lines, as: table.bearer)
        #expect(other.status == 201 && other.field("Idempotency-Replayed") == nil)
        #expect(other.integer("/recorded") == 0 && other.integer("/standing") == 2)
        #expect(other.items("/skipped").compactMap { $0.integer("/line") } == [2, 3])
        // No effect but the entry that says what is stored under the other key.
        #expect(office.lastPosition == position + 1)
        let reused = try office.importTable(
            table.kind, Array(table.lines.dropLast()), as: table.bearer, key: key)
        #expect(Refused(reused) == Refused(422, "idempotency-key-reused"))
    }

    @Test(arguments: tables)
    func `one invalid row keeps the whole table out`(_ table: Table) throws {
        let office = try Office.village()
        _ = try office.secret(of: table.bearer)
        let position = office.lastPosition
        let count = table.lines[0].split(separator: ",").count
        let bad = Array(repeating: "?", count: count).joined(separator: ",")
        let response = try office.importTable(table.kind, table.lines + [bad], as: table.bearer)
        #expect(response.status == 422, "\(response.bodyText)")
        #expect(!response.errors.isEmpty && response.errors.allSatisfy { $0.hasPrefix("/rows/4") })
        #expect(response.text("/detail") == "Chưa ghi gì: hãy sửa 1 dòng sai rồi gửi lại.")
        #expect(office.lastPosition == position)
    }

    @Test func `rows outside the caller's scope are errors by line`() throws {
        let office = try Office.village()
        let lines = ["hamlet,code,head_name,persons", "3,X1,An,4", "1,X2,An,4", "99,X3,An,4", "3,X4,An,4"]
        let response = try office.importTable("households", lines, as: Bearer(.clerk, at: .otherCommune))
        #expect(Refused(response) == Refused(422, "reference-unknown"))
        let places = ["/rows/3/hamlet reference-unknown", "/rows/4/hamlet reference-unknown"]
        #expect(response.errors == places)
        // A hamlet of another commune looks like one that does not exist.
        #expect(response.text("/errors/0/detail") == response.text("/errors/1/detail"))
        #expect(try office.get("/v1/households?hamlet=3", as: Bearer(.clerk, at: .otherCommune)).ids == [6])
    }

    @Test func `a table that was recorded before tells nothing to a caller elsewhere`() throws {
        let office = try Office.village()
        let table = try #require(Self.tables.last)
        _ = try office.importTable(table.kind, table.lines)
        let elsewhere = try office.importTable(
            table.kind, table.lines, as: Bearer(.clerk, at: .otherCommune))
        #expect(Refused(elsewhere) == Refused(422, "reference-unknown"))
        #expect(
            elsewhere.errors == ["/rows/2/fund reference-unknown", "/rows/3/fund reference-unknown"])
    }

    @Test func `an administrator records only units below the own one`() throws {
        let office = try Office.village()
        let header = "code,level,parent_code,name"
        for line in ["16999,commune,40,Xã Mới", "16702,commune,40,Phường Khác", "40,province,,Tỉnh Khác"] {
            let response = try office.importTable("units", [header, line], as: .admin)
            #expect(Refused(response) == Refused(422, "reference-unknown"), "\(line)")
        }
        let other = try office.importTable(
            "units", [header, "41,province,,Tỉnh Khác"], as: Bearer(.admin, at: .province))
        #expect(other.errors == ["/rows/2/code reference-unknown"])
    }

    @Test func `a parameter for all units is imported on the server only`() throws {
        let office = try Office.village()
        let response = try office.importTable(
            "parameters", ["key,valid_from,value,source", "threshold.rates,2023-07-01,>=2/3,x"],
            as: Bearer(.admin, at: .province))
        #expect(Refused(response) == Refused(422, "unit-required"))
    }

    @Test func `the first and the last receipt of each series are told`() throws {
        let office = try Office.village()
        let table = try #require(Self.tables.last)
        let response = try office.importTable(table.kind, table.lines + ["3,5,cash,1000,2025-12-31"])
        #expect(response.items("/receipts").count == 2)
        #expect(response.text("/receipts/0/first_number") == "PT-2026-0001")
        #expect(response.text("/receipts/0/last_number") == "PT-2026-0002")
        #expect(response.integer("/receipts/1/hamlet") == 2 && response.integer("/receipts/1/year") == 2025)
        let longer = try office.importTable(table.kind, table.lines + ["1,3,cash,7000,2026-02-01"])
        #expect(longer.integer("/recorded") == 1 && longer.integer("/standing") == 2)
        #expect(
            longer.text("/skipped/0/standing_as") == "phiếu thu PT-2026-0002 (quyển 1) ngày 01/02/2026")
        #expect(longer.text("/receipts/0/first_number") == "PT-2026-0003")
    }
}
