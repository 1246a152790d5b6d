/// A stored number as a person sees it.
enum NumberText {
    /// The text of a stored value, as `100000` for `1E+5`; nil when it is no number.
    ///
    /// - Parameters:
    ///   - value: as XML Schema writes a double, in UTF-8.
    ///   - form: how the style of the cell shows it.
    ///   - is1904: whether days are counted from 1904.
    /// - Returns: a whole number in digits, any other with at most 15; a date as `2026-12-31`.
    static func text(
        of value: [UInt8], as form: CellStyles.Form, is1904: Bool
    ) -> (text: String, isDate: Bool)? {
        if form == .number, value.isPlainNumber { return (String(decoding: value, as: UTF8.self), false) }
        guard value.count <= 40, value.allSatisfy({ $0.mayBeOfNumber }),
            let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite
        else { return nil }
        switch form {
        case .number: break
        case .padded(let width):
            if number >= 0, number < 1e15, number == number.rounded() {
                return (String(Int64(number)).paddedCode(width), false)
            }
        case .date, .dateAndTime:
            let hasTime = form == .dateAndTime
            if let day = SerialDate.text(of: number, is1904: is1904, hasTime: hasTime) { return (day, true) }
        case .time:
            if number >= 0, number < 1, let time = SerialDate.time(of: number) { return (time, true) }
        }
        return (text(of: number), false)
    }

    private static func text(of number: Double) -> String {
        if number == number.rounded(), number.magnitude < 1e18 { return String(Int64(number)) }
        // The shortest text that names this number, or 15 digits when that is longer: 1.1000000000000001 is 1.1.
        let exact = "\(number)"
        guard let mark = exact.firstIndex(of: ".") else { return exact }
        let fraction = exact[exact.index(after: mark)...]
        let whole = exact[..<mark]
        guard fraction.allSatisfy(\.isNumber) else { return exact }
        let digitsCount = whole.filter(\.isNumber).count
        // Leading zeros are no digits of a number below 1.
        let places = whole.hasSuffix("0") && number.magnitude < 1 ? 15 : 15 - digitsCount
        guard fraction.count > places, places >= 0, let rounded = decimal(number, places: places) else {
            return exact
        }
        return rounded
    }

    /// `number` with at most `places` decimal places; nil when that leaves the integers.
    private static func decimal(_ number: Double, places: Int) -> String? {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded()
        guard scaled < 9e15 else { return nil }
        let digits = String(Int64(scaled)).paddedCode(places + 1)
        var text = digits.dropLast(places) + "." + digits.suffix(places)
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return (number < 0 && text != "0" ? "-" : "") + text
    }
}

extension [UInt8] {
    /// Whether these are at most 15 digits, without a zero before others.
    fileprivate var isPlainNumber: Bool {
        guard let first, count <= 15, first != 0x30 || count == 1 else { return false }
        return allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension UInt8 {
    /// A digit, a sign, a decimal point or the mark of an exponent: neither `nan` nor `0x1p3` is a stored number.
    fileprivate var mayBeOfNumber: Bool {
        switch self {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
