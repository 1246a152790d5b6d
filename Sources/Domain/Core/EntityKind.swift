/// The kinds of entities: one case each, and every table about them is a total switch over it.
///
/// The raw value is the word of the journal: `pledge.recorded`.
package enum EntityKind: String, CaseIterable, Sendable {
    case unit
    case hamlet
    case household
    case organisation
    case fund
    case pledge
    case contribution
    case expenditure
    case user
    case token
    case model
    case appraisal
    case criteriaSet = "criteria_set"
    case parameter
    case decision
    case consultation
    case profile
    case unitSuccession = "unit_succession"
    case reorganisation
}

/// Something with a number of its own, a row, and a history in the journal.
package protocol Entity: Sendable {
    static var kind: EntityKind { get }

    var id: Identifier<Self> { get }
}

/// An entity whose row changes: each change raises its version by 1, and names the version that it replaces.
package protocol VersionedEntity: Entity {
    /// 1 for a new one.
    var version: Int64 { get }
}
