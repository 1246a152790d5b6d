/// A run of bytes that need no escape in a JSON string: all but `"`, `\` and U+0000–U+001F (RFC 8259 §7).
enum PlainRun {
    /// The offset of the first byte from `start` on that ends the run, or the number of bytes.
    static func end(in bytes: Span<UInt8>, from start: Int) -> Int {
        let words = bytes.bytes
        var end = start
        // Eight bytes at a time: a byte loop took a fifth of the writer's time. The load is bounds-checked,
        // and any eight bytes are a valid UInt64.
        while end + 8 <= bytes.count,
            !containsEnd(words.unsafeLoadUnaligned(fromByteOffset: end, as: UInt64.self))
        {
            end += 8
        }
        while end < bytes.count, !isEnd(bytes[end]) { end += 1 }
        return end
    }

    /// Whether the byte ends a run.
    static func isEnd(_ byte: UInt8) -> Bool {
        byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
    }

    /// Whether any of the eight bytes ends a run.
    ///
    /// Subtracting n from a byte below n borrows from its high bit. After XOR with n, a byte equal to n is 0,
    /// hence below 1.
    private static func containsEnd(_ word: UInt64) -> Bool {
        let quotes = word ^ (each * UInt64(Byte.quote))
        let backslashes = word ^ (each * UInt64(Byte.backslash))
        let controls = (word &- each * UInt64(Byte.space)) & ~word
        let ends = controls | (quotes &- each) & ~quotes | (backslashes &- each) & ~backslashes
        return ends & (each << 7) != 0
    }

    private static let each: UInt64 = 0x0101_0101_0101_0101
}
