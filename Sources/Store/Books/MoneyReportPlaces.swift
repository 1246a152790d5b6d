import Domain
import SQLite

/// What a report is about: a unit, the days, and by which boundaries.
struct MoneyPlaces {
    let unit: AdministrativeUnit.Code
    let from: LocalDate?
    let to: LocalDate
    let boundaries: Boundaries
}

/// Where an owner of books lies today.
struct MoneyPlaceNow {
    /// The owner that it is part of.
    let shown: FundOwner
    let commune: AdministrativeUnit.Code
}

extension Reading where Self: ~Copyable {
    /// The stays of every owner below the unit, with days by the boundaries of the time, without by those of today.
    borrowing func staysOfOwners(
        in places: MoneyPlaces
    ) throws -> [(owner: FundOwner, stays: [MoneyStay])] {
        let owners = try connection.staysOfOwners()
        switch places.boundaries {
        case .historical:
            let below = try staysOfUnits(below: places.unit)
            return owners.compactMap { owner, stays in
                let found = MoneyStay.stays(of: owner, stays, below)
                return found.isEmpty ? nil : (owner, found)
            }
        case .current:
            let now = try placesNow(of: owners, below: places.unit)
            return owners.compactMap { owner, _ in
                now[owner].map { (owner, [MoneyStay.always(in: $0)]) }
            }
        }
    }

    /// The days on which each unit is below the unit `code`, or is that unit, by the code of each.
    ///
    /// A unit that has ended is where it was as long as no later one has its code, because a hamlet may remain in it.
    borrowing func staysOfUnits(
        below code: AdministrativeUnit.Code
    ) throws -> [AdministrativeUnit.Code: [MoneyStay]] {
        var units: [AdministrativeUnit.Code: [MoneyStay]] = [:]
        try connection.forEach(unitsBelow, code) { row in
            let (unit, first, next) = (row.text(0), row.integer(1), row.integer(2))
            let last = units[unit]?.last
            // A new name or parent below the same unit changes nothing.
            let isContinued = last.map { $0.next >= first } ?? false
            if isContinued { units[unit]?.removeLast() }
            units[unit, default: []]
                .append(
                    MoneyStay(
                        shown: nil, commune: unit, first: isContinued ? last?.first ?? first : first,
                        next: next))
        }
        return units
    }

    /// Where every owner below the unit lies today, closed hamlets too, and which hamlet it is part of.
    borrowing func placesNow(
        of owners: [(owner: FundOwner, stays: [OwnerStay])], below code: AdministrativeUnit.Code
    ) throws -> [FundOwner: MoneyPlaceNow] {
        let closed = Set(
            try connection.all("SELECT id FROM hamlet WHERE valid_to IS NOT NULL") { row in
                row.id(0) as Hamlet.ID
            })
        var communes: [String: (code: String, isBelow: Bool)] = [:]
        var places: [FundOwner: MoneyPlaceNow] = [:]
        for (owner, stays) in owners {
            var (shown, named) = (owner, stays.last?.unit ?? "")
            if let hamlet = owner.hamlet, closed.contains(hamlet) {
                let successor = try currentSuccessor(of: hamlet)
                if successor != hamlet {
                    (shown, named) = (.hamlet(successor), try find(successor)?.commune ?? named)
                }
            }
            if case let last = try lastOwner(ofBooksOf: owner), last != owner {
                (shown, named) = (last, try keeper(of: last)?.unit ?? named)
            }
            if communes[named] == nil {
                let current = try currentCode(of: named)
                communes[named] = (current, try unitPath(current, on: today)?.contains(code) == true)
            }
            if let commune = communes[named], commune.isBelow {
                places[owner] = MoneyPlaceNow(shown: shown, commune: commune.code)
            }
        }
        return places
    }
}

extension MoneyStay {
    /// All days.
    static func always(in place: MoneyPlaceNow) -> MoneyStay {
        MoneyStay(shown: place.shown, commune: place.commune, first: 0, next: forever)
    }

    /// The days on which an owner is in one of the units; those that follow each other are one stay.
    fileprivate static func stays(
        of owner: FundOwner, _ stays: [OwnerStay], _ units: [AdministrativeUnit.Code: [MoneyStay]]
    ) -> [MoneyStay] {
        var found: [MoneyStay] = []
        for (index, stay) in stays.enumerated() {
            let next = index + 1 < stays.count ? stays[index + 1].first : forever
            for unit in units[stay.unit] ?? [] where unit.first < next && stay.first < unit.next {
                let (first, end) = (max(stay.first, unit.first), min(next, unit.next))
                let previous = found.last
                let isContinued = previous?.next == first
                if isContinued { found.removeLast() }
                found.append(
                    MoneyStay(
                        shown: owner, commune: stay.unit,
                        first: isContinued ? previous?.first ?? first : first, next: end))
            }
        }
        return found
    }
}

/// The units of one code in one validity each, below the unit ?1: from the first day to before another.
private let unitsBelow = Query(
    """
    SELECT code, CASE WHEN EXISTS (
            SELECT 1
            FROM unit AS earlier
            WHERE earlier.code = unit.code AND coalesce(earlier.valid_from, 0) < coalesce(unit.valid_from, 0)
        ) THEN unit.valid_from ELSE 0 END,
        coalesce((
            SELECT min(later.valid_from)
            FROM unit AS later
            WHERE later.code = unit.code AND coalesce(later.valid_from, 0) > coalesce(unit.valid_from, 0)
        ), 99991231)
    FROM unit
    WHERE instr(path, '/' || ?1 || '/') > 0
    ORDER BY 1, 2
    """)
