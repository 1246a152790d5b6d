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
    mutating func period(isRequired: Bool = false) -> (from: LocalDate?, to: LocalDate?) {
        let from = optionalDate("from", in: .query, isRequired: isRequired)
        let to = optionalDate("to", in: .query, isRequired: isRequired)
        if let from, let to, to < from {
            addError("to", .dateOutOfRange, .dates(from: from, to: nil), in: .query)
        }
        return (from, to)
    }

    /// The boundaries used by a report; historical by default.
    mutating func boundaries() -> Boundaries {
        optionalChoice("boundaries", of: Boundaries.self, in: .query) ?? .historical
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
