import JSON

/// What hamlet 9 bought with the money of 2023: six roads, trees, a playground with courts on nearly 700 m², and
/// furniture for the cultural house.
///
/// The works are from the article. Payees and amounts are invented.
struct HamletNineSpending {
    let staff: DemoStaff

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
        ]
        for line in bought {
            try staff.spend(
                from: HamletNineSpending.fund, line.amount, for: line.item, line.purpose, to: line.payee,
                by: line.method)
        }
        // One bill with two items.
        try staff.spend(
            from: HamletNineSpending.fund,
            [
                ("Nội thất nhà văn hóa", "Bàn ghế và quạt nhà văn hóa", 94_000_000),
                ("Âm thanh nhà văn hóa", "Loa, âm ly và micro nhà văn hóa", 48_000_000),
            ], to: "Nội thất Hưng Phúc", by: "bank")
        let refused = try staff.request(
            from: HamletNineSpending.fund, 6_000_000, for: "Liên hoan", "Liên hoan tổng kết", to: "Nhà hàng",
            by: "cash")
        try staff.take(
            "reject", of: refused, by: staff.approver, at: 1,
            [("reason", .string("Không có trong dự toán đã bàn"))])
        try staff.clerk.post([.print("contributions", 1), .print("expenditures", 1)])
    }
}
