/// The members of one object, in order, with unique names.
struct Members {
    private(set) var list: [JSONMember] = []
    /// All claimed names, once there are more than `scannedCountMax`; empty before.
    private var names: Set<UTF8String> = []

    /// Up to this count a linear scan is faster than hashing; beyond it, scanning would be quadratic.
    private static let scannedCountMax = 16

    /// Claims a name, and returns whether no earlier member has it.
    ///
    /// Call it once for each member. Its time does not grow with the number of members.
    mutating func insertName(_ name: String) -> Bool {
        let name = UTF8String(name)
        if list.count <= Self.scannedCountMax {
            for index in list.indices where UTF8String(list[index].name) == name { return false }
            return true
        }
        if names.isEmpty { names = Set(list.map { UTF8String($0.name) }) }
        return names.insert(name).inserted
    }

    /// Appends a member whose name has been claimed.
    mutating func append(_ member: JSONMember) {
        if list.isEmpty { list.reserveCapacity(4) }
        list.append(member)
    }
}
