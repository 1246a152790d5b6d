/// A builder for short ASCII text: dates, instants, voucher numbers.
///
/// Neither the builder nor a `String` of up to 15 bytes allocates on the heap. Lists build two of them per row.
struct ShortText {
    private var bytes = InlineArray<32, UInt8>(repeating: 0)
    private var count = 0

    /// Appends one byte below 128.
    mutating func append(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
    }

    /// Appends `number` in decimal, without a sign, padded with zeros to exactly `width` digits.
    mutating func append(_ number: Int, digits width: Int) {
        // Start from the last digit: division by the constant ten compiles to a multiplication.
        var rest = number.magnitude
        for index in (count..<count + width).reversed() {
            bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += width
    }

    /// Appends `YYYY-MM-DD`.
    mutating func append(year: Int, month: Int, day: Int) {
        append(year, digits: 4)
        append(UInt8(ascii: "-"))
        append(month, digits: 2)
        append(UInt8(ascii: "-"))
        append(day, digits: 2)
    }

    var text: String {
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(..<count)))
        } catch {
            preconditionFailure("ASCII is UTF-8: \(error)")
        }
    }
}
