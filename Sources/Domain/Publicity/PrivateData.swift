/// Private data that a public text must not contain.
///
/// - Source: Law 91/2025/QH15; Decree 356/2025 on identity papers; DOMAIN §10.
package enum PrivateData: String, CaseIterable, Sendable {
    /// Nine or twelve digits, as on identity papers.
    case identityNumber
    /// Ten digits beginning with 0, or eleven beginning with 84.
    case telephone
    /// The name of a household whose economic tier is recorded.
    case householdName

    /// The first number in `text` that looks private.
    ///
    /// Digits may be separated by single spaces, dots or hyphens. An amount such as 350.000.000 or 350000000 đồng is not
    /// private.
    package static func number(in text: String) -> PrivateData? {
        for run in DigitRun.all(in: text) where !run.isAmount {
            let digits = run.digits
            if digits.count == 9 || digits.count == 12 { return .identityNumber }
            if digits.count == 10, digits[0] == 0 { return .telephone }
            if digits.count == 11, digits[0] == 8, digits[1] == 4 { return .telephone }
        }
        return nil
    }
}

/// Digits with single separators between them.
private struct DigitRun {
    var digits: [Int] = []
    /// The number of digits before each dot.
    private var dots: [Int] = []
    private var hasOtherSeparators = false
    /// True when the unit of money follows.
    private var isMoney = false

    /// True when the unit of money follows, or dots separate groups of three.
    var isAmount: Bool {
        if isMoney { return true }
        guard let first = dots.first, !hasOtherSeparators, (1...3).contains(first), digits[0] != 0 else {
            return false
        }
        return (dots + [digits.count]).adjacentDifferences.allSatisfy { $0 == 3 }
    }

    static func all(in text: String) -> [DigitRun] {
        var runs: [DigitRun] = []
        var run = DigitRun()
        var separator: Unicode.Scalar?
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                if let separator, !run.digits.isEmpty { run.separate(by: separator) }
                run.digits.append(Int(value))
                separator = nil
            } else if separator == nil, !run.digits.isEmpty, " .-\u{A0}".unicodeScalars.contains(scalar) {
                separator = scalar
            } else {
                run.isMoney = beginsWithUnitOfMoney(scalars[index...])
                runs.append(run)
                run = DigitRun()
                separator = nil
            }
        }
        return (runs + [run]).filter { !$0.digits.isEmpty }
    }

    /// True for "đ", "₫" and "đồng" as words, and not for "đã".
    private static func beginsWithUnitOfMoney(_ rest: Substring.UnicodeScalarView) -> Bool {
        let word = String(String.UnicodeScalarView(rest.prefix { $0.properties.isAlphabetic || $0 == "₫" }))
        return ["đ", "₫", "đồng"].contains(word.lowercased())
    }

    private mutating func separate(by separator: Unicode.Scalar) {
        if separator == "." { dots.append(digits.count) } else { hasOtherSeparators = true }
    }
}

extension [Int] {
    fileprivate var adjacentDifferences: [Int] { zip(self, dropFirst()).map { $1 - $0 } }
}
