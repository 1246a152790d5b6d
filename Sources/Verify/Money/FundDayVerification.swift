import Domain
import SQLite
import Store

/// The key of a fund's daily total: what came in or went out on a day, by contra account and item.
struct FundDay: Hashable {
    let fund: Int64
    let moneyAccount: LedgerAccount.Kind
    let day: Int64
    let contraAccount: LedgerAccount.Kind
    let item: String

    /// Omits texts where possible, because hashing them is slow.
    func hash(into hasher: inout Hasher) {
        hasher.combine(fund)
        hasher.combine(day)
        hasher.combine(moneyAccount.index * 8 + contraAccount.index)
        if !item.isEmpty { hasher.combine(item) }
    }

    struct Sums: Hashable {
        var inflow: Int64 = 0
        var outflow: Int64 = 0
    }
}

extension FundDay {
    init(_ posting: Posting) {
        self.init(
            fund: posting.fund.number, moneyAccount: posting.moneyAccount, day: Int64(posting.on.packed),
            contraAccount: posting.contraAccount,
            item: posting.item)
    }
}

extension Verifier {
    /// Compares the stored daily totals of one hamlet's funds with its contributions and payments.
    ///
    /// A day whose vouchers are all voided keeps its row.
    func verifyDays(of books: HamletBooks) throws {
        let hamlet = books.hamlet.number
        var unmatched = books.days
        try connection.forEachReadable(daysOfHamlet, books.hamlet) { row in
            rowDone()
            let key = FundDay(
                fund: row.integer(0), moneyAccount: row.choice(1), day: row.integer(2),
                contraAccount: row.choice(3),
                item: row.text(4))
            let sums = FundDay.Sums(inflow: row.integer(5), outflow: row.integer(6))
            try row.check()
            compare(sums, unmatched.removeValue(forKey: key), on: key, of: hamlet)
        } onUnreadable: { row, _ in
            report(.fundDayUnreadable(hamlet: hamlet, fund: row.integer(0), day: row.integer(2)))
        }
        for (key, sums) in unmatched.sorted(by: { $0.key < $1.key }) {
            compare(nil, sums, on: key, of: hamlet)
        }
        verifyNeverNegative(books)
    }

    private func compare(
        _ stored: FundDay.Sums?, _ computed: FundDay.Sums?, on key: FundDay, of hamlet: Int64
    ) {
        if stored == nil || computed == nil || stored?.inflow != computed?.inflow {
            report(
                .totalDiffers(
                    key.sum(of: hamlet, "in_dong"), stored: stored?.inflow, computed: computed?.inflow))
        }
        if stored != nil, computed != nil, stored?.outflow != computed?.outflow {
            report(
                .totalDiffers(
                    key.sum(of: hamlet, "out_dong"), stored: stored?.outflow, computed: computed?.outflow)
            )
        }
    }

    /// Checks that no cash or bank account is overdrawn at the end of any day, by the vouchers rather than stored
    /// totals.
    private func verifyNeverNegative(_ books: HamletBooks) {
        // Without outgoing money no balance can be negative. This is so for most hamlets.
        guard books.days.values.contains(where: { $0.outflow != 0 || $0.inflow < 0 }) else { return }
        var account: LedgerAccount?
        var (day, held, hasReported) = (Int64(0), Int64(0), false)
        func endDay() {
            guard let account, held < 0, !hasReported else { return }
            hasReported = true
            report(.balanceNegative(account, hamlet: books.hamlet.number, day: day, balance: held))
        }
        for (key, sums) in books.days.sorted(by: { $0.key.isBeforeInAccount($1.key) }) {
            if key.account != account {
                endDay()
                (account, day, held, hasReported) = (key.account, key.day, 0, false)
            } else if key.day != day {
                endDay()
                day = key.day
            }
            held = held &+ sums.inflow &- sums.outflow
        }
        endDay()
    }
}

private let daysOfHamlet = Query(
    "SELECT fund, money, day, other, item, in_dong, out_dong FROM fund_day WHERE hamlet = ?1")

extension FundDay: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.fund, left.day, left.moneyAccount.rawValue, left.contraAccount.rawValue, left.item)
            < (right.fund, right.day, right.moneyAccount.rawValue, right.contraAccount.rawValue, right.item)
    }

    fileprivate var account: LedgerAccount { LedgerAccount(fund: Fund.ID(fund), kind: moneyAccount) }

    /// Orders by account, then by day.
    fileprivate func isBeforeInAccount(_ other: Self) -> Bool {
        if fund != other.fund { return fund < other.fund }
        return moneyAccount == other.moneyAccount
            ? day < other.day : moneyAccount.rawValue < other.moneyAccount.rawValue
    }

    fileprivate func sum(of hamlet: Int64, _ column: String) -> Discrepancy.Total {
        .fundDay(account, hamlet: hamlet, day: day, contraAccount: contraAccount, item: item, column: column)
    }
}
