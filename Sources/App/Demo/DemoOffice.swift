import API
import Domain
import JSON
import Logging
import Store

/// The hamlets of the article and the contributions of their residents, recorded through the requests of an office in 2023
/// to 2025, with the bank's news of today.
///
/// Places, household counts and totals are from the article. Names of people and single amounts are invented.
enum DemoOffice {
    /// A confirmed pledge without any payment; the next one is only proposed.
    static let openPledge: Int64 = 316

    /// Fills `store`, which already contains the units.
    ///
    /// - Parameters:
    ///   - store: the file, with `clock` as its clock.
    ///   - settings: those of the service.
    ///   - clock: stands at the start of the demo, and at the time of the machine in the end.
    /// - Returns: the secret of a clerk of the province.
    /// - Throws: `Failure` with the first request that was refused.
    static func fill(_ store: Store, settings: Settings, clock: DemoClock) throws -> String {
        var quiet = Logger(label: "danvan.demo")
        quiet.logLevel = .critical
        let service = Service(store: store, settings: settings.serviceSettings, logger: quiet)
        let staff = try DemoStaff(of: service, in: store, clock: clock)
        clock.move(to: "2023-11-30")
        try HamletNine.fill(clerk: staff.clerk, accountant: staff.accountant, approver: staff.approver)
        try HamletNineSpending(staff: staff).fill()
        clock.move(to: "2023-12-15")
        let (fund, account) = try HamletOne.fill(staff)
        let (union, branches) = try WomensUnion.fill(staff)
        clock.move(to: "2024-01-04")
        try DemoBooks(staff, of: HamletOne.books, account: account).close(2023, months: 8...12)
        try DemoBooks(staff, of: union.books, account: union.account).close(2023, months: 4...12)
        clock.move(to: "2024-06-03")
        try fillModels(in: store, service, clerk: staff.clerk, of: union.id, branches)
        try DemoPlaces.fill(staff)
        let ward = try DemoWard.fill(staff)
        clock.moveToNow()
        try DemoDebts.fill(staff, fund: fund)
        try DemoBank.fill(staff, accounts: [account, union.account, ward])
        return try DemoStaff.issueToken(in: store, to: staff.clerkUser, role: .clerk, daysCount: 365)
    }

    private static func fillModels(
        in store: Store, _ service: Service, clerk: DemoClient, of union: Int64, _ branches: [Int64]
    ) throws {
        func client(of name: String, _ role: Role) throws -> (client: DemoClient, user: Int64) {
            let (secret, user) = try DemoStaff.issueToken(in: store, to: name, role: role)
            return (try DemoClient(service, token: secret), user.id.number)
        }
        try DemoModels.fill(
            DemoModels.Office(
                clerk: clerk, officer: try client(of: "Phan Thị Mai", .frontOfficer).client,
                appraisers: [
                    try client(of: "Cao Xuân Sơn", .appraiser), try client(of: "Đậu Thị Yến", .appraiser),
                ], approver: try client(of: "Nguyễn Văn Hải", .approver).client, union: union,
                branches: branches))
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
