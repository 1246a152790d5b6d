import Text

/// The short code that a payer writes into the memo of a transfer, such as `DVD2V8K3`.
///
/// `DV`, a letter for what is paid, the count of the following digits, the number in the digits of Crockford's base 32,
/// and two check digits. It consists of letters and digits only, and tells its own length, because banks change the
/// case, put spaces anywhere and write their own words directly before and after it.
///
/// - Source: https://www.crockford.com/base32.html
package struct PaymentCode: Hashable, Sendable {
    /// What a transfer with the code pays.
    package enum Payable: Hashable, Sendable {
        /// Đăng ký đóng góp.
        case pledge(Pledge.ID)
        /// Quỹ.
        case fund(Fund.ID)

        fileprivate var number: Int64 {
            switch self {
            case .pledge(let id): id.number
            case .fund(let id): id.number
            }
        }

        fileprivate var letter: UInt8 {
            switch self {
            case .pledge: UInt8(ascii: "D")
            case .fund: UInt8(ascii: "Q")
            }
        }

        /// Where the check digits of its kind begin.
        fileprivate var checkStart: Int64 {
            switch self {
            case .pledge: 113
            case .fund: 409
            }
        }

        fileprivate init?(letter: UInt8, number: Int64) {
            switch letter {
            case UInt8(ascii: "D"): self = .pledge(Identifier(number))
            case UInt8(ascii: "Q"): self = .fund(Identifier(number))
            default: return nil
            }
        }
    }

    package let payable: Payable

    package init(_ payable: Payable) { self.payable = payable }

    /// Reads a code as it is stored; nil when it is none, or not as `text` writes it.
    package init?(text: String) {
        guard let code = PaymentCode.starting(Array(text.utf8)[...]), code.text == text else { return nil }
        self = code
    }

    /// The code, such as `DVD2V8K3`.
    package var text: String {
        let digits = PaymentCode.digits(of: payable.number)
        let check = PaymentCode.check(payable)
        let bytes =
            prefix + [payable.letter, alphabet[digits.count]] + digits + [
                alphabet[Int(check >> 5)], alphabet[Int(check & 31)],
            ]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The codes in a memo, each once, in the order in which they stand there.
    ///
    /// Only letters and digits count: spaces, signs, case and accents do not, and Đ is D.
    package static func found(in memo: String) -> [PaymentCode] {
        let bytes = Array(memo.codeKey.uppercased().utf8)
        var codes: [PaymentCode] = []
        for start in bytes.indices where bytes[start] == prefix[0] {
            if let code = starting(bytes[start...]), !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    /// The code with which `bytes` begin.
    private static func starting(_ bytes: ArraySlice<UInt8>) -> PaymentCode? {
        guard bytes.count >= 6, bytes.starts(with: prefix) else { return nil }
        let letter = bytes[bytes.startIndex + 2]
        guard let count = value(of: bytes[bytes.startIndex + 3]), (1...digitsMax).contains(count) else {
            return nil
        }
        let rest = bytes.dropFirst(4).prefix(Int(count) + 2)
        let values = rest.compactMap(value)
        guard values.count == Int(count) + 2, values[0] != 0 else { return nil }
        let number = values.dropLast(2).reduce(Int64(0)) { $0 << 5 | $1 }
        guard let payable = Payable(letter: letter, number: number),
            values.suffix(2).reduce(Int64(0), { $0 << 5 | $1 }) == check(payable)
        else { return nil }
        return PaymentCode(payable)
    }

    /// 0 to 1020: a wrong digit and two exchanged ones always change it, because 1021 is a prime.
    private static func check(_ payable: Payable) -> Int64 {
        (payable.checkStart + payable.number % modulus * 32 % modulus) % modulus
    }

    private static let modulus: Int64 = 1021
    /// 60 bits.
    private static let digitsMax: Int64 = 12

    private static func digits(of number: Int64) -> [UInt8] {
        var (rest, digits) = (number, [UInt8]())
        repeat {
            digits.append(alphabet[Int(rest & 31)])
            rest >>= 5
        } while rest > 0 && digits.count < Int(digitsMax)
        return digits.reversed()
    }

    /// O, I and L are read as 0, 1 and 1.
    private static func value(of letter: UInt8) -> Int64? {
        switch letter {
        case UInt8(ascii: "O"): 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): 1
        default: alphabet.firstIndex(of: letter).map { Int64($0) }
        }
    }
}

private let prefix = Array("DV".utf8)
private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
