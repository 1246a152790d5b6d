/// An exact appraisal score: a fraction in lowest terms, from 0 to 100.
///
/// The denominator divides `CriteriaSet.denominatorMax` times the number of appraisals, so 64 bits are sufficient.
package struct Score: Hashable, Comparable, Sendable {
    package let numerator: Int64
    /// Positive.
    package let denominator: Int64

    package static let zero = Score(0, 1)

    package init(_ numerator: Int64, _ denominator: Int64) {
        precondition(numerator >= 0 && denominator > 0, "points of no appraisal")
        let divisor = greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    package func adding(_ other: Score) -> Score {
        let common = leastCommonMultiple(denominator, other.denominator)
        return Score(
            numerator * (common / denominator) + other.numerator * (common / other.denominator), common)
    }

    /// The mean of `scores`, or nil when there are none.
    package static func mean(of scores: [Score]) -> Score? {
        guard !scores.isEmpty else { return nil }
        let sum = scores.reduce(Score.zero) { $0.adding($1) }
        return Score(sum.numerator, sum.denominator * Int64(scores.count))
    }

    /// Hundredths of a point, rounded half up: 83 1/3 is 8333, 0.005 is 1.
    package var hundredths: Int64 { (200 * numerator + denominator) / (2 * denominator) }

    /// True when the score is at least `pass`, compared exactly: 79.996 displays as 80.00 but is below 80.
    package func reaches(_ pass: Int64) -> Bool { numerator >= pass * denominator }

    package static func < (left: Score, right: Score) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator)
            * Int128(left.denominator)
    }
}

/// The greatest common divisor.
///
/// `second` must be positive.
func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
    var (first, second) = (first, second)
    while first != 0 { (first, second) = (second % first, first) }
    return second
}

/// The least common multiple.
///
/// Both must be positive.
func leastCommonMultiple(_ first: Int64, _ second: Int64) -> Int64 {
    first / greatestCommonDivisor(first, second) * second
}
