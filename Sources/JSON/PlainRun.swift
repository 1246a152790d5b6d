/// Bytes that stand in a JSON string as they are: all but `"`, `\` and U+0000–U+001F (RFC 8259 §7).
enum PlainRun {
    /// The offset of the first byte from `start` that ends the run, or the number of bytes.
    static func end(in bytes: Span<UInt8>, from start: Int) -> Int {
        let words = bytes.bytes
        var end = start
        // Eight at a time, since one at a time was a fifth of the writer's time. The load is checked, and any
        // eight bytes are a number.
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

    /// Whether one of the eight bytes ends a run.
    ///
    /// A byte below n borrows from its high bit when n is taken from it; a byte equal to n is 0, hence below
    /// 1, after an exclusive or with n.
    private static func containsEnd(_ word: UInt64) -> Bool {
        let quotes = word ^ (each * UInt64(Byte.quote))
        let backslashes = word ^ (each * UInt64(Byte.backslash))
        let controls = (word &- each * UInt64(Byte.space)) & ~word
        let ends = controls | (quotes &- each) & ~quotes | (backslashes &- each) & ~backslashes
        return ends & (each << 7) != 0
    }

    private static let each: UInt64 = 0x0101_0101_0101_0101
}
