import TestSupport
import Testing

@testable import Text

@Suite struct DongFormatTests {
    @Test(arguments: [
        (0, "0 ₫"), (7, "7 ₫"), (999, "999 ₫"), (1_000, "1.000 ₫"), (12_345, "12.345 ₫"),
        (123_456, "123.456 ₫"),
        (1_234_567, "1.234.567 ₫"), (-5, "-5 ₫"), (-999, "-999 ₫"), (-1_234_567, "-1.234.567 ₫"),
        (Int64.max, "9.223.372.036.854.775.807 ₫"), (Int64.min, "-9.223.372.036.854.775.808 ₫"),
    ])
    func `a dot separates groups of three digits`(_ dong: Int64, _ text: String) {
        #expect(formattedDong(dong) == text)
    }

    @Test func `without dots and currency sign the text is the number`() {
        var generator = SeededGenerator(seed: 14)
        for _ in 0..<1_000 {
            let dong = Int64.random(in: .min ... .max, using: &generator)
            let plain = formattedDong(dong).filter { $0 != "." }.dropLast(2)
            #expect(Int64(plain) == dong)
        }
    }
}
