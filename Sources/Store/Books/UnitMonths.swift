package import Domain

/// What came in and went out in one month in the books of a unit's owners, in đồng.
///
/// Sums are clamped: `isExact` says whether one was.
package struct UnitMonth: Hashable, Sendable {
    package var fromHouseholds: Int64 = 0
    package var fromSponsors: Int64 = 0
    package var fromState: Int64 = 0
    package var spent: Int64 = 0
    package var refunded: Int64 = 0
    /// What all movements left in cash and bank.
    package var cash: Int64 = 0
    package var bank: Int64 = 0
    /// What owners brought along who came from another unit, less what those who left took along.
    package var movedCash: Int64 = 0
    package var movedBank: Int64 = 0

    package init() {}

    /// Adds a movement between two accounts; a negative amount is a reversal.
    package mutating func add(_ amount: Int64, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind) {
        switch MoneyFlow(debit, credit) {
        case .fromHouseholds: fromHouseholds = fromHouseholds.addingClamped(amount)
        case .fromSponsors: fromSponsors = fromSponsors.addingClamped(amount)
        case .fromState: fromState = fromState.addingClamped(amount)
        case .spent: spent = spent.addingClamped(amount)
        case .refunded: refunded = refunded.addingClamped(amount)
        case nil: break
        }
        hold(amount, debit, credit)
    }

    private mutating func hold(_ amount: Int64, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind) {
        if debit == .cash { cash = cash.addingClamped(amount) }
        if debit == .bank { bank = bank.addingClamped(amount) }
        if credit == .cash { cash = cash.addingClamped(amount.opposite) }
        if credit == .bank { bank = bank.addingClamped(amount.opposite) }
    }

    /// Adds what an owner brings along; negative amounts are taken along.
    package mutating func move(cash: Int64, bank: Int64) {
        movedCash = movedCash.addingClamped(cash)
        movedBank = movedBank.addingClamped(bank)
    }

    package mutating func add(_ other: UnitMonth) {
        fromHouseholds = fromHouseholds.addingClamped(other.fromHouseholds)
        fromSponsors = fromSponsors.addingClamped(other.fromSponsors)
        fromState = fromState.addingClamped(other.fromState)
        spent = spent.addingClamped(other.spent)
        refunded = refunded.addingClamped(other.refunded)
        cash = cash.addingClamped(other.cash)
        bank = bank.addingClamped(other.bank)
        move(cash: other.movedCash, bank: other.movedBank)
    }

    package var isZero: Bool { self == UnitMonth() }

    /// By the name of its column.
    package var columns: [(name: String, amount: Int64)] {
        [
            ("households_dong", fromHouseholds), ("sponsors_dong", fromSponsors), ("state_dong", fromState),
            ("spent_dong", spent), ("refunded_dong", refunded), ("cash_dong", cash), ("bank_dong", bank),
            ("moved_cash_dong", movedCash), ("moved_bank_dong", movedBank),
        ]
    }

    /// False when a sum left the range of 64 bits.
    package var isExact: Bool { columns.allSatisfy { $0.amount > .min && $0.amount < .max } }
}

/// Sums by unit and month, by owner and year, and by fund and year.
package struct UnitMonths: Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let unit: AdministrativeUnit.Code
        /// Such as 202603.
        package let month: Int64

        package init(unit: AdministrativeUnit.Code, month: Int64) {
            self.unit = unit
            self.month = month
        }

        package static func < (left: Key, right: Key) -> Bool {
            (left.unit, left.month) < (right.unit, right.month)
        }
    }

    /// A year of the books of an owner.
    package struct Year: Hashable, Comparable, Sendable {
        package let year: Int64
        package let owner: FundOwner

        package init(year: Int64, owner: FundOwner) {
            self.year = year
            self.owner = owner
        }

        package static func < (left: Year, right: Year) -> Bool {
            (left.year, left.owner.order.kind, left.owner.order.number)
                < (right.year, right.owner.order.kind, right.owner.order.number)
        }
    }

    /// A year of a fund.
    package struct FundYear: Hashable, Comparable, Sendable {
        package let year: Int64
        package let fund: Fund.ID

        package init(year: Int64, fund: Fund.ID) {
            self.year = year
            self.fund = fund
        }

        package static func < (left: FundYear, right: FundYear) -> Bool {
            (left.year, left.fund.number) < (right.year, right.fund.number)
        }
    }

    package private(set) var months: [Key: UnitMonth] = [:]
    /// By owner and year, where nothing moves to another unit.
    package private(set) var years: [Year: UnitMonth] = [:]
    /// By fund and year, likewise.
    package private(set) var funds: [FundYear: UnitMonth] = [:]

    package init() {}

    /// Adds a movement in a fund of an owner.
    ///
    /// It counts for the unit of its day. If the owner went to another unit later, it took the money along.
    package mutating func add(
        _ amount: Int64, _ debit: LedgerAccount.Kind, _ credit: LedgerAccount.Kind, on day: Int64,
        of owner: FundOwner, fund: Fund.ID, in stays: [OwnerStay]
    ) {
        funds[FundYear(year: day / 10_000, fund: fund), default: UnitMonth()].add(amount, debit, credit)
        years[Year(year: day / 10_000, owner: owner), default: UnitMonth()].add(amount, debit, credit)
        guard let index = stays.lastIndex(where: { $0.first <= day }) else { return }
        let here = Key(unit: stays[index].unit, month: day / 100)
        months[here, default: UnitMonth()].add(amount, debit, credit)
        guard index + 1 < stays.count else { return }
        var left = UnitMonth()
        left.add(amount, debit, credit)
        for later in (index + 1)..<stays.count {
            let month = stays[later].first / 100
            months[Key(unit: stays[later - 1].unit, month: month), default: UnitMonth()]
                .move(cash: left.cash.opposite, bank: left.bank.opposite)
            months[Key(unit: stays[later].unit, month: month), default: UnitMonth()]
                .move(cash: left.cash, bank: left.bank)
        }
    }

    package mutating func add(_ other: UnitMonths) {
        for (key, month) in other.months { months[key, default: UnitMonth()].add(month) }
        for (key, year) in other.years { years[key, default: UnitMonth()].add(year) }
        for (key, year) in other.funds { funds[key, default: UnitMonth()].add(year) }
    }
}

extension Int64 {
    /// The number with the other sign, clamped.
    var opposite: Int64 { self == .min ? .max : 0 - self }
}

extension FundOwner {
    /// Hamlets, communes, organisations; texts would be made for each comparison.
    fileprivate var order: (kind: Int, number: Int64) {
        switch self {
        case .hamlet(let hamlet): (0, hamlet.number)
        case .commune(let unit): (1, unit.number)
        case .organisation(let organisation): (2, organisation.number)
        }
    }
}
