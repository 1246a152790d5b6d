/// A fund (quỹ) of a hamlet: the money of the people for one purpose, cash and bank apart.
package struct Fund: Hashable, Sendable {
    package typealias ID = Identifier<Fund>

    package let id: ID
    package let hamlet: Hamlet.ID
    package let name: String
    package let version: Int64

    package init(id: ID, hamlet: Hamlet.ID, name: String, version: Int64) {
        self.id = id
        self.hamlet = hamlet
        self.name = name
        self.version = version
    }
}
