import JSON

/// What hamlet 9 bought with the money of 2023: six roads, trees, a playground with courts on nearly 700 m², and
/// furniture for the cultural house.
///
/// The works are from the article. Payees and amounts are invented. Paid on the day of loading, because nothing is paid
/// before it is approved.
struct HamletNineSpending {
    let clerk: DemoClient
    let accountant: DemoClient
    let approver: DemoClient
    let treasurer: DemoClient

    /// The fund of 2023, the first of the demo.
    private static let fund: Int64 = 1

    func fill() throws {
        let bought: [(item: String, purpose: String, payee: String, amount: Int64, method: String)] = [
            (
                "Đường bê tông", "Xi măng, cát, đá cho 6 tuyến đường",
                "Cửa hàng vật liệu xây dựng Thành Vinh",
                286_000_000, "cash"
            ),
            (
                "Cây xanh", "Cây bóng mát khuôn viên nhà văn hóa", "Vườn ươm Nghi Ân", 45_000_000, "cash"
            ),
            (
                "Sân chơi", "Sân chơi, sân bóng chuyền và cầu lông gần 700 m²",
                "Công ty TNHH Xây dựng Bến Thủy",
                318_500_000, "cash"
            ),
            (
                "Nội thất nhà văn hóa", "Bàn ghế, quạt và âm thanh nhà văn hóa", "Nội thất Hưng Phúc",
                142_000_000, "bank"
            ),
        ]
        for line in bought {
            let id = try request(line.item, line.purpose, from: line.payee, line.amount, by: line.method)
            try take("check", of: id, by: accountant, at: 1)
            try take("approve", of: id, by: approver, at: 2)
            try take("pay", of: id, by: treasurer, at: 3)
            try take("book", of: id, by: accountant, at: 4)
        }
        let refused = try request("Liên hoan", "Liên hoan tổng kết", from: "Nhà hàng", 6_000_000, by: "cash")
        try take(
            "reject", of: refused, by: approver, at: 1, [("reason", .string("Không có trong dự toán đã bàn"))]
        )
    }

    private func request(
        _ item: String, _ purpose: String, from payee: String, _ amount: Int64, by method: String
    ) throws -> Int64 {
        try
            clerk.post([
                DemoRequest(
                    path: "/v1/expenditures",
                    members: [
                        ("fund", .integer(HamletNineSpending.fund)), ("payee", .string(payee)),
                        ("purpose", .string(purpose)), ("item", .string(item)), ("amount", .integer(amount)),
                        ("method", .string(method)),
                    ], fields: [("idempotency-key", "demo-de-nghi-chi-\(amount)")])
            ])[0]
    }

    private func take(
        _ step: String, of id: Int64, by client: DemoClient, at version: Int,
        _ members: [(String, JSONValue)] = []
    ) throws {
        try client.post([
            DemoRequest(
                path: "/v1/expenditures/\(id)/\(step)", members: members,
                fields: [
                    ("if-match", "\"r\(version)\""), ("idempotency-key", "demo-khoan-chi-\(id)-\(step)"),
                ])
        ])
    }
}
