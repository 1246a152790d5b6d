import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// A commune that ended, or an organisation that was merged, hands its books over to its successor.
@Suite struct BookHandoverEndpointTests {
    static let body = """
        {"commune_unit":6,"successor":"17329","decision_number":"12/NQ-UBTVQH16","decided_on":"2026-10-01",
        "effective_on":"2026-11-01"}
        """

    func handOver(
        _ body: String = body, in office: Office, as bearer: Bearer = Bearer(.approver, at: .otherCommune)
    ) throws -> Response {
        try office.post("/v1/book-handovers", body, as: bearer, key: office.newKey())
    }

    /// Xã Cũ, unit 6 (code 17001), ended with October 2026; its successor is Xã Anh Sơn.
    ///
    /// Of its funds the one with id 5 holds 900,000 in the bank, that with id 6 nothing; expenditure 1 of fund 5 is
    /// requested. The successor has fund 7, with the name of fund 6, and 1000 in cash.
    func office(isSucceeded: Bool = true) throws -> Office {
        let office = try Office.village()
        try office.write { tx in
            let validity = try #require(
                Validity(from: LocalDate("2025-07-01"), to: LocalDate("2026-10-31")))
            _ = try tx.record(
                code: "17001", level: .commune, parent: "40", name: "Xã Cũ", validity: validity)
            let old = try #require(try tx.unitHistory("17001").first)
            try #require(old.id.number == 6)
            let new = try #require(try tx.unit("17329", on: tx.today))
            for (owner, name) in [
                (FundOwner.commune(old.id), "Hỗ trợ đường"), (.commune(old.id), "Quỹ Tết"),
                (.commune(new.id), "Quỹ tết"),
            ] {
                try tx.save(Fund(id: try tx.newID(), owner: owner, name: name, version: 1))
            }
        }
        if isSucceeded {
            let succession = try office.post(
                "/v1/unit-successions",
                #"{"predecessor":"17001","ended_on":"2026-10-31","successor":"17329"}"#,
                as: Bearer(.admin, at: .province))
            try #require(succession.status == 201, "\(succession.bodyText)")
        }
        for (fund, method, amount, day) in [
            (5, "bank", 900_000, "2026-10-20"), (7, "cash", 1000, "2026-11-20"),
        ] {
            let gift = try office.contribute(
                """
                {"fund":\(fund),"sponsor_name":"UBND tỉnh","sponsor_kind":"state","sponsor_level":"province",
                "method":"\(method)","amount":\(amount),"received_on":"\(day)"}
                """, as: Bearer(.clerk, at: .province))
            try #require(gift.status == 201, "\(gift.bodyText)")
        }
        let asked = try office.request(1000, method: "bank", fund: 5, as: Bearer(.clerk, at: .province))
        try #require(asked.integer("/id") == 1, "\(asked.bodyText)")
        return office
    }

    @Test func `a payment of several lines goes along whole`() throws {
        let office = try office()
        let body = """
            {"payee":"Cửa hàng","method":"bank","lines":[{"fund":6,"purpose":"Quà Tết","amount":1000},
            {"fund":5,"purpose":"Xi măng","amount":2000}]}
            """
        let asked = try office.post(
            "/v1/payments", body, as: Bearer(.clerk, at: .province), key: office.newKey())
        try #require(asked.integer("/id") == 2, "\(asked.bodyText)")
        #expect(try handOver(in: office).integer("/expenditures") == 3)
        let moved = try office.get("/v1/payments/3", as: Bearer(.clerk, at: .otherCommune))
        #expect(moved.items("/lines").map { $0.integer("/fund") } == [7, 8], "\(moved.bodyText)")
        let checked = try office.take(
            "check", 2, of: "payments", as: Bearer(.accountant, at: .otherCommune))
        #expect(checked.status == 200, "\(checked.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `the successor takes over funds, balances and unpaid expenditures`() throws {
        let office = try office()
        let done = try handOver(in: office)
        #expect(done.status == 201 && done.field("Location") == "/v1/book-handovers/1", "\(done.bodyText)")
        #expect(done.text("/name") == "Xã Cũ" && done.text("/successor_name") == "Xã Anh Sơn")
        #expect(done.integer("/transferred/bank") == 900_000 && done.integer("/expenditures") == 1)
        // The second goes to the fund that the successor has, however its name is spelt.
        #expect(done.items("/funds").map { $0.integer("/to") } == [8, 7])
        let funds = try office.get("/v1/funds?commune=17329", as: Bearer(.clerk, at: .otherCommune))
        #expect(funds.items().map { $0.integer("/balances/bank") } == [0, 900_000])
        #expect(funds.items().map { $0.text("/name") } == ["Quỹ tết", "Hỗ trợ đường"])
        let moved = try office.get("/v1/expenditures/1", as: Bearer(.clerk, at: .otherCommune))
        #expect(moved.integer("/fund") == 8, "\(moved.bodyText)")
        for step in ["check", "approve", "pay"] {
            let role: Role = step == "check" ? .accountant : step == "approve" ? .approver : .treasurer
            let taken = try office.take(step, 1, as: Bearer(role, at: .otherCommune))
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        #expect(
            try office.get("/v1/book-handovers?commune=17329", as: Bearer(.clerk, at: .otherCommune)).ids == [
                1
            ])
        #expect(
            try office.get("/v1/book-handovers?commune_unit=6", as: Bearer(.clerk, at: .province)).ids == [1])
        #expect(try office.isClean)
    }

    @Test func `the old books stay, are read by the successor, and take nothing more`() throws {
        let office = try office()
        let october = "&from=2026-10-01&to=2026-10-31"
        let before = try office.get("/v1/public/statement?commune_unit=6" + october, as: nil)
        #expect(before.integer("/closing/bank") == 900_000)
        let officer = Bearer(.clerk, at: .otherCommune)
        #expect(try office.get("/v1/funds?commune_unit=6", as: officer).status == 404)
        try #require(try handOver(in: office).status == 201)
        #expect(try office.get("/v1/public/statement?commune_unit=6" + october, as: nil).body == before.body)
        let november = try office.get(
            "/v1/public/statement?commune_unit=6&from=2026-11-01&to=2026-11-30", as: nil)
        #expect(november.integer("/closing/bank") == 0 && november.text("/spent/0/kind") == "handover")
        #expect(try office.get("/v1/funds?commune_unit=6", as: officer).ids == [5, 6])
        #expect(try office.get("/v1/contributions?commune_unit=6", as: officer).ids == [1])
        let receipt = #"{"fund":5,"sponsor_name":"A","method":"cash","amount":1,"received_on":"2026-10-31"}"#
        let void = try office.post(
            "/v1/contributions/1/void", #"{"reason":"Sai"}"#, as: Bearer(.treasurer, at: .otherCommune),
            key: office.newKey(), ifMatch: "*")
        for refused in [
            try office.contribute(receipt, as: officer), void,
            try office.enter(
                #""fund":5,"kind":"interest","amount":1,"on":"2026-10-31""#,
                as: Bearer(.accountant, at: .otherCommune)),
        ] {
            #expect(Refused(refused) == Refused(410, "closed"), "\(refused.bodyText)")
            #expect(refused.field("Link")?.contains("/v1/units/17329") == true)
        }
        #expect(
            try office.contribute(receipt, as: officer).text("/detail")?.contains("Xã Anh Sơn") == true)
        // What the old commune received wrongly is given back by who has its money.
        let refund = try office.post(
            "/v1/contributions/1/refunds", #"{"amount":1000,"reason":"Nộp thừa"}"#, as: officer,
            key: office.newKey())
        #expect(refund.status == 201 && refund.integer("/fund") == 8, "\(refund.bodyText)")
        #expect(Refused(try handOver(in: office)) == Refused(410, "closed"))
        #expect(try office.isClean)
    }

    @Test func `reports show the money by the boundaries of the time and of today`() throws {
        let office = try office()
        let year = "&from=2026-01-01&to=2026-12-31&by=commune"
        func received(_ unit: String, _ boundaries: String) throws -> Int64? {
            let report = try office.get(
                "/v1/public/reports/money?unit=\(unit)\(year)&boundaries=\(boundaries)", as: nil)
            return report.integer("/total/received")
        }
        func held(_ unit: String, _ boundaries: String) throws -> [Int64?] {
            let report = try office.get(
                "/v1/public/reports/money?unit=\(unit)\(year)&boundaries=\(boundaries)", as: nil)
            return [report.integer("/total/balances/bank"), report.integer("/total/balances/cash")]
        }
        let province = try held("40", "historical")
        try #require(try handOver(in: office).status == 201)
        #expect(try held("40", "historical") == province && held("40", "current") == province)
        #expect(try received("17329", "historical") == 1000)
        #expect(try received("17329", "current") == 901_000)
        #expect(try held("17329", "current") == held("17329", "historical"))
        #expect(try office.isClean)
    }

    @Test(arguments: [
        (#""commune_unit":6"#, #""commune_unit":5"#, 422, "/commune_unit reference-unknown"),
        (#""commune_unit":6"#, #""commune_unit":99"#, 422, "/commune_unit reference-unknown"),
        (#""successor":"17329""#, #""successor":"16702""#, 422, "/successor reference-unknown"),
        (#""successor":"17329""#, #""successor_organisation":2"#, 422, "/successor input-invalid"),
        (
            #""effective_on":"2026-11-01""#, #""effective_on":"2026-10-31""#, 422,
            "/effective_on date-out-of-range"
        ),
        (#""decided_on":"2026-10-01""#, #""decided_on":"2026-11-02""#, 422, "/decided_on date-out-of-range"),
        (#""commune_unit":6"#, #""commune_unit":6,"organisation":1"#, 422, "/commune_unit owner-ambiguous"),
        (
            #""commune_unit":6"#, #""commune_unit":6,"funds":[{"fund":1,"name":"A"}]"#, 422,
            "/funds/0/fund reference-unknown"
        ),
        (
            #""commune_unit":6"#,
            #""commune_unit":6,"funds":[{"fund":5,"name":"A"},{"fund":5,"name":"B"}]"#, 409,
            "/funds/1/fund already-exists"
        ),
    ]) func `a wrong hand-over is refused whole`(
        _ member: String, _ other: String, _ status: Int, _ error: String
    ) throws {
        let office = try office()
        // Its token is recorded when it is issued.
        _ = try office.secret(of: Bearer(.approver, at: .otherCommune))
        let position = office.lastPosition
        let refused = try handOver(Self.body.replacing(member, with: other), in: office)
        #expect(refused.status == status && refused.errors.contains(error), "\(refused.bodyText)")
        #expect(office.lastPosition == position)
    }

    @Test func `only a successor on record takes over, by its approver`() throws {
        let office = try office(isSucceeded: false)
        let unknown = try handOver(in: office)
        #expect(unknown.status == 422 && unknown.errors.first?.hasPrefix("/successor") == true)
        for role in [Role.clerk, .accountant, .treasurer, .admin] {
            let refused = try handOver(in: office, as: Bearer(role, at: .otherCommune))
            #expect(Refused(refused) == Refused(403, "role-missing"))
        }
        let elsewhere = try handOver(in: office, as: .approver)
        #expect(elsewhere.errors == ["/successor reference-unknown"])
    }

    @Test func `a fund that collects for others is left behind, and takes nothing over`() throws {
        let office = try office()
        try office.write { tx in
            for (owner, name) in [
                (try tx.existing(Fund.ID(5)).owner, "Thu hộ"),
                (try tx.existing(Fund.ID(7)).owner, "Hỗ trợ đường"),
            ] {
                let others = Fund.PassThrough(beneficiary: "Quỹ tỉnh", basis: "Nghị định 78/2021/NĐ-CP")
                try tx.save(
                    Fund(id: try tx.newID(), owner: owner, name: name, passThrough: others, version: 1))
            }
        }
        // The successor's fund with the name of fund 5 is for money of others.
        let refused = try handOver(in: office)
        #expect(Refused(refused) == Refused(409, "already-exists"), "\(refused.bodyText)")
        let names = #""funds":[{"fund":5,"name":"Đường xã"}]"#
        let body = Self.body.replacing(#""successor":"17329""#, with: #""successor":"17329",\#(names)"#)
        let done = try handOver(body, in: office)
        #expect(done.items("/funds").compactMap { $0.integer("/from") } == [5, 6], "\(done.bodyText)")
        #expect(try office.isClean)
    }

    @Test func `funds are named anew, and two become one`() throws {
        let office = try office()
        let names = #""funds":[{"fund":5,"name":"Quỹ chung"},{"fund":6,"name":"quỹ  CHUNG"}]"#
        let body = Self.body.replacing(#""successor":"17329""#, with: #""successor":"17329",\#(names)"#)
        let done = try handOver(body, in: office)
        #expect(done.items("/funds").map { $0.integer("/to") } == [8, 8], "\(done.bodyText)")
        #expect(done.text("/funds/0/to_name") == "Quỹ chung")
        #expect(try office.isClean)
    }

    @Test func `a closed month of either takes no hand-over`() throws {
        let office = try office()
        office.clock.advance(days: 10)
        // Whoever counts has a role there.
        _ = try office.secret(of: Bearer(.treasurer, at: .otherCommune))
        let count = try office.recordCount(
            1000, fund: 7, on: "2026-11-30", by: "[2,4]", as: Bearer(.clerk, at: .otherCommune))
        try #require(count.status == 201, "\(count.bodyText)")
        let confirmed = try office.take("confirm", ofCount: 1, as: Bearer(.treasurer, at: .otherCommune))
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
        let taken = try office.recordMonth(
            "2026-11", of: #""commune":"17329""#, as: Bearer(.accountant, at: .otherCommune))
        let id = try #require(taken.integer("/id"), "\(taken.bodyText)")
        for (step, role) in [("submit", Role.accountant), ("close", .approver)] {
            let closed = try office.take(step, ofMonth: id, as: Bearer(role, at: .otherCommune))
            try #require(closed.status == 200, "\(closed.bodyText)")
        }
        let refused = try handOver(in: office)
        #expect(
            refused.status == 409 && refused.errors == ["/effective_on period-closed"], "\(refused.bodyText)")
        #expect(try office.isClean)
    }

    /// Two organisations of a commune become one: the second takes over.
    private func unions() throws -> (office: Office, body: String) {
        let office = try Office.village()
        try office.write { tx in
            for name in ["Chi hội 1", "Chi hội 2"] {
                let union = Organisation(
                    id: try tx.newID(), name: name, kind: .womensUnion, unit: "16702", version: 1)
                try tx.save(union)
            }
            try tx.save(
                Fund(id: try tx.newID(), owner: .organisation(Identifier(3)), name: "Phế liệu", version: 1))
        }
        let gift = try office.contribute(
            #"{"fund":5,"sponsor_name":"Bán","method":"cash","amount":5000,"received_on":"2026-11-10"}"#)
        try #require(gift.status == 201, "\(gift.bodyText)")
        let body = """
            {"organisation":3,"successor_organisation":4,"decision_number":"3/QĐ","decided_on":"2026-11-01",
            "effective_on":"2026-11-15"}
            """
        return (office, body)
    }

    @Test func `an organisation hands over to another one of its place`() throws {
        let (office, body) = try unions()
        let done = try handOver(body, in: office, as: .approver)
        #expect(done.status == 201 && done.integer("/transferred/cash") == 5000, "\(done.bodyText)")
        #expect(
            try office.get("/v1/public/funds?organisation=4", as: nil).items()
                .map { $0.integer("/balances/cash") } == [5000])
        for refused in [
            try office.contribute(#"{"fund":5,"sponsor_name":"Bán","method":"cash","amount":5}"#),
            try office.post("/v1/funds", #"{"organisation":3,"name":"Khác"}"#, as: .accountant),
            try office.recordMonth("2026-10", of: #""organisation":3"#),
            try office.post("/v1/voucher-books", #"{"organisation":3,"name":"Q2"}"#, as: .accountant),
        ] {
            #expect(Refused(refused) == Refused(410, "closed"), "\(refused.bodyText)")
            #expect(refused.bodyText.contains("Chi hội 2"))
        }
        let back = body.replacing(
            #""organisation":3,"successor_organisation":4"#,
            with: #""organisation":4,"successor_organisation":3"#)
        #expect(Refused(try handOver(back, in: office, as: .approver)) == Refused(410, "closed"))
        #expect(try office.isClean)
    }

    @Test func `nothing of the old books is dated on or after the day`() throws {
        let (office, body) = try unions()
        let late = #"{"fund":5,"sponsor_name":"Bán","method":"cash","amount":5,"received_on":"2026-11-15"}"#
        try #require(try office.contribute(late).status == 201)
        let refused = try handOver(body, in: office, as: .approver)
        #expect(Refused(refused) == Refused(409, "records-after-effective-date"))
        #expect(refused.bodyText.contains("PT-2026-0002"))
        #expect(try office.void(2).status == 200)
        #expect(try handOver(body, in: office, as: .approver).status == 201)
        #expect(try office.isClean)
    }

    @Test func `an organisation elsewhere is not known, and none succeeds itself`() throws {
        let (office, body) = try unions()
        for other in [#""organisation":2"#, #""organisation":4"#, #""organisation":99"#] {
            let refused = try handOver(
                body.replacing(#""organisation":3"#, with: other), in: office, as: .approver)
            #expect(refused.errors == ["/organisation reference-unknown"], "\(refused.bodyText)")
        }
    }
}
