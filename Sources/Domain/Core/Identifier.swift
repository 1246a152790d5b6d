/// The number that the store gave to one `Subject`: positive, never used again.
///
/// The type parameter keeps a household's number from being taken for a fund's.
package struct Identifier<Entity>: Hashable, Comparable, Sendable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
