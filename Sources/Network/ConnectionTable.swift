/// The connections of one loop by token.
struct ConnectionTable {
    private var slots: [Connection?] = []
    private var generations: [UInt32] = []
    private var freeSlots: [UInt32] = []

    var isEmpty: Bool { freeSlots.count == slots.count }

    /// All connections, in no particular order.
    var all: [Connection] { slots.compactMap { $0 } }

    subscript(token: Token) -> Connection? {
        let index = Int(token.slot)
        guard index < slots.count, generations[index] == token.generation else { return nil }
        return slots[index]
    }

    /// Inserts the connection that `make` creates for a new token.
    mutating func insert(_ make: (Token) -> Connection) -> Connection {
        let slot = freeSlots.popLast() ?? addSlot()
        let connection = make(Token(slot: slot, generation: generations[Int(slot)]))
        slots[Int(slot)] = connection
        return connection
    }

    /// Removes a connection; its token is invalid from then on.
    mutating func remove(_ token: Token) {
        let index = Int(token.slot)
        guard self[token] != nil else { return }
        slots[index] = nil
        generations[index] = generations[index] == .max ? 1 : generations[index] + 1
        freeSlots.append(token.slot)
    }

    private mutating func addSlot() -> UInt32 {
        slots.append(nil)
        generations.append(1)
        return UInt32(slots.count - 1)
    }
}
