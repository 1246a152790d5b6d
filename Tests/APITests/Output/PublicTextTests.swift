import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Each text that becomes public, by each spelling of what it must not contain.
@Suite struct PublicTextTests {
    /// The members of bodies that become public and are given to the endpoint's sample.
    private static let members = [
        ("POST /v1/decisions", "title"), ("PATCH /v1/decisions/{id}", "title"),
        ("POST /v1/decisions/{id}/record-votes", "place"), ("POST /v1/funds", "name"),
        ("POST /v1/models", "name"), ("PATCH /v1/models/{id}", "name"),
        ("POST /v1/models/{id}/recognise", "decision_number"), ("POST /v1/expenditures", "purpose"),
        ("POST /v1/expenditures", "item"), ("POST /v1/expenditures/{id}/replace", "purpose"),
        ("POST /v1/expenditures/{id}/replace", "item"), ("POST /v1/hamlets", "name"),
        ("POST /v1/hamlets/{id}/voucher-books", "name"), ("POST /v1/voucher-books", "name"),
        ("POST /v1/consultations", "matter"),
        ("POST /v1/parameters", "source"), ("POST /v1/hamlet-mergers", "name"),
        ("POST /v1/hamlet-renames", "name"), ("POST /v1/hamlet-reclassifications", "name"),
        ("POST /v1/periods/{id}/reopen", "reason"), ("POST /v1/bank-accounts", "bank_name"),
        ("POST /v1/bank-accounts", "holder_name"), ("POST /v1/funds", "collects_for"),
        ("POST /v1/funds", "collection_basis"),
    ]
    .map { BodyMember(endpoint: $0.0, name: $0.1) }

    /// The names of donors, which are public as they are; they are no place for numbers.
    private static let donors = [
        ("POST /v1/organisations", "name"), ("POST /v1/organisations/{id}/change", "name"),
        ("POST /v1/households", "head_name"),
        ("PATCH /v1/households/{id}", "head_name"), ("POST /v1/households/{id}/change", "head_name"),
        ("POST /v1/households/{id}/split", "head_name"), ("POST /v1/contributions", "payer_name"),
    ]
    .map { BodyMember(endpoint: $0.0, name: $0.1) }

    /// Given to a sample of another kind: the holder is a person.
    private static let ofPersons: Set = ["POST /v1/bank-accounts/{id}/holders holder_name"]

    @Test func `every text of a body that becomes public is tried here`() {
        let declared = Set(BodyMember.all(where: \.isPublic).map(\.testDescription))
        #expect(declared.subtracting(Self.ofPersons) == Set(Self.members.map(\.testDescription)))
    }

    private static let numbers = [
        "A 091 234 5678", "A (091) 234-5678", "A 091_234_5678", "A 091\u{2011}234\u{2011}5678",
        "A 091—234—5678",
        "A 091|234|5678", "A 0912·345·678", "A 09I2345678", "A 040/123/456/789", "A 040087001234",
    ]

    private static let names = [
        "Bà Trần Thị Bình", "Trần Thị Bình, hộ", "(Trần-Thị-Bình)", "TRẦN THỊ BÌNH.", "tran thi binh",
        "\"Trần Thị Bình\"", "Trần\u{A0}Thị/Bình", "bàTrầnThịBình", "Trần Thị Вình",
        "tranthibinh", "TRẦNTHỊBÌNH",
    ]

    private func village() throws -> Office {
        let office = try Office.forSamples()
        try office.setTier(of: 2)
        return office
    }

    @Test(arguments: members + donors)
    func `contains no private number in any spelling`(_ member: BodyMember) throws {
        let office = try village()
        for text in Self.numbers {
            // A text that needs another one beside it is refused for that, too.
            let errors = try member.errors(with: text, in: office).filter { $0.hasSuffix(" private-data") }
            #expect(errors == ["/\(member.name) private-data"], "\(text)")
        }
    }

    // Each of both needs the other one: with one alone, the request is refused before households are compared.
    @Test(arguments: members.filter { !["collects_for", "collection_basis"].contains($0.name) })
    func `names no household with a tier in any spelling`(_ member: BodyMember) throws {
        let office = try village()
        for text in Self.names {
            // A text that needs another one beside it is refused for that, too.
            let errors = try member.errors(with: text, in: office).filter { $0.hasSuffix(" private-data") }
            #expect(errors == ["/\(member.name) private-data"], "\(text)")
        }
    }

    @Test(arguments: ["collects_for", "collection_basis"])
    func `nor does one of a pair that is sent together`(_ member: String) throws {
        let office = try village()
        let other = member == "collects_for" ? "collection_basis" : "collects_for"
        let place = #""hamlet":1,"name":"Quỹ thu hộ mới""#
        for (index, text) in (Self.names + Self.numbers).enumerated() {
            let quoted = text.replacing("\"", with: "\\\"")
            let refused = try office.post(
                "/v1/funds", #"{\#(place),"\#(other)":"Nghị định 78/2021/NĐ-CP","\#(member)":"\#(quoted)"}"#,
                as: .accountant, key: office.newKey())
            #expect(
                refused.status == 422 && refused.errors == ["/\(member) private-data"],
                "\(index) \(refused.bodyText)")
        }
        let both = #""collects_for":"Trần Thị Bình","collection_basis":"Theo bà Trần Thị Bình""#
        let refused = try office.post(
            "/v1/funds", "{\(place),\(both)}", as: .accountant, key: office.newKey())
        #expect(
            Set(refused.errors) == ["/collects_for private-data", "/collection_basis private-data"],
            "\(refused.bodyText)")
        let honest =
            #""collects_for":"Quỹ phòng chống thiên tai","collection_basis":"Nghị định 78/2021/NĐ-CP""#
        let made = try office.post("/v1/funds", "{\(place),\(honest)}", as: .accountant, key: office.newKey())
        #expect(made.status == 201, "\(made.bodyText)")
    }

    @Test func `a text of a province names no household of its communes, by a former name neither`() throws {
        let office = try village()
        let admin = Bearer(.admin, at: .province)
        func errors(_ source: String, unit: String, as bearer: Bearer) throws -> [String] {
            let body = """
                {"key":"threshold.rates","unit":"\(unit)","valid_from":"2027-01-01","value":">=3/4","source":"\(source)"}
                """
            return try office.post("/v1/parameters", body, as: bearer, key: office.newKey()).errors
        }
        for name in Self.names {
            let said = name.replacing("\"", with: "'")
            #expect(try errors(said, unit: "40", as: admin) == ["/source private-data"], "\(name)")
        }
        // The head is another one since; what was said of the household stays private.
        let changed = try office.post(
            "/v1/households/2/change", #"{"on":"2026-11-01","head_name":"Lò Thị Mây"}"#, ifMatch: "*")
        try #require(changed.status == 200, "\(changed.bodyText)")
        for name in ["Lò Thị Mây", "Trần Thị Bình"] {
            #expect(try errors("Theo bà \(name)", unit: "40", as: admin) == ["/source private-data"])
        }
        // Of another commune: a household there has no tier, and those of 16702 are unknown there.
        #expect(try errors("Theo ông Vi Văn Sơn", unit: "40", as: admin) == [])
    }

    @Test func `texts in lists are checked in their places`() throws {
        let office = try village()
        let decision = Office.decision.replacing("Mỗi hộ góp", with: "Miễn cho hộ Trần Thị Bình, góp")
        #expect(try office.post("/v1/decisions", decision).errors == ["/items/0/text private-data"])
    }

    @Test func `amounts, dates and other names are no private data`() throws {
        let office = try village()
        for text in [
            "Mua 350.000.000 đồng xi măng", "350 000 000 đồng, từ 01/02/2026 - 28/02/2026", "Trần Văn Bình",
            "Nhà ông Nguyễn Văn An", "Xóm 1, 2, 3, 4, 5, 6, 7, 8, 9", "Theo Quyết định 15/2026, 16/2026",
        ] {
            let body =
                #"{"fund":1,"payee":"Cửa hàng","purpose":"\#(text)","amount":1000,"method":"bank"}"#
            let response = try office.post("/v1/expenditures", body, key: office.newKey())
            #expect(response.status == 201, "\(text) \(response.bodyText)")
        }
    }

    /// Tables of names that become public, each with one that names household 2.
    private static let tables: [String: [[String]]] = [
        "funds": [
            ["hamlet,name", "1,Quỹ cho Trần Thị Bình"],
            ["hamlet_name,commune,name", "Xóm 10,16702,Thắp sáng", "Xóm 10,16702,Quỹ cho Trần Thị Bình"],
        ],
        "hamlets": [["commune,name,type,valid_from", "16702,Xóm Trần Thị Bình,xom,2020-01-01"]],
        "parameters": [
            [
                "key,unit,valid_from,value,source",
                "threshold.rates,16702,2027-01-01,>=3/4,Theo bà Trần Thị Bình",
            ]
        ],
    ]

    @Test func `a table is refused for what its requests are`() throws {
        let kinds = ImportEndpointTests.tables.map(\.kind)
            .filter { kind in Self.members.contains { $0.endpoint == "POST /v1/\(kind)" } }
        #expect(Set(kinds) == Set(Self.tables.keys))
        for table in ImportEndpointTests.tables {
            for lines in Self.tables[table.kind] ?? [] {
                let office = try village()
                let refused = try office.importTable(table.kind, lines, as: table.bearer)
                let column = lines[0].split(separator: ",").contains("source") ? "source" : "name"
                #expect(refused.status == 422, "\(lines) \(refused.bodyText)")
                #expect(refused.errors == ["/rows/\(lines.count)/\(column) private-data"], "\(lines)")
            }
        }
    }

    private func request(_ purpose: String, fund: Int64, in office: Office) throws -> Response {
        let body =
            #"{"fund":\#(fund),"payee":"Cửa hàng","purpose":"\#(purpose)","amount":1000,"method":"bank"}"#
        return try office.post("/v1/expenditures", body, key: office.newKey())
    }

    @Test func `former heads and other hamlets of the commune are covered too`() throws {
        let office = try village()
        let change = #"{"on":"2026-11-10","head_name":"Cao Văn Tám"}"#
        try #require(try office.post("/v1/households/2/change", change, ifMatch: "*").status == 200)
        for name in ["Trần Thị Bình", "Cao Văn Tám"] {
            for fund in [1, 3] as [Int64] {
                let response = try request("Mai táng \(name), xóm 9", fund: fund, in: office)
                #expect(response.errors == ["/purpose private-data"], "\(name) \(fund)")
            }
        }
        // The tier is taken back: that it was recorded stays private.
        let cleared = #"{"on":"2026-11-20","tier":null}"#
        try #require(try office.post("/v1/households/2/change", cleared, ifMatch: "*").status == 200)
        #expect(try request("Giúp Cao Văn Tám", fund: 1, in: office).errors == ["/purpose private-data"])
        // It moves away, to another commune.
        let move = #"{"on":"2026-11-22"}"#
        try #require(try office.post("/v1/households/2/move", move, ifMatch: "*").status == 200)
        #expect(try request("Giúp Cao Văn Tám", fund: 3, in: office).errors == ["/purpose private-data"])
        #expect(try request("Giúp Phan Thị Đào", fund: 1, in: office).status == 201)
    }

    @Test func `a donor with a tier is named on the receipt as any other`() throws {
        let office = try village()
        let gift = try office.contribute(
            #"{"fund":1,"household":2,"method":"cash","amount":1000,"payer_name":"Trần Thị Bình"}"#)
        #expect(gift.status == 201)
    }
}

extension Office {
    /// Records the tier of a household from June on.
    func setTier(of household: Int64) throws {
        try set([("household.tiers", "Hộ nghèo; Hộ khác")])
        let tier = #"{"on":"2026-06-01","tier":"Hộ nghèo"}"#
        try #require(try post("/v1/households/\(household)/change", tier, ifMatch: "*").status == 200)
    }
}
