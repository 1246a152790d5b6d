/// Decimal numbers as the formats of C2SP write them: ASCII digits, no sign, no leading zeroes.
enum StrictDecimal {
    /// The number, or nil when the text is written otherwise or exceeds 2⁶³ − 1.
    static func number(of text: some Collection<UInt8>) -> Int64? {
        guard let first = text.first, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var number: Int64 = 0
        for character in text {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = character else { return nil }
            let (tens, overflowed) = number.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tens.addingReportingOverflow(Int64(character - UInt8(ascii: "0")))
            guard !overflowed, !carried else { return nil }
            number = sum
        }
        return number
    }
}
