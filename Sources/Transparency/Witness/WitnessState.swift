/// What a witness remembers of a log: the last checkpoint that it signed.
///
/// Reading it, deciding and storing the new one must be one step, stored before the answer leaves; otherwise two
/// requests at once could take the witness back.
package struct WitnessState: Hashable, Sendable {
    /// 0 when it signed none.
    package let size: Int64

    package let root: TreeHash

    /// Nothing was signed yet.
    package static let none = WitnessState(size: 0, root: .empty)

    package init(size: Int64, root: TreeHash) {
        self.size = size
        self.root = root
    }
}
