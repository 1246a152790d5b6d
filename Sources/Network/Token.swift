/// Names one connection of one loop for as long as it lives: a place in the table, and how often it was used.
///
/// An answer or a deadline for a connection that has gone finds another generation there, or none.
struct Token: Hashable, Sendable {
    let slot: UInt32
    /// From 1 on for connections.
    ///
    /// 0 is for what else the loop listens to.
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// What the kernel gives back with an event.
    init(bits: UInt64) { self.init(slot: UInt32(truncatingIfNeeded: bits), generation: UInt32(bits >> 32)) }

    var bits: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    static let wakeUp = Token(slot: .max, generation: 0)

    static func listener(_ index: Int) -> Token { Token(slot: UInt32(index), generation: 0) }
}
