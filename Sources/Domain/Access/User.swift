/// A person who uses the service.
///
/// Permissions come from role assignments, credentials are access tokens.
package struct User: Entity, Hashable {
    package typealias ID = Identifier<User>

    package static let kind = EntityKind.user

    package let id: ID
    package let name: String
    /// Since when the user can have no tokens.
    package let disabledAt: Instant?

    package init(id: ID, name: String, disabledAt: Instant? = nil) {
        self.id = id
        self.name = name
        self.disabledAt = disabledAt
    }
}
