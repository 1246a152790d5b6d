import Domain
import Testing

/// The accounts that a receipt debits and credits, by method and donor.
private struct PostingCase: Sendable, CustomTestStringConvertible {
    let method: Contribution.Method
    let donor: Contribution.Donor
    let debit: LedgerAccount.Kind
    let credit: LedgerAccount.Kind

    var testDescription: String { "\(method) from \(credit)" }

    static let all = [
        PostingCase(method: .cash, donor: .household, debit: .cash, credit: .households),
        PostingCase(method: .cash, donor: .organisation, debit: .cash, credit: .sponsors),
        PostingCase(method: .cash, donor: .sponsor, debit: .cash, credit: .sponsors),
        PostingCase(method: .bank, donor: .household, debit: .bank, credit: .households),
        PostingCase(method: .bank, donor: .organisation, debit: .bank, credit: .sponsors),
        PostingCase(method: .bank, donor: .sponsor, debit: .bank, credit: .sponsors),
        PostingCase(
            method: .bank, donor: .sponsor(.init(name: "UBND tỉnh", kind: .state, level: .province)),
            debit: .bank, credit: .state),
    ]
}

@Suite struct PostingTests {
    private let cash = LedgerAccount(fund: Fund.ID(5), kind: .cash)
    private let households = LedgerAccount(fund: Fund.ID(5), kind: .households)

    @Test(arguments: PostingCase.all)
    private func `a receipt posts from the donor's account to the money account`(
        _ row: PostingCase
    ) {
        let posting = Contribution.sample(row.donor, method: row.method, amount: 777).posting
        #expect(posting.debit == LedgerAccount(fund: Fund.ID(5), kind: row.debit))
        #expect(posting.credit == LedgerAccount(fund: Fund.ID(5), kind: row.credit))
        #expect(posting.amount == Dong(777))
        #expect(posting.on == .sample("2026-11-22"))
    }

    @Test(arguments: PostingCase.all)
    private func `a posting and its reversal cancel out`(_ row: PostingCase) {
        let posting = Contribution.sample(row.donor, method: row.method).posting
        var balances: [LedgerAccount: Int64] = [:]
        for movement in [posting, posting.reversal] {
            balances[movement.debit, default: 0] += movement.amount.amount
            balances[movement.credit, default: 0] -= movement.amount.amount
        }
        #expect(balances.count == 2)
        #expect(balances.values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: PostingCase.all)
    private func `a receipt debits a money account and credits another`(_ row: PostingCase) {
        let posting = Contribution.sample(row.donor, method: row.method).posting
        #expect(posting.debit.kind.isMoneyAccount)
        #expect(!posting.credit.kind.isMoneyAccount)
    }

    @Test func `reversing swaps the accounts and keeps amount and date`() {
        let posting = Contribution.sample().posting
        #expect(posting.reversal.debit == posting.credit)
        #expect(posting.reversal.credit == posting.debit)
        #expect(posting.reversal.amount == posting.amount)
        #expect(posting.reversal.on == posting.on)
        #expect(posting.reversal.reversal == posting)
    }

    @Test(arguments: [Posting.Direction.inflow, .outflow])
    func `a reversal moves money in the opposite direction`(_ direction: Posting.Direction) {
        let posting = Posting(
            fund: Fund.ID(5), moneyAccount: .cash,
            contraAccount: direction == .inflow ? .households : .expenses,
            direction: direction, amount: Dong(1), on: .sample("2026-01-01"))
        #expect(posting.increasesMoneyAccount == (direction == .inflow))
        #expect(posting.reversal.increasesMoneyAccount != posting.increasesMoneyAccount)
        #expect(
            posting.debit == (direction == .inflow ? cash : LedgerAccount(fund: Fund.ID(5), kind: .expenses)))
        #expect(posting.credit == (direction == .inflow ? households : cash))
    }

    @Test func `a posting of zero stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), moneyAccount: .cash, contraAccount: .households, direction: .inflow,
                amount: .zero,
                on: .sample("2026-01-01"))
        }
    }

    @Test func `a posting between two money accounts stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), moneyAccount: .cash, contraAccount: .bank, direction: .inflow,
                amount: Dong(1),
                on: .sample("2026-01-01"))
        }
    }

    @Test func `a posting without a money account stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), moneyAccount: .households, contraAccount: .expenses, direction: .inflow,
                amount: Dong(1),
                on: .sample("2026-01-01"))
        }
    }

    @Test func `a negative posting stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Contribution.sample(amount: -1).posting
        }
    }

    @Test func `every payment method has a money account`() {
        #expect(Contribution.Method.allCases.map(\.account) == [.cash, .bank])
        #expect(Contribution.Method.allCases.allSatisfy { $0.account.isMoneyAccount })
    }

    @Test func `only cash and bank are money accounts`() {
        #expect(LedgerAccount.Kind.allCases.filter(\.isMoneyAccount) == [.cash, .bank])
    }

    @Test func `accounts of different funds differ`() {
        #expect(LedgerAccount(fund: Fund.ID(6), kind: .cash) != cash)
    }
}
