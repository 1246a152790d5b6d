/// Base64 with padding; decoding accepts exactly one text for each sequence of bytes.
///
/// - Source: RFC 4648 §4; §3.5 lets a decoder refuse bits that are not zero at the end.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let padding = UInt8(ascii: "=")

    /// The text of `bytes`, empty for none.
    static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 {
                group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0)
            }
            for place in 0..<4 {
                let digit = Int(group >> UInt32(18 - place * 6) & 63)
                characters.append(place <= count ? alphabet[digit] : padding)
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes of `text`, or nil when it has other characters, wrong padding or bits left over.
    static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var digitCount = 0
        var paddingCount = 0
        for character in text {
            if character == padding {
                paddingCount += 1
                group <<= 6
            } else {
                // No digit may follow padding.
                guard paddingCount == 0, let digit = digit(of: character) else { return nil }
                group = group << 6 | digit
            }
            digitCount += 1
            guard digitCount == 4 else { continue }
            let isWhole =
                switch paddingCount {
                case 0: true
                case 1: group & 0xFF == 0
                case 2: group & 0xFFFF == 0
                default: false
                }
            guard isWhole else { return nil }
            for shift in [UInt32(16), 8, 0].prefix(3 - paddingCount) {
                bytes.append(UInt8(truncatingIfNeeded: group >> shift))
            }
            // Padding ends the text: another group would begin with a digit, which is refused above, or be all padding.
            guard paddingCount == 0 || bytes.count == text.count / 4 * 3 - paddingCount else { return nil }
            digitCount = 0
            group = 0
        }
        return bytes
    }

    private static func digit(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
