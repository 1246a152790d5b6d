/// Parses an amount in words by splitting at the class words, independently of the writer.
///
/// Strict: nil for a group of zeros that is spelled out, for a later group without its hundreds, and for a
/// wrong mốt, tư or lăm.
struct NumberReader {
    /// The amount for a text such as "Một nghìn đồng", or nil when the wording is incorrect.
    static func amount(_ sentence: String) -> Int64? {
        guard sentence.first?.isUppercase == true else { return nil }
        var words = sentence.lowercased().split(separator: " ").map(String.init)
        guard words.popLast() == "đồng" else { return nil }
        return words == ["không"] ? 0 : number(words[...], isLater: false)
    }

    private static let classes: [(word: String, size: Int64)] = [
        ("tỷ", 1_000_000_000), ("triệu", 1_000_000), ("nghìn", 1_000),
    ]

    private static func number(_ words: ArraySlice<String>, isLater: Bool) -> Int64? {
        for (word, size) in classes {
            guard let cut = words.lastIndex(of: word) else { continue }
            guard let count = number(words[..<cut], isLater: isLater) else { return nil }
            let lower = words[(cut + 1)...]
            if lower.isEmpty { return count * size }
            guard let rest = number(lower, isLater: true), rest < size else { return nil }
            return count * size + rest
        }
        return group(words, isLater: isLater)
    }

    private static func group(_ words: ArraySlice<String>, isLater: Bool) -> Int64? {
        guard let cut = words.firstIndex(of: "trăm") else {
            return isLater ? nil : belowHundred[Array(words)]
        }
        guard cut == words.startIndex + 1, let digit = digits.firstIndex(of: words[cut - 1]) else {
            return nil
        }
        let hundreds = Int64(digit) * 100
        var rest = Array(words[(cut + 1)...])
        if rest.isEmpty { return hundreds == 0 ? nil : hundreds }
        let hasLinh = rest.first == "linh"
        if hasLinh { rest.removeFirst() }
        guard let below = belowHundred[rest], hasLinh == (below < 10) else { return nil }
        return hundreds + below
    }

    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    private static let afterTen = ["", "một", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín"]
    private static let afterTwenty = ["", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín"]

    /// All correct wordings of 1 to 99.
    private static let belowHundred: [[String]: Int64] = {
        var wordings: [[String]: Int64] = [:]
        for unit in 0..<10 {
            if unit > 0 { wordings[[digits[unit]]] = Int64(unit) }
            wordings[["mười", afterTen[unit]].filter { !$0.isEmpty }] = Int64(10 + unit)
            for ten in 2..<10 {
                wordings[[digits[ten], "mươi", afterTwenty[unit]].filter { !$0.isEmpty }] = Int64(
                    ten * 10 + unit)
            }
        }
        return wordings
    }()
}
