package import Domain

/// What happened, as the journal names it: the entity, then what was done to it.
package struct JournalEvent: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        case recorded
        case issued
        case corrected
        case changed
        case moved
        case closed
        case ended
        case voided
        case revoked

        /// True when an entity's row begins with it, false when it changes the row.
        package var begins: Bool {
            switch self {
            case .recorded, .issued: true
            case .corrected, .changed, .moved, .closed, .ended, .voided, .revoked: false
            }
        }
    }

    package let kind: EntityKind
    package let action: Action

    package init(_ kind: EntityKind, _ action: Action) {
        self.kind = kind
        self.action = action
    }

    /// `pledge.recorded`.
    package var name: String { kind.rawValue + "." + action.rawValue }

    /// Every event that the entity table declares.
    package static let all: [JournalEvent] = EntityKind.allCases.flatMap { kind in
        kind.table.actions.map { JournalEvent(kind, $0) }
    }
}
