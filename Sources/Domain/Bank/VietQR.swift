import Text

/// A request for a transfer to a bank account, as the text of a VietQR code.
///
/// It only asks: money has come when the bank credits it.
///
/// - Source: NAPAS VietQR after EMVCo QR Code Specification for Payment Systems (merchant-presented mode) 1.1; DOMAIN §9.
package struct VietQR: Hashable, Sendable {
    /// What the payer's bank passes on: letters, digits and spaces only, because banks change all else.
    package struct Memo: Hashable, Sendable {
        package static let lengthMax = 25

        package let text: String

        /// The memo in capitals without accents, with one space for anything between words: `Đóng góp X09-H12` is
        /// `DONG GOP X09 H12`; nil when nothing is left, or more than `lengthMax` characters.
        ///
        /// It is never cut: half a code would name another pledge.
        package init?(_ text: String) {
            var memo: [UInt8] = []
            for byte in text.searchKey.utf8 {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): memo.append(byte)
                case UInt8(ascii: "a")...UInt8(ascii: "z"): memo.append(byte - 32)
                default: if let last = memo.last, last != space { memo.append(space) }
                }
            }
            if memo.last == space { memo.removeLast() }
            guard (1...Memo.lengthMax).contains(memo.count) else { return nil }
            self.text = String(decoding: memo, as: UTF8.self)
        }
    }

    /// The bank's number at NAPAS (BIN), six digits.
    package let bank: String
    /// 1 to 19 letters and digits.
    package let account: String
    /// Nil when the payer types it.
    package let amount: Dong?
    package let memo: Memo?

    /// Creates the request; nil when the bank's number or the account has another form, or the amount is not of 1 to 13
    /// digits.
    package init?(bank: String, account: String, amount: Dong? = nil, memo: Memo? = nil) {
        guard bank.utf8.count == 6, bank.utf8.allSatisfy(\.isDigit),
            (1...VietQR.accountLengthMax).contains(account.utf8.count),
            account.utf8.allSatisfy({ $0.isDigit || $0.isLetter }),
            amount.map({ VietQR.amounts.contains($0.amount) }) ?? true
        else { return nil }
        self.bank = bank
        self.account = account
        self.amount = amount
        self.memo = memo
    }

    private static let accountLengthMax = 19
    package static let amounts: ClosedRange<Int64> = 1...9_999_999_999_999

    /// The text of the code, with its checksum.
    package var payload: String {
        let beneficiary = field("00", bank) + field("01", account)
        let merchant = field("00", "A000000727") + field("01", beneficiary) + field("02", "QRIBFTTA")
        var text = field("00", "01") + field("01", amount == nil ? "11" : "12") + field("38", merchant)
        text += field("53", "704")
        if let dong = amount?.amount { text += field("54", "\(dong)") }
        text += field("58", "VN")
        if let memo { text += field("62", field("08", memo.text)) }
        return VietQR.withChecksum(text)
    }

    /// `text` with the field of its checksum, over all including the field's tag and length.
    package static func withChecksum(_ text: String) -> String {
        let text = text + "6304"
        let digits = String(checksum(of: text), radix: 16, uppercase: true)
        return text + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    /// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected.
    private static func checksum(of text: String) -> UInt16 {
        var crc: UInt16 = 0xFFFF
        for byte in text.utf8 {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
        }
        return crc
    }
}

private let space = UInt8(ascii: " ")

/// One field: its tag, the length of its value in two digits, the value.
private func field(_ tag: String, _ value: String) -> String {
    let length = value.utf8.count
    precondition(length <= 99, "a field of a QR code is too long")
    return tag + (length < 10 ? "0\(length)" : "\(length)") + value
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
