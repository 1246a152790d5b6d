import Text

/// Digits that stand together, in a text that people write: a number, or a part of one with separators.
struct NumberGroup {
    var digits: [Int] = []
    /// What separates it from the group before it.
    var separators: [Unicode.Scalar] = []
    /// True after a plus sign, as in the number of a telephone.
    var hasPlus = false
    /// True when the unit of money follows.
    var isMoney = false

    /// The number, if it has at most nine digits.
    var value: Int? {
        guard digits.count <= 9 else { return nil }
        var value = 0
        for digit in digits { value = value * 10 + digit }
        return value
    }

    var isYear: Bool { digits.count == 4 && value.map { (1900...2099).contains($0) } ?? false }

    /// The only separator from the group before it; nil when there are several.
    var separator: Unicode.Scalar? { separators.count == 1 ? separators[0] : nil }

    /// True when it does not continue the group before it: after a comma, say, or after several separators.
    var isApart: Bool {
        separators.count > 1 || separator.map { ",;:(".unicodeScalars.contains($0) } ?? true
    }

    /// More separators than these end a number.
    private static let separatorsMax = 3

    /// The groups of each run of digits with up to three separators between them, none of which is a letter.
    ///
    /// Digits of all scripts count, and I, l and O where a digit is meant.
    static func runs(in text: String) -> [[NumberGroup]] {
        let scalars = Array(text.compatibilityForm.unicodeScalars)
        let digits = digits(of: scalars)
        var runs: [[NumberGroup]] = []
        var run: [NumberGroup] = []
        var separators: [Unicode.Scalar] = []
        func isEnded(by index: Int) -> Bool {
            scalars[index].properties.isAlphabetic || separators.count >= separatorsMax
        }
        for index in scalars.indices {
            if let digit = digits[index] {
                if run.isEmpty || !separators.isEmpty {
                    let hasPlus = index > 0 && scalars[index - 1] == "+"
                    run.append(NumberGroup(separators: separators, hasPlus: hasPlus))
                    separators = []
                }
                run[run.count - 1].digits.append(digit)
            } else if !run.isEmpty {
                if separators.count < 2, run[run.count - 1].isMoney == false {
                    run[run.count - 1].isMoney = beginsWithUnitOfMoney(scalars[index...])
                }
                if isEnded(by: index) {
                    runs.append(run)
                    (run, separators) = ([], [])
                } else {
                    separators.append(scalars[index])
                }
            }
        }
        return run.isEmpty ? runs : runs + [run]
    }

    /// The digit that each scalar is or is meant for.
    private static func digits(of scalars: [Unicode.Scalar]) -> [Int?] {
        var digits = scalars.map { scalar in
            scalar.properties.numericType == .decimal ? scalar.properties.numericValue.map { Int($0) } : nil
        }
        var index = 0
        while index < scalars.count {
            guard lookAlikes[scalars[index]] != nil else {
                index += 1
                continue
            }
            let start = index
            while index < scalars.count, lookAlikes[scalars[index]] != nil { index += 1 }
            let isAfterDigit = start > 0 && digits[start - 1] != nil
            let isAfterWord = start > 0 && scalars[start - 1].properties.isAlphabetic
            let isBeforeDigit = index < scalars.count && digits[index] != nil
            let isBeforeWord = index < scalars.count && scalars[index].properties.isAlphabetic
            let isAllZeros = scalars[start..<index].allSatisfy { lookAlikes[$0] == 0 }
            // "5 l" and "5l" are litres; an O at the end of a number is a zero.
            guard
                isBeforeDigit && (isAfterDigit || !isAfterWord)
                    || isAfterDigit && isAllZeros && !isBeforeWord
            else { continue }
            for place in start..<index { digits[place] = lookAlikes[scalars[place]] }
        }
        return digits
    }

    /// Letters that are written for digits, Latin, Cyrillic and Greek.
    private static let lookAlikes: [Unicode.Scalar: Int] = [
        "O": 0, "o": 0, "О": 0, "о": 0, "Ο": 0, "ο": 0, "I": 1, "l": 1, "І": 1, "Ι": 1, "ı": 1,
    ]

    /// True for "đ", "₫" and "đồng" as words, perhaps after a space, and not for "đã".
    private static func beginsWithUnitOfMoney(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let rest = rest.first == " " ? rest.dropFirst() : rest
        let word = String(String.UnicodeScalarView(rest.prefix { $0.properties.isAlphabetic || $0 == "₫" }))
        return ["đ", "₫", "đồng", "vnđ", "vnd"].contains(word.lowercased())
    }
}
