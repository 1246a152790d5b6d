import API
import Domain
import JSON
import Logging
import Store

/// The hamlets of the article and the contributions of their residents, recorded through the requests of an office.
///
/// Places, household counts and totals are from the article. Names of people and single amounts are invented.
enum DemoOffice {
    /// A confirmed pledge without any payment; the next one is only proposed.
    static let openPledge: Int64 = 316

    /// Fills `store`, which already contains the units.
    ///
    /// Returns the secret of a clerk of the province.
    static func fill(_ store: Store, settings: Settings) throws -> String {
        let tokens = try issueTokens(in: store)
        var quiet = Logger(label: "danvan.demo")
        quiet.logLevel = .critical
        let service = Service(store: store, settings: settings.serviceSettings, logger: quiet)
        let clerk = try DemoClient(service, token: tokens.clerk)
        let accountant = try DemoClient(service, token: tokens.accountant)
        let approver = try DemoClient(service, token: tokens.approver)
        try HamletNine.fill(clerk: clerk, accountant: accountant, approver: approver)
        try HamletNineSpending(
            clerk: clerk, accountant: accountant,
            approver: approver,
            treasurer: try DemoClient(service, token: tokens.treasurer)
        )
        .fill()
        try HamletOne.fill(clerk: clerk, approver: approver)
        let (union, branches) = try WomensUnion.fill(clerk: clerk)
        try fillModels(in: store, service, clerk: clerk, of: union, branches)
        return tokens.clerk
    }

    private static func fillModels(
        in store: Store, _ service: Service, clerk: DemoClient, of union: Int64, _ branches: [Int64]
    ) throws {
        func client(of name: String, _ role: Role) throws -> (client: DemoClient, user: Int64) {
            let (secret, user) = try issueToken(in: store, to: name, role: role)
            return (try DemoClient(service, token: secret), user)
        }
        try DemoModels.fill(
            DemoModels.Office(
                clerk: clerk, officer: try client(of: "Phan Thị Mai", .frontOfficer).client,
                appraisers: [
                    try client(of: "Cao Xuân Sơn", .appraiser), try client(of: "Đậu Thị Yến", .appraiser),
                ], approver: try client(of: "Nguyễn Văn Hải", .approver).client, union: union,
                branches: branches))
    }

    /// Four people, because requesting, approving and paying must be separate.
    private static func issueTokens(
        in store: Store
    ) throws -> (clerk: String, accountant: String, approver: String, treasurer: String) {
        let clerk = try issueToken(in: store, to: "Trần Thị Lan", role: .clerk).secret
        let accountant = try issueToken(in: store, to: "Hồ Văn Minh", role: .accountant).secret
        let approver = try issueToken(in: store, to: "Nguyễn Thị Nga", role: .approver).secret
        let treasurer = try issueToken(in: store, to: "Phạm Đức Tuấn", role: .treasurer).secret
        return (clerk, accountant, approver, treasurer)
    }

    private static func issueToken(
        in store: Store, to name: String, role: Role
    ) throws -> (secret: String, user: Int64) {
        let secret = TokenSecret()
        let hash = secret.hash
        let user = try store.writer.write(actor: nil) { tx in
            let user = try tx.addUser(named: name)
            _ = try tx.issueToken(
                for: user, assignment: RoleAssignment(role: role, scope: .unit("40")), hash: hash,
                daysCount: 365)
            return user.id.number
        }
        return (secret.text, user)
    }
}

/// Hamlet 9, Nghi Phú, Vinh: 315 households, nearly 900 people; over 1 billion đồng in 2023, graduated by household.
private enum HamletNine {
    static let householdsCount = 315

    static func fill(clerk: DemoClient, accountant: DemoClient, approver: DemoClient) throws {
        let hamlet = try clerk.post([.hamlet("16702", "Xóm 9", type: "xom")])[0]
        let funds = try clerk.post([
            .fund(of: hamlet, "Khuôn viên nhà văn hóa, sân chơi và đường bê tông 2023"),
            .fund(of: hamlet, "Đường xóm 9"),
        ])
        let households = try clerk.post(
            (0..<householdsCount)
                .map { index in
                    .household(
                        of: hamlet, number: index + 1, name: DemoNames.name(index),
                        persons: personsCount(index))
                })
        // The day the law came into force; earlier contributions did not require a decision.
        try DemoDecisions.authorise(
            funds, of: hamlet, on: "2023-07-01", representedCount: 289, inFavour: 271, clerk: clerk,
            approver: approver)
        let givers = households.indices.filter { pledged($0) != nil }
        let pledges = try clerk.post(
            givers.map { .pledge(to: funds[0], by: households[$0], pledged($0) ?? 0, on: "2023-02-15") })
        try clerk.post(pledges.map { .confirm($0) })
        try clerk.post(
            zip(givers, pledges).sorted { day($0.0) < day($1.0) }
                .map { index, pledge in
                    .contribution(
                        to: funds[0], from: ("household", .integer(households[index])), pledge: pledge,
                        paid(index),
                        on: day(index), method: index % 7 == 0 ? "bank" : "cash")
                })
        try giveBesidePledges(to: funds[0], households, clerk: clerk)
        try mistake(in: funds[0], household: households[20], clerk: clerk, accountant: accountant)
        let open = try clerk.post([
            .pledge(to: funds[1], by: households[0], 2_000_000, on: nil),
            .pledge(to: funds[1], by: households[1], 1_000_000, on: nil),
        ])
        precondition(open[0] == DemoOffice.openPledge, "the lines to try name this pledge")
        try clerk.post([.confirm(open[0])])
    }

    /// Leaders first and above the average, then by the household's situation.
    private static func pledged(_ index: Int) -> Int64? {
        switch index {
        case 0..<10: 8_000_000
        case 10..<70: 5_000_000
        case 70..<230: 3_200_000
        case 230..<315: 1_500_000
        default: nil
        }
    }

    /// Fifteen households have paid half.
    private static func paid(_ index: Int) -> Int64 {
        let whole = pledged(index) ?? 0
        return (280..<295).contains(index) ? whole / 2 : whole
    }

    /// 897 people in 315 households: nearly 900.
    private static func personsCount(_ index: Int) -> Int64 { index < 48 ? 2 : 3 }

    private static func day(_ index: Int) -> String {
        let month = 3 + index / 60
        let day = 1 + index % 28
        return "2023-0\(month)-" + (day < 10 ? "0\(day)" : "\(day)")
    }

    private static func giveBesidePledges(to fund: Int64, _ households: [Int64], clerk: DemoClient) throws {
        try clerk.post([
            .contribution(
                to: fund, from: ("sponsor_name", .string("Công ty TNHH Xây dựng Hồng Lam")), pledge: nil,
                30_000_000,
                on: "2023-09-19", method: "bank", others: [("sponsor_kind", .string("company"))]),
            .contribution(
                to: fund, from: ("sponsor_name", .string("Nguyễn Thị Hằng")), pledge: nil, 20_000_000,
                on: "2023-10-01", method: "bank",
                others: [("sponsor_kind", .string("person_away")), ("anonymous", .bool(true))]),
            .contribution(
                to: fund, from: ("household", .integer(households[5])), pledge: nil, 1_500_000,
                on: "2023-11-18",
                method: "cash"),
        ])
    }

    /// A duplicate receipt, voided by the accountant; its number stays used.
    private static func mistake(
        in fund: Int64, household: Int64, clerk: DemoClient, accountant: DemoClient
    ) throws {
        let twice = try clerk.post([
            .contribution(
                to: fund, from: ("household", .integer(household)), pledge: nil, 5_000_000, on: "2023-11-21",
                method: "cash")
        ])
        try accountant.post([
            DemoRequest(
                path: "/v1/contributions/\(twice[0])/void",
                members: [("reason", .string("Lập phiếu hai lần"))],
                fields: [("if-match", "\"r1\""), ("idempotency-key", "demo-huy-phieu-\(twice[0])")])
        ])
    }
}

/// Hamlet 1, Diễn Lâm, after a merger: nearly 650 million đồng for the 240-seat house, also from people living away.
private enum HamletOne {
    static func fill(clerk: DemoClient, approver: DemoClient) throws {
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
            approver: approver)
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
    }
}

/// The women's union of Xuân Hòa in 2023: scrap sold for poor members, and help for six families.
private enum WomensUnion {
    /// Returns the union and the hamlets of its two branches.
    static func fill(clerk: DemoClient) throws -> (union: Int64, branches: [Int64]) {
        let union =
            try
            clerk.post([
                DemoRequest(
                    path: "/v1/organisations",
                    members: [
                        ("name", .string("Hội Phụ nữ xã Xuân Hòa")), ("type", .string("womens_union")),
                        ("unit", .string("17959")),
                    ])
            ])[0]
        try clerk.post(
            ["Hồng Sơn", "Đông Phong"]
                .map { hamlet in
                    DemoRequest(
                        path: "/v1/organisations",
                        members: [
                            ("name", .string("Chi hội Phụ nữ xóm \(hamlet)")),
                            ("type", .string("womens_union")),
                            ("unit", .string("17959")), ("parent", .integer(union)),
                        ])
                })
        let hamlets = try clerk.post([
            .hamlet("17959", "Xóm Hồng Sơn", type: "xom"), .hamlet("17959", "Xóm Đông Phong", type: "xom"),
        ])
        let scrap = try clerk.post(
            hamlets.map { .fund(of: $0, "Thu gom phế liệu gây quỹ giúp hội viên nghèo") })
        let help = try clerk.post([.fund(of: hamlets[0], "Giúp 6 gia đình đặc biệt khó khăn")])[0]
        try clerk.post(
            (0..<6)
                .map { index in
                    .contribution(
                        to: help, from: ("organisation", .integer(union)), pledge: nil, 52_000_000,
                        on: "2023-0\(index + 4)-15", method: "bank")
                })
        try clerk.post(
            zip(scrap, [7_250_000, 6_100_000] as [Int64])
                .map { fund, amount in
                    .contribution(
                        to: fund, from: ("organisation", .integer(union)), pledge: nil, amount,
                        on: "2023-10-20",
                        method: "cash")
                })
        return (union, hamlets)
    }
}
