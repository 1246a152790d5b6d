/// A household (hộ) of a hamlet, as it is or was from a day on.
///
/// Persons are a count; the representative's name is the only personal name kept.
package struct Household: VersionedEntity, Hashable {
    package typealias ID = Identifier<Household>

    package static let kind = EntityKind.household

    /// How a household ended.
    package enum Ending: Hashable, Sendable {
        /// To a place whose households are not kept here.
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

    /// The last day, and what became of it.
    package struct End: Hashable, Sendable {
        package let on: LocalDate
        package let ending: Ending

        package init(on: LocalDate, ending: Ending) {
            self.on = on
            self.ending = ending
        }
    }

    package let id: ID
    package private(set) var hamlet: Hamlet.ID
    /// The hamlet's own code for it, used by one household of the hamlet at a time: `H001`.
    package private(set) var code: String
    package private(set) var headName: String
    package private(set) var personsCount: Int64
    /// House number, lane; not for the public.
    package private(set) var address: String?
    /// Persons of working age who can work.
    package private(set) var workersCount: Int64?
    /// One of the tiers of economic situation that the office has set; not for the public.
    package private(set) var tier: String?
    /// The first day of all this; nil since before the records.
    package private(set) var validFrom: LocalDate?
    /// The household from which this one parted.
    package let origin: ID?
    package private(set) var end: End?
    package private(set) var version: Int64

    /// More is a typing error; the largest household in the census of 2019 was far below.
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

    /// Stops more workers than persons.
    ///
    /// - Throws: `.countTooLarge`.
    package func check() throws(Refusal) {
        if let workersCount, workersCount > personsCount {
            throw .countTooLarge(at: .workers, max: personsCount)
        }
    }
}

/// What changes in a household; what is nil stays.
package struct HouseholdChange: Hashable, Sendable {
    package var code: String?
    package var headName: String?
    package var personsCount: Int64?
    /// `.some(nil)` takes it away.
    package var address: String??
    package var workersCount: Int64??
    package var tier: String??

    package init(
        code: String? = nil, headName: String? = nil, personsCount: Int64? = nil, address: String?? = nil,
        workersCount: Int64?? = nil, tier: String?? = nil
    ) {
        self.code = code
        self.headName = headName
        self.personsCount = personsCount
        self.address = address
        self.workersCount = workersCount
        self.tier = tier
    }
}

/// What may happen to a household, each from a day on. What it was until then stays.
///
/// - Source: DOMAIN §3, Law on residence 68/2020/QH14, Art. 25 on parting from a household.
extension Household {
    /// The household with a mistake mended: as if it had always stood so, from the same day.
    ///
    /// - Throws: `.closed` when it ended; `.countTooLarge`.
    package func corrected(_ change: HouseholdChange, validFrom: LocalDate?) throws(Refusal) -> Household {
        try checkOpen()
        var household = self
        household.apply(change)
        household.validFrom = validFrom ?? self.validFrom
        household.version += 1
        try household.check()
        return household
    }

    /// The household that is otherwise from `day` on.
    ///
    /// - Throws: `.closed`; `.dateOutside` unless `day` is after the first day of what it is now; `.countTooLarge`.
    package func changed(_ change: HouseholdChange, on day: LocalDate) throws(Refusal) -> Household {
        var household = try begun(on: day)
        household.apply(change)
        try household.check()
        return household
    }

    /// The household that lives in `hamlet` from `day` on, under `code` there.
    ///
    /// - Throws: `.closed`, `.dateOutside`.
    package func moved(to hamlet: Hamlet.ID, as code: String, on day: LocalDate) throws(Refusal) -> Household
    {
        var household = try begun(on: day)
        household.hamlet = hamlet
        household.code = code
        return household
    }

    /// The household without those who part from it on `day` to be a household of their own.
    ///
    /// - Throws: `.closed`, `.dateOutside`; `.countTooLarge` unless somebody stays.
    package func parted(
        from persons: Int64, workersCount workers: Int64?, on day: LocalDate
    ) throws(Refusal) -> Household {
        var household = try begun(on: day)
        guard persons < personsCount else { throw .countTooLarge(at: .persons, max: personsCount - 1) }
        household.personsCount -= persons
        if let all = workersCount {
            guard workers ?? 0 <= all else { throw .countTooLarge(at: .workers, max: all) }
            household.workersCount = min(all - (workers ?? 0), household.personsCount)
        }
        return household
    }

    /// The household with the people of `other`, which is merged into it on `day`.
    ///
    /// - Throws: `.closed`, `.dateOutside`; `.countTooLarge` when there would be too many.
    package func joined(by other: Household, on day: LocalDate) throws(Refusal) -> Household {
        var household = try begun(on: day)
        guard personsCount + other.personsCount <= Household.personsCountMax else {
            throw .countTooLarge(at: .into, max: Household.personsCountMax)
        }
        household.personsCount += other.personsCount
        if let mine = workersCount, let theirs = other.workersCount { household.workersCount = mine + theirs }
        return household
    }

    /// The household whose last day is the one before `day`.
    ///
    /// - Throws: `.closed`, `.dateOutside`.
    package func ended(_ ending: Ending, on day: LocalDate) throws(Refusal) -> Household {
        var household = try begun(on: day)
        guard let last = day.previous else { throw .dateOutOfRange(at: .changeDate, from: nil, to: nil) }
        household.validFrom = validFrom
        household.end = End(on: last, ending: ending)
        return household
    }

    /// - Throws: `.closed` when it has ended.
    package func checkOpen() throws(Refusal) {
        guard let end else { return }
        throw .closed(
            .household, last: end.on,
            successors: end.ending.successor.map { [Refusal.Successor(number: $0.number, name: nil)] } ?? [])
    }

    private func begun(on day: LocalDate) throws(Refusal) -> Household {
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
