import Text

/// What a cell of a statement says.
enum BankStatementCell {
    /// The amount in `text`, with its sign: `1.234.567`, `1,234,567`, `+ 1 234 567`, `(500.000)`, `12.000,00 VND`.
    ///
    /// - Returns: nil for an empty cell or a dash.
    /// - Throws: `.amountInvalid` for a fraction of a đồng, for groups that are no thousands and for other text.
    static func amount(in text: String, line: Int) throws(BankStatement.Fault) -> Int64? {
        let invalid = BankStatement.Fault(line: line, .amountInvalid(String(text.displayed.prefix(40))))
        var bytes = Array(text.cleaned.compatibilityForm.uppercased().utf8.filter { $0 != UInt8(ascii: " ") })
        for unit in ["VND", "VNĐ", "₫", "Đ"] where bytes.suffix(unit.utf8.count) == Array(unit.utf8)[...] {
            bytes.removeLast(unit.utf8.count)
        }
        guard !bytes.isEmpty, bytes != [UInt8(ascii: "-")] else { return nil }
        var isNegative = false
        if bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") {
            (isNegative, bytes) = (true, Array(bytes.dropFirst().dropLast()))
        } else if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
            isNegative = bytes.removeFirst() == UInt8(ascii: "-")
        }
        guard let digits = wholeDigits(of: bytes), digits.count <= 16,
            let amount = Int64(String(decoding: digits, as: UTF8.self)), amount <= Dong.documentMax.amount
        else { throw invalid }
        return isNegative ? -amount : amount
    }

    /// The digits without separators of thousands and without zeros after the decimal sign; nil when it is no number.
    private static func wholeDigits(of bytes: [UInt8]) -> [UInt8]? {
        let parts = bytes.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == comma || $0 == dot })
        guard parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy(\.isDigit) }) else { return nil }
        var groups = parts.map { Array($0) }
        var separators = bytes.filter { $0 == comma || $0 == dot }
        // One or two digits after the last separator are hundredths, of which there must be none.
        if groups.count > 1, let last = groups.last, last.count < 3 {
            guard last.allSatisfy({ $0 == zero }) else { return nil }
            groups.removeLast()
            let sign = separators.removeLast()
            guard !separators.contains(sign) else { return nil }
        }
        guard Set(separators).count <= 1, groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.count == 1 || groups[0].count <= 3
        else { return nil }
        return groups.flatMap { $0 }
    }

    /// The date with which `text` begins, and what follows it apart from a time.
    ///
    /// `23/11/2026`, `23-11-2026 08:15:00`, `2026-11-23`, `20261123`; the day stands first unless the year does.
    static func date(in text: String) -> (date: LocalDate, rest: String)? {
        let bytes = Array(text.cleanedLines.replacing("\n", with: " ").utf8)
        var numbers: [[UInt8]] = [[]]
        var place = 0
        scan: while place < bytes.count, numbers.count <= 3 {
            let byte = bytes[place]
            if byte.isDigit {
                numbers[numbers.count - 1].append(byte)
            } else if [UInt8(ascii: "/"), UInt8(ascii: "-"), dot].contains(byte), numbers.count < 3 {
                numbers.append([])
            } else {
                break scan
            }
            place += 1
        }
        let rest = String(decoding: bytes[place...], as: UTF8.self).cleaned
        let values = numbers.map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
        if numbers.count == 1, numbers[0].count == 8 || numbers[0].count == 14 {
            let packed = String(decoding: numbers[0].prefix(8), as: UTF8.self)
            return Int64(packed).flatMap { LocalDate(packed: $0) }.map { ($0, withoutTime(rest)) }
        }
        guard numbers.count == 3, numbers.allSatisfy({ (1...4).contains($0.count) }) else { return nil }
        let isYearFirst = numbers[0].count == 4
        guard isYearFirst != (numbers[2].count == 4) else { return nil }
        let date =
            isYearFirst
            ? LocalDate(year: values[0], month: values[1], day: values[2])
            : LocalDate(year: values[2], month: values[1], day: values[0])
        return date.map { ($0, withoutTime(rest)) }
    }

    /// The text without a time of day at its beginning.
    private static func withoutTime(_ text: String) -> String {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let first = words.first, first.utf8.contains(UInt8(ascii: ":")),
            first.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ":") || $0 == dot })
        else { return text }
        return words.count > 1 ? String(words[1]) : ""
    }

    /// The payer's name and account within a memo: `337221-NGUYEN VAN A ;MCC;20231220224051;account;970422` and
    /// `NGUYEN VAN A nop tien : …`.
    ///
    /// - Source: statements of Agribank, see docs/areas/bank.md.
    static func payer(in memo: String) -> (name: String?, account: String?) {
        let fields = memo.split(separator: ";", omittingEmptySubsequences: false).map { String($0).cleaned }
        if fields.count >= 5, fields[2].utf8.count == 14, fields[2].utf8.allSatisfy(\.isDigit) {
            let name = fields[0].split(separator: "-", maxSplits: 1).last.map { String($0).cleaned }
            return (name.flatMap { $0.hasLetter ? $0 : nil }, fields[3].isCode ? fields[3] : nil)
        }
        let words = memo.split(separator: " ")
        let keys = words.map { String($0).codeKey }
        for index in keys.indices.dropFirst() where keys[index] == "nop" && index + 1 < keys.count {
            guard keys[index + 1] == "tien" else { continue }
            let name = words[..<index].joined(separator: " ")
            return (name.hasLetter ? name : nil, nil)
        }
        return (nil, nil)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

private let comma = UInt8(ascii: ",")
private let dot = UInt8(ascii: ".")
private let zero = UInt8(ascii: "0")
