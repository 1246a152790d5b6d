/// The members of one object, in order, each name once.
struct Members {
    private(set) var list: [JSONMember] = []
    /// Every name claimed, once there are more than `scannedCountMax`; empty before.
    private var names: Set<ExactText> = []

    /// Up to here looking at each name is quicker than hashing; beyond, it would be quadratic.
    private static let scannedCountMax = 16

    /// Whether no earlier member has this name.
    ///
    /// From now on one has, so this is asked once for each member. Its time does not grow with their number.
    mutating func claim(_ name: String) -> Bool {
        let name = ExactText(name)
        if list.count <= Self.scannedCountMax {
            for index in list.indices where ExactText(list[index].name) == name { return false }
            return true
        }
        if names.isEmpty { names = Set(list.map { ExactText($0.name) }) }
        return names.insert(name).inserted
    }

    /// Appends a member whose name was claimed.
    mutating func append(_ member: JSONMember) {
        if list.isEmpty { list.reserveCapacity(4) }
        list.append(member)
    }
}
