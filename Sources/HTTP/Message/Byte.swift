/// Named bytes and character classes of the HTTP grammar.
extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let percent: UInt8 = 0x25
    static let asterisk: UInt8 = 0x2A
    static let comma: UInt8 = 0x2C
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let questionMark: UInt8 = 0x3F
    static let leftBracket: UInt8 = 0x5B
    static let rightBracket: UInt8 = 0x5D

    /// Whether this is a CTL (RFC 5234) other than HTAB, which is allowed in a field value.
    var isControl: Bool { (self < .space && self != .tab) || self == 0x7F }

    /// Whether this is SP or HTAB, the characters of OWS (RFC 9110 §5.6.3).
    var isBlank: Bool { self == .space || self == .tab }

    var isDigit: Bool { self >= .zero && self <= 0x39 }

    /// The lowercase form of an ASCII letter; any other byte unchanged.
    var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value 0–15 of a hexadecimal digit, or nil for any other byte.
    var hexValue: Int? {
        switch self {
        case 0x30...0x39: Int(self - 0x30)
        case 0x41...0x46: Int(self - 0x41) + 10
        case 0x61...0x66: Int(self - 0x61) + 10
        default: nil
        }
    }

    /// Whether this is a tchar (RFC 9110 §5.6.2).
    var isTokenByte: Bool {
        switch self {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// Whether this byte is allowed in a request target.
    ///
    /// Allowed are the characters of RFC 3986 §3.3–3.4 and those that browsers leave unencoded (WHATWG URL,
    /// query percent-encode set): `[ ] ^ { | }` and the backquote.
    var isTargetByte: Bool {
        switch self {
        case 0x22, 0x23, 0x3C, 0x3E, 0x5C: false
        case 0x21...0x7E: true
        default: false
        }
    }

    /// Whether this byte is allowed in a host name: unreserved or sub-delims (RFC 3986 §3.2.2).
    ///
    /// `%` is checked separately.
    var isHostByte: Bool {
        switch self {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
        case 0x21, 0x24, 0x26...0x2C, 0x2D, 0x2E, 0x3B, 0x3D, 0x5F, 0x7E: true
        default: false
        }
    }
}

extension StaticString {
    /// Whether both names are equal, ignoring ASCII case.
    func isEqual(ignoringCase other: StaticString) -> Bool {
        withUTF8Buffer { mine in
            other.withUTF8Buffer { theirs in mine.elementsEqual(theirs) { $0.lowercased == $1.lowercased } }
        }
    }
}
