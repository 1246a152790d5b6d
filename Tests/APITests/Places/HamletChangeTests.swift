import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Hamlets that are split, renamed, reclassified or transferred to another commune.
@Suite struct HamletChangeTests {
    /// Hamlet 1 with 500,000 in cash of fund 1, 300,000 in the bank of fund 2 and pledge 1 of household 1; one day
    /// later.
    private func village() throws -> Office {
        let office = try Office.villageWithBooks()
        try #require(
            try office.contribute(#"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":300000}"#)
                .status
                == 201)
        office.clock.advance(days: 1)
        return office
    }

    private static let day = "2026-11-24"

    private func change(
        _ office: Office, _ path: String, _ members: String, on day: String = day, as bearer: Bearer = .clerk
    ) throws -> Response {
        try office.post(
            "/v1/" + path, #"{\#(members),\#(Office.order(day))}"#, as: bearer, key: office.newKey())
    }

    private func names(_ office: Office, _ query: String) throws -> [String] {
        try office.get("/v1/hamlets?" + query).items().compactMap { $0.text("/name") }
    }

    private func expectClean(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a split divides households, and every fund exactly`() throws {
        let office = try village()
        let split = try office.split(
            1,
            into: """
                {"name":"Xóm 9A","type":"xom"},{"name":"Xóm 9B","type":"xom","households":[1,3],
                "funds":[{"fund":1,"cash":200000},{"fund":2,"bank":100001}]}
                """, on: Self.day)
        #expect(split.status == 201 && split.integer("/transferred/cash") == 500_000)
        let lines = split.items("/funds")
            .map {
                "\($0.integer("/to_hamlet") ?? 0) \($0.integer("/cash") ?? -1) \($0.integer("/bank") ?? -1)"
            }
        #expect(lines == ["4 300000 0", "5 200000 0", "4 0 199999", "5 0 100001"])
        for (hamlet, households, cash, bank) in [
            (4, 2, 300_000, 199_999), (5, 2, 200_000, 100_001), (1, 0, 0, 0),
        ] {
            let summary = try office.get("/v1/hamlets/\(hamlet)/summary")
            #expect(summary.integer("/hamlet/households") == Int64(households))
            #expect(summary.integer("/balances/cash") == Int64(cash))
            #expect(summary.integer("/balances/bank") == Int64(bank))
        }
        // The pledge follows its household.
        #expect(try office.get("/v1/pledges/2").integer("/fund") == 5)
        #expect(try office.get("/v1/funds/5").integer("/hamlet") == 5)
        // A refund to household 1 is paid by its new hamlet; for a sponsor the fund is ambiguous.
        #expect(try office.refund(1, 1000, as: .clerk).integer("/hamlet") == 5)
        let unclear = try office.refund(2, 1000, as: .clerk)
        #expect(unclear.errors == ["/fund choice-unknown"])
        #expect(unclear.text("/errors/0/detail") == "có thể dùng: 7; 8")
        func named(_ fund: Int64) throws -> Response {
            try office.post(
                "/v1/contributions/2/refunds", #"{"amount":1000,"reason":"Nhầm","fund":\#(fund)}"#,
                key: office.newKey())
        }
        #expect(try named(7).integer("/hamlet") == 4)
        #expect(try named(4).errors == ["/fund reference-unknown"])
        try expectClean(office)
    }

    @Test func `an inconsistent split is refused`() throws {
        let office = try village()
        let a = #"{"name":"A","type":"xom"}"#
        let bad: [(String, String)] = [
            (a, "/into number-out-of-range"),
            (#"\#(a),{"name":"B","type":"xom"}"#, "/into remainder-ambiguous"),
            (
                #"{"name":"A","type":"xom","households":[2]},{"name":"B","type":"xom","households":[1]}"#,
                "/into remainder-ambiguous"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1,5]}"#,
                "/into/1/households/1 reference-unknown"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1,1]}"#,
                "/into/1/households/1 reference-unknown"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1]},{"name":"C","type":"xom","households":[1]}"#,
                "/into/2/households/0 reference-unknown"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"funds":[{"fund":1,"cash":500001}]}"#,
                "/into/1/funds/0/cash number-out-of-range"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"funds":[{"fund":1,"bank":1}]}"#,
                "/into/1/funds/0/bank number-out-of-range"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"funds":[{"fund":3,"cash":1}]}"#,
                "/into/1/funds/0/fund reference-unknown"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"funds":[{"fund":1,"cash":-1}]}"#,
                "/into/1/funds/0/cash number-out-of-range"
            ),
            (#"\#(a),{"name":"Xóm 10","type":"xom","households":[1]}"#, "/into/1/name already-exists"),
            (#"\#(a),{"name":"A","type":"xom","households":[1]}"#, "/into/1/name already-exists"),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"expenditures":[9]}"#,
                "/into/1/expenditures/0 reference-unknown"
            ),
            (
                #"\#(a),{"name":"B","type":"xom","households":[1],"models":[9]}"#,
                "/into/1/models/0 reference-unknown"
            ),
        ]
        for (parts, error) in bad {
            let response = try office.split(1, into: parts, on: Self.day)
            #expect(response.errors == [error], "\(parts) \(response.bodyText)")
        }
        #expect(try office.get("/v1/hamlets/1").integer("/version") == 1)
        #expect(try office.get("/v1/hamlets?unit=16702").items().count == 2)
    }

    @Test func `work in progress goes to the assigned part`() throws {
        let office = try village()
        let waiting = try #require(try office.request(10_000, as: .clerk).integer("/id"))
        let other = try #require(try office.request(20_000, as: .clerk).integer("/id"))
        for name in ["Đường hoa", "Nhà sạch"] {
            let body = #"{"hamlet":1,"name":"\#(name)","area":"economy","kind":"collective","year":2026}"#
            try #require(try office.post("/v1/models", body, as: Bearer(.frontOfficer)).status == 201)
        }
        let split = try office.split(
            1,
            into: """
                {"name":"B","type":"xom","households":[1],"expenditures":[\(waiting)],"models":[2]},
                {"name":"A","type":"xom"}
                """, on: Self.day)
        #expect(split.status == 201)
        #expect(try office.get("/v1/expenditures/\(waiting)").integer("/hamlet") == 4)
        #expect(try office.get("/v1/expenditures/\(other)").integer("/hamlet") == 5)
        #expect(try office.get("/v1/models/2").integer("/hamlet") == 4)
        #expect(try office.get("/v1/models/1").integer("/hamlet") == 5)
        try expectClean(office)
    }

    @Test func `a renamed hamlet keeps its id, its books and its old receipts`() throws {
        let office = try village()
        let renamed = try change(
            office, "hamlet-renames", #""commune":"16702","hamlet":1,"name":"Xóm Hòa Bình""#)
        #expect(renamed.status == 201 && renamed.text("/hamlets/0/predecessor_name") == "Xóm 9")
        #expect(renamed.text("/hamlets/0/successor_name") == "Xóm Hòa Bình")
        let gift = #"{"fund":1,"household":2,"method":"cash","amount":1000"#
        // A receipt recorded late, dated the day before.
        let before = try office.contribute(gift + #","received_on":"2026-11-23"}"#)
        #expect(before.text("/voucher/party_address") == "Xóm 9, Phường Vinh Phú")
        let today = try office.contribute(gift + "}")
        #expect(today.text("/voucher/party_address") == "Xóm Hòa Bình, Phường Vinh Phú")
        #expect(today.text("/voucher/number") == "PT-2026-0004")
        #expect(
            try office.get("/v1/contributions/1").text("/voucher/party_address") == "Xóm 9, Phường Vinh Phú")
        #expect(try names(office, "unit=16702") == ["Xóm Hòa Bình", "Xóm 10"])
        #expect(try names(office, "unit=16702&as_of=2026-11-23") == ["Xóm 9", "Xóm 10"])
        #expect(try names(office, "unit=16702&as_of=2026-11-24") == ["Xóm Hòa Bình", "Xóm 10"])
        #expect(try names(office, "unit=16702&as_of=2019-12-31") == [])
        let versions = try office.get("/v1/hamlets/1/history")
        #expect(versions.items("/history").compactMap { $0.text("/name") } == ["Xóm Hòa Bình", "Xóm 9"])
        #expect(
            versions.items("/history").compactMap { $0.text("/valid_from") } == ["2026-11-24", "2020-01-01"])
        try expectClean(office)
    }

    @Test func `a reclassified hamlet is named by its new type`() throws {
        let office = try village()
        let retyped = try change(
            office, "hamlet-reclassifications", #""commune":"16702","hamlet":1,"type":"khoi","name":"Khối 9""#
        )
        #expect(retyped.status == 201 && retyped.text("/hamlets/0/successor_type") == "khoi")
        let hamlet = try office.get("/v1/hamlets/1")
        #expect(hamlet.text("/type") == "khoi" && hamlet.text("/name") == "Khối 9")
        #expect(
            try office.get("/v1/hamlets/1/history").items("/history").compactMap { $0.text("/type") } == [
                "khoi", "xom",
            ])
        // The day before the reclassification, and a name that is in use.
        let again = try change(
            office, "hamlet-reclassifications", #""commune":"16702","hamlet":1,"type":"thon""#,
            on: "2026-11-23")
        #expect(again.errors == ["/effective_on date-out-of-range"])
        office.clock.advance(days: 1)
        let taken = try change(
            office, "hamlet-renames", #""commune":"16702","hamlet":1,"name":"Xóm 10""#, on: "2026-11-25")
        #expect(taken.errors == ["/name already-exists"])
        try expectClean(office)
    }

    @Test func `transferred hamlets are reported where they were at the time`() throws {
        let office = try village()
        let province = Bearer(.clerk, at: .province)
        let transferred = try change(
            office, "hamlet-transfers", #""commune":"17329","hamlets":[1,2]"#, as: province)
        #expect(transferred.status == 201 && transferred.items("/hamlets").count == 2)
        #expect(transferred.text("/hamlets/1/successor_commune") == "17329")
        #expect(try names(office, "unit=16702") == [])
        let list = try office.get("/v1/hamlets?unit=16702&as_of=2026-11-23", as: province)
        #expect(list.items().compactMap { $0.text("/name") } == ["Xóm 9", "Xóm 10"])
        #expect(list.text("/data/0/commune") == "16702")
        // The clerk of the old commune has lost access, the clerk of the new one has it.
        #expect(try office.get("/v1/hamlets/1").status == 404)
        #expect(try office.get("/v1/hamlets/1", as: Bearer(.clerk, at: .otherCommune)).status == 200)
        let gift = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":1000}"#, as: Bearer(.clerk, at: .otherCommune))
        #expect(gift.text("/voucher/party_address") == "Xóm 9, Xã Anh Sơn")
        try expectClean(office)
    }

    @Test func `a transfer requires a role in both communes, and no later records`() throws {
        let office = try village()
        let foreign = try change(office, "hamlet-transfers", #""commune":"17329","hamlets":[1]"#)
        #expect(foreign.errors == ["/commune reference-unknown"])
        let other = try change(
            office, "hamlet-transfers", #""commune":"17329","hamlets":[1]"#,
            as: Bearer(.clerk, at: .otherCommune))
        #expect(other.errors == ["/hamlets/0 reference-unknown"])
        let province = Bearer(.clerk, at: .province)
        let late = try change(
            office, "hamlet-transfers", #""commune":"17329","hamlets":[1]"#, on: "2026-11-23", as: province)
        #expect(
            Refused(late) == Refused(409, "records-after-effective-date")
                && late.json.items("/errors").count >= 2)
        let district = try change(office, "hamlet-transfers", #""commune":"40","hamlets":[1]"#, as: province)
        #expect(district.errors == ["/commune reference-unknown"])
        let taken = try change(
            office, "hamlet-transfers", #""commune":"16702","hamlets":[3]"#, as: province)
        #expect(taken.status == 201)
    }

    @Test func `a ward renamed under the same code is named as of the day`() throws {
        let office = try village()
        for (day, name) in [("2025-06-30", "Phường Nghi Phú"), ("2025-07-01", "Phường Vinh Phú")] {
            let gift = try office.contribute(
                #"{"fund":1,"household":2,"method":"cash","amount":1000,"received_on":"\#(day)"}"#)
            #expect(gift.text("/voucher/party_address") == "Xóm 9, \(name)")
            let hamlets = try office.get("/v1/hamlets?unit=16702&as_of=\(day)")
            #expect(hamlets.items().compactMap { $0.text("/commune_name") } == [name, name])
        }
        // At that time it was part of the city, which no longer exists.
        #expect(
            try office.get("/v1/public/hamlets?unit=412&as_of=2025-06-30").items().count == 2)
        #expect(try office.get("/v1/public/hamlets?unit=412&as_of=2025-07-01").items().count == 0)
    }

    @Test func `role assignments go to the part that lists them, or end`() throws {
        let office = try village()
        let (first, second) = (
            try office.secret(of: .head), try office.secret(of: Bearer(.auditor, at: .xom9))
        )
        let tokens = try office.get("/v1/tokens", as: .admin).items()
            .filter { $0.integer("/hamlet") == 1 && $0.text("/role") == "hamlet_head" }
        let head = try #require(tokens.first?.integer("/id"))
        let parts =
            #"{"name":"A","type":"xom"},{"name":"B","type":"xom","households":[1],"role_assignments":[\#(head)]}"#
        try #require(try office.split(1, into: parts, on: Self.day).status == 201)
        let fields = [("Authorization", "Bearer " + first)]
        #expect(try office.get("/v1/hamlets/5", as: nil, fields: fields).status == 200)
        #expect(try office.get("/v1/hamlets/4", as: nil, fields: fields).status == 404)
        #expect(try office.get("/v1/hamlets/1", as: nil, fields: fields).status == 200)
        for hamlet in [1, 4, 5] {
            let ended = try office.get(
                "/v1/hamlets/\(hamlet)", as: nil, fields: [("Authorization", "Bearer " + second)])
            #expect(Refused(ended) == Refused(401, "token-invalid"))
        }
        let foreign =
            #"{"name":"A","type":"xom"},{"name":"B","type":"xom","households":[5],"role_assignments":[1]}"#
        #expect(try office.split(2, into: foreign, on: Self.day).status == 422)
        try expectClean(office)
    }

    /// Sets the types of new hamlets that Decree 185/2026 knows, from 2026-05-26.
    private func setTypes(_ office: Office) throws {
        for (key, types) in [
            ("hamlet.types_commune", "thon; xom; lang; ap; ban; buon; bon; phum; soc"),
            ("hamlet.types_ward", "to_dan_pho; khu_pho; khoi_pho; khom; tieu_khu"),
        ] {
            let body =
                #"{"key":"\#(key)","unit":"40","valid_from":"2026-05-26","value":"\#(types)","source":"185/2026/NĐ-CP"}"#
            let set = try office.post("/v1/parameters", body, as: Bearer(.admin, at: .province))
            try #require(set.status == 201, "\(set.bodyText)")
        }
    }

    @Test func `a new hamlet has a type of its commune's class, on every way in`() throws {
        let office = try village()
        try setTypes(office)
        func record(_ commune: String, _ type: String, from day: String = "2026-06-01") throws -> Response {
            try office.post(
                "/v1/hamlets",
                #"{"commune":"\#(commune)","name":"\#(type) \#(day)","type":"\#(type)","valid_from":"\#(day)"}"#,
                as: Bearer(.clerk, at: .province))
        }
        // 16702 is a ward (phường), 17329 a rural commune (xã).
        for (commune, type, other) in [("16702", "khoi_pho", "lang"), ("17329", "lang", "khoi_pho")] {
            #expect(try record(commune, type).status == 201)
            #expect(try record(commune, other).errors == ["/type choice-unknown"])
            // Before the decree every type stands.
            #expect(try record(commune, other, from: "2026-05-25").status == 201)
        }
        #expect(try record("17329", "to_dan_pho").text("/code") == "choice-unknown")
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: Self.day).errors == ["/type choice-unknown"])
        let parts = #"{"name":"A","type":"to_dan_pho"},{"name":"B","type":"xom","households":[1]}"#
        #expect(try office.split(1, into: parts, on: Self.day).errors == ["/into/1/type choice-unknown"])
        let reclassified = #""commune":"16702","hamlet":1,"type":"thon""#
        #expect(
            try change(office, "hamlet-reclassifications", reclassified).errors == ["/type choice-unknown"])
    }

    @Test func `a hamlet from before the decree stands, which is noted`() throws {
        let office = try village()
        #expect(try office.get("/v1/hamlets/1/history").json.boolean("/type_fits_commune") == true)
        try setTypes(office)
        let history = try office.get("/v1/hamlets/1/history")
        #expect(history.json.boolean("/type_fits_commune") == false)
        #expect(history.text("/hamlet/type") == "xom" && history.text("/hamlet/class") == "thon")
        let renamed = try change(
            office, "hamlet-renames", #""commune":"16702","hamlet":1,"name":"Xóm Xanh""#)
        #expect(renamed.status == 201)
    }

    @Test func `a change without any effect is refused`() throws {
        let office = try village()
        for (path, members, error) in [
            ("hamlet-renames", #""commune":"16702","hamlet":1,"name":"Xóm 9""#, "/name"),
            ("hamlet-reclassifications", #""commune":"16702","hamlet":1,"type":"xom""#, "/type"),
            ("hamlet-transfers", #""commune":"16702","hamlets":[2]"#, "/commune"),
        ] {
            #expect(try change(office, path, members).errors == [error + " no-change"])
        }
        #expect(
            try change(
                office, "hamlet-transfers", #""commune":"17329","hamlets":[2,2]"#,
                as: Bearer(.clerk, at: .province)
            )
            .errors == ["/hamlets/1 already-exists"])
    }

    @Test func `a hamlet is transferred to another commune and merged there on the same day`() throws {
        let office = try village()
        let province = Bearer(.clerk, at: .province)
        try #require(
            try change(office, "hamlet-transfers", #""commune":"17329","hamlets":[1,2]"#, as: province).status
                == 201)
        let merged = try office.post(
            "/v1/hamlet-mergers",
            #"{"commune":"17329","hamlets":[{"hamlet":1},{"hamlet":2,"code_prefix":"B"},{"hamlet":3,"code_prefix":"C"}],"name":"Thôn Mới","type":"thon",\#(Office.order(Self.day))}"#,
            as: province, key: office.newKey())
        try #require(merged.status == 201, "\(merged.bodyText)")
        #expect(merged.integer("/transferred/cash") == 500_000)
        func names(_ unit: String, _ day: String) throws -> [String] {
            try office.get("/v1/hamlets?unit=\(unit)&as_of=\(day)", as: province).items()
                .compactMap { $0.text("/name") }
        }
        #expect(try names("16702", "2026-11-23") == ["Xóm 9", "Xóm 10"])
        #expect(try names("17329", "2026-11-23") == ["Thôn 1"])
        #expect(try names("16702", Self.day) == [])
        #expect(try names("17329", Self.day) == ["Thôn Mới"])
        try expectClean(office)
    }

    @Test func `after two renames on one day the first new name never applied`() throws {
        let office = try village()
        for name in ["Xóm Nhầm", "Xóm Đúng"] {
            let renamed = try change(
                office, "hamlet-renames", #""commune":"16702","hamlet":1,"name":"\#(name)""#)
            #expect(renamed.status == 201)
        }
        let versions = try office.get("/v1/hamlets/1/history").items("/history")
        #expect(versions.compactMap { $0.text("/name") } == ["Xóm Đúng", "Xóm 9"])
        try expectClean(office)
    }

    @Test func `a name is unique on each day, and found as of the day`() throws {
        let office = try village()
        func rename(_ hamlet: Int, _ name: String, on day: String) throws -> Response {
            try change(
                office, "hamlet-renames", #""commune":"16702","hamlet":\#(hamlet),"name":"\#(name)""#, on: day
            )
        }
        try #require(try rename(1, "Xóm Hoa", on: "2026-06-01").status == 201)
        #expect(try rename(2, "Xóm 9", on: "2026-05-01").errors == ["/name already-exists"])
        #expect(try rename(2, "Xóm 9", on: "2026-05-31").errors == ["/name already-exists"])
        let new = #"{"commune":"16702","name":"Xóm 9","type":"xom","valid_from":"2026-01-01"}"#
        #expect(try office.post("/v1/hamlets", new).errors == ["/name already-exists"])
        #expect(try rename(2, "Xóm 9", on: "2026-06-01").status == 201)
        for (day, query, found) in [
            ("2026-05-31", "xom+9", [1]), ("2026-06-01", "xom+9", [2]), ("2026-05-31", "hoa", []),
            ("2026-06-01", "hoa", [1]),
        ] as [(String, String, [Int64])] {
            let list = try office.get("/v1/hamlets?unit=16702&as_of=\(day)&q=\(query)")
            #expect(list.ids == found, "\(day) \(query)")
        }
    }
}
