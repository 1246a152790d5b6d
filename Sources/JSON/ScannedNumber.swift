/// A parsed number and the offset of its end (RFC 8259 §6).
struct ScannedNumber {
    let value: JSONValue
    /// The offset after its last byte.
    let end: Int

    /// Parses the number that begins at `start`.
    ///
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - start: the offset of `-` or the first digit.
    /// - Throws: `.badNumber` for a leading zero or a missing digit, at that byte; `.endOfText`.
    init(in bytes: Span<UInt8>, from start: Int) throws(JSONError) {
        let digits = bytes[start] == Byte.minus ? start + 1 : start
        let integerEnd = try Self.endOfDigits(in: bytes, from: digits)
        if bytes[digits] == Byte.zero, integerEnd > digits + 1 {
            throw JSONError(offset: digits + 1, reason: .badNumber)
        }
        var end = integerEnd
        if end < bytes.count, bytes[end] == Byte.point {
            end = try Self.endOfDigits(in: bytes, from: end + 1)
        }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            end = try Self.endOfExponent(in: bytes, from: end + 1)
        }
        self.end = end
        if end == integerEnd, let integer = Self.integer(in: bytes.extracting(start..<end)) {
            value = .integer(integer)
        } else {
            value = .number(try ScannedString.text(in: bytes, start..<end))
        }
    }

    private static func endOfExponent(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        let isSigned = start < bytes.count && (bytes[start] == Byte.plus || bytes[start] == Byte.minus)
        return try endOfDigits(in: bytes, from: isSigned ? start + 1 : start)
    }

    /// The offset after one or more digits.
    private static func endOfDigits(in bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var end = start
        while end < bytes.count, Byte.isDigit(bytes[end]) { end += 1 }
        if end == bytes.count, end == start { throw JSONError(offset: end, reason: .endOfText) }
        if end == start { throw JSONError(offset: end, reason: .badNumber) }
        return end
    }

    /// The integer, or nil when it is `-0` or exceeds 64 bits.
    ///
    /// Accumulates the negated value, because the negative range has one more value.
    private static func integer(in text: Span<UInt8>) -> Int64? {
        let isNegative = text[0] == Byte.minus
        var total: Int64 = 0
        for index in (isNegative ? 1 : 0)..<text.count {
            let (shifted, shiftOverflowed) = total.multipliedReportingOverflow(by: 10)
            let digit = Int64(text[index] - Byte.zero)
            let (sum, sumOverflowed) = shifted.subtractingReportingOverflow(digit)
            if shiftOverflowed || sumOverflowed { return nil }
            total = sum
        }
        if isNegative { return total == 0 ? nil : total }
        return total == .min ? nil : -total
    }
}
