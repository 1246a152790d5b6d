import JSON

/// What the banks told today: a credit that names a head of household with an open pledge, and others that nobody knows
/// yet.
enum DemoBank {
    /// - Parameters:
    ///   - staff: the office.
    ///   - accounts: those of hamlet 1 of Diễn Lâm, the union and the ward.
    /// - Throws: `Failure` with the first request that was refused.
    static func fill(_ staff: DemoStaff, accounts: [Int64]) throws {
        let account =
            try staff.accountant
            .post([
                .bankAccount(
                    of: ("hamlet", .integer(1)), "3600 205 000206", heldBy: "UBND phường Vinh Phú",
                    "finance_office", from: staff.clock.today, holding: 53_350_000)
            ])[0]
        try staff.accountant.send(credit(to: account, 2_000_000, "nguyen van an nop tien duong xom 9", staff))
        for account in accounts {
            try staff.accountant.send(credit(to: account, 1_000_000, "ung ho que huong", staff))
        }
    }

    private static func credit(
        to account: Int64, _ amount: Int64, _ memo: String, _ staff: DemoStaff
    ) -> DemoRequest {
        DemoRequest(
            path: "/v1/bank-credits",
            members: [
                ("account", .integer(account)), ("amount", .integer(amount)),
                ("booked_on", .string(staff.clock.today)), ("reference", .string("FT\(account)")),
                ("memo", .string(memo)),
            ])
    }
}
