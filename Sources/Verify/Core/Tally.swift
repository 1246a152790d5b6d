/// An order-independent checksum that tells whether two streams contain the same rows, without storing them.
///
/// Each row is hashed to 64 bits, and the hashes are added. Different streams have equal tallies once in 2^64 runs,
/// because each run draws a new key.
struct Tally: Hashable, Sendable {
    private let key: UInt64
    private(set) var count: Int64 = 0
    private var sum: UInt64 = 0

    init(key: UInt64) { self.key = key }

    /// An empty tally with the same key.
    var empty: Tally { Tally(key: key) }

    /// Adds the rows of another tally with the same key.
    mutating func add(_ other: Tally) {
        precondition(key == other.key, "tallies of two runs")
        count += other.count
        sum &+= other.sum
    }

    mutating func add<let factsCount: Int>(_ facts: InlineArray<factsCount, Int64>) {
        count += 1
        sum &+= mixed(facts)
    }

    /// Adds a row made of numbers and `bytes`.
    mutating func add<let factsCount: Int>(_ facts: InlineArray<factsCount, Int64>, _ bytes: [UInt8]) {
        var state = mixed(facts) ^ UInt64(bytes.count)
        let raw = bytes.span.bytes
        var index = 0
        while index + 8 <= raw.byteCount {
            state = Tally.fold(state ^ raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self), key)
            index += 8
        }
        var rest: UInt64 = 0
        while index < raw.byteCount {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        count += 1
        sum &+= Tally.mix(Tally.fold(state ^ rest, key))
    }

    private func mixed<let factsCount: Int>(_ facts: InlineArray<factsCount, Int64>) -> UInt64 {
        var mixed = key
        for index in facts.indices { mixed = Tally.mix(mixed ^ UInt64(bitPattern: facts[index])) }
        return mixed
    }

    /// Combines both halves of the product: fast, and every bit of `state` affects every bit of the result.
    private static func fold(_ state: UInt64, _ key: UInt64) -> UInt64 {
        let product = state.multipliedFullWidth(by: key | 1)
        return product.high ^ product.low
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014), after an addition that maps zero to a non-zero value.
    private static func mix(_ bits: UInt64) -> UInt64 {
        var mixed = bits &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
