/// What the owners of books in a unit received, spent and hold, by place, owner, time, source or fund.
package struct MoneyReport: Hashable, Sendable {
    package enum Grouping: String, CaseIterable, Sendable {
        case commune
        case hamlet
        case owner
        case year
        case month
        case source
        case fund
    }

    package struct Sums: Hashable, Sendable {
        package private(set) var fromHouseholds = Dong.zero
        package private(set) var fromSponsors = Dong.zero
        package private(set) var fromState = Dong.zero
        package private(set) var spent = Dong.zero
        package private(set) var refunded = Dong.zero
        /// At the end of the period, or of the row's part of it.
        package private(set) var cash = Dong.zero
        package private(set) var bank = Dong.zero

        package init() {}

        /// What was received, spent and refunded, without balances.
        package init(fromHouseholds: Dong, fromSponsors: Dong, fromState: Dong, spent: Dong, refunded: Dong) {
            self.fromHouseholds = fromHouseholds
            self.fromSponsors = fromSponsors
            self.fromState = fromState
            self.spent = spent
            self.refunded = refunded
        }

        /// From all sources; at most `Dong.documentMax`, which `add` checks.
        package var received: Dong {
            Dong(
                fromHouseholds.amount.addingClamped(fromSponsors.amount).addingClamped(fromState.amount))
        }

        /// Adds what was received, spent or refunded; all other movements are in the balances only.
        package mutating func add(
            _ amount: Dong, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind
        ) throws(Refusal) {
            switch MoneyFlow(debit, credit) {
            case .fromHouseholds: fromHouseholds = try fromHouseholds.added(to: amount)
            case .fromSponsors: fromSponsors = try fromSponsors.added(to: amount)
            case .fromState: fromState = try fromState.added(to: amount)
            case .spent: spent = try spent.added(to: amount)
            case .refunded: refunded = try refunded.added(to: amount)
            case nil: break
            }
            guard received <= Dong.documentMax else { throw .amountTooLarge }
        }

        /// Adds to the balances what a movement leaves in cash and bank.
        package mutating func hold(
            _ amount: Dong, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind
        ) throws(Refusal) {
            if debit == .cash { cash = try cash.added(to: amount) }
            if debit == .bank { bank = try bank.added(to: amount) }
            if credit == .cash { cash = cash.less(amount) }
            if credit == .bank { bank = bank.less(amount) }
        }

        /// Adds balances that came along with a hamlet; negative ones left with it.
        package mutating func hold(cash: Dong, bank: Dong) throws(Refusal) {
            self.cash = try self.cash.added(to: cash)
            self.bank = try self.bank.added(to: bank)
        }

        /// Adds what `other` received, spent and refunded.
        package mutating func addFlows(of other: Sums) throws(Refusal) {
            fromHouseholds = try fromHouseholds.added(to: other.fromHouseholds)
            fromSponsors = try fromSponsors.added(to: other.fromSponsors)
            fromState = try fromState.added(to: other.fromState)
            spent = try spent.added(to: other.spent)
            refunded = try refunded.added(to: other.refunded)
            guard received <= Dong.documentMax else { throw .amountTooLarge }
        }

        /// The same with what `source` gave only.
        package func only(_ source: Contribution.Source) -> Sums {
            var sums = Sums()
            switch source {
            case .households: sums.fromHouseholds = fromHouseholds
            case .sponsors: sums.fromSponsors = fromSponsors
            case .state: sums.fromState = fromState
            }
            return sums
        }

        package var isZero: Bool { self == Sums() }
    }

    package struct Row: Hashable, Sendable {
        /// The code of a commune, the id of a hamlet or fund, an owner such as `h1`, a year, a month such as `2026-11`, or a source.
        package let key: String
        /// Of the commune, hamlet, owner or fund.
        package let name: String?
        package let sums: Sums

        package init(key: String, name: String? = nil, sums: Sums) {
            self.key = key
            self.name = name
            self.sums = sums
        }
    }

    package let grouping: Grouping
    package let total: Sums
    package let rows: [Row]

    package init(by grouping: Grouping, total: Sums, rows: [Row]) {
        self.grouping = grouping
        self.total = total
        self.rows = rows
    }

    /// Sources hold nothing: money has no names on it.
    package var hasBalances: Bool { grouping != .source }
}
