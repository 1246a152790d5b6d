import Domain
import Store

extension Reading where Self: ~Copyable {
    /// What took over from `hamlet`, for those who still want to write to it.
    borrowing func namedSuccessors(of hamlet: Hamlet.ID) throws -> [Refusal.Successor] {
        try successors(of: hamlet).map { Refusal.Successor(number: $0.id.number, name: $0.name) }
    }

    /// The hamlet that a body names at `pointer`, which is open.
    ///
    /// - Throws: `Refusal.unknownReference`, `.closed`.
    borrowing func openHamlet(_ id: Hamlet.ID, named field: Field) throws -> Hamlet {
        guard let hamlet = try find(id) else { throw Refusal.unknownReference(.hamlet, at: field) }
        if hamlet.validity.to != nil { try hamlet.checkOpen(successors: try namedSuccessors(of: id)) }
        return hamlet
    }

    /// The name of the commune's code on `day`, or the last one it had.
    borrowing func communeName(_ code: AdministrativeUnit.Code, on day: LocalDate) throws -> String {
        if let unit = try unit(code, on: day) { return unit.name }
        return try unitHistory(code).last?.name ?? code
    }
}

extension WriteTransaction {
    /// The date on which something took place: today when none is given, never later, never before the hamlet existed.
    borrowing func effectiveDate(
        _ day: LocalDate?, named field: Field, in hamlet: Hamlet
    ) throws -> LocalDate {
        let day = day ?? today
        guard day <= today, hamlet.validity.contains(day) else {
            throw Refusal.dateOutOfRange(at: field, from: hamlet.validity.from, to: today)
        }
        return day
    }
}
