import Domain

/// What an office accepted in a year, in the simplest way: a list of entries, and sums over it.
///
/// Independent of the service.
struct YearBooks {
    typealias Month = AccountingPeriod.Month

    /// An amount that went from one account of a fund to another.
    struct Entry: Hashable {
        let owner: String
        let fund: Int64
        let day: LocalDate
        let debit: String
        let credit: String
        let amount: Int64

        /// What it adds to `account`.
        func change(of account: String) -> Int64 {
            debit == account ? amount : credit == account ? 0 - amount : 0
        }

        /// The same entry with the opposite amount.
        var reversed: Entry {
            Entry(owner: owner, fund: fund, day: day, debit: debit, credit: credit, amount: 0 - amount)
        }
    }

    private struct Account: Hashable {
        let owner: String
        let fund: Int64
        let name: String
    }

    private(set) var entries: [Entry] = []
    /// What cash, bank, hands and debts of each fund gained on each day.
    private var changes: [Account: [LocalDate: Int64]] = [:]

    static let moneyAccounts = ["cash", "bank"]
    /// Where money is: in the safe, in the bank, and in the hands of collectors.
    static let heldAccounts = moneyAccounts + ["in_hand"]

    mutating func add(_ new: [Entry]) {
        entries += new
        for (account, days) in YearBooks.changes(of: new) {
            changes[account, default: [:]].merge(days) { $0 + $1 }
        }
    }

    /// What an owner, or one fund of it, holds at the end of `day`.
    func held(_ account: String, by owner: String, fund: Int64? = nil, at day: LocalDate) -> Int64 {
        changes.filter {
            $0.key.name == account && $0.key.owner == owner && (fund == nil || $0.key.fund == fund)
        }
        .values
        .reduce(0) { sum, days in
            days.reduce(sum) { $1.key <= day ? $0 + $1.value : $0 }
        }
    }

    /// True when neither cash nor bank of any fund, nor what its collector has in hand, is below zero at the end of
    /// any day with `added` too.
    func bears(_ added: [Entry]) -> Bool {
        YearBooks.changes(of: added).filter { YearBooks.heldAccounts.contains($0.key.name) }
            .allSatisfy { account, days in
                let all = days.merging(changes[account] ?? [:]) { $0 + $1 }
                var held: Int64 = 0
                for day in all.keys.sorted() {
                    held += all[day] ?? 0
                    if held < 0 { return false }
                }
                return true
            }
    }

    private static func changes(of entries: [Entry]) -> [Account: [LocalDate: Int64]] {
        var changes: [Account: [LocalDate: Int64]] = [:]
        for entry in entries {
            for name in heldAccounts + ["payables"] where entry.change(of: name) != 0 {
                let account = Account(owner: entry.owner, fund: entry.fund, name: name)
                changes[account, default: [:]][entry.day, default: 0] += entry.change(of: name)
            }
        }
        return changes
    }
}
