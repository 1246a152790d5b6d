/// An exact share of a whole: a fraction in lowest terms, from 0 to 1.
package struct Share: Hashable, Sendable {
    package let numerator: Int64
    /// Positive.
    package let denominator: Int64

    /// Creates a share; nil when `whole` is 0, or less than its part, as in a damaged file.
    package init?(_ part: Int64, of whole: Int64) {
        guard whole > 0, (0...whole).contains(part) else { return nil }
        let divisor = greatestCommonDivisor(part, whole)
        numerator = part / divisor
        denominator = whole / divisor
    }

    /// Nothing of a whole.
    package static let none = Share()

    private init() {
        numerator = 0
        denominator = 1
    }

    /// Hundredths of a percent, rounded half up: 2/3 is 6667, 98.855 % is 9886.
    ///
    /// Never 0 or 10,000 unless exact: 24,998 of 24,999 is not everyone.
    package var hundredthsOfPercent: Int64 {
        let (part, whole) = (Int128(numerator), Int128(denominator))
        let rounded = Int64(clamping: (20_000 * part + whole) / (2 * whole))
        return part == 0 || part == whole ? rounded : min(max(rounded, 1), 9_999)
    }
}
