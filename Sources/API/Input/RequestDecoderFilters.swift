import Domain
import Store

/// A filter of a list that names an entity or a unit.
struct FilterReference: Hashable, Sendable {
    /// The query parameter.
    let name: String
    let resource: ResourceRef
}

extension RequestDecoder {
    /// A filter by the id of an entity, which must exist.
    mutating func filterID<Value: Entity>(_ name: String) -> Identifier<Value>? {
        let id: Identifier<Value>? = optionalID(name, in: .query)
        if let id { references.append(FilterReference(name: name, resource: ResourceRef(id))) }
        return id
    }

    /// A filter by the code of a unit, which must exist.
    mutating func filterUnit(_ name: String) -> AdministrativeUnit.Code? {
        let code = optionalText(name, upTo: 5, in: .query)
        if let code { references.append(FilterReference(name: name, resource: .unit(code))) }
        return code
    }

    /// The days `from` and `to`, both inclusive; nil means no limit.
    ///
    /// Nothing is recorded before the first or after the present day, so days beyond mean no limit. Where both are
    /// required, `to` is at most today. Otherwise every day of a century would be a report of its own to compute and
    /// to cache.
    mutating func period(isRequired: Bool = false) -> (from: LocalDate?, to: LocalDate?) {
        let (from, to) = sentPeriod(isRequired: isRequired)
        // Two days later, because it may be tomorrow when the request is run.
        let late = today.next?.next ?? today
        let first = from.map { min($0, late) }
        if let first { setKey("from", to: first) }
        if isRequired {
            let last = to.map { max(min($0, today), first ?? $0) }
            if let last { setKey("to", to: last) }
            return (first, last)
        }
        if first == .earliestRecorded { omitFromKey("from") }
        return (first == .earliestRecorded ? nil : first, recorded(to, as: "to"))
    }

    /// The day `name`, on or before which something was recorded; nil, for no limit, when it is after today.
    mutating func optionalRecordedDate(_ name: String) -> LocalDate? {
        recorded(optionalDate(name, in: .query), as: name)
    }

    private mutating func recorded(_ day: LocalDate?, as name: String) -> LocalDate? {
        guard let day, day > today else { return day }
        omitFromKey(name)
        return nil
    }

    private mutating func sentPeriod(isRequired: Bool) -> (from: LocalDate?, to: LocalDate?) {
        let from = optionalDate("from", in: .query, isRequired: isRequired)
        let to = optionalDate("to", in: .query, isRequired: isRequired)
        if let from, let to, to < from {
            addError("to", .dateOutOfRange, .dates(from: from, to: nil), in: .query)
        }
        return (from, to)
    }

    /// The boundaries used by a report; historical by default.
    mutating func boundaries() -> Boundaries {
        optionalChoice("boundaries", of: Boundaries.self, default: .historical)
    }

    /// A choice in the query; `standard` without the parameter.
    mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable & Equatable>(
        _ name: String, of type: Choice.Type, default standard: Choice
    ) -> Choice where Choice.AllCases == [Choice] {
        let choice = optionalChoice(name, of: type, in: .query) ?? standard
        if choice == standard { omitFromKey(name) }
        return choice
    }
}

extension Reading where Self: ~Copyable {
    /// Checks that what the filters name exists, so that a mistyped number does not look like an empty list.
    ///
    /// It may be out of the caller's sight, such as a household that gave and then moved away: only the list's own
    /// target decides what is shown.
    ///
    /// - Throws: `parameter-invalid` with an error for each unknown one.
    borrowing func check(_ references: [FilterReference]) throws {
        var errors: [FieldError] = []
        for reference in references where try resourceScope(of: reference.resource) == nil {
            let kind = reference.resource.kind
            errors.append(
                FieldError(
                    .parameter(reference.name), .parameterInvalid,
                    Sentence(
                        vi: "không có \(kind.vietnamese) này", en: "this \(kind.rawValue) does not exist")))
        }
        if !errors.isEmpty { throw Problem(.parameterInvalid, errors: errors) }
    }
}
