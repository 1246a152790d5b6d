/// The languages of titles and details.
///
/// Vietnamese unless the client prefers English.
package enum Language: String, CaseIterable, Sendable {
    case vietnamese = "vi"
    case english = "en"

    /// The preferred language in an `Accept-Language` field, or `fallback` when it names neither.
    ///
    /// - Source: RFC 9110 §12.5.4; a weight of 0 means "not acceptable", a missing one means 1.
    package init(accepting field: String?, fallback: Language) {
        guard let field else {
            self = fallback
            return
        }
        var best = (language: fallback, weight: 0)
        for range in field.split(separator: ",") {
            let parts = range.split(separator: ";")
            let tag = (parts.first ?? "").trimmingBlanks().lowercased()
            let primary = tag.split(separator: "-").first.map(String.init) ?? ""
            guard let language = Language(rawValue: primary) else { continue }
            let weight = parts.dropFirst().first.map { thousandths(ofWeight: $0.trimmingBlanks()) } ?? 1000
            if weight > best.weight { best = (language, weight) }
        }
        self = best.language
    }
}

/// A sentence in both languages.
package struct Sentence: Hashable, Sendable {
    package let vi: String
    package let en: String

    package init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    package subscript(language: Language) -> String {
        switch language {
        case .vietnamese: vi
        case .english: en
        }
    }
}

extension Substring {
    func trimmingBlanks() -> Substring {
        var trimmed = self
        while let first = trimmed.first, first == " " || first == "\t" { trimmed.removeFirst() }
        while let last = trimmed.last, last == " " || last == "\t" { trimmed.removeLast() }
        return trimmed
    }
}

/// The weight in thousandths: `q=0.8` as 800; 0 for a malformed weight.
///
/// - Source: RFC 9110 §12.4.2, at most three decimals.
func thousandths(ofWeight text: Substring) -> Int {
    guard text.hasPrefix("q=") || text.hasPrefix("Q=") else { return 1000 }
    let parts = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }), (0...1).contains(whole), parts.count <= 2 else {
        return 0
    }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard decimals.utf8.count <= 3 else { return 0 }
    guard let fraction = Int(decimals + String(repeating: "0", count: 3 - decimals.utf8.count)) else {
        return 0
    }
    return min(whole * 1000 + fraction, 1000)
}
