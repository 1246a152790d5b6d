package import Domain

/// A journal event: the kind of entity and the action.
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
        case redeemed
        case disabled
        case enabled
        case forgotten

        /// True when the action creates the entity's row, false when it changes it.
        package var createsEntity: Bool {
            switch self {
            case .recorded, .issued: true
            case .corrected, .changed, .moved, .closed, .ended, .voided, .revoked, .redeemed, .disabled,
                .enabled, .forgotten:
                false
            }
        }
    }

    package let kind: EntityKind
    package let action: Action

    package init(_ kind: EntityKind, _ action: Action) {
        self.kind = kind
        self.action = action
    }

    /// The name in the journal, such as `pledge.recorded`.
    package var name: String { kind.rawValue + "." + action.rawValue }

    /// All events declared in the entity table.
    package static let all: [JournalEvent] = EntityKind.allCases.flatMap { kind in
        kind.table.actions.map { JournalEvent(kind, $0) }
    }
}
