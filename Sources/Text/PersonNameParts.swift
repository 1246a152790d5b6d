/// The parts of a person's name, as Vietnamese names are sorted.
struct PersonNameParts: Hashable {
    /// The last word before the suffix.
    let given: String
    /// The first word, unless it is the only one.
    let family: String
    let middle: String
    /// What tells namesakes apart: words in brackets, a single capital, a Roman number or digits; several of them
    /// in their order.
    let suffix: String

    /// The parts in the order in which they are compared.
    ///
    /// Without a suffix there are three, and the key of the name goes on with its cases: bytes 0, 1 and 2, which come
    /// before those of any suffix, a bracket (2, 0x28), a number (3) or a letter (0x10).
    var inOrder: [String] { [given, family, middle] + (suffix.isEmpty ? [] : [suffix]) }

    /// Divides a cleaned name.
    ///
    /// A suffix is one only where a given name remains before it: "Nguyễn Văn A" is named A.
    init(_ name: String) {
        let scalars = name.unicodeScalars
        let isCapitals = name == name.uppercased()
        var rest = scalars[...]
        while let shorter = PersonNameParts.withoutSuffix(rest, isCapitals: isCapitals) { rest = shorter }
        suffix = String(String.UnicodeScalarView(scalars[rest.endIndex...].drop { $0 == " " }))
        let words = rest.split(separator: " ").map { String($0) }
        given = words.last ?? ""
        family = words.count > 1 ? words[0] : ""
        middle = words.dropFirst().dropLast().joined(separator: " ")
    }

    /// The name without its last suffix, or nil when it has none.
    private static func withoutSuffix(
        _ name: Substring.UnicodeScalarView, isCapitals: Bool
    ) -> Substring.UnicodeScalarView? {
        let start = name.last == ")" ? name.lastIndex(of: "(") : name.lastIndex(of: " ")
        guard let start else { return nil }
        let rest = name[..<start].trimmed
        let last = String(rest.split(separator: " ").last ?? rest).lowercased()
        guard rest.contains(where: { $0.properties.isAlphabetic }) else { return nil }
        if name.last == ")" { return rest }
        let word = String(name[start...].dropFirst())
        guard !middleNames.contains(last), isSuffix(word, isCapitals: isCapitals) else { return nil }
        return rest
    }

    /// Whether a last word is a mark such as A, II or 2.
    ///
    /// In a name in capitals only a single letter is one: "VI" and "MI" are given names.
    private static func isSuffix(_ word: String, isCapitals: Bool) -> Bool {
        let letters = word.unicodeScalars
        if letters.allSatisfy({ ("0"..."9").contains($0) }) { return true }
        if letters.count == 1 { return letters.first?.properties.isUppercase == true }
        return !isCapitals && letters.count <= 4 && letters.allSatisfy { "IVX".unicodeScalars.contains($0) }
    }

    /// Middle names that are never given names.
    private static let middleNames: Set<String> = ["văn", "thị"]
}

extension Substring.UnicodeScalarView {
    /// Without spaces at the end.
    fileprivate var trimmed: Substring.UnicodeScalarView {
        var view = self
        while view.last == " " { view.removeLast() }
        return view
    }
}
