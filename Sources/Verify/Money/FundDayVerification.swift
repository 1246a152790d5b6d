import Domain
import SQLite
import Store

/// The key of a fund's daily total: what came in or went out on a day, by contra account and item.
struct FundDay: Hashable {
    let fund: Int64
    let money: LedgerAccount.Kind
    let day: Int64
    let other: LedgerAccount.Kind
    let item: String

    /// Omits texts where possible, because hashing them is slow.
    func hash(into hasher: inout Hasher) {
        hasher.combine(fund)
        hasher.combine(day)
        hasher.combine(money.index * 8 + other.index)
        if !item.isEmpty { hasher.combine(item) }
    }

    struct Sums: Hashable {
        var into: Int64 = 0
        var outOf: Int64 = 0
    }
}

extension FundDay {
    init(_ posting: Posting) {
        self.init(
            fund: posting.fund.number, money: posting.money, day: Int64(posting.on.packed),
            other: posting.other,
            item: posting.item)
    }
}

extension Verifier {
    /// Compares the stored daily totals of one hamlet's funds with its contributions and payments.
    ///
    /// A day whose vouchers are all voided keeps its row.
    func verifyDays(of books: HamletBooks) throws {
        let hamlet = books.hamlet.number
        var rest = books.days
        try connection.eachReadable(daysOfHamlet, books.hamlet) { row in
            advance()
            let key = FundDay(
                fund: row.integer(0), money: row.choice(1), day: row.integer(2), other: row.choice(3),
                item: row.text(4))
            let sums = FundDay.Sums(into: row.integer(5), outOf: row.integer(6))
            try row.check()
            compare(sums, rest.removeValue(forKey: key), on: key, of: hamlet)
        } skipped: { row, _ in
            found(.fundDayUnreadable(hamlet: hamlet, fund: row.integer(0), day: row.integer(2)))
        }
        for (key, sums) in rest.sorted(by: { $0.key < $1.key }) { compare(nil, sums, on: key, of: hamlet) }
        verifyNeverBelowZero(books)
    }

    private func compare(
        _ stored: FundDay.Sums?, _ computed: FundDay.Sums?, on key: FundDay, of hamlet: Int64
    ) {
        if stored == nil || computed == nil || stored?.into != computed?.into {
            found(.sumDiffers(key.sum(of: hamlet, "in_dong"), stored: stored?.into, computed: computed?.into))
        }
        if stored != nil, computed != nil, stored?.outOf != computed?.outOf {
            found(
                .sumDiffers(key.sum(of: hamlet, "out_dong"), stored: stored?.outOf, computed: computed?.outOf)
            )
        }
    }

    /// Checks that no cash or bank account is overdrawn at the end of any day, by the vouchers rather than stored
    /// totals.
    private func verifyNeverBelowZero(_ books: HamletBooks) {
        // Without outgoing money no balance can be negative. This is so for most hamlets.
        guard books.days.values.contains(where: { $0.outOf != 0 || $0.into < 0 }) else { return }
        var account: LedgerAccount?
        var (day, held, isNamed) = (Int64(0), Int64(0), false)
        func endDay() {
            guard let account, held < 0, !isNamed else { return }
            isNamed = true
            found(.balanceBelowZero(account, hamlet: books.hamlet.number, day: day, held: held))
        }
        for (key, sums) in books.days.sorted(by: { $0.key.isBeforeInAccount($1.key) }) {
            if key.account != account {
                endDay()
                (account, day, held, isNamed) = (key.account, key.day, 0, false)
            } else if key.day != day {
                endDay()
                day = key.day
            }
            held = held &+ sums.into &- sums.outOf
        }
        endDay()
    }
}

private let daysOfHamlet = Query(
    "SELECT fund, money, day, other, item, in_dong, out_dong FROM fund_day WHERE hamlet = ?1")

extension FundDay: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.fund, left.day, left.money.rawValue, left.other.rawValue, left.item)
            < (right.fund, right.day, right.money.rawValue, right.other.rawValue, right.item)
    }

    fileprivate var account: LedgerAccount { LedgerAccount(fund: Fund.ID(fund), kind: money) }

    /// Orders by account, then by day.
    fileprivate func isBeforeInAccount(_ other: Self) -> Bool {
        if fund != other.fund { return fund < other.fund }
        return money == other.money ? day < other.day : money.rawValue < other.money.rawValue
    }

    fileprivate func sum(of hamlet: Int64, _ column: String) -> Discrepancy.Sum {
        .fundDay(account, hamlet: hamlet, day: day, other: other, item: item, column: column)
    }
}
