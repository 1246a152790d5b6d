import JSON

/// What the province gave the ward for a road in 2025, in the books of the ward, apart from the people's money.
///
/// The amounts are invented.
enum DemoWard {
    /// Returns its bank account.
    static func fill(_ staff: DemoStaff) throws -> Int64 {
        staff.clock.move(to: "2025-10-20")
        let owner = ("commune", JSONValue.string("16702"))
        let fund = try staff.clerk.post([.fund(of: owner, "Nhà nước hỗ trợ làm đường")])[0]
        let account =
            try staff.accountant
            .post([
                .bankAccount(
                    of: owner, "3600 205 000178", heldBy: "UBND phường Vinh Phú", "finance_office",
                    from: "2025-10-01")
            ])[0]
        try staff.accountant.post([.voucherBook(of: owner, "Q2")])
        try staff.clerk.post([
            .contribution(
                to: fund, from: ("sponsor_name", .string("UBND tỉnh Nghệ An")), pledge: nil, 900_000_000,
                on: "2025-10-10", method: "bank",
                others: [("sponsor_kind", .string("state")), ("sponsor_level", .string("province"))])
        ])
        try staff.spend(
            from: fund, 412_500_000, for: "Rãnh thoát nước", "Rãnh thoát nước có nắp đường trục phường",
            to: "Công ty TNHH Xây dựng Bến Thủy", by: "bank")
        try staff.accountant.post([.bankEntry("interest", of: fund, 186_000, on: "2025-10-20")])
        staff.clock.move(to: "2025-11-03")
        try DemoBooks(staff, of: owner, account: account).close(2025, months: 10...10)
        return account
    }
}
