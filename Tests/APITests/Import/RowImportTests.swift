import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// Rows of a table are handled like requests: the same input, handler and refusals.
@Suite struct RowImportTests {
    typealias Row = [(column: String, text: String)]

    @Test func `the columns are the members of the requests`() {
        #expect(
            RowImport.units.columns.map(\.name)
                == ["code", "level", "parent_code", "name", "valid_from", "valid_to"])
        #expect(RowImport.hamlets.columns.map(\.name) == ["commune", "name", "type", "valid_from"])
        #expect(
            RowImport.households.columns.map(\.name) == [
                "hamlet", "code", "head_name", "persons", "address", "workers", "tier", "valid_from",
                "hamlet_name", "commune",
            ])
        #expect(RowImport.units.columns.filter(\.isRequired).map(\.name) == ["code", "level", "name"])
    }

    @Test func `a household row is recorded like a request`() throws {
        let office = try Office.village()
        let row: Row = [("hamlet", "1"), ("code", "0012"), ("head_name", " Cao  Thị Én "), ("persons", "3")]
        #expect(try office.importRow(row, as: .households))
        let shown = try office.get("/v1/households/7")
        #expect(shown.text("/code") == "0012")
        #expect(shown.text("/head_name") == "Cao Thị Én")
        #expect(try office.get("/v1/hamlets/1").integer("/households") == 5)
    }

    @Test func `a hamlet row is recorded for any commune`() throws {
        let office = try Office.village()
        let row: Row = [
            ("commune", "17329"), ("name", "Thôn 2"), ("type", "thon"), ("valid_from", "2025-07-01"),
        ]
        #expect(try office.importRow(row, as: .hamlets))
        #expect(try office.get("/v1/public/hamlets/4", as: nil).text("/commune_name") == "Xã Anh Sơn")
    }

    /// Rows of several funds in turn: the books equal those of the same receipts posted one by one.
    @Test func `a table of contributions gives the same books as single receipts`() throws {
        let (table, single) = (try Office.village(), try Office.village())
        let gifts: [(fund: Int, household: Int, method: String, amount: Int, day: String)] = [
            (1, 1, "cash", 50_000, "2025-03-01"), (2, 1, "bank", 70_000, "2026-01-05"),
            (1, 2, "cash", 20_000, "2025-03-01"), (1, 1, "bank", 10_000, "2026-01-05"),
            (2, 2, "cash", 5_000, "2025-12-31"), (1, 1, "cash", 1_000, "2025-03-01"),
        ]
        let rows = gifts.enumerated()
            .map { index, gift in
                RowImport.Row(
                    line: index + 2,
                    values: [
                        ("fund", "\(gift.fund)"), ("household", "\(gift.household)"), ("method", gift.method),
                        ("amount", "\(gift.amount)"), ("received_on", gift.day),
                    ])
            }
        let first = #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"2025-01-01"}"#
        let clerk = try #require(
            try table.contribute(first)
                .integer("/recorded_by"))
        _ = try single.contribute(first)
        try table.store.writer.write(actor: Actor(Identifier(clerk))) { tx in
            try RowImport.contributions.record(rows, by: Identifier(clerk), with: ServiceSettings(), in: tx) {
                row, outcome in
                guard case .recorded = outcome else {
                    Issue.record("\(row.line): \(outcome)")
                    return
                }
            }
        }
        // By date, and in file order on the same date: numbers follow this order.
        for gift in gifts.sorted(by: { $0.day < $1.day }) {
            let body = """
                {"fund":\(gift.fund),"household":\(gift.household),"method":"\(gift.method)",\
                "amount":\(gift.amount),"received_on":"\(gift.day)"}
                """
            #expect(try single.contribute(body).status == 201)
        }
        for target in [
            "/v1/hamlets/1/summary", "/v1/hamlets/1/contributions", "/v1/funds/1", "/v1/funds/2",
            "/v1/hamlets/1/statement?from=2025-01-01&to=2026-11-23",
        ] {
            #expect(try table.get(target).body == single.get(target).body, "\(target)")
        }
    }

    @Test func `errors in a table of contributions are reported by line`() throws {
        let office = try Office.village()
        let lines = [("1", "1", "5"), ("99", "1", "5"), ("1", "99", "5"), ("1", "1", "0")]
        let rows = lines.enumerated()
            .map { index, line in
                RowImport.Row(
                    line: index + 2,
                    values: [
                        ("fund", line.0), ("household", line.1), ("method", "cash"), ("amount", line.2),
                        ("received_on", "2026-11-23"),
                    ])
            }
        let refused = try office.store.writer.write(actor: Actor(Identifier(1)), isDryRun: true) { tx in
            var refused: [Int: ProblemCode] = [:]
            try RowImport.contributions.record(rows, by: Identifier(1), with: ServiceSettings(), in: tx) {
                row, outcome in
                if case .refused(let problem) = outcome { refused[row.line] = problem.code }
            }
            return refused
        }
        #expect(refused == [3: .referenceUnknown, 4: .referenceUnknown, 5: .amountNotPositive])
    }

    @Test func `a unit row that is already stored is not new`() throws {
        let office = try Office.village()
        let row: Row = [("code", "40"), ("level", "province"), ("parent_code", ""), ("name", "Tỉnh Nghệ An")]
        #expect(try !office.importRow(row, as: .units))
        let new: Row = [
            ("code", "00001"), ("level", "commune"), ("parent_code", "40"), ("name", "Xã Mới"),
            ("valid_from", "2026-01-01"),
        ]
        #expect(try office.importRow(new, as: .units))
        #expect(try office.get("/v1/units/00001").text("/history/0/name") == "Xã Mới")
    }

    private static let units: [(Row, String)] = [
        (
            [("code", "17330"), ("level", "commune"), ("parent_code", "99"), ("name", "A")],
            "parent_code: unit 99 did not exist at that time"
        ),
        (
            [("code", "17330"), ("level", "commune"), ("name", "A")],
            "parent_code: a province has no parent; all other units have one"
        ),
        (
            [("code", "40"), ("level", "province"), ("name", "Tỉnh Khác")],
            "code: overlaps with the validity of Tỉnh Nghệ An"
        ),
        (
            [
                ("code", "41"), ("level", "province"), ("name", "A"), ("valid_from", "2026-01-02"),
                ("valid_to", "2026-01-01"),
            ], "valid_to: from 2026-01-02"
        ),
        (
            [("code", "413"), ("level", "district"), ("parent_code", "40"), ("name", "Huyện Sót")],
            "valid_to: at most 2025-06-30"
        ),
        ([("code", "41"), ("level", "town"), ("name", "A")], "level: one of: province, district, commune"),
        ([("code", "4"), ("level", "province"), ("name", "A")], "code: from 2 to 5"),
        ([("code", "123456"), ("level", "province"), ("name", "A")], "code: at most 5"),
    ]

    @Test(arguments: units.indices)
    func `an invalid unit row is reported with one line for each error`(_ index: Int) throws {
        let (row, line) = RowImportTests.units[index]
        #expect(try RowImportTests.lines(of: row, as: .units) == [line])
    }

    private static let households: [(Row, [String])] = [
        (
            [("hamlet", "99"), ("code", "A"), ("head_name", "B"), ("persons", "1")],
            ["hamlet: this hamlet does not exist"]
        ),
        (
            [("hamlet", "1"), ("code", "H001"), ("head_name", "B"), ("persons", "99")],
            [
                "code: is that of household H001 (id 1), which differs in head_name, persons; correct that one, "
                    + "or use another code"
            ]
        ),
        (
            [("hamlet", "1"), ("code", "A"), ("head_name", "B"), ("persons", "1.5")],
            ["persons: must be an integer"]
        ),
        (
            [("hamlet", "x"), ("code", ""), ("head_name", "\u{0}"), ("persons", "100")],
            [
                "hamlet: must be an integer", "code: is required", "head_name: contains control characters",
                "persons: from 1 to 99",
            ]
        ),
        (
            [("hamlet", "1"), ("code", "A"), ("head_name", "B"), ("persons", "1"), ("phone", "0123")],
            ["phone: allowed: hamlet, code, head_name, persons, address, workers, tier, valid_from"]
        ),
    ]

    @Test(arguments: households.indices)
    func `all errors of a household row are reported at once`(_ index: Int) throws {
        let (row, lines) = RowImportTests.households[index]
        #expect(try RowImportTests.lines(of: row, as: .households) == lines)
    }

    @Test func `an error without a place is reported by its title`() {
        #expect(Problem(.busy).lines(in: .english) == ["The server is busy; send it again shortly"])
        let detail = Sentence(vi: "Chi tiết.", en: "Detail.")
        #expect(
            Problem(.alreadyExists, detail: detail).lines(in: .vietnamese) == [
                "Đã có bản ghi trùng thông tin này; hãy dùng bản ghi đó hoặc sửa chỗ trùng: Chi tiết."
            ])
    }

    private static func lines(of row: Row, as rows: RowImport) throws -> [String] {
        let office = try Office.village()
        let before = office.lastPosition
        let problem = #expect(throws: Problem.self) { try office.importRow(row, as: rows) }
        #expect(office.lastPosition == before)
        return problem?.lines(in: .english) ?? []
    }
}

extension Office {
    /// Returns true when something new was recorded.
    func importRow(_ row: RowImportTests.Row, as rows: RowImport) throws -> Bool {
        try store.writer.write(actor: nil) { tx in
            var isNew = false
            var refused: Problem?
            try rows.record([RowImport.Row(line: 2, values: row)], by: nil, with: ServiceSettings(), in: tx) {
                _, outcome in
                switch outcome {
                case .recorded: isNew = true
                case .alreadyRecorded: break
                case .refused(let problem): refused = problem
                }
            }
            if let refused { throw refused }
            return isNew
        }
    }
}
