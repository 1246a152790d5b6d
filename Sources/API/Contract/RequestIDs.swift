/// Request ids: the client's own when it is well-formed, otherwise 13 letters that do not repeat.
struct RequestIDs {
    private var state: UInt64

    init() { state = UInt64.random(in: .min ... .max) }

    /// The id of the next request.
    ///
    /// - Parameter sent: the client's `X-Request-Id`, used when it has 1–64 letters, digits, `.`, `_` or `-`.
    /// - Returns: `sent` when it is well-formed, otherwise a new id.
    mutating func next(sent: String?) -> String {
        if let sent, RequestIDs.isWellFormed(sent) { return sent }
        return make()
    }

    /// - Source: SplitMix64 (Steele, Lea, Flood 2014): visits each state once. Crockford's base 32 alphabet.
    private mutating func make() -> String {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        var letters: [UInt8] = []
        letters.reserveCapacity(13)
        for shift in stride(from: 60, through: 0, by: -5) {
            letters.append(RequestIDs.alphabet[Int(truncatingIfNeeded: mixed >> UInt64(shift)) & 31])
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func isWellFormed(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
