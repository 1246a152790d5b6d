/// An exact share of a whole: a fraction in lowest terms, from 0 to 1.
package struct Share: Hashable, Sendable {
    package let numerator: Int64
    /// Positive.
    package let denominator: Int64

    /// Creates a share, or nil when `whole` is 0.
    package init?(_ part: Int64, of whole: Int64) {
        guard whole > 0 else { return nil }
        precondition((0...whole).contains(part), "a part is not more than its whole")
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
    package var hundredthsOfPercent: Int64 { (20_000 * numerator + denominator) / (2 * denominator) }
}
