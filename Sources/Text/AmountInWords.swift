/// The amount in words as printed on vouchers; nil for negative amounts.
///
/// 1 005 000 is "Một triệu không trăm linh năm nghìn đồng".
///
/// - Groups of three digits from the right: nghìn, triệu, tỷ. A group of zeros is omitted together with its
///   class word; every other group after the first is read with its hundreds. A single unit after zero tens
///   takes linh; after mươi, 1, 4 and 5 become mốt, tư and lăm; after mười, 5 becomes lăm.
/// - From 10^12 on, the number of tỷ is read as a number of its own, as in speech: 1 234 × 10^9 is "một nghìn
///   hai trăm ba mươi tư tỷ", never "một nghìn tỷ hai trăm ba mươi tư tỷ"; 10^15 is "một triệu tỷ", 10^18
///   "một tỷ tỷ".
/// - Negative amounts are nil, not "âm …": no voucher is negative, and a sign lost on paper would be worse
///   than no text.
/// - Source: DOMAIN §9; `data/amount-in-words.csv`. ICU's spell-out drops "không trăm".
package func amountInWords(_ dong: Int64) -> String? {
    guard dong >= 0 else { return nil }
    let spoken = dong == 0 ? [digitWords[0]] : numberWords(dong, isFirst: true)
    let sentence = (spoken + ["đồng"]).joined(separator: " ")
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
}

private let digitWords = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

/// The words of `number`; empty for zero.
///
/// - Parameters:
///   - number: the number to read, not negative.
///   - isFirst: whether no words precede it, so that leading zeros are not read.
/// - Returns: the words in reading order.
private func numberWords(_ number: Int64, isFirst: Bool) -> [String] {
    let billions = number / 1_000_000_000
    var words = billions == 0 ? [] : numberWords(billions, isFirst: isFirst) + ["tỷ"]
    for (size, name) in [(1_000_000, ["triệu"]), (1_000, ["nghìn"]), (1, [])] as [(Int64, [String])] {
        let group = Int(number / size % 1_000)
        if group == 0 { continue }
        words += groupWords(group, withHundreds: !isFirst || !words.isEmpty) + name
    }
    return words
}

/// The words of a group of three digits.
///
/// - Parameters:
///   - group: 1–999.
///   - withHundreds: whether to read the hundreds even when they are zero.
/// - Returns: the words in reading order.
private func groupWords(_ group: Int, withHundreds: Bool) -> [String] {
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10)
    let hasHundreds = withHundreds || hundreds > 0
    let start = hasHundreds ? [digitWords[hundreds], "trăm"] : []
    return start + tensWords(tens, linh: hasHundreds && units > 0) + unitWords(units, tens: tens)
}

private func tensWords(_ tens: Int, linh: Bool) -> [String] {
    switch tens {
    case 0: linh ? ["linh"] : []
    case 1: ["mười"]
    default: [digitWords[tens], "mươi"]
    }
}

private func unitWords(_ units: Int, tens: Int) -> [String] {
    switch (units, tens) {
    case (0, _): []
    case (1, 2...): ["mốt"]
    case (4, 2...): ["tư"]
    case (5, 1...): ["lăm"]
    default: [digitWords[units]]
    }
}
