import API
import Domain
import HTTP
import Testing

extension Office {
    static let decision =
        #"{"hamlet":1,"title":"Bê tông hóa đường xóm 9","items":[{"matter":"rates","text":"Mỗi hộ góp 1.200.000 đồng"}]}"#

    /// A good body for `hold`, in the village of 4 households.
    static func result(
        _ inFavour: Int = 3, against: Int = 0, other: Int = 0, represented: Int? = nil,
        heldOn: String = "2026-11-20",
        others: String = ""
    ) -> String {
        """
        {"form":"meeting","method":"show_of_hands","held_on":"\(heldOn)","place":"Nhà văn hóa xóm 9",
        "chair":"Nguyễn Văn An","secretary":"Trần Thị Bình","represented":\(represented ?? inFavour + against + other),
        "results":[{"for":\(inFavour),"against":\(against),"other":\(other)}]\(others)}
        """
    }

    static let sending = #"{"sent_to_commune_on":"2026-11-21","sent_to_front_on":"2026-11-22"}"#

    /// Sets `values` in the commune since Law 10/2022 is in force.
    func set(_ values: [(key: String, value: String)], in unit: String = "16702") throws {
        for (key, value) in values {
            let body =
                #"{"key":"\#(key)","unit":"\#(unit)","valid_from":"2023-07-01","value":"\#(value)","source":"unverified"}"#
            try #require(try post("/v1/parameters", body, as: Bearer(.admin)).status == 201)
        }
    }

    /// A village in which everything is set that decisions ask for.
    static func villageWithParameters() throws -> Office {
        let office = try village()
        try office.setForDecisions()
        return office
    }

    func setForDecisions() throws {
        try set([
            ("threshold.rates", ">=2/3"), ("threshold.by_law", ">1/2"), ("initiative.months", "3"),
            ("form.state_title", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("form.motto", "Độc lập - Tự do - Hạnh phúc"), ("organ.commune", "UBND phường"),
            ("organ.front", "Mặt trận phường"),
        ])
    }

    /// The number of a new decision, brought to `state`.
    func newDecision(
        _ state: Decision.State, _ body: String = Office.decision, result: String = Office.result()
    ) throws -> Int64 {
        let id = try #require(try post("/v1/decisions", body).integer("/id"))
        if state == .draft { return id }
        try #require(try take("hold", on: id, result).status == 200)
        if state == .held { return id }
        try #require(try take("conclude", on: id).status == 200)
        if state == .sent { try #require(try take("send", on: id, Office.sending).status == 200) }
        return id
    }

    func take(
        _ step: String, on decision: Int64, _ body: String = "", as bearer: Bearer = .clerk
    ) throws -> Response {
        try post("/v1/decisions/\(decision)/\(step)", body, as: bearer, key: newKey(), ifMatch: "*")
    }
}

extension EndpointSample {
    /// Of decisions, in a village where decision 1 is a draft, 2 held and 3 passed.
    static let decisions: [String: EndpointSample] = [
        "POST /v1/parameters": .init(
            "/v1/parameters",
            #"{"key":"threshold.rates","unit":"16702","valid_from":"2027-01-01","value":">=3/4","source":"unverified"}"#,
            about: .commune, pointer: "/unit"),
        "GET /v1/parameters": .init("/v1/parameters", about: .nothing),
        "GET /v1/parameters/{id}": .init("/v1/parameters/1", about: .nothing),
        "POST /v1/decisions": .init("/v1/decisions", Office.decision, pointer: "/hamlet"),
        "GET /v1/decisions": .init("/v1/decisions?hamlet=1"),
        "GET /v1/decisions/{id}": .init("/v1/decisions/1"),
        "PATCH /v1/decisions/{id}": .init("/v1/decisions/1", #"{"title":"Đường khác"}"#),
        "POST /v1/decisions/{id}/hold": .init("/v1/decisions/1/hold", Office.result()),
        "POST /v1/decisions/{id}/conclude": .init("/v1/decisions/2/conclude"),
        "POST /v1/decisions/{id}/send": .init("/v1/decisions/3/send", Office.sending),
        "GET /v1/decisions/{id}/minutes": .init("/v1/decisions/3/minutes"),
        "GET /v1/public/decisions": .init("/v1/public/decisions?hamlet=1", about: .nothing),
        "GET /v1/public/decisions/{id}": .init("/v1/public/decisions/3", about: .nothing),
    ]

    /// Brings `office` to what `decisions` needs.
    static func addDecisions(to office: Office) throws {
        try office.setForDecisions()
        for (index, state) in [Decision.State.draft, .held, .passed].enumerated() {
            try #require(try office.newDecision(state) == Int64(index + 1))
        }
    }
}
