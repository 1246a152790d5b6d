/// Encodes a string as JSON text: quoted, with the escapes that RFC 8259 §7 requires and no others.
enum JSONEscape {
    /// Appends the string with its quotes.
    ///
    /// U+2028, U+2029, `/`, `<`, `>`, `&` and DEL are not escaped.
    static func append(_ string: String, to bytes: inout [UInt8]) {
        let text = string.utf8.span
        guard UnescapedRun.end(in: text, from: 0) < text.count else { return append(plain: text, to: &bytes) }
        bytes.append(Byte.quote)
        for byte in string.utf8 { append(byte, to: &bytes) }
        bytes.append(Byte.quote)
    }

    /// Appends a string without escapes; checks the array's capacity once instead of once per byte.
    private static func append(plain text: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: text.count + 2) { bytes in
            bytes.append(Byte.quote)
            for index in text.indices { bytes.append(text[index]) }
            bytes.append(Byte.quote)
        }
    }

    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        guard UnescapedRun.needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(Byte.backslash)
        switch byte {
        case Byte.quote, Byte.backslash: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default: appendCode(of: byte, to: &bytes)
        }
    }

    /// Appends the rest of `\u00XX` after the backslash, in lowercase as in RFC 8785 §3.2.2.2.
    private static func appendCode(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "u00".utf8)
        for digit in [byte >> 4, byte & 15] {
            bytes.append(digit < 10 ? Byte.zero + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
