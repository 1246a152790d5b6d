/// A person who works with the service.
///
/// What they may do hangs on grants, what they send on tokens.
package struct User: Entity, Hashable {
    package typealias ID = Identifier<User>

    package static let kind = EntityKind.user

    package let id: ID
    package let name: String

    package init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}
