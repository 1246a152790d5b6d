import JSON

/// The women's union of Xuân Hòa in 2023: scrap sold for poor members, and help for six families, in books of its own.
///
/// That scrap brought over 13 million đồng and the help over 300 million is from the article.
enum WomensUnion {
    /// The union as it goes on in the demo.
    struct Filled {
        let id: Int64
        /// Its account.
        let account: Int64

        /// The member that names it.
        var books: (String, JSONValue) { ("organisation", .integer(id)) }
    }

    /// Returns the union, and the hamlets of its two branches.
    static func fill(_ staff: DemoStaff) throws -> (union: Filled, branches: [Int64]) {
        let clerk = staff.clerk
        let union = try clerk.post([organisation("Hội Phụ nữ xã Xuân Hòa", of: nil)])[0]
        let branches = try clerk.post(
            ["Hồng Sơn", "Đông Phong"].map { organisation("Chi hội Phụ nữ xóm \($0)", of: union) })
        let hamlets = try clerk.post([
            .hamlet("17959", "Xóm Hồng Sơn", type: "xom"), .hamlet("17959", "Xóm Đông Phong", type: "xom"),
        ])
        let owner = ("organisation", JSONValue.integer(union))
        let scrap = try clerk.post([.fund(of: owner, "Thu gom phế liệu gây quỹ giúp hội viên nghèo")])[0]
        let help = try clerk.post([.fund(of: owner, "Giúp 6 gia đình đặc biệt khó khăn")])[0]
        let account =
            try staff.accountant
            .post([
                .bankAccount(
                    of: owner, "3608 205 000093", heldBy: "Hội Phụ nữ xã Xuân Hòa", "organisation",
                    from: "2023-01-05")
            ])[0]
        try staff.open(scrap, holding: 480_000, on: "2023-03-31", countedBy: "Hồ Thị Lài", "Cao Thị Vân")
        try clerk.post(
            (0..<6)
                .map { index in
                    .contribution(
                        to: help, from: ("sponsor_name", .string("Cán bộ, hội viên phụ nữ xã Xuân Hòa")),
                        pledge: nil, 52_000_000,
                        on: "2023-0\(index + 4)-15", method: "bank")
                })
        try clerk.post(
            zip(branches, [7_250_000, 6_100_000] as [Int64])
                .map { branch, amount in
                    .contribution(
                        to: scrap, from: ("organisation", .integer(branch)), pledge: nil, amount,
                        on: "2023-10-20",
                        method: "cash")
                })
        try staff.treasurer.post([.deposit(of: scrap, 10_000_000, on: "2023-10-25")])
        try staff.accountant.post([.bankEntry("interest", of: scrap, 4_000, on: "2023-11-30")])
        try staff.spend(
            from: help, 306_000_000, for: "Hỗ trợ gia đình khó khăn", "Giúp 6 gia đình đặc biệt khó khăn",
            to: "Sáu gia đình theo danh sách", by: "bank")
        return (Filled(id: union, account: account), hamlets)
    }

    private static func organisation(_ name: String, of parent: Int64?) -> DemoRequest {
        DemoRequest(
            path: "/v1/organisations",
            members: [
                ("name", .string(name)), ("type", .string("womens_union")), ("unit", .string("17959")),
            ] + (parent.map { [("parent", .integer($0))] } ?? []))
    }
}
