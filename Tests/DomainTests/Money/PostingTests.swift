import Domain
import Testing

/// The account that a receipt credits, by donor.
private struct DonorCase: Sendable, CustomTestStringConvertible {
    let donor: Contribution.Donor
    /// Nil: as the donor says.
    var source: Contribution.Source?
    let credit: LedgerAccount.Kind
    let group: LedgerAccount.Group

    var testDescription: String { "\(credit)" }

    static let all =
        [
            DonorCase(donor: .household, credit: .households, group: .households),
            DonorCase(donor: .organisation, credit: .organisations, group: .sponsors),
            DonorCase(donor: .organisation, source: .state, credit: .stateAgencies, group: .state),
            DonorCase(donor: gift(.personAway), credit: .peopleAway, group: .sponsors),
            DonorCase(donor: gift(.person), credit: .individuals, group: .sponsors),
            DonorCase(donor: gift(.couple), credit: .individuals, group: .sponsors),
            DonorCase(donor: gift(.group), credit: .individuals, group: .sponsors),
            DonorCase(donor: gift(.company), credit: .companies, group: .sponsors),
        ]
        + Contribution.Sponsor.Level.allCases.map { level in
            DonorCase(donor: gift(.state, level), credit: account(of: level), group: .state)
        }

    private static func gift(
        _ kind: Contribution.Sponsor.Kind, _ level: Contribution.Sponsor.Level? = nil
    ) -> Contribution.Donor {
        .sponsor(Contribution.Sponsor(name: "Hồng Lam", kind: kind, level: level))
    }

    private static func account(of level: Contribution.Sponsor.Level) -> LedgerAccount.Kind {
        switch level {
        case .central: .stateCentral
        case .province: .stateProvince
        case .district: .stateDistrict
        case .commune: .stateCommune
        }
    }

    func posting(_ method: Contribution.Method = .cash, amount: Int64 = 777) -> Posting {
        Contribution.sample(donor, source: source, method: method, amount: amount).posting
    }
}

@Suite struct PostingTests {
    @Test(arguments: DonorCase.all, Contribution.Method.allCases)
    private func `a receipt posts from the account of its kind of donor to cash or bank`(
        _ row: DonorCase, _ method: Contribution.Method
    ) {
        let posting = row.posting(method)
        #expect(posting.fund == Fund.ID(5))
        #expect(posting.debit == (method == .cash ? .cash : .bank))
        #expect(posting.credit == row.credit)
        #expect(posting.item == "")
        #expect(posting.amount == Dong(777))
        #expect(posting.on == .sample("2026-11-22"))
        #expect(!posting.isReversal && posting.isInflow)
    }

    @Test func `every source of money is the account of some donor`() {
        let sources = LedgerAccount.Kind.allCases.filter {
            [.households, .sponsors, .state].contains($0.group)
        }
        #expect(Set(DonorCase.all.map(\.credit)) == Set(sources))
        // A couple and a group are individuals.
        #expect(DonorCase.all.count == sources.count + 2)
    }

    @Test(arguments: DonorCase.all)
    private func `the account of a donor is in the group of the receipt's source`(_ row: DonorCase) {
        let contribution = Contribution.sample(row.donor, source: row.source)
        let groups: [Contribution.Source: LedgerAccount.Group] = [
            .households: .households, .sponsors: .sponsors, .state: .state,
        ]
        #expect(row.credit.group == row.group)
        #expect(groups[contribution.source] == row.group)
    }

    @Test(arguments: DonorCase.all, Contribution.Method.allCases)
    private func `a posting and its reversal cancel out`(_ row: DonorCase, _ method: Contribution.Method) {
        let posting = row.posting(method)
        var sums: [[LedgerAccount.Kind]: [Int64]] = [:]
        for posted in [posting, posting.reversal] {
            let sum = sums[[posted.debit, posted.credit]] ?? [0, 0]
            sums[[posted.debit, posted.credit]] = [
                sum[0] + posted.signedAmount, sum[1] + posted.signedCount,
            ]
        }
        #expect(sums == [[posting.debit, posting.credit]: [0, 0]])
    }

    @Test func `reversing keeps accounts, item, amount and date, and takes the amount off the sums`() {
        let posting = Posting(
            fund: Fund.ID(5), debit: .expenses, credit: .cash, item: "Xi măng", amount: Dong(3),
            on: .sample("2026-01-01"))
        let reversal = posting.reversal
        #expect(reversal.fund == posting.fund && reversal.item == posting.item)
        #expect(reversal.debit == posting.debit && reversal.credit == posting.credit)
        #expect(reversal.amount == posting.amount && reversal.on == posting.on)
        #expect(!posting.isReversal && reversal.isReversal)
        #expect([posting.signedAmount, reversal.signedAmount] == [3, -3])
        #expect([posting.signedCount, reversal.signedCount] == [1, -1])
        #expect(reversal.reversal == posting)
    }

    @Test(
        arguments: [
            (LedgerAccount.Kind.cash, LedgerAccount.Kind.households, nil, LedgerAccount.Kind.cash),
            (.bank, .stateProvince, nil, .bank),
            (.expenses, .cash, .cash, nil),
            (.refunds, .bank, .bank, nil),
            (.transfer, .cash, .cash, nil),
            (.cash, .transfer, nil, .cash),
            // From the safe to the bank: voiding it takes the money out of the bank.
            (.bank, .cash, .cash, .bank),
        ] as [(LedgerAccount.Kind, LedgerAccount.Kind, LedgerAccount.Kind?, LedgerAccount.Kind?)])
    func `the account with less money is the credited one, of a reversal the debited one`(
        _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind, _ decreased: LedgerAccount.Kind?,
        _ decreasedByReversal: LedgerAccount.Kind?
    ) {
        let posting = Posting(
            fund: Fund.ID(5), debit: debit, credit: credit, amount: Dong(1), on: .sample("2026-01-01"))
        #expect(posting.decreasedAccount == decreased)
        #expect(posting.reversal.decreasedAccount == decreasedByReversal)
        #expect(posting.isInflow == (debit.isMoneyAccount && !credit.isMoneyAccount))
        #expect(posting.reversal.isInflow == posting.isInflow)
    }

    @Test func `a posting of zero stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), debit: .cash, credit: .households, amount: .zero, on: .sample("2026-01-01"))
        }
    }

    @Test func `a negative posting stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Contribution.sample(amount: -1).posting
        }
    }

    @Test func `a posting from an account to itself stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), debit: .cash, credit: .cash, amount: Dong(1), on: .sample("2026-01-01"))
        }
    }

    @Test func `a posting without a money account stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), debit: .expenses, credit: .households, amount: Dong(1),
                on: .sample("2026-01-01"))
        }
    }

    @Test func `every payment method has a money account`() {
        #expect(Contribution.Method.allCases.map(\.account) == [.cash, .bank])
        #expect(Contribution.Method.allCases.allSatisfy { $0.account.isMoneyAccount })
    }

    @Test func `only cash, in the safe or in hands, and bank are money accounts`() {
        #expect(LedgerAccount.Kind.allCases.filter(\.isMoneyAccount) == [.cash, .bank, .inHand])
        #expect(LedgerAccount.Kind.allCases.filter { $0.group == .money } == [.cash, .bank, .inHand])
        #expect(
            LedgerAccount.Kind.allCases.filter(\.isMoneyOrDebt) == [.cash, .bank, .payables, .inHand])
    }

    @Test func `accounts of different funds differ`() {
        #expect(
            LedgerAccount(fund: Fund.ID(6), kind: .cash) != LedgerAccount(fund: Fund.ID(5), kind: .cash))
    }
}
