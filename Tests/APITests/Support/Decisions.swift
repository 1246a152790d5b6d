import API
import Domain
import HTTP
import TestSupport
import Testing

extension Office {
    static let decision =
        #"{"hamlet":1,"title":"Bê tông hóa đường xóm 9","items":[{"matter":"rates","text":"Mỗi hộ góp 1.200.000 đồng"}]}"#

    /// A valid body for `record-votes`, in the village of 4 households.
    static func result(
        _ inFavour: Int = 3, against: Int = 0, other: Int = 0, represented: Int? = nil,
        heldOn: String = "2026-11-20",
        others: String = ""
    ) -> String {
        """
        {"voting_mode":"meeting","method":"show_of_hands","held_on":"\(heldOn)","place":"Nhà văn hóa xóm 9",
        "chair":"Nguyễn Văn An","secretary":"Trần Thị Bình","represented":\(represented ?? inFavour + against + other),
        "results":[{"for":\(inFavour),"against":\(against),"other":\(other)}]\(others)}
        """
    }

    /// A valid body for `POST /v1/consultations`: the article's 98.86 %.
    static func consultation(
        _ scope: String, matter: String = "sap-nhap", eligible: Int = 4000, participated: Int? = nil,
        agreed: Int = 3954, disagreed: Int = 40, invalid: Int = 6, to: String = "2024-05-15"
    ) -> String {
        """
        {\(scope),"matter":"\(matter)","title":"Sắp xếp đơn vị hành chính","from":"2024-05-01","to":"\(to)",
        "eligible":\(eligible),"invited":\(eligible),"participated":\(participated ?? eligible),"agreed":\(agreed),
        "disagreed":\(disagreed),"invalid":\(invalid)}
        """
    }

    /// A valid body for a hamlet's profile: Hamlet 9 of the article.
    static func profile(asOf day: String = "2023-12-31", others: String = "") -> String {
        #"{"as_of":"\#(day)","households":315,"persons":897\#(others)}"#
    }

    static let sending = #"{"sent_to_commune_on":"2026-11-21","sent_to_front_on":"2026-11-22"}"#

    /// Records `values` in the province, valid since Law 10/2022 came into force.
    func set(
        _ values: [(key: String, value: String)], in unit: String = "40", from day: String = "2023-07-01"
    ) throws {
        for (key, value) in values {
            let body =
                #"{"key":"\#(key)","unit":"\#(unit)","valid_from":"\#(day)","value":"\#(value)","source":"unverified"}"#
            try #require(try post("/v1/parameters", body, as: Bearer(.admin, at: .province)).status == 201)
        }
    }

    /// The forms in which the law lets households decide.
    static let forms = [
        ("forms.contributions", "meeting; ballots_after_meeting; ballots_commune_wide"),
        ("forms.by_law", "meeting; ballots_after_meeting"),
        ("forms.election", "meeting; ballots_after_meeting"),
        ("forms.boards", "meeting; ballots_after_meeting"), ("forms.other", "meeting; ballots; online"),
        ("quorum.by_law", ">1/2"), ("online.share", ">1/2"),
    ]

    /// A village with all parameters that decisions need.
    static func villageWithParameters() throws -> Office {
        let office = try village()
        try office.setForDecisions()
        return office
    }

    func setForDecisions() throws {
        try set(Office.forms)
        try set([
            ("threshold.rates", ">=2/3"), ("threshold.by_law", ">1/2"), ("threshold.other", ">1/2"),
            ("initiative.months", "3"),
            ("organisation.types", "womens_union; farmers_union; enterprise"),
            ("form.state_title", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("form.motto", "Độc lập - Tự do - Hạnh phúc"), ("organ.commune", "UBND phường"),
            ("organ.front", "Mặt trận phường"), ("profile.occupations", "Nông nghiệp; Dịch vụ; Cán bộ"),
        ])
    }

    /// The id of a new decision, brought to `state`.
    func newDecision(
        _ state: Decision.State, _ body: String = Office.decision, result: String = Office.result(),
        draftedBy drafter: Bearer = .clerk, votedBy voter: Bearer = .clerk
    ) throws -> Int64 {
        let id = try #require(try post("/v1/decisions", body, as: drafter).integer("/id"))
        if state == .draft { return id }
        try #require(try take("record-votes", on: id, result, as: voter).status == 200)
        if state == .voted { return id }
        try #require(try take("conclude", on: id).status == 200)
        if state == .sent { try #require(try take("send", on: id, Office.sending).status == 200) }
        return id
    }

    /// The response to a step, by the clerk; the approver concludes and counts again, who recorded nothing.
    func take(
        _ step: String, on decision: Int64, _ body: String = "", as bearer: Bearer? = nil
    ) throws -> Response {
        let usual: Bearer = step == "conclude" || step == "recount" ? .approver : .clerk
        return try post(
            "/v1/decisions/\(decision)/\(step)", body, as: bearer ?? usual, key: newKey(), ifMatch: "*")
    }
}

extension EndpointSample {
    /// Samples for decisions, in a village where decision 1 is a draft, 2 voted, 3 passed, and 4 passed before another
    /// household was recorded.
    static let decisions: [String: EndpointSample] = [
        "POST /v1/parameters": .init(
            "/v1/parameters",
            #"{"key":"threshold.rates","unit":"16702","valid_from":"2027-01-01","value":">=3/4","source":"unverified"}"#,
            about: .commune, pointer: "/unit"),
        "GET /v1/parameters": .init("/v1/parameters", about: .nothing),
        "GET /v1/public/parameters": .init("/v1/public/parameters", about: .nothing),
        "GET /v1/parameters/{id}": .init("/v1/parameters/1", about: .nothing),
        "POST /v1/decisions": .init("/v1/decisions", Office.decision, pointer: "/hamlet"),
        "GET /v1/decisions": .init("/v1/decisions?hamlet=1"),
        "GET /v1/decisions/{id}": .init("/v1/decisions/1"),
        "PATCH /v1/decisions/{id}": .init("/v1/decisions/1", #"{"title":"Đường khác"}"#),
        "POST /v1/decisions/{id}/record-votes": .init("/v1/decisions/1/record-votes", Office.result()),
        "POST /v1/decisions/{id}/conclude": .init("/v1/decisions/2/conclude"),
        "POST /v1/decisions/{id}/recount": .init("/v1/decisions/4/recount"),
        "POST /v1/decisions/{id}/send": .init("/v1/decisions/3/send", Office.sending),
        "GET /v1/decisions/{id}/minutes": .init("/v1/decisions/3/minutes"),
        "POST /v1/consultations": .init(
            "/v1/consultations", Office.consultation(#""hamlet":1"#, matter: "duong-lang"), pointer: "/hamlet"
        ),
        "GET /v1/consultations": .init("/v1/consultations?hamlet=1"),
        "GET /v1/consultations/{id}": .init("/v1/consultations/1"),
        "PATCH /v1/consultations/{id}": .init("/v1/consultations/1", #"{"title":"Tên khác"}"#),
        "GET /v1/reports/consultations": .init(
            "/v1/reports/consultations?unit=16702&matter=sap-nhap", about: .commune),
        "GET /v1/public/reports/consultations": .init(
            "/v1/public/reports/consultations?unit=16702&matter=sap-nhap", about: .nothing),
        "POST /v1/hamlets/{id}/profiles": .init("/v1/hamlets/1/profiles", Office.profile(asOf: "2026-06-30")),
        "GET /v1/hamlets/{id}/profiles": .init("/v1/hamlets/1/profiles"),
        "GET /v1/profiles/{id}": .init("/v1/profiles/1"),
        "PATCH /v1/profiles/{id}": .init("/v1/profiles/1", #"{"cultural_house_seats":240}"#),
        "GET /v1/public/hamlets/{id}/profiles": .init("/v1/public/hamlets/1/profiles", about: .nothing),
        "GET /v1/public/decisions": .init("/v1/public/decisions?hamlet=1", about: .nothing),
        "GET /v1/public/decisions/{id}": .init("/v1/public/decisions/3", about: .nothing),
    ]

    /// Adds to `office` what `decisions` needs.
    static func addDecisions(to office: Office) throws {
        try office.setForDecisions()
        for (index, state) in [Decision.State.draft, .voted, .passed].enumerated() {
            try #require(try office.newDecision(state, votedBy: .head) == Int64(index + 1))
        }
        // Decision 4 was voted on when 4 households were known; the books have a fifth now.
        let passed = try office.newDecision(
            .passed, result: Office.result(4, heldOn: "2026-11-10"), draftedBy: .head, votedBy: .head)
        try #require(passed == 4)
        let body =
            #"{"hamlet":1,"code":"H090","head_name":"Cao Thị Én","persons":4,"valid_from":"2026-11-05"}"#
        let household = try #require(try office.post("/v1/households", body, as: .admin).integer("/id"))
        let left = try office.post(
            "/v1/households/\(household)/dissolve", #"{"on":"2026-11-15"}"#, as: .admin, ifMatch: "*")
        try #require(left.status == 200)
        try #require(try office.post("/v1/consultations", Office.consultation(#""hamlet":1"#)).status == 201)
        try #require(try office.post("/v1/hamlets/1/profiles", Office.profile()).status == 201)
    }
}
