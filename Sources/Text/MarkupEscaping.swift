extension [UInt8] {
    /// Appends `text` in UTF-8, with `& < > " '` escaped for the text and the quoted attributes of HTML and XML.
    ///
    /// By bytes: characters are compared by grapheme, and a quote followed by U+0301 is one that equals no quote.
    /// - Source: HTML Living Standard, §13.1.4 and §13.1.2.3; CVE-2026-27120 of leaf-kit.
    package mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): append(contentsOf: "&#39;".utf8)
            default: append(byte)
            }
        }
    }
}
