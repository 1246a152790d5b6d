import Domain
import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// What is public and what must not be.
///
/// - Source: DOMAIN §10.
@Suite struct PrivacyTests {
    /// Every member name a public response may have.
    ///
    /// Adding one is a decision, made here.
    private static let allowed: Set<String> = [
        // Hashes, numbers of entries and signed texts of the log.
        "position", "index", "size", "leaf", "root", "from_root", "to_root", "hashes", "proof", "checkpoint",
        "private_hash", "public_part", "issued", "latest", "code",
        // Parameters and where they come from.
        "value", "source",
        // What was counted in cash, and why a closed month was opened again.
        "counted_on", "counted", "difference", "reopen_reason",
        // For whom a fund collects, and by which law.
        "collects_for", "collection_basis",
        // What funds owe and collectors hold, in sums: never who.
        "in_hand", "debts", "owed", "before", "incurred", "repaid", "given", "corrected", "after",
        // What was owed for at a month's end, and how much of it was left.
        "owed_on", "outstanding",
        // Whose books went to whom, and by which decision.
        "successor_unit", "successor_organisation", "successor_name", "effective_on", "from_name", "to_name",
        "funds", "transferred",
        // The owner of books, if it is a commune.
        "commune_unit",
        // The receipts that a receipt replaces, and that replaces it.
        "replaces", "replaced_by",
        // What a decision estimated, and what of it was carried out.
        "estimate", "planned_receipts", "planned_expenses", "carried_out", "decisions",
        // The lines of a receipt of several funds.
        "lines", "line",
        // Where money for a fund goes: the account of an office or organisation, never of a person.
        "account_number", "bank_name", "holder_name", "memo", "payload",
        // The decisions that authorised a fund before.
        "earlier_decisions",
        // Totals of events.
        "events", "kinds", "outputs", "measure", "quantity",
        "data", "page", "limit", "has_more", "next_cursor", "id", "commune", "commune_name", "name", "type",
        "valid_from", "valid_to", "households", "households_on", "persons", "hamlet", "balances", "cash",
        "bank", "years",
        "year",
        "pledged", "pledges", "received", "received_from_households", "received_from_sponsors",
        "received_from_state", "spent",
        "contributions", "participating_households", "number", "book", "donor", "fund", "method", "amount",
        "received_on", "state", "version", "refunded", "expenditures", "purpose", "item", "paid_on",
        "kind", "from", "to", "opening", "received_total", "spent_total", "closing",
        // Models and their counts.
        "organisation", "unit", "area", "replicated_from", "registered_on", "level", "decision_number",
        "decided_on", "models", "by", "rows", "key", "registered", "collective", "individual", "accepted",
        "appraised", "recognised",
        // Decisions: what was decided and with how many votes, never by whom.
        "title", "text", "items", "voting_mode", "held_on", "place", "represented", "not_represented",
        "for",
        "against", "other", "needed", "threshold", "outcome", "amends", "superseded_by", "earlier_meeting",
        "chose_online", "quorum", "recounted_households", "recordings",
        // Consultations and profiles: numbers of people.
        "total", "matter", "communes", "places", "suppressed", "eligible", "invited", "participated",
        "agreed",
        "disagreed",
        "invalid",
        "participation", "agreement", "agreement_of_all", "numerator", "denominator", "percent",
        // The decision of the residents under which a fund collects.
        "decision",
        // The successors of closed hamlets.
        "successors",
        "as_of", "area_m2", "occupations", "cultural_house_m2", "cultural_house_seats",
    ]

    /// Personal data that the service must never request or store.
    private static let neverStored = [
        "relig", "faith", "catholic", "parish", "ethn", "politic", "creed", "belief",
    ]

    @Test func `no table, column, member or parameter concerns religion, ethnicity or politics`() throws {
        for endpoint in Service.table {
            let names =
                PrivacyTests.names(in: endpoint.output).union(endpoint.fields.map(\.name))
                .union(endpoint.path.text.split(separator: "/").map(String.init))
            for word in PrivacyTests.neverStored {
                for name in names { #expect(!name.lowercased().contains(word), "\(name)") }
            }
        }
        // The whole document and schema, except for an area of models that concerns no person.
        let scripts = try FileManager.default.contentsOfDirectory(atPath: Repository.migrations)
        #expect(scripts.count > 20)
        var texts = [String(decoding: openAPIDocument(of: Service.table), as: UTF8.self)]
        for script in scripts {
            let sql = try String(contentsOfFile: Repository.migrations + "/" + script, encoding: .utf8)
            // Comments store no data.
            texts.append(sql.split(separator: "\n").filter { !$0.contains("--") }.joined(separator: "\n"))
        }
        for text in texts.map({ $0.lowercased().replacing("political_system", with: "") }) {
            for word in PrivacyTests.neverStored { #expect(!text.contains(word), "\(word)") }
        }
    }

    private static let publicNames = Service.table.filter { $0.access == .anonymous }.map(\.name)

    @Test(arguments: publicNames)
    func `the schema of a public response has only public members`(_ name: String) throws {
        let names = PrivacyTests.names(in: try Endpoint.named(name).output)
        #expect(names.subtracting(PrivacyTests.allowed) == [])
    }

    @Test(arguments: publicNames)
    func `a public response has only public members`(_ name: String) throws {
        let office = try Office.villageOfSecrets()
        let response = try office.sendSample(of: try Endpoint.named(name), as: nil)
        #expect(response.json.allNames.subtracting(PrivacyTests.allowed) == [])
    }

    @Test(arguments: publicNames)
    func `no public response contains internal texts`(_ name: String) throws {
        let office = try Office.villageOfSecrets()
        let text = try office.sendSample(of: try Endpoint.named(name), as: nil).bodyText
        for secret in Office.secrets { #expect(!text.contains(secret), "\(secret)") }
    }

    @Test(arguments: publicNames)
    func `public endpoints are reads below /v1/public without a key`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        #expect(endpoint.method == .get)
        #expect(endpoint.path.text.hasPrefix("/v1/public/"))
        #expect(endpoint.key == .none)
    }

    @Test func `anonymous callers see who gave what, with the receipt`() throws {
        let office = try Office.villageOfSecrets()
        let lines = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
        #expect(
            lines.last
                == (try json(
                    """
                    {"number":"PT-2026-0001","book":"1","name":"Nguyễn Văn An","donor":"household","fund":1,
                    "method":"cash","amount":500000,"refunded":0,"received_on":"2026-11-23","state":"valid"}
                    """)))
    }

    @Test func `an anonymous donor is shown as a kind heart, and the books keep the name`() throws {
        let office = try Office.village()
        for donor in [#""household":1"#, #""organisation":1"#, #""sponsor_name":"Anh Sơn""#] {
            let body =
                #"{"fund":1,\#(donor),"anonymous":true,"method":"cash","amount":5,"payer_name":"Bà Tư"}"#
            #expect(try office.contribute(body).text("/voucher/party_name") == "Bà Tư")
        }
        let lines = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
        #expect(lines.map { $0.text("/name") } == Array(repeating: "Nhà hảo tâm", count: 3))
        #expect(lines.map { $0.text("/donor") } == ["sponsor", "organisation", "household"])
        #expect(
            try office.get("/v1/hamlets/1/contributions").items().map { $0.text("/party_name") }
                == Array(repeating: "Bà Tư", count: 3))
    }

    @Test func `a voided receipt is public with its number, but without a name`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.void(1)
        let line = try #require(try office.get("/v1/public/hamlets/1/contributions", as: nil).items().first)
        #expect(line.text("/number") == "PT-2026-0001")
        #expect(line.text("/state") == "voided")
        #expect(line.at("/name") == .null)
    }

    @Test(arguments: ["household=1", "state=valid", "method=cash", "q=an", "sort=amount", "payer_name=x"])
    func `the public list cannot be filtered by household`(_ query: String) throws {
        let response = try Office.villageWithBooks()
            .get("/v1/public/hamlets/1/contributions?" + query, as: nil)
        #expect(Refused(response) == Refused(400, "parameter-unknown"))
    }

    @Test func `the public list is filtered by fund and date only`() throws {
        let office = try Office.villageOfSecrets()
        let path = "/v1/public/hamlets/1/contributions"
        #expect(try office.get(path + "?fund=2", as: nil).items().count == 2)
        #expect(try office.get(path + "?from=2026-11-21&to=2026-11-30", as: nil).items().count == 4)
        #expect(try office.get(path + "?to=2026-11-20", as: nil).items().count == 1)
    }

    @Test func `pledges are not public`() throws {
        let office = try Office.villageWithBooks()
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/pledged") == 2_000_000)
        for endpoint in Service.table where endpoint.access == .anonymous {
            let names = try office.get(try endpoint.sample.target, as: nil).json.allNames
            #expect(names.allSatisfy { !$0.hasPrefix("pledge") }, "\(endpoint.name)")
        }
    }

    @Test(arguments: [(0, true), (1, false), (2, false), (3, true)])
    func `participation of 1 or 2 households is suppressed`(_ count: Int, _ isShown: Bool) throws {
        let office = try Office.village()
        for household in 0..<count {
            _ = try office.contribute(
                #"{"fund":1,"household":\#(household + 1),"method":"cash","amount":1000}"#)
        }
        _ = try office.contribute(#"{"fund":1,"organisation":1,"method":"cash","amount":1}"#)
        // Each receipt of the year would tell whether its household is a new one.
        let path = "/v1/public/hamlets/1/summary"
        #expect(try office.get(path, as: nil).json.at("/years/0/participating_households") == .null)
        office.clock.advance(days: 40)
        let year = try #require(try office.get(path, as: nil).json.at("/years/0"))
        #expect(year.integer("/year") == 2026)
        #expect(year.integer("/participating_households") == (isShown ? Int64(count) : nil))
        #expect(year.integer("/received") == Int64(count) * 1000 + 1)
        let internalView = try office.get("/v1/hamlets/1/summary")
        #expect(internalView.integer("/years/0/participating_households") == Int64(count))
    }

    @Test(arguments: [(0, false), (1, false), (2, false), (3, true)])
    func `the size of a hamlet of 1 or 2 households is suppressed`(_ count: Int, _ isShown: Bool) throws {
        let office = try Office.village()
        let body = #"{"commune":"16702","name":"Xóm Nhỏ","type":"xom","valid_from":"2026-01-01"}"#
        try #require(try office.post("/v1/hamlets", body).integer("/id") == 4)
        for index in 0..<count {
            let body = #"{"hamlet":4,"code":"H\#(index)","head_name":"A","persons":7}"#
            _ = try office.post("/v1/households", body)
        }
        let target = "/v1/public/hamlets/4"
        #expect(try office.get(target, as: nil).json.at("/households") == .null)
        office.clock.advance(days: 8)
        #expect(
            try office.get(target, as: nil).text("/households_on") == (count == 0 ? nil : "2026-11-30"))
        for (path, place) in [
            ("/v1/public/hamlets/4", ""), ("/v1/public/hamlets/4/summary", "/hamlet"),
            ("/v1/public/hamlets?unit=16702&q=nho", "/data/0"),
        ] {
            let shown = try office.get(path, as: nil)
            #expect(shown.integer(place + "/households") == (isShown ? Int64(count) : nil), "\(path)")
            #expect(!shown.json.allNames.contains("persons"), "\(path)")
        }
        #expect(try office.get("/v1/hamlets/4").integer("/persons") == Int64(count) * 7)
    }

    private static func names(in schema: JSONSchema) -> Set<String> {
        switch schema {
        case .object(_, let members):
            members.reduce(into: []) { $0.formUnion(names(in: $1.schema).union([$1.name])) }
        case .list(let item, _, _), .nullable(let item): names(in: item)
        case .anyOf(let items): items.reduce(into: []) { $0.formUnion(names(in: $1)) }
        case .integer, .text, .date, .instant, .choice, .boolean: []
        }
    }
}

extension Office {
    /// Texts that are in the books and must not become public.
    fileprivate static let secrets = [
        "Bí mật", "FT-RIENG", "Trần Thị Bình", "Phan Thị Đào", "H001", "Đặng Kín", "clerk", "treasurer",
        "dv_",
    ]

    /// Books with a household that gave, one that only pledged, one that did neither, one that is anonymous, a voided
    /// receipt, reasons, references and a payer's name.
    fileprivate static func villageOfSecrets() throws -> Office {
        let office = try Office.forSamples()
        _ = try office.post("/v1/pledges", #"{"fund":2,"household":2,"amount":9}"#)
        _ = try office.contribute(
            """
            {"fund":2,"household":4,"anonymous":true,"method":"bank","bank_reference":"FT-RIENG","amount":8,
            "payer_name":"Đặng Kín","reason":"Bí mật gia đình"}
            """)
        let wrong = try office.contribute(
            """
            {"fund":2,"household":2,"method":"cash","amount":9,"payer_name":"Trần Thị Bình","reason":"Bí mật"}
            """)
        _ = try office.post(
            "/v1/contributions/\(wrong.integer("/id") ?? 0)/void", #"{"reason":"Bí mật: ghi nhầm"}"#,
            as: .treasurer, key: office.newKey(), ifMatch: "*")
        _ = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":7,"received_on":"2026-11-20"}"#)
        return office
    }

    @Test(arguments: [
        ("Hỗ trợ bà Nguyễn Thị Bình, số 187654321", "mua thuốc", "/purpose private-data"),
        ("Hỗ trợ, liên hệ 0912 345 678", "mua thuốc", "/purpose private-data"),
        ("Hỗ trợ hộ nghèo", "Quà cho 040087001234", "/item private-data"),
        ("Hỗ trợ tran thi BINH chữa bệnh", "Hỗ trợ", "/purpose private-data"),
    ])
    func `the purpose of an expenditure is public and contains no private data`(
        _ purpose: String, item: String, error: String
    ) throws {
        let office = try Office.villageWithBooks()
        try office.set([("household.tiers", "Hộ nghèo; Hộ khác")])
        let poor = #"{"on":"2026-11-01","head_name":"Trần Thị Bình","tier":"Hộ nghèo"}"#
        let changed = try office.post("/v1/households/2/change", poor, ifMatch: "*")
        try #require(changed.status == 200, "\(changed.bodyText)")
        func request(_ purpose: String, _ item: String) throws -> Response {
            let body = """
                {"fund":1,"payee":"Bà Bình","purpose":"\(purpose)","item":"\(item)","amount":1000,"method":"cash",\
                "note":"Số 187654321, hộ nghèo"}
                """
            return try office.post("/v1/expenditures", body, as: .head, key: office.newKey())
        }
        let refused = try request(purpose, item)
        #expect(Refused(refused) == Refused(422, "private-data"))
        #expect(refused.errors == [error])
        let stored = try request("Hỗ trợ 1 hộ", "Hỗ trợ")
        #expect(stored.status == 201 && stored.text("/note") == "Số 187654321, hộ nghèo")
        for step in ["check", "approve", "pay"] { _ = try office.take(step, 1) }
        let shown = try office.get("/v1/public/hamlets/1/expenditures", as: nil)
        #expect(shown.items().count == 1 && !shown.bodyText.contains("187654321"))
    }
}
