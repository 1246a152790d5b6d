import Domain
import Testing

/// The accounts that a receipt debits and credits, by method and donor.
private struct Booking: Sendable, CustomTestStringConvertible {
    let method: Contribution.Method
    let donor: Contribution.Donor
    let debit: LedgerAccount.Kind
    let credit: LedgerAccount.Kind

    var testDescription: String { "\(method) from \(credit)" }

    static let all = [
        Booking(method: .cash, donor: .household, debit: .cash, credit: .households),
        Booking(method: .cash, donor: .organisation, debit: .cash, credit: .sponsors),
        Booking(method: .cash, donor: .sponsor, debit: .cash, credit: .sponsors),
        Booking(method: .bank, donor: .household, debit: .bank, credit: .households),
        Booking(method: .bank, donor: .organisation, debit: .bank, credit: .sponsors),
        Booking(method: .bank, donor: .sponsor, debit: .bank, credit: .sponsors),
    ]
}

@Suite struct PostingTests {
    private let cash = LedgerAccount(fund: Fund.ID(5), kind: .cash)
    private let households = LedgerAccount(fund: Fund.ID(5), kind: .households)

    @Test(arguments: Booking.all)
    private func `a receipt posts from the donor's account to the money account`(
        _ booking: Booking
    ) {
        let posting = Contribution.sample(booking.donor, method: booking.method, amount: 777).posting
        #expect(posting.debit == LedgerAccount(fund: Fund.ID(5), kind: booking.debit))
        #expect(posting.credit == LedgerAccount(fund: Fund.ID(5), kind: booking.credit))
        #expect(posting.amount == Dong(777))
        #expect(posting.on == .sample("2026-11-22"))
    }

    @Test(arguments: Booking.all)
    private func `a posting and its reversal cancel out`(_ booking: Booking) {
        let posting = Contribution.sample(booking.donor, method: booking.method).posting
        var balances: [LedgerAccount: Int64] = [:]
        for movement in [posting, posting.reversed] {
            balances[movement.debit, default: 0] += movement.amount.amount
            balances[movement.credit, default: 0] -= movement.amount.amount
        }
        #expect(balances.count == 2)
        #expect(balances.values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: Booking.all)
    private func `a receipt debits a money account and credits another`(_ booking: Booking) {
        let posting = Contribution.sample(booking.donor, method: booking.method).posting
        #expect(posting.debit.kind.holdsMoney)
        #expect(!posting.credit.kind.holdsMoney)
    }

    @Test func `reversing swaps the accounts and keeps amount and date`() {
        let posting = Contribution.sample().posting
        #expect(posting.reversed.debit == posting.credit)
        #expect(posting.reversed.credit == posting.debit)
        #expect(posting.reversed.amount == posting.amount)
        #expect(posting.reversed.on == posting.on)
        #expect(posting.reversed.reversed == posting)
    }

    @Test(arguments: [Posting.Direction.into, .outOf])
    func `a reversal moves money in the opposite direction`(_ direction: Posting.Direction) {
        let posting = Posting(
            fund: Fund.ID(5), money: .cash, other: direction == .into ? .households : .expenses,
            direction: direction, amount: Dong(1), on: .sample("2026-01-01"))
        #expect(posting.bringsMoney == (direction == .into))
        #expect(posting.reversed.bringsMoney != posting.bringsMoney)
        #expect(
            posting.debit == (direction == .into ? cash : LedgerAccount(fund: Fund.ID(5), kind: .expenses)))
        #expect(posting.credit == (direction == .into ? households : cash))
    }

    @Test func `a posting of zero stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), money: .cash, other: .households, direction: .into, amount: .zero,
                on: .sample("2026-01-01"))
        }
    }

    @Test func `a posting between two money accounts stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), money: .cash, other: .bank, direction: .into, amount: Dong(1),
                on: .sample("2026-01-01"))
        }
    }

    @Test func `a posting without a money account stops the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Posting(
                fund: Fund.ID(5), money: .households, other: .expenses, direction: .into, amount: Dong(1),
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
        #expect(Contribution.Method.allCases.allSatisfy { $0.account.holdsMoney })
    }

    @Test func `only cash and bank are money accounts`() {
        #expect(LedgerAccount.Kind.allCases.filter(\.holdsMoney) == [.cash, .bank])
    }

    @Test func `accounts of different funds differ`() {
        #expect(LedgerAccount(fund: Fund.ID(6), kind: .cash) != cash)
    }
}
