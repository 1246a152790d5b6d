/// Private data that a public text must not contain.
///
/// - Source: Law 91/2025/QH15; Decree 356/2025 on identity papers; DOMAIN §10.
package enum PrivateData: String, CaseIterable, Sendable {
    /// Nine or twelve digits, as on identity papers.
    case identityNumber
    /// Ten digits beginning with 0, or eleven beginning with 84.
    case telephone
    /// The name, present or former, of a household whose economic tier is or was recorded.
    case householdName

    /// The first number in `text` that looks private.
    ///
    /// Its digits may have up to three separators between them, such as spaces, dots, hyphens, brackets or slashes, and
    /// I, l or O for some of them. An amount, such as 350.000.000 or 350 000 000 đồng, a date, the number of a document
    /// of a year, and a list of numbers are not private.
    package static func number(in text: String) -> PrivateData? {
        for run in NumberGroup.runs(in: text) {
            for part in parts(of: run) {
                if let found = kind(of: part.flatMap(\.digits)) { return found }
                if let found = firstNumber(in: part, from: part.indices) { return found }
                // What follows a prefix such as 091 may only look like an amount or a year.
                let prefixes = part.indices.filter { run[$0].digits[0] == 0 && run[$0].digits.count > 2 }
                if let found = firstNumber(in: run[...], from: prefixes) { return found }
            }
        }
        return nil
    }

    /// What a number of these digits is.
    private static func kind(of digits: [Int]) -> PrivateData? {
        switch digits.count {
        case 9, 12: .identityNumber
        case 10: digits[0] == 0 ? .telephone : nil
        case 11: digits[0] == 8 && digits[1] == 4 ? .telephone : nil
        default: nil
        }
    }

    /// The first private number among other numbers: one that begins with 0, or stands alone.
    private static func firstNumber(
        in part: ArraySlice<NumberGroup>, from starts: some Sequence<Int>
    ) -> PrivateData? {
        for start in starts {
            var digits: [Int] = []
            for end in start..<part.endIndex {
                digits += part[end].digits
                guard digits.count <= 12 else { break }
                guard let found = kind(of: digits) else { continue }
                if found == .telephone || start == end || digits.count == 12 && digits[0] == 0 {
                    return found
                }
            }
        }
        return nil
    }

    /// The parts of a run between what is plainly something else.
    private static func parts(of run: [NumberGroup]) -> [ArraySlice<NumberGroup>] {
        var parts: [ArraySlice<NumberGroup>] = []
        var (start, index) = (0, 0)
        while index < run.count {
            let count = harmlessCount(in: run, from: index)
            if count > 0 {
                parts.append(run[start..<index])
                start = index + count
            }
            index += max(count, 1)
        }
        return (parts + [run[start...]]).filter { !$0.isEmpty }
    }

    /// The number of groups from `start` on that are an amount, a date, a document's number, years or a list; else 0.
    private static func harmlessCount(in run: [NumberGroup], from start: Int) -> Int {
        let rest = run[start...]
        let isFresh = start == 0 || run[start].isApart
        // As in "5-10/02/2026".
        let isAfterDay = !isFresh && run[start - 1].digits.count <= 2
        return max(
            isFresh ? amountCount(rest) : 0,
            isFresh || isAfterDay && run[start].separator != "/" ? dateCount(rest) : 0,
            yearsCount(rest), isFresh ? listCount(rest) : 0)
    }

    /// Groups of three after the first, all with dots or followed by the unit of money.
    private static func amountCount(_ rest: ArraySlice<NumberGroup>) -> Int {
        guard let first = rest.first, !first.hasPlus, first.digits[0] != 0 else { return 0 }
        if first.isMoney { return 1 }
        guard first.digits.count <= 3, let separator = rest.dropFirst().first?.separator else { return 0 }
        let groups = rest.dropFirst().prefix { $0.separator == separator }
        guard let last = groups.last, groups.allSatisfy({ $0.digits.count == 3 }),
            separator == "." || last.isMoney && " ,\u{A0}".unicodeScalars.contains(separator)
        else { return 0 }
        return groups.count + 1
    }

    /// A day, a month and a year with the same separator; or the number of a document, or a month, and a year.
    private static func dateCount(_ rest: ArraySlice<NumberGroup>) -> Int {
        let groups = Array(rest.prefix(3))
        guard groups.count > 1, let separator = groups[1].separator, "/.-".unicodeScalars.contains(separator)
        else { return 0 }
        if groups.count == 3, groups[2].separator == separator, groups[2].isYear,
            groups[0].digits.count <= 2, groups[0].value.map({ (1...31).contains($0) }) ?? false,
            groups[1].digits.count <= 2, groups[1].value.map({ (1...12).contains($0) }) ?? false
        {
            return 3
        }
        let isNumber = groups[0].digits.count <= (groups[0].digits[0] == 0 ? 2 : 4)
        return separator == "/" && groups[1].isYear && isNumber ? 2 : 0
    }

    private static func yearsCount(_ rest: ArraySlice<NumberGroup>) -> Int {
        let count = rest.prefix(while: \.isYear).count
        return count > 1 ? count : 0
    }

    /// At least three ascending small numbers with commas, such as those of hamlets.
    private static func listCount(_ rest: ArraySlice<NumberGroup>) -> Int {
        var count = 0
        var last = 0
        for group in rest {
            guard let value = group.value, group.digits.count <= 3, group.digits[0] != 0, value > last,
                count == 0 || group.separators.contains(",")
            else { break }
            (count, last) = (count + 1, value)
        }
        return count >= 3 ? count : 0
    }
}
