/// A household (hộ) of a hamlet, as valid from a given date.
///
/// Persons are only counted. The representative's name is the only personal name stored.
package struct Household: VersionedEntity, Hashable {
    package typealias ID = Identifier<Household>

    package static let kind = EntityKind.household

    /// How a household ended.
    package enum Ending: Hashable, Sendable {
        /// Moved to a place whose households are not recorded here.
        case movedAway
        case merged(into: ID)
        case dissolved

        package enum Kind: String, CaseIterable, Sendable {
            case movedAway = "moved_away"
            case merged
            case dissolved
        }

        package var kind: Kind {
            switch self {
            case .movedAway: .movedAway
            case .merged: .merged
            case .dissolved: .dissolved
            }
        }

        package var successor: ID? {
            switch self {
            case .merged(let household): household
            case .movedAway, .dissolved: nil
            }
        }
    }

    /// The last day of a household and how it ended.
    package struct End: Hashable, Sendable {
        package let lastDay: LocalDate
        package let ending: Ending

        package init(lastDay: LocalDate, ending: Ending) {
            self.lastDay = lastDay
            self.ending = ending
        }
    }

    package let id: ID
    package private(set) var hamlet: Hamlet.ID
    /// The hamlet's own code, such as `H001`: unique among the households of a hamlet at any one time.
    package private(set) var code: String
    package private(set) var headName: String
    package private(set) var personsCount: Int64
    /// House number and lane.
    ///
    /// Private.
    package private(set) var address: String?
    /// Persons of working age who can work.
    package private(set) var workersCount: Int64?
    /// One of the economic tiers configured by the office.
    ///
    /// Private.
    package private(set) var tier: String?
    /// The first day of these values, or nil when it is before the records.
    package private(set) var validFrom: LocalDate?
    /// The household that this one split from.
    package let origin: ID?
    package private(set) var end: End?
    package private(set) var version: Int64

    /// Anything above is a typing error: the largest household in the 2019 census was far smaller.
    package static let personsCountMax: Int64 = 99

    package init(
        id: ID, hamlet: Hamlet.ID, code: String, headName: String, personsCount: Int64,
        address: String? = nil,
        workersCount: Int64? = nil, tier: String? = nil, validFrom: LocalDate? = nil, origin: ID? = nil,
        end: End? = nil, version: Int64
    ) {
        self.id = id
        self.hamlet = hamlet
        self.code = code
        self.headName = headName
        self.personsCount = personsCount
        self.address = address
        self.workersCount = workersCount
        self.tier = tier
        self.validFrom = validFrom
        self.origin = origin
        self.end = end
        self.version = version
    }

    /// Checks that there are no more workers than persons.
    ///
    /// - Throws: `.countTooLarge`.
    package func check() throws(Refusal) {
        if let workersCount, workersCount > personsCount {
            throw .countTooLarge(at: .workers, max: personsCount)
        }
    }
}

/// The changes a household can undergo, each from a given date. Earlier versions are kept.
///
/// - Source: DOMAIN §3; Law on residence 68/2020/QH14, Art. 25, on splitting a household.
extension Household {
    /// The household with a mistake corrected in place: the current version keeps its first day unless `validFrom` is
    /// set.
    ///
    /// - Throws: `.closed` when the household has ended; `.countTooLarge`.
    package func corrected(_ change: HouseholdChange, validFrom: LocalDate?) throws(Refusal) -> Household {
        try checkOpen()
        var household = self
        household.apply(change)
        household.validFrom = validFrom ?? self.validFrom
        household.version += 1
        try household.check()
        return household
    }

    /// The household with changes that take effect on `day`.
    ///
    /// - Throws: `.closed`; `.dateOutOfRange` unless `day` is after the current version's first day;
    ///   `.countTooLarge`.
    package func changed(_ change: HouseholdChange, on day: LocalDate) throws(Refusal) -> Household {
        var household = try newVersion(from: day)
        household.apply(change)
        try household.check()
        return household
    }

    /// The household after moving to `hamlet` on `day`, where it has `code`.
    ///
    /// - Throws: `.closed`, `.dateOutOfRange`.
    package func moved(to hamlet: Hamlet.ID, as code: String, on day: LocalDate) throws(Refusal) -> Household
    {
        var household = try newVersion(from: day)
        household.hamlet = hamlet
        household.code = code
        return household
    }

    /// The household without the persons who leave on `day` to form a household of their own.
    ///
    /// - Throws: `.closed`, `.dateOutOfRange`; `.countTooLarge` unless at least one person stays.
    package func split(
        persons: Int64, workersCount workers: Int64?, on day: LocalDate
    ) throws(Refusal) -> Household {
        var household = try newVersion(from: day)
        guard persons < personsCount else { throw .countTooLarge(at: .persons, max: personsCount - 1) }
        household.personsCount -= persons
        if let all = workersCount {
            guard workers ?? 0 <= all else { throw .countTooLarge(at: .workers, max: all) }
            household.workersCount = min(all - (workers ?? 0), household.personsCount)
        }
        return household
    }

    /// The household with the persons of `other`, which is merged into it on `day`.
    ///
    /// - Throws: `.closed`, `.dateOutOfRange`; `.countTooLarge` when the result exceeds `personsCountMax`.
    package func merged(with other: Household, on day: LocalDate) throws(Refusal) -> Household {
        var household = try newVersion(from: day)
        guard personsCount + other.personsCount <= Household.personsCountMax else {
            throw .countTooLarge(at: .into, max: Household.personsCountMax)
        }
        household.personsCount = household.personsCount.addingClamped(other.personsCount)
        if let mine = workersCount, let theirs = other.workersCount { household.workersCount = mine + theirs }
        return household
    }

    /// The household ended, with the day before `day` as its last.
    ///
    /// - Throws: `.closed`, `.dateOutOfRange`.
    package func ended(_ ending: Ending, on day: LocalDate) throws(Refusal) -> Household {
        var household = try newVersion(from: day)
        guard let last = day.previous else { throw .dateOutOfRange(at: .changeDate, from: nil, to: nil) }
        household.validFrom = validFrom
        household.end = End(lastDay: last, ending: ending)
        return household
    }

    /// - Throws: `.closed` when the household has ended.
    package func checkOpen() throws(Refusal) {
        guard let end else { return }
        throw .closed(
            .household, last: end.lastDay,
            successors: end.ending.successor.map { [Refusal.Successor(number: $0.number, name: nil)] } ?? [])
    }

    private func newVersion(from day: LocalDate) throws(Refusal) -> Household {
        try checkOpen()
        var household = self
        if let validFrom, day <= validFrom {
            throw .dateOutOfRange(at: .changeDate, from: validFrom.next, to: nil)
        }
        household.validFrom = day
        household.version += 1
        return household
    }

    private mutating func apply(_ change: HouseholdChange) {
        code = change.code ?? code
        headName = change.headName ?? headName
        personsCount = change.personsCount ?? personsCount
        address = change.address ?? address
        workersCount = change.workersCount ?? workersCount
        tier = change.tier ?? tier
    }
}
