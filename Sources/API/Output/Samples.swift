import Domain
import Store

/// Examples of each output, of which the OpenAPI document tells the shape.
extension UnitView {
    static var sample: UnitView {
        return UnitView(
            unit: AdministrativeUnit(
                id: Identifier(1), code: "16702", level: .commune, parentCode: "40", name: "Phường Vinh Phú",
                validity: Validity(from: .sample)))
    }
}

extension UnitHistoryView {
    static var sample: UnitHistoryView { UnitHistoryView(code: "16702", lives: [.sample]) }
}

extension UnitVersionView {
    static var sample: UnitVersionView {
        UnitVersionView(unit: UnitView.sample.unit, above: [], predecessors: [], successors: [])
    }
}

extension UnitTreeView {
    static var sample: UnitTreeView { UnitTreeView(day: .sample, units: [.sample]) }
}

extension UnitTreeRow {
    static var sample: UnitTreeRow { UnitTreeRow(depth: 0, unit: UnitView.sample.unit) }
}

extension UnitSuccessionView {
    static var sample: UnitSuccessionView {
        UnitSuccessionView(
            succession: UnitSuccession(
                id: Identifier(1), predecessor: Identifier(1), successor: Identifier(2), decisionNumber: nil,
                decidedOn: nil), predecessor: UnitView.sample.unit, successor: UnitView.sample.unit)
    }
}

extension HamletView {
    static var sample: HamletView {
        return HamletView(
            hamlet: Hamlet(
                id: Identifier(1), commune: "16702", name: "Xóm 9", kind: .xom,
                validity: Validity(from: .sample), version: 1
            ),
            communeName: "Phường Vinh Phú", householdsCount: 315, personsCount: 897, successors: [])
    }
}

extension HamletHistoryView {
    static var sample: HamletHistoryView {
        HamletHistoryView(hamlet: .sample, lives: [.sample], predecessors: [], successors: [])
    }
}

extension HamletVersionView {
    static var sample: HamletVersionView {
        HamletVersionView(life: HamletView.sample.hamlet, from: nil, validTo: nil)
    }
}

extension HamletNameView {
    static var sample: HamletNameView { HamletNameView(hamlet: HamletView.sample.hamlet) }
}

extension PublicHamletView {
    static var sample: PublicHamletView { PublicHamletView(view: .sample) }
}

extension BalancesView {
    static var sample: BalancesView { BalancesView(balances: .sample) }
}

extension SummaryView {
    static var sample: SummaryView {
        SummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
    }
}

extension PublicSummaryView {
    static var sample: PublicSummaryView {
        PublicSummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
    }
}

extension YearView {
    static var sample: YearView { YearView(year: .sample) }
}

extension PublicYearView {
    static var sample: PublicYearView { PublicYearView(year: .sample, pledgersCount: 1) }
}

extension HouseholdView {
    static var sample: HouseholdView {
        HouseholdView(
            Household(
                id: Identifier(1), hamlet: Identifier(1), code: "H001", headName: "Nguyễn Văn An",
                personsCount: 4, version: 1), for: .sample)
    }
}

extension Caller {
    static let sample = Caller(
        user: Identifier(1), assignment: RoleAssignment(role: .clerk, scope: .hamlet(Identifier(1))))
}

extension HouseholdStateView {
    static var sample: HouseholdStateView {
        HouseholdStateView(state: HouseholdView.sample.household, hamletName: "Xóm 9", validTo: nil)
    }
}

extension HouseholdHistoryView {
    static var sample: HouseholdHistoryView {
        HouseholdHistoryView(household: .sample, states: [.sample])
    }
}

extension HouseholdDuplicatesView {
    static var sample: HouseholdDuplicatesView { HouseholdDuplicatesView(groups: [.sample]) }
}

extension HouseholdGroupView {
    static var sample: HouseholdGroupView {
        HouseholdGroupView(letters: "nguyen van an", households: [.sample])
    }
}

extension OrganisationView {
    static var sample: OrganisationView {
        OrganisationView(
            organisation: Organisation(
                id: Identifier(1), name: "Hội Phụ nữ xã Xuân Hòa", kind: .womensUnion, unit: "17935",
                version: 1))
    }
}

extension FundView {
    static var sample: FundView {
        FundView(
            fund: Fund(id: Identifier(1), hamlet: Identifier(1), name: "Đường xóm 9", version: 1),
            balances: .sample)
    }
}

extension PledgeView {
    static var sample: PledgeView {
        PledgeView(
            pledge: Pledge(
                id: Identifier(1), fund: Identifier(1), household: Identifier(1), amount: Dong(2_000_000),
                pledgedOn: .sample))
    }
}

extension VoucherView {
    static var sample: VoucherView { VoucherView(voucher: Contribution.sample.voucher) }
}

extension ContributionView {
    static var sample: ContributionView { ContributionView(contribution: .sample) }
}

extension ContributionLine {
    static var sample: ContributionLine { ContributionLine(contribution: .sample) }
}

extension PublicContributionLine {
    static var sample: PublicContributionLine {
        PublicContributionLine(
            contribution: PublicContribution(
                id: Contribution.sample.id, series: Contribution.sample.voucher.series,
                number: Contribution.sample.voucher.number, partyName: Contribution.sample.voucher.partyName,
                isAnonymous: false, donor: .household, fund: Contribution.sample.fund,
                method: Contribution.sample.method, amount: Contribution.sample.amount,
                receivedOn: Contribution.sample.receivedOn))
    }
}

extension ExpenditureView {
    static var sample: ExpenditureView { ExpenditureView(expenditure: .sample) }
}

extension ExpenditureLine {
    static var sample: ExpenditureLine { ExpenditureLine(expenditure: .sample) }
}

extension PublicExpenditureLine {
    static var sample: PublicExpenditureLine { PublicExpenditureLine(expenditure: .sample) }
}

extension StatementView {
    static var sample: StatementView {
        StatementView(
            hamlet: .sample, fund: nil, from: .sample, to: .sample, opening: .sample, closing: .sample,
            movements: [])
    }
}

extension StatementLine {
    static var sample: StatementLine {
        StatementLine(kind: .expenses, item: "Vật liệu", cash: 120_000, bank: 0)
    }
}

extension Expenditure {
    fileprivate static var sample: Expenditure {
        Expenditure(
            id: Identifier(1), hamlet: Identifier(1), fund: Identifier(1), payee: "Cửa hàng vật liệu",
            purpose: "Mua xi măng", item: "Vật liệu", amount: Dong(120_000), method: .cash, refundOf: nil,
            requestedAt: .sample, duties: Expenditure.Duties(requestedBy: Identifier(1)))
    }
}

extension UserView {
    static var sample: UserView { UserView(user: User(id: Identifier(1), name: "Lan")) }
}

extension TokenView {
    static var sample: TokenView { TokenView(token: .sample) }
}

extension IssuedTokenView {
    static var sample: IssuedTokenView { IssuedTokenView(token: .sample, secret: nil) }
}

extension LocalDate {
    static var sample: LocalDate {
        guard let day = LocalDate("2026-11-23") else { preconditionFailure("a day of the calendar") }
        return day
    }
}

extension Instant {
    static let sample = Instant(milliseconds: 1_795_392_000_000)
}

extension Balances {
    fileprivate static var sample: Balances { Balances(cash: Dong(3_200_000), bank: .zero) }
}

extension YearSummary {
    fileprivate static var sample: YearSummary {
        YearSummary(
            year: 2026, pledged: Dong(2_000_000), pledgesCount: 1, receivedFromHouseholds: Dong(500_000),
            receivedFromSponsors: .zero, contributionsCount: 1, householdsCount: 1, spent: Dong(120_000),
            refunded: .zero,
            expendituresCount: 1)
    }
}

extension Contribution {
    fileprivate static var sample: Contribution {
        let series = Voucher.Series(hamlet: Identifier(1), kind: .receipt, year: 2026, book: "1")
        let voucher = Voucher(
            series: series, number: 1, issuedOn: .sample, amount: Dong(500_000), partyName: "Nguyễn Văn An",
            partyAddress: "Xóm 9, Phường Vinh Phú", reason: "Đóng góp quỹ Đường xóm 9")
        return Contribution(
            id: Identifier(1), hamlet: Identifier(1), fund: Identifier(1), donor: .household(Identifier(1)),
            isAnonymous: false, pledge: Identifier(1), method: .cash, bankReference: nil, receivedOn: .sample,
            voucher: voucher, recordedBy: Identifier(1), recordedAt: .sample)
    }
}

extension AccessToken {
    fileprivate static var sample: AccessToken {
        AccessToken(
            id: Identifier(1), user: User(id: Identifier(1), name: "Lan"),
            assignment: RoleAssignment(role: .clerk, scope: .unit("40")), createdAt: .sample,
            expiresAt: Instant.sample.adding(days: 365), lastUsedAt: nil, revokedAt: nil)
    }
}
