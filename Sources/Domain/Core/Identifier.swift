/// The number that the store assigned to one entity: positive, never reused.
///
/// The type parameter prevents mixing up ids of different entities, such as a household's and a fund's.
package struct Identifier<Entity>: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
