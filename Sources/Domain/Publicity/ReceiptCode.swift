/// The short code on a voucher, under which everyone finds its public part and its proof: `T-4X7-K2`.
///
/// T for a receipt (phiếu thu), C for a payment (phiếu chi); the number of its contribution or expenditure in the
/// digits of Crockford's base 32; two check digits, so that a slip of the pen is not the code of another voucher.
/// Case, spaces and hyphens do not matter, and O, I and L are read as 0, 1 and 1.
///
/// - Source: https://www.crockford.com/base32.html
package struct ReceiptCode: Hashable, Sendable {
    package let kind: Voucher.Kind
    /// The id of the contribution or expenditure.
    package let number: Int64

    package init(_ contribution: Contribution.ID) {
        kind = .receipt
        number = contribution.number
    }

    package init(_ expenditure: Expenditure.ID) {
        kind = .payment
        number = expenditure.number
    }

    /// The code of the contribution or expenditure with this id.
    package init(_ kind: Voucher.Kind, _ number: Int64) {
        self.kind = kind
        self.number = number
    }

    /// Reads what somebody typed; nil when it is no code.
    package init?(typed text: String) {
        guard text.utf8.count <= ReceiptCode.typedBytesMax else { return nil }
        var letters: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            letters.append(byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 32 : byte)
        }
        guard let first = letters.first, (4...15).contains(letters.count),
            let kind = Voucher.Kind.allCases.first(where: { ReceiptCode.letter(of: $0) == first })
        else { return nil }
        let values = letters.dropFirst().map(ReceiptCode.value)
        let digits = values.compactMap { $0 }
        guard digits.count == values.count, digits[0] != 0 else { return nil }
        let number = digits.dropLast(2).reduce(Int64(0)) { $0 << 5 | $1 }
        guard number > 0,
            digits.suffix(2).reduce(Int64(0), { $0 << 5 | $1 }) == ReceiptCode.check(number, kind)
        else { return nil }
        self.kind = kind
        self.number = number
    }

    /// The code in groups, such as `T-4X7-K2`.
    package var text: String {
        var digits = ReceiptCode.digits(of: number)
        let check = ReceiptCode.check(number, kind)
        var bytes = [ReceiptCode.letter(of: kind)]
        // Groups of four from the end.
        while !digits.isEmpty {
            bytes.append(UInt8(ascii: "-"))
            let count = digits.count % 4 == 0 ? 4 : digits.count % 4
            bytes += digits.prefix(count)
            digits.removeFirst(count)
        }
        bytes += [UInt8(ascii: "-"), alphabet[Int(check >> 5)], alphabet[Int(check & 31)]]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// No code is longer, however it is grouped.
    private static let typedBytesMax = 40

    private static func letter(of kind: Voucher.Kind) -> UInt8 {
        switch kind {
        case .receipt: UInt8(ascii: "T")
        case .payment: UInt8(ascii: "C")
        }
    }

    /// 0 to 1020, whatever a file has for a number: a wrong digit and two exchanged ones always change it, because
    /// 1021 is a prime.
    private static func check(_ number: Int64, _ kind: Voucher.Kind) -> Int64 {
        let start: Int64 = kind == .receipt ? 17 : 601
        let rest = (start + number % modulus * 32) % modulus
        return rest < 0 ? rest + modulus : rest
    }

    private static let modulus: Int64 = 1021

    private static func digits(of number: Int64) -> [UInt8] {
        var (rest, digits) = (number, [UInt8]())
        repeat {
            digits.append(alphabet[Int(rest & 31)])
            rest >>= 5
        } while rest > 0
        return digits.reversed()
    }

    private static func value(of letter: UInt8) -> Int64? {
        switch letter {
        case UInt8(ascii: "O"): 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): 1
        default: alphabet.firstIndex(of: letter).map { Int64($0) }
        }
    }
}

private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
