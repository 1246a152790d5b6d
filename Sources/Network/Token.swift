/// Identifies one connection of a loop for its lifetime: a slot in the table and the slot's generation.
///
/// For a connection that has gone, a late response or deadline finds another generation, or none.
struct Token: Hashable, Sendable {
    let slot: UInt32
    /// From 1 on for connections; 0 for the loop's other event sources.
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// Decodes the value that the kernel returns with an event.
    init(bits: UInt64) { self.init(slot: UInt32(truncatingIfNeeded: bits), generation: UInt32(bits >> 32)) }

    var bits: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

    static let wakeUp = Token(slot: .max, generation: 0)

    static func listener(_ index: Int) -> Token { Token(slot: UInt32(index), generation: 0) }
}
