import Crypto

/// A one-time code that a user redeems for a token: 16 characters of base 32, 80 random bits, in groups of four.
///
/// Shown once; only its SHA-256 is stored. It can be read aloud and typed.
///
/// - Source: Crockford's Base32, whose alphabet has no I, L, O and U.
package struct EnrolmentCode: Hashable, Sendable {
    /// Without hyphens.
    private let symbols: [UInt8]

    /// A new code from the system's random number generator.
    package init() {
        var random = SystemRandomNumberGenerator()
        symbols = (0..<EnrolmentCode.symbolsCount)
            .map { _ in EnrolmentCode.alphabet[Int.random(in: EnrolmentCode.alphabet.indices, using: &random)]
            }
    }

    /// The code that somebody typed, in any case, with or without hyphens and spaces; nil when it is malformed.
    init?(typed text: String) {
        var symbols: [UInt8] = []
        for byte in text.uppercased().utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            switch byte {
            case UInt8(ascii: "O"): symbols.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): symbols.append(UInt8(ascii: "1"))
            default:
                guard EnrolmentCode.alphabet.contains(byte) else { return nil }
                symbols.append(byte)
            }
        }
        guard symbols.count == EnrolmentCode.symbolsCount else { return nil }
        self.symbols = symbols
    }

    /// `K7QM-2XRP-9TFA-W3HD`.
    package var text: String {
        stride(from: 0, to: symbols.count, by: 4)
            .map { String(decoding: symbols[$0..<$0 + 4], as: UTF8.self) }
            .joined(separator: "-")
    }

    package var hash: [UInt8] { Array(SHA256.hash(data: symbols)) }

    private static let symbolsCount = 16
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
