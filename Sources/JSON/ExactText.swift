/// A string that is equal to another only when their UTF-8 bytes are.
///
/// Swift's own `==` is canonical equivalence: it takes "é" and "e\u{301}" for the same, in any order of the
/// marks. Two JSON names that differ so are two members (RFC 8259 §8.3), so names and values compare here.
struct ExactText: Hashable {
    let string: String

    init(_ string: String) { self.string = string }

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.string.utf8.count == right.string.utf8.count
            && left.string.utf8.elementsEqual(right.string.utf8)
    }

    /// Hashes the bytes, eight at a time.
    ///
    /// `String.hash(into:)` would hash the composed form, which gives a sender endless different names with
    /// one hash.
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
