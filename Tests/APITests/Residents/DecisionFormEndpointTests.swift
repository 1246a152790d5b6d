import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// In which form the households decide on which matter.
@Suite struct DecisionFormEndpointTests {
    /// A body for `record-votes` by ballots on 2026-11-22.
    private static func ballots(_ inFavour: Int = 4, others: String = "") -> String {
        Office.result(
            inFavour, heldOn: "2026-11-22",
            others: #","board":["An","Bình","Cúc"],"witnesses":["Dung","Em"]\#(others)"#
        )
        .replacing(#""voting_mode":"meeting""#, with: #""voting_mode":"ballots""#)
        .replacing(#""method":"show_of_hands","#, with: "")
    }

    private static func draft(_ matter: String) -> String { Office.decision.replacing("rates", with: matter) }

    @Test(arguments: ["rates", "by_law", "election", "boards"])
    func `ballots come after a meeting that lacked households`(_ matter: String) throws {
        let office = try Office.villageWithParameters()
        try office.set([("threshold.election", ">1/2"), ("threshold.boards", ">1/2")])
        let id = try office.newDecision(.draft, Self.draft(matter))
        let refused = try office.take("record-votes", on: id, Self.ballots())
        #expect(Refused(refused) == Refused(409, "meeting-first"))
        #expect(refused.text("/detail")?.contains("earlier_meeting") == true)
        // A meeting that was full does not open them, nor one about another matter or that is not concluded.
        let full = try office.newDecision(.passed, Self.draft(matter), result: Office.result(3))
        let other = try office.newDecision(
            .passed, Self.draft(matter == "rates" ? "by_law" : "rates"), result: Office.result(1))
        let open = try office.newDecision(.voted, Self.draft(matter), result: Office.result(1))
        for meeting in [full, other, open] {
            let body = Self.ballots(others: #","earlier_meeting":\#(meeting)"#)
            #expect(
                Refused(try office.take("record-votes", on: id, body)) == Refused(409, "meeting-first"))
        }
        let lacking = try office.newDecision(.passed, Self.draft(matter), result: Office.result(1))
        let body = Self.ballots(others: #","earlier_meeting":\#(lacking)"#)
        let held = try office.take("record-votes", on: id, body)
        #expect(held.status == 200, "\(held.bodyText)")
        #expect(held.integer("/earlier_meeting") == lacking && held.json.at("/method") == .null)
        #expect(try office.take("conclude", on: id).text("/state") == "passed")
        let minutes = try office.get("/v1/decisions/\(id)/minutes", fields: [("Accept", "text/html")])
        #expect(minutes.bodyText.contains("Ban kiểm phiếu: An, Bình, Cúc."))
        #expect(!minutes.bodyText.contains("Hình thức biểu quyết"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an earlier meeting is one of the same households`() throws {
        let office = try Office.villageWithParameters()
        let id = try office.newDecision(.draft)
        for meeting in [id, 99] {
            let body = Self.ballots(others: #","earlier_meeting":\#(meeting)"#)
            #expect(
                try office.take("record-votes", on: id, body).errors == [
                    "/earlier_meeting reference-unknown"
                ])
        }
    }

    @Test func `online votes are for other affairs, once more than half chose them`() throws {
        let office = try Office.villageWithParameters()
        func online(_ chosen: Int) -> String {
            Office.result(3, others: #","chose_online":\#(chosen)"#).replacing("meeting", with: "online")
                .replacing(#""method":"show_of_hands","#, with: "")
        }
        let rates = try office.newDecision(.draft)
        let closed = try office.take("record-votes", on: rates, online(4))
        #expect(closed.errors == ["/voting_mode form-closed"])
        let other = try office.newDecision(.draft, Self.draft("other"))
        let few = try office.take("record-votes", on: other, online(2))
        #expect(Refused(few) == Refused(409, "online-not-chosen"))
        #expect(few.text("/detail") == "2 hộ chọn biểu quyết trực tuyến, cần ít nhất 3.")
        #expect(try office.take("record-votes", on: other, online(3)).status == 200)
        #expect(try office.take("conclude", on: other).text("/state") == "passed")
        #expect(try office.get("/v1/public/decisions/\(other)", as: nil).integer("/chose_online") == 3)
    }

    @Test func `a by-law passes only at a meeting with its quorum`() throws {
        let office = try Office.villageWithParameters()
        try office.set([("quorum.by_law", ">=3/4")], in: "16702", from: "2026-11-23")
        let short = try office.newDecision(
            .voted, Self.draft("by_law"), result: Office.result(2, heldOn: "2026-11-20"))
        let concluded = try office.take("conclude", on: short)
        #expect(concluded.text("/state") == "failed" && concluded.text("/quorum") == ">1/2")
        #expect(concluded.text("/items/0/outcome") == "no_quorum")
        // The quorum of its own day: 3 of 4.
        let passed = try office.newDecision(
            .passed, Self.draft("by_law"), result: Office.result(3, heldOn: "2026-11-23"))
        #expect(try office.get("/v1/decisions/\(passed)").text("/items/0/outcome") == "passed")
        let minutes = try office.get("/v1/decisions/\(short)/minutes", fields: [("Accept", "text/html")])
        #expect(minutes.bodyText.contains("không đủ số hộ dự họp (cần 3 hộ"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a commune opens fewer forms, never more`() throws {
        let office = try Office.villageWithParameters()
        func set(_ value: String) throws -> Response {
            try office.post(
                "/v1/parameters",
                #"{"key":"forms.other","unit":"16702","valid_from":"2026-11-23","value":"\#(value)","source":"NQ"}"#,
                as: .admin)
        }
        #expect(try set("post").errors == ["/value parameter-value-invalid"])
        let rates =
            #"{"key":"forms.contributions","unit":"16702","valid_from":"2026-11-23","value":"online","source":"NQ"}"#
        #expect(try office.post("/v1/parameters", rates, as: .admin).errors == ["/value parameter-weaker"])
        #expect(try set("meeting").status == 201)
        let id = try office.newDecision(.draft, Self.draft("other"))
        let body = Self.ballots().replacing("2026-11-22", with: "2026-11-23")
        #expect(try office.take("record-votes", on: id, body).errors == ["/voting_mode form-closed"])
    }

    @Test func `the minutes have the four signatures of the law`() throws {
        let office = try Office.villageWithParameters()
        let names =
            #","hamlet_head":"Nguyễn Văn Trưởng","front_head":"Trần Thị Mặt","household_signers":["Lê Hộ Một"]"#
        let id = try office.newDecision(.passed, result: Office.result(3, others: names))
        let minutes = try office.get("/v1/decisions/\(id)/minutes", fields: [("Accept", "text/html")])
            .bodyText
        for part in [
            "<p>Trưởng thôn</p>Nguyễn Văn Trưởng", "<p>Trưởng ban công tác Mặt trận</p>Trần Thị Mặt",
            "<p>Đại diện hộ gia đình</p>Lê Hộ Một", "<p>Đại diện hộ gia đình</p></div>",
        ] { #expect(minutes.contains(part), "\(part)") }
        #expect(try office.get("/v1/decisions/\(id)").text("/front_head") == "Trần Thị Mặt")
        // Names are not public.
        let shown = try office.get("/v1/public/decisions/\(id)", as: nil).json.allNames
        #expect(shown.isDisjoint(with: ["hamlet_head", "front_head", "household_signers", "voted_by"]))
    }
}
