import JSON

/// Hamlet 1, Diễn Lâm, after a merger: nearly 650 million đồng for the 240-seat house, also from people living away.
///
/// It left its paper books in the middle of 2023: its books have an opening balance, an account, a replaced receipt and
/// closed months.
enum HamletOne {
    /// The member that names it, the second hamlet of the demo.
    static let books = ("hamlet", JSONValue.integer(2))

    static func fill(_ staff: DemoStaff) throws -> (fund: Int64, account: Int64) {
        let clerk = staff.clerk
        let hamlet = try clerk.post([.hamlet("17392", "Xóm 1", type: "xom")])[0]
        let fund =
            try clerk.post([.fund(of: hamlet, "Nội thất, sân và công trình phụ nhà văn hóa 240 chỗ")])[0]
        let households = try clerk.post(
            (0..<180)
                .map { index in
                    .household(of: hamlet, number: index + 1, name: DemoNames.name(index + 1000), persons: 3)
                })
        try DemoDecisions.authorise(
            [fund], of: hamlet, on: "2023-07-15", representedCount: 166, inFavour: 160, clerk: clerk,
            approver: staff.approver)
        let account = try leavePaperBooks(of: hamlet, fund, staff)
        try clerk.post(
            households.enumerated()
                .map { index, household in
                    .contribution(
                        to: fund, from: ("household", .integer(household)), pledge: nil,
                        index < 12 ? 5_000_000 : 3_000_000, on: "2023-08-12", method: "cash")
                })
        try clerk.post(
            (0..<14)
                .map { index in
                    .contribution(
                        to: fund, from: ("sponsor_name", .string(DemoNames.name(index + 2000))), pledge: nil,
                        6_000_000,
                        on: "2023-09-02", method: "bank", others: [("sponsor_kind", .string("person_away"))])
                })
        try replaceReceipt(in: fund, staff)
        try move(fund, staff)
        return (fund, account)
    }

    /// Records what two people counted when the paper books ended.
    private static func leavePaperBooks(
        of hamlet: Int64, _ fund: Int64, _ staff: DemoStaff
    ) throws -> Int64 {
        try staff.open(fund, holding: 1_250_000, on: "2023-06-30", countedBy: "Cao Văn Hùng", "Phan Thị Nga")
        return
            try staff.accountant
            .post([
                .bankAccount(
                    of: ("hamlet", .integer(hamlet)), "3605 205 000017", heldBy: "UBND xã Diễn Lâm",
                    "finance_office", from: "2023-06-30")
            ])[0]
    }

    /// A receipt with one zero too many; the accountant issues the right one in its place.
    private static func replaceReceipt(in fund: Int64, _ staff: DemoStaff) throws {
        let wrong =
            try staff.clerk
            .post([
                .contribution(
                    to: fund, from: ("sponsor_name", .string("Lê Thị Hoài")), pledge: nil, 5_000_000,
                    on: "2023-10-08", method: "cash", others: [("sponsor_kind", .string("person_away"))])
            ])[0]
        let right =
            try staff.accountant
            .post([
                .step(
                    "replace", of: "contributions", wrong, at: 1,
                    [("reason", .string("Ghi thừa một số 0")), ("amount", .integer(500_000))])
            ])[0]
        try staff.clerk.post([.print("contributions", right)])
    }

    /// Brings the cash to the bank, and pays for the house.
    private static func move(_ fund: Int64, _ staff: DemoStaff) throws {
        try staff.treasurer.post([.deposit(of: fund, 560_000_000, on: "2023-08-15")])
        try staff.accountant.post([
            .bankEntry("fee", of: fund, 22_000, on: "2023-09-05"),
            .bankEntry("interest", of: fund, 1_120_000, on: "2023-09-30"),
        ])
        try staff.spend(
            from: fund, 298_000_000, for: "Nội thất", "Bàn ghế, loa đài nhà văn hóa 240 chỗ",
            to: "Nội thất Hưng Phúc", by: "bank")
        try staff.spend(
            from: fund, 331_000_000, for: "Sân thể thao", "Sân bóng đá mini và 4 sân bóng chuyền",
            to: "Công ty TNHH Xây dựng Bến Thủy", by: "bank")
        try staff.spend(
            from: fund, 4_800_000, for: "Khuôn viên", "Cột cờ, cây xanh", to: "Vườn ươm Diễn Châu", by: "cash"
        )
    }
}
