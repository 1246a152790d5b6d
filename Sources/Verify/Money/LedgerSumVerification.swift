import Domain
import SQLite
import Store

/// The key of a stored sum: what moved between two accounts of a fund on a day, for an item.
struct LedgerSumKey: Hashable {
    let fund: Int64
    let day: Int64
    let debit: LedgerAccount.Kind
    let credit: LedgerAccount.Kind
    let item: String

    init(_ posting: Posting) {
        self.init(
            fund: posting.fund.number, day: Int64(posting.on.packed), debit: posting.debit,
            credit: posting.credit, item: posting.item)
    }

    init(fund: Int64, day: Int64, debit: LedgerAccount.Kind, credit: LedgerAccount.Kind, item: String) {
        self.fund = fund
        self.day = day
        self.debit = debit
        self.credit = credit
        self.item = item
    }

    /// By the bytes of the item: SQLite has no sum of an item that is only spelt alike.
    static func == (left: Self, right: Self) -> Bool {
        left.fund == right.fund && left.day == right.day && left.debit == right.debit
            && left.credit == right.credit && left.item.isSame(as: right.item)
    }

    /// Omits texts where possible, because hashing them is slow.
    func hash(into hasher: inout Hasher) {
        hasher.combine(fund)
        hasher.combine(day)
        hasher.combine(debit.index * 256 + credit.index)
        if !item.isEmpty { hasher.combine(item) }
    }

    struct Sum: Hashable {
        var amount: Int64 = 0
        var vouchersCount: Int64 = 0

        mutating func add(_ posting: Posting) {
            amount &+= posting.signedAmount
            vouchersCount &+= posting.signedCount
        }
    }
}

extension Verifier {
    /// Compares the stored sums of one owner with the postings that its books imply.
    ///
    /// A day whose vouchers are all voided keeps its row.
    func verifyLedgerSums(of books: OwnerBooks) throws {
        let owner = books.owner
        var unmatched = books.sums
        try connection.forEachReadable(sumsOfOwner, owner) { row in
            rowDone()
            row.validate(row.text(5) == "dong", "money is counted in đồng")
            let key = LedgerSumKey(
                fund: row.integer(0), day: row.integer(1), debit: row.choice(2), credit: row.choice(3),
                item: row.text(4))
            let sum = LedgerSumKey.Sum(amount: row.integer(6), vouchersCount: row.integer(7))
            try row.check()
            compare(sum, unmatched.removeValue(forKey: key), on: key, of: owner)
        } onUnreadable: { row, _ in
            report(.ledgerSumUnreadable(owner: owner.text, fund: row.integer(0), day: row.integer(1)))
        }
        for (key, sum) in unmatched.sorted(by: { $0.key < $1.key }) {
            compare(nil, sum, on: key, of: owner)
        }
        verifyNeverNegative(books, of: owner)
    }

    private func compare(
        _ stored: LedgerSumKey.Sum?, _ computed: LedgerSumKey.Sum?, on key: LedgerSumKey, of owner: FundOwner
    ) {
        if stored == nil || computed == nil || stored?.amount != computed?.amount {
            report(
                .totalDiffers(
                    key.total(of: owner, "amount"), stored: stored?.amount, computed: computed?.amount))
        }
        if stored != nil, computed != nil, stored?.vouchersCount != computed?.vouchersCount {
            report(
                .totalDiffers(
                    key.total(of: owner, "vouchers"), stored: stored?.vouchersCount,
                    computed: computed?.vouchersCount))
        }
    }

    /// Checks that no cash or bank account is overdrawn at the end of any day, by the vouchers rather than stored
    /// totals.
    private func verifyNeverNegative(_ books: OwnerBooks, of owner: FundOwner) {
        // Without outgoing money no balance can be negative. This is so for most hamlets.
        guard books.sums.contains(where: { $0.key.credit.isMoneyAccount || $0.value.amount < 0 }) else {
            return
        }
        var changes: [DayOfAccount: Int64] = [:]
        for (key, sum) in books.sums {
            for (kind, change) in [(key.debit, sum.amount), (key.credit, 0 &- sum.amount)]
            where kind.isMoneyAccount {
                let day = DayOfAccount(
                    account: LedgerAccount(fund: Fund.ID(key.fund), kind: kind), day: key.day)
                changes[day, default: 0] &+= change
            }
        }
        var (account, held, hasReported) = (LedgerAccount?.none, Int64(0), false)
        for (day, change) in changes.sorted(by: { $0.key < $1.key }) {
            if day.account != account { (account, held, hasReported) = (day.account, 0, false) }
            held = held &+ change
            guard held < 0, !hasReported else { continue }
            hasReported = true
            report(.balanceNegative(day.account, owner: owner.text, day: day.day, balance: held))
        }
    }
}

/// A money account of a fund on a day, in order.
private struct DayOfAccount: Hashable, Comparable {
    let account: LedgerAccount
    let day: Int64

    static func < (left: Self, right: Self) -> Bool {
        (left.account.fund.number, left.account.kind.index, left.day)
            < (right.account.fund.number, right.account.kind.index, right.day)
    }
}

private let sumsOfOwner = Query(
    "SELECT fund, day, debit, credit, item, unit, amount, vouchers FROM ledger_sum WHERE owner = ?1")

extension LedgerSumKey: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.fund, left.day, left.debit.rawValue, left.credit.rawValue, left.item)
            < (right.fund, right.day, right.debit.rawValue, right.credit.rawValue, right.item)
    }

    fileprivate func total(of owner: FundOwner, _ column: String) -> Discrepancy.Total {
        .ledgerSum(
            owner: owner.text, fund: fund, day: day, debit: debit, credit: credit, item: item, column: column)
    }
}
