import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@testable import API

/// Every member of every public response is a row of the policy.
@Suite struct PublicMemberTests {
    /// The members of a page, which tell nothing of an entity.
    private static let envelope: Set<String> = ["limit", "has_more", "next_cursor"]
    /// Members of tables only.
    private static let ofTables: Set<String> = ["section"]

    /// The members that are no object or list of objects, each with its schema.
    private static func leaves(_ schema: JSONSchema) -> [(name: String, schema: JSONSchema)] {
        guard case .object(_, let members) = schema else { return [] }
        return members.flatMap { member -> [(name: String, schema: JSONSchema)] in
            switch member.schema {
            case .object: leaves(member.schema)
            case .nullable(.object(let name, let inner)): leaves(.object(name: name, inner))
            case .list(.object(let name, let inner), _, _): leaves(.object(name: name, inner))
            case .integer, .text, .date, .instant, .choice, .boolean, .list, .nullable, .anyOf:
                [(member.name, member.schema)]
            }
        }
    }

    private static func isNumber(_ schema: JSONSchema) -> Bool {
        [JSONSchema.count, .dong, .nullable(.count), .nullable(.dong)].contains(schema)
    }

    private static let figures = Set(PublicFigure.allCases.map(\.name.description))
    private static let texts = Set(PublicText.allCases.map(\.name.description))
    private static let facts = Set(PublicFact.allCases.map(\.name.description))

    private static let shown = Service.table.filter { $0.access == .anonymous }
        .flatMap { endpoint in leaves(endpoint.output).map { (endpoint.name, $0.name, $0.schema) } }
        .filter { !envelope.contains($0.1) }

    @Test func `every number is a figure of the table, every other member a fact or text`() {
        #expect(Self.shown.count > 100)
        for (endpoint, name, schema) in Self.shown {
            if Self.isNumber(schema) {
                #expect(Self.figures.contains(name), "\(endpoint): \(name)")
            } else {
                let rows = Self.texts.union(Self.facts).union(["percent"])
                #expect(rows.contains(name), "\(endpoint): \(name)")
            }
        }
    }

    @Test func `every row of the table is shown by some public response`() {
        let names = Set(Self.shown.map(\.1)).union(Self.ofTables)
        #expect(Self.figures.subtracting(names) == [])
        #expect(Self.texts.subtracting(names) == [])
        #expect(Self.facts.subtracting(names) == [])
    }

    @Test func `what is about households or persons has a cell rule, and money is live`() {
        let money: Set<PublicFigure> = [
            .cash, .bank, .received, .receivedFromHouseholds, .receivedFromSponsors, .receivedFromState,
            .spent,
            .refunded, .amount, .counted, .bookCash, .countDifference,
        ]
        for figure in money { #expect(figure.granularity == .live && figure.cellRule == .open) }
        for figure in PublicFigure.allCases {
            let name = figure.name.description
            let isAboutPersons = name.contains("households") || name == "persons"
            if isAboutPersons, !money.contains(figure) {
                #expect(figure.cellRule != .open, "\(figure)")
            }
            #expect(figure.source.description.contains("/QH15"), "\(figure)")
        }
        #expect(PublicFigure.hamletHouseholds.granularity == .monthEnd)
        #expect(PublicFigure.participatingHouseholds.granularity == .yearEnd)
        #expect(PublicFigure.profilePersons.granularity == .monthEnd)
    }

    @Test func `no public type is an output of its own, so that an office's view is none either`() {
        for endpoint in Service.table where endpoint.access == .anonymous {
            // Documents of the log are bytes of a standard, not members.
            if [[Media.plain], [.octets]].contains(endpoint.media) { continue }
            guard case .object(let name, _) = endpoint.output else {
                Issue.record("\(endpoint.name) shows no object")
                continue
            }
            #expect(
                name.hasPrefix("Store.Published<") || name.hasPrefix("API.Page<Store.Published<"), "\(name)")
        }
    }
}

/// Support to persons is public only as item and sum.
@Suite struct PublicSupportTests {
    private func request(_ office: Office, _ purpose: String, _ item: String) throws -> Response {
        let body = """
            {"fund":1,"payee":"Bà Lan","purpose":"\(purpose)","item":"\(item)","amount":1000,"method":"cash"}
            """
        return try office.post("/v1/expenditures", body, as: .head, key: office.newKey())
    }

    @Test(arguments: [
        ("Hỗ trợ bà Lan chữa bệnh", "Chi khác"), ("Trao cho bà Lan", "Hỗ trợ hộ nghèo"),
        ("ho tro ba Lan", "Chi khác"), ("THĂM HỎI cụ Lan ốm nặng", "Thăm hỏi"),
        ("Phúng viếng cụ Lan", "Thăm viếng"),
        ("Tặng quà Tết cho bà Lan", "Quà Tết"), ("Cứu trợ nhà bà Lan bị cháy", "Thiên tai"),
        ("Giúp bà Lan mổ tim", "Chi khác"), ("Viện phí của bà Lan", "Chi khác"),
        ("Mua xe lăn cho bà Lan", "Người khuyết tật"),
    ])
    func `its purpose is for the office only`(_ purpose: String, _ item: String) throws {
        let office = try Office.villageWithBooks()
        let id = try #require(try request(office, purpose, item).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        let target = "/v1/public/hamlets/1/expenditures"
        let line = try #require(try office.get(target, as: nil).items().first)
        #expect(line.text("/purpose") == item && line.text("/item") == item)
        #expect(line.integer("/amount") == 1000)
        let statement = "/v1/public/hamlets/1/statement?from=2026-01-01&to=2026-12-31"
        let spent = try office.get(statement, as: nil).items("/spent")
        #expect(spent.map { $0.text("/item") } == [item] && spent.map { $0.integer("/cash") } == [1000])
        for place in [target, statement] {
            for media in ["application/json", "text/csv", "application/x-ndjson"] {
                let text = try office.get(place, as: nil, accepting: media).bodyText
                #expect(!text.contains("Lan"), "\(place) \(media)")
            }
            let workbook = try WorkbookTable(try office.get(place, as: nil, accepting: Media.xlsx.type))
            #expect(!workbook.texts.joined().contains { $0.contains("Lan") }, "\(place)")
        }
        #expect(try office.get("/v1/expenditures/\(id)").text("/purpose") == purpose)
    }

    @Test func `a purchase shows its purpose`() throws {
        let office = try Office.villageWithBooks()
        for purpose in ["Mua xi măng", "Sửa đường qua xóm 9", "Tăng âm hội trường"] {
            let id = try #require(try request(office, purpose, "Vật liệu").integer("/id"))
            for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        }
        let lines = try office.get("/v1/public/hamlets/1/expenditures", as: nil).items()
        #expect(
            lines.map { $0.text("/purpose") } == ["Tăng âm hội trường", "Sửa đường qua xóm 9", "Mua xi măng"])
    }

    @Test func `the item of support names no household`() throws {
        let office = try Office.villageWithBooks()
        let refused = try request(office, "Hỗ trợ chữa bệnh", "Gia đình Trần Thị Bình")
        #expect(Refused(refused) == Refused(422, "private-data"))
        #expect(refused.errors == ["/item private-data"])
        #expect(try request(office, "Mua đất của Trần Thị Bình", "Đất của Trần Thị Bình").status == 201)
    }

    @Test(arguments: [
        (
            "/v1/decisions", Office.decision.replacing("Bê tông hóa đường xóm 9", with: "Gọi 0912 345 678"),
            "/title private-data"
        ),
        (
            "/v1/decisions", Office.decision.replacing("Mỗi hộ góp", with: "Hộ 040087001234 góp"),
            "/items/0/text private-data"
        ),
        ("/v1/funds", #"{"hamlet":1,"name":"Quỹ 187654321"}"#, "/name private-data"),
        ("/v1/models", Office.model("Vườn 0912.345.678"), "/name private-data"),
    ])
    func `no public text contains an identity or telephone number`(
        _ path: String, _ body: String, _ error: String
    ) throws {
        let refused = try Office.village().post(path, body)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
    }

    @Test func `an amount in a public text is none`() throws {
        let office = try Office.village()
        let body = Office.decision.replacing("1.200.000 đồng", with: "350.000.000 đồng")
        #expect(try office.post("/v1/decisions", body).status == 201)
    }
}
