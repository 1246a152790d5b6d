/// The text of a key ID in keys: eight hexadecimal digits, lower case.
enum KeyID {
    static func text(of id: UInt32) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// The ID, or nil when the text is written otherwise.
    static func number(of text: some Collection<UInt8>) -> UInt32? {
        guard text.count == 8 else { return nil }
        var id: UInt32 = 0
        for character in text {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): id = id << 4 | UInt32(character - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                id = id << 4 | UInt32(character - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return id
    }
}
