/// A string that is compared by its UTF-8 bytes.
///
/// Swift's own `==` uses canonical equivalence: "é" equals "e\u{301}", and combining marks may be in any
/// order. Two JSON names that differ in this way are two members (RFC 8259 §8.3), so names and values are
/// compared with this type.
struct UTF8String: Hashable {
    let string: String

    init(_ string: String) { self.string = string }

    static func == (left: UTF8String, right: UTF8String) -> Bool {
        left.string.utf8.count == right.string.utf8.count
            && left.string.utf8.elementsEqual(right.string.utf8)
    }

    /// Hashes the bytes, eight at a time.
    ///
    /// `String.hash(into:)` hashes the normalised form, so a sender could make any number of different names
    /// with the same hash.
    func hash(into hasher: inout Hasher) {
        let bytes = string.utf8.span
        var word: UInt64 = 0
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            if index & 7 == 7 {
                hasher.combine(word)
                word = 0
            }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }
}
