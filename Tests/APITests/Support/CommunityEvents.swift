import Testing

extension Office {
    /// A valid body for an event.
    static func communityEvent(
        _ owner: String = #""hamlet":1"#, households: Int = 40, persons: Int = 55, kg: Int = 120,
        on day: String = "2026-11-01", kind: String = "green_sunday"
    ) -> String {
        """
        {\(owner),"kind":"\(kind)","title":"Ngày Chủ nhật xanh","held_on":"\(day)","households":\(households),
        "persons":\(persons),"outputs":[{"item":"Rác thải","quantity":\(kg),"measure":"kg"}]}
        """
    }
}

extension EndpointSample {
    static let communityEvents: [String: EndpointSample] = [
        "POST /v1/community-events": .init(
            "/v1/community-events", Office.communityEvent(), pointer: "/hamlet"),
        "GET /v1/community-events": .init("/v1/community-events?unit=16702", about: .commune),
        "GET /v1/community-events/{id}": .init("/v1/community-events/1"),
        "PATCH /v1/community-events/{id}": .init("/v1/community-events/1", #"{"persons":60}"#),
        "GET /v1/reports/community-events": .init("/v1/reports/community-events?unit=16702", about: .commune),
        "GET /v1/public/reports/community-events": .init(
            "/v1/public/reports/community-events?unit=16702", about: .nothing),
    ]
}
