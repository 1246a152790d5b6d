import JSON

/// The decisions of the residents before contributions were collected.
enum DemoDecisions {
    /// Records a meeting that decides on the contributions to `funds`, and links the decision to each fund.
    ///
    /// The clerk records the votes, the approver concludes.
    static func authorise(
        _ funds: [Int64], of hamlet: Int64, on day: String, representedCount: Int64, inFavour: Int64,
        clerk: DemoClient, approver: DemoClient
    ) throws {
        let decision =
            try
            clerk.post([
                DemoRequest(
                    path: "/v1/decisions",
                    members: [
                        ("hamlet", .integer(hamlet)),
                        ("title", .string("Họp thôn về đóng góp xây dựng các công trình")),
                        (
                            "items",
                            .array([
                                item("rates", "Mức đóng góp theo hoàn cảnh từng hộ, không cào bằng"),
                                item("exemptions", "Miễn cho hộ có hoàn cảnh đặc biệt khó khăn"),
                            ])
                        ),
                    ])
            ])[0]
        let result = JSONValue.object([
            JSONMember(name: "for", value: .integer(inFavour)),
            JSONMember(name: "against", value: .integer(representedCount - inFavour)),
            JSONMember(name: "other", value: .integer(0)),
        ])
        try clerk.post([
            DemoRequest(
                path: "/v1/decisions/\(decision)/record-votes",
                members: [
                    ("voting_mode", .string("meeting")), ("method", .string("show_of_hands")),
                    ("held_on", .string(day)),
                    ("place", .string("Nhà văn hóa")), ("chair", .string("Nguyễn Văn Hòa")),
                    ("secretary", .string("Lê Thị Thu")), ("represented", .integer(representedCount)),
                    ("results", .array([result, result])),
                ], fields: [("if-match", "\"r1\"")])
        ])
        try approver.post([
            DemoRequest(
                path: "/v1/decisions/\(decision)/conclude", members: [],
                fields: [("if-match", "\"r2\""), ("idempotency-key", "demo-ket-luan-0000\(decision)")])
        ])
        try clerk.post(
            funds.map { fund in
                DemoRequest(
                    path: "/v1/funds/\(fund)/authorise", members: [("decision", .integer(decision))],
                    fields: [("if-match", "\"r1\"")])
            })
    }

    private static func item(_ matter: String, _ text: String) -> JSONValue {
        .object([
            JSONMember(name: "matter", value: .string(matter)),
            JSONMember(name: "text", value: .string(text)),
        ])
    }
}
