package import Domain
import SQLite

/// A reference to the resource of a request.
///
/// It has a place and may have a version.
package enum ResourceRef: Hashable, Sendable {
    /// All validity periods of a code.
    case unit(AdministrativeUnit.Code)
    case entity(EntityKind, Int64)

    package init<Value: Entity>(_ id: Identifier<Value>) { self = .entity(Value.kind, id.number) }

    package var kind: EntityKind {
        switch self {
        case .unit: .unit
        case .entity(let kind, _): kind
        }
    }

    /// The fund owner that this resource is, or nil when it is none.
    package var owner: FundOwner? {
        switch self {
        case .entity(.hamlet, let number): .hamlet(Identifier(number))
        case .entity(.organisation, let number): .organisation(Identifier(number))
        case .unit, .entity: nil
        }
    }
}

/// The current place and version of a resource.
package struct ResourceScope: Hashable, Sendable {
    /// Nil for a resource without a place, which every caller with a role may see.
    package let place: Place?
    /// 0 for a resource without versions.
    package let version: Int64
    /// The owner whose lists and totals include the resource; nil for none.
    package let owner: FundOwner?
    /// The last day of its hamlet, when the hamlet was closed.
    package let hamletEnd: LocalDate?
}

extension Reading where Self: ~Copyable {
    /// The current scope of `resource`, or nil when it does not exist.
    ///
    /// A resource of a closed hamlet, or of books that were handed over, is also in the successors, whose officers are
    /// responsible for it.
    package borrowing func resourceScope(of resource: ResourceRef) throws -> ResourceScope? {
        switch resource {
        case .unit(let code): return try resourceScope(in: ScopeRow(hamlet: nil, unit: code))
        case .entity(let kind, let number):
            let found = try connection.first(kind.table.scope, number) { row in
                ScopeRow(
                    hamlet: row.optionalID(0), unit: row.optionalText(1), version: row.integer(2),
                    hamletEnd: row.optionalDate(3),
                    owner: kind.table.scopeSource.isOwner ? row.owner(4) : nil,
                    keeper: kind == .unit
                        ? .commune(Identifier(number))
                        : kind == .organisation ? .organisation(Identifier(number)) : nil)
            }
            return try found.flatMap { try resourceScope(in: $0) }
        }
    }

    private borrowing func resourceScope(in found: ScopeRow) throws -> ResourceScope? {
        guard let unit = found.unit else {
            return ResourceScope(place: nil, version: found.version, owner: nil, hamletEnd: nil)
        }
        guard let path = try unitPath(unit, on: today) else { return nil }
        var hamlets = found.hamlet.map { [$0] } ?? []
        if let hamlet = found.hamlet, found.hamletEnd != nil { hamlets = try successorLine(of: hamlet) }
        let units = try path + unitsOfSuccessors(of: found.owner ?? found.keeper)
        return ResourceScope(
            place: Place(units: units, hamlets: hamlets),
            version: found.version,
            owner: found.owner ?? found.hamlet.map { .hamlet($0) }, hamletEnd: found.hamletEnd)
    }
}

extension Reading where Self: ~Copyable {
    /// The units of those who took over the books of `owner`, whose officers are responsible for them.
    private borrowing func unitsOfSuccessors(of owner: FundOwner?) throws -> [AdministrativeUnit.Code] {
        guard let owner, owner.hamlet == nil else { return [] }
        let successors = try handoverLine(of: owner).filter { $0 != owner }
        return try successors.flatMap { successor in
            try keeper(of: successor).map { try unitPath($0.unit, on: today) ?? [] } ?? []
        }
    }
}

/// A row of `EntityTable.scope`.
private struct ScopeRow {
    let hamlet: Hamlet.ID?
    /// Nil when the resource belongs to no place.
    let unit: AdministrativeUnit.Code?
    var version: Int64 = 0
    var hamletEnd: LocalDate?
    /// Set for what is in books.
    var owner: FundOwner?
    /// Set for what may keep books.
    var keeper: FundOwner?
}
