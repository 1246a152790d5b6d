import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct DecisionEndpointTests {
    /// A hamlet of 315 households, as in the article.
    private static func hamlet9() throws -> Office {
        let office = try Office.villageWithParameters()
        _ = try office.store.writer.write(actor: nil) { tx in
            for number in 5...315 {
                let household = Household(
                    id: try tx.newID(), hamlet: Identifier(1), code: "N\(number)",
                    headName: "Hộ \(number)",
                    personsCount: 3, version: 1)
                try tx.save(household, replacing: nil)
            }
        }
        return office
    }

    @Test func `a decision goes from draft to sent minutes`() throws {
        let office = try Office.villageWithParameters()
        let draft = try office.post("/v1/decisions", Office.decision)
        #expect(draft.status == 201)
        #expect(draft.field("Location") == "/v1/decisions/1")
        #expect(draft.json.text("/state") == "draft")
        #expect(draft.json.at("/items/0/for") == .null)

        let held = try office.take("record-votes", on: 1, Office.result(3, against: 1))
        #expect(held.status == 200)
        #expect(held.json.text("/state") == "voted")
        #expect(held.json.integer("/households") == 4)
        #expect(held.json.integer("/represented") == 4)
        #expect(held.json.integer("/not_represented") == 0)
        #expect(held.json.at("/items/0/outcome") == .null)

        let concluded = try office.take("conclude", on: 1)
        #expect(concluded.json.text("/state") == "passed")
        #expect(concluded.json.text("/items/0/outcome") == "passed")
        #expect(concluded.json.text("/items/0/threshold") == ">=2/3")
        #expect(concluded.json.integer("/items/0/needed") == 3)

        let sent = try office.take("send", on: 1, Office.sending)
        #expect(sent.json.text("/state") == "sent")
        #expect(sent.json.text("/sent_to_front_on") == "2026-11-22")
        #expect(try office.get("/v1/decisions/1").json == sent.json)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [(210, "passed"), (209, "failed")])
    func `the threshold applies to all 315 households, not to those present`(
        inFavour: Int, outcome: String
    ) throws {
        let office = try Self.hamlet9()
        let id = try office.newDecision(.voted, result: Office.result(inFavour))
        let concluded = try office.take("conclude", on: id)
        #expect(concluded.json.integer("/households") == 315)
        #expect(concluded.json.text("/state") == outcome)
        #expect(concluded.json.text("/items/0/outcome") == outcome)
        #expect(concluded.json.integer("/items/0/needed") == 210)
    }

    @Test func `the number of households is fixed when the votes are recorded, and compared again`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.voted)
        let household = #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4}"#
        #expect(try office.post("/v1/households", household, as: .admin).status == 201)
        let refused = try office.take("conclude", on: id)
        #expect(Refused(refused) == Refused(409, "households-changed"))
        #expect(
            refused.text("/detail")
                == "Quyết định 1 ghi 4 hộ; ngày 20/11/2026 nay có 5 hộ trong sổ. Ghi lại kết quả biểu quyết "
                + "(người thực hiện: trưởng thôn/tổ trưởng hoặc cán bộ văn phòng): POST /v1/decisions/1/record-votes."
        )
        // When votes are recorded again, households are counted again, and what stood before is kept.
        let again = try office.take("record-votes", on: id, Office.result(4))
        #expect(again.integer("/households") == 5 && again.integer("/recordings") == 2)
        #expect(again.integer("/earlier_recordings/0/households") == 4)
        #expect(again.integer("/earlier_recordings/0/results/0/for") == 3)
        #expect(try office.take("conclude", on: id).text("/state") == "passed")
        #expect(try office.get("/v1/public/decisions/\(id)", as: nil).integer("/recordings") == 2)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a commune's decision counts the households of its hamlets`() throws {
        let office = try Office.villageWithParameters()
        let body =
            #"{"commune":"16702","title":"Quy ước","items":[{"matter":"by_law","text":"Giữ gìn vệ sinh"}]}"#
        let id = try office.newDecision(.voted, body, result: Office.result(2, against: 3))
        let concluded = try office.take("conclude", on: id)
        #expect(concluded.json.integer("/households") == 5)
        #expect(concluded.json.text("/commune") == "16702")
        #expect(concluded.json.integer("/items/0/needed") == 3)
        #expect(concluded.json.text("/state") == "failed")
    }

    @Test func `the threshold in force on the decision's date applies`() throws {
        let office = try Office.villageWithParameters()
        let later =
            #"{"key":"threshold.rates","unit":"40","valid_from":"2026-11-21","value":">=1/1","source":"NQ"}"#
        #expect(try office.post("/v1/parameters", later, as: Bearer(.admin, at: .province)).status == 201)
        let before = try office.newDecision(.voted, result: Office.result(3, heldOn: "2026-11-20"))
        #expect(try office.take("conclude", on: before).json.text("/state") == "passed")
        let after = try office.newDecision(.voted, result: Office.result(3, heldOn: "2026-11-21"))
        #expect(try office.take("conclude", on: after).json.text("/state") == "failed")
    }

    @Test func `a passed decision supersedes the one it amends`() throws {
        let office = try Office.villageWithParameters()
        let old = try office.newDecision(.sent)
        let body =
            #"{"hamlet":1,"title":"Mức mới","amends":\#(old),"items":[{"matter":"rates","text":"Mỗi hộ góp 900.000 đồng"}]}"#
        let failed = try office.newDecision(.voted, body, result: Office.result(1, against: 3))
        #expect(try office.take("conclude", on: failed).json.text("/state") == "failed")
        #expect(try office.get("/v1/decisions/\(old)").json.text("/state") == "sent")

        let new = try office.newDecision(.voted, body)
        #expect(try office.take("conclude", on: new).json.integer("/amends") == old)
        let superseded = try office.get("/v1/decisions/\(old)").json
        #expect(superseded.text("/state") == "superseded")
        #expect(superseded.integer("/superseded_by") == new)
        #expect(superseded.text("/sent_to_front_on") == "2026-11-22")

        // Another draft that amends the same decision comes too late.
        let late = try office.post("/v1/decisions", body)
        #expect(Refused(late) == Refused(409, "frozen"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `of two that amend one decision, the second supersedes the first`() throws {
        let office = try Office.villageWithParameters()
        let old = try office.newDecision(.passed)
        let body =
            #"{"hamlet":1,"title":"Mới","amends":\#(old),"items":[{"matter":"rates","text":"Mức khác"}]}"#
        let (first, second) = (try office.newDecision(.voted, body), try office.newDecision(.voted, body))
        #expect(try office.take("conclude", on: first).status == 200)
        #expect(try office.take("conclude", on: second).json.text("/state") == "passed")
        #expect(try office.get("/v1/decisions/\(old)").json.integer("/superseded_by") == first)
        #expect(try office.get("/v1/decisions/\(first)").json.integer("/superseded_by") == second)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        #"{"initiative_consents":null}"#, #"{"initiative_first_on":null}"#,
        #"{"initiative_consents":null,"initiative_first_on":"2026-11-02"}"#, #"{"items":[]}"#,
    ]) func `an update cannot leave half an initiative or no items`(_ body: String) throws {
        let office = try Office.villageWithParameters()
        let draft =
            Office.decision.dropLast() + #","initiative_consents":4,"initiative_first_on":"2026-11-01"}"#
        let id = try office.newDecision(.draft, String(draft))
        let before = try office.get("/v1/decisions/\(id)").json
        #expect(try office.patch("/v1/decisions/\(id)", body).status == 422)
        #expect(try office.get("/v1/decisions/\(id)").json == before)
    }

    @Test func `a draft is updated by a merge patch`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.draft)
        let body = """
            {"title":"Đường và mương","initiative_consents":40,"initiative_first_on":"2026-11-01",
            "items":[{"matter":"rates","text":"Mức góp"},{"matter":"exemptions","text":"Miễn hộ nghèo"}]}
            """
        let edited = try office.patch("/v1/decisions/\(id)", body)
        #expect(edited.status == 200)
        #expect(edited.json.items("/items").count == 2)
        #expect(edited.json.integer("/initiative_consents") == 40)
        let cleared = try office.patch(
            "/v1/decisions/\(id)", #"{"initiative_consents":null,"initiative_first_on":null}"#)
        #expect(cleared.json.at("/initiative_consents") == .null)
        #expect(cleared.json.text("/title") == "Đường và mương")
        #expect(cleared.json.items("/items").count == 2)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `results can be corrected until the conclusion`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.voted, result: Office.result(2, against: 2))
        let ballot = #", "board":["An","Bình","Cúc"],"witnesses":["Dung","Em"]"#
        let body = Office.result(4, others: ballot)
            .replacing("show_of_hands", with: "secret_ballot")
        let corrected = try office.take("record-votes", on: id, body)
        #expect(corrected.json.items("/board").compactMap { $0.text("/name") } == ["An", "Bình", "Cúc"])
        #expect(corrected.json.integer("/items/0/for") == 4)
        let again = try office.take("record-votes", on: id, Office.result(4))
        #expect(again.json.items("/board") == [])
        #expect(try office.take("conclude", on: id).json.text("/state") == "passed")
        #expect(Refused(try office.take("record-votes", on: id, body)) == Refused(409, "invalid-transition"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `lists contain one scope, newest first, filtered by state`() throws {
        let office = try Office.villageWithParameters()
        for state in [Decision.State.draft, .passed, .draft] { _ = try office.newDecision(state) }
        let all = try office.get("/v1/decisions?hamlet=1&limit=2")
        #expect(all.json.items("/data").compactMap { $0.integer("/id") } == [3, 2])
        let cursor = try #require(all.json.text("/page/next_cursor"))
        let rest = try office.get("/v1/decisions?hamlet=1&limit=2&cursor=\(cursor)")
        #expect(rest.json.items("/data").compactMap { $0.integer("/id") } == [1])
        let drafts = try office.get("/v1/decisions?hamlet=1&state=draft")
        #expect(drafts.json.items("/data").compactMap { $0.integer("/id") } == [3, 1])
        #expect(try office.get("/v1/decisions?hamlet=2").json.items("/data") == [])
        #expect(try office.get("/v1/decisions?commune=16702").json.items("/data") == [])
    }

    @Test func `concluded decisions are public, without persons`() throws {
        let office = try Office.villageWithParameters()
        for state in [Decision.State.draft, .voted, .passed] { _ = try office.newDecision(state) }
        let list = try office.get("/v1/public/decisions?hamlet=1", as: nil)
        #expect(list.json.items("/data").compactMap { $0.integer("/id") } == [3])
        #expect(!list.bodyText.contains("Nguyễn Văn An"))
        let one = try office.get("/v1/public/decisions/3", as: nil)
        #expect(one.json.integer("/items/0/for") == 3)
        #expect(
            one.json.allNames.isDisjoint(with: ["chair", "secretary", "board", "witnesses", "recorded_by"]))
        for hidden in [1, 2] {
            let response = try office.get("/v1/public/decisions/\(hidden)", as: nil)
            #expect(Refused(response) == Refused(404, "not-found"))
        }
    }

    @Test func `the size and votes of 1 or 2 households are suppressed`() throws {
        let office = try Office.villageWithParameters()
        let byLaw = Office.decision.replacing("rates", with: "by_law")
        let body = byLaw.replacing(#""hamlet":1"#, with: #""hamlet":2"#)
        let id = try office.newDecision(.passed, body, result: Office.result(1))
        let response = try office.get("/v1/public/decisions/\(id)", as: nil).json
        for member in ["households", "represented", "not_represented", "items/0/for", "items/0/needed"] {
            #expect(response.at("/" + member) == .null, "\(member)")
        }
        #expect(response.text("/items/0/outcome") == "passed")
        #expect(try office.get("/v1/decisions/\(id)").json.integer("/items/0/for") == 1)
        // One of four was present and is easily identified.
        let few = try office.newDecision(.passed, byLaw, result: Office.result(1))
        let shown = try office.get("/v1/public/decisions/\(few)", as: nil).json
        #expect(shown.at("/represented") == .null && shown.at("/items/0/for") == .null)
    }

    @Test func `everyone sees with how many votes money is collected`() throws {
        let office = try Office.villageWithParameters()
        let body = Office.decision.replacing(#""hamlet":1"#, with: #""hamlet":2"#)
        let id = try office.newDecision(.passed, body, result: Office.result(1))
        let shown = try office.get("/v1/public/decisions/\(id)", as: nil)
        #expect(shown.integer("/households") == 1 && shown.integer("/represented") == 1)
        #expect(shown.integer("/items/0/for") == 1 && shown.integer("/items/0/needed") == 1)
    }

    @Test func `a repeated conclusion is replayed`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.voted)
        let key = office.newKey()
        let path = "/v1/decisions/\(id)/conclude"
        let first = try office.post(path, as: .approver, key: key, ifMatch: "*")
        let again = try office.post(path, as: .approver, key: key, ifMatch: "*")
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.body == first.body)
    }
}

@Suite struct MinutesTests {
    @Test func `the minutes have all fields of the form`() throws {
        let office = try Office.villageWithParameters()
        let ballot = #", "board":["Kiểm Một","Kiểm Hai","Kiểm Ba"],"witnesses":["Chứng Một","Chứng Hai"]"#
        let result = Office.result(3, against: 1, others: ballot)
            .replacing("show_of_hands", with: "secret_ballot")
        let id = try office.newDecision(.sent, result: result)
        let page = try office.get("/v1/decisions/\(id)/minutes", fields: [("Accept", "text/html")])
        #expect(page.status == 200)
        #expect(page.field("Content-Type") == "text/html; charset=utf-8")
        #expect(page.field("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
        for text in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "BIÊN BẢN CUỘC HỌP CỦA CỘNG ĐỒNG DÂN CƯ", "Về: Bê tông hóa đường xóm 9",
            "Ngày 20/11/2026, tại Nhà văn hóa xóm 9, Xóm 9, Phường Vinh Phú.",
            "Chủ trì: Nguyễn Văn An. Thư ký: Trần Thị Bình.",
            "Tổng số hộ: 4. Số hộ có đại diện: 4. Số hộ không có đại diện: 0.",
            "Hình thức biểu quyết: bỏ phiếu kín.", "Ban kiểm phiếu: Kiểm Một, Kiểm Hai, Kiểm Ba.",
            "Người chứng kiến: Chứng Một, Chứng Hai.", "<td>Mỗi hộ góp 1.200.000 đồng</td>",
            "<td>3</td><td>1</td><td>0</td><td>3 (ít nhất 2/3 tổng số hộ)</td><td>Thông qua</td>",
            "<th>Số hộ cần đạt</th>", "Kết luận: thông qua nội dung 1.",
            "Nơi nhận: UBND phường; Mặt trận phường.",
            "Đã gửi: UBND phường ngày 21/11/2026; Mặt trận phường ngày 22/11/2026.",
        ] { #expect(page.bodyText.contains(text), "\(text)") }
    }

    @Test func `user input never becomes markup`() throws {
        let office = try Office.villageWithParameters()
        let body = Office.decision.replacing("Bê tông hóa", with: "<script>alert(1)</script> & 'x'")
        let id = try office.newDecision(.voted, body)
        let page = try office.get("/v1/decisions/\(id)/minutes").bodyText
        #expect(!page.contains("<script>"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;x&#39;"))
    }

    @Test func `a draft has no minutes, and minutes are not available as JSON`() throws {
        let office = try Office.villageWithParameters()
        let draft = try office.newDecision(.draft)
        #expect(
            Refused(try office.get("/v1/decisions/\(draft)/minutes")) == Refused(409, "invalid-transition"))
        let held = try office.newDecision(.voted)
        let allowed = try office.get(
            "/v1/decisions/\(held)/minutes", fields: [("Accept", "application/json")])
        #expect(Refused(allowed) == Refused(406, "not-acceptable"))
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        #expect(try office.get("/v1/decisions/\(held)/minutes", fields: [("Accept", browser)]).status == 200)
        #expect(try office.get("/v1/decisions/\(held)", fields: [("Accept", browser)]).status == 200)
    }

    @Test func `minutes without a configured heading are refused with its key`() throws {
        let office = try Office.village()
        try office.set(Office.forms)
        try office.set([("threshold.rates", ">=2/3")])
        let id = try office.newDecision(.voted)
        let page = try office.get("/v1/decisions/\(id)/minutes")
        #expect(Refused(page) == Refused(409, "parameter-missing"))
        #expect(page.json.text("/detail") == "Tham số 'form.state_title'.")
    }
}
