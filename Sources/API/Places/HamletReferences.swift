import Domain
import Store

extension Reading where Self: ~Copyable {
    /// The successors of `hamlet`, for callers that try to write to it.
    borrowing func namedSuccessors(of hamlet: Hamlet.ID) throws -> [Refusal.Successor] {
        try successors(of: hamlet).map { Refusal.Successor(number: $0.id.number, name: $0.name) }
    }

    /// The open hamlet named in the body at `field`.
    ///
    /// - Parameters:
    ///   - id: the hamlet.
    ///   - field: the input field that names it.
    /// - Returns: the hamlet.
    /// - Throws: `Refusal.unknownReference`, `.closed`.
    borrowing func openHamlet(_ id: Hamlet.ID, named field: Field) throws -> Hamlet {
        guard let hamlet = try find(id) else { throw Refusal.unknownReference(.hamlet, at: field) }
        if hamlet.validity.to != nil { try hamlet.checkOpen(successors: try namedSuccessors(of: id)) }
        return hamlet
    }

    /// The name of the commune's code on `day`, or its last name.
    borrowing func communeName(_ code: AdministrativeUnit.Code, on day: LocalDate) throws -> String {
        if let unit = try unit(code, on: day) { return unit.name }
        return try unitHistory(code).last?.name ?? code
    }

    /// The last day of the commune's code, when no commune had the code on `day`.
    borrowing func communeEnd(_ code: AdministrativeUnit.Code, on day: LocalDate) throws -> LocalDate? {
        guard try unit(code, on: day) == nil else { return nil }
        return try unitHistory(code).last?.validity.to
    }

    /// The name of an organ of the commune, as its parameter gives it, but ending with the commune's own type: a value
    /// for every commune says "xã" for a phường too.
    borrowing func organName(
        _ key: Parameter.Key, of code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> String {
        let name = try value(of: key, in: code, on: day)
        let type = try unit(code, on: day)?.kind?.communeType
        guard let type, name.hasSuffix(" xã") else { return name }
        return name.dropLast("xã".count) + type
    }
}

extension Reading where Self: ~Copyable {
    /// The effective date: today by default, not in the future, and within the hamlet's validity.
    borrowing func effectiveDate(
        _ day: LocalDate?, named field: Field, in hamlet: Hamlet
    ) throws -> LocalDate {
        try effectiveDate(day, named: field, by: BookKeeper(hamlet))
    }

    /// The effective date: today by default, not in the future, and a day on which the keeper of the books existed.
    ///
    /// What `settles` only what must not be left when the books are handed over may come after the last day of the
    /// keeper.
    borrowing func effectiveDate(
        _ day: LocalDate?, named field: Field, by keeper: BookKeeper, settles: Bool = false
    ) throws -> LocalDate {
        let day = day ?? today
        let isEnded = !settles && (keeper.validity.to.map { $0 < day } ?? false)
        let isEarly = keeper.validity.from.map { day < $0 } ?? false
        guard day <= today, !isEnded, !isEarly else {
            let last = settles ? today : keeper.validity.to.map { min($0, today) } ?? today
            throw Refusal.dateOutOfRange(at: field, from: keeper.validity.from, to: last)
        }
        return day
    }
}

extension AdministrativeUnit.Kind {
    /// The type of a commune as names of its organs end with it; nil for a unit of another level.
    fileprivate var communeType: String? {
        switch self {
        case .xa: "xã"
        case .phuong: "phường"
        case .thiTran: "thị trấn"
        case .dacKhu: "đặc khu"
        case .tinh, .thanhPho, .quan, .huyen, .thiXa: nil
        }
    }
}
