import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Hamlets that merge, split and change: what is recorded about it, and what is refused.
@Suite struct ReorganisationEndpointTests {
    /// Hamlets 1 and 2 with money: 500,000 in cash on pledge 1, 300,000 in the bank, 70,000 in cash in hamlet 2; one
    /// day later.
    private func village() throws -> Office {
        let office = try Office.villageWithBooks()
        let gifts = [
            #"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":300000}"#,
            #"{"fund":3,"household":5,"method":"cash","amount":70000}"#,
        ]
        for gift in gifts { try #require(try office.contribute(gift).status == 201) }
        office.clock.advance(days: 1)
        return office
    }

    private static let day = "2026-11-24"

    private func balances(_ office: Office, _ hamlet: Int64) throws -> [Int64?] {
        let summary = try office.get("/v1/hamlets/\(hamlet)/summary")
        return [summary.integer("/balances/cash"), summary.integer("/balances/bank")]
    }

    private func isClean(_ office: Office) throws -> Bool {
        let errors = try office.read { tx in try tx.verification().discrepancies }
        #expect(errors == [])
        return errors == []
    }

    @Test func `a merger moves households, pledges and money, and reports what it moved`() throws {
        let office = try village()
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: Self.day)
        #expect(merged.status == 201 && merged.field("Location") == "/v1/reorganisations/1")
        #expect(merged.integer("/households") == 5 && merged.integer("/persons") == 16)
        #expect(merged.integer("/pledges") == 1 && merged.integer("/transferred/cash") == 570_000)
        #expect(merged.integer("/transferred/bank") == 300_000)
        let lines = merged.items("/funds")
            .map {
                "\($0.text("/from_name") ?? "") \($0.integer("/cash") ?? -1) \($0.integer("/bank") ?? -1)"
            }
        #expect(lines == ["Đường xóm 9 500000 0", "Nhà văn hóa 0 300000", "Đường xóm 10 70000 0"])
        #expect(try office.get("/v1/reorganisations/1").body == merged.body)
        #expect(try balances(office, 1) == [0, 0] && balances(office, 2) == [0, 0])
        #expect(try balances(office, 4) == [570_000, 300_000])
        let hamlet = try office.get("/v1/hamlets/4")
        #expect(hamlet.integer("/households") == 5 && hamlet.text("/valid_from") == Self.day)
        let codes = try office.get("/v1/households?hamlet=4").items().compactMap { $0.text("/code") }.sorted()
        #expect(codes == ["1-H001", "1-H002", "1-H003", "1-H004", "2-H001"])
        #expect(try isClean(office))
    }

    @Test func `a dry run reports the same and changes nothing`() throws {
        let office = try village()
        let before = office.store.changes.lastPosition
        let preview = try office.merge([1, 2], into: "Xóm Mới", on: Self.day, isDryRun: true)
        #expect(preview.status == 200 && preview.json.boolean("/dry_run") == true)
        #expect(office.store.changes.lastPosition == before)
        #expect(try office.get("/v1/hamlets/1").json.at("/valid_to") == .null)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: Self.day)
        #expect(merged.items("/funds") == preview.items("/body/funds"))
        for count in ["households", "persons", "pledges", "expenditures", "models", "role_assignments"] {
            #expect(merged.integer("/" + count) == preview.integer("/body/" + count), "\(count)")
        }
    }

    @Test func `a repeated merger has one effect`() throws {
        let office = try village()
        let body =
            #"{"commune":"16702","hamlets":[{"hamlet":1},{"hamlet":2,"code_prefix":"B"}],"name":"Xóm Mới","type":"xom",\#(Office.order(Self.day))}"#
        let key = office.newKey()
        let first = try office.post("/v1/hamlet-mergers", body, key: key)
        let second = try office.post("/v1/hamlet-mergers", body, key: key)
        #expect(first.status == 201 && second.body == first.body)
        #expect(second.field("Idempotency-Replayed") == "true")
        #expect(try office.get("/v1/hamlets?unit=16702").items().count == 1)
    }

    @Test func `the rest of a pledge becomes a pledge to the successor fund`() throws {
        let office = try village()
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: Self.day).status == 201)
        #expect(try office.get("/v1/pledges/1").text("/state") == "transferred")
        let rest = try office.get("/v1/pledges/2")
        #expect(rest.integer("/amount") == 1_500_000 && rest.text("/state") == "confirmed")
        #expect(rest.integer("/household") == 1 && rest.integer("/fund") == 5)
        #expect(rest.integer("/transferred_from") == 1 && rest.text("/pledged_on") == Self.day)
        let gift = try office.contribute(
            #"{"fund":5,"household":1,"pledge":2,"method":"cash","amount":1500000}"#)
        #expect(gift.status == 201 && gift.text("/voucher/number") == "PT-2026-0001")
        #expect(try office.get("/v1/pledges/2").text("/state") == "fulfilled")
        #expect(try isClean(office))
    }

    @Test func `a closed hamlet remains readable and accepts no writes`() throws {
        let office = try village()
        try #require(try office.request(10_000).status == 201)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: Self.day).status == 201)
        let old = try office.get("/v1/hamlets/1")
        #expect(old.text("/name") == "Xóm 9" && old.text("/valid_to") == "2026-11-23")
        #expect(old.json.items("/successors") == [.integer(4)])
        #expect(try office.get("/v1/public/hamlets/1").json.items("/successors") == [.integer(4)])
        #expect(try office.get("/v1/hamlets/1/contributions").items().count == 2)
        #expect(
            try office.get("/v1/contributions/1").text("/voucher/party_address") == "Xóm 9, Phường Vinh Phú")
        let writes: [(String, String)] = [
            ("/v1/contributions", #"{"fund":1,"household":1,"method":"cash","amount":1000}"#),
            ("/v1/pledges", #"{"fund":1,"household":1,"amount":1000}"#), ("/v1/pledges/1/waive", ""),
            ("/v1/funds", #"{"hamlet":1,"name":"Q"}"#),
            ("/v1/households", #"{"hamlet":1,"code":"X","head_name":"Y","persons":1}"#),
            ("/v1/hamlets/1/profiles", Office.profile(asOf: "2026-01-01")),
            ("/v1/decisions", Office.decision),
            ("/v1/consultations", Office.consultation(#""hamlet":1"#, matter: "a")),
            ("/v1/models", #"{"hamlet":1,"name":"A","area":"economy","kind":"collective","year":2026}"#),
            ("/v1/users/1/enrolment-codes", #"{"role":"hamlet_head","hamlet":1}"#),
        ]
        for (path, body) in writes {
            for bearer in [Bearer.clerk, .treasurer, .admin, Bearer(.frontOfficer)] {
                let response = try office.post(path, body, as: bearer, key: office.newKey(), ifMatch: "*")
                if response.code == "role-missing" { continue }
                #expect(Refused(response) == Refused(410, "closed"), "\(path) \(response.bodyText)")
                #expect(response.field("Link") == #"</v1/hamlets/4>; rel="successor-version""#)
                #expect(
                    response.text("/detail") == "Ngày cuối là 23/11/2026. Hãy ghi vào: Xóm Mới (thôn xóm 4).")
            }
        }
    }

    @Test func `work in progress moves along: expenditures, models, the roles that are named`() throws {
        let office = try village()
        let approved = try office.approved(50_000)
        let model = try office.post(
            "/v1/models",
            #"{"hamlet":1,"name":"Đường hoa","area":"economy","kind":"collective","year":2026}"#,
            as: Bearer(.frontOfficer, at: .xom9))
        try #require(model.status == 201)
        let head = try office.secret(of: .head)
        let officer = try office.secret(of: Bearer(.frontOfficer, at: .xom9))
        let tokens = try office.get("/v1/tokens", as: .admin).items()
        let number = try #require(
            tokens.first { $0.integer("/hamlet") == 1 && $0.text("/role") == "hamlet_head" }?.integer("/id"))
        let merged = try office.merge(
            [1, 2], into: "Xóm Mới", on: Self.day, more: #","role_assignments":[\#(number)]"#)
        #expect(merged.integer("/expenditures") == 1 && merged.integer("/models") == 1)
        #expect(merged.integer("/role_assignments") == 1)
        // A role that the decision does not name ends with its hamlet, and the journal says so.
        let ended = try office.get(
            "/v1/hamlets/1", as: nil, fields: [("Authorization", "Bearer " + officer)])
        #expect(Refused(ended) == Refused(401, "token-invalid"))
        let revoked = try office.get("/v1/tokens", as: .admin).items()
            .filter { $0.integer("/hamlet") == 1 && $0.text("/state") == "revoked" }
        #expect(!revoked.isEmpty)
        let paid = try office.take("pay", approved)
        #expect(
            paid.status == 200 && paid.integer("/hamlet") == 4
                && paid.text("/voucher/number") == "PC-2026-0001")
        #expect(try balances(office, 4) == [520_000, 300_000])
        #expect(try office.get("/v1/models/1").integer("/hamlet") == 4)
        // The head of the old hamlet is the head of the new one, and can still read the old records.
        for path in ["/v1/hamlets/4/summary", "/v1/hamlets/1/contributions", "/v1/contributions/1"] {
            let response = try office.get(
                path, as: nil, fields: [("Authorization", "Bearer " + head)])
            #expect(response.status == 200, "\(path)")
        }
        #expect(
            try office.get("/v1/hamlets/2", as: Bearer(.auditor, at: .hamlet(Hamlet.ID(4)))).status == 200)
        #expect(try isClean(office))
    }

    @Test func `a merger with vouchers after the effective date is refused and lists them`() throws {
        let office = try village()
        try #require(try office.take("pay", office.approved(20_000)).status == 200)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23")
        #expect(Refused(refused) == Refused(409, "records-after-effective-date"))
        let list = refused.json.items("/errors").compactMap { $0.text("/detail") }
        #expect(
            list == [
                "phiếu PT-2026-0001 (quyển 1), ngày 23/11/2026, 500.000 ₫",
                "phiếu PT-2026-0002 (quyển 1), ngày 23/11/2026, 300.000 ₫",
                "phiếu PC-2026-0001 (quyển 1), ngày 24/11/2026, 20.000 ₫",
                "phiếu PT-2026-0001 (quyển 1), ngày 23/11/2026, 70.000 ₫",
                "đăng ký đóng góp 1, ngày 23/11/2026",
            ])
        #expect(try office.get("/v1/hamlets/1").json.at("/valid_to") == .null)
        #expect(try office.get("/v1/hamlets?unit=16702").items().count == 2)
    }

    @Test func `a household changed after the effective date prevents a merger too`() throws {
        let office = try Office.village()
        try #require(
            try office.post("/v1/households/1/change", #"{"on":"2026-06-01","persons":3}"#, ifMatch: "*")
                .status == 200)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-06-01")
        #expect(Refused(refused) == Refused(409, "records-after-effective-date"))
        #expect(refused.text("/errors/0/detail") == "hộ 1")
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-06-02").status == 201)
        #expect(try office.get("/v1/households?hamlet=1&as_of=2026-06-01").items().count == 4)
        #expect(try office.get("/v1/households?hamlet=4&as_of=2026-06-02").items().count == 5)
        let states = try office.get("/v1/households/1/history").json.items("/states")
        #expect(states.compactMap { $0.text("/hamlet_name") } == ["Xóm Mới", "Xóm 9", "Xóm 9"])
    }

    @Test func `funds with the same name are merged, others are named as requested`() throws {
        let office = try village()
        let merged = try office.merge(
            [1, 2], into: "Xóm Mới", on: Self.day,
            more: #","funds":[{"fund":1,"name":"Quỹ đường"},{"fund":3,"name":"Quỹ đường"}]"#)
        #expect(
            merged.items("/funds").compactMap { $0.text("/to_name") } == [
                "Quỹ đường", "Nhà văn hóa", "Quỹ đường",
            ])
        let funds = try office.get("/v1/funds?hamlet=4")
        #expect(funds.items().compactMap { $0.text("/name") } == ["Quỹ đường", "Nhà văn hóa"])
        #expect(funds.integer("/data/0/balances/cash") == 570_000)
        for more in [#","funds":[{"fund":4,"name":"X"}]"#, #","funds":[{"fund":99,"name":"X"}]"#] {
            let response = try village().merge([1, 2], into: "Xóm Mới", on: Self.day, more: more)
            #expect(response.errors == ["/funds/0/fund reference-unknown"])
        }
    }

    @Test func `a receipt is refunded by the fund that now has the money`() throws {
        let office = try village()
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: Self.day).status == 201)
        let allowed = try office.refund(1, 100_000, as: .clerk)
        #expect(allowed.status == 201 && allowed.integer("/hamlet") == 4 && allowed.integer("/fund") == 5)
        let id = try #require(allowed.integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        #expect(try balances(office, 4) == [470_000, 300_000])
        #expect(try isClean(office))
    }

    @Test func `a merged hamlet is merged again, and every old id still responds`() throws {
        let office = try village()
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: Self.day).status == 201)
        office.clock.advance(days: 30)
        let other = #"{"commune":"16702","name":"Xóm 11","type":"xom","valid_from":"2020-01-01"}"#
        try #require(try office.post("/v1/hamlets", other).status == 201)
        let again = try office.merge([4, 5], into: "Xóm Lớn", on: "2026-12-24")
        #expect(again.status == 201 && again.integer("/transferred/cash") == 570_000)
        #expect(try balances(office, 6) == [570_000, 300_000])
        for (hamlet, successor) in [(1, 4), (2, 4), (4, 6), (5, 6)] {
            let old = try office.get("/v1/hamlets/\(hamlet)")
            #expect(old.json.items("/successors") == [.integer(Int64(successor))])
        }
        let versions = try office.get("/v1/hamlets/4/history")
        #expect(versions.json.items("/predecessors").compactMap { $0.integer("/id") } == [1, 2])
        #expect(versions.json.items("/successors").compactMap { $0.integer("/id") } == [6])
        #expect(
            try office.get("/v1/hamlets/4/reorganisations").items().compactMap { $0.integer("/id") } == [
                2, 1,
            ])
        let closed = try office.merge([1, 6], into: "Xóm Nữa", on: "2026-12-24")
        #expect(Refused(closed) == Refused(410, "closed"))
        #expect(try isClean(office))
    }

    @Test func `an inconsistent merger is refused and leaves no trace`() throws {
        let office = try village()
        let clash = try office.post(
            "/v1/hamlet-mergers",
            #"{"commune":"16702","hamlets":[{"hamlet":1},{"hamlet":2}],"name":"M","type":"xom",\#(Office.order(Self.day))}"#,
            key: office.newKey())
        #expect(
            Refused(clash) == Refused(409, "household-codes-conflict")
                && clash.text("/detail") == "1 mã: H001")
        #expect(try office.merge([1], into: "M", on: Self.day).errors == ["/hamlets number-out-of-range"])
        #expect(
            try office.merge([1, 1], into: "M", on: Self.day).errors == ["/hamlets/1/hamlet already-exists"])
        for other in [3, 99] as [Int64] {
            #expect(
                try office.merge([1, other], into: "M", on: Self.day).errors == [
                    "/hamlets/1/hamlet reference-unknown"
                ])
        }
        #expect(
            try office.merge([1, 2], into: "M", on: "2026-11-25").errors == [
                "/effective_on date-out-of-range"
            ])
        #expect(
            try office.merge([1, 2], into: "M", on: "2020-01-01").errors == [
                "/effective_on date-out-of-range"
            ])
        let late =
            #""decision_number":"1","decided_on":"2026-11-24","effective_on":"2026-11-23""#
        let body = #"{"commune":"16702","hamlet":1,"name":"X",\#(late)}"#
        #expect(
            try office.post("/v1/hamlet-renames", body, key: office.newKey()).errors == [
                "/decided_on date-out-of-range"
            ])
        for role in Role.allCases where role != .clerk && role != .admin {
            let response = try office.merge([1, 2], into: "M", on: Self.day, as: Bearer(role))
            #expect(Refused(response) == Refused(403, "role-missing"), "\(role)")
        }
        // A clerk of one hamlet must not reorganise the commune.
        let ofOne = try office.merge([1, 2], into: "M", on: Self.day, as: Bearer(.clerk, at: .xom9))
        #expect(ofOne.errors == ["/commune reference-unknown"])
        for hamlet in [1, 2] { #expect(try office.get("/v1/hamlets/\(hamlet)").integer("/version") == 1) }
        #expect(try office.get("/v1/reorganisations/1").status == 404)
    }

    @Test func `the name of an open hamlet is in use, that of a merged one is free`() throws {
        let office = try village()
        let other = #"{"commune":"16702","name":"Xóm 11","type":"xom","valid_from":"2020-01-01"}"#
        try #require(try office.post("/v1/hamlets", other).status == 201)
        #expect(try office.merge([1, 2], into: "Xóm 11", on: Self.day).errors == ["/name already-exists"])
        #expect(try office.merge([1, 2], into: "Xóm 9", on: Self.day).status == 201)
    }
}

/// The minutes, to be printed and signed.
@Suite struct TransferMinutesTests {
    @Test func `the minutes list each fund, cash and bank separately, in figures and in words`() throws {
        let office = try Office.villageWithBooks()
        let order = [("form.state_title", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("form.motto", "Độc lập")]
        try office.set(order + [("organ.commune", "Ủy ban nhân dân xã")])
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm <Mới>", on: "2026-11-24").status == 201)
        let page = try office.get("/v1/reorganisations/1/minutes", as: .auditor)
        #expect(page.status == 200 && page.field("Content-Type") == "text/html; charset=utf-8")
        let text = page.bodyText
        for words in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BIÊN BẢN BÀN GIAO QUỸ", "12/NQ-HĐND", "24/11/2026",
            "Xóm 9 → Xóm &lt;Mới&gt;, Phường Vinh Phú", "<td>Đường xóm 9</td>", "<td>500.000 ₫</td>",
            "Năm trăm nghìn đồng", "Số hộ: 5", "Ủy ban nhân dân phường",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("<Mới>"))
        #expect(
            try office.get("/v1/reorganisations/1/minutes", as: Bearer(.auditor, at: .otherCommune)).status
                == 404)
    }

    @Test func `without the configured names there are no minutes`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        #expect(
            try Refused(office.get("/v1/reorganisations/1/minutes")) == Refused(409, "parameter-missing"))
    }
}
