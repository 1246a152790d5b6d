/// A run of bytes that need no escape in a JSON string: all but `"`, `\` and U+0000–U+001F (RFC 8259 §7).
enum UnescapedRun {
    /// The offset of the first byte from `start` on that ends the run, or the number of bytes.
    static func end(in bytes: Span<UInt8>, from start: Int) -> Int {
        let words = bytes.bytes
        var end = start
        // Eight bytes at a time: a byte loop took a fifth of the writer's time. The load is bounds-checked,
        // and any eight bytes are a valid UInt64.
        while end + 8 <= bytes.count,
            !containsEscape(words.unsafeLoadUnaligned(fromByteOffset: end, as: UInt64.self))
        {
            end += 8
        }
        while end < bytes.count, !needsEscape(bytes[end]) { end += 1 }
        return end
    }

    /// Whether the byte ends a run.
    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
    }

    /// Whether any of the eight bytes ends a run.
    ///
    /// Subtracting n from a byte below n borrows from its high bit. After XOR with n, a byte equal to n is 0,
    /// hence below 1.
    private static func containsEscape(_ word: UInt64) -> Bool {
        let quotes = word ^ (repeatedByte * UInt64(Byte.quote))
        let backslashes = word ^ (repeatedByte * UInt64(Byte.backslash))
        let controls = (word &- repeatedByte * UInt64(Byte.space)) & ~word
        let ends =
            controls | (quotes &- repeatedByte) & ~quotes | (backslashes &- repeatedByte) & ~backslashes
        return ends & (repeatedByte << 7) != 0
    }

    private static let repeatedByte: UInt64 = 0x0101_0101_0101_0101
}
