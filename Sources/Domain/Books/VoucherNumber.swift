import Text

/// The number of a voucher as somebody reads it off the paper: `PT-2026-0001`, `PT-2026-Q2-0001`, `PT-000001/2026` or
/// `pt 1/2026`.
package struct VoucherNumber: Hashable, Sendable {
    package let kind: Voucher.Kind
    package let year: Int
    /// As typed; nil when the number names no book.
    package let book: String?
    package let number: Int64

    /// Nil when `text` is no such number.
    package init?(typed text: String) {
        let plain = text.compatibilityForm.uppercased()
        guard let kind = Voucher.Kind.allCases.first(where: { plain.hasPrefix($0.prefix) }) else {
            return nil
        }
        let signs: Set<Character> = ["-", "–", "—", "/", ".", ":", " "]
        var parts = plain.dropFirst(kind.prefix.count).split { signs.contains($0) || $0.isWhitespace }
        // After a stroke stands the year; otherwise it stands first.
        let yearIsLast = plain.contains("/")
        guard parts.count > 1, let year = VoucherNumber.integer(yearIsLast ? parts.last : parts.first),
            (1945...2100).contains(year)
        else { return nil }
        if yearIsLast { parts.removeLast() } else { parts.removeFirst() }
        guard let number = VoucherNumber.integer(parts.popLast()), number > 0 else { return nil }
        self.kind = kind
        self.year = Int(year)
        self.number = number
        book = parts.isEmpty ? nil : parts.joined(separator: "-")
    }

    /// Whether `entry` may be the voucher: the same number of the same year, and of the book if one is named.
    package func matches(_ entry: VoucherRegister.Entry) -> Bool {
        guard entry.kind == kind, entry.number == number, entry.issuedOn.year == year else { return false }
        return book.map { VoucherBook.key(of: $0) == VoucherBook.key(of: entry.book) } ?? true
    }

    private static func integer(_ digits: Substring?) -> Int64? {
        guard let digits, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(digits)
    }
}
