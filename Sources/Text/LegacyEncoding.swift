/// A way to store Vietnamese that is not UTF-8, or UTF-8 that was read as something else.
package enum LegacyEncoding: String, Hashable, Sendable, CaseIterable {
    case utf16LittleEndian
    case utf16BigEndian
    /// TCVN 5712:1993, VN3, of the fonts whose names begin with ".Vn" ("ABC").
    case tcvn3
    /// VNI for Windows, of the fonts whose names begin with "VNI-".
    case vni
    case windows1258
    /// UTF-8 that was read as Windows-1252 or Latin-1 and saved again.
    case mojibake

    package var name: String {
        switch self {
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        case .tcvn3: "TCVN3 (ABC)"
        case .vni: "VNI"
        case .windows1258: "Windows-1258"
        case .mojibake: "UTF-8 đọc nhầm thành Windows-1252"
        }
    }
}

extension LegacyEncoding {
    /// The Vietnamese text of `text`, whose scalars are the bytes of the encoding read as Windows-1252.
    ///
    /// Nil when `text` has a scalar that no byte stands for, or when its bytes are not UTF-8 (`.mojibake`). Text of
    /// fonts for capitals (".VnTimeH") comes out in small letters, because only the font made them capitals.
    func decoded(_ text: String) -> String? {
        switch self {
        case .utf16LittleEndian, .utf16BigEndian: nil
        case .tcvn3: LegacyEncoding.replacing(text) { LegacyEncoding.tcvn3Letters[$0] }
        case .vni: LegacyEncoding.decodedVNI(text)
        case .windows1258: LegacyEncoding.replacing(text) { LegacyEncoding.windows1258Letters[$0] }
        case .mojibake: LegacyEncoding.decodedMojibake(text)
        }
    }

    /// The text in which each byte is read as Windows-1252.
    static func readAsWindows1252(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(windows1252Scalars[byte] ?? Unicode.Scalar(byte)) }
        return String(text)
    }

    private static func replacing(_ text: String, by letter: (UInt8) -> Unicode.Scalar?) -> String? {
        var decoded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard let byte = byte(of: scalar) else { return nil }
            decoded.append(letter(byte) ?? scalar)
        }
        return String(decoded).nfc
    }

    /// In VNI, a letter and then a mark of its own make up an accented letter; some letters stand alone.
    private static func decodedVNI(_ text: String) -> String? {
        var decoded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard byte(of: scalar) != nil else { return nil }
            let lowercase = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            let isUppercase = lowercase != scalar
            if let marks = vniMarks[lowercase], let last = decoded.last, last.takesVNIMark {
                decoded.append(contentsOf: marks.unicodeScalars)
            } else if let letter = vniLetters[lowercase] {
                let text = String(letter)
                decoded.append(contentsOf: (isUppercase ? text.uppercased() : text).unicodeScalars)
            } else {
                decoded.append(scalar)
            }
        }
        return String(decoded).nfc
    }

    private static func decodedMojibake(_ text: String) -> String? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = byte(of: scalar) else { return nil }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The byte that Windows-1252 or Latin-1 reads as `scalar`.
    private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        windows1252Bytes[scalar] ?? UInt8(exactly: scalar.value)
    }
}

extension Unicode.Scalar {
    fileprivate var takesVNIMark: Bool { "aeouyAEOUYơưƠƯ".unicodeScalars.contains(self) }
}

extension LegacyEncoding {
    /// The bytes 0x80–0x9F of Windows-1252; five of them are unassigned.
    ///
    /// - Source: unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
    private static let windows1252Scalars: [UInt8: Unicode.Scalar] = [
        0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰",
        0x8A: "Š", 0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•",
        0x96: "–", 0x97: "—", 0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
    ]

    private static let windows1252Bytes = Dictionary(
        uniqueKeysWithValues: windows1252Scalars.map { ($1, $0) })

    /// - Source: TCVN 5712:1993, VN3; as in the tables of UniKey and vietunicode.sourceforge.net/charset/.
    private static let tcvn3Letters = table([
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò", 0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
    ])

    /// - Source: unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1258.TXT; other bytes are as in Windows-1252.
    private static let windows1258Letters: [UInt8: Unicode.Scalar] = [
        0xC3: "Ă", 0xCC: "\u{300}", 0xD0: "Đ", 0xD2: "\u{309}", 0xD5: "Ơ", 0xDD: "Ư", 0xDE: "\u{303}",
        0xE3: "ă", 0xEC: "\u{301}", 0xF0: "đ", 0xF2: "\u{323}", 0xF5: "ơ", 0xFD: "ư", 0xFE: "₫",
    ]

    /// What follows a, e, o, u, y, ơ or ư, and the marks that it stands for.
    ///
    /// - Source: the VNI-Win table of vietunicode.sourceforge.net/charset/.
    private static let vniMarks: [Unicode.Scalar: String] = [
        "ø": "\u{300}", "ù": "\u{301}", "õ": "\u{303}", "û": "\u{309}", "ï": "\u{323}",
        "â": "\u{302}", "à": "\u{302}\u{300}", "á": "\u{302}\u{301}", "ã": "\u{302}\u{303}",
        "å": "\u{302}\u{309}", "ä": "\u{302}\u{323}",
        "ê": "\u{306}", "è": "\u{306}\u{300}", "é": "\u{306}\u{301}", "ü": "\u{306}\u{303}",
        "ú": "\u{306}\u{309}", "ë": "\u{306}\u{323}",
    ]

    private static let vniLetters: [Unicode.Scalar: Unicode.Scalar] = [
        "ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
    ]

    /// The letters by byte, from those of runs of consecutive bytes.
    private static func table(_ runs: [UInt8: String]) -> [UInt8: Unicode.Scalar] {
        var letters: [UInt8: Unicode.Scalar] = [:]
        for (first, run) in runs {
            for (offset, letter) in run.unicodeScalars.enumerated() {
                letters[first + UInt8(offset)] = letter
            }
        }
        return letters
    }
}
