/// The share of all households that must vote in favour (ngưỡng biểu quyết).
///
/// The share is of all households, not of those present: an absent household counts as not in favour. The arithmetic
/// is exact.
///
/// - Source: Law 10/2022/QH15 on grassroots democracy, articles 15 and 18, per DOMAIN §2.
package struct Threshold: Hashable, Sendable {
    package let numerator: Int64
    package let denominator: Int64
    /// True for "more than", false for "at least".
    package let isStrict: Bool

    /// Parses `>=2/3` or `>1/2`; nil for anything else, for a share above 1, and for a denominator above 100.
    package init?(_ text: String) {
        let isStrict = !text.hasPrefix(">=")
        guard text.hasPrefix(">") else { return nil }
        let parts = text.dropFirst(isStrict ? 1 : 2).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let numerator = Int64(parts[0]), let denominator = Int64(parts[1]),
            (1...100).contains(denominator), (1...denominator).contains(numerator),
            !(isStrict && numerator == denominator)
        else { return nil }
        self.numerator = numerator
        self.denominator = denominator
        self.isStrict = isStrict
        guard self.text == text else { return nil }
    }

    private init(numerator: Int64, denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
        isStrict = false
    }

    /// All households.
    package static let all = Threshold(numerator: 1, denominator: 1)

    package var text: String { "\(isStrict ? ">" : ">=")\(numerator)/\(denominator)" }

    /// True when `inFavour` of `householdsCount` reach the threshold.
    ///
    /// Always false without households.
    package func isReached(by inFavour: Int64, of householdsCount: Int64) -> Bool {
        guard householdsCount > 0 else { return false }
        let given = Int128(inFavour) * Int128(denominator)
        let needed = Int128(householdsCount) * Int128(numerator)
        return isStrict ? given > needed : given >= needed
    }

    /// True when every vote that reaches this threshold also reaches `other`, whatever the number of households.
    package func isAtLeastAsStrict(as other: Threshold) -> Bool {
        let (mine, theirs) = (numerator * other.denominator, other.numerator * denominator)
        return mine > theirs || mine == theirs && (isStrict || !other.isStrict)
    }

    /// The smallest number of households in favour that reaches the threshold.
    package func minimum(of householdsCount: Int64) -> Int64 {
        let (needed, denominator) = (Int128(householdsCount) * Int128(numerator), Int128(denominator))
        let minimum = isStrict ? needed / denominator + 1 : (needed + denominator - 1) / denominator
        return Int64(clamping: minimum)
    }
}
